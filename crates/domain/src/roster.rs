//! An office as its decisions look at it: addresses, people, groups, and whom it chose for which kind of event.
//!
//! One of these is read for each office of a batch, so that ten thousand dossiers are decided without asking the
//! database again. It may hold only those people and groups that the dossiers at hand lead to.

use std::collections::HashMap;

use crate::{
    dossier::Dossier,
    event::EventKind,
    id::{ClientGroupId, EmployeeId},
    office::{ClientGroup, Employee, Office, Role},
    recipients::Configuration,
    sender::{self, DossierManager, SenderContext},
};

/// An office with everything that decides who sends and who hears.
#[derive(Debug, Clone)]
pub struct Roster {
    /// The office.
    pub office: Office,
    /// Its people, active or not.
    pub employees: HashMap<EmployeeId, Employee>,
    /// Its client groups, with their members.
    pub groups: HashMap<ClientGroupId, ClientGroup>,
    /// Whom it chose; a kind that is not here is standard.
    pub chosen: HashMap<EventKind, Configuration>,
}

impl Roster {
    /// The dossier's manager, active or not.
    #[must_use]
    pub fn manager(&self, dossier: &Dossier) -> Option<&Employee> {
        self.employees.get(&dossier.manager_id?)
    }

    /// The dossier's client group.
    #[must_use]
    pub fn group(&self, dossier: &Dossier) -> Option<&ClientGroup> {
        self.groups.get(&dossier.client_group_id?)
    }

    /// The office's configuration for a kind.
    #[must_use]
    pub fn configuration(&self, kind: EventKind) -> &Configuration {
        self.chosen.get(&kind).unwrap_or(&Configuration::Standard)
    }

    /// May this employee see this dossier? They see those that they manage and those of their client groups; an admin
    /// sees the others too, unless they are private. Somebody who left sees nothing.
    #[must_use]
    pub fn sees(&self, employee: &Employee, dossier: &Dossier) -> bool {
        let manages = dossier.manager_id == Some(employee.id);
        let works_for = || self.group(dossier).is_some_and(|group| group.members.contains(&employee.id));
        let oversees = employee.role == Role::Admin && !dossier.private;
        employee.active && (oversees || manages || works_for())
    }

    /// What decides who sends this dossier's welcome mails.
    #[must_use]
    pub fn sender_context(&self, dossier: &Dossier) -> SenderContext {
        let manager =
            |employee: &Employee| DossierManager { mailbox: employee.mailbox(), active: employee.active };
        SenderContext {
            office_name: self.office.name.clone(),
            communication_address: self.office.communication_address.clone(),
            functional_address: self.office.functional_address.clone(),
            always_functional_sender: self.office.always_functional_sender,
            manager: self.manager(dossier).map(manager),
            client_group: self
                .group(dossier)
                .map(|group| sender::ClientGroup { address: group.email.clone() }),
        }
    }
}
