//! Digests: what an employee chose to hear of together.
//!
//! Entries that were due are put back as told in the unit of work that stores the digest, so that nothing is told twice
//! and nothing is lost, whenever the program stops. What was closed in the meantime needs nobody any more. What waited for
//! somebody who has left is decided anew and told at once.

use std::collections::{BTreeMap, HashMap};

use domain::{event::Pace, id::EventId};
use store::{
    Tx,
    digests::{Entry, Stands},
    events::Kept,
};

use super::{
    due::{Due, PUT_OFF},
    telling,
};
use crate::{Desk, letters};

pub(super) const DIGESTS: Due = Due {
    what: "digests",
    most: 50,
    tell: |desk, tx, limit| Box::pin(tell(desk, tx, limit)),
    put_off: |desk, tx| {
        let now = desk.0.clock.now();
        Box::pin(store::digests::put_off(tx, now, now + PUT_OFF))
    },
};

/// The most events in one mail; what is more goes into a second one.
const IN_A_MAIL: usize = 60;

async fn tell(desk: &Desk, tx: &mut Tx, limit: u32) -> Result<Option<usize>, store::Error> {
    let taken = store::digests::take_due(tx, desk.0.clock.now(), limit).await?;
    if taken.is_empty() { Ok(None) } else { tell_taken(tx, desk, taken).await.map(Some) }
}

async fn tell_taken(tx: &mut Tx, desk: &Desk, taken: Vec<Entry>) -> Result<usize, store::Error> {
    let ids = distinct(taken.iter().map(|entry| entry.employee));
    let people = store::employees::find_many(tx, &ids, &[]).await?;
    let people: HashMap<_, _> =
        people.into_iter().map(|(office, employee)| (employee.id, (office, employee))).collect();
    let ids = distinct(taken.iter().map(|entry| entry.event));
    let events = store::events::find_many_anywhere(tx, &ids).await?;
    let open = events.into_iter().filter(|kept| kept.event.closed_at.is_none());
    let events: HashMap<EventId, Kept> = open.map(|kept| (kept.event.id, kept)).collect();
    let offices = distinct(taken.iter().map(|entry| entry.office));
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
    let (mut mails, mut told_now) = (Vec::new(), Vec::new());
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
            let mail = letters::digest(desk, office, employee, pace, &told, &names);
            told_now
                .extend(part.iter().map(|entry| Entry { stands: Stands::Told(mail.id), ..entry.clone() }));
            mails.push(mail);
        }
    }
    letters::post(tx, &mails).await?;
    store::digests::insert(tx, &told_now).await?;
    if left.is_empty() {
        return Ok(mails.len());
    }
    // Held anew, and in order: somebody may be closing them. One that waited for two who left is told once.
    let left = store::events::find_many_for_update_anywhere(tx, &left).await?;
    let left = left.into_iter().filter(|kept| kept.event.closed_at.is_none());
    Ok(mails.len() + telling::tell_again(tx, desk, left.collect()).await?)
}

fn distinct<T: Ord>(things: impl Iterator<Item = T>) -> Vec<T> {
    things.collect::<std::collections::BTreeSet<T>>().into_iter().collect()
}
