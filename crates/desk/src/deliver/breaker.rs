//! Keeps away from a relay that cannot be used.
//!
//! After a fault that is no mail's doing, nothing is leased for a while: a second at first, doubled each time, a
//! minute at most. Then one mail goes ahead alone; if it gets through, all follow.
//!
//! A relay that takes mails over some connections and refuses others (many allow only a few at once) can be used: there, each
//! refused connection keeps away by itself, for as long.

use std::{sync::Mutex, time::Duration};

use tokio::time::Instant;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// How often in a row the relay could not be used, and until when it is left alone.
#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default, Clone, Copy)]
struct State {
    faults: u32,
    until: Option<Instant>,
    /// When it last took or judged a mail.
    worked: Option<Instant>,
}

/// How long the relay is left alone after so many faults in a row before this one.
pub(super) fn pause(faults: u32) -> Duration {
    FIRST.saturating_mul(1 << faults.min(10)).min(LONGEST)
}

impl Breaker {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The relay could not be used by a connection that tried from `began` on. Connections that find so together count once;
    /// it counts for nothing if the relay worked for another meanwhile.
    pub(super) fn fault(&self, began: Instant, now: Instant, jitter: f64) {
        let mut state = self.state();
        let works_for_others = state.worked.is_some_and(|worked| worked >= began);
        if !works_for_others && state.until.is_none_or(|until| now >= until) {
            state.until = Some(now + pause(state.faults).mul_f64(0.75 + jitter / 4.0));
            state.faults += 1;
        }
    }

    /// The relay took or judged a mail: it works.
    pub(super) fn works(&self, now: Instant) {
        *self.state() = State { worked: Some(now), ..State::default() };
    }

    /// Until when the relay is left alone, if it is.
    pub(super) fn open_until(&self, now: Instant) -> Option<Instant> {
        self.state().until.filter(|until| *until > now)
    }

    /// The pause is over, and nobody knows yet whether the relay works again.
    pub(super) fn is_on_trial(&self) -> bool {
        self.state().faults > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_and_one_success_ends_them() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let mut now = start;
        let mut pauses = Vec::new();
        for _ in 0..8 {
            breaker.fault(now, now, 1.0);
            // A second connection that finds the same adds nothing.
            breaker.fault(now, now, 1.0);
            let until = breaker.open_until(now).unwrap();
            pauses.push((until - now).as_secs());
            now = until;
            assert!(breaker.open_until(now).is_none() && breaker.is_on_trial());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
        breaker.works(now);
        assert!(!breaker.is_on_trial());
    }

    #[tokio::test(start_paused = true)]
    async fn a_relay_that_works_for_another_connection_is_not_left_alone() {
        let (breaker, began) = (Breaker::default(), Instant::now());
        let later = began + Duration::from_millis(5);
        breaker.works(later);
        breaker.fault(began, later, 1.0);
        assert!(!breaker.is_on_trial() && breaker.open_until(later).is_none());
        // But what was tried after that counts.
        breaker.fault(later + Duration::from_millis(1), later + Duration::from_millis(2), 1.0);
        assert!(breaker.is_on_trial());
    }
}
