//! What is done with mails by hand, or by what makes them worthless.

use std::time::Duration;

use domain::{
    Timestamp,
    id::{ClientUserId, MailId, OfficeId},
};
use serde::Serialize;

use super::{State, ids, mail_rows, millis, queue::give_turns};
use crate::{Result, Tx};

/// Takes mails of this office out of the queue; not those that a worker has or that are over. Returns the cancelled.
pub async fn cancel(tx: &mut Tx, office: OfficeId, mails: &[MailId], now: Timestamp) -> Result<Vec<MailId>> {
    let cancelled = tx
        .query(
            "UPDATE deliveries SET state = 'cancelled', next_at = NULL, changed_at = $3
             WHERE office_id = $2 AND state IN ('queued', 'deferred', 'held')
                AND mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid)) RETURNING mail_id",
        )
        .rows(&mail_rows(mails))
        .bind(office.uuid())
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(ids(cancelled))
}

/// Cancels whatever is still to go out to these client-users, because its link is worthless now. Looks across offices.
pub async fn cancel_links(tx: &mut Tx, users: &[ClientUserId], now: Timestamp) -> Result<u64> {
    #[derive(Serialize)]
    struct Row {
        client_user_id: ClientUserId,
    }
    let rows: Vec<Row> = users.iter().map(|&client_user_id| Row { client_user_id }).collect();
    Ok(tx
        .query(
            "UPDATE deliveries SET state = 'cancelled', cause = 'link_replaced', next_at = NULL, changed_at = $2
             WHERE state IN ('queued', 'deferred', 'held') AND mail_id IN (
                SELECT m.id FROM ROWS(client_user_id uuid) JOIN mails m ON m.client_user_id = r.client_user_id
                WHERE m.kind IN ('welcome', 'welcome_reminder'))",
        )
        .rows(&rows)
        .bind(now.millis())
        .execute()
        .await?)
}

/// Puts mails of this office that are in one of these states back into the queue, with fresh patience; not those whose
/// link is known to be worthless. Returns those.
pub async fn put_back(
    tx: &mut Tx,
    office: OfficeId,
    mails: &[MailId],
    from: &[State],
    now: Timestamp,
    patience: Duration,
) -> Result<Vec<MailId>> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        state: State,
    }
    let in_each = |&mail_id: &MailId| from.iter().map(move |&state| Row { mail_id, state });
    let rows: Vec<Row> = mails.iter().flat_map(in_each).collect();
    let back = tx
        .query(
            "UPDATE deliveries SET state = 'queued', turn = -1, cause = NULL, next_at = NULL, attempts = 0, holds = 0,
                patience_ms = $4, changed_at = $3
             WHERE office_id = $2 AND EXISTS (SELECT 1 FROM ROWS(mail_id uuid, state text)
                WHERE r.mail_id = deliveries.mail_id AND r.state = deliveries.state)
                AND (cause IS NULL OR cause NOT IN ('link_replaced', 'link_expired'))
             RETURNING mail_id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .bind(now.millis())
        .bind(millis(patience))
        .fetch_all()
        .await?;
    give_turns(tx).await?;
    Ok(ids(back))
}
