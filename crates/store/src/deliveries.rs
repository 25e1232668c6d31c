//! How far each mail has come: the queue, leases, outcomes.
//!
//! A worker *leases* a batch, holds no transaction while it talks to the relay, and *records* each outcome only
//! while the lease is still its own: every lease has a new id, and recording asks for it. A worker that hung or was
//! cut off finds its lease gone and changes nothing.
//!
//! **Offices take turns.** A mail's `turn` is given when it is queued (start-time fair queueing): one past its
//! office's last in the queue, or past how far the queue was served if that is further. An office with 100,000 mails
//! waiting has the turns n, n+1, n+2, …; a mail of another office gets n too. Whatever comes back to the queue, by
//! the clock or by hand, gets a new turn, so that a thousand that were deferred do not go before everybody else's.
//!
//! **A sender's mails are held together.** A *lane* is an office's sending address. While it is held, one of its mails
//! goes out as a probe from time to time: the one that was held least often, so that a mail with a fault of its own does
//! not keep the others waiting. When a probe is taken, the lane is released.

use std::time::Duration;

use domain::{
    Timestamp,
    delivery::{Cause, Next, Phase, Tried},
    id::{LeaseId, MailId, OfficeId},
    mail::Mail,
};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Tx,
    mails::{Tracked, TrackedRow, select_tracked},
    read,
};

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Goes out as soon as a worker takes it.
    Queued,
    /// A worker has it.
    Sending,
    /// Handed over to the relay.
    Sent,
    /// Tried again by itself, at `next_at`.
    Deferred,
    /// Waits for the sender's set-up to work.
    Held,
    /// Over, without success.
    Failed,
    /// Taken out of the queue by hand, or because a newer link made it worthless.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Sending, Self::Sent, Self::Deferred, Self::Held, Self::Failed, Self::Cancelled];
}

/// How far a mail has come.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Where it stands.
    pub state: State,
    /// Why, when that is not what was hoped for.
    pub cause: Option<String>,
    /// When it is tried next by itself.
    pub next_at: Option<Timestamp>,
    /// What is remembered of earlier attempts.
    pub tried: Tried,
    /// When it came to this state.
    pub changed_at: Timestamp,
    /// What the relay calls it.
    pub relay_queue_id: Option<String>,
    /// It was held before, and is on its way to see whether its sender is mended.
    pub is_probe: bool,
}

#[derive(FromRow)]
pub(crate) struct DeliveryRow {
    state: String,
    cause: Option<String>,
    next_at: Option<i64>,
    attempts: i64,
    holds: i64,
    lane_probes: i64,
    patience_ms: i64,
    changed_at: i64,
    relay_queue_id: Option<String>,
}

impl DeliveryRow {
    pub(crate) fn delivery(self) -> Result<Delivery> {
        Ok(Delivery {
            state: read::word("a delivery's state", &self.state)?,
            cause: self.cause,
            next_at: self.next_at.map(Timestamp::from_millis),
            tried: Tried {
                attempts: read::small("attempts", self.attempts)?,
                holds: read::small("probes", self.lane_probes)?,
                patience: Duration::from_millis(u64::try_from(self.patience_ms).unwrap_or(0)),
            },
            changed_at: Timestamp::from_millis(self.changed_at),
            relay_queue_id: self.relay_queue_id,
            is_probe: self.holds > 0,
        })
    }
}

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

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Gives every mail that is queued without a turn one: behind its office's last, or behind how far the queue was
/// served. Always in the unit of work that queued them. Looks across offices.
async fn give_turns(tx: &mut Tx) -> Result<()> {
    tx.query(
        "UPDATE deliveries SET turn = due.turn FROM (
            SELECT d.mail_id, row_number() OVER (PARTITION BY d.office_id, d.class ORDER BY d.mail_id)
                + (SELECT max(ahead.turn) FROM (
                    SELECT c.turn FROM queue_clocks c WHERE c.class = d.class
                    UNION ALL
                    SELECT max(q.turn) FROM deliveries q
                    WHERE q.state = 'queued' AND q.office_id = d.office_id AND q.class = d.class) ahead) AS turn
            FROM deliveries d WHERE d.state = 'queued' AND d.turn < 0) due
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

/// What came of one attempt.
#[derive(Debug, Clone)]
pub struct Attempted {
    /// Which mail.
    pub mail_id: MailId,
    /// Under which lease.
    pub lease: LeaseId,
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Whose doing it is.
    pub outcome: domain::delivery::Outcome,
    /// How far the dialogue had come.
    pub phase: Phase,
    /// What the relay said, or what broke.
    pub reply: String,
    /// The relay that was talked to.
    pub relay: String,
    /// What the relay calls the mail, once it took it.
    pub relay_queue_id: Option<String>,
    /// What becomes of the mail.
    pub next: Next,
    /// The mail was held, and went out as its sender's probe.
    pub was_probe: bool,
}

#[derive(Serialize)]
struct AttemptRow<'a> {
    mail_id: MailId,
    lease_id: LeaseId,
    at: i64,
    took_ms: u64,
    outcome: String,
    phase: String,
    reply: &'a str,
    relay: &'a str,
    relay_queue_id: Option<&'a str>,
    state: State,
    cause: Option<&'a str>,
    next_at: Option<i64>,
    attempts: Option<u32>,
    probes: Option<u32>,
    patience_ms: Option<i64>,
    #[serde(skip)]
    was_probe: bool,
}

