//! The signature by which a mail that comes back is known.
//!
//! A seal is `base32(place ‖ day ‖ mail ‖ tag ‖ HMAC-SHA256(key, all of that))`: 1, 2, 16, 4 and 12 octets, 56
//! letters and digits without padding. *place* says where it stands, *day* when it was made, *tag* is the beginning
//! of an HMAC of the recipient's [address key](EmailAddress::key). Base32, since relays may lower the case of a local
//! part. With `b+` before it 58 octets, of the 64 that a local part may have (RFC 5321 §4.5.3.1.1).
//!
//! 96 bits of signature are enough: they can only be guessed by asking this program, and a guess that is right
//! changes one mail. 32 bits of tag are enough, since they are signed: they only have to tell this recipient from
//! others.

use data_encoding::BASE32_NOPAD_NOCASE;
use domain::{EmailAddress, Timestamp, bounce::MEMORY, id::MailId, time::days};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Before the seal in the local part of a return path.
const PREFIX: &str = "b+";
/// The header that carries a seal in the mail itself.
pub(super) const HEADER: &str = "Postmeester-Mail";
const CLEAR: usize = 1 + 2 + 16 + TAG;
const TAG: usize = 4;
const MAC: usize = 12;
/// Letters of a seal.
const LENGTH: usize = (CLEAR + MAC) * 8 / 5;

/// Where a seal stands. One from a mail's header, which every reader of the mail sees, is no return path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the envelope, made at each attempt.
    Envelope = 1,
    /// In the mail, which is the same bytes at each attempt: made as of the day that it was stored.
    Header = 2,
}

/// Makes and reads seals, and the return paths that hold them.
#[derive(Clone)]
pub struct Seals {
    key: [u8; 32],
    domain: String,
}

impl std::fmt::Debug for Seals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seals").field("domain", &self.domain).finish_non_exhaustive()
    }
}

/// What a seal says, once its signature was found right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seal {
    /// The mail.
    pub mail: MailId,
    tag: [u8; TAG],
}

/// This cannot be the domain of return paths.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} can't be the domain of return paths: give the name of a domain of your own, such as bounces.example.be, \
     195 octets at most"
)]
pub struct SealError(String);

/// Why something is not a seal of this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// Another domain, or nothing that looks like a seal.
    #[error("this does not look like a return path of this installation")]
    Shape,
    /// It looks like one, and its signature is wrong: made up, cut, changed, or made with another key.
    #[error("the signature is not of this installation")]
    Signature,
    /// It is right, and older than a mail takes to come back.
    #[error("this return path is too old for its mail to come back")]
    TooOld,
}

impl Seals {
    /// Seals under this key, in return paths at this domain. The key is derived from the installation's secret (HKDF,
    /// RFC 5869, purpose `postmeester/return-path/v1`) and used for nothing else.
    ///
    /// # Errors
    /// When the domain cannot be one.
    pub fn new(key: [u8; 32], domain: &str) -> Result<Self, SealError> {
        let refused = || SealError(domain.to_owned());
        let address = EmailAddress::parse(&format!("b@{domain}")).map_err(|_| refused())?;
        let right = PREFIX.len() + LENGTH + 1 + address.domain().len() <= 254;
        right.then(|| Self { key, domain: address.domain().to_owned() }).ok_or_else(refused)
    }

    /// The return path of a mail to this address: what `MAIL FROM` says, without angle brackets. `now` is the time of
    /// the attempt, so that a mail that was held for weeks can still come back.
    #[must_use]
    pub fn return_path(&self, mail: MailId, to: &EmailAddress, now: Timestamp) -> String {
        format!("{PREFIX}{}@{}", self.make(Place::Envelope, mail, to, now), self.domain)
    }

    /// The envelope id of a mail to this address, `ENVID` of RFC 3461 §4.4, for a relay that offers DSN. Nothing in
    /// it needs xtext.
    #[must_use]
    pub fn envelope_id(&self, mail: MailId, to: &EmailAddress, now: Timestamp) -> String {
        self.make(Place::Envelope, mail, to, now)
    }

    /// A header line, with its CRLF, to stand before the others of a mail to this address. `stored_at` is the mail's,
    /// so that each attempt sends the same bytes.
    #[must_use]
    pub fn header(&self, mail: MailId, to: &EmailAddress, stored_at: Timestamp) -> String {
        format!("{HEADER}: {}\r\n", self.make(Place::Header, mail, to, stored_at))
    }

