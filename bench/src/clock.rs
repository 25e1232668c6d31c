//! The one place that reads the clock.
//!
//! Everything measured is a number of nanoseconds since this program's first look, so that a moment the
//! HTTP client notes and one the sink notes can be subtracted.

use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// Nanoseconds since this program began to measure.
pub(crate) type Nanos = u64;

/// Now.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub(crate) fn now() -> Nanos {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = *BEGAN.get_or_init(Instant::now);
    u64::try_from(began.elapsed().as_nanos()).unwrap_or(Nanos::MAX)
}

/// The seconds from one moment to a later one.
pub(crate) fn seconds(from: Nanos, to: Nanos) -> f64 {
    Duration::from_nanos(to.saturating_sub(from)).as_secs_f64()
}

/// The milliseconds from one moment to a later one.
pub(crate) fn millis(from: Nanos, to: Nanos) -> f64 {
    seconds(from, to) * 1000.0
}

/// Sleeps until then; returns at once if that is past.
pub(crate) fn sleep_until(then: Nanos) {
    thread::sleep(Duration::from_nanos(then.saturating_sub(now())));
}

/// Waits until it is so, looking every `pause`; says whether it ever was.
pub(crate) fn wait_until(at_most: Duration, pause: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let until = now().saturating_add(u64::try_from(at_most.as_nanos()).unwrap_or(Nanos::MAX));
    loop {
        if is_so() {
            return true;
        }
        if now() >= until {
            return false;
        }
        thread::sleep(pause);
    }
}
