//! Mails: what they say, and how they are handed to a relay.
//!
//! * [`compose`]: a stored mail becomes the bytes that are sent.
//! * [`dns`]: whether a domain is set up for it.
//! * [`smtp`]: the bytes are handed to a relay.

pub mod compose;
pub mod dns;
pub mod smtp;
