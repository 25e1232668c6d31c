//! How the places of a lease are shared between the classes of mails.

/// Places of a lease.
///
/// Most go to the most urgent class that waits ([`crate::mail::Class`]). One in 8 is kept for notices and one in 32 for
/// digests, so that a day of nothing but welcome mails does not starve them; nothing is lost by that when they do not wait,
/// since the next lease follows at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// For whatever is most urgent.
    pub by_class: u32,
    /// For notices, whatever else waits.
    pub notices: u32,
    /// For digests, whatever else waits.
    pub digests: u32,
}

const NOTICES: u32 = 8;
const DIGESTS: u32 = 32;

impl Places {
    /// One place, for whatever is most urgent.
    pub const ONE: Self = Self { by_class: 1, notices: 0, digests: 0 };

    /// So many places. `chance`, from 0 to 1, decides about fractions, so that leases of one or two mails are shared as
    /// those of a hundred are, and nothing need be remembered between workers: a relay that takes 30 a minute is given one
    /// at a time. A single place that was kept for a class of which nothing waits is for whatever does.
    #[must_use]
    pub fn share(places: u32, chance: f64) -> Self {
        let kept = |one_in: u32, chance: f64| {
            let (whole, rest) = (places / one_in, places % one_in);
            whole + u32::from(f64::from(rest) > chance * f64::from(one_in))
        };
        let (notices, digests) = (kept(NOTICES, chance), kept(DIGESTS, 1.0 - chance));
        Self { by_class: places.saturating_sub(notices + digests), notices, digests }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_places_are_shared() {
        assert_eq!(Places::share(100, 0.9), Places { by_class: 84, notices: 12, digests: 4 });
        assert_eq!(Places::share(100, 0.1), Places { by_class: 84, notices: 13, digests: 3 });
    }

    #[test]
    fn single_places_are_shared_over_time_and_stay_single() {
        let (mut notices, mut digests) = (0, 0);
        for turn in 0..3200 {
            let places = Places::share(1, f64::from(turn) / 3200.0);
            notices += places.notices;
            digests += places.digests;
            assert_eq!(places.by_class + places.notices + places.digests, 1);
        }
        assert_eq!((notices, digests), (400, 99));
    }
}
