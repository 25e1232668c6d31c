//! What is encrypted before it is stored, so that neither a reader of the database nor of a backup has it.
//!
//! AES-256-GCM under a key derived from the installation's. Each sealed text names what it is of ("associated data"), and
//! opens as that alone: one that was moved to another row does not open. `base64url(1 ‖ nonce ‖ encrypted ‖ tag)`; the first
//! byte is the version of this form. The nonce is 96 bits by chance: of the some thousands that an installation makes,
//! no two are the same.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

const VERSION: u8 = 1;

/// Encrypts, and opens again.
pub(crate) struct Seal(LessSafeKey);

/// A sealed text cannot be made or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealError {
    /// The machine has no randomness to give.
    #[error("this machine gives no randomness")]
    Chance,
    /// It was changed, cut, sealed as something else, or with another key.
    #[error("it does not open with this installation's secret key")]
    Open,
}

impl Seal {
    #[expect(clippy::expect_used, reason = "AES-256 takes keys of 32 bytes")]
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes keys of 32 bytes")))
    }

    /// Encrypts a secret, as what `of` says.
    pub(crate) fn close(&self, of: &str, secret: &[u8]) -> Result<String, SealError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| SealError::Chance)?;
        let mut encrypted = secret.to_vec();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(of), &mut encrypted)
            .map_err(|_| SealError::Chance)?;
        Ok(URL_SAFE_NO_PAD.encode([&[VERSION], &nonce[..], &encrypted].concat()))
    }

    /// The secret that was encrypted as what `of` says.
    pub(crate) fn open(&self, of: &str, sealed: &str) -> Result<Vec<u8>, SealError> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| SealError::Open)?;
        let rest = bytes.strip_prefix(&[VERSION]).ok_or(SealError::Open)?;
        let (nonce, encrypted) = rest.split_at_checked(NONCE_LEN).ok_or(SealError::Open)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Open)?;
        let mut secret = encrypted.to_vec();
        let length =
            self.0.open_in_place(nonce, Aad::from(of), &mut secret).map_err(|_| SealError::Open)?.len();
        secret.truncate(length);
        Ok(secret)
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_as_what_it_is_and_as_nothing_else() {
        let seal = Seal::new(&[7; 32]);
        let sealed = seal.close("office/a.be/1/rsa", b"secret").unwrap();
        assert_eq!(seal.open("office/a.be/1/rsa", &sealed).unwrap(), b"secret");
        assert_eq!(seal.open("other/a.be/1/rsa", &sealed), Err(SealError::Open));
        assert_eq!(Seal::new(&[8; 32]).open("office/a.be/1/rsa", &sealed), Err(SealError::Open));
        assert_ne!(
            seal.close("office/a.be/1/rsa", b"secret").unwrap(),
            sealed,
            "each has a nonce of its own"
        );
        let mut bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        for at in 0..bytes.len() {
            bytes[at] ^= 1;
            assert_eq!(seal.open("office/a.be/1/rsa", &URL_SAFE_NO_PAD.encode(&bytes)), Err(SealError::Open));
            bytes[at] ^= 1;
        }
        for cut in ["", "AQ", &sealed[..sealed.len() - 4], "ü"] {
            assert_eq!(seal.open("office/a.be/1/rsa", cut), Err(SealError::Open));
        }
    }
}
