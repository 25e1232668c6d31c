//! The mails that were accepted: the newest of them in full, all of them by Message-ID.
//!
//! Searching for the Message-ID and hashing the content happen before the lock is taken; under it there
//! is only bookkeeping. The hash is 64 bits of SipHash together with the length: it has to notice a repeat that
//! differs by accident, not one made by an adversary.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::received::message_id;
use crate::{Counts, Keep, Received};

#[derive(Debug)]
pub(crate) struct Ledger {
    keep: Keep,
    pages: Mutex<Pages>,
    /// How many were accepted, for those who wait.
    accepted: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Pages {
    /// Never reset: a queue id is unique for as long as the sink lives.
    last_number: u64,
    counts: Counts,
    mails: VecDeque<Arc<Received>>,
    kept_bytes: usize,
    ids: HashMap<String, Seen>,
}

/// What is known of one Message-ID.
#[derive(Debug)]
struct Seen {
    print: Fingerprint,
    times: u64,
    differs: bool,
}

type Fingerprint = (u64, usize);

impl Ledger {
    pub(crate) fn new(keep: Keep) -> Self {
        Self { keep, pages: Mutex::default(), accepted: watch::Sender::new(0) }
    }

    /// Takes a mail in, whose `number` and `message_id` are still open, and gives it its number.
    pub(crate) fn accept(&self, mut mail: Received) -> u64 {
        mail.message_id = message_id(&mail.data);
        let print = fingerprint(&mail.data);
        let mut pages = self.lock();
        pages.last_number += 1;
        mail.number = pages.last_number;
        pages.count(&mail, print);
        if let Keep::Everything { max_bytes } = self.keep {
            pages.keep(mail, max_bytes);
        }
        self.accepted.send_replace(pages.counts.accepted);
        pages.last_number
    }

    pub(crate) fn mails(&self) -> Vec<Arc<Received>> {
        self.lock().mails.iter().cloned().collect()
    }

    pub(crate) fn mail(&self, number: u64) -> Option<Arc<Received>> {
        let pages = self.lock();
        let index = pages.mails.binary_search_by_key(&number, |mail| mail.number).ok()?;
        pages.mails.get(index).cloned()
    }

    pub(crate) fn counts(&self) -> Counts {
        let pages = self.lock();
        Counts { distinct_message_ids: pages.ids.len() as u64, ..pages.counts }
    }

    pub(crate) fn message_ids(&self) -> BTreeMap<String, u64> {
        self.lock().ids.iter().map(|(id, seen)| (id.clone(), seen.times)).collect()
    }

    pub(crate) fn times(&self, message_id: &str) -> u64 {
        self.lock().ids.get(message_id).map_or(0, |seen| seen.times)
    }

    pub(crate) fn differing_repeats(&self) -> Vec<String> {
        let pages = self.lock();
        let mut ids: Vec<_> =
            pages.ids.iter().filter(|(_, seen)| seen.differs).map(|(id, _)| id.clone()).collect();
        ids.sort_unstable();
        ids
    }

    pub(crate) fn clear(&self) {
        let mut pages = self.lock();
        *pages = Pages { last_number: pages.last_number, ..Pages::default() };
        self.accepted.send_replace(0);
    }

    /// How many were accepted, as it changes.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.accepted.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn count(&mut self, mail: &Received, print: Fingerprint) {
        self.counts.accepted += 1;
        self.counts.bytes += mail.data.len() as u64;
        let Some(id) = &mail.message_id else {
            self.counts.without_message_id += 1;
            return;
        };
        if let Some(seen) = self.ids.get_mut(id) {
            self.counts.duplicates += 1;
            seen.times += 1;
            seen.differs |= seen.print != print;
        } else {
            self.ids.insert(id.clone(), Seen { print, times: 1, differs: false });
        }
    }

    fn keep(&mut self, mail: Received, max_bytes: usize) {
        self.kept_bytes += mail.data.len();
        self.mails.push_back(Arc::new(mail));
        while self.kept_bytes > max_bytes {
            let Some(oldest) = self.mails.pop_front() else { break };
            self.kept_bytes -= oldest.data.len();
        }
    }
}

fn fingerprint(data: &[u8]) -> Fingerprint {
    let mut hasher = DefaultHasher::new();
    hasher.write(data);
    (hasher.finish(), data.len())
}
