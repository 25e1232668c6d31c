//! What the sink remembers.

use std::time::Duration;

use smtp_sink::{Config, Keep, Sink, TooFew};

use crate::client::{Client, content, sink};

async fn keeping(keep: Keep) -> Sink {
    Sink::start(Config { keep, ..Config::default() }).await.unwrap()
}

#[tokio::test]
async fn repeats_are_counted_and_compared_byte_for_byte() {
    let sink = keeping(Keep::CountsOnly).await;
    let mut client = Client::greeted(&sink).await;
    for id in ["1@x", "2@x", "1@x", "1@x"] {
        client.mail("c@d", id).await.unwrap();
    }
    assert!(sink.differing_repeats().is_empty());
    client.envelope("a@b", "c@d").await;
    client.send(content("2@x").replace("Geachte", "Beste")).await;
    client.say(".").await;

    assert_eq!(sink.differing_repeats(), ["2@x"]);
    let counts = sink.counts();
    assert_eq!((counts.accepted, counts.distinct_message_ids, counts.duplicates), (5, 2, 3));
    assert_eq!((sink.times("1@x"), sink.times("2@x"), sink.times("3@x")), (3, 2, 0));
    assert_eq!(sink.message_ids().into_iter().collect::<Vec<_>>(), [("1@x".into(), 3), ("2@x".into(), 2)]);
    assert!(sink.mails().is_empty(), "only the counts are kept");
}

#[tokio::test]
async fn the_oldest_mails_make_room_for_new_ones() {
    let size = content("1@x").len();
    let sink = keeping(Keep::Everything { max_bytes: 2 * size }).await;
    let mut client = Client::greeted(&sink).await;
    for number in 1..=5 {
        client.mail("c@d", &format!("{number}@x")).await.unwrap();
    }
    let numbers: Vec<_> = sink.mails().iter().map(|mail| mail.number).collect();
    assert_eq!(numbers, [4, 5]);
    assert!(sink.mail(3).is_none());
    assert_eq!(sink.mail(5).unwrap().message_id.as_deref(), Some("5@x"));
    assert_eq!(sink.counts().accepted, 5);
    assert_eq!(sink.counts().bytes, 5 * size as u64);
}

#[tokio::test]
async fn clearing_forgets_everything_but_the_numbering() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.mail("c@d", "1@x").await.unwrap();
    client.say("nonsense").await;
    sink.clear();
    let counts = sink.counts();
    assert_eq!((counts.accepted, counts.refused, counts.connections), (0, 0, 0));
    assert_eq!((counts.open, counts.most_open), (1, 1));
    assert_eq!(client.mail("c@d", "1@x").await.unwrap(), "250 2.0.0 queued as S000002");
    assert_eq!(sink.counts().duplicates, 0);
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn waiting_ends_with_the_last_mail_or_with_the_time() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    let sending = async {
        for _ in 0..3 {
            client.mail("c@d", "1@x").await.unwrap();
        }
    };
    let (waited, ()) = tokio::join!(sink.wait_for(3, Duration::from_secs(10)), sending);
    assert_eq!(waited, Ok(()));
    let late = sink.wait_for(4, Duration::from_millis(20)).await;
    assert_eq!(late, Err(TooFew { wanted: 4, accepted: 3 }));
    assert_eq!(late.unwrap_err().to_string(), "waited for 4 mails and got 3");
}

#[tokio::test]
async fn a_mail_without_a_message_id_is_no_duplicate() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    for _ in 0..2 {
        client.envelope("a@b", "c@d").await;
        client.say("Subject: x\r\n\r\nMessage-ID: <no@x>\r\n.").await;
    }
    let counts = sink.counts();
    assert_eq!((counts.accepted, counts.duplicates, counts.without_message_id), (2, 0, 2));
}
