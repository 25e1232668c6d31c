//! An SMTP server that keeps what it is given and fails on command.
//!
//! `postmeester demo` uses it as the mailbox in which every sent mail ends up, the tests use it as the
//! relay that refuses, stalls and hangs up, and the benchmarks as the relay that is never the slow part.
//! Because of the tests it is strict: what a lenient relay would let pass (a bare LF, a space after
//! `FROM:`, a line of 999 octets) is refused here, so that our own client has to be right.
//!
//! How it is put together, from the outside in:
//!
//! - [`Sink`] is the handle; `door` listens, goes down and comes back on the same port;
//! - `connection` moves bytes: one read buffer, one write for each batch of pipelined replies, and all the
//!   waiting. It knows no SMTP;
//! - `session` is SMTP without any waiting: bytes in, replies out, and a `Next` that says
//!   what the connection must do. Every command is first checked (order, syntax, limits), then shown to the
//!   [`Fault`]s, then carried out;
//! - `ledger` keeps the mails and knows which Message-ID came how often.
//!
//! There is no TLS in it: tests of TLS run against a real Postfix.
//!
//! ```
//! use smtp_sink::{Config, Fault, Phase, Sink, Then};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let sink = Sink::start(Config::default()).await?;
//! sink.set_faults(vec![
//!     Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 no such user")).recipient("nobody@example.nl"),
//!     Fault::at(Phase::Content, Then::DropAfterAccept).every(7),
//! ]);
//! println!("{}", sink.url());
//! sink.stop().await;
//! # Ok(())
//! # }
//! ```

mod command;
mod config;
mod connection;
mod counts;
mod door;
mod fault;
mod ledger;
mod limits;
mod received;
mod replies;
mod rules;
mod session;
mod shared;
mod sink;

pub use config::{Config, Credentials, Keep, Offers};
pub use counts::Counts;
pub use fault::{Fault, Phase, Then};
pub use limits::Limits;
pub use received::Received;
pub use sink::{Sink, TooFew};
