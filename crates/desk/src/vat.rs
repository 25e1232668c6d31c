//! *Documents OK*: a client says that all documents of a VAT period are in.
//!
//! 1. Once for each dossier and period: whoever presses again is shown what was said first, and nobody hears twice.
//! 2. The period is of the kind that the dossier declares, has begun, and ran at some time in the last 24 months. If none
//!    is named, it is the one whose declaration is due next.
//! 3. Taking it back is told to the office too, in the same conversation of mails; then it can be said anew.

use domain::{
    dossier::VatPeriod,
    id::{ClientUserId, DossierId, EventId, OfficeId},
    vat::{Part, Period},
};

pub use store::vat_confirmations::{Filter as VatFilter, VatConfirmation};

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, events::Told};

mod saying;

/// What a client says.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConfirmVat {
    /// The period; the current one if nothing is said.
    pub period: Option<Period>,
    /// Who says so, if it is known.
    pub client_user: Option<ClientUserId>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// What was said for this period: now, or before.
    pub confirmation: VatConfirmation,
    /// It was said now.
    pub is_new: bool,
    /// Who hears, when it was said now.
    pub told: Option<Told>,
}

/// How far an office's clients are with a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VatOverview {
    /// Dossiers for which all documents are in.
    pub confirmed: u64,
    /// The others that declare VAT so often.
    pub open: u64,
}

impl Desk {
    /// All documents of a VAT period of this dossier are in.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn confirm_vat(
        &self,
        actor: Actor,
        office: OfficeId,
        dossier: DossierId,
        said: ConfirmVat,
        once: Option<Once<Confirmed>>,
    ) -> Result<Outcome<Said<Confirmed>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move { saying::confirm(&desk, tx, actor, (office, dossier), said).await })
        })
        .await
    }

    /// They are not all in after all. The answer says who hears of that.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn take_back_vat(
        &self,
        actor: Actor,
        office: OfficeId,
        dossier: DossierId,
        period: Period,
        client_user: Option<ClientUserId>,
        once: Option<Once<Told>>,
    ) -> Result<Outcome<Said<Told>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                saying::take_back(&desk, tx, actor, (office, dossier), period, client_user).await
            })
        })
        .await
    }

    /// What the office's clients said, in the order that they said it in. The event of each names its place.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor, or no such dossier to filter by.
    pub async fn vat_confirmations(
        &self,
        actor: Actor,
        office: OfficeId,
        filter: &VatFilter,
        after: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<VatConfirmation>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        if let Some(dossier) = filter.dossier {
            store::dossiers::find(&mut tx, office, dossier).await?.ok_or(Refusal::NotFound)?;
        }
        Ok(store::vat_confirmations::list(&mut tx, office, filter, after, limit).await?)
    }

    /// How many of the office's dossiers that declare VAT for such periods have all documents of this one in.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn vat_overview(
        &self,
        actor: Actor,
        office: OfficeId,
        period: Period,
    ) -> Result<VatOverview, Failure> {
        self.office(actor, office).await?;
        let kind = match period.part() {
            Part::Month(_) => VatPeriod::Monthly,
            Part::Quarter(_) => VatPeriod::Quarterly,
        };
        let mut tx = self.0.db.read().await?;
        let (all, confirmed) = store::vat_confirmations::count(&mut tx, office, kind, period).await?;
        Ok(VatOverview { confirmed, open: all - confirmed })
    }
}
