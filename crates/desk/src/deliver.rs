//! The way of a mail to the relay.
//!
//! ```text
//!   database ──lease──► feed ──► connection 1 ─┐
//!      ▲                    ├──► connection 2 ─┼─► recorder ──one write for all──► database
//!      │                    └──► connection n ─┘      │
//!      └────────── renewed every few seconds ─────────┘
//! ```
//!
//! * The **leaser** takes mails in batches and commits; no unit of work is open while anybody talks SMTP.
//! * Each **connection** is kept and hands over one mail after the other. The offer of the next mail travels with the
//!   content of this one, but its content does not leave before this one's outcome is recorded. So at any moment at
//!   most one mail a connection is unrecorded; that is the whole of what a `kill -9` can send twice.
//! * The **recorder** writes the outcomes of all connections together, fenced by their leases. While it cannot,
//!   nothing further is sent. A client's mail that failed for good is told to the office there.
//! * A mail whose domain is not set up for it is held instead, and others are signed ([`setups`]).
//! * When the relay cannot be used at all, the **breaker** pauses the leaser, and what was leased is given back.
//! * Where a domain takes what comes back, each mail goes out **sealed**, so that it is known then ([`crate::bounces`]).
//! * Among several workers, [`presence`] shows that this one lives, and takes over from those that do not.

pub(crate) mod alerts;
mod attempt;
mod breaker;
mod connection;
mod feed;
mod leaser;
mod leases;
mod left_alone;
mod presence;
mod recorder;
mod sealing;
mod setups;
mod unreturned;

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use domain::delivery::Pace;
use mail::{
    compose::Composer,
    smtp::{Relay, Timeouts},
};
use store::deliveries::Leased;
use tokio::{sync::watch, task::JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{Desk, chain};

/// How mails are handed over.
#[derive(Debug, Clone)]
pub struct Route {
    /// To whom.
    pub relay: Relay,
    /// How long the relay is waited for.
    pub timeouts: Timeouts,
    /// Over how many connections at once, at least 1.
    pub connections: usize,
    /// At most how many mails a minute, over all connections of all workers; without a limit if `None`.
    pub messages_a_minute: Option<u32>,
}

/// How long a lease lasts unless it is renewed. A worker that hangs has its mails taken over after it; one that is gone, much
/// sooner ([`presence`]).
pub(crate) const LEASE: Duration = Duration::from_secs(60);
/// How long a connection without mails is kept.
pub(crate) const IDLE: Duration = Duration::from_secs(10);

/// What the parts share.
pub(crate) struct Courier {
    desk: Desk,
    composer: Arc<Composer>,
    route: Route,
    feed: feed::Feed,
    leases: leases::Leases,
    breaker: breaker::Breaker,
    unreturned: unreturned::Unreturned,
    /// What is known of the domains that send; none where they are not checked.
    setups: Option<setups::Setups>,
    /// The relay's messages a minute.
    pace: Option<Pace>,
    /// What the operator sees of this worker.
    name: String,
    stop: CancellationToken,
}

/// Delivers until it is told to stop; then finishes what is under way, gives back what is not, and returns. Should one
/// of its tasks fail, it stops by itself and tells `stop`, so that the process can end.
pub async fn deliver(desk: Desk, composer: Arc<Composer>, route: Route, stop: CancellationToken) {
    let connections = route.connections.max(1);
    let pace = route.messages_a_minute.and_then(NonZeroU32::new).map(Pace::per_minute);
    let feed = feed::Feed::new(connections * 2);
    let (recorder, record) = recorder::Recorder::start(desk.clone());
    let setups = setups::Setups::new(&desk);
    let courier = Arc::new(Courier {
        desk,
        composer,
        route,
        feed,
        leases: leases::Leases::default(),
        breaker: breaker::Breaker::default(),
        unreturned: unreturned::Unreturned::default(),
        setups,
        pace,
        name: format!("process {}", std::process::id()),
        stop,
    });
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        tasks.spawn(connection::run(courier.clone(), recorder.clone()));
    }
    let mut renewing = tokio::spawn(leases::renew(courier.clone()));
    let (known_as, joined) = watch::channel(None);
    let mut living = tokio::spawn(presence::live(courier.clone(), known_as));
    let mut leasing = std::pin::pin!(leaser::run(&courier, joined));
    tokio::select! {
        () = &mut leasing => {}
        // A connection that ends before it is told to has failed, and the process is better started anew.
        Some(ended) = tasks.join_next() => {
            if let Err(error) = ended {
                tracing::error!(error = chain(&error), "a connection's task failed; delivery stops");
            }
            courier.stop.cancel();
            // To its end, not dropped: what it has just leased must reach the feed, to be given back from there.
            leasing.await;
        }
        // These never end by themselves: without them, nobody would know that this worker lives, or what it holds.
        _ = async { tokio::select! { ended = &mut living => ended, ended = &mut renewing => ended } } => {
            tracing::error!("what keeps this worker known failed; delivery stops");
            courier.stop.cancel();
            leasing.await;
        }
    }
    // Told to stop: the connections end what they have begun, and the recorder ends when the last of them is gone.
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            tracing::error!(error = chain(&error), "a connection's task failed");
        }
    }
    drop(recorder);
    if let Err(error) = record.await {
        tracing::error!(error = chain(&error), "the recorder failed");
    }
    renewing.abort();
    courier.give_back_the_rest().await;
    living.abort();
}

impl Courier {
    /// The next mail, when there is one.
    async fn next(&self) -> Leased {
        loop {
            self.feed.filled().await;
            // Another connection may have been faster.
            if let Some(leased) = self.feed.try_next() {
                return leased;
            }
        }
    }

    /// Gives leased mails that nobody began back to the queue.
    async fn give_back_the_rest(&self) {
        self.give_back(&self.feed.drain()).await;
    }

    /// Leaves a mail to whoever leases it next, and with it all that wait under leases that are not good any more. Such a
    /// lease may be ours still, when the database stored what it did not answer: then nobody else would look at it until it
    /// ends. If it is not, this does nothing.
    async fn leave(&self, mail: &Leased) {
        let now = self.desk.clock().now();
        let mut left = self.feed.take(|waiting| !self.leases.is_good(waiting.lease, now));
        left.push(mail.clone());
        self.give_back(&left).await;
    }

    /// If it fails, the leaser tries again.
    async fn give_back(&self, mails: &[Leased]) {
        let mails: Vec<_> = mails.iter().map(|leased| (leased.mail.id, leased.lease)).collect();
        if mails.is_empty() {
            return;
        }
        for (_, lease) in &mails {
            self.leases.done(*lease);
        }
        let given_back = async {
            let mut tx = self.desk.db().write().await?;
            store::deliveries::give_back(&mut tx, &mails).await?;
            tx.commit().await
        };
        match given_back.await {
            Ok(()) => self.desk.ring(),
            Err(error) => {
                tracing::warn!(
                    error = chain(&error),
                    mails = mails.len(),
                    "leased mails could not be given back; it is tried again"
                );
                self.unreturned.keep(mails);
            }
        }
    }
}
