//! Who hears of what, and when: under a clock that the test moves, on both databases.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's helpers speak for themselves"
)]

mod office;

mod digests;
mod escalation;
mod hand_over;
mod killed;
mod scale;
mod unread;
