//! What a relay's URL means, and what is said of a wrong one.

use proptest::prelude::*;

use secrecy::ExposeSecret as _;

use super::{LogIn, Relay, RelayUrlError, Tls};

fn read(url: &str) -> (String, Tls) {
    let relay = Relay::from_url(url).expect(url);
    (relay.name(), relay.tls())
}

#[test]
fn the_scheme_says_when_there_is_tls_and_which_port_is_usual() {
    for (url, name, tls) in [
        ("smtp://relay.example.be", "relay.example.be:25", Tls::Opportunistic),
        ("smtp://Relay.example.be:2525/", "relay.example.be:2525", Tls::Opportunistic),
        ("smtp+starttls://relay.example.be", "relay.example.be:587", Tls::Required),
        ("smtps://relay.example.be", "relay.example.be:465", Tls::Implicit),
        ("smtp://localhost", "localhost:25", Tls::None),
        ("smtp://127.0.0.1:1025", "127.0.0.1:1025", Tls::None),
        (" smtp://[::1]:1025\n", "[::1]:1025", Tls::None),
        ("smtps://[2001:db8::1]", "[2001:db8::1]:465", Tls::Implicit),
        ("smtp+starttls://localhost:587", "localhost:587", Tls::Required),
    ] {
        assert_eq!(read(url), (name.to_owned(), tls), "{url}");
    }
}

#[test]
fn user_and_password_are_percent_decoded_and_not_shown() {
    let relay = Relay::from_url("smtps://jo%40office.be:hunter%2F2%25+@relay.example.be").expect("right");
    let LogIn::Password { user, password } = &relay.log_in else { panic!("{relay:?}") };
    assert_eq!((user.as_str(), password.expose_secret()), ("jo@office.be", "hunter/2%+"));
    assert!(!format!("{relay:?} {}", relay.name()).contains("hunter"));
    assert!(Relay::from_url("smtp://a:b@127.0.0.1").is_ok(), "nobody is on the way");
}

#[test]
fn a_wrong_url_is_told_what_to_write_instead() {
    use RelayUrlError::{Credentials, Host, Scheme, TooLong, Unencrypted};
    for (url, error) in [
        ("relay.example.be:25", Scheme),
        ("https://relay.example.be", Scheme),
        ("smtpx://relay.example.be", Scheme),
        ("smtp:relay.example.be", Host),
        ("smtp://", Host),
        ("smtp://müller.be", Host),
        ("smtp://relay.example.be/path", TooLong),
        ("smtps://a:b@relay.example.be?x=y", TooLong),
        ("smtps://relay.example.be#x", TooLong),
        ("smtps://a@relay.example.be", Credentials),
        ("smtps://:b@relay.example.be", Credentials),
        ("smtps://a:%00@relay.example.be", Credentials),
        ("smtps://a:%ff@relay.example.be", Credentials),
        ("smtp://a:b@relay.example.be", Unencrypted),
    ] {
        assert_eq!(Relay::from_url(url).err(), Some(error), "{url}");
    }
    let error = Relay::from_url("smtps://jo:hunter#2@relay.example.be").expect_err("a port of letters");
    assert!(error.to_string().contains("%23 for #") && !error.to_string().contains("hunter"), "{error}");
    assert!(Unencrypted.to_string().contains("smtp+starttls://"));
}

#[test]
fn a_name_for_ehlo_is_a_host_name() {
    let named = |name| Relay::from_url("smtp://localhost").expect("right").with_helo(name);
    assert!(named("desk.example.be").is_ok_and(|relay| relay.helo.as_deref() == Some("desk.example.be")));
    for wrong in ["", "a b", "a\r\nQUIT", "désk.be"] {
        assert_eq!(named(wrong).err(), Some(RelayUrlError::Helo), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn no_url_makes_it_panic_or_shows_a_password(
        url in "(smtp|smtps|smtp\\+starttls)://([a-z%0-9]{0,4}:[a-z:%0-9]{0,4}sEcReT[@:/?#%]{0,2}@)?[a-z.:0-9%]{0,12}",
    ) {
        let shown = match Relay::from_url(&url) {
            Ok(relay) => format!("{relay:?} {}", relay.name()),
            Err(error) => format!("{error:?} {error}"),
        };
        prop_assert!(!shown.contains("sEcReT"), "{}", shown);
    }
}
