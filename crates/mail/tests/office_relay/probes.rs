//! What is found out about a relay without sending a mail.

use domain::delivery::SenderFault;
use mail::smtp::{Finding, LogIn, OfficeRelay, OfficeTls, ProbeReport, Relay, probe};
use smtp_sink::{Config, Credentials, Fault, Offers, Phase as At, Sink, Then};

use crate::provider::Provider;
use crate::support::{
    addresses, by_password, by_token, credential, patience, relay_at, sink_taking, this_machine,
};

async fn open_sink(pipelining: bool) -> Sink {
    let offers = Offers { pipelining, ..Offers::default() };
    Sink::start(Config { offers, ..Config::default() }).await.expect("a free port")
}

fn said(finding: &Finding) -> &str {
    match finding {
        Finding::Good => "",
        Finding::Fault { said, .. } | Finding::Unsaid { said } => said,
    }
}

async fn probed(relay: &Relay, senders: &[&str]) -> ProbeReport {
    probe(relay, &patience(), &addresses(senders), None).await
}

#[tokio::test]
async fn every_address_is_asked_and_nothing_is_sent() {
    for pipelining in [true, false] {
        let sink = open_sink(pipelining).await;
        sink.set_faults(vec![
            Fault::at(At::MailFrom, Then::reply(553, "5.7.1 not owned by user jo")).sender("an@example.be"),
            Fault::at(At::RcptTo, Then::reply(550, "5.1.8 sender's domain not found"))
                .sender("bo@example.be"),
            Fault::at(At::RcptTo, Then::reply(450, "4.7.1 greylisted")).sender("cy@example.be"),
            Fault::at(At::RcptTo, Then::reply(550, "5.1.1 no such user")).sender("di@example.be"),
        ]);
        let relay = relay_at(sink.addr().port(), LogIn::None);
        let senders = [
            "jo@example.be",
            "an@example.be",
            "bo@example.be",
            "cy@example.be",
            "di@example.be",
            "el@example.be",
        ];
        let report = probed(&relay, &senders).await;
        let findings: Vec<_> = report.senders.iter().map(|s| (s.finding.fault(), said(&s.finding))).collect();
        let denied = Some(SenderFault::SendAsDenied);
        assert_eq!(
            findings,
            [
                (None, ""),
                (denied, "553 5.7.1 not owned by user jo"),
                (denied, "550 5.1.8 sender's domain not found"),
                (None, "450 4.7.1 greylisted"),
                (None, "550 5.1.1 no such user"),
                (None, ""),
            ],
            "pipelining {pipelining}"
        );
        assert_eq!(report.session, Finding::Good);
        assert_eq!(report.faults(), [SenderFault::SendAsDenied]);
        let asked: Vec<_> = report.senders.iter().map(|sender| sender.address.as_str()).collect();
        assert_eq!(asked, senders);
        let counts = sink.counts();
        assert_eq!((counts.accepted, counts.connections, counts.out_of_turn), (0, 1, 0));
    }
}

#[tokio::test]
async fn the_recipient_can_be_another_than_the_sender() {
    let sink = open_sink(true).await;
    sink.set_faults(vec![Fault::at(At::RcptTo, Then::reply(550, "5.7.1 no")).recipient("jo@example.be")]);
    let relay = relay_at(sink.addr().port(), LogIn::None);
    let postmaster = &addresses(&["postmaster@example.nl"])[0];
    let report = probe(&relay, &patience(), &addresses(&["jo@example.be"]), Some(postmaster)).await;
    assert_eq!(report.faults(), []);
    assert_eq!(probed(&relay, &["jo@example.be"]).await.faults(), [SenderFault::SendAsDenied]);
}

