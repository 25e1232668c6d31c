//! The JSON API through its front door: real HTTP on a port, a real database for each test.
//!
//! Each test is written once and run on SQLite and on PostgreSQL ([`on_both!`]).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

#[macro_use]
mod app;
mod bounces;
mod call;
mod example;
mod schema;
mod walk;

mod bulk;
mod client_users;
mod conversations;
mod description;
mod employees;
mod events;
mod happy;
mod idempotency;
mod mail_setup;
mod mails;
mod nasty;
mod paging;
mod previews;
mod problems;
mod race;
mod reach;
mod recipients;
mod tenants;
mod user_requests;
mod vat;
