//! From events to mails and to entries in digests.

use std::collections::BTreeMap;

use domain::{
    EmailAddress, Timestamp,
    calendar::{after_working_hours, digest_due},
    dossier::Dossier,
    event::{Event, EventKind, Pace},
    id::EventId,
    mail::Mail,
    recipients::{self, Decision, Reader, Target},
    roster::Roster,
    time::minutes,
};
use store::{
    Tx,
    digests::{Entry, Stands},
    events::{Heard, Kept},
    rosters::Rosters,
};

use super::{ToldLater, ToldNow};
use crate::{Desk, letters};

/// The most messages in one mail; what is more goes into a second one, so that no relay finds it too large.
const IN_A_MAIL: usize = 60;

/// Stores events and tells whoever must hear, in somebody's unit of work. The rosters must hold the office and the dossier
/// of each; one whose office they do not hold is left out.
pub(crate) async fn raise(
    tx: &mut Tx,
    desk: &Desk,
    rosters: &Rosters,
    events: Vec<Event>,
) -> Result<Vec<super::Told>, store::Error> {
    let (mut letters, mut kept, mut told) = (Letters::default(), Vec::new(), Vec::new());
    for event in events {
        let Some(roster) = rosters.offices.get(&event.office_id) else { continue };
        let waits_until = wait(roster, &event);
        let mut heard = None;
        let (mut mails, mut digests) = (Vec::new(), Vec::new());
        if waits_until.is_none() {
            let dossier = dossier_of(rosters, &event);
            let decision = recipients::choose(roster, event.kind, dossier, desk.today());
            heard = Some(decision.step);
            (mails, digests) = letters.write(desk, roster, dossier, &[&event], &decision, Why::Happened);
        }
        let escalate_at = escalation(desk, roster, &event, &mails, &digests);
        told.push(super::Told { id: event.id, mails, digests, waits_until });
        kept.push(Kept { event, heard, told_with: None, tell_at: waits_until, escalate_at });
    }
    if !kept.is_empty() {
        store::events::insert(tx, &kept).await?;
    }
    letters.post(tx).await?;
    Ok(told)
}

pub(super) fn dossier_of<'r>(rosters: &'r Rosters, event: &Event) -> Option<&'r Dossier> {
    rosters.dossiers.get(&(event.office_id, event.dossier_id?))
}

/// Until when a message waits to be read before anybody is told, if the office wants that.
fn wait(roster: &Roster, event: &Event) -> Option<Timestamp> {
    let delay = roster.office.message_delay_minutes;
    let waits = event.kind == EventKind::Message && delay > 0;
    waits.then(|| event.created_at + minutes(u64::from(delay)))
}

/// When an event goes to the next step if nobody closes it, if the office wants that. The hours begin when somebody hears:
/// for those who wait for a digest, with the first of these.
fn escalation(
    desk: &Desk,
    roster: &Roster,
    event: &Event,
    now: &[ToldNow],
    later: &[ToldLater],
) -> Option<Timestamp> {
    let hours = roster.office.escalation_hours.filter(|_| event.kind.escalates())?;
    let first = later.iter().map(|digest| digest.due_at).min().filter(|_| now.is_empty());
    Some(after_working_hours(hours, first.unwrap_or(event.created_at), &desk.0.zone))
}

/// How soon a reader hears. Addresses that are nobody's own always hear at once.
pub(super) fn pace(roster: &Roster, reader: &Reader, kind: EventKind) -> Pace {
    match reader.to {
        Target::Employee(id) => {
            roster.employees.get(&id).map_or(Pace::AtOnce, |employee| roster.office.pace(employee, kind))
        }
        _ => Pace::AtOnce,
    }
}

/// Why something is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It happened.
    Happened,
    /// It was open for so many working hours with those who heard first.
    OpenFor(u32),
    /// What told it did not reach anybody.
    InVain,
}

/// Mails and entries on their way to the database.
#[derive(Default)]
pub(super) struct Letters {
    pub(super) mails: Vec<Mail>,
    entries: Vec<Entry>,
}

