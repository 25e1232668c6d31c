//! Mails that come back: samples in the shape of the big systems, forgeries by the thousand, the listener, and a real
//! Postfix.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

mod forgeries;
mod listener;
mod postfix;
mod samples;
mod support;
