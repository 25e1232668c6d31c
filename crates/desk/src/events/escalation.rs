//! What nobody closed goes to the next step of the cascade: once, at once, and saying so.

use domain::{EmailAddress, event::Event, recipients};
use store::events::Kept;

use super::telling::{self, Letters};
use crate::Desk;

/// The most events that are taken in one unit of work.
const BATCH: u32 = 200;

/// Tells the next step of whatever was open long enough. Returns how many mails that made.
pub(super) async fn tell(desk: &Desk) -> Result<usize, store::Error> {
    let mut mails = 0;
    loop {
        let mut tx = desk.0.db.write().await?;
        let taken = store::events::take_to_escalate(&mut tx, desk.0.clock.now(), BATCH).await?;
        if taken.is_empty() {
            return Ok(mails);
        }
        let mut open = store::events::find_many_anywhere(&mut tx, &taken).await?;
        open.retain(|kept| kept.event.closed_at.is_none());
        let told = store::events::told(&mut tx, &taken).await?;
        let wanted: Vec<_> = open.iter().map(|kept| (kept.event.office_id, kept.event.dossier_id)).collect();
        let rosters = store::rosters::read(&mut tx, &wanted).await?;
        let mut letters = Letters::default();
        for Kept { event, heard, .. } in &mut open {
            let Some(roster) = rosters.offices.get(&event.office_id) else { continue };
            // An office that wants this no more is not bothered with what waited for it.
            let (Some(hours), Some(step)) = (roster.office.escalation_hours, *heard) else { continue };
            let dossier = telling::dossier_of(&rosters, event);
            let knows = |address: &EmailAddress| knows(&told, event, address);
            let next = recipients::choose_next(roster, dossier, step, knows, desk.today());
            let Some(decision) = next else { continue };
            let mut told = telling::nothing_told(event.id);
            letters.write(desk, roster, dossier, &[event], &decision, Some(hours), &mut told);
            *heard = Some(decision.step);
        }
        store::events::update(&mut tx, &open).await?;
        mails += letters.mails.len();
        letters.post(&mut tx).await?;
        tx.commit().await?;
        desk.ring();
    }
}

fn knows(told: &[(domain::id::EventId, String)], event: &Event, address: &EmailAddress) -> bool {
    let key = address.key();
    told.iter().any(|(id, told)| *id == event.id && *told == key)
}
