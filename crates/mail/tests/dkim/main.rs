//! Signed mails, checked by a verifier that shares nothing with the signer, by dkimpy and by OpenDKIM.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

mod changes;
mod keys;
mod mails;
mod others;
mod properties;
mod refusals;
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests and the example")]
#[path = "../samples/mod.rs"]
mod samples;
mod support;
mod verifier;
