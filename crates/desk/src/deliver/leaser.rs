//! Takes mails out of the queue, in batches that fit what the connections can take.

use std::{collections::HashMap, time::Duration};

use domain::{
    Timestamp,
    delivery::{Cause, Places},
    id::{LeaseId, MailId},
    invitation::LinkStanding,
    mail::{LinkRef, MailKind},
    time::minutes,
};
use store::{
    Tx,
    deliveries::{self, Lease, Leased},
    workers::WorkerNumber,
};
use tokio::time::Instant;

use super::{Courier, LEASE, left_alone::LeftAlone, presence::Joined};
use crate::chain;

/// The platform's relay.
const ROUTE: &str = "";
/// How often what is due is put back into the queue while there is work.
const REQUEUE_EVERY: Duration = Duration::from_millis(500);
/// How long it waits when nothing is due. Whatever is queued meanwhile, here or by another process on PostgreSQL, rings the
/// bell; only what a command on this machine's SQLite queues, such as an import, and a bell that got lost with its
/// connection, are found by looking.
const REST: Duration = Duration::from_secs(5);
/// And no shorter.
const SHORTEST: Duration = Duration::from_millis(5);
/// A relay that takes no more for now is looked at again after this, and no sooner: by then it takes several, if it takes
/// many a minute.
const PACED: Duration = Duration::from_millis(100);
/// When no connection took a mail for so long, what was leased ahead is given back: the relay may be silent, or just this
/// machine's way to it, and others need not wait for that.
const STUCK: Duration = Duration::from_secs(15);
/// When the database does not answer, it is asked again after this.
const AFTER_FAULT: Duration = Duration::from_secs(1);

/// Leases until it is told to stop.
pub(super) async fn run(courier: &Courier, mut joined: Joined) {
    let mut requeued: Option<Instant> = None;
    let mut last: Option<(Instant, usize)> = None;
    let mut doubtful = Vec::new();
    while !courier.stop.is_cancelled() {
        if let Some(until) = courier.breaker.open_until(Instant::now()) {
            courier.give_back_the_rest().await;
            courier.stop.run_until_cancelled(tokio::time::sleep_until(until)).await;
            continue;
        }
        let ready = async {
            let worker = known_as(&mut joined).await;
            tokio::time::timeout(STUCK, courier.feed.room()).await.map(|room| (worker, room))
        };
        let Some(ready) = courier.stop.run_until_cancelled(ready).await else { break };
        let stuck = courier.feed.stands_still_for() >= STUCK;
        let Some((worker, room)) = ready.ok().filter(|_| !stuck) else {
            courier.feed.shrink();
            last = None;
            courier.give_back_the_rest().await;
            // So that others are first.
            courier.stop.run_until_cancelled(tokio::time::sleep(AFTER_FAULT)).await;
            continue;
        };
        if let Some((at, waited)) = last.take() {
            courier.feed.paced(waited.saturating_sub(courier.feed.len()), at.elapsed());
        }
        let on_trial = courier.breaker.is_on_trial();
        let requeue = requeued.is_none_or(|at| at.elapsed() >= REQUEUE_EVERY);
        let (asked, id) = (Instant::now(), courier.desk.clock().id());
        // Those ended by themselves.
        doubtful.retain(|(asked, _): &(Instant, LeaseId)| asked.elapsed() < LEASE);
        let back: Vec<_> = doubtful.iter().map(|(_, id)| *id).collect();
        let leased = lease(courier, worker, id, if on_trial { 1 } else { room }, requeue, &back).await;
        if leased.is_ok() {
            doubtful.clear();
        }
        match leased {
            // What rings the bell is in the queue already: what has become due can wait until that is on its way.
            Ok(Found::Nothing) if requeue => requeued = wait(courier).await.then(Instant::now),
            // Perhaps something has become due since the last look.
            Ok(Found::Nothing) => requeued = None,
            Ok(Found::NotBefore(at)) => wait_until(courier, at).await,
            Ok(Found::Some { all }) => {
                if requeue {
                    requeued = Some(Instant::now());
                }
                if on_trial {
                    trial_ends(courier, id).await;
                } else if all {
                    rung_within(courier, REQUEUE_EVERY).await;
                } else {
                    last = Some((Instant::now(), courier.feed.len()));
                }
            }
            Err(error) => {
                doubtful.push((asked, id));
                tracing::warn!(
                    error = chain(&error),
                    "no mails could be leased; it is tried again in a second"
                );
                courier.stop.run_until_cancelled(tokio::time::sleep(AFTER_FAULT)).await;
            }
        }
    }
}

