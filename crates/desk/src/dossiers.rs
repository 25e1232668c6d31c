//! Dossiers of an office.

use domain::{
    EnterpriseNumber, Fault, FieldFault, Language, Name,
    changes::Changes,
    dossier::{Dossier, VatPeriod},
    id::{ClientGroupId, DossierId, EmployeeId, OfficeId},
};
use serde_json::{Value, json};
use store::Tx;

use crate::{
    Clock, Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, offices::set, preview::Change,
};

/// What a dossier is made of; what is left out of a change stays as it is, and `Some(None)` takes away.
#[derive(Debug, Clone, Default)]
pub struct DossierFields {
    /// The client's name.
    pub name: Option<Name>,
    /// The client's enterprise number.
    pub enterprise_number: Option<Option<EnterpriseNumber>>,
    /// The employee who manages it.
    pub manager_id: Option<Option<EmployeeId>>,
    /// The client group that it is in.
    pub client_group_id: Option<Option<ClientGroupId>>,
    /// The client's language.
    pub language: Option<Option<Language>>,
    /// How often VAT is declared.
    pub vat_period: Option<VatPeriod>,
    /// Only its manager sees it.
    pub private: Option<bool>,
}

fn audit_detail(dossier: &Dossier) -> Value {
    json!({
        "name": dossier.name, "enterprise_number": dossier.enterprise_number, "manager_id": dossier.manager_id,
        "client_group_id": dossier.client_group_id, "language": dossier.language, "vat_period": dossier.vat_period,
        "private": dossier.private,
    })
}

/// Manager and group must be of this office, and the enterprise number no other dossier's.
async fn check(tx: &mut Tx, office: OfficeId, dossier: &Dossier) -> Result<(), Failure> {
    let mut faults = Vec::new();
    if let Some(manager) = dossier.manager_id {
        let known = store::employees::existing(tx, office, &[manager]).await?;
        faults.extend(known.is_empty().then(|| FieldFault::new("manager_id", Fault::NotFound)));
    }
    if let Some(group) = dossier.client_group_id {
        let known = store::client_groups::find(tx, office, group).await?;
        faults.extend(known.is_none().then(|| FieldFault::new("client_group_id", Fault::NotFound)));
    }
    if let Some(number) = &dossier.enterprise_number {
        let holder = store::dossiers::find_by_number(tx, office, number).await?;
        let taken = holder.is_some_and(|holder| holder.id != dossier.id);
        faults.extend(taken.then(|| FieldFault::new("enterprise_number", Fault::Taken)));
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::InvalidInput(faults).into()) }
}

impl Desk {
    /// Adds a dossier; `fields` must have a name.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn create_dossier(
        &self,
        actor: Actor,
        office: OfficeId,
        fields: DossierFields,
        once: Option<Once<Dossier>>,
    ) -> Result<Outcome<Said<Dossier>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let Some(name) = fields.name else { return Ok(Err(Refusal::field("name", Fault::Missing))) };
        let dossier = Dossier {
            id: self.0.clock.id(),
            name,
            enterprise_number: fields.enterprise_number.flatten(),
            manager_id: fields.manager_id.flatten(),
            client_group_id: fields.client_group_id.flatten(),
            language: fields.language.flatten(),
            vat_period: fields.vat_period.unwrap_or_default(),
            private: fields.private.unwrap_or(false),
        };
        let entry = actor.did(
            &self.0.clock,
            office,
            "dossier_created",
            Some(dossier.id.uuid()),
            &audit_detail(&dossier),
        );
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
                check(tx, office, &dossier).await?;
                if store::dossiers::insert(tx, office, std::slice::from_ref(&dossier)).await?.is_empty() {
                    return Err(Refusal::field("enterprise_number", Fault::Taken).into());
                }
                store::audit::insert(tx, &[entry]).await?;
                Ok(dossier)
            })
        })
        .await
    }

    /// Changes a dossier.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_dossier(
        &self,
        actor: Actor,
        office: OfficeId,
        id: DossierId,
        fields: DossierFields,
        once: Option<Once<Dossier>>,
    ) -> Result<Outcome<Said<Dossier>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        self.write_once(once, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// What would differ for the office's dossiers after such a change.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn preview_dossier(
        &self,
        actor: Actor,
        office: OfficeId,
        id: DossierId,
        fields: DossierFields,
    ) -> Result<Outcome<Changes>, store::Error> {
        self.preview(actor, office, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// The dossier.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn dossier(&self, actor: Actor, office: OfficeId, id: DossierId) -> Result<Dossier, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        Ok(store::dossiers::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?)
    }

    /// The office's dossiers, in the order of their ids.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn dossiers(
        &self,
        actor: Actor,
        office: OfficeId,
        after: Option<DossierId>,
        limit: u32,
    ) -> Result<Vec<Dossier>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        Ok(store::dossiers::list(&mut tx, office, after, limit).await?)
    }
}

fn change(
    clock: Clock,
    actor: Actor,
    office: OfficeId,
    id: DossierId,
    fields: DossierFields,
) -> Change<Dossier> {
    Box::new(move |tx| {
        Box::pin(async move {
            let mut dossier =
                store::dossiers::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?;
            let old = audit_detail(&dossier);
            set(&mut dossier.name, fields.name);
            set(&mut dossier.enterprise_number, fields.enterprise_number);
            set(&mut dossier.manager_id, fields.manager_id);
            set(&mut dossier.client_group_id, fields.client_group_id);
            set(&mut dossier.language, fields.language);
            set(&mut dossier.vat_period, fields.vat_period);
            set(&mut dossier.private, fields.private);
            check(tx, office, &dossier).await?;
            store::dossiers::update(tx, office, std::slice::from_ref(&dossier)).await?;
            let detail = json!({ "old": old, "new": audit_detail(&dossier) });
            let entry = actor.did(&clock, office, "dossier_changed", Some(id.uuid()), &detail);
            store::audit::insert(tx, &[entry]).await?;
            Ok(dossier)
        })
    })
}
