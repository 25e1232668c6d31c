//! Whether the mails of an office can go out, and what its IT partner must change.
//!
//! An office sends through the platform's relay. Each domain that its cascade can yield is looked at in DNS
//! ([`mail::dns`]), outside of any unit of work, and what that means ([`domain::mail_setup`]) is stored in one, with what
//! follows:
//!
//! 1. a domain that was never looked at gets its keys first; the report shows the records that publish them;
//! 2. when the records are seen, the keys sign;
//! 3. when a domain becomes ready, what its senders have on hold goes out, in order;
//! 4. when one that was ready is not any more, the office hears, once, and its mails wait.
//!
//! Who creates a client-user from an address that is not ready is refused, or has the mail wait ([`senders`]); whoever
//! delivers holds what is in the queue already and signs the rest (`deliver/setups.rs`).
//!
//! Looks are taken when somebody asks ([`Desk::check_mail_setup`]), and by the clock ([`Desk::check_due_mail_setups`]): each
//! office once a day, every hour while something is to be mended, and soon after a relay found its sender at fault.

mod keys;
mod looking;
mod operator;
mod partner;
mod senders;
mod settling;

use std::{fmt, sync::Arc};

use domain::{
    Timestamp,
    delivery::SenderFault,
    id::OfficeId,
    mail_setup::{causes, domains, in_order},
};
use futures::{StreamExt as _, future::BoxFuture, stream};
pub use mail::dns;
use mail::dns::{Answer, DomainName, DomainReport, Egress, Question, Resolver};
use serde_json::json;
use store::{Tx, mail_setups::MailDomain};
use tokio::sync::Semaphore;

pub(crate) use self::{
    keys::{read as read_key, rotation},
    senders::Senders,
};
pub use self::{
    operator::{Filter, OfficeSetup, ToCheck},
    partner::PartnerReport,
};
use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, chain};

/// So many domains are looked at at the same time; each costs up to 300 questions.
pub(crate) const AT_ONCE: usize = 4;
/// Who looks has a turn; nobody who waits for an answer waits behind what the clock does.
#[derive(Debug)]
pub(crate) struct Turns {
    by_clock: Semaphore,
    by_hand: Semaphore,
}

impl Default for Turns {
    fn default() -> Self {
        Self { by_clock: Semaphore::new(AT_ONCE), by_hand: Semaphore::new(AT_ONCE) }
    }
}

/// An office whose look nobody finished is looked at again after this.
const TAKEN: std::time::Duration = domain::time::minutes(15);

/// How the domains that send are checked.
#[derive(Debug, Clone)]
pub struct Checks {
    /// Who is asked.
    pub ask: Ask,
    /// The servers that send.
    pub egress: Egress,
    /// The domain of the return path; the one in `From` if `None`.
    pub return_path: Option<DomainName>,
}

/// Asks the DNS.
#[derive(Clone)]
pub struct Ask(Arc<dyn Fn(Question) -> BoxFuture<'static, Answer> + Send + Sync>);

impl Ask {
    /// With answers from wherever they come.
    pub fn new<F>(ask: impl Fn(Question) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        Self(Arc::new(move |question| Box::pin(ask(question))))
    }

    /// Asks name servers.
    #[must_use]
    pub fn servers(resolver: Resolver) -> Self {
        Self::new(move |question| {
            let resolver = resolver.clone();
            async move { resolver.ask(question).await }
        })
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask(…)")
    }
}

/// The mail set-up of an office.
#[derive(Debug, Clone)]
pub struct MailSetupDetail {
    /// All of its domains are ready.
    pub ready: bool,
    /// The domains that its cascade can yield; none where domains are not checked.
    pub domains: Vec<DomainDetail>,
    /// When they were looked at last.
    pub last_checked_at: Option<Timestamp>,
    /// A domain that is not ready sends as the platform's address.
    pub send_on_behalf: bool,
}

/// A domain that an office sends from.
#[derive(Debug, Clone)]
pub struct DomainDetail {
    /// The domain, in its ASCII form.
    pub domain: String,
    /// What keeps its mails from going out; nothing when it is ready.
    pub causes: Vec<SenderFault>,
    /// What was seen, if it was ever looked at.
    pub report: Option<DomainReport>,
    /// When it was looked at last.
    pub checked_at: Option<Timestamp>,
    /// Since when its mails wait.
    pub broken_since: Option<Timestamp>,
}

/// What is to change of a mail set-up. What is left out stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailSetupFields {
    /// A domain that is not ready sends as the platform's address.
    pub send_on_behalf: Option<bool>,
}

impl Desk {
    /// The mail set-up of an office.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn mail_setup(&self, actor: Actor, office: OfficeId) -> Result<MailSetupDetail, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        Ok(detail(self, &mut tx, office).await?.ok_or(Refusal::NotFound)?)
    }

    /// Changes the mail set-up of an office.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_mail_setup(
        &self,
        actor: Actor,
        office: OfficeId,
        fields: MailSetupFields,
        once: Option<Once<MailSetupDetail>>,
    ) -> Result<Outcome<Said<MailSetupDetail>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move { change(&desk, tx, actor, office, fields).await })
        })
        .await
    }

    /// Looks at all domains of an office now. Takes as long as the DNS does, half a minute at most for every four domains, and
    /// goes on when nobody waits for it any more: [`Desk::mail_setup`] says what came of it.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn check_mail_setup(
        &self,
        actor: Actor,
        office: OfficeId,
        once: Option<Once<MailSetupDetail>>,
    ) -> Result<Outcome<Said<MailSetupDetail>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        let looked_at = tokio::spawn(async move { check_by_hand(&desk, actor, office, once).await });
        looked_at.await.unwrap_or(Err(store::Error::Stopping))
    }

    /// Looks at the offices that are due by the clock, and returns at how many. Of any number of processes that do so at
    /// once, each office is looked at by one.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn check_due_mail_setups(&self) -> Result<usize, store::Error> {
        let Some(checks) = &self.0.settings.checks else { return Ok(0) };
        let mut tx = self.0.db.write().await?;
        store::mail_setups::enrol(&mut tx, self.0.clock.now()).await?;
        tx.commit().await?;
        let mut looked_at = 0;
        loop {
            let now = self.0.clock.now();
            let mut tx = self.0.db.write().await?;
            let most = u32::try_from(AT_ONCE).unwrap_or(1);
            let due = store::mail_setups::take_due(&mut tx, now, now + TAKEN, most).await?;
            tx.commit().await?;
            if due.is_empty() {
                return Ok(looked_at);
            }
            looked_at += due.len();
            let look = async |office: OfficeId| {
                if let Err(error) = check_one(self, checks, office).await {
                    tracing::warn!(%office, error = chain(&error), "the mail set-up could not be looked at; it is tried again in a quarter of an hour");
                }
            };
            stream::iter(due).for_each_concurrent(AT_ONCE, look).await;
            self.ring();
        }
    }
}

