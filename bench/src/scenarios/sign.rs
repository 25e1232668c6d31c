//! What a DKIM signature costs (RFC 6376): the hash of a mail and a signature, on one processor. Nothing is signed yet; this is
//! what will come on top of each mail.

use anyhow::anyhow;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Serialize;

use crate::clock;
use crate::figures::rate;

/// Made for this; it signs nothing else.
const RSA_2048: &[u8] = include_bytes!("rsa-2048.pk8");

#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    /// What every receiver can check (RFC 8301).
    Rsa2048,
    /// RFC 8463.
    Ed25519,
}

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) mails_per_second: f64,
    pub(crate) micros_a_mail: f64,
}

pub(crate) fn run(key: Key, mails: usize, size: usize) -> anyhow::Result<Figures> {
    let (mail, random) = (vec![b'x'; size], SystemRandom::new());
    let wrong = |error: ring::error::KeyRejected| anyhow!("the key: {error}");
    let rsa = RsaKeyPair::from_pkcs8(RSA_2048).map_err(wrong)?;
    let ed = Ed25519KeyPair::generate_pkcs8(&random).map_err(|_| anyhow!("no randomness"))?;
    let ed = Ed25519KeyPair::from_pkcs8(ed.as_ref()).map_err(wrong)?;
    let mut signature = vec![0; rsa.public().modulus_len()];
    let began = clock::now();
    for _ in 0..mails {
        let hash = digest(&SHA256, &mail);
        match key {
            Key::Rsa2048 => rsa
                .sign(&RSA_PKCS1_SHA256, &random, hash.as_ref(), &mut signature)
                .map_err(|_| anyhow!("not signed"))?,
            Key::Ed25519 => signature[..64].copy_from_slice(ed.sign(hash.as_ref()).as_ref()),
        }
    }
    let mails_per_second = rate(mails, clock::seconds(began, clock::now()));
    Ok(Figures { mails_per_second, micros_a_mail: 1e6 / mails_per_second })
}
