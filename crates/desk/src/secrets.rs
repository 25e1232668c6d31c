//! The installation's secret key, the links that are derived from it, and what is encrypted with it ([`seal`]).
//!
//! A link's token is `base64url(invitation ‖ number ‖ HMAC-SHA256(key, invitation ‖ number))`: 16, 3 and 32 bytes, 68
//! letters. Nothing of it is stored, so whoever reads the database, a backup or a log cannot make one; and one that
//! was made up is turned away before the database is asked.

use std::fmt;

pub(crate) mod seal;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{id::InvitationId, mail::LinkRef};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use mail::bounce::{SealError, Seals};
use sha2::Sha256;
use url::Url;

/// The installation's secret: 32 bytes from which every other key is derived (HKDF, RFC 5869).
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// A new one, by chance.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads a key as [`SecretKey::encode`] writes it: 32 bytes in base64url without padding, 43 letters.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The key as text, for the file that keeps it.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Something by which two keys can be told apart, and from which neither can be found.
    pub(crate) fn check(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.derive("postmeester/key-check/v1"))
    }

    /// The seals by which mails that come back to this domain are known.
    ///
    /// # Errors
    /// When it cannot be the domain of return paths.
    pub fn seals(&self, domain: &str) -> Result<Seals, SealError> {
        Seals::new(self.derive("postmeester/return-path/v1"), domain)
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // 32 bytes are far below what HKDF can give, so that this cannot fail.
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), &mut key);
        key
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// What encrypts the private keys of domains.
    pub(crate) fn dkim_seal(&self) -> seal::Seal {
        seal::Seal::new(&self.derive("postmeester/dkim-keys/v1"))
    }
}

/// Makes and reads the links of invitations.
#[derive(Clone)]
pub struct Links {
    key: [u8; 32],
    base_url: Url,
}

const TOKEN: usize = 16 + 3 + 32;

impl Links {
    /// The links of an installation that is reached at `base_url`.
    #[must_use]
    pub fn new(key: &SecretKey, base_url: Url) -> Self {
        Self { key: key.derive("postmeester/welcome-link/v1"), base_url }
    }

    /// The link: `{base_url}/welcome/{token}`.
    #[must_use]
    pub fn url(&self, link: LinkRef) -> Url {
        let mut url = self.base_url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["welcome", &self.token(link)]);
        }
        url
    }

    /// The token of a link.
    #[must_use]
    pub fn token(&self, link: LinkRef) -> String {
        let named = named(link);
        let mut token = named.to_vec();
        token.extend_from_slice(&self.mac(&named).finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Which link a token stands for; none when this installation did not make it.
    #[must_use]
    pub fn read(&self, token: &str) -> Option<LinkRef> {
        let bytes: [u8; TOKEN] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (named, mac) = bytes.split_at(16 + 3);
        self.mac(named).verify_slice(mac).ok()?;
        let (id, number) = named.split_at(16);
        let invitation = InvitationId::new(uuid::Uuid::from_slice(id).ok()?);
        Some(LinkRef { invitation, number: u32::from_be_bytes([0, number[0], number[1], number[2]]) })
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn mac(&self, named: &[u8]) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length").chain_update(named)
    }
}

/// What the token says in clear: which invitation, which of its links.
fn named(link: LinkRef) -> [u8; 19] {
    let mut named = [0; 19];
    named[..16].copy_from_slice(link.invitation.uuid().as_bytes());
    named[16..].copy_from_slice(&link.number.to_be_bytes()[1..]);
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links() -> Links {
        Links::new(&SecretKey([7; 32]), Url::parse("https://portaal.example/x/").unwrap())
    }

    fn link(id: u128, number: u32) -> LinkRef {
        LinkRef { invitation: InvitationId::new(uuid::Uuid::from_u128(id)), number }
    }

    #[test]
    fn a_link_stands_under_the_base_url_and_reads_back() {
        let url = links().url(link(1, 2));
        let token = url.as_str().strip_prefix("https://portaal.example/x/welcome/").unwrap();
        assert_eq!(token.len(), 68);
        assert_eq!(links().read(token), Some(link(1, 2)));
    }

    #[test]
    fn another_installations_link_is_not_ours() {
        let other = Links::new(&SecretKey([8; 32]), Url::parse("https://portaal.example/").unwrap());
        assert_eq!(other.read(&links().token(link(1, 2))), None);
    }

    proptest! {
        #[test]
        fn no_token_but_our_own_is_read(id: u128, number in 1u32..1 << 24, at in 0usize..68, letter in "[A-Za-z0-9_-]", any in ".{0,80}") {
            let token = links().token(link(id, number));
            prop_assert_eq!(links().read(&token), Some(link(id, number)));
            prop_assert_eq!(links().read(&any), None);
            let mut changed = token.clone();
            changed.replace_range(at..=at, &letter);
            prop_assert!(changed == token || links().read(&changed).is_none());
        }
    }
}
