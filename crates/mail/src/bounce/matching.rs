//! Of which mail of ours was what said?
//!
//! 1. What is no notification is ignored, with its reason.
//! 2. A mail is known by its seal: in the return path that the notification was sent to, in the envelope id that it
//!    repeats, or in the headers that it returns. What carries none, or one that is not right, is ignored.
//! 3. Several seals must stand for the same mail.
//! 4. What is said has to be said of the recipient that the seal was made for. A mail that went on from there to
//!    another address, and could not be delivered to that one, did reach the address that we know.

use domain::{
    Timestamp,
    bounce::{Action, Said},
    id::MailId,
};
use sha2::{Digest as _, Sha256};

use super::{
    NotOurs, Seal, Seals,
    report::{self, NotAReport, RecipientReport, Report},
};

/// A notification about one of our mails. Only its seal was checked; that the mail exists and was sent is for
/// [`domain::bounce::decide`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The mail.
    pub mail: MailId,
    /// How it was known.
    pub matched_by: MatchedBy,
    /// What was said of it.
    pub said: Said,
    /// Who says so (RFC 3464 §2.2.2), such as `mx.example.be`.
    pub reporting_mta: Option<String>,
    /// The same for every notification that says the same of the same mail, whatever way it took and however often it
    /// came: the SHA-256 of the mail's id, the action, the code and the diagnostic. Stored with what followed,
    /// unique, it makes that a replay changes nothing.
    pub fingerprint: [u8; 32],
}

/// How a mail was known, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchedBy {
    /// The address that the notification was sent to.
    ReturnPath,
    /// `Original-Envelope-Id` (RFC 3464 §2.2.1).
    EnvelopeId,
    /// Our header, in what the notification returns of the mail.
    Header,
}

impl MatchedBy {
    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReturnPath => "return_path",
            Self::EnvelopeId => "envelope_id",
            Self::Header => "header",
        }
    }
}

/// Why something that arrived changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Ignored {
    /// It is no notification about a delivery.
    #[error(transparent)]
    NotAReport(#[from] NotAReport),
    /// Nothing in it is signed by this installation.
    #[error("nothing in it is signed by this installation")]
    Unsigned,
    /// A signature in it is wrong.
    #[error("a signature in it is wrong")]
    Forged,
    /// It is about a mail that was sent too long ago.
    #[error("it is about a mail that was sent too long ago")]
    TooOld,
    /// It is signed for one mail in one place and for another in another.
    #[error("its signatures are of different mails")]
    SealsDiffer,
    /// It is about another recipient than the mail's.
    #[error("it is about another recipient than the mail's")]
    OtherRecipient,
}

impl Ignored {
    /// The code in logs and counters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAReport(why) => why.code(),
            Self::Unsigned => "unsigned",
            Self::Forged => "forged",
            Self::TooOld => "too_old",
            Self::SealsDiffer => "seals_differ",
            Self::OtherRecipient => "other_recipient",
        }
    }
}

/// Reads what arrived. `sent_to` is the envelope's recipient, without angle brackets, where it is known: over LMTP it
/// always is, over the API it may not be.
///
/// # Errors
/// [`Ignored`]: it changes nothing, and why.
pub fn read(seals: &Seals, sent_to: Option<&str>, content: &[u8], now: Timestamp) -> Result<Bounce, Ignored> {
    let report = report::read(content)?;
    let (seal, matched_by) = seal_of(seals, sent_to, &report, now)?;
    let of_ours = |recipient: &&RecipientReport| recipient.addresses.iter().any(|a| seals.is_for(seal, a));
    let mut ours = report.recipients.iter().filter(of_ours);
    let first = ours.next().ok_or(Ignored::OtherRecipient)?;
    // Should one notification say several things of one recipient, the worst holds.
    let worst = std::iter::once(first).chain(ours).find(|recipient| recipient.said.action == Action::Failed);
    let said = worst.unwrap_or(first).said.clone();
    let fingerprint = fingerprint(seal.mail, &said);
    Ok(Bounce { mail: seal.mail, matched_by, said, reporting_mta: report.reporting_mta, fingerprint })
}

/// The seal, wherever it stands. An envelope id and a header of another shape are somebody else's; what has the shape
/// of ours and is not ours spoils the whole.
fn seal_of(
    seals: &Seals,
    sent_to: Option<&str>,
    report: &Report,
    now: Timestamp,
) -> Result<(Seal, MatchedBy), Ignored> {
    let optional = |seal: Result<Seal, NotOurs>| match seal {
        Ok(seal) => Ok(Some(seal)),
        Err(NotOurs::Shape) => Ok(None),
        Err(NotOurs::Signature) => Err(Ignored::Forged),
        Err(NotOurs::TooOld) => Err(Ignored::TooOld),
    };
    let path = match sent_to.map(|address| seals.read_return_path(address, now)) {
        None => None,
        Some(Err(NotOurs::Shape)) => None,
        Some(seal) => optional(seal)?,
    };
    let envelope_id = report.envelope_id.as_deref().map(|id| seals.read_envelope_id(id, now));
    let header = report.header.as_deref().map(|value| seals.read_header(value));
    let found = [
        (path, MatchedBy::ReturnPath),
        (envelope_id.map_or(Ok(None), optional)?, MatchedBy::EnvelopeId),
        (header.map_or(Ok(None), optional)?, MatchedBy::Header),
    ];
    let mut found = found.into_iter().filter_map(|(seal, by)| Some((seal?, by)));
    let first = found.next().ok_or(Ignored::Unsigned)?;
    if found.all(|(seal, _)| seal == first.0) { Ok(first) } else { Err(Ignored::SealsDiffer) }
}

fn fingerprint(mail: MailId, said: &Said) -> [u8; 32] {
    let status = said.status.map(|(class, subject, detail)| format!("{class}.{subject}.{detail}"));
    let parts = [said.action.code(), status.as_deref().unwrap_or_default()];
    let mut hash = Sha256::new();
    hash.update(b"postmeester/bounce/v1\0");
    hash.update(mail.uuid().as_bytes());
    for part in parts.into_iter().chain([said.diagnostic.as_deref().unwrap_or_default()]) {
        // No part holds a NUL: so no two lists of parts are one text.
        hash.update(part);
        hash.update([0]);
    }
    hash.finalize().into()
}
