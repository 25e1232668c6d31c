//! What happens before the first mail.

use domain::delivery::{Ending, Phase, Reply};
use mail::smtp::Connection;
use smtp_sink::{Config, Credentials, Fault, Phase as At, Sink, Then};

use crate::support::{broken, connect, content, not_offered, patience, relay, scripted, sink_that, to};

async fn sink_for(user: &str, password: &str) -> Sink {
    let credentials = vec![Credentials::new(user, password)];
    Sink::start(Config { credentials, require_auth: true, ..Config::default() }).await.expect("a free port")
}

#[tokio::test]
async fn a_log_in_that_the_relay_knows_lets_mails_through() {
    let sink = sink_for("jo@example.be", "p@ss wörd:/").await;
    let url = sink.url().replace("smtp://", "smtp://jo%40example.be:p%40ss%20w%C3%B6rd%3A%2F@");
    let mut connection = Connection::open(&relay(&url), &patience()).await.expect("logged in");
    assert_eq!(connection.offer(to("jo@example.be")).await, Ok(()));
    assert!(matches!(connection.hand_over(&content(1), None).await.0, Ending::Taken(_)));
}

#[tokio::test]
async fn a_log_in_that_the_relay_does_not_know_is_refused() {
    let sink = sink_for("jo", "hunter2").await;
    let url = sink.url().replace("smtp://", "smtp://jo:hunter3@");
    let ending = Connection::open(&relay(&url), &patience()).await.expect_err("a wrong password");
    let Ending::Refused(Phase::Auth, reply) = &ending else { panic!("{ending:?}") };
    assert_eq!((reply.code, reply.enhanced), (535, Some((5, 7, 8))));
    assert!(!format!("{ending:?}").contains("hunter"));
}

#[tokio::test]
async fn a_mail_without_a_log_in_is_refused_where_one_is_needed() {
    let sink = sink_for("jo", "hunter2").await;
    let refused = connect(&sink).await.offer(to("jo@example.be")).await;
    assert!(matches!(refused, Err(Ending::Refused(Phase::MailFrom, Reply { code: 530, .. }))), "{refused:?}");
}

#[tokio::test]
async fn a_relay_that_offers_login_alone_gets_login() {
    let (url, seen) = scripted(&[
        ("", "220 a\r\n"),
        ("EHLO", "250-a\r\n250 AUTH XOAUTH2 LOGIN\r\n"),
        ("AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n"),
        ("am8=\r\n", "334 UGFzc3dvcmQ6\r\n"),
        ("aHVudGVyMg==\r\n", "235 welcome\r\n"),
        ("QUIT\r\n", "221 bye\r\n"),
    ])
    .await;
    let url = url.replace("smtp://", "smtp://jo:hunter2@");
    Connection::open(&relay(&url), &patience()).await.expect("logged in").quit().await;
    assert_eq!(
        seen.await.expect("no panic"),
        "EHLO [127.0.0.1]\r\nAUTH LOGIN\r\nam8=\r\naHVudGVyMg==\r\nQUIT\r\n"
    );
}

#[tokio::test]
async fn a_relay_without_a_log_in_by_password_is_not_sent_one() {
    let (url, seen) = scripted(&[("", "220 a\r\n"), ("EHLO", "250-a\r\n250 AUTH XOAUTH2\r\n")]).await;
    let url = url.replace("smtp://", "smtp://jo:hunter2@");
    let ending = Connection::open(&relay(&url), &patience()).await.expect_err("no way in");
    assert_eq!(not_offered(&ending), (Phase::Auth, "the relay offers no log-in with a password"));
    assert_eq!(seen.await.expect("no panic"), "EHLO [127.0.0.1]\r\n");
}

#[tokio::test]
async fn a_password_that_the_relay_repeats_goes_no_further() {
    for said in [
        "500 what is AUTH PLAIN AGpvAGh1bnRlcjI= hunter2?\r\n",
        "hunter2 is no reply\r\n",
        "250-x\r\n334 hunter2\r\n",
    ] {
        let sink = sink_for("jo", "hunter2").await;
        sink.set_faults(vec![Fault::at(At::Auth, Then::Garbage(said.as_bytes().to_vec()))]);
        let url = sink.url().replace("smtp://", "smtp://jo:hunter2@");
        let ending = Connection::open(&relay(&url), &patience()).await.expect_err("refused");
        let shown = format!("{ending:?}");
        assert!(shown.contains("***") && !shown.contains("hunter") && !shown.contains("AGpvA"), "{shown}");
    }
}

#[tokio::test]
async fn a_relay_that_knows_neither_ehlo_nor_helo_refuses_the_session() {
    let sink = sink_that(true).await;
    sink.set_faults(vec![
        Fault::at(At::Ehlo, Then::reply(502, "not here")),
        Fault::at(At::Helo, Then::reply(550, "go away")),
    ]);
    let ending = Connection::open(&relay(&sink.url()), &patience()).await.expect_err("refused");
    assert!(matches!(ending, Ending::Refused(Phase::Ehlo, Reply { code: 550, .. })), "{ending:?}");
}

#[tokio::test]
async fn a_relay_that_is_down_breaks_the_connection() {
    let sink = sink_that(true).await;
    sink.go_down().await;
    let ending = Connection::open(&relay(&sink.url()), &patience()).await.expect_err("down");
    assert_eq!(broken(&ending).0, Phase::Connect);
    let ending =
        Connection::open(&relay("smtp://relay.invalid"), &patience()).await.expect_err("no such name");
    assert_eq!(broken(&ending).0, Phase::Connect);
}

#[tokio::test]
async fn the_name_for_ehlo_can_be_given() {
    let (url, seen) =
        scripted(&[("", "220 a\r\n"), ("EHLO", "250 a\r\n"), ("QUIT\r\n", "221 bye\r\n")]).await;
    let relay = relay(&url).with_helo("desk.example.be").expect("a name");
    Connection::open(&relay, &patience()).await.expect("up").quit().await;
    assert_eq!(seen.await.expect("no panic"), "EHLO desk.example.be\r\nQUIT\r\n");
}
