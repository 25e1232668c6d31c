//! One connection: the bytes, the waiting and the hanging up.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::{Instant, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

use super::{
    Keeper, Limits, Received, Verdict, replies,
    session::{Message, Next, Session},
};

/// Octets that are read at once.
const INPUT: usize = 16 * 1024;

pub(super) struct Connection<S, K> {
    stream: S,
    keeper: Arc<K>,
    limits: Limits,
    stop: CancellationToken,
    session: Session,
    input: Vec<u8>,
    start: usize,
    /// When the content that is under way has to be here.
    due: Option<Instant>,
}

impl<S: AsyncRead + AsyncWrite + Unpin, K: Keeper> Connection<S, K> {
    pub(super) fn new(stream: S, keeper: Arc<K>, limits: Limits, stop: CancellationToken) -> Self {
        let (session, input) = (Session::new(limits), Vec::with_capacity(INPUT));
        Self { stream, keeper, limits, stop, session, input, start: 0, due: None }
    }

    /// Serves the client until either side hangs up.
    pub(super) async fn serve(mut self) -> io::Result<()> {
        let mut next = Next::Read;
        loop {
            match next {
                Next::Go => {}
                Next::Read => {
                    self.write().await?;
                    if !self.read().await? {
                        return Ok(());
                    }
                }
                Next::Keep(message) => {
                    // What was answered before the content must not wait for the store.
                    self.write().await?;
                    self.keep(message).await?;
                }
                Next::Bye => return self.hang_up("").await,
            }
            let keeper = &self.keeper;
            let (used, then) =
                self.session.feed(&self.input[self.start..], &|address: &str| keeper.knows(address));
            self.start += used;
            next = then;
        }
    }

    async fn write(&mut self) -> io::Result<()> {
        if !self.session.out.is_empty() {
            timeout(self.limits.idle, self.stream.write_all(&self.session.out)).await??;
            self.session.out.clear();
            timeout(self.limits.idle, self.stream.flush()).await??;
        }
        Ok(())
    }

    /// Reads more; false when there will be no more.
    async fn read(&mut self) -> io::Result<bool> {
        self.input.drain(..self.start);
        self.start = 0;
        let now = Instant::now();
        self.due = self.session.is_in_content().then(|| self.due.unwrap_or(now + self.limits.transfer));
        let until = self.due.map_or(now + self.limits.idle, |due| due.min(now + self.limits.idle));
        let Self { stream, input, stop, .. } = self;
        input.reserve(INPUT);
        let read = tokio::select! {
            biased;
            () = stop.cancelled() => None,
            read = timeout_at(until, stream.read_buf(input)) => Some(read),
        };
        match read {
            None => self.hang_up(replies::STOPPING).await.map(|()| false),
            Some(Err(_)) => self.hang_up(replies::TOO_SLOW).await.map(|()| false),
            Some(Ok(read)) => Ok(read? > 0),
        }
    }

    /// One answer for each recipient, as soon as it is known (RFC 2033 §4.2).
    async fn keep(&mut self, message: Message) -> io::Result<()> {
        let Message { from, to, content, cut } = message;
        for to in to {
            let received = Received { from: from.clone(), to, content: content.clone(), cut };
            let verdict = timeout(self.limits.store, self.keeper.keep(received)).await;
            let reply = match verdict {
                Ok(Verdict::Kept) => replies::KEPT,
                Ok(Verdict::TryLater) => replies::TRY_LATER,
                Err(_) => {
                    tracing::warn!(
                        "a bounce could not be stored in time; the mail server comes back with it"
                    );
                    replies::TRY_LATER
                }
            };
            self.session.out.extend_from_slice(reply.as_bytes());
            self.write().await?;
        }
        Ok(())
    }

    async fn hang_up(&mut self, last_words: &str) -> io::Result<()> {
        self.session.out.extend_from_slice(last_words.as_bytes());
        self.write().await?;
        timeout(self.limits.idle, self.stream.shutdown()).await?
    }
}
