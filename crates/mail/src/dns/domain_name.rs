//! Names of domains, in the one form in which they are compared and asked for.

use std::fmt;

use domain::{EmailAddress, input::Fault};
use serde::{Deserialize, Serialize};

/// A domain: lower case, ASCII (IDNA, UTS #46), without the final dot; two labels at least, each of 63 octets and all
/// of 253 at most. Labels may hold underscores, as those of keys and policies do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DomainName(String);

impl DomainName {
    /// Reads a domain, in whatever case or script.
    ///
    /// # Errors
    /// [`Fault::BadDomain`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let ascii =
            idna::domain_to_ascii(text.strip_suffix('.').unwrap_or(text)).map_err(|_| Fault::BadDomain)?;
        let label = |l: &str| l.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let good = is_domain(&ascii) && ascii.split('.').all(label);
        good.then_some(Self(ascii)).ok_or(Fault::BadDomain)
    }

    /// The domain of an address.
    #[must_use]
    pub fn of(address: &EmailAddress) -> Self {
        Self(address.domain().to_ascii_lowercase())
    }

    /// Lower case, in ASCII, without the final dot.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The organisational domain of RFC 7489 §3.2: one label below the public suffix. A public suffix is its own.
    #[must_use]
    pub fn organisation(&self) -> Self {
        Self(psl::domain_str(&self.0).unwrap_or(&self.0).to_owned())
    }
}

/// A name of two labels at least that the DNS can hold (RFC 1035 §2.3.4): what RFC 7208 §4.3 lets an evaluation begin
/// with.
pub(super) fn is_domain(name: &str) -> bool {
    name.contains('.') && can_be_asked(name)
}

/// A name that fits into a question.
pub(super) fn can_be_asked(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len()))
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DomainName {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<DomainName> for String {
    fn from(name: DomainName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_domain_are_one() {
        for text in ["Müller.BE", " xn--mller-kva.be. ", "MÜLLER.be"] {
            assert_eq!(DomainName::parse(text).unwrap().as_str(), "xn--mller-kva.be", "{text}");
        }
        assert_eq!(
            DomainName::parse("s1._domainkey.Example.be").unwrap().as_str(),
            "s1._domainkey.example.be"
        );
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        let long = format!("{}.be", "a".repeat(64));
        let longer = format!("{}be", "abcdefgh.".repeat(28));
        for text in ["", "be", "a..be", ".be", "a b.be", "a.be\n.be", "a;b.be", &long, &longer] {
            assert_eq!(DomainName::parse(text), Err(Fault::BadDomain), "{text}");
        }
    }

    #[test]
    fn the_organisation_is_one_label_below_the_public_suffix() {
        let cases = [
            ("office.be", "office.be"),
            ("mail.a.office.be", "office.be"),
            ("mail.office.co.uk", "office.co.uk"),
            ("co.uk", "co.uk"),
            ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
            ("a.b.nothing-of-the-kind", "b.nothing-of-the-kind"),
        ];
        for (name, organisation) in cases {
            assert_eq!(DomainName::parse(name).unwrap().organisation().as_str(), organisation);
        }
    }
}