#[tokio::test]
async fn a_session_that_fails_says_why_and_asks_nobody() {
    let with_password = |log_in| async move {
        let credentials = vec![Credentials::new("jo", "hunter2")];
        let sink = Sink::start(Config { credentials, ..Config::default() }).await.expect("a free port");
        sink.set_faults(vec![
            Fault::at(At::Auth, Then::reply(535, "5.7.139 basic authentication is disabled")).first(1),
        ]);
        let relay = relay_at(sink.addr().port(), log_in);
        (sink, relay)
    };
    let (_sink, relay) = with_password(by_password("jo", "hunter2")).await;
    let report = probed(&relay, &["jo@example.be", "an@example.be"]).await;
    assert_eq!(report.faults(), [SenderFault::BasicAuthDisabled]);
    assert_eq!(said(&report.session), "535 5.7.139 basic authentication is disabled");
    assert!(report.senders.iter().all(|sender| said(&sender.finding) == "it was not asked"));

    let (sink, relay) = with_password(by_password("jo", "hunter3")).await;
    sink.set_faults(Vec::new());
    let report = probed(&relay, &["jo@example.be"]).await;
    assert_eq!(report.faults(), [SenderFault::AuthRejected]);

    sink.go_down().await;
    assert_eq!(probed(&relay, &["jo@example.be"]).await.faults(), [SenderFault::Unreachable]);

    let provider = Provider::for_seconds(3600).await;
    let sink = sink_taking(&[]).await;
    let relay = relay_at(sink.addr().port(), by_token(&credential(&provider)));
    assert_eq!(probed(&relay, &["jo@example.be"]).await.faults(), [SenderFault::OauthToken]);

    let port = sink.addr().port();
    let office =
        OfficeRelay { host: "localhost".to_owned(), port, tls: OfficeTls::StartTls, log_in: LogIn::None };
    let relay = Relay::of_office(office, &this_machine(&[port])).expect("right");
    assert_eq!(probed(&relay, &["jo@example.be"]).await.faults(), [SenderFault::Tls]);
}

#[tokio::test]
async fn a_relay_that_hangs_up_is_called_again_and_everybody_is_asked() {
    for pipelining in [true, false] {
        let sink = open_sink(pipelining).await;
        sink.set_faults(vec![Fault::at(At::MailFrom, Then::reply_then_drop(421, "4.7.0 too many")).every(3)]);
        let relay = relay_at(sink.addr().port(), LogIn::None);
        let senders: Vec<_> = (1..=10).map(|number| format!("user{number}@example.be")).collect();
        let senders: Vec<_> = senders.iter().map(String::as_str).collect();
        let report = probed(&relay, &senders).await;
        let good = report.senders.iter().filter(|sender| sender.finding == Finding::Good).count();
        assert_eq!((good, sink.counts().connections), (7, 4));
        assert!(report.senders[2].finding == Finding::Unsaid { said: "421 4.7.0 too many".to_owned() });
        assert_eq!(report.faults(), []);
    }
}

#[tokio::test]
async fn a_relay_that_goes_away_in_the_middle_leaves_the_rest_unsaid() {
    let sink = open_sink(true).await;
    sink.set_faults(vec![
        Fault::at(At::MailFrom, Then::Drop).after(1),
        Fault::at(At::Greeting, Then::reply(554, "no service")).after(1),
    ]);
    let relay = relay_at(sink.addr().port(), LogIn::None);
    let report = probed(&relay, &["jo@example.be", "an@example.be", "bo@example.be"]).await;
    assert_eq!(report.session, Finding::Good, "it let us in once");
    assert_eq!(report.senders[0].finding, Finding::Good);
    assert_eq!(said(&report.senders[2].finding), "554 no service");
    assert_eq!(report.faults(), []);
}

#[tokio::test]
async fn a_hundred_addresses_are_asked_over_two_connections() {
    let sink = open_sink(true).await;
    let relay = relay_at(sink.addr().port(), LogIn::None);
    let senders: Vec<_> = (1..=100).map(|number| format!("user{number}@example.be")).collect();
    let senders: Vec<_> = senders.iter().map(String::as_str).collect();
    let report = probed(&relay, &senders).await;
    assert!(report.senders.iter().all(|sender| sender.finding == Finding::Good));
    assert_eq!(sink.counts().connections, 2);
}

#[tokio::test]
async fn without_an_address_the_session_alone_is_looked_at() {
    let sink = open_sink(true).await;
    let relay = relay_at(sink.addr().port(), LogIn::None);
    let report = probed(&relay, &[]).await;
    assert_eq!((report.session, report.senders.len(), sink.counts().connections), (Finding::Good, 0, 1));
}
