//! The keys of domains: made, kept sealed, and read back to sign.

use domain::{Timestamp, id::OfficeId};
use mail::dkim::{Algorithm, Generation, KeyName, Pkcs8, PrivateKey, Rotation};
use store::dkim_keys::DkimKeys;

use crate::{Desk, secrets::seal::Seal};

/// Something about keys that are kept cannot be read.
fn unreadable(why: &dyn std::error::Error) -> store::Error {
    store::Error::Unreadable { what: "the keys of a domain", why: crate::chain(why) }
}

/// What a sealed key is of: it opens as that alone.
fn named(office: OfficeId, domain: &str, generation: u32, algorithm: Algorithm) -> String {
    format!("{office}/{domain}/{generation}/{}", algorithm.code())
}

/// Makes the first keys of each of these domains: a tenth of a second of work and more for each, on a thread that nobody
/// waits for.
pub(super) async fn make(
    desk: &Desk,
    office: OfficeId,
    domains: Vec<String>,
) -> Result<Vec<DkimKeys>, store::Error> {
    let (desk, now) = (desk.clone(), desk.0.clock.now());
    let made = tokio::task::spawn_blocking(move || {
        domains.into_iter().map(|domain| make_one(&desk, office, domain, now)).collect()
    });
    made.await.map_err(|error| unreadable(&error))?
}

fn make_one(
    desk: &Desk,
    office: OfficeId,
    domain: String,
    created_at: Timestamp,
) -> Result<DkimKeys, store::Error> {
    let generation = Generation::FIRST.number();
    let sealed = |algorithm: Algorithm| {
        let key = PrivateKey::make(algorithm).map_err(|error| unreadable(&error))?;
        let of = named(office, &domain, generation, algorithm);
        desk.0.seal.close(&of, key.secret()).map_err(|error| unreadable(&error))
    };
    let (rsa, ed25519) = (sealed(Algorithm::Rsa)?, sealed(Algorithm::Ed25519)?);
    Ok(DkimKeys {
        office,
        domain,
        generation,
        rsa,
        ed25519,
        signs_from: None,
        ed25519_from: None,
        created_at,
    })
}

/// One of the keys, ready to sign, with its name.
pub(crate) fn read(
    seal: &Seal,
    keys: &DkimKeys,
    algorithm: Algorithm,
) -> Result<(KeyName, PrivateKey), store::Error> {
    let sealed = match algorithm {
        Algorithm::Rsa => &keys.rsa,
        Algorithm::Ed25519 => &keys.ed25519,
    };
    let of = named(keys.office, &keys.domain, keys.generation, algorithm);
    let opened = seal.open(&of, sealed).map_err(|error| unreadable(&error))?;
    let key = PrivateKey::read(algorithm, &Pkcs8::new(opened)).map_err(|error| unreadable(&error))?;
    let generation = Generation::of(keys.generation).unwrap_or(Generation::FIRST);
    let name =
        KeyName::new(&keys.domain, generation.selector(algorithm)).map_err(|error| unreadable(&error))?;
    Ok((name, key))
}

/// Which of the keys of a domain signs what; none when there are none.
pub(crate) fn rotation(keys: &[DkimKeys]) -> Option<Rotation> {
    let generations: Option<Vec<_>> =
        keys.iter().map(|keys| Some((Generation::of(keys.generation)?, keys.signs_from))).collect();
    Rotation::from_stored(&generations?)
}
