//! The pages, through the front door: a server on a port, a database in a folder, mails through a real relay.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail anywhere")]

mod front;
mod http;
mod links;
mod logs;
mod mailbox;
mod passwords;
mod strength;
mod world;
