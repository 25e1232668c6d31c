//! An office's own relay: what it is logged in to with, where it may be, and what is found out about it.

#![allow(clippy::expect_used, reason = "a test may fail anywhere")]

mod guard;
mod https;
mod log_in;
mod probes;
mod provider;
mod real;
mod support;
mod tokens;
