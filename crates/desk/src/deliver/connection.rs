//! One connection to the relay, kept, and the mails that go over it.

use std::sync::Arc;

use domain::delivery::{Ending, Phase};
use mail::smtp::{Connection, Envelope};
use store::deliveries::Leased;
use tokio::time::Instant;

use super::{
    Courier, IDLE,
    attempt::Attempt,
    breaker,
    recorder::{Expected, Recorded, Recorder, Recording},
};

/// Takes mails from the feed and hands them over, until it is told to stop.
pub(super) async fn run(courier: Arc<Courier>, recorder: Recorder) {
    let now = Instant::now();
    let mut line =
        Line { courier, recorder, connection: None, served: 0, began: now, refused: 0, not_before: now };
    while let Some(attempt) = line.wait_for_mail().await {
        let mut next = Some(attempt);
        while let Some(attempt) = next {
            next = line.serve(attempt).await;
        }
    }
    line.hang_up().await;
}

struct Line {
    courier: Arc<Courier>,
    recorder: Recorder,
    connection: Option<Connection>,
    /// Mails that the open connection has taken or refused.
    served: usize,
    /// Since when it has been trying the mail that it is at.
    began: Instant,
    /// How often in a row the relay could not be used over it.
    refused: u32,
    /// It takes no mail before this.
    not_before: Instant,
}

impl Line {
    /// The next mail; the connection is closed when none comes for a while.
    async fn wait_for_mail(&mut self) -> Option<Attempt> {
        let courier = self.courier.clone();
        courier.stop.run_until_cancelled(tokio::time::sleep_until(self.not_before)).await?;
        loop {
            let connected = self.connection.is_some();
            let next = courier.stop.run_until_cancelled(async {
                if connected {
                    tokio::time::timeout(IDLE, courier.next()).await.ok()
                } else {
                    Some(courier.next().await)
                }
            });
            match next.await? {
                Some(leased) => {
                    if let Some(attempt) = self.begin(leased).await {
                        return Some(attempt);
                    }
                }
                None => self.hang_up().await,
            }
        }
    }

    /// The mail after this one, if one waits and sending goes on.
    async fn next_in_line(&mut self) -> Option<Attempt> {
        loop {
            if self.courier.stop.is_cancelled() {
                return None;
            }
            let leased = self.courier.feed.try_next()?;
            if let Some(attempt) = self.begin(leased).await {
                return Some(attempt);
            }
        }
    }

    async fn begin(&mut self, leased: Leased) -> Option<Attempt> {
        let lease = leased.lease;
        if !self.courier.leases.is_good(lease, self.courier.desk.clock().now()) {
            // It was lost while it waited for this connection.
            self.courier.leave(&leased).await;
            return None;
        }
        match Attempt::begin(&self.courier, leased).await {
            Ok(attempt) => Some(attempt),
            Err(attempted) => {
                self.recorder.record(*attempted).written().await;
                self.courier.leases.done(lease);
                None
            }
        }
    }

    /// Brings one mail to its end. Returns the next one if it was taken on already.
    async fn serve(&mut self, attempt: Attempt) -> Option<Attempt> {
        if let Err(ending) = self.offer(&attempt).await {
            self.end(attempt, &ending).await;
            return None;
        }
        // From here on the relay waits for content: each turn hands over one mail and offers the next, and makes the one
        // after that while the outcome is being written.
        let mut current = attempt;
        let mut next = self.next_in_line().await;
        loop {
            if !self.courier.leases.is_good(current.leased.lease, self.courier.desk.clock().now()) {
                // Another worker may have it by now. Closing before any of the content is sent sends nothing.
                let mail = current.leased.mail.id;
                tracing::warn!(%mail, "the lease is over or about to be; the mail is left to whoever leases it next");
                self.hang_up().await;
                self.courier.leave(&current.leased).await;
                return next;
            }
            let Some(connection) = &mut self.connection else { return next };
            let envelope = next.as_ref().and_then(envelope);
            self.began = Instant::now();
            let expected = self.recorder.expect_one();
            let (ending, offered) = connection.hand_over(&current.composed.bytes, envelope).await;
            self.served += 1;
            let recording = self.hand_in(&current, &ending, Some(expected));
            let goes_on = matches!((&next, &offered), (Some(_), Some(Ok(()))));
            let after_next = if goes_on { self.next_in_line().await } else { None };
            let written = self.written(current, recording).await;
            let offered_now = next?;
            match offered {
                // Nobody records any more: nothing further is sent. The lease ends by itself.
                _ if !written => return None,
                Some(Ok(())) => (current, next) = (offered_now, after_next),
                // Only offered, so that nothing was sent: it begins anew.
                Some(Err(Ending::Broken(..))) | None => return Some(offered_now),
                // A relay may take only so many mails over one connection.
                Some(Err(Ending::Refused(Phase::MailFrom, reply))) if reply.code == 421 => {
                    return Some(offered_now);
                }
                Some(Err(refused)) => {
                    self.end(offered_now, &refused).await;
                    return None;
                }
            }
        }
    }

