//! The seals by which a mail is known when it comes back.

use domain::{Timestamp, mail::Mail};
use mail::{bounce::Seals, compose::Composed};

/// Puts the seals on a mail: a header, the same at every attempt, as its bytes are; and in the envelope the return path
/// of this attempt's day. Returns the envelope's id.
pub(super) fn seal(seals: &Seals, mail: &Mail, composed: &mut Composed, now: Timestamp) -> String {
    let to = &mail.to.address;
    composed.envelope_from = seals.return_path(mail.id, to, now);
    composed.bytes.splice(0..0, seals.header(mail.id, to, mail.created_at).into_bytes());
    seals.envelope_id(mail.id, to, now)
}
