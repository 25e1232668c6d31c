//! Logging in (RFC 4954).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use smtp_sink::{Config, Credentials, Fault, Phase, Sink, Then};

use crate::client::Client;

async fn guarded() -> Sink {
    let credentials = vec![Credentials::new("office", "s3cret")];
    Sink::start(Config { credentials, require_auth: true, ..Config::default() }).await.unwrap()
}

fn encoded(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}

#[tokio::test]
async fn mail_is_refused_before_a_login() {
    let sink = guarded().await;
    let mut client = Client::connect(&sink).await;
    client.reply().await;
    assert!(client.say("EHLO me").await.contains("250-AUTH PLAIN LOGIN\n"));
    assert_eq!(client.say("MAIL FROM:<a@b>").await, "530 5.7.0 log in first");
}

#[tokio::test]
async fn plain_logs_in_with_and_without_an_initial_response() {
    let sink = guarded().await;
    let secret = encoded("\0office\0s3cret");
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.say(&format!("AUTH PLAIN {secret}")).await, "235 2.7.0 logged in");
    assert_eq!(client.say("AUTH PLAIN").await, "503 5.5.1 already logged in");
    assert_eq!(client.say("MAIL FROM:<a@b> AUTH=<>").await, "250 2.1.0 sender ok");

    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.say("auth plain").await, "334 ");
    assert_eq!(client.say(&secret).await, "235 2.7.0 logged in");
}

#[tokio::test]
async fn login_asks_for_the_user_name_and_the_password() {
    let sink = guarded().await;
    let mut client = Client::greeted(&sink).await;
    assert_eq!(client.say("AUTH LOGIN").await, "334 VXNlcm5hbWU6");
    assert_eq!(client.say(&encoded("office")).await, "334 UGFzc3dvcmQ6");
    assert_eq!(client.say(&encoded("s3cret")).await, "235 2.7.0 logged in");
}

#[tokio::test]
async fn a_wrong_login_is_refused_and_may_be_tried_again() {
    let sink = guarded().await;
    let mut client = Client::greeted(&sink).await;
    let wrong = encoded("\0office\0wrong");
    assert_eq!(client.say(&format!("AUTH PLAIN {wrong}")).await, "535 5.7.8 wrong user name or password");
    for (line, code) in [
        ("AUTH PLAIN *", "501"),
        ("AUTH PLAIN =", "501"),
        ("AUTH PLAIN !!", "501"),
        ("AUTH CRAM-MD5", "504"),
        ("AUTH", "501"),
        ("MAIL FROM:<a@b>", "530"),
    ] {
        assert_eq!(&client.say(line).await[..3], code, "{line}");
    }
    client.say("AUTH LOGIN").await;
    assert_eq!(client.say("*").await, "501 5.7.0 login cancelled");
    let right = encoded("\0office\0s3cret");
    assert_eq!(client.say(&format!("AUTH PLAIN {right}")).await, "235 2.7.0 logged in");
}

#[tokio::test]
async fn a_login_can_fail_for_a_while() {
    let sink = guarded().await;
    sink.set_faults(vec![Fault::at(Phase::Auth, Then::reply(454, "4.7.0 try later")).first(1)]);
    let mut client = Client::greeted(&sink).await;
    let right = format!("AUTH PLAIN {}", encoded("\0office\0s3cret"));
    assert_eq!(client.say(&right).await, "454 4.7.0 try later");
    assert_eq!(client.say(&right).await, "235 2.7.0 logged in");
}

async fn taking_tokens() -> Sink {
    let offers = smtp_sink::Offers { xoauth2: true, oauthbearer: true, ..smtp_sink::Offers::default() };
    let sink = Sink::start(Config { offers, require_auth: true, ..Config::default() }).await.unwrap();
    sink.set_tokens(vec![Credentials::new("jo@example.be", "t0ken")]);
    sink
}

#[tokio::test]
async fn a_token_logs_in_either_way() {
    let sink = taking_tokens().await;
    for (mechanism, response) in [
        ("XOAUTH2", "user=jo@example.be\x01auth=Bearer t0ken\x01\x01"),
        ("OAUTHBEARER", "n,a=jo@example.be,\x01host=x\x01port=25\x01auth=Bearer t0ken\x01\x01"),
    ] {
        let response = encoded(response);
        let mut client = Client::greeted(&sink).await;
        assert_eq!(client.say(&format!("AUTH {mechanism} {response}")).await, "235 2.7.0 logged in");
        let mut client = Client::greeted(&sink).await;
        assert_eq!(client.say(&format!("AUTH {mechanism}")).await, "334 ");
        assert_eq!(client.say(&response).await, "235 2.7.0 logged in");
    }
    let mut client = Client::greeted(&sink).await;
    assert_eq!(&client.say("AUTH PLAIN =").await[..3], "504", "nobody has a password");
}

#[tokio::test]
async fn a_token_that_is_refused_is_told_why_and_then_refused() {
    let sink = taking_tokens().await;
    let mut client = Client::greeted(&sink).await;
    let ended = encoded("user=jo@example.be\x01auth=Bearer ended\x01\x01");
    let why = client.say(&format!("AUTH XOAUTH2 {ended}")).await;
    let why = BASE64_STANDARD.decode(why.strip_prefix("334 ").unwrap()).unwrap();
    assert!(String::from_utf8(why).unwrap().contains("\"status\":\"401\""));
    assert_eq!(client.say("").await, "535 5.7.8 this token lets nobody in");
    assert_eq!(&client.say("AUTH XOAUTH2 AAAA").await[..3], "501");
    sink.set_tokens(vec![Credentials::new("jo@example.be", "ended")]);
    assert_eq!(client.say(&format!("AUTH XOAUTH2 {ended}")).await, "235 2.7.0 logged in");
}

#[tokio::test]
async fn auth_is_no_longer_than_another_command_and_its_answers_may_be() {
    let sink = taking_tokens().await;
    let mut client = Client::greeted(&sink).await;
    let long = encoded(&format!("user=jo@example.be\x01auth=Bearer {}\x01\x01", "x".repeat(2_000)));
    assert_eq!(client.say(&format!("AUTH XOAUTH2 {long}")).await, "500 5.5.2 line too long");
    assert_eq!(client.say("AUTH XOAUTH2").await, "334 ");
    assert_eq!(&client.say(&long).await[..4], "334 ");
}
