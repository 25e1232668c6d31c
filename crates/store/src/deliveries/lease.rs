//! Workers take mails for a while, and give back what they did not begin.

use domain::{
    Timestamp,
    bounce::Suppressed,
    delivery::{Cause, Places, Tried},
    id::{LeaseId, MailId},
    mail::Mail,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::mail_rows;
use crate::{
    Result, Tx, bounces,
    mails::{Tracked, TrackedRow, select_tracked},
    workers::WorkerNumber,
};

/// How mails are taken.
#[derive(Debug, Clone, Copy)]
pub struct Lease<'a> {
    /// A new id for it.
    pub id: LeaseId,
    /// Who takes them.
    pub worker: WorkerNumber,
    /// Until when they are theirs, unless it is extended.
    pub until: Timestamp,
    /// Mails that go through this relay; empty is the platform's.
    pub route: &'a str,
    /// How many, and of which classes.
    pub places: Places,
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
    /// Its address is left alone by its office.
    pub suppressed: Option<Suppressed>,
}

/// A mail, and whether its address is left alone: found with the mail, by a key, so that no statement asks for it.
#[derive(FromRow)]
struct LeasedRow {
    #[sqlx(flatten)]
    tracked: TrackedRow,
    suppressed_cause: Option<String>,
    suppressed_until: Option<i64>,
}

impl LeasedRow {
    fn leased(self, lease: LeaseId) -> Result<Leased> {
        let suppressed = match (self.suppressed_cause, self.suppressed_until) {
            (Some(cause), Some(until)) => {
                let until = Timestamp::from_millis(until);
                Some(Suppressed { cause: bounces::cause(&cause)?, until })
            }
            _ => None,
        };
        let Tracked { mail, delivery } = self.tracked.tracked()?;
        Ok(Leased { mail, tried: delivery.tried, lease, is_probe: delivery.is_probe, suppressed })
    }
}

/// What a lease took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// How many mails.
    pub mails: u64,
    /// Nothing else waits that could have been taken.
    pub all: bool,
}

/// Leases queued mails, in their turn. Looks across offices. They are read by [`leased`], afterwards: a database with one
/// writer has others who want to write meanwhile.
pub async fn lease(tx: &mut Tx, lease: Lease<'_>) -> Result<Taken> {
    let mut places = lease.places;
    let mut mails = take(tx, lease).await?;
    if mails == 0 && places.by_class == 0 {
        // The one place was kept for a class of which nothing waits.
        places = Places::ONE;
        mails = take(tx, Lease { places, ..lease }).await?;
    }
    // The places that are for any class were not filled: there was nothing more.
    let taken = Taken { mails, all: mails < u64::from(places.by_class) };
    if mails == 0 {
        return Ok(taken);
    }
    tx.query(
        "INSERT INTO route_clocks (route, class, turn)
         SELECT route, class, max(turn) FROM queue WHERE lease_id = $1 AND state = 'sending' GROUP BY route, class
         ORDER BY route, class
         ON CONFLICT (route, class) DO UPDATE SET turn = excluded.turn WHERE excluded.turn > route_clocks.turn",
    )
    .bind(lease.id.uuid())
    .execute()
    .await?;
    Ok(taken)
}

/// The mails of a lease, in their turn. Those that cannot be read are returned beside, each with what is wrong, so that one
/// does not keep the others from going out.
pub async fn leased(tx: &mut Tx, lease: LeaseId) -> Result<(Vec<Leased>, Vec<(MailId, String)>)> {
    let sql = select_tracked!(
        ", s.cause AS suppressed_cause, s.until_at AS suppressed_until
         FROM queue q JOIN mails m ON m.id = q.mail_id LEFT JOIN endings e ON e.mail_id = q.mail_id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         LEFT JOIN suppressions s ON s.office_id = m.office_id AND s.to_key = m.to_key
         WHERE q.lease_id = $1 AND q.state = 'sending'
         ORDER BY q.class, q.turn, q.mail_id"
    );
    let rows: Vec<LeasedRow> = tx.query(sql).bind(lease.uuid()).fetch_all().await?;
    let (mut leased, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let id = row.tracked.mail_id();
        match row.leased(lease) {
            Ok(mail) => leased.push(mail),
            Err(error) => unreadable.push((id, error.to_string())),
        }
    }
    Ok((leased, unreadable))
}

