//! What this machine can do at all: a source and a sink of mail, with nothing in between.

use std::time::Duration;

use serde::Serialize;

use crate::blast::{Manner, blast};
use crate::clock;
use crate::figures::rate;
use crate::sink::Sink;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) mails_per_second: f64,
    pub(crate) bytes_a_mail: f64,
}

pub(crate) fn run(manner: Manner, connections: usize, mails: usize, size: usize) -> anyhow::Result<Figures> {
    let sink = Sink::on_loopback()?;
    let began = blast(sink.address(), manner, connections, mails as u64, size)?;
    let tally = sink.exactly(mails as u64, Duration::from_secs(10))?;
    let seconds = clock::seconds(began, tally.last());
    Ok(Figures { mails_per_second: rate(mails, seconds), bytes_a_mail: tally.bytes_a_mail() })
}
