//! The report for an office's IT partner: what it says, in four languages, and that nothing in it deceives its reader.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod details;
mod hostile;
mod looks;
mod relays;
mod samples;
mod sentences;
#[allow(dead_code, reason = "the tests of DNS use more of it")]
#[path = "../dns/support.rs"]
mod support;
#[allow(dead_code, reason = "the tests of DNS use more of it")]
#[path = "../dns/zone.rs"]
mod zone;
