//! Bytes and waiting: commands go out, replies come in, and whatever goes wrong becomes an [`Ending`] of the phase
//! that the caller is in.
//!
//! Commands are gathered in `out` and leave in one write. After an error the connection is of no further use; the
//! callers see to that.

use std::io;
use std::net::SocketAddr;

use domain::delivery::{Ending, Phase};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::reply::{Answer, Incoming, presentable};
use super::{Relay, Timeouts, tls};

/// A connection, with or without TLS.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// What TLS takes over from us at most before it has to give it to the kernel (rustls' default).
const TLS_HOLDS: usize = 64 * 1024;

pub(super) struct Wire {
    stream: Box<dyn Stream>,
    incoming: Incoming,
    /// What is to be written next.
    pub(super) out: Vec<u8>,
    pub(super) timeouts: Timeouts,
    /// Whether this is TLS.
    pub(super) secure: bool,
    /// What no ending may hold, should the relay repeat it.
    pub(super) secrets: Vec<String>,
    pub(super) local: SocketAddr,
    pub(super) peer: SocketAddr,
}

impl Wire {
    pub(super) async fn connect(relay: &Relay, timeouts: &Timeouts) -> Result<Self, Ending> {
        let broken = |why: String| Ending::Broken(Phase::Connect, why);
        let connecting = timeout(timeouts.connect, tcp(relay));
        let tcp = connecting.await.map_err(|_| broken(format!("no answer within {:?}", timeouts.connect)))?;
        let (stream, local, peer) = tcp.map_err(broken)?;
        Ok(Self {
            stream: Box::new(stream),
            incoming: Incoming::default(),
            out: Vec::new(),
            timeouts: *timeouts,
            secure: false,
            secrets: Vec::new(),
            local,
            peer,
        })
    }

    /// Goes on in TLS.
    pub(super) async fn start_tls(self, host: &str) -> Result<Self, Ending> {
        let broken = |why: String| Ending::Broken(Phase::Tls, why);
        if self.incoming.has_more() {
            // It would count as said in TLS, and anybody on the way may have said it (RFC 3207 §6).
            return Err(broken("the relay spoke before TLS had begun".to_owned()));
        }
        let handshake = timeout(self.timeouts.connect, tls::start(host, self.stream)).await;
        // A connection that breaks or hangs here says nothing of anybody's set-up: the relay is restarting, or far.
        let late = || Ending::Broken(Phase::Connect, "agreeing on TLS took too long".to_owned());
        let stream = handshake.map_err(|_| late())?.map_err(|error| match error {
            tls::Error::Connection(why) => Ending::Broken(Phase::Connect, why),
            tls::Error::Agreement(why) => broken(why),
        })?;
        Ok(Self { stream, secure: true, ..self })
    }

    /// Writes what is gathered.
    pub(super) async fn send(&mut self, phase: Phase) -> Result<(), Ending> {
        self.write().await.map_err(|(_, why)| Ending::Broken(phase, why))
    }

    /// Writes what is gathered, of which the first octets are a content with its final dot. If that fails, it is
    /// [`Phase::Content`] only when the dot certainly stayed here.
    pub(super) async fn send_content(&mut self, with_dot: usize) -> Result<(), Ending> {
        let held = if self.secure { TLS_HOLDS } else { 0 };
        self.write().await.map_err(|(written, why)| {
            let may_be_gone = written + held >= with_dot;
            Ending::Broken(if may_be_gone { Phase::FinalDot } else { Phase::Content }, why)
        })
    }

    /// An error comes with the number of octets that were taken from us before it.
    async fn write(&mut self) -> Result<(), (usize, String)> {
        let mut written = 0;
        while written < self.out.len() {
            let writing = self.stream.write(&self.out[written..]);
            written += match timeout(self.timeouts.content, writing).await {
                Ok(Ok(0)) => return Err((written, closed())),
                Ok(Ok(octets)) => octets,
                Ok(Err(error)) => return Err((written, error.to_string())),
                Err(_) => return Err((written, "the relay takes no more".to_owned())),
            };
        }
        self.out.clear();
        match timeout(self.timeouts.content, self.stream.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err((written, error.to_string())),
            Err(_) => Err((written, "the relay takes no more".to_owned())),
        }
    }

    /// Reads the next reply, which has to be of this class (the first digit of its code).
    pub(super) async fn expect(&mut self, phase: Phase, class: u16) -> Result<&Answer, Ending> {
        self.expect_one_of(phase, &[class]).await
    }

    /// The same, of one of these classes.
    pub(super) async fn expect_one_of(&mut self, phase: Phase, classes: &[u16]) -> Result<&Answer, Ending> {
        self.read(phase).await?;
        let answer = self.incoming.answer();
        match answer.code {
            code if classes.contains(&(code / 100)) => Ok(answer),
            400..=599 => Err(Ending::Refused(phase, answer.to_reply(&self.secrets))),
            code => {
                let text = presentable(answer.text(), &self.secrets);
                Err(Ending::Broken(phase, format!("the relay answered {code}, out of turn: {text}")))
            }
        }
    }

    /// Whether the relay has said something that nobody asked for: replies would no longer fit their commands.
    pub(super) fn is_out_of_turn(&self) -> bool {
        self.incoming.has_more()
    }

    async fn read(&mut self, phase: Phase) -> Result<(), Ending> {
        let limit = self.timeouts.of(phase);
        match timeout(limit, self.read_reply()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(Ending::Broken(phase, presentable(&why, &self.secrets))),
            Err(_) => Err(Ending::Broken(phase, format!("no reply within {limit:?}"))),
        }
    }

    async fn read_reply(&mut self) -> Result<(), String> {
        while !self.incoming.read_on().map_err(|unreadable| unreadable.0)? {
            let space = self.incoming.space();
            if self.stream.read_buf(space).await.map_err(|error| error.to_string())? == 0 {
                return Err(closed());
            }
        }
        Ok(())
    }

    /// Says that nothing will follow.
    pub(super) async fn shut_down(&mut self) {
        // It is over either way.
        let _ = self.stream.shutdown().await;
    }
}

/// The name of a guarded relay is resolved here and not once more: what was judged is what is connected to.
async fn tcp(relay: &Relay) -> Result<(TcpStream, SocketAddr, SocketAddr), String> {
    let stream = match &relay.guard {
        None => TcpStream::connect((relay.host(), relay.port)).await,
        Some(guard) => {
            let addresses = guard.resolve(relay.host(), relay.port).await;
            TcpStream::connect(addresses.map_err(|error| error.to_string())?.as_slice()).await
        }
    };
    let set_up = |stream: TcpStream| -> io::Result<_> {
        // A group leaves in one write; there is nothing to wait for.
        stream.set_nodelay(true)?;
        let (local, peer) = (stream.local_addr()?, stream.peer_addr()?);
        Ok((stream, local, peer))
    };
    stream.and_then(set_up).map_err(|error| error.to_string())
}

fn closed() -> String {
    "the relay closed the connection".to_owned()
}
