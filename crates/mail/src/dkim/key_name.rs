//! What a key is called: its domain and its selector.

use std::fmt;

/// The name of a public key (RFC 6376 §3.1 and §3.6.2): a signature says it as `d=` and `s=`, and the key's record
/// stands in the DNS at `SELECTOR._domainkey.DOMAIN`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyName {
    domain: String,
    selector: Selector,
}

/// One key of several that a domain has. Lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selector(String);

/// This can't be the name of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyNameError {
    /// The domain.
    #[error("{0:?} is no domain: labels of letters, digits and hyphens, in ASCII (xn--…)")]
    Domain(String),
    /// The selector.
    #[error("{0:?} is no selector: labels of letters, digits and hyphens, such as pm1")]
    Selector(String),
    /// The DNS ends at 253 characters (RFC 1035 §2.3.4).
    #[error("{0} is too long for the DNS: it can have 253 characters")]
    TooLong(String),
}

impl KeyName {
    /// Of this domain, in its ASCII form as [`domain::EmailAddress::domain`] gives it.
    ///
    /// # Errors
    /// [`KeyNameError::Domain`], [`KeyNameError::TooLong`].
    pub fn new(domain: &str, selector: Selector) -> Result<Self, KeyNameError> {
        if !domain.contains('.') || !domain.split('.').all(is_label) {
            return Err(KeyNameError::Domain(domain.to_owned()));
        }
        let name = Self { domain: domain.to_ascii_lowercase(), selector };
        let dns = name.dns();
        if dns.len() > 253 { Err(KeyNameError::TooLong(dns)) } else { Ok(name) }
    }

    /// The domain that signs.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The selector.
    #[must_use]
    pub const fn selector(&self) -> &Selector {
        &self.selector
    }

    /// Where the record stands in the DNS, without the dot at the end: `pm1._domainkey.example.be`.
    #[must_use]
    pub fn dns(&self) -> String {
        format!("{}.{}", self.within_domain(), self.domain)
    }

    /// The same as a DNS host's form asks for it, which adds the domain itself: `pm1._domainkey`.
    #[must_use]
    pub fn within_domain(&self) -> String {
        format!("{}._domainkey", self.selector)
    }
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// [`KeyNameError::Selector`].
    pub fn parse(text: &str) -> Result<Self, KeyNameError> {
        let good = text.split('.').all(is_label);
        good.then(|| Self(text.to_ascii_lowercase())).ok_or_else(|| KeyNameError::Selector(text.to_owned()))
    }

    /// One that is known to be right.
    pub(super) const fn known(text: String) -> Self {
        Self(text)
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `sub-domain` of RFC 5321 §4.1.2, which `d=` and `s=` are made of.
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(domain: &str, selector: &str) -> Result<KeyName, KeyNameError> {
        KeyName::new(domain, Selector::parse(selector)?)
    }

    #[test]
    fn a_key_stands_below_its_domain() {
        let name = name("Kantoor.Example.BE", "PM1e").unwrap();
        assert_eq!(name.dns(), "pm1e._domainkey.kantoor.example.be");
        assert_eq!(name.within_domain(), "pm1e._domainkey");
        assert_eq!((name.domain(), name.selector().as_str()), ("kantoor.example.be", "pm1e"));
    }

    #[test]
    fn what_would_end_a_tag_or_a_name_is_refused() {
        for domain in
            ["", "be", ".be", "a..be", "a.be.", "a b.be", "a;l=1.be", "müller.be", "-a.be", "a\r\n.be"]
        {
            assert!(matches!(name(domain, "pm1"), Err(KeyNameError::Domain(_))), "{domain:?}");
        }
        for selector in ["", "a_b", "a;", "pm1.", "-a", "a-", &"a".repeat(64)] {
            assert!(matches!(name("a.be", selector), Err(KeyNameError::Selector(_))), "{selector:?}");
        }
        let long = ["a".repeat(63).as_str(); 4].join(".");
        assert!(matches!(name(&long[..240], "pm1"), Err(KeyNameError::TooLong(_))));
    }
}
