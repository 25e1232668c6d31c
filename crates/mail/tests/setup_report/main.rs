//! The report for an office's IT partner: what it says, in four languages, and that nothing in it deceives its reader.

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
