//! Requests that bring mail, posted steadily, and each again with its key until it is accepted: as a careful program does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

use super::client;
use crate::clock;
use crate::sink::message;

/// Mails in one request.
const BULK: usize = 50;
/// Requests under way at once.
const LANES: usize = 4;
/// The product gives a request up sooner than this.
const AT_MOST: Duration = Duration::from_secs(90);
/// Between a refusal and the next try.
const PAUSE: Duration = Duration::from_millis(100);

/// Where mail is made.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) address: SocketAddr,
    pub(super) key: String,
    pub(super) office: String,
    pub(super) dossier: String,
}

#[derive(Debug)]
pub(super) struct Load {
    shared: Arc<Shared>,
    lanes: Vec<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    target: Target,
    mails: usize,
    began: clock::Nanos,
    a_second: usize,
    next: AtomicUsize,
    over: AtomicBool,
    accepted: Mutex<Vec<u128>>,
    not_accepted: Mutex<BTreeMap<String, u64>>,
    stored_all_the_same: AtomicU64,
}

impl Load {
    /// Begins to post so many mails, so many a second.
    pub(super) fn begin(target: Target, mails: usize, a_second: usize) -> Self {
        let shared = Arc::new(Shared {
            target,
            mails,
            began: clock::now(),
            a_second,
            next: AtomicUsize::new(0),
            over: AtomicBool::new(false),
            accepted: Mutex::default(),
            not_accepted: Mutex::default(),
            stored_all_the_same: AtomicU64::new(0),
        });
        let lane = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.post())
        };
        let lanes = (0..LANES).map(lane).collect();
        Self { shared, lanes }
    }

    /// Whether all was accepted.
    pub(super) fn is_done(&self) -> bool {
        self.lanes.iter().all(JoinHandle::is_finished)
    }

    /// The Message-IDs of what was accepted so far.
    pub(super) fn accepted(&self) -> Vec<u128> {
        lock(&self.shared.accepted).clone()
    }

    /// How often a request was answered otherwise or not at all, and how.
    pub(super) fn not_accepted(&self) -> BTreeMap<String, u64> {
        lock(&self.shared.not_accepted).clone()
    }

    /// Requests that were not answered as accepted, and were stored: the next try got the first one's answer.
    pub(super) fn stored_all_the_same(&self) -> u64 {
        self.shared.stored_all_the_same.load(Relaxed)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.shared.over.store(true, Relaxed);
    }
}

impl Shared {
    fn post(&self) {
        loop {
            let from = self.next.fetch_add(BULK, Relaxed);
            if from >= self.mails {
                return;
            }
            let due = (from as u64).saturating_mul(1_000_000_000) / self.a_second as u64;
            clock::sleep_until(self.began + due);
            let request = self.request(from..self.mails.min(from + BULK));
            while !self.over.load(Relaxed) && !self.is_accepted(&request) {
                thread::sleep(PAUSE);
            }
        }
    }

    fn request(&self, numbers: std::ops::Range<usize>) -> Vec<u8> {
        let Target { key, office, dossier, .. } = &self.target;
        let (first, item) = (numbers.start, |n: usize| {
            json!({
                "kind": "failed_task", "dossier_id": dossier,
                "summary": format!("De scan van factuur 2026-{n:06} is onleesbaar."),
            })
        });
        let body = Value::from(numbers.map(item).collect::<Vec<_>>()).to_string();
        format!(
            "POST /api/v1/offices/{office}/events/bulk HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n\
             Idempotency-Key: bulk-{first}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }

    fn is_accepted(&self, request: &[u8]) -> bool {
        let why = match client::call(self.target.address, request, AT_MOST) {
            Ok(reply) if reply.status == 200 => {
                let ids = mails(&reply.body);
                let all = memchr::memmem::find_iter(&reply.body, b"\"status\":202").count();
                lock(&self.accepted).extend(&ids);
                if reply.replayed {
                    self.stored_all_the_same.fetch_add(1, Relaxed);
                }
                if all == ids.len() && all > 0 {
                    return true;
                }
                "200 with items that were refused".to_owned()
            }
            Ok(reply) if reply.problem => format!("{} problem", reply.status),
            Ok(reply) => reply.status.to_string(),
            Err(error) => match error.kind() {
                std::io::ErrorKind::ConnectionRefused => "no connection".to_owned(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => "no answer".to_owned(),
                _ => "cut off".to_owned(),
            },
        };
        *lock(&self.not_accepted).entry(why).or_default() += 1;
        false
    }
}

/// The first mail of each item.
fn mails(answer: &[u8]) -> Vec<u128> {
    let text: &[u8] = b"\"mails\":[{\"id\":\"";
    let id = |at: usize| answer.get(at + text.len()..at + text.len() + 36).map(message::key);
    memchr::memmem::find_iter(answer, text).filter_map(id).collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
