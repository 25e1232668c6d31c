//! The database: one file for each group of tables, all through [`db`], the only one that knows there are two.
//!
//! Functions take a unit of work and the office first; the few that look across offices say so in their name or
//! their comment. Whatever writes takes a slice and runs a constant number of statements. Nothing is decided here.

pub mod db;
mod error;
mod read;

pub mod api_keys;
pub mod audit;
pub mod bounces;
pub mod client_groups;
pub mod client_users;
pub mod conversations;
pub mod deliveries;
pub mod digests;
pub mod dkim_keys;
pub mod dossiers;
pub mod employees;
pub mod events;
pub mod idempotency;
pub mod installation;
pub mod invitations;
pub mod mail_setups;
pub mod mails;
pub mod offices;
pub mod recipient_settings;
pub mod rosters;
pub mod suppressions;
pub mod user_requests;
pub mod vat_confirmations;
pub mod workers;

pub use db::{Db, Kind, Tx};
pub use error::{Error, Result};