impl<'a> From<&'a Attempted> for AttemptRow<'a> {
    fn from(a: &'a Attempted) -> Self {
        let (state, cause, next_at, tried) = match a.next {
            Next::Sent => (State::Sent, None, None, None),
            Next::Failed { cause } => (State::Failed, Some(cause), None, None),
            Next::Deferred { cause, next_at, tried } => {
                (State::Deferred, Some(cause), Some(next_at), Some(tried))
            }
            Next::Held { cause, probe_at, tried } => (State::Held, Some(cause), Some(probe_at), Some(tried)),
        };
        let outcome = match a.outcome {
            domain::delivery::Outcome::SenderFault(fault) => {
                format!("sender_fault:{}", read::to_word(&fault))
            }
            other => read::to_word(&other),
        };
        Self {
            mail_id: a.mail_id,
            lease_id: a.lease,
            at: a.at.millis(),
            took_ms: a.took_ms,
            outcome,
            phase: read::to_word(&a.phase),
            reply: &a.reply,
            relay: &a.relay,
            relay_queue_id: a.relay_queue_id.as_deref(),
            state,
            cause: cause.map(domain::delivery::Cause::code),
            next_at: next_at.map(Timestamp::millis),
            attempts: tried.map(|t| t.attempts),
            probes: tried.map(|t| t.holds),
            patience_ms: tried.map(|t| millis(t.patience)),
            was_probe: a.was_probe,
        }
    }
}

/// Records what came of attempts, each only while its lease is still its own. Returns the mails that were recorded.
/// What was said is logged in any case: the relay may have taken a mail whose lease had ended.
pub async fn record(
    tx: &mut Tx,
    attempted: &[Attempted],
    now: Timestamp,
    patience: Duration,
) -> Result<Vec<MailId>> {
    let rows: Vec<AttemptRow<'_>> = attempted.iter().map(AttemptRow::from).collect();
    let recorded: Vec<(Uuid,)> = tx
        .query(
            "UPDATE deliveries SET state = r.state, cause = r.cause,
                next_at = CASE WHEN r.state = 'deferred' THEN r.next_at END,
                attempts = coalesce(r.attempts, deliveries.attempts),
                holds = CASE WHEN r.state = 'held' THEN deliveries.holds + 1 ELSE deliveries.holds END,
                patience_ms = coalesce(r.patience_ms, deliveries.patience_ms), lease_id = NULL, lease_until = NULL,
                changed_at = $2, relay_queue_id = r.relay_queue_id
             FROM ROWS(mail_id uuid, lease_id uuid, state text, cause text, next_at bigint, attempts bigint,
                patience_ms bigint, relay_queue_id text)
             WHERE deliveries.mail_id = r.mail_id AND deliveries.lease_id = r.lease_id AND deliveries.state = 'sending'
             RETURNING deliveries.mail_id",
        )
        .rows(&rows)
        .bind(now.millis())
        .fetch_all()
        .await?;
    let recorded: std::collections::HashSet<MailId> =
        recorded.into_iter().map(|(id,)| MailId::new(id)).collect();
    tx.query(
        "INSERT INTO attempts (mail_id, at, took_ms, outcome, phase, reply, relay)
         SELECT r.mail_id, r.at, r.took_ms, r.outcome, r.phase, r.reply, r.relay
         FROM ROWS(mail_id uuid, at bigint, took_ms bigint, outcome text, phase text, reply text, relay text)",
    )
    .rows(&rows)
    .execute()
    .await?;
    let is = |state: State| {
        let recorded = &recorded;
        rows.iter().filter(move |row| row.state == state && recorded.contains(&row.mail_id))
    };
    hold_lanes(tx, &is(State::Held).collect::<Vec<_>>()).await?;
    let mended: Vec<_> = is(State::Sent).filter(|row| row.was_probe).collect();
    release_lanes(tx, &mended, now, patience).await?;
    Ok(recorded.into_iter().collect())
}

