//! The queue: mails come in, get their turn, are leased, and come back when something is due.

use std::time::Duration;

use domain::{
    Timestamp,
    delivery::{Cause, Tried},
    id::{LeaseId, MailId, OfficeId},
    mail::Mail,
};
use serde::Serialize;
use uuid::Uuid;

use super::{mail_rows, millis};
use crate::{
    Result, Tx,
    mails::{Tracked, TrackedRow, select_tracked},
};

/// Puts stored mails in the queue, of any office, in the order of their ids.
pub async fn insert(tx: &mut Tx, mails: &[Mail], patience: Duration) -> Result<()> {
    #[derive(Serialize)]
    struct Queued {
        mail_id: MailId,
        office_id: OfficeId,
        lane: String,
        class: i64,
        at: i64,
    }
    let queued = |mail: &Mail| Queued {
        mail_id: mail.id,
        office_id: mail.office_id,
        lane: mail.sender.from.address.key(),
        class: mail.content.kind().class() as i64,
        at: mail.created_at.millis(),
    };
    let rows: Vec<Queued> = mails.iter().map(queued).collect();
    tx.query(
        "INSERT INTO deliveries (mail_id, office_id, lane, class, turn, state, attempts, holds, patience_ms, changed_at)
         SELECT r.mail_id, r.office_id, r.lane, r.class, -1, 'queued', 0, 0, $2, r.at
         FROM ROWS(mail_id uuid, office_id uuid, lane text, class bigint, at bigint)",
    )
    .rows(&rows)
    .bind(millis(patience))
    .execute()
    .await?;
    give_turns(tx).await
}

/// Gives every mail that is queued without a turn one: behind its office's last, or behind how far the queue was
/// served. Always in the unit of work that queued them. Looks across offices.
pub(super) async fn give_turns(tx: &mut Tx) -> Result<()> {
    tx.query(
        // MATERIALIZED: SQLite would otherwise go through the whole queue to find what is new.
        "WITH new AS MATERIALIZED (
            SELECT mail_id, office_id, class FROM deliveries WHERE state = 'queued' AND turn < 0)
         UPDATE deliveries SET turn = due.turn FROM (
            SELECT d.mail_id, row_number() OVER (PARTITION BY d.office_id, d.class ORDER BY d.mail_id)
                + (SELECT max(ahead.turn) FROM (
                    SELECT c.turn FROM queue_clocks c WHERE c.class = d.class
                    UNION ALL
                    SELECT max(q.turn) FROM deliveries q
                    WHERE q.state = 'queued' AND q.office_id = d.office_id AND q.class = d.class) ahead) AS turn
            FROM new d) due
         WHERE due.mail_id = deliveries.mail_id",
    )
    .execute()
    .await?;
    Ok(())
}

/// Puts what is due back into the queue: deferred mails whose time has come, mails of workers that were lost, and one
/// probe of each held lane that is due (its next is not before `next_probe`, unless this one says otherwise). Looks
/// across offices.
pub async fn requeue_due(tx: &mut Tx, now: Timestamp, next_probe: Timestamp) -> Result<u64> {
    let deferred = tx
        .query(
            "UPDATE deliveries SET state = 'queued', turn = -1, next_at = NULL
             WHERE state = 'deferred' AND next_at <= $1",
        )
        .bind(now.millis())
        .execute()
        .await?;
    let lost = tx
        .query(
            "UPDATE deliveries SET state = 'queued', turn = -1, lease_id = NULL, lease_until = NULL
             WHERE state = 'sending' AND lease_until <= $1",
        )
        .bind(now.millis())
        .execute()
        .await?;
    let probes = probe_due(tx, now, next_probe).await?;
    if deferred + lost + probes > 0 {
        give_turns(tx).await?;
    }
    Ok(deferred + lost + probes)
}

