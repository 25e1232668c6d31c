//! Mails: what they say, and how they are handed to a relay.
//!
//! * [`compose`]: a stored mail becomes the bytes that are sent.

pub mod compose;
