//! What nobody closed goes to the next step of the cascade: once, at once, and saying so.

use domain::{event::Event, office::Office};
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

/// Tells the next step of these events, messages of a thread together, if their office wants that. Returns of how many
/// somebody hears now.
pub(crate) async fn tell_next(
    tx: &mut Tx,
    desk: &Desk,
    events: Vec<Kept>,
    why: impl Fn(&Office) -> Option<Why>,
) -> Result<usize, store::Error> {
    let ids: Vec<_> = events.iter().map(|kept| kept.event.id).collect();
    let told = store::events::told(tx, &ids).await?;
    let wanted: Vec<_> = events.iter().map(|kept| (kept.event.office_id, kept.event.dossier_id)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    let (mut letters, mut heard_now) = (Letters::default(), Vec::new());
    for mut group in telling::by_thread(events) {
        let Some(Kept { event: first, heard: Some(step), .. }) = group.first() else { continue };
        let Some(roster) = rosters.offices.get(&first.office_id) else { continue };
        // An office that wants this no more is not bothered with what waited for it.
        let Some(why) = why(&roster.office) else { continue };
        let dossier = telling::dossier_of(&rosters, first);
        let told = telling::Told::of(&told, first);
        let next = domain::recipients::choose_next(roster, dossier, *step, |a| told.knows(a), desk.today());
        let Some(decision) = next else { continue };
        let news: Vec<&Event> = group.iter().map(|kept| &kept.event).collect();
        letters.write(desk, roster, dossier, &news, &decision, why);
        for kept in &mut group {
            kept.heard = Some(decision.step);
        }
        heard_now.extend(group);
    }
    store::events::update(tx, &heard_now).await?;
    letters.post(tx).await?;
    Ok(heard_now.len())
}
