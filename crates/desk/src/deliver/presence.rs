//! This worker among the others: they know that it lives, wake it when there is work, and take over its mails when it is
//! gone; and it does the same for them.
//!
//! A worker is a number that its process holds on one connection to the database ([`store::db::Signals`]). When the
//! process is killed, or cut off, the server gives the number up. Whoever finds it free at two looks in a row takes the
//! mails over: not at the first, so that a database that was restarted does not make everybody seem gone before they had
//! time to record what they were sending.
//!
//! A worker whose own connection is lost cannot know what the others think. It counts its leases as lost, begins no mail
//! of them, and joins again under a new number.

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
/// After a fault it joins again no sooner than this.
const AGAIN: Duration = Duration::from_millis(250);

/// Under which number this worker is known, while it is.
pub(super) type Joined = watch::Receiver<Option<WorkerNumber>>;

/// Lives among the workers, for as long as it runs.
pub(super) async fn live(courier: Arc<Courier>, known_as: watch::Sender<Option<WorkerNumber>>) {
    loop {
        let Err(error) = live_once(&courier, &known_as).await else { return };
        known_as.send_replace(None);
        courier.leases.lose_all();
        tracing::warn!(error = chain(&error), "this worker is cut off from the database; it joins again");
        tokio::time::sleep(AGAIN).await;
    }
}

async fn live_once(courier: &Courier, known_as: &watch::Sender<Option<WorkerNumber>>) -> Result<(), Error> {
    let desk = &courier.desk;
    let me = WorkerNumber(desk.clock().number());
    let signals = desk.db().join(me.0).await?;
    let mut tx = desk.db().write().await?;
    workers::insert(&mut tx, me, &courier.name, env!("CARGO_PKG_VERSION"), desk.clock().now()).await?;
    tx.commit().await?;
    let Some(signals) = signals else {
        // There is one process: whoever else was known is gone.
        look(courier, me, None).await?;
        known_as.send_replace(Some(me));
        return Ok(());
    };
    known_as.send_replace(Some(me));
    tokio::select! {
        lost = listen(courier, signals) => lost,
        lost = look_after_others(courier, me) => lost,
    }
}

async fn listen(courier: &Courier, mut signals: Signals) -> Result<(), Error> {
    loop {
        match tokio::time::timeout(MAKE_SURE, signals.woken(courier.desk.0.number)).await {
            Ok(woken) => {
                woken?;
                courier.desk.0.queue_bell.notify_one();
            }
            Err(_) => {
                tokio::time::timeout(MAKE_SURE, signals.make_sure()).await.map_err(|_| Error::Away)??;
            }
        }
    }
}

async fn look_after_others(courier: &Courier, me: WorkerNumber) -> Result<(), Error> {
    let mut gone_before = Vec::new();
    loop {
        gone_before = look(courier, me, Some(&gone_before)).await?;
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
