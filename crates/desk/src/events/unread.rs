//! Messages that wait to be read: told together with whatever else of their conversation waits, once the first of them
//! has waited long enough. One that was read is closed, and waits no more.

use std::collections::BTreeMap;

use store::events::Kept;

use super::telling;
use crate::Desk;

/// The most messages that are taken in one unit of work.
const BATCH: u32 = 200;

/// Tells whatever waited long enough. Returns how many mails that made.
pub(super) async fn tell(desk: &Desk) -> Result<usize, store::Error> {
    let mut mails = 0;
    loop {
        let mut tx = desk.0.db.write().await?;
        let taken = store::events::take_unread(&mut tx, desk.0.clock.now(), BATCH).await?;
        if taken.is_empty() {
            return Ok(mails);
        }
        let mut groups = by_thread(store::events::find_many_anywhere(&mut tx, &taken).await?);
        mails += telling::tell_again(&mut tx, desk, &mut groups).await?;
        tx.commit().await?;
        desk.ring();
    }
}

/// Messages of one thread together, oldest first; one without a thread alone.
fn by_thread(taken: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut groups: BTreeMap<_, Vec<Kept>> = BTreeMap::new();
    for mut kept in taken {
        kept.tell_at = None;
        let event = &kept.event;
        let thread =
            event.thread.clone().map_or_else(|| event.id.to_string(), |thread| format!("t {thread}"));
        groups.entry((event.office_id, event.dossier_id, thread)).or_default().push(kept);
    }
    groups.into_values().collect()
}
