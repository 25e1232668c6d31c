//! The handle on a running sink.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::door::Door;
use crate::shared::Shared;
use crate::{Config, Counts, Credentials, Fault, Received};

/// A running SMTP server. It stops when it is dropped; every method works on a shared reference.
#[derive(Debug)]
pub struct Sink {
    shared: Arc<Shared>,
    address: SocketAddr,
    door: Mutex<Door>,
}

impl Sink {
    /// Listens and serves on the current tokio runtime.
    ///
    /// # Errors
    /// When the address of the configuration cannot be bound.
    pub async fn start(config: Config) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(config));
        let (door, address) = Door::open(shared.config.listen, &shared)?;
        Ok(Self { shared, address, door: Mutex::new(door) })
    }

    /// Where it listens, with the port that was given to it.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The same as an URL: `smtp://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Stops for good: when this returns the port is free and every connection is closed. What was kept
    /// is gone with it.
    pub async fn stop(self) {
        self.door.into_inner().close(self.address).await;
    }

    /// The relay is down: connections are cut off where they are, and new ones refused. What was kept
    /// stays, and the faults stay in force. Does nothing when it is down already.
    pub async fn go_down(&self) {
        self.door.lock().await.close(self.address).await;
    }

    /// The relay is back, on the same port. Does nothing when it is up already.
    ///
    /// # Errors
    /// When the port was lost to another process, which [`Sink::go_down`] does its best to prevent.
    pub async fn come_back(&self) -> io::Result<()> {
        self.door.lock().await.reopen(self.address, &self.shared)
    }

    /// From now on these faults, in this order, instead of those before. The first that strikes decides.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.shared.rules.set(faults);
    }

    /// From now on these tokens, as the password of their user, let in by XOAUTH2 and OAUTHBEARER. None to begin with.
    pub fn set_tokens(&self, tokens: Vec<Credentials>) {
        self.shared.set_tokens(tokens);
    }

    /// How often each fault has struck, in the order of [`Sink::set_faults`].
    pub fn fired(&self) -> Vec<u64> {
        self.shared.rules.fired()
    }

    /// The mails that are kept, oldest first.
    pub fn mails(&self) -> Vec<Arc<Received>> {
        self.shared.ledger.mails()
    }

    /// The mail with this number, if it is (still) kept.
    pub fn mail(&self, number: u64) -> Option<Arc<Received>> {
        self.shared.ledger.mail(number)
    }

    /// Forgets all mails, Message-IDs and counts. Numbers go on where they were.
    pub fn clear(&self) {
        self.shared.ledger.clear();
        self.shared.traffic.clear();
    }

    /// Waits until at least `count` mails were accepted since the start or the last [`Sink::clear`].
    ///
    /// # Errors
    /// [`TooFew`] when they did not come within `at_most`.
    pub async fn wait_for(&self, count: u64, at_most: Duration) -> Result<(), TooFew> {
        let mut accepted = self.shared.ledger.watch();
        match timeout(at_most, accepted.wait_for(|accepted| *accepted >= count)).await {
            Ok(Ok(_)) => Ok(()),
            _ => Err(TooFew { wanted: count, accepted: self.counts().accepted }),
        }
    }

    /// What has happened so far.
    pub fn counts(&self) -> Counts {
        self.shared.traffic.add_to(self.shared.ledger.counts())
    }

    /// Every Message-ID that was accepted, without angle brackets, and how often.
    pub fn message_ids(&self) -> BTreeMap<String, u64> {
        self.shared.ledger.message_ids()
    }

    /// How often a mail with this Message-ID (without angle brackets) was accepted.
    pub fn times(&self, message_id: &str) -> u64 {
        self.shared.ledger.times(message_id)
    }

    /// The Message-IDs that came more than once and not every time with the same bytes, sorted. Only the
    /// content is compared: a repeat may go to fewer recipients.
    pub fn differing_repeats(&self) -> Vec<String> {
        self.shared.ledger.differing_repeats()
    }
}

/// The mails that [`Sink::wait_for`] waited for did not all come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// How many were waited for.
    pub wanted: u64,
    /// How many came.
    pub accepted: u64,
}

impl fmt::Display for TooFew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "waited for {} mails and got {}", self.wanted, self.accepted)
    }
}

impl std::error::Error for TooFew {}
