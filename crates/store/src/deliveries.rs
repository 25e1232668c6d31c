//! How far each mail has come: the queue, leases, outcomes.
//!
//! A worker *leases* a batch, holds no transaction while it talks to the relay, and *records* each outcome only
//! while the lease is still its own: every lease has a new id, and recording asks for it. A worker that hung or was
//! cut off finds its lease gone and changes nothing.
//!
//! **The queue stays small.** `queue` holds what is still on its way. A mail that is over moves to `endings`, with its last
//! attempt, in the unit of work that records it; so what was ever sent makes nothing slower.
//!
//! **Offices take turns.** A mail's `turn` is given when it is queued (start-time fair queueing): one past its
//! office's last in the queue, or past how far its relay's part of the queue was served if that is further. An office with
//! 100,000 mails waiting has the turns n, n+1, n+2, …; a mail of another office gets n too. Whatever comes back to the
//! queue, by the clock or by hand, gets a new turn, so that a thousand that were deferred do not go before everybody else's.
//!
//! **A sender's mails are held together.** A *lane* is an office's sending address. While it is held, one of its mails
//! goes out as a probe from time to time: the one that was held least often, so that a mail with a fault of its own does
//! not keep the others waiting. When a probe is taken, the lane is released.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use domain::{
    Timestamp,
    delivery::Tried,
    id::{MailId, OfficeId},
};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

mod by_hand;
mod endings;
mod holding;
mod lease;
mod outcomes;
mod pace;
mod queue;

pub use by_hand::{cancel, cancel_links, put_back};
pub use endings::drop_leased;
pub(crate) use endings::leave_queue;
pub use holding::{held_lanes, hold_new, release_lanes};
pub use lease::{Lease, Leased, Taken, extend, give_back, give_back_leases, lease, leased, put_off};
pub use outcomes::{Attempted, record};
pub use pace::{relay_free_at, set_relay_free_at};
pub use queue::{insert, next_due, requeue_due};

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
    /// Handed over, and came back.
    Bounced,
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
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Bounced,
        Self::Deferred,
        Self::Held,
        Self::Failed,
        Self::Cancelled,
    ];
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

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
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
             JOIN mails m ON m.id = a.mail_id WHERE m.office_id = $1 AND a.mail_id = $2
             UNION ALL
             SELECT e.at, e.took_ms, e.outcome, e.phase, e.reply, e.relay FROM endings e
             WHERE e.office_id = $1 AND e.mail_id = $2 AND e.at IS NOT NULL
             ORDER BY 1",
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

/// A mail that is named twice is one.
fn mail_rows(mails: &[MailId]) -> Vec<MailRow> {
    once_each(mails).map(|mail_id| MailRow { mail_id }).collect()
}

fn once_each<T: Copy + Ord>(named: &[T]) -> impl Iterator<Item = T> {
    named.iter().copied().collect::<BTreeSet<_>>().into_iter()
}

fn ids(rows: Vec<(Uuid,)>) -> Vec<MailId> {
    rows.into_iter().map(|(id,)| MailId::new(id)).collect()
}

/// The state of each of these mails that this office has, with its cause if it has one.
pub async fn states(tx: &mut Tx, office: OfficeId, mails: &[MailId]) -> Result<HashMap<MailId, String>> {
    let rows: Vec<(Uuid, String, Option<String>)> = tx
        .query(
            "SELECT m.id, CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END,
                coalesce(q.cause, e.bounce_cause, e.cause) FROM ROWS(mail_id uuid)
             JOIN mails m ON m.id = r.mail_id AND m.office_id = $2
             LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id",
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

/// How many mails are in each state, and since when the oldest of them is; but not how many were ever sent, which would
/// take longer each day. For the operator.
pub async fn counts(tx: &mut Tx) -> Result<Vec<(State, i64, Timestamp)>> {
    let rows: Vec<(String, i64, i64)> = tx
        .query(
            "SELECT state, count(*), min(changed_at) FROM queue GROUP BY state
             UNION ALL SELECT state, count(*), min(changed_at) FROM endings
                WHERE state <> 'sent' AND bounced_at IS NULL GROUP BY state
             UNION ALL SELECT 'bounced', count(*), min(bounced_at) FROM endings WHERE bounced_at IS NOT NULL
                HAVING count(*) > 0",
        )
        .fetch_all()
        .await?;
    let read = |(state, count, oldest): (String, i64, i64)| {
        Ok((read::word("a delivery's state", &state)?, count, Timestamp::from_millis(oldest)))
    };
    rows.into_iter().map(read).collect()
}
