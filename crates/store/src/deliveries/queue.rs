//! The queue: mails come in, get their turn, and come back when something is due.

use std::time::Duration;

use domain::{
    Timestamp,
    id::{MailId, OfficeId},
    mail::Mail,
};
use serde::Serialize;
use uuid::Uuid;

use super::millis;
use crate::{Result, Tx};

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
        // Each gets its turn at once: behind its office's last, or behind how far the queue was served.
        "WITH new AS MATERIALIZED (SELECT * FROM ROWS(mail_id uuid, office_id uuid, lane text, class bigint, at bigint)),
         flows AS MATERIALIZED (SELECT f.office_id, f.class, (
                SELECT coalesce(max(ahead.turn), 0) FROM (
                    SELECT c.turn FROM route_clocks c WHERE c.route = '' AND c.class = f.class
                    UNION ALL
                    SELECT max(q.turn) FROM queue q
                    WHERE q.state = 'queued' AND q.office_id = f.office_id AND q.class = f.class
                        AND q.route = '') ahead) AS turn
            FROM (SELECT DISTINCT office_id, class FROM new) f)
         INSERT INTO queue (mail_id, office_id, lane, class, turn, state, attempts, holds, patience_ms, changed_at)
         SELECT new.mail_id, new.office_id, new.lane, new.class,
            f.turn + row_number() OVER (PARTITION BY new.office_id, new.class ORDER BY new.mail_id), 'queued', 0, 0, $2,
            new.at
         FROM new JOIN flows f ON f.office_id = new.office_id AND f.class = new.class",
    )
    .rows(&rows)
    .bind(millis(patience))
    .execute()
    .await?;
    Ok(())
}

/// Gives every mail that came back to the queue a turn, as if it were new. Always in the unit of work that put them back.
/// Looks across offices.
pub(super) async fn give_turns(tx: &mut Tx) -> Result<()> {
    tx.query(
        // MATERIALIZED: SQLite would otherwise go through the whole queue to find what is new.
        "WITH new AS MATERIALIZED (
            SELECT mail_id, office_id, route, class FROM queue WHERE state = 'queued' AND turn < 0)
         UPDATE queue SET turn = due.turn FROM (
            SELECT d.mail_id, row_number() OVER (PARTITION BY d.office_id, d.class ORDER BY d.mail_id)
                + (SELECT coalesce(max(ahead.turn), 0) FROM (
                    SELECT c.turn FROM route_clocks c WHERE c.route = d.route AND c.class = d.class
                    UNION ALL
                    SELECT max(q.turn) FROM queue q
                    WHERE q.state = 'queued' AND q.office_id = d.office_id AND q.class = d.class
                        AND q.route = d.route) ahead) AS turn
            FROM new d) due
         WHERE due.mail_id = queue.mail_id",
    )
    .execute()
    .await?;
    Ok(())
}

/// Puts what is due back into the queue: deferred mails whose time has come, mails of workers that were lost, and one
/// probe of each held lane that is due (its next is not before `next_probe`, unless this one says otherwise). Looks
/// across offices. Mails that somebody else has hold of at this moment are left for the next time.
pub async fn requeue_due(tx: &mut Tx, now: Timestamp, next_probe: Timestamp) -> Result<u64> {
    let deferred = tx
        .query(
            "UPDATE queue SET state = 'queued', turn = -1, next_at = NULL
             WHERE mail_id AMONG(
                SELECT mail_id FROM queue WHERE state = 'deferred' AND next_at <= $1 SKIP_LOCKED)",
        )
        .bind(now.millis())
        .execute()
        .await?;
    let lost = tx
        .query(
            "UPDATE queue SET state = 'queued', turn = -1, lease_id = NULL, lease_until = NULL, worker = NULL
             WHERE mail_id AMONG(
                SELECT mail_id FROM queue WHERE state = 'sending' AND lease_until <= $1 SKIP_LOCKED)",
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

/// The lanes are taken hold of first, here and by whoever holds or releases one (`outcomes.rs`): so no two workers send the
/// same probe, and none forgets a lane while another one is holding a mail of it.
async fn probe_due(tx: &mut Tx, now: Timestamp, next_probe: Timestamp) -> Result<u64> {
    let _: Vec<(Uuid,)> = tx
        .query("SELECT office_id FROM held_lanes WHERE probe_at <= $1 ORDER BY office_id, lane FOR_UPDATE")
        .bind(now.millis())
        .fetch_all()
        .await?;
    let probes = tx
        .query(
            "UPDATE queue SET state = 'queued', turn = -1 WHERE state = 'held' AND mail_id IN (
                SELECT (SELECT d.mail_id FROM queue d
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
            SELECT 1 FROM queue d WHERE d.office_id = held_lanes.office_id AND d.lane = held_lanes.lane
                AND (d.state = 'held' OR (d.state IN ('queued', 'sending', 'deferred') AND d.holds > 0)))",
    )
    .bind(now.millis())
    .execute()
    .await?;
    // Also where its only mail is on its way still: what is due and never taken up would be looked for without end.
    tx.query("UPDATE held_lanes SET probe_at = $2 WHERE probe_at <= $1")
        .bind(now.millis())
        .bind(next_probe.millis())
        .execute()
        .await?;
    Ok(probes)
}

/// When something becomes due next, if anything waits. Looks across offices.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let (at,): (Option<i64>,) = tx
        .query(
            "SELECT min(due.at) FROM (
                SELECT min(next_at) AS at FROM queue WHERE state = 'deferred'
                UNION ALL SELECT min(probe_at) FROM held_lanes
                UNION ALL SELECT min(lease_until) FROM queue WHERE state = 'sending') due",
        )
        .fetch_one()
        .await?;
    Ok(at.map(Timestamp::from_millis))
}
