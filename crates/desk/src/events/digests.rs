//! Digests: what an employee chose to hear of together.
//!
//! The entries go in the unit of work that stores the digest, so that nothing is told twice and nothing is lost, whenever
//! the program stops. What was closed in the meantime needs nobody any more. What waited for somebody who has left is
//! decided anew and told at once.

use std::collections::{BTreeMap, HashMap};

use domain::{
    event::Pace,
    id::{EmployeeId, EventId, OfficeId},
};
use store::{Tx, digests::Entry, events::Kept};

use super::telling;
use crate::{Desk, letters};

/// The most employees whose digests are made in one unit of work.
const BATCH: u32 = 50;

/// The most events in one mail; what is more goes into a second one.
const IN_A_MAIL: usize = 60;

/// Makes whatever digests are due. Returns how many mails that made.
pub(super) async fn tell(desk: &Desk) -> Result<usize, store::Error> {
    let mut mails = 0;
    loop {
        let mut tx = desk.0.db.write().await?;
        let taken = store::digests::take_due(&mut tx, desk.0.clock.now(), BATCH).await?;
        if taken.is_empty() {
            return Ok(mails);
        }
        mails += tell_taken(&mut tx, desk, taken).await?;
        tx.commit().await?;
        desk.ring();
    }
}

async fn tell_taken(tx: &mut Tx, desk: &Desk, taken: Vec<Entry>) -> Result<usize, store::Error> {
    let ids: Vec<EmployeeId> = taken.iter().map(|entry| entry.employee).collect();
    let people = store::employees::find_many(tx, &ids, &[]).await?;
    let people: HashMap<_, _> =
        people.into_iter().map(|(office, employee)| (employee.id, (office, employee))).collect();
    let ids: Vec<EventId> = taken.iter().map(|entry| entry.event).collect();
    let events = store::events::find_many_anywhere(tx, &ids).await?;
    let open = events.into_iter().filter(|kept| kept.event.closed_at.is_none());
    let events: HashMap<EventId, Kept> = open.map(|kept| (kept.event.id, kept)).collect();
    let offices: Vec<OfficeId> = taken.iter().map(|entry| entry.office).collect();
    let offices = store::offices::find_many(tx, &offices).await?;
    let dossiers = events.values().filter_map(|kept| Some((kept.event.office_id, kept.event.dossier_id?)));
    let dossiers = store::dossiers::find_many(tx, &dossiers.collect::<Vec<_>>()).await?;
    let names: HashMap<_, _> = dossiers.into_iter().map(|(_, dossier)| (dossier.id, dossier.name)).collect();

    let (mut digests, mut left): (BTreeMap<_, Vec<Entry>>, Vec<EventId>) = (BTreeMap::new(), Vec::new());
    for entry in taken.into_iter().filter(|entry| events.contains_key(&entry.event)) {
        match people.get(&entry.employee) {
            Some((_, employee)) if employee.active => {
                digests.entry((entry.employee, entry.pace == Pace::Daily)).or_default().push(entry);
            }
            _ => left.push(entry.event),
        }
    }
    let mut mails = Vec::new();
    for ((employee, _), mut entries) in digests {
        let Some((office, employee)) = people.get(&employee) else { continue };
        let Some(office) = offices.iter().find(|found| found.id == *office) else { continue };
        entries.sort_by_key(|entry| entry.event);
        for part in entries.chunks(IN_A_MAIL) {
            let told: Vec<_> = part
                .iter()
                .filter_map(|entry| Some((&events.get(&entry.event)?.event, &entry.because)))
                .collect();
            let pace = part.first().map_or(Pace::Hourly, |entry| entry.pace);
            mails.push(letters::digest(desk, office, employee, pace, &told, &names));
        }
    }
    letters::post(tx, &mails).await?;
    if left.is_empty() {
        return Ok(mails.len());
    }
    // Held anew, and in order: somebody may be closing them. One that waited for two who left is told once.
    let left = store::events::find_many_for_update_anywhere(tx, &left).await?;
    let left = left.into_iter().filter(|kept| kept.event.closed_at.is_none());
    let mut groups: Vec<Vec<Kept>> = left.map(|kept| vec![kept]).collect();
    Ok(mails.len() + telling::tell_again(tx, desk, &mut groups).await?)
}