/// A mail may fill two places: one stays empty then, until the next lease.
async fn take(tx: &mut Tx, lease: Lease<'_>) -> sqlx::Result<u64> {
    let Lease { id, worker, until, route, places } = lease;
    tx.query(
        "UPDATE queue SET state = 'sending', lease_id = $1, lease_until = $2, worker = $3 WHERE mail_id AMONG(
            SELECT mail_id FROM (SELECT mail_id FROM queue WHERE state = 'queued' AND route = $4
                ORDER BY class, turn, mail_id LIMIT $5 SKIP_LOCKED) by_class
            UNION ALL
            SELECT mail_id FROM (SELECT mail_id FROM queue WHERE state = 'queued' AND route = $4 AND class = 1
                ORDER BY turn, mail_id LIMIT $6 SKIP_LOCKED) notices
            UNION ALL
            SELECT mail_id FROM (SELECT mail_id FROM queue WHERE state = 'queued' AND route = $4 AND class = 2
                ORDER BY turn, mail_id LIMIT $7 SKIP_LOCKED) digests)",
    )
    .bind(id.uuid())
    .bind(until.millis())
    .bind(worker.0)
    .bind(route)
    .bind(i64::from(places.by_class))
    .bind(i64::from(places.notices))
    .bind(i64::from(places.digests))
    .execute()
    .await
}

/// Puts mails of a lease that cannot be read off until a point in time: another version of this program may read them.
pub async fn put_off(tx: &mut Tx, lease: LeaseId, mails: &[MailId], until: Timestamp) -> Result<()> {
    if mails.is_empty() {
        return Ok(());
    }
    tx.query(
        "UPDATE queue SET state = 'deferred', cause = $3, next_at = $2, lease_id = NULL, lease_until = NULL, worker = NULL
         WHERE (state = 'sending' AND lease_id = $4) IS TRUE
            AND mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))",
    )
    .rows(&mail_rows(mails))
    .bind(until.millis())
    .bind(Cause::Unreadable.code())
    .bind(lease.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Holds leases for longer. Returns those that are still held; the others were lost, for good. Rows that are being
/// recorded at this moment are passed over.
pub async fn extend(tx: &mut Tx, leases: &[LeaseId], until: Timestamp) -> Result<Vec<LeaseId>> {
    #[derive(Serialize)]
    struct Row {
        lease_id: LeaseId,
    }
    let rows: Vec<Row> = leases.iter().map(|&lease_id| Row { lease_id }).collect();
    let held: Vec<(Uuid,)> = tx
        .query(
            "UPDATE queue SET lease_until = $2 WHERE mail_id IN (
                SELECT q.mail_id FROM queue q
                WHERE q.state = 'sending' AND q.lease_id IN (SELECT r.lease_id FROM ROWS(lease_id uuid)) SKIP_LOCKED)
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
    let mut rows: Vec<Row> = mails.iter().map(|&(mail_id, lease_id)| Row { mail_id, lease_id }).collect();
    rows.sort_by_key(|row| row.mail_id);
    Ok(tx
        .query(
            "UPDATE queue SET state = 'queued', lease_id = NULL, lease_until = NULL, worker = NULL
             FROM ROWS(mail_id uuid, lease_id uuid)
             WHERE queue.mail_id = r.mail_id AND (queue.state = 'sending' AND queue.lease_id = r.lease_id) IS TRUE",
        )
        .rows(&rows)
        .execute()
        .await?)
}

/// Gives back whatever was leased so: nobody knows whether anything was, because the database did not say how the unit of
/// work ended.
pub async fn give_back_leases(tx: &mut Tx, leases: &[LeaseId]) -> Result<u64> {
    #[derive(Serialize)]
    struct Row {
        lease_id: LeaseId,
    }
    let rows: Vec<Row> = leases.iter().map(|&lease_id| Row { lease_id }).collect();
    Ok(tx
        .query(
            "UPDATE queue SET state = 'queued', lease_id = NULL, lease_until = NULL, worker = NULL
             WHERE state = 'sending' AND lease_id IN (SELECT r.lease_id FROM ROWS(lease_id uuid))",
        )
        .rows(&rows)
        .execute()
        .await?)
}
