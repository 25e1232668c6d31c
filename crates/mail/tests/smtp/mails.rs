//! Mails that the relay takes, one after another.

use std::time::Duration;

use domain::delivery::{Ending, Reply};
use mail::smtp::{Connection, Envelope, queue_id};
use smtp_sink::{Config, Fault, Limits, Phase, Sink, Then};

use crate::support::{connect, content, patience, relay, sink_that, to};

#[tokio::test]
async fn a_mail_is_handed_over_with_its_envelope_and_gets_the_relays_name_for_it() {
    for pipelining in [true, false] {
        let sink = sink_that(pipelining).await;
        let mut connection = connect(&sink).await;
        let bytes = content(1);
        let envelope = Envelope::new("office@example.be", "jo@example.be", bytes.len()).expect("addresses");
        assert_eq!(connection.offer(envelope).await, Ok(()));
        let (ending, next) = connection.hand_over(&bytes, None).await;
        let taken = Reply { code: 250, enhanced: Some((2, 0, 0)), text: "queued as S000001".to_owned() };
        assert_eq!((&ending, next), (&Ending::Taken(taken.clone()), None));
        assert_eq!(queue_id(&taken).as_deref(), Some("S000001"));

        let mail = sink.mail(1).expect("kept");
        assert_eq!(
            (mail.mail_from.as_str(), mail.rcpt_to.as_slice()),
            ("office@example.be", ["jo@example.be".to_owned()].as_slice())
        );
        assert_eq!((&mail.data, mail.pipelined), (&bytes, pipelining));
        connection.quit().await;
    }
}

#[tokio::test]
async fn a_mail_may_have_the_null_sender() {
    let sink = sink_that(true).await;
    let mut connection = connect(&sink).await;
    let envelope = Envelope::new("", "jo@example.be", 0).expect("right");
    assert_eq!(connection.offer(envelope).await, Ok(()));
    assert!(matches!(connection.hand_over(&content(1), None).await.0, Ending::Taken(_)));
    assert_eq!(sink.mail(1).expect("kept").mail_from, "");
}

/// Over a kept connection, with the next mail always offered along.
async fn hand_over_many(connection: &mut Connection, count: usize) {
    let recipients: Vec<_> = (1..=count).map(|number| format!("user{number}@example.be")).collect();
    assert_eq!(connection.offer(to(&recipients[0])).await, Ok(()));
    for number in 1..=count {
        let next = recipients.get(number).map(|recipient| to(recipient));
        let (ending, offered) = connection.hand_over(&content(number), next).await;
        assert!(matches!(ending, Ending::Taken(_)), "{ending:?}");
        assert_eq!(offered, next.map(|_| Ok(())));
        assert!(connection.is_open());
    }
}

#[tokio::test]
async fn a_thousand_mails_go_over_one_connection_in_order_and_each_in_one_group() {
    for pipelining in [true, false] {
        let sink = sink_that(pipelining).await;
        let mut connection = connect(&sink).await;
        hand_over_many(&mut connection, 1_000).await;
        connection.quit().await;

        let mails = sink.mails();
        assert_eq!(mails.len(), 1_000);
        for (mail, number) in mails.iter().zip(1..) {
            assert_eq!(mail.data, content(number));
            assert_eq!(mail.rcpt_to, [format!("user{number}@example.be")]);
            assert_eq!(mail.pipelined, pipelining, "{number}");
        }
        let counts = sink.counts();
        assert_eq!((counts.connections, counts.out_of_turn, counts.refused), (1, 0, 0));
    }
}

#[tokio::test]
async fn to_quit_with_a_mail_on_offer_sends_nothing() {
    for pipelining in [true, false] {
        let sink = sink_that(pipelining).await;
        let mut connection = connect(&sink).await;
        assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
        let (ending, offered) = connection.hand_over(&content(1), Some(to("an@example.be"))).await;
        assert!(matches!((ending, offered), (Ending::Taken(_), Some(Ok(())))));
        connection.quit().await;
        while sink.counts().open > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(sink.counts().accepted, 1);
    }
}

#[tokio::test]
async fn a_hand_over_that_is_given_up_leaves_a_closed_connection() {
    let sink = sink_that(true).await;
    sink.set_faults(vec![Fault::at(Phase::Content, Then::Stall(Duration::MAX))]);
    let mut connection = connect(&sink).await;
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let bytes = content(1);
    let half = tokio::time::timeout(Duration::from_millis(50), connection.hand_over(&bytes, None)).await;
    assert!(half.is_err() && !connection.is_open());
    assert!(matches!(connection.offer(to("jo@example.be")).await, Err(Ending::Broken(..))));
}

#[tokio::test]
async fn a_mail_that_is_too_big_is_refused_before_it_is_sent() {
    let limits = Limits { data: 1_000, ..Limits::default() };
    let sink = Sink::start(Config { limits, ..Config::default() }).await.expect("a free port");
    let mut connection = connect(&sink).await;
    let sized = |size| Envelope::new("office@example.be", "jo@example.be", size).expect("addresses");
    let refused = connection.offer(sized(1_001)).await;
    let Err(Ending::Refused(domain::delivery::Phase::MailFrom, reply)) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!((reply.code, reply.enhanced), (552, Some((5, 3, 4))));
    assert_eq!(connection.offer(sized(1_000)).await, Ok(()));
}

#[tokio::test]
async fn only_what_was_offered_can_be_handed_over_and_only_one_mail_is_on_offer() {
    let sink = sink_that(true).await;
    let mut connection = Connection::open(&relay(&sink.url()), &patience()).await.expect("up");
    let (ending, next) = connection.hand_over(b"x", Some(to("jo@example.be"))).await;
    assert!(matches!((ending, next), (Ending::Broken(..), Some(Err(Ending::Broken(..))))));
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    assert!(connection.offer(to("an@example.be")).await.is_err());
    assert!(matches!(connection.hand_over(&content(1), None).await.0, Ending::Taken(_)));
    assert_eq!(sink.mail(1).expect("kept").rcpt_to, ["jo@example.be"]);
}
