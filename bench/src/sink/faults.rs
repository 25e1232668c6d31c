//! What the sink does to whoever sends to it; all of it can be changed while it runs.

use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, bail};

/// The moments at which something can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Mail,
    Rcpt,
    Data,
    /// The final dot was read.
    Dot,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// A refusal with this code; after 421 the connection is closed.
    Refuse(u16),
    /// Hangs up without a reply; the mail is not taken.
    Drop,
    /// Takes the mail, and hangs up without a reply. Anywhere but at the dot: as [`Then::Drop`].
    DropTaken,
    /// Something that is no reply.
    Garbage,
    /// The beginning of a reply, and nothing more.
    HalfLine,
    /// No reply ever.
    Stall,
}

/// What goes wrong, and how often: `dot:451:3` is every third mail, `rcpt:drop` every one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) phase: Phase,
    pub(crate) then: Then,
    pub(crate) every: u64,
}

impl FromStr for Fault {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let mut parts = text.split(':');
        let phase = match parts.next().unwrap_or_default() {
            "mail" => Phase::Mail,
            "rcpt" => Phase::Rcpt,
            "data" => Phase::Data,
            "dot" => Phase::Dot,
            other => bail!("{other:?} is none of mail, rcpt, data, dot"),
        };
        let then = match parts.next().unwrap_or_default() {
            "drop" => Then::Drop,
            "drop-taken" => Then::DropTaken,
            "garbage" => Then::Garbage,
            "half-line" => Then::HalfLine,
            "stall" => Then::Stall,
            code => Then::Refuse(code.parse().with_context(|| format!("{code:?} is no fault and no code"))?),
        };
        let every = parts.next().map_or(Ok(1), str::parse).context("every how many?")?;
        Ok(Self { phase, then, every })
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    dot_delay: AtomicU64,
    reply_delay: AtomicU64,
    armed: AtomicBool,
    asked: AtomicU64,
    struck: AtomicU64,
    fault: Mutex<Option<Fault>>,
}

impl Faults {
    /// A relay that needs this long for each mail.
    pub(crate) fn delay_dots(&self, by: Duration) {
        self.dot_delay.store(micros(by), Relaxed);
    }

    /// A relay that is this long away, there and back: each batch of replies comes so much later.
    pub(crate) fn delay_replies(&self, by: Duration) {
        self.reply_delay.store(micros(by), Relaxed);
    }

    /// From now on this goes wrong, or nothing.
    pub(crate) fn set(&self, fault: Option<Fault>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        self.armed.store(fault.is_some(), Relaxed);
    }

    /// How often something went wrong.
    pub(crate) fn struck(&self) -> u64 {
        self.struck.load(Relaxed)
    }

    pub(crate) fn dot_delay(&self) -> Duration {
        Duration::from_micros(self.dot_delay.load(Relaxed))
    }

    pub(crate) fn reply_delay(&self) -> Duration {
        Duration::from_micros(self.reply_delay.load(Relaxed))
    }

    /// What goes wrong here and now.
    pub(crate) fn ask(&self, phase: Phase) -> Option<Then> {
        if !self.armed.load(Relaxed) {
            return None;
        }
        let fault = (*self.fault.lock().unwrap_or_else(PoisonError::into_inner))?;
        let strikes =
            fault.phase == phase && (self.asked.fetch_add(1, Relaxed) + 1).is_multiple_of(fault.every.max(1));
        if strikes {
            self.struck.fetch_add(1, Relaxed);
        }
        strikes.then_some(fault.then)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
