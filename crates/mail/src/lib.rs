//! Mails: what they say, and how they are handed to a relay.
//!
//! * [`compose`]: a stored mail becomes the bytes that are sent.
//! * [`dkim`]: the bytes are signed for the domain that they come from.
//! * [`smtp`]: the bytes are handed to a relay.

pub mod compose;
pub mod dkim;
pub mod smtp;
