//! What is not signed, and why.

use std::error::Error as _;

use mail::dkim::{Algorithm, KeyName, MessageError, PrivateKey, Selector, SignError, Signer, SignerError};

use crate::support::signer;

const DATE: &str = "Date: Mon, 23 Nov 2026 15:45:00 +0000\r\n";

fn refused(message: &str) -> SignError {
    signer().sign(message.as_bytes()).unwrap_err()
}

#[test]
fn a_mail_of_nobody_or_of_two_is_not_signed() {
    for (message, count) in [
        (format!("{DATE}\r\n"), 0),
        (String::new(), 0),
        (format!("From: a@b.be\r\nfrom: c@d.be\r\n{DATE}\r\n"), 2),
    ] {
        assert!(matches!(refused(&message), SignError::From(n) if n == count), "{message}");
    }
}

#[test]
fn a_mail_without_a_date_of_its_own_is_not_signed() {
    let dates =
        ["", "Date: yesterday\r\n", "Date: Fri, 01 Jan 1960 00:00:00 +0000\r\n", &[DATE, DATE].concat()];
    for date in dates {
        let refused = refused(&format!("From: a@b.be\r\n{date}\r\nhello\r\n"));
        assert!(matches!(refused, SignError::Date), "{date:?}: {refused}");
    }
}

#[test]
fn a_mail_that_a_relay_would_change_is_not_signed() {
    let refused = refused(&format!("From: a@b.be\r\n{DATE}\r\nhello\n"));
    assert!(matches!(refused, SignError::Message(MessageError::LineEnding(60))), "{refused:?}");
    assert_eq!(
        refused.source().unwrap().to_string(),
        "octet 60 is a CR or LF that stands alone: lines end in CRLF"
    );
}

#[test]
fn a_signer_has_one_key_of_a_kind_or_one_of_each() {
    let key = || {
        let name = KeyName::new("example.be", Selector::parse("pm1e").unwrap()).unwrap();
        let pkcs8 = PrivateKey::make(Algorithm::Ed25519).unwrap();
        (name, PrivateKey::read(Algorithm::Ed25519, &pkcs8).unwrap())
    };
    assert_eq!(Signer::new(vec![]).unwrap_err(), SignerError::NoKey);
    assert_eq!(Signer::new(vec![key(), key()]).unwrap_err(), SignerError::Twice(Algorithm::Ed25519));
}
