//! What is done with mails by hand, or by what makes them worthless.

use std::time::Duration;

use domain::{
    Timestamp,
    id::{ClientUserId, MailId, OfficeId},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    State,
    endings::{leave_queue, return_to_queue},
    ids, mail_rows, millis, once_each,
    queue::give_turns,
};
use crate::{Result, Tx};

/// Takes mails of this office out of the queue; not those that a worker has or that are over. Returns the cancelled.
pub async fn cancel(tx: &mut Tx, office: OfficeId, mails: &[MailId], now: Timestamp) -> Result<Vec<MailId>> {
    let cancelled: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO endings (mail_id, office_id, state, cause, changed_at, route, lane, class, attempts)
             SELECT q.mail_id, q.office_id, 'cancelled', q.cause, $3, q.route, q.lane, q.class, q.attempts
             FROM ROWS(mail_id uuid) JOIN queue q ON q.mail_id = r.mail_id AND q.office_id = $2
             WHERE q.state IN ('queued', 'deferred', 'held') FOR_UPDATE RETURNING mail_id",
        )
        .rows(&mail_rows(mails))
        .bind(office.uuid())
        .bind(now.millis())
        .fetch_all()
        .await?;
    let cancelled = ids(cancelled);
    leave_queue(tx, &cancelled).await?;
    Ok(cancelled)
}

/// Cancels whatever is still to go out to these client-users, because its link is worthless now. Looks across offices.
pub async fn cancel_links(tx: &mut Tx, users: &[ClientUserId], now: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        client_user_id: ClientUserId,
    }
    let rows: Vec<Row> = once_each(users).map(|client_user_id| Row { client_user_id }).collect();
    let cancelled: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO endings (mail_id, office_id, state, cause, changed_at, route, lane, class, attempts)
             SELECT q.mail_id, q.office_id, 'cancelled', 'link_replaced', $2, q.route, q.lane, q.class, q.attempts
             FROM ROWS(client_user_id uuid) JOIN mails m ON m.client_user_id = r.client_user_id
             JOIN queue q ON q.mail_id = m.id
             WHERE m.kind IN ('welcome', 'welcome_reminder') AND q.state IN ('queued', 'deferred', 'held')
             FOR_UPDATE RETURNING mail_id",
        )
        .rows(&rows)
        .bind(now.millis())
        .fetch_all()
        .await?;
    leave_queue(tx, &ids(cancelled)).await
}

/// Puts mails of this office that are in one of these states back into the queue, with fresh patience; not those whose
/// link is known to be worthless, nor those whose content was forgotten. Returns those.
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
    let in_each = |mail_id: MailId| from.iter().map(move |&state| Row { mail_id, state });
    let rows: Vec<Row> = once_each(mails).flat_map(in_each).collect();
    let mut back = return_to_queue(tx, office, &rows, now, patience).await?;
    let again: Vec<(Uuid,)> = tx
        .query(
            "UPDATE queue SET state = 'queued', turn = -1, cause = NULL, next_at = NULL, attempts = 0, holds = 0,
                patience_ms = $4, changed_at = $3
             FROM ROWS(mail_id uuid, state text)
             WHERE queue.mail_id = r.mail_id AND queue.state = r.state AND queue.office_id = $2 RETURNING queue.mail_id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .bind(now.millis())
        .bind(millis(patience))
        .fetch_all()
        .await?;
    back.extend(ids(again));
    give_turns(tx).await?;
    Ok(back)
}
