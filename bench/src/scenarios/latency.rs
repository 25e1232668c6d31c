//! How soon a mail is in the relay, from the request that caused it.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::Context as _;

use crate::clock::{self, Nanos};
use crate::figures::Latency;
use crate::kit::Kit;
use crate::load;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::{Office, mail_id};

const WARM_UP: usize = 10;
/// A mail is due a little after the one before: whoever is late does not delay the next.
const CONNECTIONS: usize = 16;

pub(crate) fn run(kit: &Kit, kind: Kind, mails: usize, a_second: u64) -> anyhow::Result<Latency> {
    let product = Product::start(kit, kind)?;
    let office = product.office()?;
    let measured = single_mails(&product, &office, 0, WARM_UP, a_second)
        .and_then(|_| single_mails(&product, &office, WARM_UP, mails, a_second));
    product.explain(measured)
}

/// Posts events one by one at this rate, and waits for their mails.
pub(crate) fn single_mails(
    product: &Product<'_>,
    office: &Office,
    from: usize,
    mails: usize,
    a_second: u64,
) -> anyhow::Result<Latency> {
    let calls: Vec<_> = (from..from + mails).map(|n| office.event(product, n)).collect();
    let ids: &Mutex<Vec<(usize, u128)>> = &Mutex::default();
    let start = clock::now();
    let due = move |number: usize| start + number as Nanos * 1_000_000_000 / a_second;
    let check = |number: usize, answer: crate::http::Answer<'_>| {
        let id = mail_id(answer.expect(202)?).context("an event that brought no mail")?;
        ids.lock().unwrap_or_else(PoisonError::into_inner).push((number, id));
        Ok(())
    };
    let answered = load::open(product.address, &calls, CONNECTIONS, due, check)?;
    // From when it was made, not from when it was due: the source wakes up to a millisecond late.
    let began: HashMap<usize, Nanos> =
        answered.iter().map(|answered| (answered.call, answered.began)).collect();
    let ids = ids.lock().unwrap_or_else(PoisonError::into_inner);
    let mut arrived = HashMap::new();
    let all = || {
        arrived = product.sink.ledger().tally().by_id();
        ids.iter().all(|(_, id)| arrived.contains_key(id))
    };
    let came = clock::wait_until(super::PATIENCE, std::time::Duration::from_millis(20), all);
    anyhow::ensure!(came, "not every single mail arrived");
    let took =
        ids.iter().filter_map(|(number, id)| Some(clock::millis(*began.get(number)?, *arrived.get(id)?)));
    Ok(Latency::of(took.collect()))
}
