//! The listener that notifications come in by: LMTP (RFC 2033), on loopback or a Unix socket, from a mail server that
//! takes the return-path domain's mail from outside.
//!
//! LMTP and not SMTP, since it answers for each recipient after the content: 250 says that *this* one is stored.
//! Nobody else's mail is taken: a recipient that [`Keeper::knows`] does not know is refused with `550 5.1.1`, and the
//! mail server bounces or drops what was made up. Whoever cannot store says so with `451 4.3.0`, and the mail server
//! keeps it and comes back.
//!
//! * [`Listener`]: the socket, the connections and their end;
//! * `connection`: the bytes and the waiting;
//! * `session`: LMTP without any waiting: bytes in, replies out.
//!
//! What is longer than [`Limits::content`] is cut, and not refused: what a notification says stands before what it
//! returns (RFC 6522 §3), and the mails that are sent here are a hundred times smaller. So SIZE is not offered: a
//! mail server that read a limit there would refuse by itself.

mod connection;
mod endpoint;
mod listener;
mod replies;
mod session;
#[cfg(test)]
mod session_tests;

use std::{future::Future, time::Duration};

use bytes::Bytes;

pub use self::endpoint::{Endpoint, EndpointError};
pub use self::listener::Listener;

/// Whoever keeps what arrives.
pub trait Keeper: Send + Sync + 'static {
    /// Whether mail to this address (without angle brackets) is taken. Asked at RCPT, so it must not wait for anything:
    /// [`Seals::read_return_path`](super::Seals::read_return_path) is meant for this.
    fn knows(&self, address: &str) -> bool;

    /// Keeps what arrived for one recipient. [`Verdict::Kept`] is a promise: it is on disk, or it is certain that
    /// nothing follows from it. Stopped after [`Limits::store`], and then asked again when the mail server comes
    /// back; so the same may come twice.
    fn keep(&self, received: Received) -> impl Future<Output = Verdict> + Send;
}

/// A message, for one of its recipients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// `MAIL FROM`, without angle brackets; empty for `<>`, as it is for notifications.
    pub from: String,
    /// `RCPT TO`, without angle brackets; known to the keeper.
    pub to: String,
    /// The message.
    pub content: Bytes,
    /// Whether it was longer than [`Limits::content`], and its end is missing.
    pub cut: bool,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `250`: the mail server forgets it.
    Kept,
    /// `451 4.3.0`: the mail server comes back with it.
    TryLater,
}

/// What a client may not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; one more is told `421 4.3.2`, and comes back.
    pub connections: usize,
    /// Octets of a message that are kept.
    pub content: usize,
    /// Recipients of one message (RFC 5321 §4.5.3.1.8 asks for a hundred); one more is told `452 4.5.3`, and comes
    /// back.
    pub recipients: usize,
    /// How long a connection may be silent, or leave replies unread.
    pub idle: Duration,
    /// How long the content of one message may take.
    pub transfer: Duration,
    /// How long the keeper may take for one recipient.
    pub store: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16,
            content: 1024 * 1024,
            recipients: 100,
            idle: Duration::from_secs(300),
            transfer: Duration::from_secs(600),
            store: Duration::from_secs(60),
        }
    }
}
