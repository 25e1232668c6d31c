//! One process that delivers against two, on one PostgreSQL, with a relay that needs a while for each mail.
//!
//! `serve` delivers too. So that only workers are compared, it posts while it is held to a mail a minute, and is
//! stopped before the workers begin; what it had leased it gives back.

use std::time::Duration;

use serde::Serialize;

use super::e2e::CALLS;
use super::events::HELD;
use crate::clock;
use crate::figures::rate;
use crate::kit::Kit;
use crate::load;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::Letters;

const A_MAIL: Duration = Duration::from_millis(5);

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// From the first mail of theirs to the last.
    pub(crate) mails_per_second: f64,
}

pub(crate) fn run(kit: &Kit, workers: usize, mails: usize) -> anyhow::Result<Figures> {
    let mut product = Product::start_with(kit, Kind::Postgres, &[HELD])?;
    let office = product.office()?;
    let calls = office.bulk(&product, Letters::Notices, 0, mails);
    load::closed(product.address, &calls, CALLS, |_, answer| answer.expect(200).map(drop))?;
    product.stop()?;
    product.set("SMTP_MESSAGES_PER_MINUTE", "0");
    let before = product.sink.ledger().mails();
    product.sink.faults().delay_dots(A_MAIL);
    for _ in 0..workers {
        product.add_worker()?;
    }
    let tally = product.explain(product.sink.exactly(mails as u64, super::PATIENCE))?;
    let theirs = usize::try_from(before)?;
    let first = tally.arrivals.get(theirs).map_or(0, |arrival| arrival.at);
    Ok(Figures { mails_per_second: rate(mails - theirs, clock::seconds(first, tally.last())) })
}
