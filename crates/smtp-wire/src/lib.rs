//! What a server of SMTP (RFC 5321) or LMTP (RFC 2033) reads, without a socket and without a session.
//!
//! The tests' relay and the listener for bounces both read it here, so that what the one is strict about, the other is.
//!
//! * [`mod@line`]: a command line, as text;
//! * [`path`]: the path and the parameters of MAIL and RCPT;
//! * [`Unstuffer`]: content, up to its final dot.

pub mod line;
pub mod path;
mod unstuff;

pub use unstuff::Unstuffer;
