//! Relays that do what no relay should, by script.

use domain::delivery::{Ending, Phase, Reply};
use mail::smtp::Connection;

use crate::support::{broken, patience, relay, reply, scripted, to};

const HELLO: (&str, &str) = ("EHLO", "250-a\r\n250 PIPELINING\r\n");
const OFFER: &str = "MAIL FROM:<office@example.be>\r\nRCPT TO:<jo@example.be>\r\nDATA\r\n";

async fn open(url: &str) -> Connection {
    Connection::open(&relay(url), &patience()).await.expect("up")
}

#[tokio::test]
async fn a_354_after_a_refused_recipient_is_answered_by_a_lone_dot() {
    for last in ["554 5.5.1 nobody\r\n", "250 an empty mail to nobody\r\n"] {
        let steps: &'static [(&str, &str)] = Box::leak(Box::new([
            ("", "220 a\r\n"),
            HELLO,
            (OFFER, "250 a\r\n550 5.1.1 who?\r\n354 go\r\n"),
            (".\r\n", last),
            ("RSET\r\n", "250 a\r\n"),
            (OFFER, "250 a\r\n250 a\r\n354 a\r\n"),
            ("x\r\n.\r\n", "250 a\r\n"),
        ]));
        let (url, seen) = scripted(steps).await;
        let mut connection = open(&url).await;
        let who = Reply { code: 550, enhanced: Some((5, 1, 1)), text: "who?".to_owned() };
        assert_eq!(connection.offer(to("jo@example.be")).await, Err(Ending::Refused(Phase::RcptTo, who)));
        assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
        assert_eq!(connection.hand_over(b"x", None).await.0, Ending::Taken(reply(250, "a")));
        drop(connection);
        let expected = format!("EHLO [127.0.0.1]\r\n{OFFER}.\r\nRSET\r\n{OFFER}x\r\n.\r\n");
        assert_eq!(seen.await.expect("no panic"), expected);
    }
}

#[tokio::test]
async fn a_354_after_a_refused_sender_is_left_without_its_dot() {
    let (url, seen) = scripted(&[("", "220 a\r\n"), HELLO, (OFFER, "550 no\r\n250 a\r\n354 go\r\n")]).await;
    let mut connection = open(&url).await;
    assert_eq!(
        connection.offer(to("jo@example.be")).await,
        Err(Ending::Refused(Phase::MailFrom, reply(550, "no")))
    );
    assert!(!connection.is_open());
    connection.quit().await;
    assert_eq!(seen.await.expect("no panic"), format!("EHLO [127.0.0.1]\r\n{OFFER}"));
}

#[tokio::test]
async fn a_relay_that_does_not_forget_the_mail_before_is_given_no_other() {
    let (url, _seen) = scripted(&[
        ("", "220 a\r\n"),
        HELLO,
        (OFFER, "250 a\r\n451 later\r\n503 a\r\n"),
        ("RSET\r\n", "500 what?\r\n503 a\r\n250 a\r\n354 a\r\n"),
    ])
    .await;
    let mut connection = open(&url).await;
    assert!(matches!(connection.offer(to("jo@example.be")).await, Err(Ending::Refused(Phase::RcptTo, _))));
    let ending = connection.offer(to("jo@example.be")).await.expect_err("not that");
    assert_eq!(broken(&ending), (Phase::MailFrom, "the relay refused RSET"));
    assert!(!connection.is_open());
}

#[tokio::test]
async fn a_relay_that_announces_its_end_with_the_reply_before_is_believed() {
    let (url, _seen) = scripted(&[
        ("", "220 a\r\n"),
        HELLO,
        (OFFER, "250 a\r\n250 a\r\n354 a\r\n"),
        ("x\r\n.\r\n", "250 a\r\n421 enough\r\n"),
    ])
    .await;
    let mut connection = open(&url).await;
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    assert_eq!(connection.hand_over(b"x", None).await.0, Ending::Taken(reply(250, "a")));
    let ending = connection.offer(to("jo@example.be")).await;
    assert_eq!(ending, Err(Ending::Refused(Phase::MailFrom, reply(421, "enough"))));
    assert!(!connection.is_open());
}

#[tokio::test]
async fn a_reply_that_nobody_asked_for_is_not_taken_for_the_next_mails() {
    let (url, _seen) =
        scripted(&[("", "220 a\r\n"), HELLO, (OFFER, "250 a\r\n250 a\r\n354 a\r\n250 taken!\r\n")]).await;
    let mut connection = open(&url).await;
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    let ending = connection.hand_over(b"x", None).await.0;
    assert_eq!(broken(&ending), (Phase::Content, "the relay spoke out of turn"));
}

#[tokio::test]
async fn a_reply_of_the_wrong_class_ends_the_dialogue() {
    let (url, _seen) = scripted(&[("", "220 a\r\n"), HELLO, (OFFER, "354 a\r\n250 a\r\n250 a\r\n")]).await;
    let mut connection = open(&url).await;
    let ending = connection.offer(to("jo@example.be")).await.expect_err("not that");
    assert_eq!(broken(&ending), (Phase::MailFrom, "the relay answered 354, out of turn: a"));
    assert!(!connection.is_open());
}

#[tokio::test]
async fn a_reply_without_end_ends_the_dialogue() {
    let endless: &'static str =
        Box::leak(format!("220-{}\r\n", "x".repeat(600)).repeat(101).into_boxed_str());
    let steps: &'static [(&str, &str)] = Box::leak(Box::new([("", endless)]));
    let (url, _seen) = scripted(steps).await;
    let ending = Connection::open(&relay(&url), &patience()).await.expect_err("no reply");
    assert_eq!(broken(&ending), (Phase::Greeting, "the relay's reply has no end"));
}
