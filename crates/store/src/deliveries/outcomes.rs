//! What came of attempts: recorded under the lease they were begun under, and what follows for a sender's lane.

use std::{collections::HashSet, time::Duration};

use domain::{
    Timestamp,
    delivery::{Cause, Next, Phase},
    id::{LeaseId, MailId},
};
use serde::Serialize;
use uuid::Uuid;

use super::{State, endings::leave_queue, ids, millis, queue::give_turns};
use crate::{Result, Tx, read};

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
            cause: cause.map(Cause::code),
            next_at: next_at.map(Timestamp::millis),
            attempts: tried.map(|t| t.attempts),
            probes: tried.map(|t| t.holds),
            patience_ms: tried.map(|t| millis(t.patience)),
            was_probe: a.was_probe,
        }
    }
}

/// Records what came of attempts, each only while its lease is still its own. Returns what was recorded, each mail with its
/// lease. What was said is logged in any case: the relay may have taken a mail whose lease had ended. `again` says that this was
/// tried before, and that nobody knows whether it was stored then: what was is not logged twice.
pub async fn record(
    tx: &mut Tx,
    attempted: &[Attempted],
    now: Timestamp,
    patience: Duration,
    again: bool,
) -> Result<Vec<(MailId, LeaseId)>> {
    let mut rows: Vec<_> = attempted.iter().map(AttemptRow::from).collect();
    rows.sort_by_key(|row| row.mail_id);
    let (rows, lost) = once_each(tx, rows).await?;
    let (over, open): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| matches!(row.state, State::Sent | State::Failed | State::Cancelled));
    let ended = end(tx, &over, now).await?;
    leave_queue(tx, &ended).await?;
    let waiting = wait(tx, &open, now).await?;
    let recorded: HashSet<MailId> = ended.into_iter().chain(waiting).collect();
    // The last attempt of a mail that is over stands with its ending.
    let unknown = |row: &&AttemptRow<'_>| !recorded.contains(&row.mail_id);
    let mut log: Vec<_> = over.iter().filter(unknown).chain(&open).chain(&lost).collect();
    if again {
        let logged = logged(tx, &log).await?;
        log.retain(|row| !logged.contains(&(row.mail_id, row.at)));
    }
    insert_attempts(tx, &log).await?;
    let held: Vec<_> = open.iter().filter(|row| row.state == State::Held && !unknown(row)).collect();
    hold_lanes(tx, &held).await?;
    let mended = |row: &&AttemptRow<'_>| row.state == State::Sent && row.was_probe && !unknown(row);
    release_lanes(tx, &over.iter().filter(mended).collect::<Vec<_>>(), now, patience).await?;
    Ok(over.iter().chain(&open).filter(|row| !unknown(row)).map(|row| (row.mail_id, row.lease_id)).collect())
}

/// A worker that lost a mail and leased it again may have two attempts at it to record: only the one under the lease that
/// holds may count, and the other is set apart.
async fn once_each<'a>(
    tx: &mut Tx,
    rows: Vec<AttemptRow<'a>>,
) -> Result<(Vec<AttemptRow<'a>>, Vec<AttemptRow<'a>>)> {
    let mails: HashSet<MailId> = rows.iter().map(|row| row.mail_id).collect();
    if mails.len() == rows.len() {
        return Ok((rows, Vec::new()));
    }
    let hold: Vec<(Uuid, Uuid)> = tx
        .query(
            "SELECT q.mail_id, q.lease_id FROM ROWS(mail_id uuid, lease_id uuid)
             JOIN queue q ON q.mail_id = r.mail_id
             WHERE (q.state = 'sending' AND q.lease_id = r.lease_id) IS TRUE ORDER BY q.mail_id FOR_UPDATE",
        )
        .rows(&rows)
        .fetch_all()
        .await?;
    let hold: HashSet<_> =
        hold.into_iter().map(|(mail, lease)| (MailId::new(mail), LeaseId::new(lease))).collect();
    Ok(rows.into_iter().partition(|row| hold.contains(&(row.mail_id, row.lease_id))))
}

/// Mails that are over, with their last attempt.
async fn end(tx: &mut Tx, over: &[AttemptRow<'_>], now: Timestamp) -> Result<Vec<MailId>> {
    if over.is_empty() {
        return Ok(Vec::new());
    }
    let ended = tx
        .query(
            "INSERT INTO endings (mail_id, office_id, state, cause, changed_at, route, lane, class, attempts,
                relay_queue_id, at, took_ms, outcome, phase, reply, relay)
             SELECT q.mail_id, q.office_id, r.state, r.cause, $2, q.route, q.lane, q.class, q.attempts, r.relay_queue_id,
                r.at, r.took_ms, r.outcome, r.phase, r.reply, r.relay
             FROM ROWS(mail_id uuid, lease_id uuid, state text, cause text, relay_queue_id text, at bigint,
                took_ms bigint, outcome text, phase text, reply text, relay text)
             JOIN queue q ON q.mail_id = r.mail_id
             WHERE (q.state = 'sending' AND q.lease_id = r.lease_id) IS TRUE FOR_UPDATE RETURNING mail_id",
        )
        .rows(over)
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(ids(ended))
}

