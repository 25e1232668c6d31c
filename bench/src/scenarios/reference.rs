//! The same two questions put to Postfix: how many mails, and how soon is one there.

use std::time::Duration;

use serde::Serialize;

use crate::blast::{Manner, blast, paced};
use crate::clock;
use crate::figures::{Latency, rate};
use crate::postfix::Postfix;
use crate::sink::Sink;

/// Over which the mails come in.
const CONNECTIONS: usize = 4;
const WARM_UP: u64 = 10;

#[derive(Debug, Serialize)]
pub(crate) struct Throughput {
    pub(crate) mails_per_second: f64,
    /// Until the last mail was accepted.
    pub(crate) enqueue_seconds: f64,
    pub(crate) seconds: f64,
    pub(crate) bytes_a_mail: f64,
}

pub(crate) fn throughput(mails: usize, size: usize) -> anyhow::Result<Throughput> {
    let sink = Sink::on_loopback()?;
    let postfix = Postfix::start(sink.address())?;
    let began = blast(postfix.address, Manner::Pipelined, CONNECTIONS, mails as u64, size)?;
    let enqueued = clock::now();
    let tally = sink.exactly(mails as u64, Duration::from_secs(300))?;
    let seconds = clock::seconds(began, tally.last());
    Ok(Throughput {
        mails_per_second: rate(mails, seconds),
        enqueue_seconds: clock::seconds(began, enqueued),
        seconds,
        bytes_a_mail: tally.bytes_a_mail(),
    })
}

/// From MAIL to the sink, of single mails at this rate over a connection that is kept.
pub(crate) fn latency(mails: u64, a_second: u64, size: usize) -> anyhow::Result<Latency> {
    let sink = Sink::on_loopback()?;
    let postfix = Postfix::start(sink.address())?;
    paced(postfix.address, WARM_UP, a_second, size)?;
    sink.exactly(WARM_UP, Duration::from_secs(30))?;
    sink.ledger().clear();
    let begun = paced(postfix.address, mails, a_second, size)?;
    let arrived = sink.exactly(mails, Duration::from_secs(30))?.by_recipient();
    let took =
        (0..).zip(begun).filter_map(|(number, began)| Some(clock::millis(began, *arrived.get(&number)?)));
    Ok(Latency::of(took.collect()))
}
