//! This worker among the others: they know that it lives, wake it when there is work, and take over its mails when it is
//! gone; and it does the same for them.
//!
//! A worker is a number that its process holds on one connection to the database ([`store::db::Signals`]). When the
//! process is killed, or cut off, the server gives the number up. Whoever finds it free at two looks in a row takes the
//! mails over: not at the first, so that a database that was restarted does not make everybody seem gone before they had
//! time to record what they were sending.
//!
//! A worker whose own connection is lost cannot know what the others think. It counts its leases as lost, begins no mail
//! of them, and joins again under a new number. What it was handing over it goes on handing over, and takes along under
//! that number, unless somebody was faster: its own mails are not to be taken for those of one that is gone.

use std::{sync::Arc, time::Duration};

use store::{
    Error,
    db::Signals,
    workers::{self, WorkerNumber},
};
use tokio::sync::watch;

use super::Courier;
use crate::chain;

/// How often a worker looks after the others.
const LOOK: Duration = Duration::from_millis(500);
/// How often it makes sure of its own connection, and how long that may take.
const MAKE_SURE: Duration = Duration::from_secs(5);
/// After it has joined again it does not look before this: what cut it off, such as a server that was started anew, may have
/// cut off others too, who have outcomes to record first.
const SETTLE: Duration = Duration::from_secs(5);
/// After a fault it joins again no sooner than this.
const AGAIN: Duration = Duration::from_millis(250);

/// Under which number this worker is known, while it is.
pub(super) type Joined = watch::Receiver<Option<WorkerNumber>>;

/// Lives among the workers, for as long as it runs. Never returns.
pub(super) async fn live(courier: Arc<Courier>, known_as: watch::Sender<Option<WorkerNumber>>) {
    // Also those of which it is not known whether they were stored.
    let mut before = Vec::new();
    loop {
        let me = WorkerNumber(courier.desk.clock().number());
        let joined = join(&courier, me, &before).await;
        let again = !before.is_empty();
        if joined.is_ok() {
            before.clear();
        }
        before.push(me);
        let error = match joined {
            Ok(signals) => {
                known_as.send_replace(Some(me));
                stay(&courier, me, signals, again).await
            }
            Err(error) => error,
        };
        known_as.send_replace(None);
        courier.leases.lose_all();
        tracing::warn!(error = chain(&error), "this worker is cut off from the database; it joins again");
        tokio::time::sleep(AGAIN).await;
    }
}

/// Makes this worker known, under a new number.
async fn join(
    courier: &Courier,
    me: WorkerNumber,
    before: &[WorkerNumber],
) -> Result<Option<Signals>, Error> {
    let desk = &courier.desk;
    let signals = desk.db().join(me.0).await?;
    let mut tx = desk.db().write().await?;
    workers::insert(&mut tx, me, &courier.name, env!("CARGO_PKG_VERSION"), desk.clock().now()).await?;
    workers::renumber(&mut tx, before, me).await?;
    tx.commit().await?;
    Ok(signals)
}

/// Returns when this worker has lost its number, and why.
async fn stay(courier: &Courier, me: WorkerNumber, signals: Option<Signals>, again: bool) -> Error {
    let Some(signals) = signals else {
        // There is one process: whoever else was known is gone.
        while let Err(error) = look(courier, me, None).await {
            tracing::warn!(error = chain(&error), "what was under way cannot be taken up; it is tried again");
            tokio::time::sleep(LOOK).await;
        }
        return std::future::pending().await;
    };
    let settle = if again { SETTLE } else { Duration::ZERO };
    tokio::select! {
        lost = listen(courier, signals) => lost,
        never = look_after_others(courier, me, settle) => never,
    }
}

async fn listen(courier: &Courier, mut signals: Signals) -> Error {
    loop {
        let heard = match tokio::time::timeout(MAKE_SURE, signals.woken(courier.desk.0.number)).await {
            Ok(woken) => woken.map(|()| courier.desk.0.queue_bell.notify_one()),
            Err(_) => {
                let sure = tokio::time::timeout(MAKE_SURE, signals.make_sure()).await;
                sure.unwrap_or(Err(Error::Away))
            }
        };
        if let Err(error) = heard {
            return error;
        }
    }
}

/// Never returns. A look that fails says nothing about this worker: it may have been one connection too many.
async fn look_after_others(courier: &Courier, me: WorkerNumber, settle: Duration) -> Error {
    tokio::time::sleep(settle).await;
    let mut gone_before = Vec::new();
    loop {
        gone_before = look(courier, me, Some(&gone_before)).await.unwrap_or_else(|error| {
            tracing::warn!(
                error = chain(&error),
                "whether other workers live is not known; it is asked again"
            );
            Vec::new()
        });
        tokio::time::sleep(LOOK).await;
    }
}

/// Takes over from those who are gone, and were before if that is asked. Returns who is gone.
async fn look(
    courier: &Courier,
    me: WorkerNumber,
    gone_before: Option<&[WorkerNumber]>,
) -> Result<Vec<WorkerNumber>, Error> {
    let mut tx = courier.desk.db().write().await?;
    let mut gone = workers::gone(&mut tx, me).await?;
    let of = |worker: &WorkerNumber| gone_before.is_none_or(|before| before.contains(worker));
    let (for_good, perhaps): (Vec<_>, Vec<_>) = gone.drain(..).partition(of);
    if !for_good.is_empty() {
        let mails = workers::take_over(&mut tx, &for_good).await?;
        tx.commit().await?;
        if mails > 0 {
            tracing::info!(
                mails,
                workers = for_good.len(),
                "what workers that are gone had under way is taken up again"
            );
        }
        courier.desk.0.queue_bell.notify_one();
    }
    Ok(perhaps)
}
