//! One office has very much to send; another has a single mail now and then.

use serde::Serialize;

use super::e2e::CALLS;
use super::latency::single_mails;
use crate::figures::Latency;
use crate::kit::Kit;
use crate::load;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::Letters;

const A_SECOND: u64 = 10;
const WARM_UP: usize = 10;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// On an idle system.
    pub(crate) idle: Latency,
    /// While the other office's mails wait.
    pub(crate) busy: Latency,
    /// The usual wait, busy to idle.
    pub(crate) busy_to_idle: f64,
    /// How many of them still waited when the last single mail was there.
    pub(crate) still_queued: u64,
}

pub(crate) fn run(kit: &Kit, kind: Kind, queued: usize, singles: usize) -> anyhow::Result<Figures> {
    let product = Product::start(kit, kind)?;
    product.explain(measure(&product, queued, singles))
}

fn measure(product: &Product<'_>, queued: usize, singles: usize) -> anyhow::Result<Figures> {
    let (small, big) = (product.office()?, product.office()?);
    single_mails(product, &small, 0, WARM_UP, A_SECOND)?;
    let idle = single_mails(product, &small, WARM_UP, singles, A_SECOND)?;
    let calls = big.bulk(product, Letters::Notices, 0, queued);
    load::closed(product.address, &calls, CALLS, |_, answer| answer.expect(200).map(drop))?;
    let busy = single_mails(product, &small, WARM_UP + singles, singles, A_SECOND)?;
    let all = (WARM_UP + 2 * singles + queued) as u64;
    let busy_to_idle = busy.p50_ms / idle.p50_ms;
    Ok(Figures { idle, busy, busy_to_idle, still_queued: all - product.sink.ledger().mails() })
}
