//! Employees of an office.

use domain::{
    EmailAddress, Fault, Language, Name,
    id::{EmployeeId, OfficeId},
    office::{Employee, Role},
};
use serde_json::{Value, json};

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, offices::set};

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
}

fn audit_detail(employee: &Employee) -> Value {
    let Employee { name, email, language, role, active, .. } = employee;
    json!({ "name": name, "email": email, "language": language, "role": role, "active": active })
}

impl Desk {
    /// Adds an employee; `fields` must have all but `active`.
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
            (fields.name, fields.email, fields.language, fields.role)
        else {
            return Ok(Err(Refusal::field("name", Fault::Missing)));
        };
        let id = self.0.clock.id();
        let employee = Employee { id, name, email, language, role, active: fields.active.unwrap_or(true) };
        let entry =
            actor.did(&self.0.clock, office, "employee_created", Some(id.uuid()), &audit_detail(&employee));
        self.write_once(once, move |tx| {
            Box::pin(async move {
                store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
                if store::employees::insert(tx, office, std::slice::from_ref(&employee)).await?.is_empty() {
                    return Err(Refusal::field("email", Fault::Taken).into());
                }
                store::audit::insert(tx, &[entry]).await?;
                Ok(employee)
            })
        })
        .await
    }

    /// Changes an employee. `active: false` leaves their dossiers to the next step of the cascade.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_employee(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EmployeeId,
        fields: EmployeeFields,
        once: Option<Once<Employee>>,
    ) -> Result<Outcome<Said<Employee>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let clock = self.0.clock.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let found = store::employees::find_for_update(tx, office, id).await?;
                let mut employee = found.ok_or(Refusal::NotFound)?;
                let old = audit_detail(&employee);
                if let Some(email) = &fields.email {
                    let holder = store::employees::find_by_address(tx, office, email).await?;
                    if holder.is_some_and(|holder| holder.id != id) {
                        return Err(Refusal::field("email", Fault::Taken).into());
                    }
                }
                set(&mut employee.name, fields.name);
                set(&mut employee.email, fields.email);
                set(&mut employee.language, fields.language);
                set(&mut employee.role, fields.role);
                set(&mut employee.active, fields.active);
                store::employees::update(tx, office, &employee).await?;
                let detail = json!({ "old": old, "new": audit_detail(&employee) });
                let entry = actor.did(&clock, office, "employee_changed", Some(id.uuid()), &detail);
                store::audit::insert(tx, &[entry]).await?;
                Ok(employee)
            })
        })
        .await
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
