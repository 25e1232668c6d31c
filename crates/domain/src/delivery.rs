//! What follows when a mail was offered to the relay.
//!
//! [`outcome`] reads the relay's answer by its phase and its enhanced status code (RFC 3463) and says whose
//! doing it is; [`next`] says what becomes of the mail:
//!
//! 1. **accepted**: the mail is *sent*, that is handed over; nobody claims that it was received;
//! 2. **the recipient or the message is refused for good**: *failed*;
//! 3. **not now**, or the connection broke before the final dot: *deferred*, with growing pauses from 30 s to an
//!    hour, for 72 hours, then *failed* as given up;
//! 4. **the sender is at fault** (the closed causes of [`SenderFault`]): *held*. The recipient is never blamed,
//!    no patience is used up, and the mail waits until a probe passes or somebody releases it;
//! 5. **the relay cannot be used**: *deferred*, and no patience is used up either;
//! 6. **the answer to the final dot never came**: *deferred* as uncertain; the same bytes with the same
//!    `Message-ID` are offered again, since losing a mail is worse than sending it twice.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::{Timestamp, hours, minutes};

mod classify;
mod pace;
mod places;
mod rounds;
mod sender_fault;
#[cfg(test)]
mod tests;

pub use classify::outcome;
pub use pace::Pace;
pub use places::Places;
pub use rounds::Rounds;
pub use sender_fault::SenderFault;

/// How long a mail is tried before it is given up, not counting the time that its sender or the relay was at fault.
pub const PATIENCE: Duration = hours(72);
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = hours(1);
const FIRST_HOLD: Duration = minutes(5);

/// How far the SMTP dialogue (RFC 5321) had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Asking a provider for a token to log in with (RFC 6749), before the relay is spoken to. A refusal here is the
    /// provider's, and its code is that of HTTP.
    Token,
    /// Opening the connection.
    Connect,
    /// Agreeing on TLS.
    Tls,
    /// The relay's first line.
    Greeting,
    /// `EHLO`.
    Ehlo,
    /// `AUTH` with a password.
    Auth,
    /// `AUTH` with a token (XOAUTH2, or OAUTHBEARER of RFC 7628).
    AuthToken,
    /// `MAIL FROM`.
    MailFrom,
    /// `RCPT TO`.
    RcptTo,
    /// `DATA`, up to the relay's 354.
    Data,
    /// The content, before its final dot was sent.
    Content,
    /// After the final dot: the relay may or may not have the mail.
    FinalDot,
}

impl Phase {
    /// Before the first mail of a connection: what goes wrong here is no mail's doing.
    #[must_use]
    pub fn is_session(self) -> bool {
        self <= Self::AuthToken
    }
}

/// A reply of the relay that refuses: code, enhanced status code if it gave one, and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three digits, 400 to 599 for a refusal.
    pub code: u16,
    /// The enhanced status code (RFC 3463), such as `(5, 1, 1)`.
    pub enhanced: Option<(u16, u16, u16)>,
    /// The text, on one line.
    pub text: String,
}

/// How an attempt ended, as the dialogue saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The relay took the mail. Its reply to the final dot usually names its queue id.
    Taken(Reply),
    /// The relay said no.
    Refused(Phase, Reply),
    /// No usable answer: connection refused, dropped, timed out, unreadable.
    Broken(Phase, String),
    /// The relay answers, and does not offer what the set-up asks for: the phase that there would have been, and why
    /// there is none.
    NotOffered(Phase, String),
}

/// Whose doing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Handed over to the relay.
    Accepted,
    /// The relay refuses this recipient for good.
    RecipientRefused,
    /// The relay refuses this message for good.
    MessageRefused,
    /// The relay wants it later, or the connection broke before the final dot.
    TryLater,
    /// The office's mail set-up is at fault.
    SenderFault(SenderFault),
    /// The relay cannot be reached, or asks everybody to come back later.
    RelayUnavailable,
    /// The relay may have taken the mail; its answer never came.
    Uncertain,
}

/// Why a mail is where it is, as stored, shown and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// See [`Outcome::RecipientRefused`].
    RecipientRefused,
    /// See [`Outcome::MessageRefused`].
    MessageRefused,
    /// See [`Outcome::TryLater`].
    TryLater,
    /// See [`Outcome::RelayUnavailable`].
    RelayUnavailable,
    /// See [`Outcome::Uncertain`].
    Uncertain,
    /// Tried for [`PATIENCE`] without success.
    GivenUp,
    /// Its link was replaced, used or closed before it went out.
    LinkReplaced,
    /// Its link's time was over before it went out.
    LinkExpired,
    /// Its address is left alone, since mail to it came back.
    Suppressed,
    /// This version cannot read it; another may.
    Unreadable,
    /// See [`Outcome::SenderFault`].
    Sender(SenderFault),
}