/// Under which number this worker is known: waits until it is.
async fn known_as(joined: &mut Joined) -> WorkerNumber {
    loop {
        if let Some(worker) = *joined.borrow_and_update() {
            return worker;
        }
        if joined.changed().await.is_err() {
            // Nobody will join any more: delivery stops.
            std::future::pending::<()>().await;
        }
    }
}

/// What a lease found.
enum Found {
    Some {
        /// And nothing else waits.
        all: bool,
    },
    Nothing,
    /// The relay takes no more for now.
    NotBefore(Timestamp),
}

/// Leases up to `room` mails into the feed. `back` are leases of which nobody knows whether they were stored: when this
/// failed, it may have been at its very end, and mails that no connection ever gets would wait until their lease ends.
async fn lease(
    courier: &Courier,
    worker: WorkerNumber,
    id: LeaseId,
    room: usize,
    requeue: bool,
    back: &[LeaseId],
) -> Result<Found, store::Error> {
    let (desk, route) = (&courier.desk, ROUTE);
    let (asked, now, losses) = (Instant::now(), desk.clock().now(), courier.leases.losses());
    let until = now + LEASE;
    let mut room = u32::try_from(room).unwrap_or(u32::MAX);
    let mut tx = desk.db().write().await?;
    if !back.is_empty() {
        deliveries::give_back_leases(&mut tx, back).await?;
    }
    let unreturned = courier.unreturned.list();
    if !unreturned.is_empty() {
        deliveries::give_back(&mut tx, &unreturned).await?;
    }
    if requeue {
        deliveries::requeue_due(&mut tx, now, now + minutes(5)).await?;
    }
    let mut pace = None;
    if let Some(of) = courier.pace {
        let free_at = deliveries::relay_free_at(&mut tx, route, now).await?;
        // Another worker may have been waited for.
        let now = desk.clock().now();
        room = of.allowed(free_at, now, room);
        if room == 0 {
            tx.commit().await?;
            courier.unreturned.done(&unreturned);
            return Ok(Found::NotBefore(of.next_at(free_at, now)));
        }
        pace = Some((of, free_at, now));
    }
    let places = Places::share(room, desk.clock().chance());
    let taken = deliveries::lease(&mut tx, Lease { id, worker, until, route, places }).await?;
    if let Some((pace, free_at, now)) = pace.filter(|_| taken.mails > 0) {
        let mails = u32::try_from(taken.mails).unwrap_or(u32::MAX);
        deliveries::set_relay_free_at(&mut tx, route, pace.after(free_at, now, mails)).await?;
    }
    tx.commit().await?;
    courier.unreturned.done(&unreturned);
    if taken.mails == 0 {
        return Ok(Found::Nothing);
    }
    let leased = read(courier, id, now).await?;
    let found = Found::Some { all: taken.all };
    if leased.is_empty() {
        return Ok(found);
    }
    if courier.leases.begin(id, leased.len(), until, asked, losses) {
        courier.feed.add(leased);
    } else {
        // This worker was cut off meanwhile: others may have taken them over already.
        courier.give_back(&leased).await;
    }
    Ok(found)
}

/// Reads what was leased, and takes out what is not to be sent.
async fn read(courier: &Courier, id: LeaseId, now: Timestamp) -> Result<Vec<Leased>, store::Error> {
    let (desk, db) = (&courier.desk, courier.desk.db());
    let mut tx = db.read().await?;
    let (mut leased, mut unreadable) = deliveries::leased(&mut tx, id).await?;
    let (mut dropped, unknown) = dead_links(&mut tx, &leased, now).await?;
    if let Some(setups) = &courier.setups {
        setups.load(&mut tx, desk, &leased).await?;
    }
    drop(tx);
    unreadable.extend(unknown);
    let dead: Vec<MailId> = dropped.iter().map(|(mail, _)| *mail).collect();
    let alone = LeftAlone::among(leased.iter().filter(|leased| !dead.contains(&leased.mail.id)), now);
    dropped.extend(alone.stay_behind.iter().map(|leased| (leased.mail.id, Cause::Suppressed)));
    if unreadable.is_empty() && dropped.is_empty() && alone.go_all_the_same.is_empty() {
        return Ok(leased);
    }
    for (mail, why) in &unreadable {
        tracing::error!(%mail, why, "a stored mail cannot be read by this version; it is put off for five minutes");
    }
    let unreadable: Vec<_> = unreadable.into_iter().map(|(mail, _)| mail).collect();
    let mut tx = db.write().await?;
    deliveries::put_off(&mut tx, id, &unreadable, now + minutes(5)).await?;
    let over = deliveries::drop_leased(&mut tx, id, &dropped, now).await?;
    alone.write(&mut tx, desk, &over, now).await?;
    if let Some(pace) = courier.pace {
        let free_at = deliveries::relay_free_at(&mut tx, ROUTE, now).await?;
        let spared = u32::try_from(dropped.len() + unreadable.len()).unwrap_or(u32::MAX);
        deliveries::set_relay_free_at(&mut tx, ROUTE, pace.spared(free_at, spared)).await?;
    }
    tx.commit().await?;
    if !over.is_empty() {
        // Somebody else may hear of them now.
        desk.ring();
    }
    let goes = |leased: &Leased| {
        dropped.iter().all(|(mail, _)| *mail != leased.mail.id) && !unreadable.contains(&leased.mail.id)
    };
    leased.retain(goes);
    Ok(leased)
}

