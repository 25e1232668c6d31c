//! Stands between the product and PostgreSQL, and loses the answers to some commits.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use memchr::memmem;

/// A simple query, with its length.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";
/// A connection that is about to be cut looks for a commit's answer this often.
const STEP: Duration = Duration::from_millis(100);

#[derive(Debug)]
pub(super) struct Proxy {
    pub(super) port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Every how many; 0 is none.
    every: AtomicU64,
    seen: AtomicU64,
    lost: AtomicU64,
}

impl Proxy {
    /// In front of the server on this port.
    pub(super) fn start(server: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (port, shared) = (listener.local_addr()?.port(), Arc::new(Shared::default()));
        let ours = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().filter_map(Result::ok) {
                let shared = Arc::clone(&ours);
                // Dropping the client hangs up, as the server did.
                thread::spawn(move || forward(client, server, &shared));
            }
        });
        Ok(Self { port, shared })
    }

    /// From now on every so many commits' answers are lost, with their connections; 0 is none.
    pub(super) fn lose_every(&self, every: u64) {
        self.shared.every.store(every, Relaxed);
    }

    /// How many were lost.
    pub(super) fn lost(&self) -> u64 {
        self.shared.lost.load(Relaxed)
    }
}

impl Shared {
    fn loses_this(&self) -> bool {
        let every = self.every.load(Relaxed);
        every > 0 && (self.seen.fetch_add(1, Relaxed) + 1).is_multiple_of(every)
    }
}

fn forward(mut client: TcpStream, server: u16, shared: &Shared) -> io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", server))?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut answers, mut to_client) = (server.try_clone()?, client.try_clone()?);
    let back = thread::spawn(move || {
        let copied = io::copy(&mut answers, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Both);
        copied
    });
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = client.read(&mut chunk)?;
        if read == 0 {
            let _ = server.shutdown(Shutdown::Both);
            let _ = back.join();
            return Ok(());
        }
        let commits = memmem::find(&chunk[..read], COMMIT).is_some();
        if commits && shared.loses_this() {
            // Nothing goes back any more, and the server has all the time it needs to do as it was told.
            client.shutdown(Shutdown::Write)?;
            server.write_all(&chunk[..read])?;
            shared.lost.fetch_add(1, Relaxed);
            thread::sleep(STEP);
            let _ = server.shutdown(Shutdown::Both);
            return client.shutdown(Shutdown::Both);
        }
        server.write_all(&chunk[..read])?;
    }
}
