//! E-mail addresses.
//!
//! An address is kept as it was typed, and compared by its [`key`](EmailAddress::key): lower case, with the
//! domain in its ASCII form (IDNA, UTS #46). `+tag` and dots are never stripped: an alias is the advised way
//! to have one mailbox at two offices, so `jo+office@x.be` and `jo@x.be` must stay two addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{input::Fault, name::Name};

/// An address that mail can be sent to: `local@domain` of RFC 5321 §4.1.2, without quoted local parts and
/// address literals, which real mailboxes do not use and header injection does.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    typed: String,
    at: usize,
    ascii_domain: String,
}

impl EmailAddress {
    /// Reads an address; spaces around it are dropped.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::ControlCharacter`], [`Fault::Malformed`], [`Fault::TooLong`] (RFC 5321
    /// §4.5.3.1: 64 octets before the `@`, 254 in all), [`Fault::NonAsciiLocalPart`], [`Fault::BadDomain`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if text.chars().any(char::is_control) {
            return Err(Fault::ControlCharacter);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Fault::Malformed)?;
        check_local_part(local)?;
        let ascii_domain = ascii_domain(domain)?;
        if local.len() + 1 + ascii_domain.len() > 254 {
            return Err(Fault::TooLong);
        }
        Ok(Self { typed: text.to_owned(), at: local.len(), ascii_domain })
    }

    /// The address as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// The part before the `@`, as it was typed.
    #[must_use]
    pub fn local_part(&self) -> &str {
        &self.typed[..self.at]
    }

    /// The domain in its ASCII form, lower case: `müller.be` is `xn--mller-kva.be`.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.ascii_domain
    }

    /// The form for envelopes and headers: local part as typed, domain in ASCII.
    #[must_use]
    pub fn wire(&self) -> String {
        format!("{}@{}", self.local_part(), self.ascii_domain)
    }

    /// What two spellings of one address have in common; unique across offices while it is claimed.
    #[must_use]
    pub fn key(&self) -> String {
        self.wire().to_ascii_lowercase()
    }
}

/// `dot-string` of RFC 5321: ASCII atoms joined by single dots, 64 octets at most.
fn check_local_part(local: &str) -> Result<(), Fault> {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    if !local.is_ascii()
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| atom(c) || c.is_alphanumeric()))
    {
        return Err(Fault::NonAsciiLocalPart);
    }
    if !local.split('.').all(|part| !part.is_empty() && part.chars().all(atom)) {
        return Err(Fault::Malformed);
    }
    if local.len() > 64 { Err(Fault::TooLong) } else { Ok(()) }
}

/// The domain in ASCII, with at least two labels of letters, digits and inner hyphens, the last not all digits.
fn ascii_domain(domain: &str) -> Result<String, Fault> {
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| Fault::BadDomain)?;
    let label =
        |l: &str| !l.is_empty() && l.len() <= 63 && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let top = ascii.rsplit('.').next().unwrap_or_default();
    let good = ascii.contains('.')
        && ascii.len() <= 253
        && ascii.split('.').all(label)
        && !top.chars().all(|c| c.is_ascii_digit());
    if good { Ok(ascii) } else { Err(Fault::BadDomain) }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.ascii_domain == other.ascii_domain && self.local_part().eq_ignore_ascii_case(other.local_part())
    }
}
impl Eq for EmailAddress {}

impl std::hash::Hash for EmailAddress {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.typed
    }
}

/// An address with the name that mail programs show for it: `mailbox` of RFC 5322 §3.4.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name.
    pub name: Name,
    /// The address.
    pub address: EmailAddress,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> String {
        EmailAddress::parse(text).unwrap().key()
    }

    #[test]
    fn spellings_of_one_address_have_one_key() {
        assert_eq!(key("Jo@Example.BE"), key(" jo@example.be "));
        assert_eq!(key("jo@MÜLLER.be"), key("jo@xn--mller-kva.be"));
    }

    #[test]
    fn an_alias_is_another_address() {
        assert_ne!(key("jo+kantoor@example.be"), key("jo@example.be"));
        assert_ne!(key("j.o@gmail.com"), key("jo@gmail.com"));
    }

    #[test]
    fn what_mail_cannot_reach_is_refused_with_its_reason() {
        let cases = [
            ("", Fault::Missing),
            ("jo", Fault::Malformed),
            ("@example.be", Fault::Malformed),
            ("jo..x@example.be", Fault::Malformed),
            ("\"jo x\"@example.be", Fault::Malformed),
            ("jo<x>@example.be", Fault::Malformed),
            ("a@b@example.be", Fault::Malformed),
            ("zoë@example.be", Fault::NonAsciiLocalPart),
            ("jo@localhost", Fault::BadDomain),
            ("jo@[127.0.0.1]", Fault::BadDomain),
            ("jo@127.0.0.1", Fault::BadDomain),
            ("jo@exam ple.be", Fault::BadDomain),
            ("jo@-x.be", Fault::BadDomain),
            ("jo@x..be", Fault::BadDomain),
            ("jo@example.be\r\nBcc: all@x.be", Fault::ControlCharacter),
            ("jo\0@example.be", Fault::ControlCharacter),
        ];
        for (text, fault) in cases {
            assert_eq!(EmailAddress::parse(text).map(|a| a.to_string()), Err(fault), "{text:?}");
        }
        assert_eq!(
            EmailAddress::parse(&format!("{}@example.be", "a".repeat(65))).err(),
            Some(Fault::TooLong)
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_safe_on_the_wire_and_reads_back_the_same(text in "\\PC{0,40}|[a-zA-Z.+'-]{1,10}@[a-zé.-]{1,20}|.*@.*") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let wire = address.wire();
                prop_assert!(wire.is_ascii() && wire.len() <= 254);
                prop_assert!(!wire.contains(|c: char| c.is_ascii_control() || " <>\",:;()[]\\".contains(c)));
                prop_assert_eq!(EmailAddress::parse(&wire).unwrap(), address.clone());
                prop_assert_eq!(EmailAddress::parse(&address.key()).unwrap().key(), address.key());
            }
        }
    }
}