impl Letters {
    /// Tells all readers of a decision of events that are told together: one, or the unread messages of a thread. Only
    /// what has just happened waits for a digest.
    pub(super) fn write(
        &mut self,
        desk: &Desk,
        roster: &Roster,
        dossier: Option<&Dossier>,
        events: &[&Event],
        decision: &Decision,
        why: Why,
    ) -> (Vec<ToldNow>, Vec<ToldLater>) {
        let (mut now, mut later) = (Vec::new(), Vec::new());
        let Some(kind) = events.first().map(|event| event.kind) else { return (now, later) };
        for reader in &decision.readers {
            let (to, language) = roster.mailbox(reader.to);
            let mut because = decision.because(roster, reader);
            if let Why::OpenFor(hours) = why {
                because.open_for_hours = Some(hours);
            }
            let pace = if why == Why::Happened { pace(roster, reader, kind) } else { Pace::AtOnce };
            match (digest_due(pace, desk.0.clock.now(), &desk.0.zone), reader.to) {
                (Some(due_at), Target::Employee(employee)) => {
                    self.entries.extend(events.iter().map(|event| Entry {
                        event: event.id,
                        employee,
                        office: event.office_id,
                        pace,
                        stands: Stands::Due(due_at),
                        because: because.clone(),
                    }));
                    later.push(ToldLater { to, due_at, because });
                }
                _ => {
                    let to = (to, language);
                    let mail = letters::notice(desk, &roster.office, dossier, events, to, because.clone());
                    now.push(ToldNow { id: mail.id, to: mail.to.clone(), language, because });
                    self.mails.push(mail);
                }
            }
        }
        (now, later)
    }

    /// Stores all of it.
    pub(super) async fn post(self, tx: &mut Tx) -> Result<(), store::Error> {
        store::digests::insert(tx, &self.entries).await?;
        letters::post(tx, &self.mails).await
    }
}

/// Who was told of an event.
pub(super) struct Told<'t>(Vec<&'t Heard>);

impl<'t> Told<'t> {
    pub(super) fn of(told: &'t [Heard], event: &Event) -> Self {
        Self(told.iter().filter(|heard| heard.event == event.id).collect())
    }

    pub(super) fn knows(&self, address: &EmailAddress) -> bool {
        let key = address.key();
        self.0.iter().any(|heard| heard.key == key)
    }
}

/// Tells events that are stored already by a decision that is made now, messages of a thread together; whoever was told
/// before is not told again. Returns how many mails that made.
pub(super) async fn tell_again(tx: &mut Tx, desk: &Desk, events: Vec<Kept>) -> Result<usize, store::Error> {
    let ids: Vec<EventId> = events.iter().map(|kept| kept.event.id).collect();
    let told = store::events::told(tx, &ids).await?;
    let wanted: Vec<_> = events.iter().map(|kept| (kept.event.office_id, kept.event.dossier_id)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    let mut letters = Letters::default();
    let mut groups = by_thread(events);
    for group in &mut groups {
        let Some(first) = group.first().map(|kept| kept.event.clone()) else { continue };
        let Some(roster) = rosters.offices.get(&first.office_id) else { continue };
        let dossier = dossier_of(&rosters, &first);
        let decision = recipients::choose(roster, first.kind, dossier, desk.today());
        for reader in &decision.readers {
            let Some(address) = roster.address(reader.to) else { continue };
            let unknown = |kept: &&Kept| !Told::of(&told, &kept.event).knows(address);
            let news: Vec<&Event> = group.iter().filter(unknown).map(|kept| &kept.event).collect();
            let alone = Decision { readers: vec![*reader], ..decision.clone() };
            letters.write(desk, roster, dossier, &news, &alone, Why::Happened);
        }
        for kept in group.iter_mut() {
            kept.heard = Some(decision.step);
            // One that was told by a mail of its own stays with it.
            if kept.event.id != first.id && kept.told_with.is_none() {
                kept.told_with = Some(first.id);
            }
        }
    }
    store::events::update(tx, &groups.into_iter().flatten().collect::<Vec<_>>()).await?;
    let mails = letters.mails.len();
    letters.post(tx).await?;
    Ok(mails)
}

/// Messages of one thread together, oldest first, as many as one mail holds; whatever has no thread alone.
pub(super) fn by_thread(events: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut threads: BTreeMap<_, Vec<Kept>> = BTreeMap::new();
    for kept in events {
        let event = &kept.event;
        let thread = event.thread.as_ref().filter(|_| event.kind == EventKind::Message);
        let thread = thread.map_or_else(|| event.id.to_string(), |thread| format!("t {thread}"));
        threads.entry((event.office_id, event.dossier_id, thread)).or_default().push(kept);
    }
    let mut groups = Vec::new();
    for mut thread in threads.into_values() {
        thread.sort_by_key(|kept| kept.event.id);
        while thread.len() > IN_A_MAIL {
            let rest = thread.split_off(IN_A_MAIL);
            groups.push(std::mem::replace(&mut thread, rest));
        }
        groups.push(thread);
    }
    groups
}
