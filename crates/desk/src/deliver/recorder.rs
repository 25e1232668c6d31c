//! Writes what came of attempts, those of all connections together.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::{
    delivery::{Next, PATIENCE},
    id::{LeaseId, MailId},
};
use store::{
    Tx,
    deliveries::{self, Attempted},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::Instant,
};

use super::{alerts, attempt::HELD_BY_US};
use crate::{Desk, chain};

/// When the database does not take an outcome, it is offered again after this.
const AGAIN: Duration = Duration::from_millis(500);
/// The most outcomes in one write.
const MOST: usize = 1024;
/// How long outcomes wait for those of other connections that are about to come. The mails are with the relay by then:
/// nobody but the next mail of a busy connection waits for this, and one write for all connections makes up for it.
const GATHER: Duration = Duration::from_millis(1);
/// Domains that were looked at so lately are not looked at again for what a relay says.
const LOOKED_AT_LATELY: Duration = domain::time::minutes(30);

struct Ended {
    attempted: Attempted,
    recorded: oneshot::Sender<Recorded>,
}

/// What came of an outcome that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recorded {
    /// It is written.
    Written,
    /// The lease had ended, and another worker decides about the mail. That it was attempted is written.
    LeaseLost,
    /// It never will be: the task that records is gone.
    Never,
}

/// The way to the task that records.
#[derive(Clone)]
pub(super) struct Recorder {
    ended: mpsc::UnboundedSender<Ended>,
    /// How many mails are being handed over at this moment.
    under_way: Arc<AtomicUsize>,
}

impl Recorder {
    /// Starts the task. It ends when every copy of the recorder is gone and everything is written.
    pub(super) fn start(desk: Desk) -> (Self, JoinHandle<()>) {
        let (sender, ended) = mpsc::unbounded_channel();
        let under_way = Arc::new(AtomicUsize::new(0));
        let recorder = Self { ended: sender, under_way: under_way.clone() };
        (recorder, tokio::spawn(run(desk, ended, under_way)))
    }

    /// A mail is being handed over, for as long as what is returned is kept: its outcome is worth waiting for.
    pub(super) fn expect_one(&self) -> Expected {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        Expected(self.under_way.clone())
    }

    /// Hands an outcome in; what is returned waits until it is written.
    pub(super) fn record(&self, attempted: Attempted) -> Recording {
        let (recorded, receiver) = oneshot::channel();
        // If the task is gone, so is the receiver's other end, and `written` says so.
        let _ = self.ended.send(Ended { attempted, recorded });
        Recording(receiver)
    }
}

/// A mail that is being handed over.
pub(super) struct Expected(Arc<AtomicUsize>);

impl Drop for Expected {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An outcome on its way to the database.
pub(super) struct Recording(oneshot::Receiver<Recorded>);

impl Recording {
    /// Waits until it is written, or never will be.
    pub(super) async fn written(self) -> Recorded {
        self.0.await.unwrap_or(Recorded::Never)
    }
}

async fn run(desk: Desk, mut ended: mpsc::UnboundedReceiver<Ended>, under_way: Arc<AtomicUsize>) {
    let mut batch = Vec::new();
    while ended.recv_many(&mut batch, MOST).await > 0 {
        let until = Instant::now() + GATHER;
        while under_way.load(Ordering::Relaxed) > 0 && batch.len() < MOST {
            let more = tokio::time::timeout_at(until, ended.recv_many(&mut batch, MOST)).await;
            if more.is_err() {
                break;
            }
        }
        let (attempted, waiting): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|Ended { attempted, recorded }| (attempted, recorded)).unzip();
        // Nothing further is sent by those who wait, for as long as this takes.
        let mut again = false;
        let written = loop {
            match write(&desk, &attempted, again).await {
                Ok(written) => break written,
                Err(error) => tracing::error!(
                    error = chain(&error),
                    mails = attempted.len(),
                    "outcomes cannot be recorded; sending waits"
                ),
            }
            again = true;
            tokio::time::sleep(AGAIN).await;
        };
        for (recorded, attempt) in waiting.into_iter().zip(&attempted) {
            let ours = written.contains(&(attempt.mail_id, attempt.lease));
            let _ = recorded.send(if ours { Recorded::Written } else { Recorded::LeaseLost });
        }
    }
}

/// When a relay finds a sender at fault, the office's domains are looked at in a moment: perhaps something of them changed.
/// Not when they were of late, since the relay may know better.
async fn look_again(tx: &mut Tx, desk: &Desk, attempted: &[Attempted]) -> Result<(), store::Error> {
    let at_fault =
        |attempt: &&Attempted| matches!(attempt.next, Next::Held { .. }) && attempt.phase != HELD_BY_US;
    let mails: Vec<MailId> = attempted.iter().filter(at_fault).map(|attempt| attempt.mail_id).collect();
    if mails.is_empty() || desk.settings().checks.is_none() {
        return Ok(());
    }
    let now = desk.clock().now();
    store::mail_setups::check_soon_after(tx, &mails, now, now - LOOKED_AT_LATELY).await
}

/// Returns the mails that were still ours to decide about, each with the lease under which it was.
async fn write(
    desk: &Desk,
    attempted: &[Attempted],
    again: bool,
) -> Result<HashSet<(MailId, LeaseId)>, store::Error> {
    let now = desk.clock().now();
    let mut tx = desk.db().write().await?;
    let recorded: HashSet<_> =
        deliveries::record(&mut tx, attempted, now, PATIENCE, again).await?.into_iter().collect();
    alerts::raise(&mut tx, desk, attempted, &recorded).await?;
    look_again(&mut tx, desk, attempted).await?;
    tx.commit().await?;
    if attempted.iter().any(|attempt| attempt.was_probe || !matches!(attempt.next, Next::Sent)) {
        // Something is due at another time than the leaser thinks, or was released by a probe.
        desk.ring();
    }
    for attempt in attempted {
        let mail = attempt.mail_id;
        if !recorded.contains(&(mail, attempt.lease)) {
            tracing::warn!(%mail, outcome = ?attempt.outcome, "the lease had ended; another worker decides about this mail");
        } else if let Next::Failed { cause } = attempt.next {
            tracing::error!(%mail, cause = cause.code(), reply = attempt.reply, "a mail failed; it is not tried again by itself");
        } else if let Next::Held { cause, .. } = attempt.next {
            tracing::warn!(%mail, cause = cause.code(), reply = attempt.reply, "a mail is held until its sender is mended");
        }
    }
    Ok(recorded)
}
