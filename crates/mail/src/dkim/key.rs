//! The private keys of a domain.
//!
//! `ring` signs; it cannot make an RSA key. The `rsa` crate makes one, and never signs: that its signatures took a time
//! that told something of the key (RUSTSEC-2023-0071) is no concern of ours. `docs/decisions/0018-who-makes-the-keys.md`.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use ring::{
    digest::{SHA256, digest},
    error::KeyRejected,
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rsa::{
    pkcs1::DecodeRsaPublicKey as _,
    pkcs8::{EncodePrivateKey as _, EncodePublicKey as _},
};
use zeroize::Zeroizing;

/// What RFC 8301 §3.2 asks for. 4096 bits take five times as long for each mail, and some DNS hosts stumble over them.
const RSA_BITS: usize = 2048;

/// How a key signs. Both sign a SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `rsa-sha256`, which every receiver checks (RFC 8301 §3.1).
    Rsa,
    /// `ed25519-sha256` (RFC 8463): small and quick, but many receivers pass over it.
    Ed25519,
}

/// A private key as it is kept: DER (RFC 5958, "PKCS#8"). Whoever keeps it encrypts it. It is wiped from memory when it
/// is dropped, and its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Pkcs8(Zeroizing<Vec<u8>>);

/// A private key that can sign. Its `Debug` shows the algorithm alone.
pub struct PrivateKey {
    pair: Pair,
    public: String,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// A key can't be made, read or used.
#[derive(Debug, Clone, Copy, thiserror::Error)]
pub enum KeyError {
    /// The machine's source of chance failed, or what came of it is no key.
    #[error("a key for {} can't be made", .0.code())]
    Make(Algorithm),
    /// Another algorithm's key; one that was cut or changed (was it decrypted with the right key?); or one that is too
    /// weak: RSA has to have at least 2048 bits.
    #[error("this is no key for {} that can be used: {why}", .algorithm.code())]
    Read {
        /// What it was to be a key for.
        algorithm: Algorithm,
        /// What is wrong with it.
        why: KeyRejected,
    },
    /// Nobody could check its signature: of RSA, an exponent or a size out of the ordinary.
    #[error("this key for {} has a public key that can't be published", .0.code())]
    Public(Algorithm),
    /// The machine's source of chance failed, with which RSA hides how long it takes.
    #[error("the key for {} can't sign", .0.code())]
    Sign(Algorithm),
}

impl Algorithm {
    /// Both, in the order in which their signatures stand on a mail.
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// The code that is stored, and that a record has as `k=`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

impl Pkcs8 {
    /// From DER. Whether it is a key is known when it is read: [`PrivateKey::read`].
    #[must_use]
    pub fn new(der: Vec<u8>) -> Self {
        Self(Zeroizing::new(der))
    }

    /// The secret.
    #[must_use]
    pub fn secret(&self) -> &[u8] {
        &self.0
    }
}

impl PrivateKey {
    /// Makes a new key, from the operating system's chance, in the form in which it is kept. For RSA that takes a tenth
    /// of a second and now and then several: not for a thread that others wait for.
    ///
    /// # Errors
    /// [`KeyError::Make`].
    pub fn make(algorithm: Algorithm) -> Result<Pkcs8, KeyError> {
        let made = match algorithm {
            Algorithm::Rsa => rsa::PrivateKey::new(&mut getrandom::SysRng, RSA_BITS)
                .ok()
                .and_then(|key| key.to_pkcs8_der().ok())
                .map(|der| der.as_bytes().to_vec()),
            Algorithm::Ed25519 => {
                Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).ok().map(|der| der.as_ref().to_vec())
            }
        };
        let pkcs8 = Pkcs8::new(made.ok_or(KeyError::Make(algorithm))?);
        // What one library made and another takes is a key; `ring` looks whether its numbers belong together.
        Self::read(algorithm, &pkcs8).map_err(|_| KeyError::Make(algorithm))?;
        Ok(pkcs8)
    }

