//! From the first request to the last mail in the relay.

use serde::Serialize;

use crate::clock;
use crate::figures::rate;
use crate::kit::Kit;
use crate::load;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::{BULK, Letters, all_accepted};

/// Calls under way at once.
pub(crate) const CALLS: usize = 4;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) mails_per_second: f64,
    /// Until the last call was answered.
    pub(crate) enqueue_seconds: f64,
    /// Until the last mail was in the relay.
    pub(crate) seconds: f64,
    pub(crate) bytes_a_mail: f64,
}

pub(crate) fn run(
    kit: &Kit,
    kind: Kind,
    letters: Letters,
    mails: usize,
    settings: &[(&str, &str)],
) -> anyhow::Result<Figures> {
    let product = Product::start_with(kit, kind, settings)?;
    let office = product.office()?;
    let figures = measure(&product, &office.bulk(&product, letters, 0, mails), mails);
    product.explain(figures)
}

/// Makes these calls, of [`BULK`] mails each, and waits for the mails.
pub(crate) fn measure(product: &Product<'_>, calls: &[Vec<u8>], mails: usize) -> anyhow::Result<Figures> {
    product.sink.ledger().clear();
    let began = clock::now();
    let check = move |call: usize, answer: crate::http::Answer<'_>| {
        all_accepted(answer.expect(200)?, BULK.min(mails - call * BULK))
    };
    let answered = load::closed(product.address, calls, CALLS, check)?;
    let enqueued = answered.iter().map(|answered| answered.ended).max().unwrap_or(began);
    let tally = product.sink.exactly(mails as u64, super::PATIENCE)?;
    let seconds = clock::seconds(began, tally.last());
    Ok(Figures {
        mails_per_second: rate(mails, seconds),
        enqueue_seconds: clock::seconds(began, enqueued),
        seconds,
        bytes_a_mail: tally.bytes_a_mail(),
    })
}
