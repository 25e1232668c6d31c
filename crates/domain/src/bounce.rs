//! What follows when a mail comes back.
//!
//! A delivery status notification (RFC 3464) says of one recipient of one mail what became of it. Whether it is about
//! a mail of ours at all is told by its signature, in `mail::bounce`. Then, in this order, [`decide`]:
//!
//! 1. a mail that does not exist, or that no relay ever took, cannot come back: ignored;
//! 2. what comes more than [`MEMORY`] after the mail was handed over: ignored;
//! 3. *delayed*, *delivered*, *relayed*, *expanded*: noted, since the mail is where it was;
//! 4. *failed*, for a mail that came back already: ignored; one answer is enough;
//! 5. *failed*: the mail is *bounced*, for one of the closed causes of [`Cause`].
//!
//! [`Cause::of`] reads the enhanced status code first, and words only where the code says nothing. What follows each
//! cause is a table, [`Cause::follows`]: **hard** causes are about the address and suppress it for a while, **soft**
//! ones never do, and a **sender fault** never blames the recipient.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::{Timestamp, days};

mod cause;
mod suppression;
#[cfg(test)]
mod tests;
mod words;

pub use cause::codes_in;
pub use suppression::{Passage, Suppressed, passage};

/// How long after it was handed over a mail can come back. Relays give up after five to seven days; what comes later
/// was kept, and sent again by somebody.
pub const MEMORY: Duration = days(14);

/// What a relay says that it did (RFC 3464 §2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The mail will not be delivered.
    Failed,
    /// Not yet; it is still tried.
    Delayed,
    /// It is in the mailbox.
    Delivered,
    /// It went on to a relay that tells nothing.
    Relayed,
    /// It went on to the several members of a list.
    Expanded,
}

impl Action {
    /// The code that is stored and on the wire, and that a notification says.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Expanded => "expanded",
        }
    }

    /// Reads the code, whatever its case.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        [Self::Failed, Self::Delayed, Self::Delivered, Self::Relayed, Self::Expanded]
            .into_iter()
            .find(|action| action.code().eq_ignore_ascii_case(code))
    }
}

/// What was said of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What became of the mail.
    pub action: Action,
    /// The enhanced status code (RFC 3463) of the notification itself, such as `(5, 1, 1)`.
    pub status: Option<(u16, u16, u16)>,
    /// What the last server said, on one line, without control characters.
    pub diagnostic: Option<String>,
}

/// Why a mail came back: the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// There is no such mailbox.
    AddressUnknown,
    /// There is no such domain, or it takes no mail (RFC 7505).
    DomainUnknown,
    /// The mailbox is closed, or not in use any more.
    MailboxDisabled,
    /// The mailbox holds no more.
    MailboxFull,
    /// This message is not taken: its size, or what is in it.
    MessageRefused,
    /// The sender is not trusted: reputation, authentication, a rule about who may write.
    Policy,
    /// It was tried for days, and the server did not take it.
    Expired,
    /// None of these can be told from what was said.
    Other,
}

/// Whose doing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The address: the next mail to it would come back too.
    Hard,
    /// The moment, or this message: the next mail may arrive.
    Soft,
    /// The sender. The recipient is not blamed.
    SenderFault,
}

/// What somebody in the office is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Ask the reader for the right address, and correct it.
    CorrectAddress,
    /// Reach the reader in another way, since their mailbox takes nothing now, and then send again.
    ReachReader,
    /// Check the mail set-up; the daily check is due at once.
    CheckMailSetup,
    /// Read what the server said, and decide.
    ReadDiagnostic,
}

/// What follows a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follows {
    /// Whose doing it is.
    pub kind: Kind,
    /// What the office is asked to do.
    pub alert: Alert,
    /// For how long the address is left alone, if at all.
    pub suppress_for: Option<Duration>,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AddressUnknown,
        Self::DomainUnknown,
        Self::MailboxDisabled,
        Self::MailboxFull,
        Self::MessageRefused,
        Self::Policy,
        Self::Expired,
        Self::Other,
    ];

    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AddressUnknown => "address_unknown",
            Self::DomainUnknown => "domain_unknown",
            Self::MailboxDisabled => "mailbox_disabled",
            Self::MailboxFull => "mailbox_full",
            Self::MessageRefused => "message_refused",
            Self::Policy => "policy",
            Self::Expired => "expired",
            Self::Other => "other",
        }
    }

    /// What follows. Ninety days for an address that does not exist, since it is often made a little later: a
    /// portal's users are entered while their mailboxes are being set up. Thirty for a domain or a closed mailbox,
    /// since both come back when somebody pays. No year: a reader who was suppressed by a slip of their server would
    /// miss a year of mails.
    #[must_use]
    pub const fn follows(self) -> Follows {
        let (kind, alert, suppress_for) = match self {
            Self::AddressUnknown => (Kind::Hard, Alert::CorrectAddress, Some(days(90))),
            Self::DomainUnknown | Self::MailboxDisabled => {
                (Kind::Hard, Alert::CorrectAddress, Some(days(30)))
            }
            Self::MailboxFull | Self::Expired => (Kind::Soft, Alert::ReachReader, None),
            Self::MessageRefused | Self::Other => (Kind::Soft, Alert::ReadDiagnostic, None),
            Self::Policy => (Kind::SenderFault, Alert::CheckMailSetup, None),
        };
        Follows { kind, alert, suppress_for }
    }
}

/// What is stored of a mail that may have come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// When a relay last took it, or may have taken it (an `uncertain` attempt); never, for a mail that did not go out.
    pub at: Option<Timestamp>,
    /// It came back already.
    pub bounced: bool,
}

/// What becomes of a mail of which something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It came back: *bounced*, with its invitation if it is a welcome mail.
    Bounced {
        /// Why.
        cause: Cause,
        /// What the office is asked to do.
        alert: Alert,
        /// Until when the address is left alone.
        suppressed_until: Option<Timestamp>,
    },
    /// Nothing; it stands on the mail's timeline.
    Noted(Action),
}

/// Why nothing follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Ignored {
    /// There is no such mail, any more or ever.
    #[error("the mail that it is about does not exist")]
    UnknownMail,
    /// No relay ever took it.
    #[error("the mail that it is about was never handed over")]
    NeverSent,
    /// See [`MEMORY`].
    #[error("the mail that it is about was handed over too long ago")]
    TooOld,
    /// It is known that it came back.
    #[error("the mail that it is about came back already")]
    AlreadyBounced,
}

impl Ignored {
    /// The code in logs and counters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownMail => "unknown_mail",
            Self::NeverSent => "never_sent",
            Self::TooOld => "too_old",
            Self::AlreadyBounced => "already_bounced",
        }
    }
}

/// What follows what was said of this mail; `None` when there is no such mail.
///
/// # Errors
/// [`Ignored`]: nothing follows, and why.
pub fn decide(said: &Said, mail: Option<Handed>, now: Timestamp) -> Result<Decision, Ignored> {
    let mail = mail.ok_or(Ignored::UnknownMail)?;
    let at = mail.at.ok_or(Ignored::NeverSent)?;
    if now.since(at) > MEMORY {
        return Err(Ignored::TooOld);
    }
    if said.action != Action::Failed {
        return Ok(Decision::Noted(said.action));
    }
    if mail.bounced {
        return Err(Ignored::AlreadyBounced);
    }
    let cause = Cause::of(said);
    let Follows { alert, suppress_for, .. } = cause.follows();
    Ok(Decision::Bounced { cause, alert, suppressed_until: suppress_for.map(|time| now + time) })
}
