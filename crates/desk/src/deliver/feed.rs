//! Leased mails on their way to a connection.

use std::{collections::VecDeque, sync::Mutex};

use store::deliveries::Leased;
use tokio::sync::Notify;

/// A short queue between the leaser and the connections.
pub(super) struct Feed {
    mails: Mutex<VecDeque<Leased>>,
    size: usize,
    filled: Notify,
    taken: Notify,
}

impl Feed {
    /// A feed that is full with `size` mails.
    pub(super) fn new(size: usize) -> Self {
        Self { mails: Mutex::default(), size, filled: Notify::new(), taken: Notify::new() }
    }

    fn mails(&self) -> std::sync::MutexGuard<'_, VecDeque<Leased>> {
        self.mails.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits until half of it is free, and says how much is.
    pub(super) async fn room(&self) -> usize {
        loop {
            let free = self.size.saturating_sub(self.mails().len());
            if free * 2 >= self.size {
                return free;
            }
            self.taken.notified().await;
        }
    }

    /// Adds mails, behind those that wait.
    pub(super) fn add(&self, leased: Vec<Leased>) {
        self.mails().extend(leased);
        self.filled.notify_waiters();
        self.filled.notify_one();
    }

    /// The next mail, if one waits.
    pub(super) fn try_next(&self) -> Option<Leased> {
        let next = self.mails().pop_front();
        if next.is_some() {
            self.taken.notify_one();
        }
        next
    }

    /// Whether no mail waits.
    pub(super) fn is_empty(&self) -> bool {
        self.mails().is_empty()
    }

    /// Waits until a mail waits.
    pub(super) async fn filled(&self) {
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            // Enabled before looking, so that mails that come in between are not missed.
            filled.as_mut().enable();
            if !self.is_empty() {
                // Whoever waits beside us may find one too.
                self.filled.notify_one();
                return;
            }
            filled.await;
        }
    }

    /// Everything that waits.
    pub(super) fn drain(&self) -> Vec<Leased> {
        let rest = self.mails().drain(..).collect();
        self.taken.notify_one();
        rest
    }
}
