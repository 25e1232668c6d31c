//! The mail set-ups of all offices, for whoever runs the installation: which are broken, and by what.

use domain::{Timestamp, delivery::SenderFault, id::OfficeId};
use serde_json::json;
pub use store::mail_setups::Filter;

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor};

/// The mail set-up of an office, as its last look found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeSetup {
    /// The office.
    pub office: OfficeId,
    /// Its name.
    pub name: String,
    /// All of its domains were ready.
    pub ready: bool,
    /// What kept mails of its domains from going out.
    pub causes: Vec<SenderFault>,
    /// When its domains were looked at last.
    pub last_checked_at: Option<Timestamp>,
}

/// Which offices are to be looked at.
#[derive(Debug, Clone)]
pub enum ToCheck {
    /// These.
    Offices(Vec<OfficeId>),
    /// Those that were not ready because of this, among other things.
    Cause(SenderFault),
    /// All that were not ready.
    Broken,
}

impl Desk {
    /// The mail set-ups of all offices. For operators.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for others.
    pub async fn mail_setups(
        &self,
        actor: Actor,
        filter: Filter,
        after: Option<OfficeId>,
        limit: u32,
    ) -> Result<Vec<OfficeSetup>, Failure> {
        actor.runs_the_installation()?;
        let mut tx = self.0.db.read().await?;
        let found = store::mail_setups::list_all(&mut tx, filter, after, limit).await?;
        let of = |(setup, name): (store::mail_setups::MailSetup, String)| OfficeSetup {
            office: setup.office,
            name,
            ready: setup.ready,
            causes: setup.causes,
            last_checked_at: setup.checked_at,
        };
        Ok(found.into_iter().map(of).collect())
    }

    /// Has offices looked at by the clock, within a minute, and returns how many. For operators.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn check_mail_setups(
        &self,
        actor: Actor,
        which: ToCheck,
        once: Option<Once<u64>>,
    ) -> Result<Outcome<Said<u64>>, store::Error> {
        if let Err(refusal) = actor.runs_the_installation() {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let now = desk.0.clock.now();
                let (count, detail) = match which {
                    ToCheck::Offices(asked) => {
                        let offices = store::offices::find_many(tx, &asked).await?;
                        if offices.len() < asked.iter().collect::<std::collections::BTreeSet<_>>().len() {
                            return Err(Refusal::NotFound.into());
                        }
                        let ids: Vec<_> = offices.iter().map(|office| office.id).collect();
                        store::mail_setups::check_soon(tx, &ids, now).await?;
                        let of = |office| {
                            actor.did(&desk.0.clock, office, "mail_setup_check_asked", None, &json!({}))
                        };
                        let entries: Vec<_> = ids.iter().map(|office| of(*office)).collect();
                        store::audit::insert(tx, &entries).await?;
                        (u64::try_from(ids.len()).unwrap_or(u64::MAX), "offices")
                    }
                    ToCheck::Cause(cause) => {
                        (store::mail_setups::check_all(tx, Some(cause), now).await?, cause.code())
                    }
                    ToCheck::Broken => (store::mail_setups::check_all(tx, None, now).await?, "all"),
                };
                tracing::info!(count, of = detail, "an operator has mail set-ups looked at");
                Ok(count)
            })
        })
        .await
    }
}
