//! How much memory much mail takes.

use serde::Serialize;

use super::e2e;
use crate::kit::Kit;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::Letters;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// Once ready, before the first mail.
    pub(crate) start_mib: f64,
    /// After each step.
    pub(crate) steps_mib: Vec<f64>,
    pub(crate) end_mib: f64,
}

/// The memory of the process, after each so many mails.
pub(crate) fn run(kit: &Kit, kind: Kind, steps: usize, step: usize) -> anyhow::Result<Figures> {
    let mut product = Product::start(kit, kind)?;
    let office = product.office()?;
    let start_mib = mib(&mut product)?;
    let mut steps_mib = Vec::new();
    for number in 0..steps {
        let calls = office.bulk(&product, Letters::Notices, number * step, step);
        product.explain(e2e::measure(&product, &calls, step))?;
        steps_mib.push(mib(&mut product)?);
    }
    let end_mib = steps_mib.last().copied().unwrap_or(start_mib);
    Ok(Figures { start_mib, steps_mib, end_mib })
}

#[expect(clippy::cast_precision_loss, reason = "memory in MiB")]
fn mib(product: &mut Product<'_>) -> anyhow::Result<f64> {
    Ok(product.server()?.kibibytes("Rss")? as f64 / 1024.0)
}