    /// Offers a mail, on a connection that is opened if need be. A relay may have closed a kept connection, which is
    /// no mail's fault: then a new one is opened at once.
    async fn offer(&mut self, attempt: &Attempt) -> Result<(), Ending> {
        let Some(envelope) = envelope(attempt) else {
            return Err(Ending::Broken(Phase::MailFrom, "the envelope cannot be written".into()));
        };
        self.began = Instant::now();
        loop {
            let kept = self.served > 0;
            let connection = self.open().await?;
            let offered = connection.offer(envelope).await;
            let stale = match &offered {
                Err(Ending::Broken(Phase::MailFrom, _)) => true,
                Err(Ending::Refused(Phase::MailFrom, reply)) => reply.code == 421,
                _ => false,
            };
            if !(kept && stale) {
                return offered;
            }
            self.hang_up().await;
        }
    }

    async fn open(&mut self) -> Result<&mut Connection, Ending> {
        if self.connection.as_ref().is_some_and(|connection| !connection.is_open()) {
            self.hang_up().await;
        }
        match self.connection.take() {
            Some(open) => Ok(self.connection.insert(open)),
            None => {
                let opened =
                    Connection::open(&self.courier.route.relay, &self.courier.route.timeouts).await?;
                Ok(self.connection.insert(opened))
            }
        }
    }

    async fn hang_up(&mut self) {
        self.served = 0;
        if let Some(connection) = self.connection.take() {
            connection.quit().await;
        }
    }

    /// Records an ending and waits until it is written.
    async fn end(&mut self, attempt: Attempt, ending: &Ending) -> bool {
        let recording = self.hand_in(&attempt, ending, None);
        self.written(attempt, recording).await
    }

    /// Hands an ending in to be recorded. What it says of the relay is told to the breaker.
    fn hand_in(&mut self, attempt: &Attempt, ending: &Ending, expected: Option<Expected>) -> Recording {
        if is_the_relays(ending) {
            let (now, chance) = (Instant::now(), self.courier.desk.clock().chance());
            self.courier.breaker.fault(self.began, now, chance);
            self.not_before = now + breaker::pause(self.refused);
            self.refused += 1;
            tracing::warn!(
                relay = self.courier.route.relay.name(),
                ?ending,
                "the relay cannot be used for now"
            );
        } else if !matches!(ending, Ending::Broken(..)) {
            self.courier.breaker.works(Instant::now());
            self.refused = 0;
        }
        let recording = self.recorder.record(attempt.end(&self.courier, ending));
        drop(expected);
        recording
    }

    /// Waits until an ending is written; says whether anything further may be sent.
    async fn written(&mut self, attempt: Attempt, recording: Recording) -> bool {
        if self.courier.breaker.open_until(Instant::now()).is_some() {
            // What waits for a connection is spared the same.
            self.courier.give_back_the_rest().await;
        }
        let recorded = recording.written().await;
        match recorded {
            Recorded::Written => self.courier.leases.done(attempt.leased.lease),
            // The other mails of that lease are another worker's too.
            Recorded::LeaseLost => self.courier.leases.lose(attempt.leased.lease),
            Recorded::Never => {
                // Only a fault of this program can cause it: the process ends and is started anew.
                self.courier.stop.cancel();
                self.hang_up().await;
            }
        }
        if self.connection.as_ref().is_some_and(|connection| !connection.is_open()) {
            self.hang_up().await;
        }
        recorded != Recorded::Never
    }
}

/// Anybody's mail would have met it: before the first mail, or the relay asks everybody to come back later.
fn is_the_relays(ending: &Ending) -> bool {
    match ending {
        Ending::Taken(_) => false,
        Ending::Refused(phase, reply) => phase.is_session() || reply.code == 421,
        Ending::Broken(phase, _) | Ending::NotOffered(phase, _) => phase.is_session(),
    }
}

fn envelope(attempt: &Attempt) -> Option<Envelope<'_>> {
    let composed = &attempt.composed;
    let envelope =
        Envelope::new(&composed.envelope_from, &composed.envelope_to, composed.bytes.len()).ok()?;
    match &attempt.envelope_id {
        Some(id) => envelope.with_id(id).ok(),
        None => Some(envelope),
    }
}
