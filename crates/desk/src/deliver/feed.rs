//! Leased mails on their way to a connection.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::{delivery::Rounds, id::OfficeId};
use store::deliveries::Leased;
use tokio::{sync::Notify, time::Instant};

/// How long what is leased ahead is to last. More would only make what is urgent wait behind it; less would make the
/// leaser the slow part.
const AHEAD: Duration = Duration::from_millis(50);
/// However fast the relay is, no more is leased ahead.
const MOST: usize = 1000;

/// A short queue between the leaser and the connections. Its size follows what the relay takes. Offices take turns here too:
/// what is leased for one goes before most of what was leased for another that has much.
pub(super) struct Feed {
    waiting: Mutex<Waiting>,
    least: usize,
    size: AtomicUsize,
    filled: Notify,
    taken: Notify,
}

#[derive(Default)]
struct Waiting {
    mails: Rounds<OfficeId, Leased>,
    /// When the last one was taken, or the first of them came.
    moved: Option<Instant>,
}

impl Feed {
    /// A feed that never holds less than `least` mails when it is full.
    pub(super) fn new(least: usize) -> Self {
        let size = AtomicUsize::new(least);
        Self { waiting: Mutex::default(), least, size, filled: Notify::new(), taken: Notify::new() }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Waits until half of it is free, and says how much is.
    pub(super) async fn room(&self) -> usize {
        loop {
            let size = self.size.load(Ordering::Relaxed);
            let free = size.saturating_sub(self.len());
            if free * 2 >= size {
                return free;
            }
            self.taken.notified().await;
        }
    }

    /// So many mails were taken in this time: what is held from here on lasts for [`AHEAD`].
    pub(super) fn paced(&self, mails: usize, took: Duration) {
        let lasts = mails as u128 * AHEAD.as_micros() / took.as_micros().max(1);
        let size = usize::try_from(lasts).unwrap_or(MOST).clamp(self.least, MOST.max(self.least));
        // Half of the way at a time, and twice as much at most: one slow answer of the relay says little, nor do connections
        // that were idle and took a mail each at once.
        let before = self.size.load(Ordering::Relaxed);
        self.size.store(usize::midpoint(before, size).min(before * 2), Ordering::Relaxed);
    }

    /// Nothing is taken: from here on as little is held as may be.
    pub(super) fn shrink(&self) {
        self.size.store(self.least, Ordering::Relaxed);
    }

    /// Adds mails, each behind those of its office that wait.
    pub(super) fn add(&self, leased: Vec<Leased>) {
        let mut waiting = self.waiting();
        if waiting.mails.is_empty() {
            waiting.moved = Some(Instant::now());
        }
        leased.into_iter().for_each(|leased| waiting.mails.push(leased.mail.office_id, leased));
        drop(waiting);
        self.filled.notify_waiters();
        self.filled.notify_one();
    }

    /// The next mail, if one waits.
    pub(super) fn try_next(&self) -> Option<Leased> {
        let mut waiting = self.waiting();
        let next = waiting.mails.pop();
        waiting.moved = Some(Instant::now());
        drop(waiting);
        if next.is_some() {
            self.taken.notify_one();
        }
        next
    }

    /// How many mails wait.
    pub(super) fn len(&self) -> usize {
        self.waiting().mails.len()
    }

    /// For how long mails have waited and none was taken.
    pub(super) fn stands_still_for(&self) -> Duration {
        let waiting = self.waiting();
        let since = waiting.moved.filter(|_| !waiting.mails.is_empty());
        since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Whether no mail waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting().mails.is_empty()
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

    /// The mails that are not to wait any longer.
    pub(super) fn take(&self, is_to_go: impl Fn(&Leased) -> bool) -> Vec<Leased> {
        let gone = self.waiting().mails.take(is_to_go);
        self.taken.notify_one();
        gone
    }

    /// Everything that waits.
    pub(super) fn drain(&self) -> Vec<Leased> {
        self.take(|_| true)
    }
}
