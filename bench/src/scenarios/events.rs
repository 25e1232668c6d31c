//! Single events from many connections: each is answered once it is stored for good.
//!
//! Where mails are to wait, `serve` is held to one a minute: on SQLite it cannot be told not to deliver.

use serde::Serialize;

use crate::clock;
use crate::figures::{Latency, rate};
use crate::kit::Kit;
use crate::load::{self, Answered};
use crate::product::Product;
use crate::product::database::Kind;

pub(crate) const CONNECTIONS: usize = 64;
const WARM_UP: usize = 500;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) requests_per_second: f64,
    #[serde(flatten)]
    pub(crate) latency: Latency,
}

/// The setting that keeps `serve` from delivering.
pub(crate) const HELD: (&str, &str) = ("SMTP_MESSAGES_PER_MINUTE", "1");

pub(crate) fn run(kit: &Kit, kind: Kind, events: usize, delivering: bool) -> anyhow::Result<Figures> {
    let settings: &[_] = if delivering { &[] } else { &[HELD] };
    let product = Product::start_with(kit, kind, settings)?;
    let office = product.office()?;
    let calls =
        |from: usize, to: usize| -> Vec<_> { (from..to).map(|n| office.event(&product, n)).collect() };
    let post = |calls: &[Vec<u8>]| {
        load::closed(product.address, calls, CONNECTIONS, |_, answer| answer.expect(202).map(drop))
    };
    product.explain(post(&calls(0, WARM_UP)))?;
    let calls = calls(WARM_UP, WARM_UP + events);
    let began = clock::now();
    let answered = product.explain(post(&calls))?;
    let seconds = clock::seconds(began, clock::now());
    if delivering {
        product.sink.exactly((WARM_UP + events) as u64, super::PATIENCE)?;
    }
    Ok(figures(&answered, seconds))
}

pub(crate) fn figures(answered: &[Answered], seconds: f64) -> Figures {
    let took = answered.iter().map(|answered| clock::millis(answered.began, answered.ended));
    Figures { requests_per_second: rate(answered.len(), seconds), latency: Latency::of(took.collect()) }
}
