//! What a worker knows of the domains whose mails it has: may they go out, and with which keys are they signed?
//!
//! Read with the mails that were leased, in one statement for all domains that were not known to be ready in the last few
//! seconds; so a busy worker asks once in a few seconds, and one that has nothing to do never. Of a domain that is not
//! ready only a probe comes by from time to time, and whatever goes out because it was mended a moment ago: so that is asked
//! anew each time. One that broke is sent from for those few seconds still. Where domains are not checked, nothing is
//! asked, held or signed.
//!
//! 1. A mail of the platform's own address goes out unsigned: that domain is the operator's to set up, at the relay;
//! 2. a mail of an office's own affairs goes out in any case, since it may be the one that tells what is wrong; it is
//!    signed where that can be;
//! 3. any other waits while its domain is not ready, and is signed when it is, by the keys of its own time.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use domain::{
    EmailAddress, Timestamp, delivery::SenderFault, id::OfficeId, mail::Mail, mail_setup, sender::Step,
};
use mail::dkim::{Algorithm, Rotation, SignError, Signer};
use store::{
    Tx,
    deliveries::Leased,
    dkim_keys::{DkimKeys, Sending},
};
use tokio::time::Instant;

use super::Courier;
use crate::{
    Desk, chain,
    mail_setup::{read_key, rotation},
};

/// How long a domain is taken to be ready.
const GOOD_FOR: Duration = Duration::from_secs(5);
/// What nobody asked for in so long is forgotten: longer than any mail waits for its connection.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(600);

type Key = (OfficeId, String);

/// What is known of domains.
pub(super) struct Setups {
    platform: Option<EmailAddress>,
    known: RwLock<HashMap<Key, Known>>,
}

#[derive(Clone)]
struct Known {
    at: Instant,
    domain: Arc<Domain>,
}

/// A domain as it was a moment ago.
struct Domain {
    causes: Vec<SenderFault>,
    rotation: Option<Rotation>,
    keys: Vec<Signing>,
}

/// A generation of keys.
struct Signing {
    kept: DkimKeys,
    /// With RSA alone, and with both.
    signers: Option<(Arc<Signer>, Arc<Signer>)>,
}

/// What becomes of a mail.
pub(super) enum Passes {
    /// It goes out as it is.
    Unsigned,
    /// It goes out signed.
    Signed(Arc<Signer>),
    /// It waits.
    Held(Vec<SenderFault>),
    /// Nothing is known of its domain: it is left for a moment.
    Unknown,
}

impl Setups {
    /// None where domains are not checked.
    pub(super) fn new(desk: &Desk) -> Option<Self> {
        let settings = desk.settings();
        settings.checks.as_ref()?;
        Some(Self { platform: settings.system_from.clone(), known: RwLock::default() })
    }

    /// Reads what is not known of the domains of these mails.
    pub(super) async fn load(&self, tx: &mut Tx, desk: &Desk, leased: &[Leased]) -> Result<(), store::Error> {
        let now = Instant::now();
        let missing: BTreeSet<Key> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let fresh = |key: &Key| {
                known
                    .get(key)
                    .is_some_and(|known| known.domain.causes.is_empty() && now - known.at < GOOD_FOR)
            };
            leased.iter().filter_map(|leased| self.key(&leased.mail)).filter(|key| !fresh(key)).collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let missing: Vec<Key> = missing.into_iter().collect();
        let found = store::dkim_keys::sending(tx, &missing).await?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        for (key, sending) in missing.into_iter().zip(found) {
            let before = known.get(&key).map(|known| known.domain.clone());
            let domain = Arc::new(Domain::of(desk, sending, before.as_deref()));
            known.insert(key, Known { at: now, domain });
        }
        known.retain(|_, known| now - known.at < FORGOTTEN_AFTER);
        Ok(())
    }

    /// What becomes of a mail.
    pub(super) fn pass(&self, mail: &Mail) -> Passes {
        let Some(key) = self.key(mail) else { return Passes::Unsigned };
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let own_affairs = mail.sender.step == Step::SystemAddress;
        match known.map(|known| known.domain) {
            Some(domain) if domain.causes.is_empty() => match domain.signer(mail.created_at) {
                Some(signer) => Passes::Signed(signer),
                None if own_affairs => Passes::Unsigned,
                // Its keys cannot be read; a line in the log says why.
                None => Passes::Held(vec![SenderFault::DkimMismatch]),
            },
            _ if own_affairs => Passes::Unsigned,
            Some(domain) => Passes::Held(domain.causes.clone()),
            None => Passes::Unknown,
        }
    }

    /// The domain that a mail depends on; none for the platform's own address.
    fn key(&self, mail: &Mail) -> Option<Key> {
        let from = &mail.sender.from.address;
        (self.platform.as_ref() != Some(from)).then(|| (mail.office_id, from.domain().to_owned()))
    }
}

impl Domain {
    /// As it is stored. Keys that did not change are not opened anew.
    fn of(desk: &Desk, sending: Sending, before: Option<&Self>) -> Self {
        let rotation = rotation(&sending.keys);
        let opened = |kept: &DkimKeys| {
            before
                .and_then(|before| before.keys.iter().find(|keys| keys.kept.rsa == kept.rsa)?.signers.clone())
        };
        let keys = sending.keys.into_iter().filter(|keys| keys.signs_from.is_some()).map(|kept| {
            let signers = opened(&kept).or_else(|| signers(desk, &kept));
            Signing { kept, signers }
        });
        let keys = keys.collect();
        Self { causes: mail_setup::causes(sending.verdict.as_ref()), rotation, keys }
    }

    fn signer(&self, created_at: Timestamp) -> Option<Arc<Signer>> {
        let generation = self.rotation?.signs(created_at)?.number();
        let keys = self.keys.iter().find(|keys| keys.kept.generation == generation)?;
        let (rsa, both) = keys.signers.as_ref()?;
        // Both from a point in time on, and not from when a worker heard of it: every attempt sends the same bytes.
        let with_both = keys.kept.ed25519_from.is_some_and(|from| created_at >= from);
        Some(if with_both { both } else { rsa }.clone())
    }
}

fn signers(desk: &Desk, keys: &DkimKeys) -> Option<(Arc<Signer>, Arc<Signer>)> {
    let read = |algorithm| read_key(&desk.0.seal, keys, algorithm);
    let made = || -> Result<_, Box<dyn std::error::Error>> {
        let rsa = Signer::new(vec![read(Algorithm::Rsa)?])?;
        let both = Signer::new(vec![read(Algorithm::Rsa)?, read(Algorithm::Ed25519)?])?;
        Ok((Arc::new(rsa), Arc::new(both)))
    };
    made()
        .map_err(|error| {
            let (office, domain, error) = (keys.office, &keys.domain, chain(&*error));
            tracing::error!(%office, domain, error, "the keys of a domain cannot be used; its mails wait");
        })
        .ok()
}

/// The bytes with their signatures. RSA keeps a processor busy for most of a millisecond, and the threads of the runtime talk
/// to relays and the database meanwhile: so it is done on one that may be kept.
pub(super) async fn sign(signer: Arc<Signer>, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let signed = tokio::task::spawn_blocking(move || signer.sign(&bytes));
    match signed.await {
        Ok(signed) => signed.map_err(|error: SignError| chain(&error)),
        Err(error) => Err(chain(&error)),
    }
}

impl Courier {
    /// What becomes of a mail, by what is known of its domain.
    pub(super) fn pass(&self, mail: &Mail) -> Passes {
        self.setups.as_ref().map_or(Passes::Unsigned, |setups| setups.pass(mail))
    }
}
