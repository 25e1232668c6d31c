//! What comes when: the two days before the deadline, as offices and their clients live them.
//!
//! * Of ten dossiers, one was done earlier, five say *documents OK* in the two days, mostly in working hours, and four in
//!   the last two hours, more and more of them until the deadline.
//! * A large office's software says it for half of its last dossiers in one call: thousands of mails at once.
//! * An office that chose a digest gets one at each full hour in which something happened.
//! * Welcome and password mails come a few a minute, day and night: half of them spread over the offices, half over the
//!   dossiers. Now and then a large office invites a thousand at once; two of them do so in the last two hours.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::Timestamp;
use domain::time::{hours, minutes};

use super::chance::Chance;
use super::offices::{Office, Relay, Size};

/// Midnight, two days before the deadline.
pub(super) const START: Timestamp = Timestamp::from_millis(1_800_057_600_000);
const DAY: Duration = hours(24);
const BURST: Duration = hours(2);
/// Single welcome mails, a minute, over 3,000 offices.
const WELCOMES_A_MINUTE: f64 = 3.0;
/// Of those whom an office invites at once.
pub(super) const INVITED: usize = 1000;
/// How often that happens, over 3,000 offices.
const INVITATIONS: f64 = 6.0;
/// How much is done in each hour of a day.
const BY_HOUR: [u64; 24] = [1, 1, 1, 1, 1, 1, 2, 5, 12, 16, 18, 16, 10, 14, 18, 18, 16, 12, 8, 8, 8, 6, 4, 2];

pub(super) fn deadline() -> Timestamp {
    START + 2 * DAY
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A welcome or password mail that came alone.
    Welcome,
    /// One of many welcome mails that an office had sent at once.
    Invitation,
    Notice,
    Digest,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Welcome, Self::Invitation, Self::Notice, Self::Digest];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Welcome => "urgent: single welcome and password mails",
            Self::Invitation => "urgent: 1,000 welcome mails at once",
            Self::Notice => "notices",
            Self::Digest => "digests",
        }
    }
}

/// A mail that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) at: Timestamp,
    /// Which office, by its place in the list.
    pub(super) office: usize,
    pub(super) kind: Kind,
}

/// Everything that is stored in the two days, in the order of time. `scale` is how many offices there are to 3,000.
pub(super) fn arrivals(offices: &[Office], scale: f64, chance: &mut Chance) -> Vec<Arrival> {
    let mut all = Vec::new();
    for (office, of) in offices.iter().enumerate() {
        events(office, of, chance, &mut all);
    }
    welcomes(offices, scale, chance, &mut all);
    invitations(offices, scale, chance, &mut all);
    all.sort_by_key(|arrival| (arrival.at, arrival.office));
    all
}

fn events(office: usize, of: &Office, chance: &mut Chance, all: &mut Vec<Arrival>) {
    let at_once = deadline() - BURST + millis(chance.below(3_600_000));
    let mut digests = BTreeSet::new();
    for _ in 0..of.dossiers {
        let at = match chance.below(10) {
            0 => continue,
            1..=5 => in_working_hours(chance),
            _ if of.size == Size::More && chance.below(2) == 0 => at_once,
            // The root: none at the beginning, twice the average at the end.
            _ => deadline() - BURST + BURST.mul_f64(chance.share().sqrt()),
        };
        if of.wants_digest {
            digests.insert(at.since(START).as_secs() / 3600 + 1);
        } else {
            all.push(Arrival { at, office, kind: Kind::Notice });
        }
    }
    all.extend(digests.into_iter().map(|hour| Arrival {
        at: START + hours(hour),
        office,
        kind: Kind::Digest,
    }));
}

fn in_working_hours(chance: &mut Chance) -> Timestamp {
    let mut running = BY_HOUR;
    (1..24).for_each(|hour| running[hour] += running[hour - 1]);
    let hour = 24 * chance.below(2) + chance.weighted(&running) as u64;
    START + hours(hour) + millis(chance.below(3_600_000))
}

fn welcomes(offices: &[Office], scale: f64, chance: &mut Chance, all: &mut Vec<Arrival>) {
    let mut running: Vec<u64> = offices.iter().map(|office| office.dossiers).collect();
    (1..running.len()).for_each(|place| running[place] += running[place - 1]);
    let wanted = (WELCOMES_A_MINUTE * scale * (2 * DAY).as_secs_f64() / 60.0) as u64;
    for _ in 0..wanted.max(1) {
        let at = START + millis(chance.below(2 * 86_400_000));
        let office = if chance.below(2) == 0 {
            chance.below(offices.len() as u64) as usize
        } else {
            chance.weighted(&running)
        };
        all.push(Arrival { at, office, kind: Kind::Welcome });
    }
}

/// By large offices, of the two kinds of relay in turns; the last two in the last two hours.
fn invitations(offices: &[Office], scale: f64, chance: &mut Chance, all: &mut Vec<Arrival>) {
    let times = ((INVITATIONS * scale) as usize).max(2);
    for time in 0..times {
        let relay = Relay::ALL[time % 2];
        let mut large: Vec<usize> = (0..offices.len()).filter(|&at| offices[at].relay == relay).collect();
        large.sort_by_key(|&at| std::cmp::Reverse(offices[at].dossiers));
        let Some(&office) = large.get(time / 2) else { continue };
        let at = if time + 2 >= times {
            deadline() - BURST + minutes(60) + millis(chance.below(1_800_000))
        } else {
            START + hours(9) + millis(chance.below(30 * 3_600_000))
        };
        // The platform's relay is as fast as the scale; an office's own is as fast as ever.
        let most = if relay == Relay::Platform { INVITED as f64 * scale } else { INVITED as f64 };
        let invited = (most as u64).clamp(1, offices[office].dossiers) as usize;
        all.extend(std::iter::repeat_n(Arrival { at, office, kind: Kind::Invitation }, invited));
    }
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
