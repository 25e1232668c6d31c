//! Mails: what they say, how they are handed to a relay, and how they come back.
//!
//! * [`bounce`]: what comes back is told from what was made up, and matched to its mail.
//! * [`compose`]: a stored mail becomes the bytes that are sent.
//! * [`smtp`]: the bytes are handed to a relay.

pub mod bounce;
pub mod compose;
pub mod smtp;
