//! How long a probe takes at most.

use smtp_sink::{Config, Fault, Phase as At, Sink, Then};

use super::*;

async fn report_of(sink: &Sink) -> ProbeReport {
    let relay = Relay::from_url(&sink.url()).expect("right");
    let all = ["jo@example.be", "an@example.be", "bo@example.be"];
    let all = all.map(|address| EmailAddress::parse(address).expect("an address"));
    probe_within(Duration::from_millis(400), &relay, &Timeouts::default(), &all, None).await
}

#[tokio::test]
async fn a_probe_is_over_when_its_time_is_and_keeps_what_it_has_heard() {
    let sink = Sink::start(Config::default()).await.expect("a free port");
    sink.set_faults(vec![Fault::at(At::MailFrom, Then::Stall(Duration::MAX)).after(1)]);
    let report = report_of(&sink).await;
    assert_eq!((report.session, &report.senders[0].finding), (Finding::Good, &Finding::Good));
    assert!(report.senders[1..].iter().all(|sender| sender.finding == Finding::unasked()));
}

#[tokio::test]
async fn a_relay_that_says_nothing_in_that_time_cannot_be_reached() {
    let sink = Sink::start(Config::default()).await.expect("a free port");
    sink.set_faults(vec![Fault::at(At::Greeting, Then::Stall(Duration::MAX))]);
    assert_eq!(report_of(&sink).await.faults(), [SenderFault::Unreachable]);
}
