//! A relay that takes only so many mails a minute (Microsoft 365: 30).

use std::{num::NonZeroU32, time::Duration};

use crate::time::Timestamp;

/// How far the clocks of an installation's machines are apart, at most.
const APART: Duration = Duration::from_secs(10);

/// So many mails a minute, by the generic cell rate algorithm: each mail moves the time at which the relay is free by one
/// interval, and at most a second's worth is handed over ahead of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(NonZeroU32);

impl Pace {
    /// So many mails a minute.
    #[must_use]
    pub const fn per_minute(mails: NonZeroU32) -> Self {
        Self(mails)
    }

    /// How long so many mails take.
    fn time_of(self, mails: u32) -> Duration {
        Duration::from_millis((u64::from(mails) * 60_000).div_ceil(u64::from(self.0.get())))
    }

    /// How far ahead of its time a mail may be.
    fn ahead(self) -> Duration {
        Duration::from_secs(1).saturating_sub(self.time_of(1))
    }

    /// A relay that seems busy for longer than it can be is free: the clock was set back. Not sooner: the clock of another
    /// worker may just be some seconds ahead of this one's.
    fn begin(self, free_at: Timestamp, now: Timestamp) -> Timestamp {
        let latest = now + self.ahead() + self.time_of(1) + APART;
        if free_at > latest { now } else { free_at.max(now) }
    }

    /// How many of `wanted` mails may be handed over now.
    #[must_use]
    pub fn allowed(self, free_at: Timestamp, now: Timestamp, wanted: u32) -> u32 {
        let (begin, latest) = (self.begin(free_at, now), now + self.ahead());
        if begin > latest {
            return 0;
        }
        let more = latest.since(begin).as_millis() * u128::from(self.0.get()) / 60_000;
        wanted.min(u32::try_from(more).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// When the relay is free again after so many mails.
    #[must_use]
    pub fn after(self, free_at: Timestamp, now: Timestamp, mails: u32) -> Timestamp {
        self.begin(free_at, now) + self.time_of(mails)
    }

    /// When the relay is free again, now that it does not get so many of the mails that were counted.
    #[must_use]
    pub fn spared(self, free_at: Timestamp, mails: u32) -> Timestamp {
        free_at - self.time_of(mails)
    }

    /// When the next mail may be handed over.
    #[must_use]
    pub fn next_at(self, free_at: Timestamp, now: Timestamp) -> Timestamp {
        self.begin(free_at, now) - self.ahead()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    /// As many as it allows, whenever it does, for an hour.
    fn in_an_hour(per_minute: u32, wanted: u32) -> u32 {
        let pace = Pace::per_minute(NonZeroU32::new(per_minute).unwrap());
        let (mut now, mut free_at, mut sent) = (START, START, 0);
        while now < START + Duration::from_secs(3600) {
            let allowed = pace.allowed(free_at, now, wanted);
            free_at = pace.after(free_at, now, allowed);
            sent += allowed;
            now = pace.next_at(free_at, now).max(now + Duration::from_millis(1));
        }
        sent
    }

    #[test]
    fn thirty_a_minute_are_one_every_two_seconds() {
        assert_eq!(in_an_hour(30, 100), 1800);
        assert_eq!(in_an_hour(1, 100), 60);
    }

    #[test]
    fn a_fast_relay_gets_a_seconds_worth_at_once_and_no_more() {
        let pace = Pace::per_minute(NonZeroU32::new(6000).unwrap());
        assert_eq!(pace.allowed(START, START, 1000), 100);
        let sent = in_an_hour(6000, 1000);
        assert!((360_000..=360_100).contains(&sent), "{sent}");
    }

    /// How many are handed over in a minute by workers whose clocks are so many milliseconds ahead of the first one's.
    fn in_a_minute_of_workers(per_minute: u32, clocks: &[u64]) -> u32 {
        let pace = Pace::per_minute(NonZeroU32::new(per_minute).unwrap());
        let (mut free_at, mut sent) = (START, 0);
        for milliseconds in (0..60_000).step_by(10) {
            for ahead in clocks {
                let now = START + Duration::from_millis(milliseconds + ahead);
                let allowed = pace.allowed(free_at, now, 1000);
                if allowed > 0 {
                    free_at = pace.after(free_at, now, allowed);
                    sent += allowed;
                }
            }
        }
        sent
    }

    #[test]
    fn workers_whose_clocks_are_apart_keep_it_together() {
        assert_eq!(in_a_minute_of_workers(600, &[0]), 609);
        let apart: [&[u64]; 5] = [&[0, 0, 0], &[0, 1], &[1, 0], &[0, 1, 7], &[3000, 0]];
        for clocks in apart {
            let sent = in_a_minute_of_workers(600, clocks);
            // And what the fastest clock has ahead of the others, once.
            let ahead = u32::try_from(clocks.iter().max().unwrap() / 100).unwrap();
            assert!((600..=610 + ahead).contains(&sent), "{sent} mails, clocks {clocks:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_it() {
        let pace = Pace::per_minute(NonZeroU32::new(30).unwrap());
        assert_eq!(pace.allowed(START + Duration::from_secs(3600), START, 10), 1);
    }
}
