//! What `scripts/own-relay.sh` started, and how a test finds it.
//!
//! Their certificate is one that the machine does not trust. Whom it trusts is read from the environment
//! (`SSL_CERT_FILE`), which a test must not change for the others beside it; so a test that wants it trusted runs
//! itself once more as a process of its own.

use std::sync::Arc;

use mail::oauth::{Credential, Grant, Tokens};
use mail::smtp::{LogIn, OfficeRelay, OfficeTls, Relay};
use serde::Deserialize;
use tokio::process::Command;

use crate::support::this_machine;

const TRUSTING: &str = "POSTMEESTER_TEST_TRUSTS_OWN_RELAY";

/// What `scripts/own-relay.sh` started.
#[derive(Deserialize)]
pub(super) struct Real {
    /// Postfix, which insists on STARTTLS; by token it takes XOAUTH2.
    pub(super) starttls: u16,
    /// The same with TLS from the start; by token it takes OAUTHBEARER alone.
    pub(super) tls: u16,
    /// Dovecot, which insists on STARTTLS and lets everybody send as anybody.
    pub(super) dovecot: u16,
    provider: u16,
    ca: String,
    maildir: String,
}

impl Real {
    pub(super) fn found() -> Self {
        let name =
            std::env::var("POSTMEESTER_TEST_OWN_RELAY").expect("POSTMEESTER_TEST_OWN_RELAY: run ./test");
        let text = std::fs::read_to_string(name).expect("scripts/own-relay.sh wrote it");
        serde_json::from_str(&text).expect("as scripts/own-relay.sh writes it")
    }

    /// In a process that trusts the relay's certificate, `Some`; elsewhere, starts one for this test and sees to it
    /// that it passes.
    pub(super) async fn trusted(test: &str) -> Option<Self> {
        let real = Self::found();
        if std::env::var_os(TRUSTING).is_some() {
            return Some(real);
        }
        let output = Command::new(std::env::current_exe().expect("it runs"))
            .args(["--exact", "--include-ignored", "--nocapture", test])
            .env("SSL_CERT_FILE", &real.ca)
            .env(TRUSTING, "1")
            .output()
            .await
            .expect("it runs again");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        eprint!("{said}");
        None
    }

    pub(super) fn relay(&self, port: u16, tls: OfficeTls, log_in: LogIn) -> Relay {
        let office = OfficeRelay { host: "localhost".to_owned(), port, tls, log_in };
        Relay::of_office(office, &this_machine(&[port])).expect("right")
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.provider)
    }

    pub(super) fn grant(&self, client: &str, secret: &str) -> Grant {
        Grant::other(&self.url("/token"), client, &secret.into(), Some("smtp"), None).expect("right")
    }

    pub(super) fn tokens(&self) -> Tokens {
        Tokens::new(this_machine(&[self.provider])).expect("HTTP can be used")
    }

    pub(super) fn credential(&self, grant: Grant) -> Arc<Credential> {
        self.tokens().credential("office", grant, None)
    }

    pub(super) async fn order(&self, what: &str) -> String {
        // Over HTTP, and without TLS: what the tests' own client can do.
        let client =
            reqwest::Client::builder().tls_backend_preconfigured(no_tls()).build().expect("a client");
        let answer = client.post(self.url(what)).send().await.expect("the provider is up");
        answer.error_for_status().expect("done").text().await.expect("text")
    }

    /// How often this client has asked for a token.
    pub(super) async fn asked(&self, client: &str) -> usize {
        self.order(&format!("/control/requests/{client}")).await.parse().expect("a number")
    }

    /// The subjects of the mails that arrived, of those that begin like this.
    pub(super) fn arrived(&self, beginning: &str) -> Vec<String> {
        let mut subjects = Vec::new();
        for entry in std::fs::read_dir(&self.maildir).expect("a Maildir") {
            let path = entry.expect("an entry").path();
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let subject = text.lines().find_map(|line| line.strip_prefix("Subject: "));
            subjects.extend(subject.filter(|subject| subject.starts_with(beginning)).map(str::to_owned));
        }
        subjects
    }
}

fn no_tls() -> tokio_rustls::rustls::ClientConfig {
    use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}
