//! The socket, the connections and their end.

use std::{
    fs, io,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::Path,
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, UnixListener, UnixStream},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{Endpoint, Keeper, Limits, connection::Connection, replies};

/// How long accepting rests after an error such as "too many open files".
const AFTER_ERROR: Duration = Duration::from_millis(50);
/// How long one that is turned away may take to read why.
const TURNING_AWAY: Duration = Duration::from_secs(1);

/// The listening socket.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    endpoint: Endpoint,
    limits: Limits,
}

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Listener {
    /// Listens. A Unix socket that a program before left behind is replaced; any user of the machine may then connect
    /// to it, as to a port of loopback: it is the folder that keeps others out.
    ///
    /// # Errors
    /// When the address is in use, or this program may not listen there.
    pub async fn bind(endpoint: &Endpoint, limits: Limits) -> io::Result<Self> {
        let (socket, endpoint) = match endpoint {
            Endpoint::Tcp(address) => {
                let listener = TcpListener::bind(address).await?;
                let bound = Endpoint::Tcp(listener.local_addr()?);
                (Socket::Tcp(listener), bound)
            }
            Endpoint::Unix(path) => {
                remove_stale(path).await?;
                let listener = UnixListener::bind(path)?;
                fs::set_permissions(path, fs::Permissions::from_mode(0o666))?;
                (Socket::Unix(listener), endpoint.clone())
            }
        };
        Ok(Self { socket, endpoint, limits })
    }

    /// Where it listens, with the port that was given to it.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Serves until it is stopped. Then nobody is let in any more, clients are told to come back, and what was given
    /// to the keeper is waited for.
    pub async fn serve<K: Keeper>(self, keeper: Arc<K>, stop: CancellationToken) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                Some(ended) = connections.join_next() => {
                    // The client was not answered, so that it comes back with what it had.
                    if let Err(error) = ended {
                        tracing::error!(%error, "a connection for bounces ended by a fault of this program");
                    }
                }
                accepted = self.accept() => match accepted {
                    Ok(stream) if connections.len() >= self.limits.connections => turn_away(stream).await,
                    Ok(stream) => {
                        let connection = Connection::new(stream, Arc::clone(&keeper), self.limits, stop.clone());
                        connections.spawn(async move {
                            if let Err(error) = connection.serve().await {
                                tracing::debug!(%error, "a connection for bounces broke");
                            }
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "could not accept a connection for bounces");
                        sleep(AFTER_ERROR).await;
                    }
                },
            }
        }
        drop(self.socket);
        while connections.join_next().await.is_some() {}
        if let Endpoint::Unix(path) = &self.endpoint {
            // If it cannot be removed, the next one to bind does.
            let _ = fs::remove_file(path);
        }
    }

    async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match &self.socket {
            Socket::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Box::new(stream)
            }
            Socket::Unix(listener) => Box::new(listener.accept().await?.0),
        })
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// The few octets fit into the kernel's buffer, so that nobody is waited for.
async fn turn_away(mut stream: Box<dyn Stream>) {
    let _ = timeout(TURNING_AWAY, stream.write_all(replies::TOO_MANY_CONNECTIONS.as_bytes())).await;
}

/// Removes a socket on which nobody listens. Anything else in its place is left for `bind` to complain of.
async fn remove_stale(path: &Path) -> io::Result<()> {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    let refused = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    if is_socket && UnixStream::connect(path).await.err().as_ref().is_some_and(refused) {
        fs::remove_file(path)?;
    }
    Ok(())
}
