//! Through the front door: the real program as a process of its own, on a real database, with a real SMTP server.
//!
//! `cargo test` runs these on SQLite; `./test` also on PostgreSQL and with Postfix.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's helpers speak for themselves"
)]

mod harness;

mod bounces;
mod commands;
mod crash;
mod deliveries;
mod fault_table;
mod links;
mod many_at_once;
mod one_address;
mod postfix;
mod recipient_table;
mod sender_table;
mod turns;
mod workers;
