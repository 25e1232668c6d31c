//! A relay that an office names is only connected to where the operator lets it be.

use domain::delivery::{Ending, Outcome, Phase, outcome};
use mail::guard::Guard;
use mail::smtp::{Connection, LogIn, OfficeRelay, OfficeRelayFault, OfficeTls, Relay};
use smtp_sink::{Config, Sink};

use crate::support::{patience, this_machine};

fn at(host: &str, port: u16, guard: &Guard) -> Result<Relay, Vec<OfficeRelayFault>> {
    let office = OfficeRelay { host: host.to_owned(), port, tls: OfficeTls::None, log_in: LogIn::None };
    Relay::of_office(office, guard)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_found_out_when_it_is_connected_to() {
    let sink = Sink::start(Config::default()).await.expect("a free port");
    let port = sink.addr().port();
    // As a name that led outside while it was filled in, and leads to this machine now.
    let guard = Guard::allowing(Vec::new(), vec![port]);
    let relay = at("localhost", port, &guard).expect("a name");
    let ending = Connection::open(&relay, &patience()).await.expect_err("inside");
    let Ending::Broken(Phase::Connect, why) = &ending else { panic!("{ending:?}") };
    for word in ["localhost", "an address of this machine itself", "operator"] {
        assert!(why.contains(word), "{word} in {why}");
    }
    assert_eq!(outcome(&ending), Outcome::RelayUnavailable);
    assert_eq!(sink.counts().connections, 0);

    let relay = at("localhost", port, &this_machine(&[port])).expect("a name");
    Connection::open(&relay, &patience()).await.expect("the operator allows it").quit().await;
    assert_eq!(sink.counts().connections, 1);
}

#[tokio::test]
async fn the_operators_own_relay_may_be_anywhere() {
    let sink = Sink::start(Config::default()).await.expect("a free port");
    let relay = Relay::from_url(&sink.url()).expect("right");
    Connection::open(&relay, &patience()).await.expect("on this machine").quit().await;
}

#[test]
fn an_address_inside_and_a_port_of_something_else_are_told_at_once() {
    let faults = at("10.0.0.5", 6379, &Guard::default()).expect_err("both");
    assert!(matches!(faults[..], [OfficeRelayFault::Inside(_), OfficeRelayFault::Port(_)]), "{faults:?}");
}
