//! The leases that this worker holds, and until when.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{Timestamp, id::LeaseId};
use tokio::time::Instant;

use super::{Courier, LEASE};
use crate::chain;

/// How often leases are renewed.
const RENEW: Duration = Duration::from_secs(15);
/// A mail's content is not begun when its lease ends sooner than this.
const MARGIN: Duration = Duration::from_secs(10);

/// Which leases are held, how many mails of each are not done, and until when each lasts.
#[derive(Default)]
pub(super) struct Leases {
    held: Mutex<HashMap<LeaseId, Held>>,
    /// How often all of them were lost.
    losses: AtomicU64,
}

struct Held {
    mails: usize,
    /// By the clock on the wall, as other workers judge it.
    until: Timestamp,
    /// By a clock that nobody sets: a wall clock that was set back makes no lease last longer.
    ends: Instant,
}

impl Leases {
    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<LeaseId, Held>> {
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A lease that was asked for at `asked`, after so many losses. If there was one since, it is not ours.
    #[must_use]
    pub(super) fn begin(
        &self,
        lease: LeaseId,
        mails: usize,
        until: Timestamp,
        asked: Instant,
        losses: u64,
    ) -> bool {
        let mut held = self.held();
        let ours = self.losses() == losses;
        if ours {
            held.insert(lease, Held { mails, until, ends: asked + LEASE });
        }
        ours
    }

    /// One mail of a lease is done with.
    pub(super) fn done(&self, lease: LeaseId) {
        let mut held = self.held();
        if let Some(Held { mails, .. }) = held.get_mut(&lease) {
            *mails -= 1;
            if *mails == 0 {
                held.remove(&lease);
            }
        }
    }

    /// Another worker has it by now.
    pub(super) fn lose(&self, lease: LeaseId) {
        self.held().remove(&lease);
    }

    /// Others may think that this worker is gone.
    pub(super) fn lose_all(&self) {
        let mut held = self.held();
        self.losses.fetch_add(1, Ordering::Relaxed);
        held.clear();
    }

    /// How often all leases were lost.
    pub(super) fn losses(&self) -> u64 {
        self.losses.load(Ordering::Relaxed)
    }

    /// Whether anything of it is still to be done.
    pub(super) fn is_held(&self, lease: LeaseId) -> bool {
        self.held().contains_key(&lease)
    }

    /// May a mail of this lease still be sent? Not when it could be another worker's before we are done.
    pub(super) fn is_good(&self, lease: LeaseId, now: Timestamp) -> bool {
        let good = |held: &Held| now + MARGIN < held.until && Instant::now() + MARGIN < held.ends;
        self.held().get(&lease).is_some_and(good)
    }
}

/// Renews what is held, for as long as it runs.
pub(super) async fn renew(courier: std::sync::Arc<Courier>) {
    loop {
        tokio::time::sleep(RENEW).await;
        let held: Vec<LeaseId> = courier.leases.held().keys().copied().collect();
        if held.is_empty() {
            continue;
        }
        let (asked, until) = (Instant::now(), courier.desk.clock().now() + LEASE);
        let renewed = async {
            let mut tx = courier.desk.db().write().await?;
            let renewed = store::deliveries::extend(&mut tx, &held, until).await?;
            tx.commit().await?;
            Ok::<_, store::Error>(renewed)
        };
        match renewed.await {
            // A lease that is not ours any more is never good again: another worker may have sent its mails.
            Ok(renewed) => courier.leases.held().retain(|lease, of| {
                if renewed.contains(lease) {
                    (of.until, of.ends) = (until, asked + LEASE);
                }
                renewed.contains(lease) || !held.contains(lease)
            }),
            Err(error) => tracing::warn!(error = chain(&error), "leases could not be renewed"),
        }
    }
}
