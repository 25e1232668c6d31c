//! Where an office's mails end, and what an employee holds.

use domain::{
    Name,
    event::EventKind,
    id::{ClientGroupId, DossierId, EmployeeId, OfficeId},
    reach::{self, Reach},
    recipients::{Choice, Configuration},
};

use crate::{
    Desk, Failure, Refusal,
    access::Actor,
    preview::{off_the_reactor, state},
};

/// What an employee holds in an office: what is to be handed over when they leave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// The dossiers that they manage.
    pub dossiers: Vec<(DossierId, Name)>,
    /// The kinds of events for which they were chosen by name.
    pub recipients: Vec<EventKind>,
    /// The client groups that they work for.
    pub client_groups: Vec<(ClientGroupId, Name)>,
    /// The employees who named them as deputy.
    pub deputy_of: Vec<(EmployeeId, Name)>,
}

impl Desk {
    /// Where the office's mails end today; as it would be without an employee, if one is given.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn reach(
        &self,
        actor: Actor,
        office: OfficeId,
        without: Option<EmployeeId>,
    ) -> Result<Reach, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let state = state(&mut tx, office).await?.ok_or(Refusal::NotFound)?;
        drop(tx);
        if without.is_some_and(|leaver| !state.roster.employees.contains_key(&leaver)) {
            return Err(Refusal::NotFound.into());
        }
        let today = self.today();
        let reach = move || match without {
            Some(leaver) => reach::without(state, leaver, today),
            None => reach::of(&state, today),
        };
        Ok(off_the_reactor(reach).await?)
    }

    /// What an employee holds.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn places(
        &self,
        actor: Actor,
        office: OfficeId,
        employee: EmployeeId,
    ) -> Result<Places, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        store::employees::find(&mut tx, office, employee).await?.ok_or(Refusal::NotFound)?;
        let chosen = store::recipient_settings::list_many(&mut tx, &[office])
            .await?
            .remove(&office)
            .unwrap_or_default();
        let dossiers = store::dossiers::list_of_manager(&mut tx, office, employee).await?;
        let groups = store::client_groups::list_of_member(&mut tx, office, employee).await?;
        let absent = store::employees::list_of_deputy(&mut tx, office, employee).await?;
        let named = |kind: &EventKind| match chosen.get(kind) {
            Some(Configuration::Personalised(choices)) => choices.contains(&Choice::Employee(employee)),
            _ => false,
        };
        Ok(Places {
            dossiers: dossiers.into_iter().map(|dossier| (dossier.id, dossier.name)).collect(),
            recipients: EventKind::ALL.into_iter().filter(named).collect(),
            client_groups: groups.into_iter().map(|group| (group.id, group.name)).collect(),
            deputy_of: absent.into_iter().map(|employee| (employee.id, employee.name)).collect(),
        })
    }
}
