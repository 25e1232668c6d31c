//! A relay that is far away: a mail costs a connection one round trip, so that is the limit.
//!
//! The distance is the sink's: it holds back each batch of replies. One round trip for each write of the
//! client is what a wire of that length costs too, as long as the client writes only when it has been answered.

use std::time::Duration;

use serde::Serialize;

use super::e2e;
use crate::kit::Kit;
use crate::product::Product;
use crate::product::database::Kind;
use crate::product::office::Letters;

/// There and back.
pub(crate) const ROUND_TRIP: Duration = Duration::from_millis(20);
/// A thousand mails take a while over one connection.
const MAILS: usize = 400;

#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    pub(crate) mails_per_second: f64,
    pub(crate) mails_per_second_and_connection: f64,
    /// The same over what one round trip a mail allows.
    pub(crate) of_limit: f64,
}

pub(crate) fn run(kit: &Kit, kind: Kind, connections: u32, seconds: usize) -> anyhow::Result<Figures> {
    let connections_text = connections.to_string();
    let product = Product::start_with(kit, kind, &[("SMTP_CONNECTIONS", &connections_text)])?;
    let office = product.office()?;
    product.sink.faults().delay_replies(ROUND_TRIP);
    let mails = MAILS * connections as usize * seconds / 8;
    let calls = office.bulk(&product, Letters::Notices, 0, mails);
    let figures = product.explain(e2e::measure(&product, &calls, mails))?;
    let each = figures.mails_per_second / f64::from(connections);
    let limit = 1.0 / ROUND_TRIP.as_secs_f64();
    Ok(Figures {
        mails_per_second: figures.mails_per_second,
        mails_per_second_and_connection: each,
        of_limit: each / limit,
    })
}
