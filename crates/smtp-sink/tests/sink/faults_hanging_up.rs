//! Faults that close the connection, or say nothing at all.

use std::time::Duration;

use smtp_sink::{Fault, Phase, Then};

use crate::client::{Client, content, sink_with};

#[tokio::test]
async fn the_connection_can_be_dropped_at_every_command() {
    for (phase, replies) in [
        (Phase::Connect, 0),
        (Phase::Greeting, 0),
        (Phase::Ehlo, 1),
        (Phase::Rset, 2),
        (Phase::MailFrom, 3),
        (Phase::RcptTo, 4),
        (Phase::Data, 5),
        (Phase::Content, 6),
        (Phase::Quit, 7),
    ] {
        let sink = sink_with(vec![Fault::at(phase, Then::Drop)]).await;
        let mut client = Client::connect(&sink).await;
        let mut heard = 0;
        let lines = ["EHLO me", "RSET", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", ".", "QUIT"];
        for line in lines {
            if client.reply_or_end().await.is_none() {
                break;
            }
            heard += 1;
            client.send(format!("{line}\r\n")).await;
        }
        assert!(client.rest().await.is_empty());
        assert_eq!(heard, replies, "{phase:?}");
        assert_eq!(sink.counts().accepted, u64::from(phase == Phase::Quit));
        Client::connect(&sink).await;
    }
}

#[tokio::test]
async fn a_mail_dropped_after_acceptance_is_still_counted() {
    let sink = sink_with(vec![Fault::at(Phase::Content, Then::DropAfterAccept).first(1)]).await;
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.mail("c@d", "1@x").await, None);
    assert_eq!(sink.counts().accepted, 1);

    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.mail("c@d", "1@x").await.unwrap(), "250 2.0.0 queued as S000002");
    let counts = sink.counts();
    assert_eq!((counts.accepted, counts.distinct_message_ids, counts.duplicates), (2, 1, 1));
}

#[tokio::test]
async fn a_connection_can_drop_in_the_middle_of_the_content() {
    let sink = sink_with(vec![Fault::at(Phase::Content, Then::DropMidData(10)).after(1).first(2)]).await;
    let mut client = Client::greeted(&sink).await;
    assert!(client.mail("c@d", "1@x").await.is_some());
    client.envelope("a@b", "c@d").await;
    client.send("12345678\r\n").await;
    assert!(client.rest().await.is_empty(), "without waiting for the final dot");

    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send("12\r\n.\r\n").await;
    assert!(client.rest().await.is_empty(), "a shorter mail is not accepted either");
    assert_eq!(sink.counts().accepted, 1);
}

#[tokio::test]
async fn replies_before_the_drop_are_still_sent() {
    let sink = sink_with(vec![Fault::at(Phase::Data, Then::Drop)]).await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.rest().await, b"250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n");
}

#[tokio::test]
async fn a_stall_is_silent_and_then_hangs_up() {
    let wait = Duration::from_millis(500);
    let sink = sink_with(vec![Fault::at(Phase::Content, Then::Stall(wait))]).await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send(format!("{}.\r\n", content("1@x"))).await;
    assert!(client.hears_nothing_for(wait / 10).await);
    assert!(client.rest().await.is_empty());
    assert_eq!(sink.counts().accepted, 0);
}

#[tokio::test]
async fn a_stall_for_ever_ends_when_the_client_gives_up() {
    let sink = sink_with(vec![Fault::at(Phase::Greeting, Then::Stall(Duration::MAX))]).await;
    let mut client = Client::connect(&sink).await;
    client.send("EHLO too early\r\n").await;
    assert!(client.hears_nothing_for(Duration::from_millis(50)).await);
    assert_eq!(sink.counts().open, 1);
    drop(client);
    while sink.counts().open > 0 {
        tokio::task::yield_now().await;
    }
}