/// Mails that only bring a link, and whose link became worthless while they waited: the reader is spared them. And those of
/// whose link this version cannot tell, each with what is wrong.
async fn dead_links(
    tx: &mut Tx,
    leased: &[Leased],
    now: Timestamp,
) -> Result<(Vec<(MailId, Cause)>, Vec<(MailId, String)>), store::Error> {
    let brings_link = |leased: &&Leased| {
        matches!(leased.mail.content.kind(), MailKind::Welcome | MailKind::WelcomeReminder)
    };
    let link = |leased: &Leased| leased.mail.content.link().map(|link| (leased.mail.id, link));
    let links: Vec<_> = leased.iter().filter(brings_link).filter_map(link).collect();
    let (mut dead, mut unknown) = (Vec::new(), Vec::new());
    if links.is_empty() {
        return Ok((dead, unknown));
    }
    let invitations: Vec<_> = links.iter().map(|(_, link)| link.invitation).collect();
    let users: HashMap<_, _> =
        store::client_users::find_by_invitations(tx, &invitations).await?.into_iter().collect();
    for (mail, LinkRef { invitation, number }) in links {
        let user = match users.get(&invitation) {
            Some(Ok(user)) => user,
            Some(Err(error)) => {
                unknown.push((mail, chain(error)));
                continue;
            }
            None => continue,
        };
        match user.state.standing(number, now) {
            LinkStanding::Good(_) => {}
            LinkStanding::Expired => dead.push((mail, Cause::LinkExpired)),
            LinkStanding::Replaced | LinkStanding::Used | LinkStanding::Closed => {
                dead.push((mail, Cause::LinkReplaced));
            }
        }
    }
    Ok((dead, unknown))
}

/// Waits until the relay's state is known again, or the mail that was to show it is done with.
async fn trial_ends(courier: &Courier, lease: LeaseId) {
    let open = || courier.breaker.open_until(Instant::now()).is_some();
    while courier.leases.is_held(lease)
        && courier.breaker.is_on_trial()
        && !open()
        && !courier.stop.is_cancelled()
    {
        courier.stop.run_until_cancelled(tokio::time::sleep(Duration::from_millis(50))).await;
    }
}

/// Waits for a relay that takes no more before a certain time.
async fn wait_until(courier: &Courier, at: Timestamp) {
    let pause = at.since(courier.desk.clock().now()).clamp(PACED, REST);
    courier.stop.run_until_cancelled(tokio::time::sleep(pause)).await;
}

/// Waits until the bell rings or something becomes due. Says whether it was the bell.
async fn wait(courier: &Courier) -> bool {
    let now = courier.desk.clock().now();
    let due = match next_due(courier).await {
        Ok(due) => due.map(|at| at.since(now)),
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "nobody knows what is due next; it is asked again in a second"
            );
            Some(AFTER_FAULT)
        }
    };
    rung_within(courier, due.unwrap_or(REST).clamp(SHORTEST, REST)).await
}

/// Waits until the bell rings, no longer than this. Says whether it did.
async fn rung_within(courier: &Courier, pause: Duration) -> bool {
    let bell = courier.desk.0.queue_bell.notified();
    matches!(courier.stop.run_until_cancelled(tokio::time::timeout(pause, bell)).await, Some(Ok(())))
}

async fn next_due(courier: &Courier) -> Result<Option<Timestamp>, store::Error> {
    let mut tx = courier.desk.db().read().await?;
    deliveries::next_due(&mut tx).await
}
