//! Client groups of an office.

use domain::{
    EmailAddress, Fault, FieldFault, Name,
    changes::Changes,
    id::{ClientGroupId, EmployeeId, OfficeId},
    office::ClientGroup,
};
use serde_json::{Value, json};
use store::Tx;

use crate::{
    Clock, Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, offices::set, preview::Change,
};

/// What a client group is made of; what is left out of a change stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ClientGroupFields {
    /// Its name.
    pub name: Option<Name>,
    /// Its address; `Some(None)` takes it away.
    pub email: Option<Option<EmailAddress>>,
    /// The employees who work for it.
    pub members: Option<Vec<EmployeeId>>,
}

fn audit_detail(group: &ClientGroup) -> Value {
    json!({ "name": group.name, "email": group.email, "members": group.members })
}

fn distinct(mut members: Vec<EmployeeId>) -> Vec<EmployeeId> {
    members.sort();
    members.dedup();
    members
}

/// All of them must be employees of this office; a fault names the place where it was asked for.
async fn check_members(tx: &mut Tx, office: OfficeId, members: &[EmployeeId]) -> Result<(), Failure> {
    let known = store::employees::existing(tx, office, members).await?;
    let missing = |(i, id): (usize, &EmployeeId)| {
        (!known.contains(id)).then(|| FieldFault::new(format!("members[{i}]"), Fault::NotFound))
    };
    let faults: Vec<_> = members.iter().enumerate().filter_map(missing).collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::InvalidInput(faults).into()) }
}

impl Desk {
    /// Adds a client group; `fields` must have a name.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn create_client_group(
        &self,
        actor: Actor,
        office: OfficeId,
        fields: ClientGroupFields,
        once: Option<Once<ClientGroup>>,
    ) -> Result<Outcome<Said<ClientGroup>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let Some(name) = fields.name else { return Ok(Err(Refusal::field("name", Fault::Missing))) };
        let id = self.0.clock.id();
        let asked = fields.members.unwrap_or_default();
        let group = ClientGroup { id, name, email: fields.email.flatten(), members: distinct(asked.clone()) };
        let entry =
            actor.did(&self.0.clock, office, "client_group_created", Some(id.uuid()), &audit_detail(&group));
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
                check_members(tx, office, &asked).await?;
                if store::client_groups::insert(tx, office, std::slice::from_ref(&group)).await?.is_empty() {
                    return Err(Refusal::field("name", Fault::Taken).into());
                }
                store::audit::insert(tx, &[entry]).await?;
                Ok(group)
            })
        })
        .await
    }

    /// Changes a client group.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_client_group(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientGroupId,
        fields: ClientGroupFields,
        once: Option<Once<ClientGroup>>,
    ) -> Result<Outcome<Said<ClientGroup>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        self.write_once(once, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// What would differ for the office's dossiers after such a change.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn preview_client_group(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientGroupId,
        fields: ClientGroupFields,
    ) -> Result<Outcome<Changes>, store::Error> {
        self.preview(actor, office, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// The client group.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn client_group(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientGroupId,
    ) -> Result<ClientGroup, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        Ok(store::client_groups::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?)
    }

    /// The office's client groups, in the order of their ids.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn client_groups(
        &self,
        actor: Actor,
        office: OfficeId,
        after: Option<ClientGroupId>,
        limit: u32,
    ) -> Result<Vec<ClientGroup>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        Ok(store::client_groups::list(&mut tx, office, after, limit).await?)
    }
}

fn change(
    clock: Clock,
    actor: Actor,
    office: OfficeId,
    id: ClientGroupId,
    fields: ClientGroupFields,
) -> Change<ClientGroup> {
    Box::new(move |tx| {
        Box::pin(async move {
            if fields.members.is_some() {
                // Before the group: so does whoever hands over their work for groups.
                store::offices::find_for_update(tx, office).await?.ok_or(Refusal::NotFound)?;
            }
            let found = store::client_groups::find_for_update(tx, office, id).await?;
            let mut group = found.ok_or(Refusal::NotFound)?;
            let old = audit_detail(&group);
            if let Some(name) = &fields.name {
                let holder = store::client_groups::find_by_name(tx, office, name).await?;
                if holder.is_some_and(|holder| holder.id != id) {
                    return Err(Refusal::field("name", Fault::Taken).into());
                }
            }
            set(&mut group.name, fields.name);
            set(&mut group.email, fields.email);
            check_members(tx, office, fields.members.as_deref().unwrap_or_default()).await?;
            store::client_groups::update(tx, office, &group).await?;
            if let Some(members) = fields.members {
                group.members = distinct(members);
                store::client_groups::write_members(tx, office, &group).await?;
            }
            let detail = json!({ "old": old, "new": audit_detail(&group) });
            let entry = actor.did(&clock, office, "client_group_changed", Some(id.uuid()), &detail);
            store::audit::insert(tx, &[entry]).await?;
            Ok(group)
        })
    })
}
