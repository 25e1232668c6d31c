//! Takes mails out of the queue, in batches that fit what the connections can take.

use std::{collections::HashMap, time::Duration};

use domain::{
    Timestamp,
    delivery::Cause,
    id::MailId,
    invitation::LinkStanding,
    mail::{LinkRef, MailKind},
    time::minutes,
};
use store::{
    Tx,
    deliveries::{self, Leased},
};
use tokio::time::Instant;

use super::{Courier, LEASE};
use crate::chain;

/// How often what is due is put back into the queue while there is work.
const REQUEUE_EVERY: Duration = Duration::from_millis(500);
/// How often a database that several processes share is looked at when nothing seems to be due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a single process waits when nothing is due. Whatever is queued meanwhile rings its bell; only what another
/// command of this machine queues, such as an import, is found by looking.
const REST: Duration = Duration::from_secs(5);
/// When the database does not answer, it is asked again after this.
const AFTER_FAULT: Duration = Duration::from_secs(1);

/// Leases until it is told to stop.
pub(super) async fn run(courier: &Courier) {
    let mut requeued: Option<Instant> = None;
    while !courier.stop.is_cancelled() {
        if let Some(until) = courier.breaker.open_until(Instant::now()) {
            courier.give_back_the_rest().await;
            courier.stop.run_until_cancelled(tokio::time::sleep_until(until)).await;
            continue;
        }
        let Some(room) = courier.stop.run_until_cancelled(courier.feed.room()).await else { break };
        let limit = if courier.breaker.is_on_trial() { 1 } else { room };
        let requeue = requeued.is_none_or(|at| at.elapsed() >= REQUEUE_EVERY);
        match lease(courier, limit, requeue).await {
            Ok(0) if requeue => {
                requeued = None;
                wait(courier).await;
            }
            // Perhaps something has become due since the last look.
            Ok(0) => requeued = None,
            Ok(_) => {
                if requeue {
                    requeued = Some(Instant::now());
                }
                if limit == 1 {
                    on_trial(courier).await;
                }
            }
            Err(error) => {
                tracing::warn!(
                    error = chain(&error),
                    "no mails could be leased; it is tried again in a second"
                );
                courier.stop.run_until_cancelled(tokio::time::sleep(AFTER_FAULT)).await;
            }
        }
    }
}

/// Leases up to `limit` mails into the feed; says how many.
async fn lease(courier: &Courier, limit: usize, requeue: bool) -> Result<usize, store::Error> {
    let desk = &courier.desk;
    let now = desk.clock().now();
    let (lease, until) = (desk.clock().id(), now + LEASE);
    let mut tx = desk.db().write().await?;
    if requeue {
        deliveries::requeue_due(&mut tx, now, now + minutes(5)).await?;
    }
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let (leased, unreadable) = deliveries::lease(&mut tx, lease, until, limit).await?;
    for (mail, why) in &unreadable {
        tracing::error!(%mail, why, "a stored mail cannot be read by this version; it is put off for five minutes");
    }
    let unreadable: Vec<_> = unreadable.into_iter().map(|(mail, _)| mail).collect();
    deliveries::put_off(&mut tx, &unreadable, now + minutes(5)).await?;
    let dead = dead_links(&mut tx, &leased, now).await?;
    deliveries::drop_dead_links(&mut tx, &dead, now).await?;
    tx.commit().await?;
    let taken = leased.len() + unreadable.len();
    let leased: Vec<Leased> =
        leased.into_iter().filter(|leased| dead.iter().all(|(mail, _)| *mail != leased.mail.id)).collect();
    let count = leased.len();
    if count > 0 {
        courier.leases.begin(lease, count, until);
        courier.feed.add(leased);
    }
    Ok(taken)
}

/// Mails that only bring a link, and whose link became worthless while they waited: the reader is spared them.
async fn dead_links(
    tx: &mut Tx,
    leased: &[Leased],
    now: Timestamp,
) -> Result<Vec<(MailId, Cause)>, store::Error> {
    let brings_link = |leased: &&Leased| {
        matches!(leased.mail.content.kind(), MailKind::Welcome | MailKind::WelcomeReminder)
    };
    let link = |leased: &Leased| leased.mail.content.link().map(|link| (leased.mail.id, link));
    let links: Vec<_> = leased.iter().filter(brings_link).filter_map(link).collect();
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let invitations: Vec<_> = links.iter().map(|(_, link)| link.invitation).collect();
    let users: HashMap<_, _> =
        store::client_users::find_by_invitations(tx, &invitations).await?.into_iter().collect();
    let dead =
        |(mail, link): (MailId, LinkRef)| match users.get(&link.invitation)?.state.standing(link.number, now)
        {
            LinkStanding::Good(_) => None,
            LinkStanding::Expired => Some((mail, Cause::LinkExpired)),
            LinkStanding::Replaced | LinkStanding::Used | LinkStanding::Closed => {
                Some((mail, Cause::LinkReplaced))
            }
        };
    Ok(links.into_iter().filter_map(dead).collect())
}

/// Waits until the relay's state is known again, or for a moment.
async fn on_trial(courier: &Courier) {
    for _ in 0..100 {
        if !courier.breaker.is_on_trial() || courier.breaker.open_until(Instant::now()).is_some() {
            return;
        }
        courier.stop.run_until_cancelled(tokio::time::sleep(Duration::from_millis(50))).await;
    }
}

/// Waits until the bell rings or something becomes due.
async fn wait(courier: &Courier) {
    let longest = match courier.desk.db().kind() {
        store::Kind::Sqlite => REST,
        store::Kind::Postgres => LOOK_EVERY,
    };
    let due = match next_due(courier).await {
        Ok(due) => due.map(|at| at.since(courier.desk.clock().now())),
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "nobody knows what is due next; it is asked again in a second"
            );
            Some(AFTER_FAULT)
        }
    };
    let pause = due.unwrap_or(longest).min(longest).max(Duration::from_millis(5));
    let bell = courier.desk.0.queue_bell.notified();
    courier.stop.run_until_cancelled(tokio::time::timeout(pause, bell)).await;
}

async fn next_due(courier: &Courier) -> Result<Option<Timestamp>, store::Error> {
    let mut tx = courier.desk.db().read().await?;
    deliveries::next_due(&mut tx).await
}
