//! Leased mails that nobody began, and that the database did not take back.
//!
//! It was away at that moment, most likely. They are offered again with the next lease, since nobody else would look at
//! them before their leases end.

use std::sync::Mutex;

use domain::id::{LeaseId, MailId};
use tokio::time::Instant;

use super::LEASE;

/// Each with its lease, and since when.
#[derive(Default)]
pub(super) struct Unreturned(Mutex<Vec<(Instant, MailId, LeaseId)>>);

impl Unreturned {
    fn all(&self) -> std::sync::MutexGuard<'_, Vec<(Instant, MailId, LeaseId)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Keeps mails until they are given back.
    pub(super) fn keep(&self, mails: Vec<(MailId, LeaseId)>) {
        let now = Instant::now();
        self.all().extend(mails.into_iter().map(|(mail, lease)| (now, mail, lease)));
    }

    /// What is to be given back. Leases that have ended by themselves are forgotten.
    pub(super) fn list(&self) -> Vec<(MailId, LeaseId)> {
        let mut all = self.all();
        all.retain(|(since, ..)| since.elapsed() < LEASE);
        all.iter().map(|(_, mail, lease)| (*mail, *lease)).collect()
    }

    /// These were given back.
    pub(super) fn done(&self, given_back: &[(MailId, LeaseId)]) {
        self.all().retain(|(_, mail, lease)| !given_back.contains(&(*mail, *lease)));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_was_not_taken_back_is_offered_until_it_is_or_its_lease_is_over() {
        let leased = |n| (MailId::new(Uuid::from_u128(n)), LeaseId::new(Uuid::from_u128(n)));
        let unreturned = Unreturned::default();
        unreturned.keep(vec![leased(1), leased(2)]);
        tokio::time::advance(LEASE / 2).await;
        unreturned.keep(vec![leased(3)]);
        assert_eq!(unreturned.list(), [leased(1), leased(2), leased(3)]);
        unreturned.done(&[leased(2)]);
        assert_eq!(unreturned.list(), [leased(1), leased(3)]);
        tokio::time::advance(LEASE / 2).await;
        assert_eq!(unreturned.list(), [leased(3)]);
    }
}
