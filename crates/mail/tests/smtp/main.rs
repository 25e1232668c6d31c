//! The client's side of SMTP, over real sockets.

#![allow(clippy::expect_used, reason = "a test may fail anywhere")]

mod content;
mod faults;
mod mails;
mod odd_relays;
mod sessions;
mod support;
mod throughput;
mod tls;
