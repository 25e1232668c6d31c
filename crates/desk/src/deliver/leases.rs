//! The leases that this worker holds, and until when.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use domain::{Timestamp, id::LeaseId};

use super::{Courier, LEASE};
use crate::chain;

/// How often leases are renewed.
const RENEW: Duration = Duration::from_secs(15);
/// A mail's content is not begun when its lease ends sooner than this.
const MARGIN: Duration = Duration::from_secs(10);

/// Which leases are held, how many mails of each are not done, and until when each lasts.
#[derive(Default)]
pub(super) struct Leases(Mutex<HashMap<LeaseId, (usize, Timestamp)>>);

impl Leases {
    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<LeaseId, (usize, Timestamp)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn begin(&self, lease: LeaseId, mails: usize, until: Timestamp) {
        self.held().insert(lease, (mails, until));
    }

    /// One mail of a lease is done with.
    pub(super) fn done(&self, lease: LeaseId) {
        let mut held = self.held();
        if let Some((mails, _)) = held.get_mut(&lease) {
            *mails -= 1;
            if *mails == 0 {
                held.remove(&lease);
            }
        }
    }

    /// May a mail of this lease still be sent? Not when it could be another worker's before we are done.
    pub(super) fn is_good(&self, lease: LeaseId, now: Timestamp) -> bool {
        self.held().get(&lease).is_some_and(|(_, until)| now + MARGIN < *until)
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
        let until = courier.desk.clock().now() + LEASE;
        let renewed = async {
            let mut tx = courier.desk.db().write().await?;
            let renewed = store::deliveries::extend(&mut tx, &held, until).await?;
            tx.commit().await?;
            Ok::<_, store::Error>(renewed)
        };
        match renewed.await {
            // A lease that is not ours any more is never good again: another worker may have sent its mails.
            Ok(renewed) => courier.leases.held().retain(|lease, (_, ends)| {
                if renewed.contains(lease) {
                    *ends = until;
                }
                renewed.contains(lease) || !held.contains(lease)
            }),
            Err(error) => tracing::warn!(error = chain(&error), "leases could not be renewed"),
        }
    }
}
