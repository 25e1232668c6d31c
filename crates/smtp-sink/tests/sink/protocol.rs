//! Commands and their order (RFC 5321, 4.1).

use smtp_sink::{Config, Offers, Sink};

use crate::client::{Client, sink};

#[tokio::test]
async fn ehlo_lists_what_is_offered() {
    let sink = sink().await;
    let mut client = Client::connect(&sink).await;
    assert_eq!(client.reply().await, "220 sink.test ESMTP smtp-sink");
    assert_eq!(
        client.say("EHLO me").await,
        "250-sink.test\n250-PIPELINING\n250-8BITMIME\n250-ENHANCEDSTATUSCODES\n250 SIZE 36700160"
    );
}

#[tokio::test]
async fn what_is_not_offered_is_not_known() {
    let offers = Offers {
        pipelining: false,
        eight_bit_mime: false,
        smtputf8: true,
        enhanced_status_codes: false,
        starttls: true,
        xoauth2: false,
        oauthbearer: false,
    };
    let sink = Sink::start(Config { offers, ..Config::default() }).await.unwrap();
    let mut client = Client::connect(&sink).await;
    client.reply().await;
    assert_eq!(client.say("EHLO me").await, "250-sink.test\n250-SMTPUTF8\n250-STARTTLS\n250 SIZE 36700160");
    assert_eq!(client.say("MAIL FROM:<a@b> BODY=8BITMIME").await, "555 unknown parameter");
    assert_eq!(client.say("STARTTLS").await, "454 no TLS here");
    assert_eq!(client.say("MAIL FROM:<é@b> SMTPUTF8").await, "250 sender ok");
    assert_eq!(client.say("RCPT TO:<ü@b>").await, "250 recipient ok");
    assert_eq!(client.say("DATA").await, "354 end with CRLF.CRLF");
    assert_eq!(client.say("\r\n.").await, "250 queued as S000001");
}

#[tokio::test]
async fn commands_out_of_order_get_503() {
    let sink = sink().await;
    let mut client = Client::connect(&sink).await;
    client.reply().await;
    assert_eq!(client.say("MAIL FROM:<a@b>").await, "503 5.5.1 say EHLO first");
    assert_eq!(client.say("HELO me").await, "250 sink.test");
    assert_eq!(client.say("RCPT TO:<a@b>").await, "503 5.5.1 MAIL first");
    assert_eq!(client.say("DATA").await, "503 5.5.1 MAIL first");
    assert_eq!(client.say("MAIL FROM:<a@b>").await, "250 2.1.0 sender ok");
    assert_eq!(client.say("MAIL FROM:<a@b>").await, "503 5.5.1 a mail is already under way");
    assert_eq!(client.say("DATA").await, "554 5.5.1 no valid recipients");
    assert_eq!(client.say("RSET").await, "250 2.0.0 ok");
    assert_eq!(client.say("RCPT TO:<a@b>").await, "503 5.5.1 MAIL first");
    assert_eq!(sink.counts().refused, 6);
}

#[tokio::test]
async fn a_new_ehlo_forgets_the_mail_under_way() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<a@b>").await;
    client.say("EHLO again").await;
    assert_eq!(client.say("RCPT TO:<a@b>").await, "503 5.5.1 MAIL first");
}

#[tokio::test]
async fn the_parameters_of_mail_are_checked() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    for (line, code) in [
        ("MAIL FROM:<> SIZE=1000 BODY=8BITMIME", "250"),
        ("MAIL FROM:<a@b> body=7bit", "250"),
        ("MAIL FROM:<a@b> BODY=BINARYMIME", "501"),
        ("MAIL FROM:<a@b> SIZE=x", "501"),
        ("MAIL FROM:<a@b> SIZE=36700161", "552"),
        ("MAIL FROM:<a@b> SIZE=99999999999999999999", "552"),
        ("MAIL FROM:<a@b> SMTPUTF8", "555"),
        ("MAIL FROM:<a@b> RET=HDRS", "555"),
        ("MAIL FROM:<é@b>", "553"),
        ("MAIL FROM: <a@b>", "501"),
        ("MAIL FROM:a@b", "501"),
        ("MAIL FROM:<a b@c>", "501"),
        ("MAIL", "501"),
    ] {
        assert_eq!(&client.say(line).await[..3], code, "{line}");
        client.say("RSET").await;
    }
    client.say("HELO me").await;
    assert!(client.say("MAIL FROM:<a@b> SIZE=1").await.starts_with("555 "), "HELO knows no parameters");
}

#[tokio::test]
async fn recipients_are_checked() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.say("MAIL FROM:<>").await;
    for (line, code) in [
        ("RCPT TO:<Postmaster>", "250"),
        ("RCPT TO:<>", "501"),
        ("RCPT TO:<nobody>", "501"),
        ("RCPT TO:<ü@b>", "553"),
        ("RCPT TO:<a@b> NOTIFY=NEVER", "555"),
    ] {
        assert_eq!(&client.say(line).await[..3], code, "{line}");
    }
}

#[tokio::test]
async fn the_small_commands_are_answered() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    for (line, code) in [
        ("NOOP", "250"),
        ("noop anything", "250"),
        ("VRFY someone", "252"),
        ("VRFY", "501"),
        ("EXPN list", "502"),
        ("HELP", "214"),
        ("RSET now", "501"),
        ("STARTTLS", "502"),
        ("AUTH PLAIN", "503"),
        ("TURN", "500"),
        ("", "500"),
        ("EHLO", "501"),
    ] {
        assert_eq!(&client.say(line).await[..3], code, "{line}");
    }
    assert_eq!(client.say("QUIT").await, "221 2.0.0 bye");
    assert!(client.rest().await.is_empty());
}

#[tokio::test]
async fn a_command_line_must_end_in_crlf_and_be_clean() {
    let sink = sink().await;
    let mut client = Client::greeted(&sink).await;
    client.send("NOOP\n").await;
    assert_eq!(client.reply().await, "500 5.5.2 a line ends in CRLF");
    client.send(b"NOOP \0\r\n").await;
    assert_eq!(client.reply().await, "500 5.5.2 control character in command");
    client.send(b"NOOP \xff\r\n").await;
    assert_eq!(client.reply().await, "500 5.5.2 command is not UTF-8");
}