async fn probe_due(tx: &mut Tx, now: Timestamp, next_probe: Timestamp) -> Result<u64> {
    let probes = tx
        .query(
            "UPDATE deliveries SET state = 'queued', turn = -1 WHERE mail_id IN (
                SELECT (SELECT d.mail_id FROM deliveries d
                    WHERE d.state = 'held' AND d.office_id = h.office_id AND d.lane = h.lane
                    ORDER BY d.holds, d.mail_id LIMIT 1)
                FROM held_lanes h WHERE h.probe_at <= $1)",
        )
        .bind(now.millis())
        .execute()
        .await?;
    // A lane whose mails were all released or cancelled by hand has nothing to probe with.
    tx.query(
        "DELETE FROM held_lanes WHERE probe_at <= $1 AND NOT EXISTS (
            SELECT 1 FROM deliveries d WHERE d.office_id = held_lanes.office_id AND d.lane = held_lanes.lane
                AND (d.state = 'held' OR (d.state IN ('queued', 'sending', 'deferred') AND d.holds > 0)))",
    )
    .bind(now.millis())
    .execute()
    .await?;
    if probes > 0 {
        tx.query("UPDATE held_lanes SET probe_at = $2 WHERE probe_at <= $1")
            .bind(now.millis())
            .bind(next_probe.millis())
            .execute()
            .await?;
    }
    Ok(probes)
}

/// When something becomes due next, if anything waits. Looks across offices.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let (at,): (Option<i64>,) = tx
        .query(
            "SELECT min(due.at) FROM (
                SELECT min(next_at) AS at FROM deliveries WHERE state = 'deferred'
                UNION ALL SELECT min(probe_at) FROM held_lanes
                UNION ALL SELECT min(lease_until) FROM deliveries WHERE state = 'sending') due",
        )
        .fetch_one()
        .await?;
    Ok(at.map(Timestamp::from_millis))
}

/// A mail that a worker holds.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The mail.
    pub mail: Mail,
    /// What is remembered of earlier attempts.
    pub tried: Tried,
    /// The lease under which its outcome is recorded.
    pub lease: LeaseId,
    /// It was held, and goes out to see whether its sender is mended.
    pub is_probe: bool,
}

/// Leases up to `limit` queued mails until a point in time, in their turn. Looks across offices. Mails that cannot be
/// read are returned beside, each with what is wrong, so that one does not keep the others from going out.
pub async fn lease(
    tx: &mut Tx,
    lease: LeaseId,
    until: Timestamp,
    limit: u32,
) -> Result<(Vec<Leased>, Vec<(MailId, String)>)> {
    let taken = tx
        .query(
            "UPDATE deliveries SET state = 'sending', lease_id = $1, lease_until = $2 WHERE mail_id IN (
                SELECT mail_id FROM deliveries WHERE state = 'queued' ORDER BY class, turn, mail_id LIMIT $3 SKIP_LOCKED)",
        )
        .bind(lease.uuid())
        .bind(until.millis())
        .bind(i64::from(limit))
        .execute()
        .await?;
    if taken == 0 {
        return Ok((Vec::new(), Vec::new()));
    }
    tx.query(
        "UPDATE queue_clocks SET turn = served.turn FROM (
            SELECT class, max(turn) AS turn FROM deliveries WHERE lease_id = $1 AND state = 'sending' GROUP BY class) served
         WHERE served.class = queue_clocks.class AND served.turn > queue_clocks.turn",
    )
    .bind(lease.uuid())
    .execute()
    .await?;
    let sql = select_tracked!(
        "FROM deliveries d JOIN mails m ON m.id = d.mail_id
         LEFT JOIN held_lanes h ON h.office_id = d.office_id AND h.lane = d.lane
         WHERE d.lease_id = $1 AND d.state = 'sending'
         ORDER BY d.class, d.turn, d.mail_id"
    );
    let rows: Vec<TrackedRow> = tx.query(sql).bind(lease.uuid()).fetch_all().await?;
    let (mut leased, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let id = row.mail_id();
        match row.tracked() {
            Ok(Tracked { mail, delivery }) => {
                let is_probe = delivery.is_probe;
                leased.push(Leased { mail, tried: delivery.tried, lease, is_probe });
            }
            Err(error) => unreadable.push((id, error.to_string())),
        }
    }
    Ok((leased, unreadable))
}

