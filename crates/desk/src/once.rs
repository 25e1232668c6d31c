//! Writes that may be sent twice: the same key and request get the same answer.
//!
//! The key is taken in the unit of work that it guards, and the answer is kept in it too; so a key is known exactly
//! when its work was done. Of two requests with one key at once, the second waits for the first. Refusals are not
//! kept, since nothing was stored: they are decided anew, and the key is still free.

use futures::future::BoxFuture;
use store::{Tx, idempotency};

use crate::{Desk, Failure, Keyed, Outcome, Refusal};

/// How long a key is remembered.
pub(crate) const REMEMBERED: std::time::Duration = domain::time::days(7);

/// A key, and how its answer is written down.
pub struct Once<T: ?Sized> {
    /// Whose key, which, for what.
    pub keyed: Keyed,
    /// Writes an answer down, as it will be given again.
    pub encode: Box<dyn Fn(&T) -> String + Send + Sync>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<T> {
    /// Given now.
    Now(T),
    /// Given before to the same key and request: as it was written down.
    Before(String),
}

/// What became of one key.
pub(crate) enum Taken {
    /// It is new.
    Fresh,
    /// It was answered.
    Answered(String),
    /// It was used for something else.
    Reused,
}

/// What became of a key, by what the database knows of it.
pub(crate) fn taken(keyed: &Keyed, known: &[idempotency::Known]) -> Taken {
    match known.iter().find(|k| k.scope == keyed.scope && k.key == keyed.key) {
        None => Taken::Fresh,
        Some(known) if known.fingerprint == keyed.fingerprint => Taken::Answered(known.answer.clone()),
        Some(_) => Taken::Reused,
    }
}

impl Desk {
    /// Runs a unit of work, once for each key. A refusal undoes it.
    pub(crate) async fn write_once<T, W>(
        &self,
        once: Option<Once<T>>,
        work: W,
    ) -> Result<Outcome<Said<T>>, store::Error>
    where
        W: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Failure>> + Send,
    {
        let mut tx = self.0.db.write().await?;
        if let Some(once) = &once {
            let known =
                idempotency::take(&mut tx, std::slice::from_ref(&once.keyed), self.0.clock.now()).await?;
            match taken(&once.keyed, &known) {
                Taken::Fresh => {}
                Taken::Answered(answer) => return Ok(Ok(Said::Before(answer))),
                Taken::Reused => return Ok(Err(Refusal::IdempotencyKeyReused)),
            }
        }
        let value = match work(&mut tx).await {
            Ok(value) => value,
            Err(Failure::Refused(refusal)) => return Ok(Err(refusal)),
            Err(Failure::Broken(error)) => return Err(error),
        };
        if let Some(Once { keyed, encode }) = once {
            let answered =
                idempotency::Answered { scope: keyed.scope, key: keyed.key, answer: encode(&value) };
            idempotency::answer(&mut tx, &[answered]).await?;
        }
        tx.commit().await?;
        self.ring();
        Ok(Ok(Said::Now(value)))
    }
}