    /// Reads a key that was kept.
    ///
    /// # Errors
    /// [`KeyError::Read`], [`KeyError::Public`].
    pub fn read(algorithm: Algorithm, pkcs8: &Pkcs8) -> Result<Self, KeyError> {
        let read = match algorithm {
            Algorithm::Rsa => RsaKeyPair::from_pkcs8(pkcs8.secret()).map(|pair| Pair::Rsa(Box::new(pair))),
            // Also the older form, without the public key, which OpenSSL writes.
            Algorithm::Ed25519 => {
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8.secret()).map(Pair::Ed25519)
            }
        };
        let pair = read.map_err(|why| KeyError::Read { algorithm, why })?;
        let public = pair.public().ok_or(KeyError::Public(algorithm))?;
        Ok(Self { pair, public })
    }

    /// How it signs.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The public key as a record has it as `p=`: base64 of 32 octets for Ed25519 (RFC 8463 §4.2), and of a
    /// `SubjectPublicKeyInfo` for RSA, which is what everybody publishes (RFC 6376 §3.6.1, erratum 3017).
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The signature of this text, the same each time: of its SHA-256 by PKCS #1 v1.5 (RFC 6376 §3.3.1), or of its
    /// SHA-256 as the message of Ed25519 (RFC 8463 §3).
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                    .map_err(|_| KeyError::Sign(Algorithm::Rsa))?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => {
                let hash = digest(&SHA256, text);
                Ok(pair.sign(hash.as_ref()).as_ref().to_vec())
            }
        }
    }
}

impl Pair {
    fn public(&self) -> Option<String> {
        match self {
            Self::Rsa(pair) => {
                let key = rsa::PublicKey::from_pkcs1_der(pair.public().as_ref()).ok()?;
                Some(STANDARD.encode(key.to_public_key_der().ok()?.as_bytes()))
            }
            Self::Ed25519(pair) => Some(STANDARD.encode(pair.public_key().as_ref())),
        }
    }
}

impl fmt::Debug for Pkcs8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pkcs8(…)")
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, …)", self.algorithm().code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_made_is_read_back_and_shows_nothing_of_itself() {
        for algorithm in Algorithm::ALL {
            let pkcs8 = PrivateKey::make(algorithm).unwrap();
            let key = PrivateKey::read(algorithm, &Pkcs8::new(pkcs8.secret().to_vec())).unwrap();
            assert_eq!(key.algorithm(), algorithm);
            assert_eq!(format!("{pkcs8:?} {key:?}"), format!("Pkcs8(…) PrivateKey({}, …)", algorithm.code()));
            let another = PrivateKey::read(algorithm, &PrivateKey::make(algorithm).unwrap()).unwrap();
            assert_ne!(key.public(), another.public());
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_a_reason() {
        let [rsa, ed25519] = Algorithm::ALL.map(|algorithm| PrivateKey::make(algorithm).unwrap());
        let mut changed = ed25519.secret().to_vec();
        *changed.last_mut().unwrap() ^= 1;
        let cases = [
            (Algorithm::Rsa, ed25519.clone(), "WrongAlgorithm"),
            (Algorithm::Ed25519, rsa.clone(), "WrongAlgorithm"),
            (Algorithm::Rsa, Pkcs8::new(rsa.secret()[..rsa.secret().len() - 1].to_vec()), "InvalidEncoding"),
            (Algorithm::Rsa, Pkcs8::new(Vec::new()), "InvalidEncoding"),
            (Algorithm::Ed25519, Pkcs8::new(changed), "InconsistentComponents"),
        ];
        for (algorithm, pkcs8, reason) in cases {
            let refused = PrivateKey::read(algorithm, &pkcs8).unwrap_err();
            let code = algorithm.code();
            assert_eq!(refused.to_string(), format!("this is no key for {code} that can be used: {reason}"));
        }
    }

    #[test]
    fn rsa_of_1024_bits_is_refused() {
        let pkcs8 = rsa::PrivateKey::new(&mut getrandom::SysRng, 1024).unwrap().to_pkcs8_der().unwrap();
        let refused = PrivateKey::read(Algorithm::Rsa, &Pkcs8::new(pkcs8.as_bytes().to_vec())).unwrap_err();
        assert!(matches!(refused, KeyError::Read { why, .. } if why.to_string() == "TooSmall"));
    }
}
