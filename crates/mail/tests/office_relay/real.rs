//! Against what an office may really have: Postfix with Dovecot's log-in, Dovecot's own submission service, and
//! oidc-provider for the tokens. `scripts/own-relay.sh` starts them.

mod found;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Ending, Phase, SenderFault};
use mail::oauth::Grant;
use mail::smtp::{Connection, Envelope, LogIn, OfficeTls, ProbeReport, Relay, Timeouts, probe};
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use self::found::Real;
use crate::provider::{Kept, Provider};
use crate::support::{addresses, by_password, by_token, credential};

async fn probed(relay: &Relay, senders: &[&str]) -> ProbeReport {
    probe(relay, &Timeouts::while_somebody_waits(), &addresses(senders), None).await
}

/// Hands over mails, by number, and says goodbye.
async fn send(relay: &Relay, run: &str, numbers: impl Iterator<Item = usize>) {
    let mut connection = Connection::open(relay, &Timeouts::default()).await.expect("logged in");
    for number in numbers {
        let envelope = Envelope::new("jo@example.be", "an@example.be", 0).expect("addresses");
        connection.offer(envelope).await.expect("taken");
        let content =
            format!("Subject: {run} {number}\r\nMessage-ID: <{run}-{number}@example.be>\r\n\r\nhello\r\n");
        let (ending, _) = connection.hand_over(content.as_bytes(), None).await;
        assert!(matches!(ending, Ending::Taken(_)), "{ending:?}");
    }
    connection.quit().await;
}

