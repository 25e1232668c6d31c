//! Messages that wait to be read: told together with whatever else of their conversation waits, once the first of them
//! has waited long enough. One that was read is closed, and waits no more.

use store::Tx;

use super::{
    due::{Due, PUT_OFF},
    telling,
};
use crate::Desk;

pub(super) const UNREAD: Due = Due {
    what: "unread messages",
    most: 200,
    tell: |desk, tx, limit| Box::pin(tell(desk, tx, limit)),
    put_off: |desk, tx| {
        let now = desk.0.clock.now();
        Box::pin(store::events::put_off_unread(tx, now, now + PUT_OFF))
    },
};

async fn tell(desk: &Desk, tx: &mut Tx, limit: u32) -> Result<Option<usize>, store::Error> {
    let taken = store::events::take_unread(tx, desk.0.clock.now(), limit).await?;
    if taken.is_empty() {
        return Ok(None);
    }
    let mut waited = store::events::find_many_anywhere(tx, &taken).await?;
    for kept in &mut waited {
        kept.tell_at = None;
    }
    telling::tell_again(tx, desk, waited).await.map(Some)
}
