//! How far each mail has come: the queue, leases, outcomes.
//!
//! A worker *leases* a batch, holds no transaction while it talks to the relay, and *records* each outcome only
//! while the lease is still its own: every lease has a new id, and recording asks for it. A worker that hung or was
//! cut off finds its lease gone and changes nothing.
//!
//! **Offices take turns.** A mail's `turn` is given when it is queued (start-time fair queueing): one past its
//! office's last in the queue, or past how far the queue was served if that is further. An office with 100,000 mails
//! waiting has the turns n, n+1, n+2, …; a mail of another office gets n too.

use domain::{
    Timestamp,
    delivery::{Next, Phase, Tried},
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
}

#[derive(FromRow)]
pub(crate) struct DeliveryRow {
    state: String,
    cause: Option<String>,
    next_at: Option<i64>,
    attempts: i64,
    holds: i64,
    give_up_at: i64,
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
                holds: read::small("holds", self.holds)?,
                give_up_at: Timestamp::from_millis(self.give_up_at),
            },
            changed_at: Timestamp::from_millis(self.changed_at),
            relay_queue_id: self.relay_queue_id,
        })
    }
}

/// Puts stored mails in the queue, of any office, in the order given.
pub async fn insert(tx: &mut Tx, mails: &[Mail], give_up_at: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Queued {
        mail_id: MailId,
        office_id: OfficeId,
        lane: String,
        class: i64,
        place: i64,
        at: i64,
    }
    let mut places = std::collections::HashMap::new();
    let queued = |mail: &Mail| {
        let class = mail.content.kind().class() as i64;
        let place = places.entry((mail.office_id, class)).or_insert(0);
        *place += 1;
        let (office_id, lane) = (mail.office_id, mail.sender.from.address.key());
        Queued { mail_id: mail.id, office_id, lane, class, place: *place, at: mail.created_at.millis() }
    };
    let rows: Vec<Queued> = mails.iter().map(queued).collect();
    tx.query(
        "INSERT INTO deliveries (mail_id, office_id, lane, class, turn, state, attempts, holds, give_up_at, changed_at)
         SELECT r.mail_id, r.office_id, r.lane, r.class,
            r.place + (SELECT max(ahead.turn) FROM (
                SELECT c.turn FROM queue_clocks c WHERE c.class = r.class
                UNION ALL
                SELECT max(d.turn) FROM deliveries d
                WHERE d.state = 'queued' AND d.office_id = r.office_id AND d.class = r.class) ahead),
            'queued', 0, 0, $2, r.at
         FROM ROWS(mail_id uuid, office_id uuid, lane text, class bigint, place bigint, at bigint)",
    )
    .rows(&rows)
    .bind(give_up_at.millis())
    .execute()
    .await?;
    Ok(())
}

/// Puts what is due back into the queue: deferred mails whose time has come, mails of workers that were lost, and of
/// each held sender the oldest mail as a probe (the others wait until `next_probe`). Looks across offices.
pub async fn requeue_due(tx: &mut Tx, now: Timestamp, next_probe: Timestamp) -> Result<u64> {
    let deferred = tx
        .query("UPDATE deliveries SET state = 'queued', next_at = NULL WHERE state = 'deferred' AND next_at <= $1")
        .bind(now.millis())
        .execute()
        .await?;
    let lost = tx
        .query(
            "UPDATE deliveries SET state = 'queued', lease_id = NULL, lease_until = NULL
             WHERE state = 'sending' AND lease_until <= $1",
        )
        .bind(now.millis())
        .execute()
        .await?;
    let probes = tx
        .query(
            "UPDATE deliveries SET state = 'queued', next_at = NULL
             WHERE state = 'held' AND next_at <= $1 AND NOT EXISTS (
                SELECT 1 FROM deliveries older WHERE older.state = 'held' AND older.office_id = deliveries.office_id
                AND older.lane = deliveries.lane AND older.mail_id < deliveries.mail_id)",
        )
        .bind(now.millis())
        .execute()
        .await?;
    if probes > 0 {
        tx.query("UPDATE deliveries SET next_at = $2 WHERE state = 'held' AND next_at <= $1")
            .bind(now.millis())
            .bind(next_probe.millis())
            .execute()
            .await?;
    }
    Ok(deferred + lost + probes)
}

/// When something becomes due next, if anything waits. Looks across offices.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let (at,): (Option<i64>,) = tx
        .query(
            "SELECT min(due.at) FROM (
                SELECT min(next_at) AS at FROM deliveries WHERE state = 'deferred'
                UNION ALL SELECT min(next_at) FROM deliveries WHERE state = 'held'
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
        "FROM deliveries d JOIN mails m ON m.id = d.mail_id WHERE d.lease_id = $1 AND d.state = 'sending'
         ORDER BY d.class, d.turn, d.mail_id"
    );
    let rows: Vec<TrackedRow> = tx.query(sql).bind(lease.uuid()).fetch_all().await?;
    let (mut leased, mut unreadable) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let id = row.mail_id();
        match row.tracked() {
            Ok(Tracked { mail, delivery }) => leased.push(Leased { mail, tried: delivery.tried, lease }),
            Err(error) => unreadable.push((id, error.to_string())),
        }
    }
    Ok((leased, unreadable))
}

/// Ends mails that cannot be read. Looks across offices.
pub async fn set_aside(tx: &mut Tx, mails: &[MailId], now: Timestamp) -> Result<()> {
    if mails.is_empty() {
        return Ok(());
    }
    tx.query(
        "UPDATE deliveries SET state = 'failed', cause = 'unreadable', lease_id = NULL, lease_until = NULL,
            changed_at = $2
         WHERE mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))",
    )
    .rows(&mail_rows(mails))
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct LeaseRow {
    lease_id: LeaseId,
}