async fn check_by_hand(
    desk: &Desk,
    actor: Actor,
    office: OfficeId,
    once: Option<Once<MailSetupDetail>>,
) -> Result<Outcome<Said<MailSetupDetail>>, store::Error> {
    let Some(names) = names(desk, office).await? else { return Ok(Err(Refusal::NotFound)) };
    let looks = match &desk.0.settings.checks {
        Some(checks) => Some(looking::look(desk, checks, office, names, &desk.0.looking.by_hand).await?),
        None => None,
    };
    let inner = desk.clone();
    desk.write_once(once, move |tx| {
        Box::pin(async move {
            if let Some(looks) = looks {
                settling::settle(tx, &inner, actor, office, looks).await?;
            }
            Ok(detail(&inner, tx, office).await?.ok_or(Refusal::NotFound)?)
        })
    })
    .await
}

async fn check_one(desk: &Desk, checks: &Checks, office: OfficeId) -> Result<(), store::Error> {
    let Some(names) = names(desk, office).await? else { return Ok(()) };
    let looks = looking::look(desk, checks, office, names, &desk.0.looking.by_clock).await?;
    let mut tx = desk.0.db.write().await?;
    settling::settle(&mut tx, desk, Actor::System, office, looks).await?;
    tx.commit().await
}

/// The domains that the office's cascade can yield now.
async fn names(desk: &Desk, office: OfficeId) -> Result<Option<Vec<String>>, store::Error> {
    let mut tx = desk.0.db.read().await?;
    let found = store::rosters::read_whole(&mut tx, office).await?;
    Ok(found.map(|(roster, dossiers)| domains(&roster, &dossiers).into_iter().collect()))
}

async fn change(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    fields: MailSetupFields,
) -> Result<MailSetupDetail, Failure> {
    store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
    if fields.send_on_behalf == Some(true) && desk.0.settings.system_from.is_none() {
        return Err(Refusal::NoPlatformAddress.into());
    }
    let mut setup = store::mail_setups::find_for_update(tx, office, desk.0.clock.now()).await?;
    let old = setup.send_on_behalf;
    crate::offices::set(&mut setup.send_on_behalf, fields.send_on_behalf);
    if setup.send_on_behalf != old {
        store::mail_setups::update(tx, std::slice::from_ref(&setup)).await?;
        let detail =
            json!({ "old": { "send_on_behalf": old }, "new": { "send_on_behalf": setup.send_on_behalf } });
        let entry = actor.did(&desk.0.clock, office, "mail_setup_changed", Some(office.uuid()), &detail);
        store::audit::insert(tx, &[entry]).await?;
    }
    Ok(detail(desk, tx, office).await?.ok_or(Refusal::NotFound)?)
}

/// The mail set-up of an office as it stands; none when there is no such office.
async fn detail(desk: &Desk, tx: &mut Tx, office: OfficeId) -> Result<Option<MailSetupDetail>, store::Error> {
    let Some((roster, dossiers)) = store::rosters::read_whole(tx, office).await? else { return Ok(None) };
    let setup = store::mail_setups::find(tx, office).await?;
    let send_on_behalf = setup.as_ref().is_some_and(|setup| setup.send_on_behalf);
    let last_checked_at = setup.and_then(|setup| setup.checked_at);
    if desk.0.settings.checks.is_none() {
        return Ok(Some(MailSetupDetail {
            ready: true,
            domains: Vec::new(),
            last_checked_at,
            send_on_behalf,
        }));
    }
    let known = store::mail_setups::domains(tx, office).await?;
    let names = domains(&roster, &dossiers).into_iter();
    let domains = names.map(|name| {
        let known = known.iter().find(|known| known.domain == name);
        domain_detail(name, known)
    });
    let domains = domains.collect::<Result<Vec<_>, _>>()?;
    let ready = domains.iter().all(|domain| domain.causes.is_empty());
    Ok(Some(MailSetupDetail { ready, domains, last_checked_at, send_on_behalf }))
}

fn domain_detail(domain: String, known: Option<&MailDomain>) -> Result<DomainDetail, store::Error> {
    let unreadable =
        |error: serde_json::Error| store::Error::Unreadable { what: "a report", why: error.to_string() };
    let report = known.map(|known| serde_json::from_str(&known.report)).transpose().map_err(unreadable)?;
    let verdict = known.map(|known| &known.verdict);
    Ok(DomainDetail {
        domain,
        causes: in_order(&causes(verdict)),
        report,
        checked_at: verdict.map(|verdict| verdict.checked_at),
        broken_since: verdict.and_then(|verdict| verdict.broken_since),
    })
}
