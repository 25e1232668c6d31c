//! An address that is left alone for a while, since mail to it came back.
//!
//! 1. Once its time is over it is tried again; when that mail comes back too, it is suppressed anew.
//! 2. What a person starts for a client-user (a welcome mail, access to one more dossier) is never dropped: the
//!    person is told, and corrects the address or sends all the same. To send all the same lifts the suppression.
//! 3. Anything else stays behind, and its timeline says why; a notice to an employee goes to the next step of the
//!    cascade.
//!
//! A corrected address is another address, so nothing is to be lifted for it.

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::{mail::MailKind, time::Timestamp};

/// Why an address is left alone, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// Why.
    pub cause: Cause,
    /// Until when.
    pub until: Timestamp,
}

/// Whether a mail goes out to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It does.
    Goes,
    /// Whoever started it decides (rule 2).
    Asks(Suppressed),
    /// It does not (rule 3).
    StaysBehind(Suppressed),
}

/// Whether a mail of this kind goes out to an address that is, or is not, suppressed.
#[must_use]
pub fn passage(kind: MailKind, suppressed: Option<Suppressed>, now: Timestamp) -> Passage {
    match suppressed {
        Some(suppressed) if now < suppressed.until => match kind {
            MailKind::Welcome | MailKind::AccessAdded => Passage::Asks(suppressed),
            _ => Passage::StaysBehind(suppressed),
        },
        _ => Passage::Goes,
    }
}
