//! What is measured: a file for each question.

pub(crate) mod e2e;
pub(crate) mod events;
pub(crate) mod fairness;
pub(crate) mod far;
pub(crate) mod growth;
pub(crate) mod latency;
pub(crate) mod memory;
pub(crate) mod raw;
pub(crate) mod raw_http;
pub(crate) mod reference;
pub(crate) mod sign;
pub(crate) mod workers;

use std::time::Duration;

/// For all mails to arrive.
const PATIENCE: Duration = Duration::from_secs(600);
