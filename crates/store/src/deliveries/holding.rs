//! Mails that are held before anybody tried them, because the set-up of their sender is known not to be right; and all of
//! a sender that go out when it is.

use std::time::Duration;

use domain::{
    Timestamp,
    delivery::SenderFault,
    id::{MailId, OfficeId},
};
use serde::Serialize;

use super::{millis, queue::give_turns};
use crate::{Result, Tx};

/// Holds mails that were just put in the queue, in the unit of work that did so: nobody else sees them yet. A lane that
/// is not held yet is, with a probe at `probe_at`: what mends a set-up releases it sooner, and a probe finds what slipped
/// between the two. Of any office.
pub async fn hold_new(
    tx: &mut Tx,
    mails: &[(MailId, SenderFault)],
    now: Timestamp,
    probe_at: Timestamp,
) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        cause: &'static str,
    }
    if mails.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        mails.iter().map(|(mail_id, cause)| Row { mail_id: *mail_id, cause: cause.code() }).collect();
    tx.query(
        // Held once: as a probe, it says whether its sender is mended.
        "UPDATE queue SET state = 'held', cause = r.cause, holds = 1, changed_at = $2 FROM ROWS(mail_id uuid, cause text)
         WHERE queue.mail_id = r.mail_id AND (queue.state = 'queued') IS TRUE",
    )
    .rows(&rows)
    .bind(now.millis())
    .execute()
    .await?;
    tx.query(
        "INSERT INTO held_lanes (office_id, lane, probes, probe_at)
         SELECT d.office_id, d.lane, 1, $2 FROM ROWS(mail_id uuid, cause text) JOIN queue d ON d.mail_id = r.mail_id
         WHERE TRUE GROUP BY d.office_id, d.lane ORDER BY d.office_id, d.lane
         ON CONFLICT (office_id, lane) DO UPDATE SET probes = held_lanes.probes",
    )
    .rows(&rows)
    .bind(probe_at.millis())
    .execute()
    .await?;
    Ok(())
}

/// The lanes of this office that are held.
pub async fn held_lanes(tx: &mut Tx, office: OfficeId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx
        .query("SELECT lane FROM held_lanes WHERE office_id = $1 ORDER BY lane")
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(lane,)| lane).collect())
}

/// Everything that these lanes of this office have on hold goes out, in its order, with fresh patience. Returns how much.
pub async fn release_lanes(
    tx: &mut Tx,
    office: OfficeId,
    lanes: &[String],
    now: Timestamp,
    patience: Duration,
) -> Result<u64> {
    // The office in each row: beside a value of its own, neither database goes on by the lane.
    #[derive(Serialize)]
    struct Row<'a> {
        office_id: OfficeId,
        lane: &'a str,
    }
    if lanes.is_empty() {
        return Ok(0);
    }
    let rows: Vec<_> = lanes.iter().map(|lane| Row { office_id: office, lane }).collect();
    // First the lanes: a mail of one that is being held at this moment is waited for, and then released too.
    tx.query(
        "DELETE FROM held_lanes WHERE EXISTS (
            SELECT 1 FROM ROWS(office_id uuid, lane text)
            WHERE r.office_id = held_lanes.office_id AND r.lane = held_lanes.lane)",
    )
    .rows(&rows)
    .execute()
    .await?;
    let released = tx
        .query(
            "UPDATE queue SET state = 'queued', turn = -1, cause = NULL, next_at = NULL, holds = 0, patience_ms = $3,
                changed_at = $2
             FROM ROWS(office_id uuid, lane text)
             WHERE queue.state = 'held' AND queue.office_id = r.office_id AND queue.lane = r.lane",
        )
        .rows(&rows)
        .bind(now.millis())
        .bind(millis(patience))
        .execute()
        .await?;
    if released > 0 {
        give_turns(tx).await?;
    }
    Ok(released)
}
