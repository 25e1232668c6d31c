//! What the tests have in common.

use std::sync::Arc;
use std::time::Duration;

use domain::EmailAddress;
use mail::guard::Guard;
use mail::oauth::{Credential, Tokens};
use mail::smtp::{LogIn, OfficeRelay, OfficeTls, Relay, Timeouts};
use smtp_sink::{Config, Credentials, Offers, Sink};

use crate::provider::Provider;

/// Lets offices reach this machine, at these ports.
pub(crate) fn this_machine(ports: &[u16]) -> Guard {
    let networks = ["127.0.0.0/8", "::1/128"].map(|net| net.parse().expect("a network"));
    Guard::allowing(networks.to_vec(), ports.to_vec())
}

pub(crate) fn patience() -> Timeouts {
    let second = Duration::from_secs(1);
    Timeouts { connect: second * 5, reply: second * 5, content: second * 5, final_dot: second * 5 }
}

pub(crate) fn tokens(provider: &Provider) -> Tokens {
    Tokens::new(this_machine(&[provider.port])).expect("HTTP can be used")
}

pub(crate) fn credential(provider: &Provider) -> Arc<Credential> {
    tokens(provider).credential("office", provider.grant(), None)
}

pub(crate) fn by_token(credential: &Arc<Credential>) -> LogIn {
    LogIn::Token { user: "jo@example.be".to_owned(), credential: Arc::clone(credential) }
}

pub(crate) fn by_password(user: &str, password: &str) -> LogIn {
    LogIn::Password { user: user.to_owned(), password: password.into() }
}

/// The relay at this port of this machine, without TLS.
pub(crate) fn relay_at(port: u16, log_in: LogIn) -> Relay {
    let office = OfficeRelay { host: "127.0.0.1".to_owned(), port, tls: OfficeTls::None, log_in };
    Relay::of_office(office, &this_machine(&[port])).expect("right")
}

/// A relay that lets `jo@example.be` in with one of these tokens, by both mechanisms.
pub(crate) async fn sink_taking(tokens: &[&str]) -> Sink {
    let offers = Offers { xoauth2: true, oauthbearer: true, ..Offers::default() };
    sink_offering(offers, tokens).await
}

pub(crate) async fn sink_offering(offers: Offers, tokens: &[&str]) -> Sink {
    let sink = Sink::start(Config { offers, require_auth: true, ..Config::default() }).await;
    let sink = sink.expect("a free port");
    set_tokens(&sink, tokens);
    sink
}

pub(crate) fn set_tokens(sink: &Sink, tokens: &[&str]) {
    sink.set_tokens(tokens.iter().map(|token| Credentials::new("jo@example.be", *token)).collect());
}

pub(crate) fn addresses(all: &[&str]) -> Vec<EmailAddress> {
    all.iter().map(|address| EmailAddress::parse(address).expect("an address")).collect()
}
