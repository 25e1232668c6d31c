//! Time, ids and chance: the three things that differ from run to run, in one place that a test can hold still.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{Timestamp, id::Id};
use uuid::{ContextV7, Uuid};

/// Where time, ids and chance come from.
#[derive(Clone)]
pub struct Clock {
    held: Option<Arc<AtomicI64>>,
    context: Arc<std::sync::Mutex<ContextV7>>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { held: None, context: Arc::new(std::sync::Mutex::new(ContextV7::new())) }
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn held_at(time: Timestamp) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(time.millis()))), ..Self::system() }
    }

    /// Moves a clock that is held; the machine's clock goes its own way.
    pub fn forward(&self, by: Duration) {
        if let Some(held) = &self.held {
            held.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// What time it is.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match &self.held {
            Some(held) => Timestamp::from_millis(held.load(Ordering::SeqCst)),
            None => {
                let since =
                    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
        }
    }

    /// A new id. Ids of one clock sort in the order they were made.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        let now = u64::try_from(self.now().millis()).unwrap_or(0);
        let nanos = u32::try_from(now % 1000).unwrap_or(0) * 1_000_000;
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Id::new(Uuid::new_v7(uuid::Timestamp::from_unix(&*context, now / 1000, nanos)))
    }

    /// A number that nobody else has, by chance.
    #[must_use]
    pub fn number(&self) -> i64 {
        getrandom::u64().unwrap_or(0).cast_signed()
    }

    /// A number from 0 to 1, by chance.
    #[must_use]
    pub fn chance(&self) -> f64 {
        let bits = getrandom::u32().unwrap_or(u32::MAX / 2);
        f64::from(bits) / f64::from(u32::MAX)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
