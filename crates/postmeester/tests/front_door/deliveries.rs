//! Held, released, retried, cancelled; and what a relay's silence means.

use std::time::Duration;

use serde_json::{Value, json};
use smtp_sink::{Credentials, Fault, Limits, Phase, Sink, Then};
use tokio::time::{Instant, sleep};

use crate::harness::{Database, Installation, client, on_both};

async fn invited(installation: &Installation, email: &str) -> (String, String) {
    let office = installation.office("Kantoor Peeters").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let (status, answer) = installation.invite(&office, &dossier, email).await;
    assert_eq!(status, 201, "{answer}");
    (office, answer["welcome_mail"]["id"].as_str().unwrap().to_owned())
}

on_both! {
    /// A sender fault holds; by hand it is released, and goes out as the same mail.
    async fn a_held_mail_is_released_by_hand(database) {
        let installation = Installation::start(database).await;
        let denied = Fault::at(Phase::RcptTo, Then::reply(553, "5.7.1 not owned by user"));
        installation.sink.set_faults(vec![denied]);
        let (office, mail) = invited(&installation, "zoe@klant.example").await;
        let held = installation.mail_in_state(&office, &mail, "held").await;
        assert_eq!(held["cause"], "send_as_denied");
        let act = |what: &str| format!("/offices/{office}/mails/{mail}/{what}");
        let (status, _) = installation.api("POST", &act("retry"), Value::Null).await;
        assert_eq!(status, 409, "a held mail is released, not retried");
        installation.sink.set_faults(Vec::new());
        let (status, answer) = installation.api("POST", &act("release"), Value::Null).await;
        assert!((200..300).contains(&status), "{answer}");
        let sent = installation.mail_in_state(&office, &mail, "sent").await;
        assert_eq!(sent["attempts"].as_array().unwrap().len(), 2);
        assert_eq!(installation.api("POST", &act("cancel"), Value::Null).await.0, 409);
    }
}

on_both! {
    /// A recipient who does not exist: failed, not tried again by itself; retried by hand once the mailbox exists.
    async fn a_failed_mail_is_retried_by_hand(database) {
        let installation = Installation::start(database).await;
        installation.sink.set_faults(vec![Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 no such user"))]);
        let (office, mail) = invited(&installation, "zoe@klant.example").await;
        let failed = installation.mail_in_state(&office, &mail, "failed").await;
        assert_eq!((&failed["cause"], &failed["next_at"]), (&json!("recipient_refused"), &Value::Null));
        installation.sink.set_faults(Vec::new());
        let (status, _) = installation.api("POST", &format!("/offices/{office}/mails/{mail}/retry"), Value::Null).await;
        assert!((200..300).contains(&status));
        installation.mail_in_state(&office, &mail, "sent").await;
    }
}

on_both! {
    /// A cancelled mail is never sent.
    async fn a_cancelled_mail_stays_here(database) {
        let installation = Installation::start(database).await;
        installation.sink.set_faults(vec![Fault::at(Phase::RcptTo, Then::reply(450, "4.7.1 greylisted"))]);
        let (office, mail) = invited(&installation, "zoe@klant.example").await;
        installation.mail_in_state(&office, &mail, "deferred").await;
        installation.sink.set_faults(Vec::new());
        let (status, _) = installation.api("POST", &format!("/offices/{office}/mails/{mail}/cancel"), Value::Null).await;
        assert!((200..300).contains(&status));
        let cancelled = installation.mail_in_state(&office, &mail, "cancelled").await;
        assert_eq!(cancelled["next_at"], Value::Null);
        sleep(Duration::from_millis(300)).await;
        assert_eq!(installation.sink.counts().accepted, 0);
    }
}

on_both! {
    /// The relay took the mail and its answer was lost: it is tried again with the same bytes, and says so.
    async fn an_uncertain_mail_is_sent_again_the_same(database) {
        let installation = Installation::start(database).await;
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::DropAfterAccept).first(1)]);
        let (office, mail) = invited(&installation, "zoe@klant.example").await;
        let uncertain = installation.mail_in_state(&office, &mail, "deferred").await;
        assert_eq!(uncertain["cause"], "uncertain");
        let (status, _) = installation.api("POST", &format!("/offices/{office}/mails/{mail}/retry"), Value::Null).await;
        assert!((200..300).contains(&status));
        let sent = installation.mail_in_state(&office, &mail, "sent").await;
        assert_eq!(sent["attempts"].as_array().unwrap().len(), 2);
        let counts = installation.sink.counts();
        assert_eq!((counts.distinct_message_ids, counts.duplicates), (1, 1));
        assert_eq!(installation.sink.differing_repeats(), Vec::<String>::new());
    }
}

