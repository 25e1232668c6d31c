//! What is due by the clock, batch after batch.

use domain::time::hours;
use futures::future::BoxFuture;
use store::Tx;

use crate::{Desk, chain};

/// How many mails something made; `None` when nothing was due.
type Made<'t> = BoxFuture<'t, Result<Option<usize>, store::Error>>;

/// A sort of thing that is due.
pub(super) struct Due {
    /// What it is, for the log.
    pub(super) what: &'static str,
    /// The most that are taken in one unit of work.
    pub(super) most: u32,
    /// Takes up to so many and tells them.
    pub(super) tell: for<'t> fn(&'t Desk, &'t mut Tx, u32) -> Made<'t>,
    /// Puts off the one that is taken first, for an hour.
    pub(super) put_off: for<'t> fn(&'t Desk, &'t mut Tx) -> BoxFuture<'t, Result<(), store::Error>>,
}

/// How long something that cannot be told is put off.
pub(super) const PUT_OFF: std::time::Duration = hours(1);

/// Tells all that is due. Something that cannot be read does not keep the rest waiting: it is found by going one by one,
/// and put off. Returns how many mails that made.
pub(super) async fn all(desk: &Desk, due: &Due) -> Result<usize, store::Error> {
    let (mut mails, mut limit) = (0, due.most);
    loop {
        let mut tx = desk.0.db.write().await?;
        match (due.tell)(desk, &mut tx, limit).await {
            Ok(None) => return Ok(mails),
            Ok(Some(more)) => {
                tx.commit().await?;
                desk.ring();
                mails += more;
            }
            Err(store::Error::Unreadable { .. }) if limit > 1 => {
                tx.undo().await?;
                limit = 1;
            }
            Err(error @ store::Error::Unreadable { .. }) => {
                tx.undo().await?;
                tracing::error!(
                    what = due.what,
                    error = chain(&error),
                    "something cannot be told; it is put off for an hour"
                );
                let mut tx = desk.0.db.write().await?;
                (due.put_off)(desk, &mut tx).await?;
                tx.commit().await?;
                limit = due.most;
            }
            Err(error) => return Err(error),
        }
    }
}
