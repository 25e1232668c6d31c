//! Addresses that an office leaves alone for a while, since mail to them came back: seen, and lifted by hand.

use domain::{
    EmailAddress,
    id::{MailId, OfficeId},
};
use serde_json::json;

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor};

pub use store::suppressions::Suppression;

impl Desk {
    /// The addresses that the office leaves alone now, those whose mail is the newest first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn suppressions(
        &self,
        actor: Actor,
        office: OfficeId,
        before: Option<MailId>,
        limit: u32,
    ) -> Result<Vec<Suppression>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        Ok(store::suppressions::list(&mut tx, office, self.0.clock.now(), before, limit).await?)
    }

    /// Writes to an address again. One that is not left alone is not: asked twice, done once.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn lift_suppression(
        &self,
        actor: Actor,
        office: OfficeId,
        address: EmailAddress,
        once: Option<Once<()>>,
    ) -> Result<Outcome<Said<()>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
                let asked = [(office, address.key())];
                let lifted = store::suppressions::lift(tx, &asked, desk.0.clock.now()).await?;
                let Some((_, cause)) = lifted.first() else { return Ok(()) };
                let detail = json!({ "address": address, "cause": cause, "by": "hand" });
                let line = actor.did(&desk.0.clock, office, "suppression_lifted", None, &detail);
                Ok(store::audit::insert(tx, &[line]).await?)
            })
        })
        .await
    }
}