on_both! {
    /// A relay that is down when mails come, and comes back: they wait, and go out by themselves.
    async fn mails_wait_for_a_relay_that_is_down(database) {
        let installation = Installation::start(database).await;
        installation.sink.go_down().await;
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        for n in 0..30 {
            assert_eq!(installation.invite(&office, &dossier, &format!("c{n}@klant.example")).await.0, 201);
        }
        sleep(Duration::from_millis(1500)).await;
        installation.sink.come_back().await.unwrap();
        // Those that no connection had tried yet go out as soon as the breaker closes; the others when they are due.
        let until = tokio::time::Instant::now() + Duration::from_secs(90);
        while installation.sink.counts().distinct_message_ids < 30 && tokio::time::Instant::now() < until {
            sleep(Duration::from_millis(100)).await;
        }
        let counts = installation.sink.counts();
        assert_eq!((counts.distinct_message_ids, counts.duplicates), (30, 0), "{}", installation.log());
    }
}

on_both! {
    /// A relay that takes only a few mails over one connection is given a new one, and no mail has to wait for it.
    async fn a_relay_that_ends_connections_after_a_few_mails_delays_none(database) {
        // One connection, so that the fault meets kept connections and never a fresh one.
        let installation = Installation::start_with(database, &[("SMTP_CONNECTIONS", "1")]).await;
        let enough = Fault::at(Phase::MailFrom, Then::reply_then_drop(421, "4.7.0 enough for one connection"));
        installation.sink.set_faults(vec![enough.every(5)]);
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let items: Vec<Value> = (0..40).map(|n| client(&dossier, &format!("c{n}@klant.example"))).collect();
        let path = format!("/offices/{office}/client-users/bulk");
        assert_eq!(installation.api("POST", &path, Value::from(items)).await.0, 200);
        installation.sink.wait_for(40, Duration::from_secs(10)).await.unwrap();
        assert!(installation.sink.fired()[0] >= 8, "the relay ended no connection");
        let (_, deferred) = installation.api("GET", &format!("/offices/{office}/mails?state=deferred"), Value::Null).await;
        assert_eq!(deferred["items"], json!([]));
    }
}

on_both! {
    /// A password that the relay refuses is the set-up's fault: held, with the cause.
    async fn a_refused_log_in_holds(database) {
        let credentials = vec![Credentials::new("postmeester", "right")];
        let config = smtp_sink::Config { credentials, require_auth: true, ..smtp_sink::Config::default() };
        let strict = Sink::start(config).await.unwrap();
        let url = format!("smtp://postmeester:wrong@{}", strict.addr());
        let installation = Installation::start_with(database, &[("SMTP_URL", &url)]).await;
        let (office, mail) = invited(&installation, "zoe@klant.example").await;
        let held = installation.mail_in_state(&office, &mail, "held").await;
        assert_eq!(held["cause"], "auth_rejected");
        assert!(!held.to_string().contains("wrong"), "the password is told to nobody: {held}");
        assert!(!installation.log().contains("postmeester:wrong"));
    }
}

on_both! {
    /// Many relays allow a few connections at once. The mails go over those, and the others keep away.
    async fn a_relay_that_allows_two_connections_is_used_over_two(database) {
        const MAILS: usize = 300;
        let limits = Limits { connections: 2, ..Limits::default() };
        let installation = Installation::start_before(limits, database, &[]).await;
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(Duration::from_millis(5)))]);
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let all: Vec<_> = (0..MAILS).map(|n| client(&dossier, &format!("client{n}@klant.example"))).collect();
        let began = Instant::now();
        let path = format!("/offices/{office}/client-users/bulk");
        assert_eq!(installation.api("POST", &path, Value::from(all)).await.0, 200);
        // A mail that met a refusal is tried again after half a minute: those are few.
        installation.arrived(MAILS as u64 - 30).await;
        let (took, counts) = (began.elapsed(), installation.sink.counts());
        assert!(took < Duration::from_secs(15), "{took:?}\n{}", installation.log());
        assert!((1..=30).contains(&counts.refused), "{counts:?}\n{}", installation.log());
    }
}

/// A newer version may have written what this one does not know. Whose mail that is waits, and nobody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_client_user_who_cannot_be_read_keeps_nobody_waiting() {
    let mut installation = Installation::start_with(Database::Postgres, &[("SERVE_DELIVERS", "false")]).await;
    let (office, unreadable) = invited(&installation, "zoe@klant.example").await;
    let dossier = installation.dossier(&office, "Slagerij Janssens").await;
    let (_, answer) = installation.invite(&office, &dossier, "jan@klant.example").await;
    installation.sql("UPDATE client_users SET name = '' WHERE email = 'zoe@klant.example'");
    installation.add_worker();
    installation.mail_in_state(&office, answer["welcome_mail"]["id"].as_str().unwrap(), "sent").await;
    let put_off = installation.mail_in_state(&office, &unreadable, "deferred").await;
    assert_eq!(put_off["cause"], "unreadable", "{put_off}");
}
