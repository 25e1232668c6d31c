//! Faults that answer wrongly or late, at each phase.

use std::time::Duration;

use smtp_sink::{Config, Fault, Offers, Phase, Sink, Then};
use tokio::time::Instant;

use crate::client::{Client, PATIENCE, content, sink, sink_with};

const NO: &str = "451 4.3.0 not now";

fn no(phase: Phase) -> Vec<Fault> {
    vec![Fault::at(phase, Then::reply(451, "4.3.0 not now")).first(1)]
}

#[tokio::test]
async fn every_command_can_be_refused_once() {
    let offers = Offers { starttls: true, ..Offers::default() };
    let sink = Sink::start(Config { offers, ..Config::default() }).await.unwrap();
    let mut client = Client::connect(&sink).await;
    client.reply().await;
    for (phase, line, usual) in [
        (Phase::Helo, "HELO me", "250"),
        (Phase::Ehlo, "EHLO me", "250"),
        (Phase::StartTls, "STARTTLS", "454"),
        (Phase::Rset, "RSET", "250"),
        (Phase::MailFrom, "MAIL FROM:<a@b>", "250"),
        (Phase::RcptTo, "RCPT TO:<c@d>", "250"),
        (Phase::Data, "DATA", "354"),
        (Phase::Content, ".", "250"),
        (Phase::Quit, "QUIT", "221"),
    ] {
        sink.set_faults(no(phase));
        assert_eq!(client.say(line).await, NO, "{phase:?}");
        if phase == Phase::Content {
            assert_eq!(sink.counts().accepted, 0);
            client.envelope("a@b", "c@d").await;
        }
        assert_eq!(&client.say(line).await[..3], usual, "{phase:?}");
        assert_eq!(sink.fired(), [1]);
    }
}

#[tokio::test]
async fn a_greeting_that_refuses_leaves_only_quit() {
    for phase in [Phase::Connect, Phase::Greeting] {
        let sink = sink_with(vec![Fault::at(phase, Then::reply(554, "5.3.2 no mail here")).first(1)]).await;
        let mut client = Client::connect(&sink).await;
        assert_eq!(client.reply().await, "554 5.3.2 no mail here");
        assert_eq!(client.say("EHLO me").await, "503 5.5.1 no service; QUIT");
        assert_eq!(client.say("QUIT").await, "221 2.0.0 bye");
        Client::greeted(&sink).await;
    }
}

#[tokio::test]
async fn a_reply_can_have_many_lines() {
    let sink = sink_with(vec![Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 no\n5.1.1 really\n"))]).await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<>").await;
    assert_eq!(client.say("RCPT TO:<a@b>").await, "550-5.1.1 no\n550 5.1.1 really");
}

#[tokio::test]
async fn another_reply_of_success_is_carried_out() {
    let sink = sink_with(vec![
        Fault::at(Phase::Content, Then::reply(250, "queued, more or less")),
        Fault::at(Phase::Data, Then::reply(354, "")),
    ])
    .await;
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.mail("c@d", "1@x").await.unwrap(), "250 queued, more or less");
    assert_eq!(sink.counts().accepted, 1);
}

#[tokio::test]
async fn a_421_is_read_before_the_connection_closes() {
    let sink = sink_with(vec![Fault::at(Phase::MailFrom, Then::reply_then_drop(421, "4.3.2 closing"))]).await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.rest().await, b"421 4.3.2 closing\r\n");
}

#[tokio::test]
async fn garbage_comes_as_it_was_given() {
    let sink = sink_with(vec![Fault::at(Phase::Content, Then::Garbage(b"\xff2x0\r\n".to_vec()))]).await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    client.send(format!("{}.\r\nQUIT\r\n", content("1@x"))).await;
    assert_eq!(client.rest().await, b"\xff2x0\r\n221 2.0.0 bye\r\n");
    assert_eq!(sink.counts().accepted, 0);
}

#[tokio::test]
async fn a_slow_reply_comes_late_but_the_mail_is_kept_at_once() {
    let wait = Duration::from_millis(500);
    let sink = sink_with(vec![Fault::at(Phase::Content, Then::SlowReply(wait))]).await;
    let mut client = Client::greeted(&sink).await;
    client.envelope("a@b", "c@d").await;
    let sent = Instant::now();
    client.send(format!("{}.\r\n", content("1@x"))).await;
    sink.wait_for(1, PATIENCE).await.unwrap();
    assert!(client.hears_nothing_for(wait / 10).await, "the mail is there and its reply is not");
    assert_eq!(client.reply().await, "250 2.0.0 queued as S000001");
    assert!(sent.elapsed() >= wait);
}

#[tokio::test]
async fn only_the_slow_reply_of_a_group_is_late() {
    let sink = sink().await;
    let wait = Duration::from_millis(500);
    sink.set_faults(vec![Fault::at(Phase::RcptTo, Then::SlowReply(wait))]);
    let mut client = Client::greeted(&sink).await;
    let sent = Instant::now();
    client.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n").await;
    assert_eq!(client.codes(1).await, [250]);
    assert!(sent.elapsed() < wait);
    assert_eq!(client.codes(2).await, [250, 354]);
    assert!(sent.elapsed() >= wait);
}
