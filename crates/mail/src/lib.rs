//! Mails: what they say, and how they are handed to a relay.
//!
//! * [`compose`]: a stored mail becomes the bytes that are sent.
//! * [`smtp`]: the bytes are handed to a relay;
//! * [`oauth`]: the tokens with which one logs in to a relay that takes no password;
//! * [`guard`]: which addresses an office can make us connect to.

pub mod compose;
pub mod guard;
pub mod oauth;
pub mod smtp;
mod trust;
