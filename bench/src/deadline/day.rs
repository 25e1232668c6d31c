//! What was seen of the day.

use std::collections::BTreeMap;

use anyhow::ensure;
use domain::Timestamp;

use super::arrivals::{Arrival, Kind, START};
use super::offices::{Office, Relay, Size};

/// How long mails waited, from the queue to the relay's yes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Waits {
    pub(super) mails: usize,
    pub(super) p50_s: f64,
    pub(super) p99_s: f64,
    pub(super) longest_s: f64,
}

pub(super) struct Day {
    sent: Vec<bool>,
    /// In milliseconds.
    waits: BTreeMap<(Kind, Relay, Size), Vec<u32>>,
    queued_by_minute: Vec<usize>,
    accepted_by_minute: Vec<usize>,
    waiting: [usize; 2],
    /// The longest queue of each kind of relay, and when it was that.
    longest: [(usize, Timestamp); 2],
    /// When the last mail of each kind of relay was accepted.
    emptied: [Timestamp; 2],
    /// Leases that found something, by kind of relay.
    pub(super) leases: [usize; 2],
}

impl Day {
    pub(super) fn new(mails: usize) -> Self {
        Self {
            sent: vec![false; mails],
            waits: BTreeMap::new(),
            queued_by_minute: Vec::new(),
            accepted_by_minute: Vec::new(),
            waiting: [0; 2],
            longest: [(0, START); 2],
            emptied: [START; 2],
            leases: [0; 2],
        }
    }

    pub(super) fn queued(&mut self, relay: Relay, at: Timestamp) {
        count(&mut self.queued_by_minute, at);
        let relay = relay as usize;
        self.waiting[relay] += 1;
        if self.waiting[relay] > self.longest[relay].0 {
            self.longest[relay] = (self.waiting[relay], at);
        }
    }

    pub(super) fn accepted(
        &mut self,
        place: usize,
        arrival: &Arrival,
        office: &Office,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        ensure!(!std::mem::replace(&mut self.sent[place], true), "mail {place} was sent twice");
        let wait = u32::try_from(now.since(arrival.at).as_millis())?;
        self.waits.entry((arrival.kind, office.relay, office.size)).or_default().push(wait);
        count(&mut self.accepted_by_minute, now);
        self.waiting[office.relay as usize] -= 1;
        self.emptied[office.relay as usize] = now;
        Ok(())
    }

    pub(super) fn mails(&self) -> usize {
        self.sent.len()
    }

    /// Of all mails that this is true of; none if there are none.
    pub(super) fn waits(&self, of: impl Fn(Kind, Relay, Size) -> bool) -> Option<Waits> {
        let these = self.waits.iter().filter(|((kind, relay, size), _)| of(*kind, *relay, *size));
        let mut millis: Vec<u32> = these.flat_map(|(_, waits)| waits).copied().collect();
        millis.sort_unstable();
        let seconds = |millis: u32| f64::from(millis) / 1000.0;
        let percentile = |percent: usize| {
            let rank = (millis.len() * percent).div_ceil(100).max(1) - 1;
            millis.get(rank).copied().map(seconds)
        };
        Some(Waits {
            mails: millis.len(),
            p50_s: percentile(50)?,
            p99_s: percentile(99)?,
            longest_s: percentile(100)?,
        })
    }

    pub(super) fn longest_queue(&self, relay: Relay) -> (usize, Timestamp) {
        self.longest[relay as usize]
    }

    pub(super) fn emptied(&self, relay: Relay) -> Timestamp {
        self.emptied[relay as usize]
    }

    /// Mails queued in the fullest hour, and mails accepted in the fullest hour.
    pub(super) fn peak_hours(&self) -> (usize, usize) {
        (fullest_hour(&self.queued_by_minute), fullest_hour(&self.accepted_by_minute))
    }

    /// Of an hour's share of mails, those of one kind of relay.
    pub(super) fn share_of(&self, relay: Relay) -> f64 {
        self.waits(|_, of, _| of == relay).map_or(0.0, |waits| waits.mails as f64 / self.mails() as f64)
    }
}

fn count(by_minute: &mut Vec<usize>, at: Timestamp) {
    let minute = (at.since(START).as_secs() / 60) as usize;
    if by_minute.len() <= minute {
        by_minute.resize(minute + 1, 0);
    }
    by_minute[minute] += 1;
}

fn fullest_hour(by_minute: &[usize]) -> usize {
    let whole = by_minute.windows(60).map(|hour| hour.iter().sum()).max();
    whole.unwrap_or_else(|| by_minute.iter().sum())
}
