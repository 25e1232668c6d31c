//! Domains that are set up right, and domains that are not.

#![allow(clippy::expect_used, reason = "a test may fail anywhere")]

mod bounds;
mod catalogue;
mod mistakes;
mod others;
mod real_server;
mod reports;
mod server;
mod spf_suite;
mod support;
mod zone;