/// Mails that are tried again, or held.
async fn wait(tx: &mut Tx, open: &[AttemptRow<'_>], now: Timestamp) -> Result<Vec<MailId>> {
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let waiting = tx
        .query(
            "UPDATE queue SET state = r.state, cause = r.cause,
                next_at = CASE WHEN r.state = 'deferred' THEN r.next_at END, attempts = r.attempts,
                holds = CASE WHEN r.state = 'held' THEN queue.holds + 1 ELSE queue.holds END,
                patience_ms = r.patience_ms, lease_id = NULL, lease_until = NULL, worker = NULL, changed_at = $2
             FROM ROWS(mail_id uuid, lease_id uuid, state text, cause text, next_at bigint, attempts bigint,
                patience_ms bigint)
             WHERE queue.mail_id = r.mail_id AND (queue.state = 'sending' AND queue.lease_id = r.lease_id) IS TRUE
             RETURNING queue.mail_id",
        )
        .rows(open)
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(ids(waiting))
}

/// Which of these attempts are known, each by its mail and when it was.
async fn logged(tx: &mut Tx, rows: &[&AttemptRow<'_>]) -> Result<HashSet<(MailId, i64)>> {
    let known: Vec<(Uuid, i64)> = tx
        .query(
            "SELECT r.mail_id, CAST(r.at AS BIGINT) FROM ROWS(mail_id uuid, at bigint)
             WHERE EXISTS (SELECT 1 FROM attempts a WHERE a.mail_id = r.mail_id AND a.at = r.at)
                OR EXISTS (SELECT 1 FROM endings e WHERE e.mail_id = r.mail_id AND e.at = r.at)",
        )
        .rows(rows)
        .fetch_all()
        .await?;
    Ok(known.into_iter().map(|(mail, at)| (MailId::new(mail), at)).collect())
}

async fn insert_attempts(tx: &mut Tx, rows: &[&AttemptRow<'_>]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    tx.query(
        "INSERT INTO attempts (mail_id, at, took_ms, outcome, phase, reply, relay)
         SELECT r.mail_id, r.at, r.took_ms, r.outcome, r.phase, r.reply, r.relay
         FROM ROWS(mail_id uuid, at bigint, took_ms bigint, outcome text, phase text, reply text, relay text)",
    )
    .rows(rows)
    .execute()
    .await?;
    Ok(())
}

/// The lanes of held mails are held. A mail that goes out by itself says nothing new of a lane that is held already; a
/// probe says when the next one goes. A lane that is held already is written all the same: nobody may release or forget it
/// before this unit of work ends, since they do not see its mails yet.
async fn hold_lanes(tx: &mut Tx, held: &[&AttemptRow<'_>]) -> Result<()> {
    if held.is_empty() {
        return Ok(());
    }
    tx.query(
        "INSERT INTO held_lanes (office_id, lane, probes, probe_at)
         SELECT d.office_id, d.lane, min(r.probes), min(r.next_at)
         FROM ROWS(mail_id uuid, probes bigint, next_at bigint) JOIN queue d ON d.mail_id = r.mail_id
         WHERE TRUE GROUP BY d.office_id, d.lane ORDER BY d.office_id, d.lane
         ON CONFLICT (office_id, lane) DO UPDATE SET probes = held_lanes.probes",
    )
    .rows(held)
    .execute()
    .await?;
    let probes: Vec<_> = held.iter().filter(|row| row.was_probe).collect();
    if !probes.is_empty() {
        tx.query(
            "UPDATE held_lanes SET probes = r.probes, probe_at = r.next_at
             FROM ROWS(mail_id uuid, probes bigint, next_at bigint) JOIN queue d ON d.mail_id = r.mail_id
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
    // First the lanes: a mail of one that is being held at this moment is waited for, and then released too.
    tx.query(
        "DELETE FROM held_lanes WHERE EXISTS (
            SELECT 1 FROM ROWS(mail_id uuid) JOIN endings probe ON probe.mail_id = r.mail_id
            WHERE probe.office_id = held_lanes.office_id AND probe.lane = held_lanes.lane)",
    )
    .rows(probes)
    .execute()
    .await?;
    tx.query(
        "UPDATE queue SET state = 'queued', turn = -1, cause = NULL, next_at = NULL, holds = 0, patience_ms = $3,
            changed_at = $2
         WHERE state = 'held' AND EXISTS (
            SELECT 1 FROM ROWS(mail_id uuid) JOIN endings probe ON probe.mail_id = r.mail_id
            WHERE probe.office_id = queue.office_id AND probe.lane = queue.lane)",
    )
    .rows(probes)
    .bind(now.millis())
    .bind(millis(patience))
    .execute()
    .await?;
    give_turns(tx).await
}