    /// Reads a return path, without angle brackets.
    ///
    /// # Errors
    /// [`NotOurs`], and why.
    pub fn read_return_path(&self, address: &str, now: Timestamp) -> Result<Seal, NotOurs> {
        let (local, domain) = address.rsplit_once('@').ok_or(NotOurs::Shape)?;
        if !domain.eq_ignore_ascii_case(&self.domain) {
            return Err(NotOurs::Shape);
        }
        let (prefix, seal) = local.split_at_checked(PREFIX.len()).ok_or(NotOurs::Shape)?;
        if !prefix.eq_ignore_ascii_case(PREFIX) {
            return Err(NotOurs::Shape);
        }
        self.read_envelope_id(seal, now)
    }

    /// Reads an envelope id.
    ///
    /// # Errors
    /// [`NotOurs`], and why.
    pub fn read_envelope_id(&self, envelope_id: &str, now: Timestamp) -> Result<Seal, NotOurs> {
        let (seal, made) = self.read(Place::Envelope, envelope_id)?;
        if today(now).saturating_sub(made) > today(Timestamp::from_millis(0) + MEMORY) {
            return Err(NotOurs::TooOld);
        }
        Ok(seal)
    }

    /// Reads what stands in the [header](Seals::header). It has no age: a mail may have been held for long after it
    /// was stored. [`domain::bounce::decide`] knows when it was handed over.
    ///
    /// # Errors
    /// [`NotOurs`], and why.
    pub fn read_header(&self, value: &str) -> Result<Seal, NotOurs> {
        self.read(Place::Header, value.trim()).map(|(seal, _)| seal)
    }

    /// Whether the mail that a seal stands for went to this address.
    #[must_use]
    pub fn is_for(&self, seal: Seal, address: &EmailAddress) -> bool {
        self.tag(address) == seal.tag
    }

    fn make(&self, place: Place, mail: MailId, to: &EmailAddress, on: Timestamp) -> String {
        let mut sealed = Vec::with_capacity(CLEAR + MAC);
        sealed.push(place as u8);
        sealed.extend_from_slice(&today(on).to_be_bytes());
        sealed.extend_from_slice(mail.uuid().as_bytes());
        sealed.extend_from_slice(&self.tag(to));
        let mac = self.mac(b"seal").chain_update(&sealed).finalize().into_bytes();
        sealed.extend_from_slice(&mac[..MAC]);
        BASE32_NOPAD_NOCASE.encode(&sealed).to_ascii_lowercase()
    }

    /// A seal and the day that it was made on.
    fn read(&self, place: Place, text: &str) -> Result<(Seal, u16), NotOurs> {
        if text.len() != LENGTH {
            return Err(NotOurs::Shape);
        }
        let sealed = BASE32_NOPAD_NOCASE.decode(text.as_bytes()).map_err(|_| NotOurs::Shape)?;
        let (clear, mac) = sealed.split_at_checked(CLEAR).ok_or(NotOurs::Shape)?;
        let right = self.mac(b"seal").chain_update(clear).verify_truncated_left(mac).is_ok();
        let (&[at, high, low], rest) = clear.split_first_chunk().ok_or(NotOurs::Shape)?;
        let (mail, tag) = rest.split_first_chunk().ok_or(NotOurs::Shape)?;
        let tag = tag.try_into().map_err(|_| NotOurs::Shape)?;
        if !right || at != place as u8 {
            return Err(NotOurs::Signature);
        }
        let mail = MailId::new(uuid::Uuid::from_bytes(*mail));
        Ok((Seal { mail, tag }, u16::from_be_bytes([high, low])))
    }

    fn tag(&self, address: &EmailAddress) -> [u8; TAG] {
        let mac = self.mac(b"to").chain_update(address.key()).finalize().into_bytes();
        std::array::from_fn(|at| mac[at])
    }

    /// An HMAC for one of the two uses, which no content can make look like the other.
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn mac(&self, purpose: &[u8]) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.chain_update(purpose).chain_update([0])
    }
}

/// Days since 1970-01-01 in UTC, up to the year 2149.
fn today(now: Timestamp) -> u16 {
    let days = now.since(Timestamp::from_millis(0)).as_secs() / days(1).as_secs();
    u16::try_from(days).unwrap_or(u16::MAX)
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
