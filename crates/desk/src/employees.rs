//! Employees of an office.

use domain::{
    EmailAddress, Fault, Language, Name,
    changes::Changes,
    event::{Pace, Paces},
    id::{EmployeeId, OfficeId},
    office::{Absence, Employee, Role},
};
use serde_json::{Value, json};
use store::Tx;

use crate::{
    Clock, Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    leaving::{self, HandOver, HandedOver},
    offices::set,
    preview::Change,
};

/// What an employee is made of; what is left out of a change stays as it is.
#[derive(Debug, Clone, Default)]
pub struct EmployeeFields {
    /// Full name.
    pub name: Option<Name>,
    /// Address.
    pub email: Option<EmailAddress>,
    /// Language of the mails they get.
    pub language: Option<Language>,
    /// What they may do.
    pub role: Option<Role>,
    /// False once they have left.
    pub active: Option<bool>,
    /// When they are away; `Some(None)` says that they are not.
    pub absence: Option<Option<Absence>>,
    /// How soon they hear of these kinds; the others stay as they are.
    pub paces: Option<Paces>,
    /// Who takes over what they hold.
    pub hand_over: Option<HandOver>,
}

impl EmployeeFields {
    fn apply(self, employee: &mut Employee) {
        set(&mut employee.name, self.name);
        set(&mut employee.email, self.email);
        set(&mut employee.language, self.language);
        set(&mut employee.role, self.role);
        set(&mut employee.active, self.active);
        set(&mut employee.absence, self.absence);
        employee.paces.extend(self.paces.unwrap_or_default());
        employee.paces.retain(|_, pace| *pace != Pace::AtOnce);
    }
}

/// An employee after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployeeChanged {
    /// As they are now.
    pub employee: Employee,
    /// What became of what they held, if they left or handed it over.
    pub handed_over: Option<HandedOver>,
}

fn audit_detail(employee: &Employee) -> Value {
    let Employee { name, email, language, role, active, absence, paces, .. } = employee;
    json!({
        "name": name, "email": email, "language": language, "role": role, "active": active, "absence": absence,
        "paces": paces,
    })
}

impl Desk {
    /// Adds an employee; `fields` must have name, address, language and role.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn create_employee(
        &self,
        actor: Actor,
        office: OfficeId,
        fields: EmployeeFields,
        once: Option<Once<Employee>>,
    ) -> Result<Outcome<Said<Employee>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let (Some(name), Some(email), Some(language), Some(role)) =
            (fields.name.clone(), fields.email.clone(), fields.language, fields.role)
        else {
            return Ok(Err(Refusal::field("name", Fault::Missing)));
        };
        let id = self.0.clock.id();
        let (active, absence, paces) = (true, None, Paces::new());
        let mut employee = Employee { id, name, email, language, role, active, absence, paces };
        fields.clone().apply(&mut employee);
        let entry =
            actor.did(&self.0.clock, office, "employee_created", Some(id.uuid()), &audit_detail(&employee));
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
                check(tx, office, id, &fields).await?;
                if store::employees::insert(tx, office, std::slice::from_ref(&employee)).await?.is_empty() {
                    return Err(Refusal::field("email", Fault::Taken).into());
                }
                store::audit::insert(tx, &[entry]).await?;
                Ok(employee)
            })
        })
        .await
    }

    /// Changes an employee, and hands over what they hold. `active: false` alone leaves their places to the next step of
    /// the cascade; the answer says how many there are. What waited for their digest is told at once, to whoever hears
    /// now.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_employee(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EmployeeId,
        fields: EmployeeFields,
        once: Option<Once<EmployeeChanged>>,
    ) -> Result<Outcome<Said<EmployeeChanged>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        self.write_once(once, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// What would differ for the office's dossiers after such a change.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn preview_employee(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EmployeeId,
        fields: EmployeeFields,
    ) -> Result<Outcome<Changes>, store::Error> {
        self.preview(actor, office, change(self.0.clock.clone(), actor, office, id, fields)).await
    }

    /// The employee.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn employee(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EmployeeId,
    ) -> Result<Employee, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        Ok(store::employees::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?)
    }

    /// The office's employees, in the order of their ids.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn employees(
        &self,
        actor: Actor,
        office: OfficeId,
        after: Option<EmployeeId>,
        limit: u32,
    ) -> Result<Vec<Employee>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        Ok(store::employees::list(&mut tx, office, after, limit).await?)
    }
}

fn change(
    clock: Clock,
    actor: Actor,
    office: OfficeId,
    id: EmployeeId,
    fields: EmployeeFields,
) -> Change<EmployeeChanged> {
    Box::new(move |tx| {
        Box::pin(async move {
            if leans_on_others(&fields) {
                store::offices::find_for_update(tx, office).await?.ok_or(Refusal::NotFound)?;
            }
            let found = store::employees::find_for_update(tx, office, id).await?;
            let mut employee = found.ok_or(Refusal::NotFound)?;
            let old = employee.clone();
            let leaves = employee.active && fields.active == Some(false);
            let nobody = HandOver::default();
            // Before the rest is looked at: whoever holds the dossiers already may be adding somebody with that address.
            let handed_over = match fields.hand_over.as_ref().or(leaves.then_some(&nobody)) {
                Some(wish) => Some(leaving::hand_over(tx, office, id, wish).await?),
                None => None,
            };
            check(tx, office, id, &fields).await?;
            fields.apply(&mut employee);
            store::employees::update(tx, office, std::slice::from_ref(&employee)).await?;
            let (now, to_be_told) = (clock.now(), leaves || old.paces != employee.paces);
            if to_be_told {
                store::digests::hasten(tx, office, id, now).await?;
            }
            let detail = json!({
                "old": audit_detail(&old), "new": audit_detail(&employee), "handed_over": handed_over,
            });
            let entry = actor.did(&clock, office, "employee_changed", Some(id.uuid()), &detail);
            store::audit::insert(tx, &[entry]).await?;
            Ok(EmployeeChanged { employee, handed_over })
        })
    })
}

/// Does somebody leave, hand over, or name a deputy? Then the office is held, before anybody in it: nobody else leaves,
/// and nobody chooses recipients or members of client groups, until it is done.
fn leans_on_others(fields: &EmployeeFields) -> bool {
    let deputy = fields.absence.flatten().and_then(|absence| absence.deputy_id);
    fields.active == Some(false) || fields.hand_over.is_some() || deputy.is_some()
}

/// The address must be nobody else's, and the deputy an active colleague.
async fn check(
    tx: &mut Tx,
    office: OfficeId,
    id: EmployeeId,
    fields: &EmployeeFields,
) -> Result<(), Failure> {
    if let Some(email) = &fields.email {
        let holder = store::employees::find_by_address(tx, office, email).await?;
        if holder.is_some_and(|holder| holder.id != id) {
            return Err(Refusal::field("email", Fault::Taken).into());
        }
    }
    let Some(Some(absence)) = fields.absence else { return Ok(()) };
    if absence.to < absence.from {
        return Err(Refusal::field("absence.to", Fault::OutOfRange).into());
    }
    if let Some(deputy) = absence.deputy_id {
        let fault = match store::employees::find(tx, office, deputy).await? {
            None => Some(Fault::NotFound),
            Some(deputy) if !deputy.active || deputy.id == id => Some(Fault::UnknownValue),
            Some(_) => None,
        };
        if let Some(fault) = fault {
            return Err(Refusal::field("absence.deputy_id", fault).into());
        }
    }
    Ok(())
}
