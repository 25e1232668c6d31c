//! Mails that are over leave the queue, with how they ended; and what ended without success can come back.

use std::time::Duration;

use domain::{
    Timestamp,
    delivery::Cause,
    id::{LeaseId, MailId, OfficeId},
};
use serde::Serialize;
use uuid::Uuid;

use super::{ids, mail_rows, millis};
use crate::{Result, Tx};

/// Takes mails whose ending is stored out of the queue, in the same unit of work.
pub(crate) async fn leave_queue(tx: &mut Tx, ended: &[MailId]) -> Result<()> {
    if ended.is_empty() {
        return Ok(());
    }
    tx.query("DELETE FROM queue WHERE mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))")
        .rows(&mail_rows(ended))
        .execute()
        .await?;
    Ok(())
}

/// Cancels leased mails that are not to be sent, each for its cause. Returns those that were still this lease's. Looks across
/// offices.
pub async fn drop_leased(
    tx: &mut Tx,
    lease: LeaseId,
    mails: &[(MailId, Cause)],
    now: Timestamp,
) -> Result<Vec<MailId>> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        cause: &'static str,
    }
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = mails.iter().map(|&(mail_id, cause)| Row { mail_id, cause: cause.code() }).collect();
    let ended: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO endings (mail_id, office_id, state, cause, changed_at, route, lane, class, attempts)
             SELECT q.mail_id, q.office_id, 'cancelled', r.cause, $2, q.route, q.lane, q.class, q.attempts
             FROM ROWS(mail_id uuid, cause text) JOIN queue q ON q.mail_id = r.mail_id
             WHERE (q.state = 'sending' AND q.lease_id = $3) IS TRUE FOR_UPDATE RETURNING mail_id",
        )
        .rows(&rows)
        .bind(now.millis())
        .bind(lease.uuid())
        .fetch_all()
        .await?;
    let ended = ids(ended);
    leave_queue(tx, &ended).await?;
    Ok(ended)
}

/// Mails that failed or were cancelled go back into the queue, without a turn; not those whose link is worthless, whose content
/// was forgotten, or that came back. `rows` holds mail and state. Returns those that went back.
pub(super) async fn return_to_queue<T: Serialize>(
    tx: &mut Tx,
    office: OfficeId,
    rows: &[T],
    now: Timestamp,
    patience: Duration,
) -> Result<Vec<MailId>> {
    let back: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO queue (mail_id, office_id, route, lane, class, turn, state, attempts, holds, patience_ms,
                changed_at)
             SELECT e.mail_id, e.office_id, e.route, e.lane, e.class, -1, 'queued', 0, 0, $4, $3
             FROM ROWS(mail_id uuid, state text)
             JOIN endings e ON e.mail_id = r.mail_id AND e.state = r.state AND e.office_id = $2
             JOIN mails m ON m.id = e.mail_id
             WHERE m.forgotten_at IS NULL AND e.bounced_at IS NULL AND (e.cause IS NULL OR e.cause NOT IN ('link_replaced', 'link_expired'))
             FOR_UPDATE RETURNING mail_id",
        )
        .rows(rows)
        .bind(office.uuid())
        .bind(now.millis())
        .bind(millis(patience))
        .fetch_all()
        .await?;
    let back = ids(back);
    if back.is_empty() {
        return Ok(back);
    }
    tx.query(
        "INSERT INTO attempts (mail_id, at, took_ms, outcome, phase, reply, relay)
         SELECT e.mail_id, e.at, e.took_ms, e.outcome, e.phase, e.reply, e.relay
         FROM ROWS(mail_id uuid) JOIN endings e ON e.mail_id = r.mail_id WHERE e.at IS NOT NULL",
    )
    .rows(&mail_rows(&back))
    .execute()
    .await?;
    tx.query("DELETE FROM endings WHERE mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))")
        .rows(&mail_rows(&back))
        .execute()
        .await?;
    Ok(back)
}
