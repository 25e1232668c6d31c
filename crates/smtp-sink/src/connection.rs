//! One connection: the bytes, the waiting and the hanging up.
//!
//! Replies are written when the input has run out, so a pipelined group is answered in one write. The
//! input buffer is larger than any command line, so a line always fits once what was used is moved away.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::session::{Next, Session};
use crate::shared::Shared;

const INPUT: usize = 64 * 1024;
/// How long a client gets to read the last reply and hang up itself. To close while its bytes are unread
/// would make the kernel send a reset, and that can overtake the reply.
const LINGER: Duration = Duration::from_millis(250);

pub(crate) struct Connection {
    stream: TcpStream,
    session: Session,
    input: Vec<u8>,
    start: usize,
    end: usize,
    idle: Duration,
}

/// Serves one client until either side hangs up.
pub(crate) async fn serve(stream: TcpStream, shared: Arc<Shared>, open: Open) {
    let number = open.number;
    tracing::debug!(number, "connection opened");
    let idle = shared.config.limits.idle;
    let session = Session::new(shared, number);
    let mut connection = Connection { stream, session, input: vec![0; INPUT], start: 0, end: 0, idle };
    let outcome = connection.run().await;
    tracing::debug!(number, error = outcome.err().map(tracing::field::display), "connection closed");
    // Only now does it make room for another.
    drop(connection);
    drop(open);
}

impl Connection {
    async fn run(&mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        let mut next = self.session.greet();
        loop {
            match next {
                Next::Go => {}
                Next::Read => {
                    self.write_all_but(0).await?;
                    if !self.read().await? {
                        return Ok(());
                    }
                }
                Next::Slow { from, wait } => {
                    self.write_all_but(self.session.out.len() - from).await?;
                    sleep(wait).await;
                }
                Next::Stall(wait) => return self.stall(wait).await,
                Next::Drop => return self.write_all_but(0).await,
                Next::Bye => return self.say_goodbye().await,
            }
            let (used, then) = self.session.feed(&self.input[self.start..self.end]);
            self.start += used;
            next = then;
        }
    }

    /// Writes the replies, except for the last `held` bytes of them.
    async fn write_all_but(&mut self, held: usize) -> io::Result<()> {
        let out = &mut self.session.out;
        let ready = out.len() - held;
        if ready > 0 {
            timeout(self.idle, self.stream.write_all(&out[..ready])).await??;
            out.drain(..ready);
        }
        Ok(())
    }

    /// Reads more; false when there will be no more.
    async fn read(&mut self) -> io::Result<bool> {
        self.input.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let Ok(read) = timeout(self.idle, self.stream.read(&mut self.input[self.end..])).await else {
            self.session.idle();
            self.say_goodbye().await?;
            return Ok(false);
        };
        let read = read?;
        self.end += read;
        Ok(read > 0)
    }

    /// Says nothing until the time is over or the client gives up.
    async fn stall(&mut self, wait: Duration) -> io::Result<()> {
        self.write_all_but(0).await?;
        self.ignore_client(wait).await;
        Ok(())
    }

    async fn say_goodbye(&mut self) -> io::Result<()> {
        self.write_all_but(0).await?;
        self.stream.shutdown().await?;
        self.ignore_client(LINGER).await;
        Ok(())
    }

    /// Throws away what the client sends, until it hangs up and for this long at most.
    async fn ignore_client(&mut self, at_most: Duration) {
        let Self { stream, input, .. } = self;
        let gone = async { while stream.read(input).await.is_ok_and(|read| read > 0) {} };
        let _ = timeout(at_most, gone).await;
    }
}

/// Counts a connection in, and out again however it ends.
pub(crate) struct Open {
    shared: Arc<Shared>,
    number: u64,
}

impl Open {
    pub(crate) fn count(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared), number: shared.traffic.opened() }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.shared.traffic.closed();
    }
}
