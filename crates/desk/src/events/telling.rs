//! From events to mails and to entries in digests.

use domain::{
    Timestamp,
    calendar::{after_working_hours, digest_due},
    dossier::Dossier,
    event::{Event, EventKind, Pace},
    id::EventId,
    mail::Mail,
    recipients::{self, Because, Decision, Reader, Target},
    roster::Roster,
    time::minutes,
};
use store::{Tx, digests::Entry, events::Kept, rosters::Rosters};

use super::{Told, ToldLater, ToldNow};
use crate::{Desk, letters};

/// Stores events and tells whoever must hear, in somebody's unit of work. The rosters must hold the office and the dossier
/// of each; one whose office they do not hold is left out.
pub(crate) async fn raise(
    tx: &mut Tx,
    desk: &Desk,
    rosters: &Rosters,
    events: Vec<Event>,
) -> Result<Vec<Told>, store::Error> {
    let (mut letters, mut kept, mut told) = (Letters::default(), Vec::new(), Vec::new());
    for event in events {
        let Some(roster) = rosters.offices.get(&event.office_id) else { continue };
        let waits_until = wait(roster, &event);
        let mut heard = None;
        let mut outcome = Told { id: event.id, mails: Vec::new(), digests: Vec::new(), waits_until };
        if waits_until.is_none() {
            let dossier = dossier_of(rosters, &event);
            let decision = recipients::choose(roster, event.kind, dossier, desk.today());
            heard = Some(decision.step);
            letters.write(desk, roster, dossier, &[&event], &decision, None, &mut outcome);
        }
        let escalate_at = escalation(desk, roster, &event);
        told.push(outcome);
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

/// When an event goes to the next step if nobody closes it, if the office wants that.
fn escalation(desk: &Desk, roster: &Roster, event: &Event) -> Option<Timestamp> {
    let hours = roster.office.escalation_hours.filter(|_| event.kind.escalates())?;
    Some(after_working_hours(hours, event.created_at, &desk.0.zone))
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

/// Mails and entries on their way to the database.
#[derive(Default)]
pub(super) struct Letters {
    pub(super) mails: Vec<Mail>,
    entries: Vec<Entry>,
}

impl Letters {
    /// Tells all readers of a decision of events that are told together: one, or the unread messages of a thread. What
    /// was open for so many working hours is told at once.
    #[expect(clippy::too_many_arguments, reason = "what is told, to whom, and where that is noted")]
    pub(super) fn write(
        &mut self,
        desk: &Desk,
        roster: &Roster,
        dossier: Option<&Dossier>,
        events: &[&Event],
        decision: &Decision,
        open_for_hours: Option<u32>,
        told: &mut Told,
    ) {
        let Some(kind) = events.first().map(|event| event.kind) else { return };
        for reader in &decision.readers {
            let (to, language) = roster.mailbox(reader.to);
            let because = Because { open_for_hours, ..decision.because(roster, reader) };
            let pace = if open_for_hours.is_some() { Pace::AtOnce } else { pace(roster, reader, kind) };
            match (digest_due(pace, desk.0.clock.now(), &desk.0.zone), reader.to) {
                (Some(due_at), Target::Employee(employee)) => {
                    self.entries.extend(events.iter().map(|event| Entry {
                        event: event.id,
                        employee,
                        office: event.office_id,
                        pace,
                        due_at,
                        because: because.clone(),
                    }));
                    told.digests.push(ToldLater { to, due_at, because });
                }
                _ => {
                    let mail = letters::notice(
                        desk,
                        &roster.office,
                        dossier,
                        events,
                        (to, language),
                        because.clone(),
                    );
                    told.mails.push(ToldNow { id: mail.id, to: mail.to.clone(), language, because });
                    self.mails.push(mail);
                }
            }
        }
    }

    /// Stores all of it.
    pub(super) async fn post(self, tx: &mut Tx) -> Result<(), store::Error> {
        store::digests::insert(tx, &self.entries).await?;
        letters::post(tx, &self.mails).await
    }
}

/// Tells events that are stored already, each group together, by a decision that is made now.
pub(super) async fn tell_again(
    tx: &mut Tx,
    desk: &Desk,
    groups: &mut [Vec<Kept>],
) -> Result<usize, store::Error> {
    let firsts = groups.iter().filter_map(|group| group.first());
    let wanted: Vec<_> = firsts.map(|kept| (kept.event.office_id, kept.event.dossier_id)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    let mut letters = Letters::default();
    for group in groups.iter_mut() {
        let events: Vec<&Event> = group.iter().map(|kept| &kept.event).collect();
        let Some(&first) = events.first() else { continue };
        let Some(roster) = rosters.offices.get(&first.office_id) else { continue };
        let dossier = dossier_of(&rosters, first);
        let decision = recipients::choose(roster, first.kind, dossier, desk.today());
        let mut told = nothing_told(first.id);
        letters.write(desk, roster, dossier, &events, &decision, None, &mut told);
        let with = first.id;
        for kept in group.iter_mut() {
            kept.heard = Some(decision.step);
            kept.told_with = (kept.event.id != with).then_some(with);
        }
    }
    let all: Vec<Kept> = groups.iter().flatten().cloned().collect();
    store::events::update(tx, &all).await?;
    let mails = letters.mails.len();
    letters.post(tx).await?;
    Ok(mails)
}

pub(super) const fn nothing_told(id: EventId) -> Told {
    Told { id, mails: Vec::new(), digests: Vec::new(), waits_until: None }
}
