//! What we are going to send, which a domain has to be set up for.

use std::net::IpAddr;

use domain::input::Fault;

use super::{
    domain_name::DomainName,
    question::Kind,
    report::Record,
    spf::{Client, Ours},
};

/// Mail of one domain that goes out through the platform's relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The domain of the address in `From`.
    pub domain: DomainName,
    /// The domain that signs: `d=` of DKIM.
    pub signing_domain: DomainName,
    /// The key that signs, and that everybody can verify: RSA.
    pub key: SigningKey,
    /// One of the other algorithm that signs besides. It may be missing in the DNS; when it is there, it has to be ours.
    pub second_key: Option<SigningKey>,
    /// The domain of the return path (`MAIL FROM`), which is the one that SPF is about.
    pub return_path: DomainName,
    /// The servers that send.
    pub egress: Egress,
}

/// A key that we sign with, as it is to be published (RFC 6376 §3.6.1, RFC 8463 §4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// `s=`: below `_domainkey` of the signing domain. Letters, digits, hyphens and dots.
    pub selector: String,
    /// What it signs with.
    pub algorithm: Algorithm,
    /// `p=`: base64, without spaces; a `SubjectPublicKeyInfo` for RSA, the bare 32 octets for Ed25519.
    pub public: String,
    /// A name of our own that holds the key, for a domain that is to point there with a CNAME instead of holding the
    /// key itself.
    pub alias: Option<DomainName>,
}

/// What a key signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// `rsa-sha256`, which everybody verifies.
    Rsa,
    /// `ed25519-sha256`, which some verify.
    Ed25519,
}

/// The servers that send: one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Egress {
    pub(super) addresses: Vec<IpAddr>,
    pub(super) include: Option<DomainName>,
    pub(super) helo: DomainName,
}

impl Egress {
    /// Servers with these addresses, each of which has to be allowed to send; `include` is a name of our own whose SPF
    /// record holds them all, and `helo` the name with which they introduce themselves.
    ///
    /// # Errors
    /// [`Fault::Missing`] without an address, [`Fault::OutOfRange`] with more than [`Egress::MOST`].
    pub fn new(addresses: Vec<IpAddr>, include: Option<DomainName>, helo: DomainName) -> Result<Self, Fault> {
        match addresses.len() {
            0 => Err(Fault::Missing),
            1..=Self::MOST => Ok(Self { addresses, include, helo }),
            _ => Err(Fault::OutOfRange),
        }
    }

    /// The most addresses: SPF is evaluated for each.
    pub const MOST: usize = 20;
}

impl Algorithm {
    /// `k=` of a key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

impl Plan {
    /// The name at which a key has to be.
    pub(super) fn key_name(&self, key: &SigningKey) -> String {
        format!("{}._domainkey.{}", key.selector, self.signing_domain).to_ascii_lowercase()
    }

    /// The record that publishes a key.
    pub(super) fn key_record(&self, key: &SigningKey) -> Record {
        let name = self.key_name(key);
        match &key.alias {
            Some(alias) => Record { kind: Kind::Cname, name, value: format!("{alias}.") },
            None => {
                let value = format!("v=DKIM1; k={}; p={}", key.algorithm.code(), key.public);
                Record { kind: Kind::Txt, name, value }
            }
        }
    }

    /// Each key, and whether a mail counts as unsigned without it.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&SigningKey, bool)> {
        std::iter::once((&self.key, true)).chain(self.second_key.iter().map(|key| (key, false)))
    }

    /// One of our servers, sending with a return path of this domain. The part before the `@` differs with each mail.
    pub(super) fn client(&self, address: IpAddr, domain: &DomainName) -> Client {
        Client {
            address,
            local_part: "postmaster".to_owned(),
            domain: domain.as_str().to_owned(),
            helo: self.egress.helo.as_str().to_owned(),
        }
    }

    pub(super) fn our_addresses(&self) -> Ours {
        Ours::Addresses(self.egress.addresses.clone())
    }
}
