//! The listening socket: it goes down, stays away, and comes back on the same port.
//!
//! While the sink is down the port stays bound by a socket that does not listen. Clients are refused, as
//! by a relay that is down, and the kernel gives the port to nobody else, not even as the source port of
//! a client that tries to connect to it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

use crate::connection::{Open, serve};
use crate::shared::Shared;

const BACKLOG: u32 = 1024;
const TOO_MANY: &[u8] = b"421 4.3.2 too many connections\r\n";
/// How long accepting rests after an error such as "too many open files".
const AFTER_ERROR: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(crate) enum Door {
    /// Dropping `stop` also ends the task, and with it all connections.
    Open { stop: oneshot::Sender<()>, task: JoinHandle<()> },
    /// The socket keeps the port. `None` if it could not be had again; then opening tries to.
    Closed(Option<TcpSocket>),
}

impl Door {
    /// Listens on `address` and serves whoever comes.
    pub(crate) fn open(address: SocketAddr, shared: &Arc<Shared>) -> io::Result<(Self, SocketAddr)> {
        Self::listen(bind(address)?, shared)
    }

    fn listen(socket: TcpSocket, shared: &Arc<Shared>) -> io::Result<(Self, SocketAddr)> {
        let listener = socket.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(accept(listener, Arc::clone(shared), stopped));
        Ok((Self::Open { stop, task }, address))
    }

    /// Closes the listener and every connection, and holds on to the port. Closing twice is no error.
    pub(crate) async fn close(&mut self, address: SocketAddr) {
        if let Self::Open { stop, task } = std::mem::replace(self, Self::Closed(None)) {
            drop(stop);
            let _ = task.await;
            *self = Self::Closed(bind(address).ok());
        }
    }

    /// Listens again, on the same port. Opening twice is no error.
    pub(crate) fn reopen(&mut self, address: SocketAddr, shared: &Arc<Shared>) -> io::Result<()> {
        if let Self::Closed(held) = self {
            let socket = held.take().map_or_else(|| bind(address), Ok)?;
            (*self, _) = Self::listen(socket, shared)?;
        }
        Ok(())
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Connections of before may linger in TIME_WAIT on this port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if shared.traffic.open() >= shared.config.limits.connections => {
                    turn_away(&stream, &shared);
                }
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&shared), Open::count(&shared)));
                }
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    sleep(AFTER_ERROR).await;
                }
            },
        }
    }
    // First the listener, so that nobody is let in any more; then wait until every connection is closed.
    drop(listener);
    connections.shutdown().await;
}

/// Says that there are too many connections, if that can be done without waiting.
fn turn_away(stream: &TcpStream, shared: &Shared) {
    shared.traffic.turned_away();
    let _ = stream.try_write(TOO_MANY);
}
