//! One relay's leaser, feed and connections, moved by a clock from outside. What they ask of the database and of
//! `domain` is what `desk/src/deliver` asks, in the same order; only their waiting is not waited for.

use std::time::Duration;

use domain::Timestamp;
use domain::delivery::{Pace, Rounds};
use domain::id::OfficeId;

use super::outbox::{Held, Outbox, Taken};

/// As `desk/src/deliver/feed.rs` has it.
const AHEAD: Duration = Duration::from_millis(50);
const MOST: usize = 1000;
/// As `desk/src/deliver/leaser.rs` has it.
const PACED: Duration = Duration::from_millis(100);
const REST: Duration = Duration::from_secs(5);
/// A worker needs a moment to take mails from the feed, which a clock of whole milliseconds does not show.
const A_MOMENT: Duration = Duration::from_millis(1);

/// How a relay takes mails.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    pub(super) pace: Option<Pace>,
    /// How long it takes for a mail.
    pub(super) latency: Duration,
    pub(super) connections: usize,
}

/// What happens later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Later {
    Lease,
    /// A connection has handed its mail over.
    Done(usize),
}

enum Leaser {
    WaitsForBell,
    WaitsForRoom,
    Sleeps,
}

/// A connection holds the mail that it hands over, and the next one, which it has offered.
#[derive(Default)]
struct Line {
    current: Option<(Held, Timestamp)>,
    next: Option<Held>,
}

pub(super) struct Courier {
    pub(super) route: String,
    manner: Manner,
    feed: Rounds<OfficeId, Held>,
    least: usize,
    size: usize,
    last: Option<(Timestamp, usize)>,
    lines: Vec<Line>,
    leaser: Leaser,
    /// Mails that wait in the queue. An empty queue is not asked: it would change nothing.
    pub(super) queued: usize,
    pub(super) leases: usize,
}

impl Courier {
    pub(super) fn new(route: String, manner: Manner) -> Self {
        let least = manner.connections * 2;
        let lines = (0..manner.connections).map(|_| Line::default()).collect();
        let (feed, last, leaser) = (Rounds::default(), None, Leaser::WaitsForBell);
        Self { route, manner, feed, least, size: least, last, lines, leaser, queued: 0, leases: 0 }
    }

    /// A mail was queued. Says whether that wakes the leaser.
    pub(super) fn ring(&mut self) -> bool {
        self.queued += 1;
        let wakes = matches!(self.leaser, Leaser::WaitsForBell);
        if wakes {
            self.leaser = Leaser::Sleeps;
        }
        wakes
    }

    /// Leases for as long as there is room.
    pub(super) async fn lease(
        &mut self,
        outbox: &mut Outbox,
        now: Timestamp,
        later: &mut Vec<(Timestamp, Later)>,
    ) -> anyhow::Result<()> {
        loop {
            let free = self.size.saturating_sub(self.feed.len());
            if free * 2 < self.size {
                self.leaser = Leaser::WaitsForRoom;
                return Ok(());
            }
            if let Some((at, waited)) = self.last.take() {
                self.paced(waited.saturating_sub(self.feed.len()), now.since(at).max(A_MOMENT));
            }
            if self.queued == 0 {
                self.leaser = Leaser::WaitsForBell;
                return Ok(());
            }
            match outbox.lease(&self.route, self.manner.pace, free, now).await? {
                Taken::Some(leased) => {
                    self.leases += 1;
                    self.queued -= leased.len();
                    leased.into_iter().for_each(|(office, held)| self.feed.push(office, held));
                    self.last = Some((now, self.feed.len()));
                    self.begin(now, later);
                }
                Taken::Nothing => {
                    anyhow::bail!("{}: {} mails wait and none is leased", self.route, self.queued)
                }
                Taken::NotBefore(at) => {
                    self.leaser = Leaser::Sleeps;
                    later.push((now + at.since(now).clamp(PACED, REST), Later::Lease));
                    return Ok(());
                }
            }
        }
    }

    fn paced(&mut self, mails: usize, took: Duration) {
        let lasts = mails as u128 * AHEAD.as_micros() / took.as_micros();
        let size = usize::try_from(lasts).unwrap_or(MOST).clamp(self.least, MOST.max(self.least));
        self.size = usize::midpoint(self.size, size).min(self.size * 2);
    }

    /// Idle connections take a mail each, and then the next.
    fn begin(&mut self, now: Timestamp, later: &mut Vec<(Timestamp, Later)>) {
        for (number, line) in self.lines.iter_mut().enumerate().filter(|(_, line)| line.current.is_none()) {
            line.current = self.feed.pop().map(|held| (held, now));
            if line.current.is_some() {
                later.push((now + self.manner.latency, Later::Done(number)));
            }
        }
        for line in self.lines.iter_mut().filter(|line| line.current.is_some_and(|(_, began)| began == now)) {
            line.next = line.next.or_else(|| self.feed.pop());
        }
    }

    /// A connection has handed its mail over, and goes on. Returns the mail and when it was begun.
    pub(super) fn done(
        &mut self,
        number: usize,
        now: Timestamp,
        later: &mut Vec<(Timestamp, Later)>,
    ) -> Option<(Held, Timestamp)> {
        let line = self.lines.get_mut(number)?;
        let done = line.current.take();
        line.current = line.next.take().map(|held| (held, now));
        if line.current.is_some() {
            line.next = self.feed.pop();
            later.push((now + self.manner.latency, Later::Done(number)));
        } else {
            self.begin(now, later);
        }
        done
    }

    /// Whether the leaser waits for room, and has it now.
    pub(super) fn has_room(&self) -> bool {
        let free = self.size.saturating_sub(self.feed.len());
        matches!(self.leaser, Leaser::WaitsForRoom) && free * 2 >= self.size
    }
}
