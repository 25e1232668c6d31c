//! The sink as a client sees it: over a real TCP socket, with a client that is written here by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

mod auth;
mod client;
mod content;
mod faults_by_mail;
mod faults_hanging_up;
mod faults_in_replies;
mod keeping;
mod limits;
mod pipelining;
mod protocol;
mod throughput;
mod up_and_down;
