//! The workers as they are in memory: what each believes that it holds, by its own clock. The rules are those of
//! `desk/src/deliver`: a mail is begun only under a lease that is good for a while yet by both clocks, a connection takes
//! the next mail when the outcome of the last is written, a lease that was lost is never good again.

use std::collections::{BTreeMap, VecDeque};

use domain::{
    Timestamp,
    delivery::{self, Ending, Phase, Reply, Tried},
    id::{LeaseId, MailId},
};
use store::{deliveries::Attempted, workers::WorkerNumber};

use crate::picture::{START, mail_id};

/// Milliseconds, as all times here.
pub(crate) const LEASE: i64 = 60_000;
pub(crate) const MARGIN: i64 = 10_000;

/// How the relay answers to a mail's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    Takes,
    RefusesRecipient,
    Later,
    RefusesSender,
    /// No answer comes; it may have taken the mail.
    SaysNothing {
        taken: bool,
    },
}

impl Answer {
    pub(crate) fn has_taken(self) -> bool {
        matches!(self, Self::Takes | Self::SaysNothing { taken: true })
    }

    fn ending(self) -> Ending {
        let reply = |code, enhanced| Reply { code, enhanced: Some(enhanced), text: String::new() };
        match self {
            Self::Takes => Ending::Taken(reply(250, (2, 0, 0))),
            Self::RefusesRecipient => Ending::Refused(Phase::RcptTo, reply(550, (5, 1, 1))),
            Self::Later => Ending::Refused(Phase::RcptTo, reply(450, (4, 7, 1))),
            Self::RefusesSender => Ending::Refused(Phase::MailFrom, reply(553, (5, 7, 1))),
            Self::SaysNothing { .. } => Ending::Broken(Phase::FinalDot, "dropped".into()),
        }
    }
}

/// A mail in a worker's hands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InHand {
    pub(crate) mail: usize,
    pub(crate) lease: LeaseId,
    pub(crate) tried: Tried,
    pub(crate) is_probe: bool,
}

impl InHand {
    /// What is recorded of it once the relay has answered.
    pub(crate) fn attempted(self, answer: Answer, now: Timestamp) -> Attempted {
        let outcome = delivery::outcome(&answer.ending());
        Attempted {
            mail_id: mail_id(self.mail),
            lease: self.lease,
            at: now,
            took_ms: 1,
            outcome,
            phase: Phase::FinalDot,
            reply: format!("{answer:?}"),
            relay: "relay".into(),
            relay_queue_id: None,
            next: delivery::next(outcome, self.tried, now, 0.5),
            was_probe: self.is_probe,
        }
    }
}

/// What a worker believes of a lease.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Belief {
    pub(crate) mails: usize,
    /// By its clock on the wall, which others compare with theirs.
    pub(crate) until: i64,
    /// By the clock that nobody sets.
    pub(crate) ends: i64,
}

/// A process that delivers.
#[derive(Debug, Clone)]
pub(crate) struct Worker {
    pub(crate) number: WorkerNumber,
    pub(crate) lives: bool,
    /// It lives, and the others think that it does not.
    pub(crate) is_cut_off: bool,
    /// How far its clock is ahead.
    pub(crate) ahead: i64,
    pub(crate) leases: BTreeMap<LeaseId, Belief>,
    /// How many leases it has asked for: each has a new id.
    pub(crate) leased: u128,
    pub(crate) feed: VecDeque<InHand>,
    /// Mails whose content is on its way, each over a connection of its own.
    pub(crate) under_way: VecDeque<InHand>,
    /// What the relay said, and nobody has recorded yet.
    pub(crate) ended: Vec<Attempted>,
}

impl Worker {
    pub(crate) fn new(number: WorkerNumber) -> Self {
        Self {
            number,
            lives: true,
            is_cut_off: false,
            ahead: 0,
            leases: BTreeMap::new(),
            leased: 0,
            feed: VecDeque::new(),
            under_way: VecDeque::new(),
            ended: Vec::new(),
        }
    }

    /// What its clock shows.
    pub(crate) fn now(&self, elapsed: i64) -> Timestamp {
        Timestamp::from_millis(START.millis() + elapsed + self.ahead)
    }

    /// May a mail of this lease still be begun?
    pub(crate) fn may_begin(&self, lease: LeaseId, elapsed: i64) -> bool {
        let now = self.now(elapsed).millis();
        let good = |of: &Belief| now + MARGIN < of.until && elapsed + MARGIN < of.ends;
        self.leases.get(&lease).is_some_and(good)
    }

    /// One mail of a lease is done with.
    pub(crate) fn done(&mut self, lease: LeaseId) {
        if let Some(belief) = self.leases.get_mut(&lease) {
            belief.mails -= 1;
            if belief.mails == 0 {
                self.leases.remove(&lease);
            }
        }
    }

    pub(crate) fn held_leases(&self) -> Vec<LeaseId> {
        self.leases.keys().copied().collect()
    }

    /// What it has leased and not begun.
    pub(crate) fn rest(&self) -> Vec<(MailId, LeaseId)> {
        self.feed.iter().map(|it| (mail_id(it.mail), it.lease)).collect()
    }

    /// Killed: nothing of what it had in memory is left.
    pub(crate) fn dies(&mut self) {
        *self = Self { lives: false, ahead: self.ahead, ..Self::new(self.number) };
    }
}