/// A name that no other run of the tests has.
fn run(what: &str) -> String {
    format!("{what}-{}", std::process::id())
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn a_relay_that_is_not_there_and_one_that_is_not_trusted_are_told_apart() {
    let real = Real::found();
    let free = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        listener.local_addr().expect("bound").port()
    };
    let nobody = real.relay(free, OfficeTls::StartTls, LogIn::None);
    assert_eq!(probed(&nobody, &["jo@example.be"]).await.faults(), [SenderFault::Unreachable]);
    for (port, tls) in [
        // Not trusted here.
        (real.starttls, OfficeTls::StartTls),
        (real.tls, OfficeTls::Implicit),
        (real.dovecot, OfficeTls::StartTls),
        // The other way than this port has it.
        (real.starttls, OfficeTls::Implicit),
        // Not at all, where the relay insists.
        (real.starttls, OfficeTls::None),
    ] {
        let report = probed(&real.relay(port, tls, LogIn::None), &["jo@example.be"]).await;
        assert_eq!(report.faults(), [SenderFault::Tls], "{port} {tls:?}");
    }
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn each_log_in_that_fails_is_told_by_its_cause() {
    let Some(real) = Real::trusted("real::each_log_in_that_fails_is_told_by_its_cause").await else { return };
    let ways = [
        (real.starttls, OfficeTls::StartTls),
        (real.tls, OfficeTls::Implicit),
        (real.dovecot, OfficeTls::StartTls),
    ];
    for (port, tls) in ways {
        let faults =
            |log_in| async move { probed(&real_relay(port, tls, log_in), &["jo@example.be"]).await.faults() };
        assert_eq!(faults(by_password("jo@example.be", "hunter2")).await, [], "{port}");
        assert_eq!(
            faults(by_password("jo@example.be", "wrong")).await,
            [SenderFault::AuthRejected],
            "{port}"
        );
        let good = real.credential(real.grant("desk", "s3cret"));
        assert_eq!(faults(by_token(&good)).await, [], "{port}");
        let anothers = LogIn::Token { user: "an@example.be".to_owned(), credential: good };
        assert_eq!(faults(anothers).await, [SenderFault::OauthToken], "the token is jo's: {port}");
    }
    // What the provider refuses, no relay hears of.
    let starttls = |grant| real.relay(real.starttls, OfficeTls::StartTls, by_token(&real.credential(grant)));
    for (client, secret) in [("desk", "wrong"), ("nobody", "s3cret"), ("refresher", "s3cret")] {
        let ending = Connection::open(&starttls(real.grant(client, secret)), &Timeouts::default()).await;
        let ending = ending.expect_err("no token");
        assert!(
            matches!(&ending, Ending::Refused(Phase::Token, reply) if !reply.text.is_empty()),
            "{ending:?}"
        );
        let report = probed(&starttls(real.grant(client, secret)), &["jo@example.be"]).await;
        assert_eq!(report.faults(), [SenderFault::OauthToken], "{client}");
    }
}

fn real_relay(port: u16, tls: OfficeTls, log_in: LogIn) -> Relay {
    Real::found().relay(port, tls, log_in)
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn an_address_that_the_log_in_may_not_send_as_is_told_and_the_others_are_not_blamed() {
    let Some(real) = Real::trusted(
        "real::an_address_that_the_log_in_may_not_send_as_is_told_and_the_others_are_not_blamed",
    )
    .await
    else {
        return;
    };
    let senders = ["jo@example.be", "an@example.be", "office@example.be", "stranger@example.nl"];
    for log_in in
        [by_password("jo@example.be", "hunter2"), by_token(&real.credential(real.grant("desk", "s3cret")))]
    {
        for (port, tls) in [(real.starttls, OfficeTls::StartTls), (real.tls, OfficeTls::Implicit)] {
            let report = probed(&real.relay(port, tls, log_in.clone()), &senders).await;
            let faults: Vec<_> = report.senders.iter().map(|sender| sender.finding.fault()).collect();
            let denied = Some(SenderFault::SendAsDenied);
            assert_eq!(faults, [None, denied, None, denied]);
            let said = format!("{:?}", report.senders[1]);
            assert!(
                said.contains("553 5.7.1 ") && said.contains("not owned by user jo@example.be"),
                "{said}"
            );
        }
    }
    let many: Vec<_> =
        (0..200).map(|n| if n % 2 == 0 { "jo@example.be" } else { "office@example.be" }).collect();
    let relay = real.relay(real.starttls, OfficeTls::StartTls, by_password("jo@example.be", "hunter2"));
    assert!(
        probed(&relay, &many).await.senders.iter().all(|sender| sender.finding == mail::smtp::Finding::Good)
    );
}

/// In one line it would be refused as such: by Dovecot with 500, by Postfix with what it makes of the half of it.
#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn a_token_of_four_thousand_letters_is_read_to_its_end() {
    let Some(real) = Real::trusted("real::a_token_of_four_thousand_letters_is_read_to_its_end").await else {
        return;
    };
    let long = format!(r#"{{"access_token":"{}","expires_in":3600}}"#, "x".repeat(4_000));
    let provider = Provider::that(move |_, _| (200, long.clone())).await;
    let log_in = by_token(&credential(&provider));
    for (port, tls) in [
        (real.starttls, OfficeTls::StartTls),
        (real.tls, OfficeTls::Implicit),
        (real.dovecot, OfficeTls::StartTls),
    ] {
        let ending = Connection::open(&real.relay(port, tls, log_in.clone()), &Timeouts::default()).await;
        let ending = ending.expect_err("nobody's token");
        let Ending::Refused(Phase::AuthToken, reply) = &ending else { panic!("{ending:?}") };
        assert_eq!((reply.code, reply.enhanced), (535, Some((5, 7, 8))), "{port}");
        assert!(!reply.text.contains("base64"), "{}", reply.text);
    }
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn tokens_that_were_taken_back_are_replaced() {
    let Some(real) = Real::trusted("real::tokens_that_were_taken_back_are_replaced").await else { return };
    let credential = real.credential(real.grant("fickle", "s3cret"));
    let run = run("revoked");
    for (number, port) in [real.starttls, real.dovecot].into_iter().enumerate() {
        let relay = real.relay(port, OfficeTls::StartTls, by_token(&credential));
        send(&relay, &run, number * 2..number * 2 + 1).await;
        let before = real.asked("fickle").await;
        real.order("/control/revoke/fickle").await;
        send(&relay, &run, number * 2 + 1..number * 2 + 2).await;
        assert_eq!(real.asked("fickle").await, before + 1);
    }
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn a_refresh_token_is_replaced_at_each_use_and_one_used_twice_is_told() {
    let Some(real) =
        Real::trusted("real::a_refresh_token_is_replaced_at_each_use_and_one_used_twice_is_told").await
    else {
        return;
    };
    let first = real.order("/control/refresh-token").await;
    let grant = || {
        let url = real.url("/token");
        Grant::other(&url, "refresher", &"s3cret".into(), None, Some(&first.as_str().into())).expect("right")
    };
    let kept = Arc::new(Kept::default());
    let credential = real.tokens().credential("office", grant(), Some(kept.clone()));
    let relay = real.relay(real.starttls, OfficeTls::StartTls, by_token(&credential));
    for times in 1..=3 {
        assert_eq!(probed(&relay, &["jo@example.be"]).await.faults(), []);
        let all = kept.tokens.lock().expect("no panic").clone();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), times);
        assert!(!all.contains(&first));
        let token = credential.token().await.expect("given");
        credential.refused(&token);
    }
    // As after a backup was put back.
    let stale = real.relay(real.starttls, OfficeTls::StartTls, by_token(&real.credential(grant())));
    let ending = Connection::open(&stale, &Timeouts::default()).await.expect_err("used before");
    assert!(
        matches!(&ending, Ending::Refused(Phase::Token, reply) if reply.text.starts_with("invalid_grant"))
    );
    assert_eq!(probed(&stale, &["jo@example.be"]).await.faults(), [SenderFault::OauthToken]);
}

#[tokio::test]
#[ignore = "needs Postfix, Dovecot and oidc-provider; ./test runs it"]
async fn a_token_that_ends_in_the_middle_of_a_thousand_mails_is_renewed_once() {
    let Some(real) =
        Real::trusted("real::a_token_that_ends_in_the_middle_of_a_thousand_mails_is_renewed_once").await
    else {
        return;
    };
    const CONNECTIONS: usize = 8;
    const EACH: usize = 125;
    // Good for five seconds.
    let credential = real.credential(real.grant("hasty", "s3cret"));
    let (run, before, began) = (run("thousand"), real.asked("hasty").await, Instant::now());
    let half = Arc::new(Barrier::new(CONNECTIONS));
    let mut sending = JoinSet::new();
    for number in 0..CONNECTIONS {
        let relay = real.relay(real.starttls, OfficeTls::StartTls, by_token(&credential));
        let (run, half, first) = (run.clone(), Arc::clone(&half), number * EACH);
        sending.spawn(async move {
            send(&relay, &run, first..first + EACH / 2).await;
            half.wait().await;
            sleep_until(began + Duration::from_millis(5_100)).await;
            send(&relay, &run, first + EACH / 2..first + EACH).await;
        });
    }
    sending.join_all().await;
    let took = began.elapsed();
    assert_eq!(real.asked("hasty").await - before, 2, "once, and once more");
    let until = Instant::now() + Duration::from_secs(60);
    while real.arrived(&run).len() < 1_000 && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let arrived = real.arrived(&run);
    assert_eq!((arrived.len(), arrived.iter().collect::<BTreeSet<_>>().len()), (1_000, 1_000));
    println!("1,000 mails over {CONNECTIONS} connections in {took:?}, with two tokens");
}
