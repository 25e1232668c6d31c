//! Which of a domain's keys signs.
//!
//! 1. A domain begins with its first generation, which waits: nothing is signed before its records were seen.
//! 2. [`Rotation::begin`]: a next generation is made, and its records are to be published beside the old ones, which
//!    stay. At most one waits.
//! 3. [`Rotation::published`]: its records were seen, so it signs the mails that are made from a point in time on.
//! 4. A mail is signed by the generation of its own time, at each attempt: what was tried under the old keys is tried
//!    again under the old keys, with the same bytes.
//! 5. [`Rotation::end`]: when no mail of the old generation is under way any more, and receivers have had days to look
//!    at the last ones, its records may be taken away and its keys forgotten.

use std::num::NonZeroU32;

use domain::Timestamp;

use super::{key::Algorithm, key_name::Selector};

/// The keys of a domain that were made together, one for each algorithm, counted from 1. A number is never used again:
/// what the DNS remembers of `pm1` must not be asked for another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(NonZeroU32);

/// A domain's generations that are in use: two at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation(State);

/// `from`: mails that are made from this point in time on are signed by `signs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    First { waits: Generation },
    Steady { signs: Generation, from: Timestamp },
    Next { signs: Generation, from: Timestamp, waits: Generation },
    Change { old: Generation, signs: Generation, from: Timestamp },
}

/// This can't be done to a domain's keys now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// One is enough.
    #[error("generation {} of the keys is waiting for its records already: publish those", .0.number())]
    Waits(Generation),
    /// Mails of the old generation can still be under way.
    #[error("generation {} of the keys is still in use for older mails: take it away first", .0.number())]
    Old(Generation),
    /// There is nothing that was published.
    #[error("no generation of the keys is waiting for its records")]
    NoneWaits,
}

impl Generation {
    /// The first.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// By its number; 0 is none.
    #[must_use]
    pub fn of(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// `pm1` for RSA, `pm1e` for Ed25519: one record can hold one key (RFC 8463 §6).
    #[must_use]
    pub fn selector(self, algorithm: Algorithm) -> Selector {
        let end = match algorithm {
            Algorithm::Rsa => "",
            Algorithm::Ed25519 => "e",
        };
        Selector::known(format!("pm{}{end}", self.number()))
    }
}

impl Rotation {
    /// A domain whose first keys were just made.
    #[must_use]
    pub const fn first() -> Self {
        Self(State::First { waits: Generation::FIRST })
    }

    /// From what is stored: the generations that were not ended, in any order, with the points in time from which they
    /// sign, or none for one that waits. Nothing when there can't be such a domain.
    #[must_use]
    pub fn from_stored(generations: &[(Generation, Option<Timestamp>)]) -> Option<Self> {
        let mut sorted = generations.to_vec();
        sorted.sort_by_key(|(generation, _)| *generation);
        let state = match sorted[..] {
            [(waits, None)] => State::First { waits },
            [(signs, Some(from))] => State::Steady { signs, from },
            [(signs, Some(from)), (waits, None)] if signs < waits => State::Next { signs, from, waits },
            [(old, Some(before)), (signs, Some(from))] if old < signs && before <= from => {
                State::Change { old, signs, from }
            }
            _ => return None,
        };
        Some(Self(state))
    }

    /// The generation that signs a mail which was made at this time; none before the first records were seen.
    ///
    /// A mail from before that is signed too, once they were: it was held for want of them.
    #[must_use]
    pub fn signs(&self, created_at: Timestamp) -> Option<Generation> {
        match self.0 {
            State::First { .. } => None,
            State::Change { old, from, .. } if created_at < from => Some(old),
            State::Steady { signs, .. } | State::Next { signs, .. } | State::Change { signs, .. } => {
                Some(signs)
            }
        }
    }

    /// The generation whose records are to be published and looked for.
    #[must_use]
    pub const fn waits(&self) -> Option<Generation> {
        match self.0 {
            State::First { waits } | State::Next { waits, .. } => Some(waits),
            State::Steady { .. } | State::Change { .. } => None,
        }
    }

    /// All whose records have to stand in the DNS, the oldest first.
    pub fn in_use(&self) -> impl Iterator<Item = Generation> {
        let (one, other) = match self.0 {
            State::First { waits } => (waits, None),
            State::Steady { signs, .. } => (signs, None),
            State::Next { signs, waits, .. } => (signs, Some(waits)),
            State::Change { old, signs, .. } => (old, Some(signs)),
        };
        std::iter::once(one).chain(other)
    }

    /// With the next generation, which waits. The caller makes its keys.
    ///
    /// # Errors
    /// [`RotationError::Waits`], [`RotationError::Old`].
    pub fn begin(self) -> Result<Self, RotationError> {
        match self.0 {
            State::Steady { signs, from } => Ok(Self(State::Next { signs, from, waits: signs.next() })),
            State::First { waits } | State::Next { waits, .. } => Err(RotationError::Waits(waits)),
            State::Change { old, .. } => Err(RotationError::Old(old)),
        }
    }

    /// The records of the one that waits were seen: it signs the mails that are made from `from` on. Let that be a minute
    /// from now, so that no worker, whose clock may be ahead, has signed such a mail with the old keys.
    ///
    /// # Errors
    /// [`RotationError::NoneWaits`].
    pub fn published(self, from: Timestamp) -> Result<Self, RotationError> {
        match self.0 {
            State::First { waits } => Ok(Self(State::Steady { signs: waits, from })),
            // Never from before its forerunner, whose mails it would take.
            State::Next { signs, from: before, waits } => {
                Ok(Self(State::Change { old: signs, signs: waits, from: from.max(before) }))
            }
            State::Steady { .. } | State::Change { .. } => Err(RotationError::NoneWaits),
        }
    }

    /// Without the old generation, if there is one.
    #[must_use]
    pub const fn end(self) -> Self {
        match self.0 {
            State::Change { signs, from, .. } => Self(State::Steady { signs, from }),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests;
