//! The client's side of SMTP (RFC 5321): mails are handed to a relay, and each gets an
//! [`Ending`](domain::delivery::Ending) that says how far the dialogue had come.
//!
//! **A mail is handed over in two halves**, because the relay cannot be asked what became of a mail once the
//! connection is gone. [`Connection::offer`] goes up to the relay's 354, which binds nobody to anything;
//! [`Connection::hand_over`] sends the content and its final dot, and from that dot on until its answer the mail is
//! neither here nor there. Between the two the caller records durably what became of the mail before. So there is
//! never more than one mail per connection about which we could be wrong, whatever breaks: ours, theirs, or the
//! network between.
//!
//! **And yet a mail costs one round trip.** The offer of mail N+1 travels in the same write as the content of mail N:
//! content may be the first "command" of a pipelined group (RFC 2920 §3.1), and DATA its last.
//!
//! ```text
//!   we     content N .  MAIL  RCPT  DATA │ (N is recorded) │ content N+1 .  MAIL  RCPT  DATA │
//!   relay                                │ 250 250 250 354 │                                 │ 250 250 250 354
//! ```
//!
//! If the connection breaks after such a write, N is uncertain ([`Broken`](domain::delivery::Ending::Broken) at the
//! final dot), and N+1 was only offered and can safely be offered again.
//!
//! * [`Relay`]: where to, read from an URL;
//! * `office`: the same, of an office, with what may be wrong in each field;
//! * `session`: everything before the first mail: connection, TLS, greeting, EHLO;
//! * `log_in`: AUTH, by password or by token;
//! * [`probe`]: what a relay would say to mails from these addresses, without sending one;
//! * `dialogue`: the mails themselves;
//! * `wire`: bytes, waiting, and whether it was before or after the final dot that they stopped;
//! * `reply`: the relay's replies, read in bounded space;
//! * `content`: what is done to a message so that it ends at its final dot and nowhere else.

mod content;
mod dialogue;
mod envelope;
mod extensions;
mod log_in;
mod office;
mod probe;
mod queue_id;
mod relay;
mod reply;
mod session;
mod timeouts;
mod tls;
mod wire;

pub use self::dialogue::Connection;
pub use self::envelope::{Envelope, EnvelopeError};
pub use self::office::{OfficeRelay, OfficeRelayFault, OfficeTls};
pub use self::probe::{Finding, ProbeReport, ProbedSender, probe};
pub use self::queue_id::queue_id;
pub use self::relay::{LogIn, Relay, RelayUrlError, Tls};
pub(crate) use self::reply::presentable;
pub use self::timeouts::Timeouts;
