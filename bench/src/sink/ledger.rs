//! What arrived, and when.
//!
//! Under load a mail costs one push to a list that its connection has almost to itself. Whether each came
//! exactly once is worked out afterwards, from the lists: nobody waits for it while mails come in.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::{self, Nanos};

/// More than connections are usual: each mostly has a list of its own.
const LISTS: usize = 64;

/// A mail that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The Message-ID, as [`super::message::key`] sees it.
    pub(crate) id: u128,
    /// The number in the recipient's address, if there is one.
    pub(crate) recipient: Option<u64>,
    /// When its final dot was read.
    pub(crate) at: Nanos,
}

#[derive(Debug)]
pub(crate) struct Ledger {
    lists: Vec<Mutex<Vec<Arrival>>>,
    mails: AtomicU64,
    bytes: AtomicU64,
}

impl Default for Ledger {
    fn default() -> Self {
        let lists = (0..LISTS).map(|_| Mutex::default()).collect();
        Self { lists, mails: AtomicU64::new(0), bytes: AtomicU64::new(0) }
    }
}

impl Ledger {
    /// Notes a mail of so many bytes that came over this connection.
    pub(crate) fn add(&self, connection: usize, id: u128, recipient: Option<u64>, bytes: usize) {
        let arrival = Arrival { id, recipient, at: clock::now() };
        lock(&self.lists[connection % LISTS]).push(arrival);
        self.bytes.fetch_add(bytes as u64, Relaxed);
        self.mails.fetch_add(1, Relaxed);
    }

    /// How many mails were taken; one that came twice counts twice.
    pub(crate) fn mails(&self) -> u64 {
        self.mails.load(Relaxed)
    }

    /// How many bytes of content they had, as on the wire.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Everything that was taken.
    pub(crate) fn tally(&self) -> Tally {
        let mut arrivals = Vec::new();
        for list in &self.lists {
            arrivals.extend_from_slice(&lock(list));
        }
        arrivals.sort_unstable_by_key(|arrival| arrival.at);
        Tally { arrivals, bytes: self.bytes() }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.lists.iter().for_each(|list| lock(list).clear());
        self.bytes.store(0, Relaxed);
        self.mails.store(0, Relaxed);
    }
}

/// All that was taken, in the order of arrival.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) bytes: u64,
}

impl Tally {
    /// When the last came; 0 if none did.
    pub(crate) fn last(&self) -> Nanos {
        self.arrivals.last().map_or(0, |arrival| arrival.at)
    }

    /// When each Message-ID came first.
    pub(crate) fn by_id(&self) -> HashMap<u128, Nanos> {
        self.arrivals.iter().rev().map(|arrival| (arrival.id, arrival.at)).collect()
    }

    /// When each numbered recipient first got something.
    pub(crate) fn by_recipient(&self) -> HashMap<u64, Nanos> {
        self.arrivals.iter().rev().filter_map(|arrival| Some((arrival.recipient?, arrival.at))).collect()
    }

    /// How many different mails came.
    pub(crate) fn distinct(&self) -> u64 {
        self.by_id().len() as u64
    }

    /// How many came that had come before.
    pub(crate) fn duplicates(&self) -> u64 {
        self.arrivals.len() as u64 - self.distinct()
    }

    /// The bytes of a mail, on average.
    #[expect(clippy::cast_precision_loss, reason = "an average")]
    pub(crate) fn bytes_a_mail(&self) -> f64 {
        self.bytes as f64 / self.arrivals.len().max(1) as f64
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
