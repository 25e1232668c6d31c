//! Mails that come back: told from everything else that arrives, and matched to the mail that was sent.
//!
//! Anybody can write to the address that bounces go to. So nothing that arrives there is believed for what it says,
//! but for a signature that only this installation can have made:
//!
//! * [`Seals`]: each mail's return path, `b+{seal}@{return-path domain}`, and the same seal where a relay lets no
//!   return path of ours pass: the envelope id (RFC 3461) and a header. Made and read without a database;
//! * [`report`]: what a delivery status notification says (RFC 3464, RFC 6522, RFC 6533, and what systems write that
//!   are older than those), in bounded space; and what is none, with its reason;
//! * [`read`]: both together. Of which mail of ours was what said?
//! * [`lmtp`]: the listener that takes them in, and says so only when they are stored.
//!
//! What follows is decided in [`domain::bounce`].

pub mod lmtp;
mod matching;
pub mod report;
mod seal;

pub use self::matching::{Bounce, Ignored, MatchedBy, read};
pub use self::seal::{NotOurs, Seal, SealError, Seals};
