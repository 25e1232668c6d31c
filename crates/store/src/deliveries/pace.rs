//! When a relay that takes only so many mails a minute may be given the next one: kept here, so that it gets no more
//! however many workers there are. [`domain::delivery::Pace`] does the sums.

use domain::Timestamp;

use crate::{Result, Tx};

/// When this relay may be given the next mail; `now` if nothing is known of it. Nobody else asks until this unit of work
/// ends.
pub async fn relay_free_at(tx: &mut Tx, route: &str, now: Timestamp) -> Result<Timestamp> {
    tx.query("INSERT INTO relay_paces (route, free_at) VALUES ($1, $2) ON CONFLICT (route) DO NOTHING")
        .bind(route)
        .bind(now.millis())
        .execute()
        .await?;
    let (free_at,): (i64,) = tx
        .query("SELECT free_at FROM relay_paces WHERE route = $1 FOR_UPDATE")
        .bind(route)
        .fetch_one()
        .await?;
    Ok(Timestamp::from_millis(free_at))
}

/// This relay may be given the next mail at this time.
pub async fn set_relay_free_at(tx: &mut Tx, route: &str, free_at: Timestamp) -> Result<()> {
    tx.query("UPDATE relay_paces SET free_at = $2 WHERE route = $1")
        .bind(route)
        .bind(free_at.millis())
        .execute()
        .await?;
    Ok(())
}