/// The lanes of held mails are held. A mail that goes out by itself says nothing new of a lane that is held already; a
/// probe says when the next one goes.
async fn hold_lanes(tx: &mut Tx, held: &[&AttemptRow<'_>]) -> Result<()> {
    if held.is_empty() {
        return Ok(());
    }
    tx.query(
        "INSERT INTO held_lanes (office_id, lane, probes, probe_at)
         SELECT d.office_id, d.lane, r.probes, r.next_at FROM ROWS(mail_id uuid, probes bigint, next_at bigint)
         JOIN deliveries d ON d.mail_id = r.mail_id
         WHERE TRUE ORDER BY d.office_id, d.lane, r.next_at ON CONFLICT (office_id, lane) DO NOTHING",
    )
    .rows(held)
    .execute()
    .await?;
    let probes: Vec<_> = held.iter().filter(|row| row.was_probe).collect();
    if !probes.is_empty() {
        tx.query(
            "UPDATE held_lanes SET probes = r.probes, probe_at = r.next_at
             FROM ROWS(mail_id uuid, probes bigint, next_at bigint) JOIN deliveries d ON d.mail_id = r.mail_id
             WHERE held_lanes.office_id = d.office_id AND held_lanes.lane = d.lane",
        )
        .rows(&probes)
        .execute()
        .await?;
    }
    Ok(())
}

/// A probe was taken: everything that its lane has on hold goes out.
async fn release_lanes(
    tx: &mut Tx,
    probes: &[&AttemptRow<'_>],
    now: Timestamp,
    patience: Duration,
) -> Result<()> {
    if probes.is_empty() {
        return Ok(());
    }
    tx.query(
        "UPDATE deliveries SET state = 'queued', turn = -1, cause = NULL, next_at = NULL, holds = 0, patience_ms = $3,
            changed_at = $2
         WHERE state = 'held' AND EXISTS (
            SELECT 1 FROM ROWS(mail_id uuid) JOIN deliveries probe ON probe.mail_id = r.mail_id
            WHERE probe.office_id = deliveries.office_id AND probe.lane = deliveries.lane)",
    )
    .rows(probes)
    .bind(now.millis())
    .bind(millis(patience))
    .execute()
    .await?;
    tx.query(
        "DELETE FROM held_lanes WHERE EXISTS (
            SELECT 1 FROM ROWS(mail_id uuid) JOIN deliveries probe ON probe.mail_id = r.mail_id
            WHERE probe.office_id = held_lanes.office_id AND probe.lane = held_lanes.lane)",
    )
    .rows(probes)
    .execute()
    .await?;
    give_turns(tx).await
}

/// One attempt, as it is read back.
#[derive(Debug, Clone, FromRow)]
pub struct Attempt {
    /// When it began, in milliseconds.
    pub at: i64,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// Whose doing it was.
    pub outcome: String,
    /// How far the dialogue had come.
    pub phase: String,
    /// What the relay said, or what broke.
    pub reply: String,
    /// The relay that was talked to.
    pub relay: String,
}

/// The attempts of a mail of this office, oldest first.
pub async fn attempts(tx: &mut Tx, office: OfficeId, mail: MailId) -> Result<Vec<Attempt>> {
    Ok(tx
        .query(
            "SELECT a.at, a.took_ms, a.outcome, a.phase, a.reply, a.relay FROM attempts a
             JOIN mails m ON m.id = a.mail_id WHERE m.office_id = $1 AND a.mail_id = $2 ORDER BY a.at",
        )
        .bind(office.uuid())
        .bind(mail.uuid())
        .fetch_all()
        .await?)
}

#[derive(Serialize)]
struct MailRow {
    mail_id: MailId,
}

fn mail_rows(mails: &[MailId]) -> Vec<MailRow> {
    mails.iter().map(|&mail_id| MailRow { mail_id }).collect()
}

fn ids(rows: Vec<(Uuid,)>) -> Vec<MailId> {
    rows.into_iter().map(|(id,)| MailId::new(id)).collect()
}

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
pub async fn cancel_links(tx: &mut Tx, users: &[domain::id::ClientUserId], now: Timestamp) -> Result<u64> {
    #[derive(Serialize)]
    struct Row {
        client_user_id: domain::id::ClientUserId,
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

/// The state of each of these mails that this office has, with its cause if it has one.
pub async fn states(
    tx: &mut Tx,
    office: OfficeId,
    mails: &[MailId],
) -> Result<std::collections::HashMap<MailId, String>> {
    let rows: Vec<(Uuid, String, Option<String>)> = tx
        .query(
            "SELECT d.mail_id, d.state, d.cause FROM ROWS(mail_id uuid)
             JOIN deliveries d ON d.mail_id = r.mail_id AND d.office_id = $2",
        )
        .rows(&mail_rows(mails))
        .bind(office.uuid())
        .fetch_all()
        .await?;
    let told = |state: String, cause: Option<String>| match cause {
        Some(cause) => format!("{state} ({cause})"),
        None => state,
    };
    Ok(rows.into_iter().map(|(id, state, cause)| (MailId::new(id), told(state, cause))).collect())
}

/// How many mails are in each state, and since when the oldest of them is. For the operator.
pub async fn counts(tx: &mut Tx) -> Result<Vec<(State, i64, Timestamp)>> {
    let rows: Vec<(String, i64, i64)> = tx
        .query("SELECT state, count(*), min(changed_at) FROM deliveries GROUP BY state")
        .fetch_all()
        .await?;
    let read = |(state, count, oldest): (String, i64, i64)| {
        Ok((read::word("a delivery's state", &state)?, count, Timestamp::from_millis(oldest)))
    };
    rows.into_iter().map(read).collect()
}
