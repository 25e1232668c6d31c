//! HTTP: the JSON API for programs, the pages for people. Parse, call the desk, answer; nothing is decided here.
//!
//! * [`api`]: `/api/v1/…` with keys, problem documents and OpenAPI;
//! * [`pages`]: `/welcome/{token}` for clients, `/mailbox` in the demo, `/` and `/api` to find one's way;
//! * [`health`]: `/healthz`, `/readyz`, `/metrics` for machines that watch.

mod app;

pub mod api;
pub mod health;
pub mod pages;

pub use app::{App, router};
