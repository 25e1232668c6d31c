//! What an office may fill in as its relay.

use std::net::Ipv4Addr;

use domain::Fault;
use secrecy::SecretString;

use super::*;

fn password(user: &str, password: &str) -> LogIn {
    LogIn::Password { user: user.to_owned(), password: SecretString::from(password) }
}

fn relay(host: &str, port: u16, tls: OfficeTls, log_in: LogIn) -> Result<Relay, Vec<OfficeRelayFault>> {
    Relay::of_office(OfficeRelay { host: host.to_owned(), port, tls, log_in }, &Guard::default())
}

fn faults(relay: Result<Relay, Vec<OfficeRelayFault>>) -> Vec<(String, Fault)> {
    let faults = relay.expect_err("wrong");
    faults.iter().map(OfficeRelayFault::to_field_fault).map(|fault| (fault.field, fault.code)).collect()
}

#[test]
fn a_relay_of_an_office_is_encrypted_as_the_office_says() {
    for (host, port, tls, name, read) in [
        (" smtp.office365.com ", 587, OfficeTls::StartTls, "smtp.office365.com:587", Tls::Required),
        ("Smtp.Gmail.com.", 465, OfficeTls::Implicit, "smtp.gmail.com:465", Tls::Implicit),
        ("mail.müller.be", 25, OfficeTls::None, "mail.xn--mller-kva.be:25", Tls::None),
        ("8.8.8.8", 2525, OfficeTls::StartTls, "8.8.8.8:2525", Tls::Required),
        ("2a00:1450::6c", 587, OfficeTls::StartTls, "[2a00:1450::6c]:587", Tls::Required),
        ("[2a00:1450::6c]", 587, OfficeTls::StartTls, "[2a00:1450::6c]:587", Tls::Required),
    ] {
        let relay = relay(host, port, tls, LogIn::None).expect(host);
        assert_eq!((relay.name().as_str(), relay.tls()), (name, read));
        assert!(relay.guard.is_some(), "an office's relay is always guarded");
    }
}

#[test]
fn what_is_wrong_is_told_by_field_and_all_at_once() {
    let all = faults(relay("", 5432, OfficeTls::None, password(" ", "")));
    let fields = ["host", "port", "tls", "user", "password"];
    assert_eq!(all.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), fields);

    let one = |host: &str| faults(relay(host, 587, OfficeTls::StartTls, LogIn::None));
    for host in
        ["a b", "smtp://relay.example.be", "relay.example.be:587", "relay.example.be/x", "a\r\nb", "jo@x.be"]
    {
        assert_eq!(one(host), [("host".to_owned(), Fault::Malformed)], "{host:?}");
    }
    for (user, secret, field) in [("a\nb", "c", "user"), ("a", "b\0", "password")] {
        let log_in = password(user, secret);
        let said = faults(relay("relay.example.be", 587, OfficeTls::StartTls, log_in));
        assert_eq!(said, [(field.to_owned(), Fault::ControlCharacter)]);
    }
}

#[test]
fn an_address_inside_is_refused_however_it_is_written() {
    for host in [
        "10.0.0.5",
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "::1",
        "[::1]",
        "::ffff:10.0.0.5",
        "169.254.169.254",
    ] {
        let said = faults(relay(host, 587, OfficeTls::StartTls, LogIn::None));
        assert_eq!(said, [("host".to_owned(), Fault::OutOfRange)], "{host}");
    }
    let network = ipnet::Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 24).into();
    let guard = Guard::allowing(vec![network], Vec::new());
    let office =
        OfficeRelay { host: "10.0.0.5".to_owned(), port: 25, tls: OfficeTls::None, log_in: LogIn::None };
    assert!(Relay::of_office(office, &guard).is_ok(), "the operator allows it");
}

#[test]
fn nobody_logs_in_unencrypted() {
    let said = faults(relay("relay.example.be", 25, OfficeTls::None, password("jo", "hunter2")));
    assert_eq!(said, [("tls".to_owned(), Fault::UnknownValue)]);
    assert!(relay("relay.example.be", 25, OfficeTls::None, LogIn::None).is_ok());
}

#[test]
fn no_secret_is_shown() {
    let shown = match relay("relay.example.be", 22, OfficeTls::StartTls, password("jo", "hunter2")) {
        Ok(relay) => format!("{relay:?}"),
        Err(faults) => format!("{faults:?} {}", faults[0]),
    };
    assert!(shown.contains("22") && !shown.contains("hunter2"), "{shown}");
    let relay =
        relay("relay.example.be", 587, OfficeTls::StartTls, password("jo", "hunter2")).expect("right");
    assert!(!format!("{relay:?}").contains("hunter2"));
}