impl Cause {
    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RecipientRefused => "recipient_refused",
            Self::MessageRefused => "message_refused",
            Self::TryLater => "try_later",
            Self::RelayUnavailable => "unreachable",
            Self::Uncertain => "uncertain",
            Self::GivenUp => "given_up",
            Self::LinkReplaced => "link_replaced",
            Self::LinkExpired => "link_expired",
            Self::Suppressed => "suppressed",
            Self::Unreadable => "unreadable",
            Self::Sender(fault) => fault.code(),
        }
    }
}

/// What is remembered of a mail's earlier attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Attempts that used up patience.
    pub attempts: u32,
    /// Probes in a row that found its sender at fault.
    pub holds: u32,
    /// How much longer it is tried. Only the pauses of rule 3 and 6 use it up: not the time that it is held, that the
    /// relay is away, or that this program does not run.
    pub patience: Duration,
}

/// What becomes of a mail after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Handed over; done.
    Sent,
    /// Tried again by itself.
    Deferred {
        /// Why.
        cause: Cause,
        /// When.
        next_at: Timestamp,
        /// What to remember.
        tried: Tried,
    },
    /// Waits for the sender to be mended.
    Held {
        /// What is wrong with the sender.
        cause: Cause,
        /// When one mail of this sender is offered again, to see whether it is mended.
        probe_at: Timestamp,
        /// What to remember.
        tried: Tried,
    },
    /// Over, without success.
    Failed {
        /// Why.
        cause: Cause,
    },
}

/// What follows an outcome. `jitter` is drawn anew from 0 to 1 for each call, so that mails that failed
/// together do not come back together.
#[must_use]
pub fn next(outcome: Outcome, tried: Tried, now: Timestamp, jitter: f64) -> Next {
    match outcome {
        Outcome::Accepted => Next::Sent,
        Outcome::RecipientRefused => Next::Failed { cause: Cause::RecipientRefused },
        Outcome::MessageRefused => Next::Failed { cause: Cause::MessageRefused },
        Outcome::TryLater => defer(Cause::TryLater, tried, now, jitter),
        Outcome::Uncertain => defer(Cause::Uncertain, tried, now, jitter),
        Outcome::RelayUnavailable => wait(tried, now, jitter),
        Outcome::SenderFault(fault) => hold(fault, tried, now, jitter),
    }
}

/// Uses up patience: the n-th pause is 30 s · 2ⁿ⁻¹, an hour at most; the last attempt is when patience ends.
fn defer(cause: Cause, tried: Tried, now: Timestamp, jitter: f64) -> Next {
    if tried.patience.is_zero() {
        return Next::Failed { cause: Cause::GivenUp };
    }
    let pause = pause(FIRST_PAUSE, tried.attempts, jitter).min(tried.patience);
    let tried = Tried { attempts: tried.attempts + 1, patience: tried.patience - pause, ..tried };
    Next::Deferred { cause, next_at: now + pause, tried }
}

/// The relay is at fault.
fn wait(tried: Tried, now: Timestamp, jitter: f64) -> Next {
    let next_at = now + pause(FIRST_PAUSE, 0, jitter);
    Next::Deferred { cause: Cause::RelayUnavailable, next_at, tried }
}

/// The sender is at fault: probes from 5 minutes to an hour apart.
fn hold(fault: SenderFault, tried: Tried, now: Timestamp, jitter: f64) -> Next {
    let probe_at = now + pause(FIRST_HOLD, tried.holds, jitter);
    Next::Held { cause: Cause::Sender(fault), probe_at, tried: Tried { holds: tried.holds + 1, ..tried } }
}

/// `first`, doubled `times` times, up to an hour, then up to a quarter more or less, within `first` and an hour.
fn pause(first: Duration, times: u32, jitter: f64) -> Duration {
    let doubled = first.saturating_mul(1 << times.min(20)).min(LONGEST_PAUSE);
    let drawn = doubled.mul_f64(0.75 + jitter.clamp(0.0, 1.0) / 2.0).clamp(first, LONGEST_PAUSE);
    // Whole milliseconds, as they are kept.
    drawn - Duration::from_nanos(u64::from(drawn.subsec_nanos() % 1_000_000))
}
