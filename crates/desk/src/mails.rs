//! What became of each mail, why it went as it did, and what can be done about it by hand.

use domain::{
    delivery::PATIENCE,
    id::{MailId, OfficeId},
};
use serde_json::json;
use store::deliveries::State;

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor};

pub use store::{
    bounces::Said as SaidOfMail,
    deliveries::{Attempt, Delivery, State as MailState},
    mails::{Filter, Tracked},
};

/// A mail with its whole story.
#[derive(Debug, Clone)]
pub struct MailDetail {
    /// What was decided and said, and how far it has come.
    pub tracked: Tracked,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// What was said of it once a relay had it, oldest first.
    pub said: Vec<SaidOfMail>,
}

/// What can be done with a mail by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByHand {
    /// Try a failed, cancelled or deferred mail now.
    Retry,
    /// Take a mail out of the queue.
    Cancel,
    /// Send a held mail now, without waiting for its sender to be found mended.
    Release,
}

impl ByHand {
    /// In which states this can be done, in words.
    const fn wanted(self) -> &'static str {
        match self {
            Self::Retry => "failed, cancelled or deferred",
            Self::Cancel => "queued, deferred or held",
            Self::Release => "held",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Retry => "mail_retried",
            Self::Cancel => "mail_cancelled",
            Self::Release => "mail_released",
        }
    }
}

impl Desk {
    /// The office's mails, newest first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor, or no such client-user or event to filter by.
    pub async fn mails(
        &self,
        actor: Actor,
        office: OfficeId,
        filter: &Filter,
        before: Option<MailId>,
        limit: u32,
    ) -> Result<Vec<Tracked>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        if let Some(user) = filter.client_user {
            store::client_users::find(&mut tx, office, user).await?.ok_or(Refusal::NotFound)?;
        }
        if let Some(event) = filter.event {
            store::events::find(&mut tx, office, event).await?.ok_or(Refusal::NotFound)?;
        }
        Ok(store::mails::list(&mut tx, office, filter, before, limit).await?)
    }

    /// The mail with its whole story.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn mail(&self, actor: Actor, office: OfficeId, id: MailId) -> Result<MailDetail, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let tracked = store::mails::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?;
        let attempts = store::deliveries::attempts(&mut tx, office, id).await?;
        let said = store::bounces::of_mail(&mut tx, office, id).await?;
        Ok(MailDetail { tracked, attempts, said })
    }

    /// The mail with its whole story, whichever office it belongs to. For the operator.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn mail_anywhere(&self, id: MailId) -> Result<Option<MailDetail>, store::Error> {
        let mut tx = self.0.db.read().await?;
        let Some(tracked) = store::mails::find_many_anywhere(&mut tx, &[id]).await?.pop() else {
            return Ok(None);
        };
        let office = tracked.mail.office_id;
        let attempts = store::deliveries::attempts(&mut tx, office, id).await?;
        let said = store::bounces::of_mail(&mut tx, office, id).await?;
        Ok(Some(MailDetail { tracked, attempts, said }))
    }

    /// Those of these mails that exist, in no order, whichever offices they belong to. For the operator.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn mails_anywhere(&self, ids: &[MailId]) -> Result<Vec<Tracked>, store::Error> {
        let mut tx = self.0.db.read().await?;
        store::mails::find_many_anywhere(&mut tx, ids).await
    }

    /// Retries, cancels or releases mails; answers for each in their order.
    ///
    /// A mail whose link is worthless by now is not retried: a new link is what helps.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn by_hand(
        &self,
        actor: Actor,
        office: OfficeId,
        what: ByHand,
        ids: Vec<MailId>,
        once: Option<Once<Vec<Outcome<()>>>>,
    ) -> Result<Outcome<Said<Vec<Outcome<()>>>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let clock = self.0.clock.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let now = clock.now();
                let done = match what {
                    ByHand::Retry => {
                        let from = [State::Failed, State::Cancelled, State::Deferred];
                        store::deliveries::put_back(tx, office, &ids, &from, now, PATIENCE).await?
                    }
                    ByHand::Release => {
                        store::deliveries::put_back(tx, office, &ids, &[State::Held], now, PATIENCE).await?
                    }
                    ByHand::Cancel => store::deliveries::cancel(tx, office, &ids, now).await?,
                };
                let states = store::deliveries::states(tx, office, &ids).await?;
                let outcome = |id: &MailId| match states.get(id) {
                    _ if done.contains(id) => Ok(()),
                    None => Err(Refusal::NotFound),
                    Some(state) => {
                        Err(Refusal::MailNotInState { state: state.clone(), wanted: what.wanted() })
                    }
                };
                let log: Vec<_> = done
                    .iter()
                    .map(|id| actor.did(&clock, office, what.name(), Some(id.uuid()), &json!({})))
                    .collect();
                store::audit::insert(tx, &log).await?;
                Ok(ids.iter().map(outcome).collect())
            })
        })
        .await
    }
}

impl Desk {
    /// Forgets what mails said that are over and older than the days that the operator set, so many at most that nothing else
    /// waits for long. Returns how many.
    ///
    /// # Errors
    /// When the database does not do its part; what was forgotten before stays so.
    pub async fn forget_contents(&self) -> Result<usize, store::Error> {
        /// In one unit of work: none is to keep others waiting for long.
        const AT_ONCE: u32 = 500;
        const UNITS_OF_WORK: u32 = 100;
        let Some(days) = self.0.settings.content_days else { return Ok(0) };
        let now = self.0.clock.now();
        let before = now - domain::time::hours(24 * u64::from(days.get()));
        let (mut forgotten, mut after) = (0, None);
        for _ in 0..UNITS_OF_WORK {
            let mut tx = self.0.db.write().await?;
            let found = store::mails::to_forget(&mut tx, after, before, AT_ONCE).await?;
            for mail in &found.unreadable {
                tracing::warn!(%mail, "what this mail said cannot be read by this version; it is left for another");
            }
            let kept: Vec<_> = found.known.iter().map(|(id, content)| (*id, content.forgotten())).collect();
            store::mails::forget(&mut tx, &kept, now).await?;
            tx.commit().await?;
            forgotten += kept.len();
            after = found.last;
            if after.is_none() {
                break;
            }
        }
        Ok(forgotten)
    }
}

/// How many mails are in a state, and for how long the one longest in it.
pub type QueueCount = (State, i64, std::time::Duration);

impl Desk {
    /// How many mails the installation has in each state but *sent*. For the operator.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn queue_counts(&self) -> Result<Vec<QueueCount>, store::Error> {
        let mut tx = self.0.db.read().await?;
        let now = self.0.clock.now();
        let counts = store::deliveries::counts(&mut tx).await?;
        Ok(counts.into_iter().map(|(state, count, oldest)| (state, count, now.since(oldest))).collect())
    }
}

/// Tells the metrics of a state's count and age.
pub fn gauge(state: State, count: i64, age: std::time::Duration) {
    let name =
        serde_json::to_value(state).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float; counts stay far below 2^53")]
    metrics::gauge!("postmeester_mails", "state" => name.clone()).set(count as f64);
    metrics::gauge!("postmeester_mails_longest_seconds", "state" => name).set(age.as_secs_f64());
}
