//! Mails: what they say, how they are handed to a relay, and how they come back.
//!
//! * [`bounce`]: what comes back is told from what was made up, and matched to its mail.
//! * [`compose`]: a stored mail becomes the bytes that are sent.
//! * [`dkim`]: the bytes are signed for the domain that they come from;
//! * [`dns`]: whether that domain is set up for it;
//! * [`setup_report`]: what that comes to, for the people who can change it;
//! * [`smtp`]: the bytes are handed to a relay;
//! * [`oauth`]: the tokens with which one logs in to a relay that takes no password;
//! * [`guard`]: which addresses an office can make us connect to.

pub mod bounce;
pub mod compose;
pub mod dkim;
pub mod dns;
pub mod guard;
pub mod oauth;
pub mod setup_report;
pub mod smtp;
mod trust;
