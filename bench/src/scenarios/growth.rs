//! What a long history costs.
//!
//! The history is real rows, [multiplied](crate::product::multiply): the product sends some mails and is stopped,
//! their rows are copied, and it is started again.

use anyhow::ensure;

use super::e2e;
use crate::kit::Kit;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::multiply::multiply;
use crate::product::office::{Letters, Office};

/// How many mails the product itself sends.
const REAL: usize = 20_000;

/// An installation with a history.
pub(crate) struct Grown<'a> {
    product: Product<'a>,
    office: Office,
    next: usize,
}

impl<'a> Grown<'a> {
    pub(crate) fn make(kit: &'a Kit, kind: Kind, finished: usize) -> anyhow::Result<Self> {
        let mut product = Product::start(kit, kind)?;
        let office = product.office()?;
        let real = REAL.min(finished / 2);
        let calls = office.bulk(&product, Letters::Notices, 0, real);
        product.explain(e2e::measure(&product, &calls, real))?;
        product.stop()?;
        multiply(&product.database, finished / real)?;
        let count = product.database.sql("SELECT count(*) FROM mails")?;
        ensure!(count == finished.to_string(), "{count} mails are stored, not {finished}");
        product.come_up()?;
        Ok(Self { product, office, next: real })
    }

    /// End to end, with the history beside it.
    pub(crate) fn end_to_end(&mut self, mails: usize) -> anyhow::Result<e2e::Figures> {
        let calls = self.office.bulk(&self.product, Letters::Notices, self.next, mails);
        self.next += mails;
        self.product.explain(e2e::measure(&self.product, &calls, mails))
    }
}
