//! Requests for users: what they ask for, beside their event, and what was decided.

use domain::id::{EventId, OfficeId};

use crate::{Result, Tx};

/// Is this event of this office a request that waits for a decision?
pub async fn is_open(tx: &mut Tx, office: OfficeId, event: EventId) -> Result<bool> {
    let found: Option<(String,)> = tx
        .query("SELECT state FROM user_requests WHERE office_id = $1 AND event_id = $2 AND state = 'open'")
        .bind(office.uuid())
        .bind(event.uuid())
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
