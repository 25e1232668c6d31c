//! One mail that was sent, and what comes back of it.

use domain::{EmailAddress, Timestamp, id::MailId};
use mail::bounce::Seals;

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
pub(crate) const DOMAIN: &str = "bounces.example";

pub(crate) fn seals() -> Seals {
    Seals::new([7; 32], DOMAIN).expect("a domain")
}

pub(crate) fn mail() -> MailId {
    "00000000-0000-7000-8000-0000000000b1".parse().expect("an id")
}

pub(crate) fn jo() -> EmailAddress {
    EmailAddress::parse("jo@klant.example").expect("an address")
}

pub(crate) fn return_path() -> String {
    seals().return_path(mail(), &jo(), NOW)
}

/// The texts of `samples/` and `others/`, by name.
macro_rules! texts {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!($folder, "/", $name, ".eml")))),*]
    };
}

/// Notifications.
pub(crate) const SAMPLES: &[(&str, &str)] = texts!("samples":
    "postfix-unknown-user", "postfix-delayed", "postfix-no-such-host", "postfix-expired", "exim-text", "exim-report",
    "m365-unknown-user", "m365-access-denied", "exchange-mailbox-full", "gmail-unknown-user", "gmail-policy", "qmail", "global",
    "delivered", "footer-added",
);

/// What is none.
pub(crate) const OTHERS: &[(&str, &str)] = texts!("others":
    "vacation", "out-of-office", "complaint", "read-receipt", "person", "empty-report",
);

/// A text as it arrives: with the seals that these make, and lines that end in CRLF.
pub(crate) fn arrived(text: &str, seals: &Seals) -> Vec<u8> {
    let (mail, to) = (mail(), jo());
    text.replace("{return_path}", &seals.return_path(mail, &to, NOW))
        .replace("{envelope_id}", &seals.envelope_id(mail, &to, NOW))
        .replace("{header}", seals.header(mail, &to, NOW).trim_end())
        .replace('\n', "\r\n")
        .into_bytes()
}

pub(crate) fn sample(name: &str) -> &'static str {
    let found = SAMPLES.iter().chain(OTHERS).find(|(own, _)| *own == name);
    found.map(|(_, text)| *text).expect(name)
}
