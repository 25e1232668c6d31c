//! What a client may not exceed.

use std::time::Duration;

use smtp_sink::{Config, Limits, Sink};

use crate::client::{Client, PATIENCE};

async fn limited(limits: Limits) -> Sink {
    Sink::start(Config { limits, ..Config::default() }).await.unwrap()
}

#[tokio::test]
async fn a_line_that_is_too_long_is_skipped_to_its_end() {
    let sink = limited(Limits { command_line: 100, ..Limits::default() }).await;
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.say(&format!("NOOP {}", "x".repeat(93))).await, "250 2.0.0 ok");
    assert_eq!(client.say(&format!("NOOP {}", "x".repeat(94))).await, "500 5.5.2 line too long");
    assert_eq!(client.say(&"x".repeat(1_000_000)).await, "500 5.5.2 line too long");
    assert_eq!(client.say("NOOP").await, "250 2.0.0 ok");
}

#[tokio::test]
async fn a_mail_that_is_too_big_is_read_and_refused() {
    let sink = limited(Limits { data: 1000, ..Limits::default() }).await;
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.say("MAIL FROM:<a@b> SIZE=1001").await, "552 5.3.4 mail is too big");
    for (lines, code) in [(100, "250"), (101, "552"), (20_000, "552"), (1, "250")] {
        client.envelope("a@b", "c@d").await;
        client.send("12345678\r\n".repeat(lines)).await;
        assert_eq!(&client.say(".").await[..3], code, "{lines}");
    }
    assert_eq!(sink.counts().accepted, 2);
}

#[tokio::test]
async fn a_line_of_content_holds_998_octets() {
    let sink = limited(Limits::default()).await;
    let mut client = Client::greeted(&sink).await;
    for (octets, reply) in
        [(998, "250 2.0.0 queued as S000001"), (999, "554 5.6.0 line of content is too long")]
    {
        client.envelope("a@b", "c@d").await;
        client.send(format!("{}\r\n", "x".repeat(octets))).await;
        assert_eq!(client.say(".").await, reply);
    }
}

#[tokio::test]
async fn one_recipient_too_many_is_refused_for_now() {
    let sink = limited(Limits { recipients: 2, ..Limits::default() }).await;
    let mut client = Client::greeted(&sink).await;
    client.send("MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<b@b>\r\nRCPT TO:<c@b>\r\nDATA\r\n").await;
    assert_eq!(client.codes(5).await, [250, 250, 250, 452, 354]);
}

#[tokio::test]
async fn one_connection_too_many_is_turned_away() {
    let sink = limited(Limits { connections: 2, ..Limits::default() }).await;
    let first = Client::greeted(&sink).await;
    let second = Client::greeted(&sink).await;
    let mut third = Client::connect(&sink).await;
    assert_eq!(third.rest().await, b"421 4.3.2 too many connections\r\n");
    drop((first, second));
    while sink.counts().open > 0 {
        tokio::task::yield_now().await;
    }
    Client::greeted(&sink).await;
    let counts = sink.counts();
    assert_eq!((counts.connections, counts.most_open, counts.refused), (4, 2, 1));
}

#[tokio::test]
async fn a_silent_client_is_let_go() {
    let sink = limited(Limits { idle: Duration::from_millis(50), ..Limits::default() }).await;
    let mut client = Client::greeted(&sink).await;
    let rest = tokio::time::timeout(PATIENCE, client.rest()).await.unwrap();
    assert_eq!(rest, b"421 4.4.2 idle for too long\r\n");
}
