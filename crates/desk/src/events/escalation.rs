//! What nobody closed goes to the next step of the cascade: once, at once, and saying so.

use store::{Tx, events::Kept};

use super::{
    due::{Due, PUT_OFF},
    telling::{self, Letters, Why},
};
use crate::Desk;

pub(super) const OPEN: Due = Due {
    what: "open tasks and requests",
    most: 200,
    tell: |desk, tx, limit| Box::pin(tell(desk, tx, limit)),
    put_off: |desk, tx| {
        let now = desk.0.clock.now();
        Box::pin(store::events::put_off_escalation(tx, now, now + PUT_OFF))
    },
};

async fn tell(desk: &Desk, tx: &mut Tx, limit: u32) -> Result<Option<usize>, store::Error> {
    let taken = store::events::take_to_escalate(tx, desk.0.clock.now(), limit).await?;
    if taken.is_empty() {
        return Ok(None);
    }
    let mut open = store::events::find_many_anywhere(tx, &taken).await?;
    open.retain(|kept| kept.event.closed_at.is_none());
    tell_next(tx, desk, open, |office| office.escalation_hours.map(Why::OpenFor)).await.map(Some)
}

/// Tells the next step of each of these events, if their office wants that. Returns how many mails that made.
pub(crate) async fn tell_next(
    tx: &mut Tx,
    desk: &Desk,
    mut events: Vec<Kept>,
    why: impl Fn(&domain::office::Office) -> Option<Why>,
) -> Result<usize, store::Error> {
    let ids: Vec<_> = events.iter().map(|kept| kept.event.id).collect();
    let told = store::events::told(tx, &ids).await?;
    let wanted: Vec<_> = events.iter().map(|kept| (kept.event.office_id, kept.event.dossier_id)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    let mut letters = Letters::default();
    for Kept { event, heard, .. } in &mut events {
        let Some(roster) = rosters.offices.get(&event.office_id) else { continue };
        // An office that wants this no more is not bothered with what waited for it.
        let (Some(why), Some(step)) = (why(&roster.office), *heard) else { continue };
        let dossier = telling::dossier_of(&rosters, event);
        let told = telling::Told::of(&told, event);
        let next = domain::recipients::choose_next(roster, dossier, step, |a| told.knows(a), desk.today());
        let Some(decision) = next else { continue };
        letters.write(desk, roster, dossier, &[event], &decision, why);
        *heard = Some(decision.step);
    }
    store::events::update(tx, &events).await?;
    let mails = letters.mails.len();
    letters.post(tx).await?;
    Ok(mails)
}
