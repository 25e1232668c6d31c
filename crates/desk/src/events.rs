//! Something happens that needs the office, and the right people hear.
//!
//! Everything that one or a thousand events need is read in a few statements ([`store::rosters`]), decided without the
//! database ([`domain::recipients`]), and written in a few more, in one unit of work; so a mail exists exactly when what
//! caused it does. For each:
//!
//! 1. the dossier, if it names one, must be one of this office;
//! 2. a message waits to be read first, if the office wants that ([`unread`]); whatever else happens is told now;
//! 3. who hears is decided: each gets a mail of their own, or an entry in their next digest ([`digests`]);
//! 4. a failed task or user request goes to the next step when nobody closes it, if the office wants that
//!    ([`escalation`]).

use domain::{
    Fault, Language, Mailbox, Name, Text, Timestamp, WebLink,
    event::{Event, EventKind, Facts, Pace},
    id::{DossierId, EventId, MailId, OfficeId},
    recipients::{self, Because},
};
use futures::future::BoxFuture;
use serde_json::json;
use store::{mails::Tracked, rosters::Rosters};

pub use store::{
    digests::Stands,
    events::{Filter, Kept},
};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    batch::{self, Batched, Item, Work},
};

mod digests;
mod due;
pub(crate) mod escalation;
pub(crate) mod telling;
mod unread;

/// An event that somebody posts.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// What kind.
    pub kind: EventKind,
    /// The dossier that it is about.
    pub dossier: Option<DossierId>,
    /// What happened, in words.
    pub summary: Text,
    /// Where to see it; the portal's first page if nothing is said.
    pub link: Option<WebLink>,
    /// What messages of one conversation have in common.
    pub thread: Option<Name>,
    /// When it happened; now if nothing is said.
    pub occurred_at: Option<Timestamp>,
}

/// A request to post events at one office.
pub type Job = batch::Job<NewEvent>;

/// What became of a [`Job`]: an answer for each of its events, in their order.
pub type JobAnswer = batch::JobAnswer<NewEvent>;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: EventId,
    /// Who gets a mail now.
    pub mails: Vec<ToldNow>,
    /// Who hears in a digest.
    pub digests: Vec<ToldLater>,
    /// A message that waits to be read: until when.
    pub waits_until: Option<Timestamp>,
}

/// A mail that was put in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldNow {
    /// Its id.
    pub id: MailId,
    /// Who gets it.
    pub to: Mailbox,
    /// Their language.
    pub language: Language,
    /// Why they get it.
    pub because: Because,
}

/// An entry in somebody's next digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldLater {
    /// Whose.
    pub to: Mailbox,
    /// When it is due.
    pub due_at: Timestamp,
    /// Why they hear.
    pub because: Because,
}

/// Somebody who would hear.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WouldHear {
    /// Who.
    pub to: Mailbox,
    /// Their language.
    pub language: Language,
    /// How soon.
    pub pace: Pace,
    /// Why.
    pub because: Because,
}

/// An event with everybody who heard of it or will.
#[derive(Debug, Clone)]
pub struct EventDetail {
    /// What happened, and what is still to happen with it.
    pub kept: Kept,
    /// The mails about it, newest first; digests are not among them.
    pub mails: Vec<Tracked>,
    /// Who heard in a digest, or will.
    pub digests: Vec<InDigest>,
}

/// Somebody who heard of an event in a digest, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InDigest {
    /// Who.
    pub to: Mailbox,
    /// When it is due, or which mail told it.
    pub stands: Stands,
    /// Why they hear.
    pub because: Because,
}

impl Batched for NewEvent {
    type Done = Told;

    fn act<'t>(work: Work<'t, Self>) -> BoxFuture<'t, Result<Vec<Outcome<Told>>, store::Error>> {
        Box::pin(post(work))
    }
}

