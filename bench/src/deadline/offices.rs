//! The offices: most are small, some have thousands of dossiers.

use domain::id::OfficeId;
use uuid::Uuid;

use super::chance::Chance;

/// Dossiers of an office on average: 600,000 of 3,000.
pub(super) const DOSSIERS_EACH: u64 = 200;
/// One office in so many has its own relay.
const OWN_RELAY: u64 = 4;
/// One office in so many chose a digest each hour instead of a mail for each event.
const DIGEST: u64 = 10;
/// The logarithms of the sizes spread so far: half of the offices have fewer than 60 dossiers, one in 30 more than 1,000.
const SPREAD: f64 = 1.6;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Relay {
    Platform,
    Own,
}

impl Relay {
    pub(super) const ALL: [Self; 2] = [Self::Platform, Self::Own];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Platform => "the platform's",
            Self::Own => "own",
        }
    }
}

/// How many dossiers an office has, in four words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Size {
    UpTo10,
    UpTo100,
    UpTo1000,
    More,
}

impl Size {
    pub(super) const ALL: [Self; 4] = [Self::UpTo10, Self::UpTo100, Self::UpTo1000, Self::More];

    const fn of(dossiers: u64) -> Self {
        match dossiers {
            ..=10 => Self::UpTo10,
            11..=100 => Self::UpTo100,
            101..=1000 => Self::UpTo1000,
            _ => Self::More,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UpTo10 => "1–10",
            Self::UpTo100 => "11–100",
            Self::UpTo1000 => "101–1,000",
            Self::More => "> 1,000",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Office {
    pub(super) id: OfficeId,
    pub(super) dossiers: u64,
    pub(super) size: Size,
    pub(super) relay: Relay,
    pub(super) wants_digest: bool,
}

/// So many offices, with 200 dossiers each on average.
pub(super) fn offices(count: usize, chance: &mut Chance) -> Vec<Office> {
    let drawn: Vec<f64> = (0..count).map(|_| (chance.normal() * SPREAD).exp()).collect();
    let all: f64 = drawn.iter().sum();
    let wanted = DOSSIERS_EACH * count as u64;
    let mut dossiers: Vec<u64> =
        drawn.iter().map(|size| ((size / all * wanted as f64) as u64).max(1)).collect();
    // What rounding took, or gave to the smallest, is the largest one's.
    let others: u64 = dossiers.iter().sum::<u64>() - dossiers.iter().max().copied().unwrap_or(0);
    if let Some(largest) = dossiers.iter_mut().max() {
        *largest = wanted.saturating_sub(others).max(1);
    }
    let office = |(number, dossiers): (usize, u64)| Office {
        id: OfficeId::new(Uuid::from_u128(1 << 100 | number as u128)),
        dossiers,
        size: Size::of(dossiers),
        relay: if chance.below(OWN_RELAY) == 0 { Relay::Own } else { Relay::Platform },
        wants_digest: chance.below(DIGEST) == 0,
    };
    dossiers.into_iter().enumerate().map(office).collect()
}
