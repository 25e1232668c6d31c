//! What would change? A write is done, looked at, and undone.
//!
//! The same code that stores a change makes the state that the answer is about, in a unit of work that is rolled back;
//! so what is shown before is what happens after. Both states are read whole and compared without the database, in a
//! constant number of statements.

use domain::{
    changes::{self, Changes, State},
    id::OfficeId,
};
use futures::future::BoxFuture;
use store::Tx;

use crate::{Desk, Failure, Outcome, Refusal, access::Actor};

/// A write, ready to be done or looked at.
pub(crate) type Change<T> = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Failure>> + Send>;

impl Desk {
    /// What would differ for the office's dossiers if this were done. Stores nothing.
    pub(crate) async fn preview<T>(
        &self,
        actor: Actor,
        office: OfficeId,
        change: Change<T>,
    ) -> Result<Outcome<Changes>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        // Of one state, so that nobody else's change is taken for an effect of this one.
        let mut tx = self.0.db.write_on_one_state().await?;
        let Some(before) = state(&mut tx, office).await? else { return Ok(Err(Refusal::NotFound)) };
        match change(&mut tx).await {
            Ok(_) => {}
            Err(Failure::Refused(refusal)) => return Ok(Err(refusal)),
            Err(Failure::Broken(error)) => return Err(error),
        }
        let Some(after) = state(&mut tx, office).await? else { return Ok(Err(Refusal::NotFound)) };
        // Undone before anything is compared: nobody waits for that.
        tx.undo().await?;
        let today = self.today();
        Ok(Ok(off_the_reactor(move || changes::between(&before, &after, today)).await?))
    }
}

/// The office as its decisions look at it, with all its dossiers.
pub(crate) async fn state(tx: &mut Tx, office: OfficeId) -> Result<Option<State>, store::Error> {
    let read = store::rosters::read_whole(tx, office).await?;
    Ok(read.map(|(roster, dossiers)| State { roster, dossiers }))
}

/// Runs something that takes milliseconds without an `await`, where it keeps nobody else waiting.
pub(crate) async fn off_the_reactor<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, store::Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| store::Error::Stopping)
}