/// Holds leases for longer. Those that were lost stay lost.
pub async fn extend(tx: &mut Tx, leases: &[LeaseId], until: Timestamp) -> Result<u64> {
    let rows: Vec<LeaseRow> = leases.iter().map(|&lease_id| LeaseRow { lease_id }).collect();
    Ok(tx
        .query(
            "UPDATE deliveries SET lease_until = $2
             WHERE state = 'sending' AND lease_id IN (SELECT r.lease_id FROM ROWS(lease_id uuid))",
        )
        .rows(&rows)
        .bind(until.millis())
        .execute()
        .await?)
}

/// Gives leased mails back untried, at their old place in the queue.
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
    holds: Option<u32>,
    give_up_at: Option<i64>,
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
            holds: tried.map(|t| t.holds),
            give_up_at: tried.map(|t| t.give_up_at.millis()),
            was_probe: a.was_probe,
        }
    }
}

/// Records what came of attempts, each only while its lease is still its own. Returns the mails that were recorded.
pub async fn record(
    tx: &mut Tx,
    attempted: &[Attempted],
    now: Timestamp,
    patience: Timestamp,
) -> Result<Vec<MailId>> {
    let rows: Vec<AttemptRow<'_>> = attempted.iter().map(AttemptRow::from).collect();
    let recorded: Vec<(Uuid,)> = tx
        .query(
            "UPDATE deliveries SET state = r.state, cause = r.cause, next_at = r.next_at,
                attempts = coalesce(r.attempts, deliveries.attempts), holds = coalesce(r.holds, deliveries.holds),
                give_up_at = coalesce(r.give_up_at, deliveries.give_up_at), lease_id = NULL, lease_until = NULL,
                changed_at = $2, relay_queue_id = r.relay_queue_id
             FROM ROWS(mail_id uuid, lease_id uuid, state text, cause text, next_at bigint, attempts bigint,
                holds bigint, give_up_at bigint, relay_queue_id text)
             WHERE deliveries.mail_id = r.mail_id AND deliveries.lease_id = r.lease_id AND deliveries.state = 'sending'
             RETURNING deliveries.mail_id",
        )
        .rows(&rows)
        .bind(now.millis())
        .fetch_all()
        .await?;
    let recorded: std::collections::HashSet<MailId> =
        recorded.into_iter().map(|(id,)| MailId::new(id)).collect();
    let kept: Vec<&AttemptRow<'_>> = rows.iter().filter(|row| recorded.contains(&row.mail_id)).collect();
    tx.query(
        "INSERT INTO attempts (mail_id, at, took_ms, outcome, phase, reply, relay)
         SELECT r.mail_id, r.at, r.took_ms, r.outcome, r.phase, r.reply, r.relay
         FROM ROWS(mail_id uuid, at bigint, took_ms bigint, outcome text, phase text, reply text, relay text)",
    )
    .rows(&kept)
    .execute()
    .await?;
    let mended: Vec<&AttemptRow<'_>> =
        kept.into_iter().filter(|row| row.was_probe && row.state == State::Sent).collect();
    if !mended.is_empty() {
        release_lanes(tx, &mended, now, patience).await?;
    }
    Ok(recorded.into_iter().collect())
}

/// A probe was taken: everything that its sender has on hold goes out, at its old place in the queue.
async fn release_lanes(
    tx: &mut Tx,
    probes: &[&AttemptRow<'_>],
    now: Timestamp,
    patience: Timestamp,
) -> Result<u64> {
    Ok(tx
        .query(
            "UPDATE deliveries SET state = 'queued', cause = NULL, next_at = NULL, holds = 0, give_up_at = $3,
                changed_at = $2
             WHERE state = 'held' AND EXISTS (
                SELECT 1 FROM ROWS(mail_id uuid) JOIN deliveries probe ON probe.mail_id = r.mail_id
                WHERE probe.office_id = deliveries.office_id AND probe.lane = deliveries.lane)",
        )
        .rows(probes)
        .bind(now.millis())
        .bind(patience.millis())
        .execute()
        .await?)
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
                WHERE m.kind IN ('welcome', 'welcome_reminder', 'access_added'))",
        )
        .rows(&rows)
        .bind(now.millis())
        .execute()
        .await?)
}

/// Puts mails of this office that are in one of these states back into the queue, with fresh patience. Returns those.
pub async fn put_back(
    tx: &mut Tx,
    office: OfficeId,
    mails: &[MailId],
    from: [State; 3],
    now: Timestamp,
    patience: Timestamp,
) -> Result<Vec<MailId>> {
    let back = tx
        .query(
            "UPDATE deliveries SET state = 'queued', cause = NULL, next_at = NULL, attempts = 0, holds = 0,
                give_up_at = $4, changed_at = $3
             WHERE office_id = $2 AND state IN ($5, $6, $7) AND
                (cause IS NULL OR cause <> 'link_replaced') AND mail_id IN (SELECT r.mail_id FROM ROWS(mail_id uuid))
             RETURNING mail_id",
        )
        .rows(&mail_rows(mails))
        .bind(office.uuid())
        .bind(now.millis())
        .bind(patience.millis())
        .bind(read::to_word(&from[0]))
        .bind(read::to_word(&from[1]))
        .bind(read::to_word(&from[2]))
    .bind(read::to_word(&from[2]))
        .fetch_all()
        .await?;
    Ok(ids(back))
}

/// The state of each of these mails that this office has, with its cause if that matters for what can be done.
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
    let told = |(id, state, cause): (Uuid, String, Option<String>)| {
        let replaced = cause.as_deref() == Some("link_replaced");
        (MailId::new(id), if replaced { format!("{state} because a newer link replaced it") } else { state })
    };
    Ok(rows.into_iter().map(told).collect())
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