/// Puts mails that cannot be read off until a point in time: another version of this program may read them. Looks
/// across offices.
pub async fn put_off(tx: &mut Tx, mails: &[MailId], until: Timestamp) -> Result<()> {
    if mails.is_empty() {
        return Ok(());
    }
    tx.query(
        "UPDATE deliveries SET state = 'deferred', cause = $3, next_at = $2, lease_id = NULL, lease_until = NULL
         WHERE mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))",
    )
    .rows(&mail_rows(mails))
    .bind(until.millis())
    .bind(Cause::Unreadable.code())
    .execute()
    .await?;
    Ok(())
}

/// Cancels leased mails whose link became worthless while they waited. Looks across offices.
pub async fn drop_dead_links(tx: &mut Tx, mails: &[(MailId, Cause)], now: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        cause: &'static str,
    }
    if mails.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row> = mails.iter().map(|&(mail_id, cause)| Row { mail_id, cause: cause.code() }).collect();
    tx.query(
        "UPDATE deliveries SET state = 'cancelled', cause = r.cause, lease_id = NULL, lease_until = NULL, changed_at = $2
         FROM ROWS(mail_id uuid, cause text) WHERE deliveries.mail_id = r.mail_id",
    )
    .rows(&rows)
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct LeaseRow {
    lease_id: LeaseId,
}

/// Holds leases for longer. Returns those that are still held; the others were lost, for good. Rows that are being
/// recorded at this moment are passed over.
pub async fn extend(tx: &mut Tx, leases: &[LeaseId], until: Timestamp) -> Result<Vec<LeaseId>> {
    let rows: Vec<LeaseRow> = leases.iter().map(|&lease_id| LeaseRow { lease_id }).collect();
    let held: Vec<(Uuid,)> = tx
        .query(
            "UPDATE deliveries SET lease_until = $2 WHERE mail_id IN (
                SELECT d.mail_id FROM deliveries d
                WHERE d.state = 'sending' AND d.lease_id IN (SELECT r.lease_id FROM ROWS(lease_id uuid)) SKIP_LOCKED)
             RETURNING lease_id",
        )
        .rows(&rows)
        .bind(until.millis())
        .fetch_all()
        .await?;
    let mut held: Vec<LeaseId> = held.into_iter().map(|(id,)| LeaseId::new(id)).collect();
    held.sort();
    held.dedup();
    Ok(held)
}

/// Gives leased mails back untried. Their turns were theirs already: they keep them.
pub async fn give_back(tx: &mut Tx, mails: &[(MailId, LeaseId)]) -> Result<u64> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        lease_id: LeaseId,
    }
    let rows: Vec<Row> = mails.iter().map(|&(mail_id, lease_id)| Row { mail_id, lease_id }).collect();
    Ok(tx
        .query(
            "UPDATE deliveries SET state = 'queued', lease_id = NULL, lease_until = NULL
             FROM ROWS(mail_id uuid, lease_id uuid)
             WHERE deliveries.mail_id = r.mail_id AND deliveries.lease_id = r.lease_id AND state = 'sending'",
        )
        .rows(&rows)
        .execute()
        .await?)
}

/// Gives every leased mail back. Only for a process that knows itself to be the only worker, when it starts.
pub async fn give_back_all(tx: &mut Tx) -> Result<u64> {
    Ok(tx
        .query("UPDATE deliveries SET state = 'queued', lease_id = NULL, lease_until = NULL WHERE state = 'sending'")
        .execute()
        .await?)
}