async fn post(work: Work<'_, NewEvent>) -> Result<Vec<Outcome<Told>>, store::Error> {
    let Work { tx, desk, items } = work;
    let wanted: Vec<_> = items.iter().map(|item| (item.office, item.what.dossier)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    let checked: Vec<Outcome<Event>> = items.iter().map(|item| check(desk, &rosters, item)).collect();
    let events = checked.iter().filter_map(|event| event.as_ref().ok().cloned()).collect();
    let mut told = telling::raise(tx, desk, &rosters, events).await?.into_iter();
    let outcome = |event: Outcome<Event>| event.and_then(|_| told.next().ok_or(Refusal::NotFound));
    Ok(checked.into_iter().map(outcome).collect())
}

fn check(desk: &Desk, rosters: &Rosters, item: &Item<'_, NewEvent>) -> Outcome<Event> {
    let NewEvent { kind, dossier, summary, link, thread, occurred_at } = item.what.clone();
    if !rosters.offices.contains_key(&item.office) {
        return Err(Refusal::NotFound);
    }
    if dossier.is_some_and(|dossier| !rosters.dossiers.contains_key(&(item.office, dossier))) {
        return Err(Refusal::field("dossier_id", Fault::NotFound));
    }
    let now = desk.0.clock.now();
    Ok(Event {
        id: desk.0.clock.id(),
        office_id: item.office,
        dossier_id: dossier,
        kind,
        summary,
        link,
        facts: Facts::default(),
        thread,
        occurred_at: occurred_at.unwrap_or(now),
        created_at: now,
        closed_at: None,
    })
}

impl Desk {
    /// Posts events. Requests that come at once share a unit of work.
    ///
    /// # Errors
    /// When the database does not do its part; nothing was stored then.
    pub async fn post_events(&self, job: Job) -> Result<JobAnswer, store::Error> {
        if let Err(refusal) = job.actor.reach(job.office) {
            return Ok(Err(refusal));
        }
        self.0.events.submit(job).await
    }

    /// Who would hear of an event of this kind, and why. Stores nothing.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn would_hear(
        &self,
        actor: Actor,
        office: OfficeId,
        kind: EventKind,
        dossier: Option<DossierId>,
    ) -> Result<Vec<WouldHear>, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let rosters = store::rosters::read(&mut tx, &[(office, dossier)]).await?;
        let roster = rosters.offices.get(&office).ok_or(Refusal::NotFound)?;
        let found = dossier.map(|dossier| rosters.dossiers.get(&(office, dossier)).ok_or(Refusal::NotFound));
        let decision = recipients::choose(roster, kind, found.transpose()?, self.today());
        let would = decision.readers.iter().map(|reader| {
            let (to, language) = roster.mailbox(reader.to);
            let pace = telling::pace(roster, reader, kind);
            WouldHear { to, language, pace, because: decision.because(roster, reader) }
        });
        Ok(would.collect())
    }

    /// The office's events, newest first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn events(
        &self,
        actor: Actor,
        office: OfficeId,
        filter: &Filter,
        before: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<Kept>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        if let Some(dossier) = filter.dossier {
            store::dossiers::find(&mut tx, office, dossier).await?.ok_or(Refusal::NotFound)?;
        }
        Ok(store::events::list(&mut tx, office, filter, before, limit).await?)
    }

    /// The event.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn event(&self, actor: Actor, office: OfficeId, id: EventId) -> Result<EventDetail, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let kept = store::events::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?;
        let filter = store::mails::Filter { event: Some(kept.told_with.unwrap_or(id)), ..Default::default() };
        let mails = store::mails::list(&mut tx, office, &filter, None, 1000).await?;
        let entries = store::digests::of_event(&mut tx, office, id).await?;
        let ids: Vec<_> = entries.iter().map(|entry| entry.employee).collect();
        let people = store::employees::find_many(&mut tx, &ids, &[]).await?;
        let of = |entry: &store::digests::Entry| {
            let (_, employee) = people.iter().find(|(_, employee)| employee.id == entry.employee)?;
            Some(InDigest { to: employee.mailbox(), stands: entry.stands, because: entry.because.clone() })
        };
        Ok(EventDetail { kept, mails, digests: entries.iter().filter_map(of).collect() })
    }

    /// Closes an event: the task is solved, the message read, the request answered. It is told no more and goes to no
    /// further step. One that is closed, or waits for nobody, stays as it is.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn close_event(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EventId,
        once: Option<Once<Kept>>,
    ) -> Result<Outcome<Said<Kept>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let clock = self.0.clock.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let mut kept =
                    store::events::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?;
                if store::user_requests::is_open(tx, office, id).await? {
                    return Err(Refusal::RequestWaitsForADecision.into());
                }
                let now = clock.now();
                if !store::events::close(tx, office, &[id], now).await?.is_empty() {
                    (kept.event.closed_at, kept.tell_at, kept.escalate_at) = (Some(now), None, None);
                    let detail = json!({ "kind": kept.event.kind });
                    let entry = actor.did(&clock, office, "event_closed", Some(id.uuid()), &detail);
                    store::audit::insert(tx, &[entry]).await?;
                }
                Ok(kept)
            })
        })
        .await
    }

    /// Tells whatever is due by the clock: unread messages, digests, what nobody closed. Returns how many mails that
    /// made. Any number of processes may do so at once.
    ///
    /// # Errors
    /// When the database does not do its part; what was not told is told the next time.
    pub async fn tell_due(&self) -> Result<usize, store::Error> {
        // One sort of thing that cannot be told does not keep the others waiting.
        let (mut mails, mut fault) = (0, None);
        for due in [&unread::UNREAD, &escalation::OPEN, &digests::DIGESTS] {
            match due::all(self, due).await {
                Ok(more) => mails += more,
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        fault.map_or(Ok(mails), Err)
    }

    /// The day that it is at the office.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        domain::calendar::today(self.0.clock.now(), &self.0.zone)
    }
}
