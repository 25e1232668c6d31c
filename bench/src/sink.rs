//! The relay that is never the slow part: an SMTP server that counts.
//!
//! A thread for each connection, blocking reads, one write for each batch of replies: the fewest system
//! calls a mail. It believes its client where the tests' `smtp-sink` checks it, and notes for each mail
//! when it came, which that one does not. `faults` say what goes wrong; `ledger` says what arrived.

pub(crate) mod faults;
pub(crate) mod ledger;
pub(crate) mod message;
mod session;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use anyhow::ensure;

use crate::clock;
use faults::Faults;
use ledger::{Ledger, Tally};
use session::Session;

/// How long is waited for mails that came already.
const GRACE: Duration = Duration::from_millis(100);

/// A running sink. It listens until it is dropped; connections live as long as their clients want.
#[derive(Debug)]
pub(crate) struct Sink {
    shared: Arc<Shared>,
    address: SocketAddr,
}

#[derive(Debug, Default)]
struct Shared {
    ledger: Ledger,
    faults: Faults,
    over: AtomicBool,
}

impl Sink {
    /// Listens on this address and serves whoever comes.
    pub(crate) fn start(listen: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(listen)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let ours = Arc::clone(&shared);
        thread::Builder::new().name("sink".into()).spawn(move || accept(&listener, &ours))?;
        Ok(Self { shared, address })
    }

    /// A sink on a free port of the loopback address.
    pub(crate) fn on_loopback() -> io::Result<Self> {
        Self::start("127.0.0.1:0")
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.shared.ledger
    }

    /// Waits until so many mails came, and tells what came.
    ///
    /// # Errors
    /// When they did not come in time, or when one came twice.
    pub(crate) fn exactly(&self, count: u64, at_most: Duration) -> anyhow::Result<Tally> {
        let came = || self.ledger().mails() >= count;
        clock::wait_until(at_most, Duration::from_millis(2), came);
        // One that comes twice may come the second time after the last of the others.
        thread::sleep(GRACE);
        let tally = self.ledger().tally();
        let (distinct, duplicates) = (tally.distinct(), tally.duplicates());
        ensure!(
            distinct == count && duplicates == 0,
            "of {count} mails {distinct} arrived, and {duplicates} of them again"
        );
        Ok(tally)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.over.store(true, Relaxed);
        // So that `accept` looks.
        let _ = std::net::TcpStream::connect(self.address);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (number, stream) in listener.incoming().enumerate() {
        if shared.over.load(Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        let serve = move || {
            // A client that hangs up is no news.
            let _ = Session::new(&shared, number, stream).run();
        };
        let _ = thread::Builder::new().name(format!("sink {number}")).spawn(serve);
    }
}
