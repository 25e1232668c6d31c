//! Who in the office hears of an event?
//!
//! An office leaves each kind of event to the **standard** cascade, or names people and roles for it
//! (**personalised**).
//!
//! 1. *Personalised*: everybody who was chosen, is active and, for a private dossier, has access to it. If nobody is
//!    left, the standard cascade, and the decision says so.
//! 2. *Standard*, the first that counts: the **dossier manager**, if active; else the **client group's** address, if
//!    filled in; else the office's **functional address**, if somebody reads it; else its **communication address**,
//!    which always exists. An event without a dossier starts at the functional address.
//! 3. Whoever is absent and named a deputy is replaced by the deputy, if that one is active and has access as under 1.
//!    One step only: a deputy's own deputy is not asked.
//! 4. One address gets one mail.
//!
//! So **no event ends without a reader**. The answer carries its reasons, and they are stored with each mail.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    EmailAddress, Language, Mailbox, Name,
    dossier::Dossier,
    event::EventKind,
    id::{ClientGroupId, EmployeeId},
    office::{Employee, Role},
    roster::Roster,
};

/// What an office chose for a kind of event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Configuration {
    /// The cascade decides.
    #[default]
    Standard,
    /// These hear, in the order that they were chosen. An empty list is treated as standard.
    Personalised(Vec<Choice>),
}

/// One that an office chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// An employee by name.
    #[serde(rename = "employee_id")]
    Employee(EmployeeId),
    /// Whoever has a role towards the dossier or in the office.
    Role(ChosenRole),
}

/// A role that can be chosen instead of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenRole {
    /// The dossier's manager.
    DossierManager,
    /// The dossier's client group: its address if it is filled in, else its members.
    ClientGroup,
    /// All active admins.
    Admins,
}

/// A step that can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Those whom the office chose.
    Personalised,
    /// The employee who manages the dossier.
    DossierManager,
    /// The client group that the dossier is in.
    ClientGroup,
    /// The office's functional address.
    FunctionalAddress,
    /// The office's communication address.
    CommunicationAddress,
}

impl Step {
    /// All of them, in the order they are asked.
    pub const ALL: [Self; 5] = [
        Self::Personalised,
        Self::DossierManager,
        Self::ClientGroup,
        Self::FunctionalAddress,
        Self::CommunicationAddress,
    ];
}

/// Why a step does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Of those whom the office chose, nobody can receive this one.
    NobodyLeft,
    /// The dossier has no manager.
    NoManager,
    /// The manager is no longer an active employee.
    ManagerInactive,
    /// The dossier is in no client group.
    NoGroup,
    /// The client group's address is not filled in.
    GroupWithoutAddress,
    /// The office has no functional address.
    NoFunctionalAddress,
    /// Nobody reads the functional address.
    SendOnly,
    /// This address has heard already.
    ToldBefore,
}

/// A step that was passed over, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Skipped {
    /// The step.
    pub step: Step,
    /// Why it does not count.
    pub reason: SkipReason,
}

/// Somebody who could have been a reader and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LeftOut {
    /// Who was chosen, or the employee who was named deputy.
    #[serde(flatten)]
    pub who: Choice,
    /// Why not.
    pub reason: LeftOutReason,
}

/// Why somebody is not a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// No longer an active employee.
    Inactive,
    /// The dossier is private, and they have no access to it.
    NoAccess,
    /// The role has nobody here: no dossier, no manager, no group, an empty group.
    Nobody,
    /// The deputy is no longer an active employee, so that the absent one reads.
    DeputyInactive,
    /// The dossier is private, and the deputy has no access to it, so that the absent one reads.
    DeputyNoAccess,
}

/// To whom a mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// An employee.
    Employee(EmployeeId),
    /// A client group's address.
    ClientGroup(ClientGroupId),
    /// The functional address.
    FunctionalAddress,
    /// The communication address.
    CommunicationAddress,
}

/// One who hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// To whom the mail goes.
    pub to: Target,
    /// By which choice, when the step is *personalised*.
    pub chosen: Option<Choice>,
    /// For whom they read, when they are a deputy.
    pub instead_of: Option<EmployeeId>,
}

/// Who hears, and because of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The step that was taken.
    pub step: Step,
    /// The steps that were passed over before it, in the order they were asked.
    pub skipped: Vec<Skipped>,
    /// Who hears: never nobody, and each address once.
    pub readers: Vec<Reader>,
    /// Who could have heard and does not.
    pub left_out: Vec<LeftOut>,
}

/// Decides who hears of an event of this kind.
#[must_use]
pub fn choose(roster: &Roster, kind: EventKind, dossier: Option<&Dossier>, today: Date) -> Decision {
    let mut found = Found::new(roster, dossier, today);
    if let Configuration::Personalised(choices) = roster.configuration(kind) {
        for &choice in choices {
            found.add_choice(choice);
        }
        if !found.readers.is_empty() {
            return found.decision(Step::Personalised);
        }
        if !choices.is_empty() {
            found.skip(Step::Personalised, SkipReason::NobodyLeft);
        }
    }
    found.cascade(cascade(dossier), |_| false)
}

/// Who hears next of something that nobody closed: the steps of the cascade below the one that heard, as far as they
/// lead to an address that was not told. `None` when there is no such step.
#[must_use]
pub fn choose_next(
    roster: &Roster,
    dossier: Option<&Dossier>,
    heard: Step,
    told: impl Fn(&EmailAddress) -> bool,
    today: Date,
) -> Option<Decision> {
    let found = Found::new(roster, dossier, today);
    let below: Vec<Step> = cascade(dossier).iter().copied().filter(|step| *step > heard).collect();
    let decision = found.cascade(&below, &told);
    let new = |reader: &Reader| roster.address(reader.to).is_some_and(|address| !told(address));
    (!below.is_empty() && decision.readers.iter().all(new)).then_some(decision)
}

/// The steps of the standard cascade, in the order they are asked. The last always counts.
const fn cascade(dossier: Option<&Dossier>) -> &'static [Step] {
    const STEPS: &[Step] =
        &[Step::DossierManager, Step::ClientGroup, Step::FunctionalAddress, Step::CommunicationAddress];
    match dossier {
        Some(_) => STEPS,
        None => STEPS.split_at(2).1,
    }
}

/// A decision on its way.
struct Found<'r> {
    roster: &'r Roster,
    dossier: Option<&'r Dossier>,
    today: Date,
    skipped: Vec<Skipped>,
    readers: Vec<Reader>,
    left_out: Vec<LeftOut>,
}

impl<'r> Found<'r> {
    fn new(roster: &'r Roster, dossier: Option<&'r Dossier>, today: Date) -> Self {
        let (skipped, readers, left_out) = (Vec::new(), Vec::new(), Vec::new());
        Self { roster, dossier, today, skipped, readers, left_out }
    }

    fn decision(self, step: Step) -> Decision {
        Decision { step, skipped: self.skipped, readers: self.readers, left_out: self.left_out }
    }

    fn skip(&mut self, step: Step, reason: SkipReason) {
        self.skipped.push(Skipped { step, reason });
    }

    fn leave_out(&mut self, who: Choice, reason: LeftOutReason) {
        let left_out = LeftOut { who, reason };
        if !self.left_out.contains(&left_out) {
            self.left_out.push(left_out);
        }
    }

    /// The first of these steps that counts; the last of them if none does.
    fn cascade(mut self, steps: &[Step], told: impl Fn(&EmailAddress) -> bool) -> Decision {
        for &step in steps {
            match self.ask(step) {
                Err(reason) => self.skip(step, reason),
                Ok(reader) if self.roster.address(reader.to).is_some_and(&told) => {
                    self.skip(step, SkipReason::ToldBefore);
                }
                Ok(reader) => {
                    self.readers.push(reader);
                    return self.decision(step);
                }
            }
        }
        self.readers.push(Reader { to: Target::CommunicationAddress, chosen: None, instead_of: None });
        self.decision(Step::CommunicationAddress)
    }

    /// Who reads at a step of the cascade, or why it does not count.
    fn ask(&mut self, step: Step) -> Result<Reader, SkipReason> {
        let address = |to| Reader { to, chosen: None, instead_of: None };
        match step {
            Step::DossierManager => match self.dossier.and_then(|dossier| self.roster.manager(dossier)) {
                None => Err(SkipReason::NoManager),
                Some(manager) if !manager.active => Err(SkipReason::ManagerInactive),
                Some(manager) => Ok(self.or_deputy(manager, None)),
            },
            Step::ClientGroup => match self.dossier.and_then(|dossier| self.roster.group(dossier)) {
                None => Err(SkipReason::NoGroup),
                Some(group) if group.email.is_none() => Err(SkipReason::GroupWithoutAddress),
                Some(group) => Ok(address(Target::ClientGroup(group.id))),
            },
            Step::FunctionalAddress => match &self.roster.office.functional_address {
                None => Err(SkipReason::NoFunctionalAddress),
                Some(functional) if functional.send_only => Err(SkipReason::SendOnly),
                Some(_) => Ok(address(Target::FunctionalAddress)),
            },
            // The last step always counts; *personalised* is not a step of the cascade.
            Step::CommunicationAddress | Step::Personalised => Ok(address(Target::CommunicationAddress)),
        }
    }

    /// Adds everybody whom a choice stands for.
    fn add_choice(&mut self, choice: Choice) {
        let roster = self.roster;
        match choice {
            Choice::Employee(id) => match roster.employees.get(&id) {
                Some(employee) => self.add_employee(employee, choice),
                None => self.leave_out(choice, LeftOutReason::Inactive),
            },
            Choice::Role(ChosenRole::DossierManager) => {
                match self.dossier.and_then(|dossier| roster.manager(dossier)) {
                    Some(manager) => self.add_employee(manager, choice),
                    None => self.leave_out(choice, LeftOutReason::Nobody),
                }
            }
            Choice::Role(ChosenRole::ClientGroup) => {
                match self.dossier.and_then(|dossier| roster.group(dossier)) {
                    Some(group) if group.email.is_some() => {
                        let to = Target::ClientGroup(group.id);
                        self.add(Reader { to, chosen: Some(choice), instead_of: None });
                    }
                    Some(group) => self.add_all(choice, group.members.iter().copied()),
                    None => self.leave_out(choice, LeftOutReason::Nobody),
                }
            }
            Choice::Role(ChosenRole::Admins) => {
                let mut admins: Vec<_> = roster
                    .employees
                    .values()
                    .filter(|e| e.active && e.role == Role::Admin)
                    .map(|e| e.id)
                    .collect();
                admins.sort();
                self.add_all(choice, admins.into_iter());
            }
        }
    }

    fn add_all(&mut self, choice: Choice, ids: impl Iterator<Item = EmployeeId>) {
        let mut nobody = true;
        for employee in ids.filter_map(|id| self.roster.employees.get(&id)).filter(|employee| employee.active)
        {
            nobody = false;
            self.add_employee(employee, choice);
        }
        if nobody {
            self.leave_out(choice, LeftOutReason::Nobody);
        }
    }

    fn add_employee(&mut self, employee: &Employee, choice: Choice) {
        match self.can_receive(employee) {
            Err(reason) => self.leave_out(choice, reason),
            Ok(()) => {
                let reader = self.or_deputy(employee, Some(choice));
                self.add(reader);
            }
        }
    }

    fn can_receive(&self, employee: &Employee) -> Result<(), LeftOutReason> {
        let hidden = |dossier: &Dossier| dossier.private && !self.roster.sees(employee, dossier);
        match self.dossier {
            _ if !employee.active => Err(LeftOutReason::Inactive),
            Some(dossier) if hidden(dossier) => Err(LeftOutReason::NoAccess),
            _ => Ok(()),
        }
    }

    /// The employee, or who reads for them today.
    fn or_deputy(&mut self, employee: &Employee, chosen: Option<Choice>) -> Reader {
        // Whoever named themselves named nobody.
        let deputy = employee.deputy(self.today).filter(|deputy| *deputy != employee.id);
        if let Some(deputy) = deputy.and_then(|deputy| self.roster.employees.get(&deputy)) {
            match self.can_receive(deputy) {
                Ok(()) => {
                    let to = Target::Employee(deputy.id);
                    return Reader { to, chosen, instead_of: Some(employee.id) };
                }
                Err(LeftOutReason::Inactive) => {
                    self.leave_out(Choice::Employee(deputy.id), LeftOutReason::DeputyInactive);
                }
                Err(_) => self.leave_out(Choice::Employee(deputy.id), LeftOutReason::DeputyNoAccess),
            }
        }
        Reader { to: Target::Employee(employee.id), chosen, instead_of: None }
    }

    /// Adds a reader whose address does not read already.
    fn add(&mut self, reader: Reader) {
        let address = self.roster.address(reader.to);
        if !self.readers.iter().any(|known| self.roster.address(known.to) == address) {
            self.readers.push(reader);
        }
    }
}

impl Roster {
    /// The address that a mail to this target goes to.
    #[must_use]
    pub fn address(&self, to: Target) -> Option<&EmailAddress> {
        match to {
            Target::Employee(id) => self.employees.get(&id).map(|employee| &employee.email),
            Target::ClientGroup(id) => self.groups.get(&id)?.email.as_ref(),
            Target::FunctionalAddress => self.office.functional_address.as_ref().map(|f| &f.address),
            Target::CommunicationAddress => Some(&self.office.communication_address),
        }
    }

    /// The name, address and language that a mail to this target has. What a decision of this roster names is there;
    /// anything else is the office's communication address.
    #[must_use]
    pub fn mailbox(&self, to: Target) -> (Mailbox, Language) {
        let office = &self.office;
        let (name, language) = match to {
            Target::Employee(id) => {
                self.employees.get(&id).map_or((&office.name, office.language), |e| (&e.name, e.language))
            }
            Target::ClientGroup(id) => {
                (self.groups.get(&id).map_or(&office.name, |group| &group.name), office.language)
            }
            Target::FunctionalAddress | Target::CommunicationAddress => (&office.name, office.language),
        };
        let address = self.address(to).unwrap_or(&office.communication_address);
        (Mailbox { name: name.clone(), address: address.clone() }, language)
    }
}

/// Why a mail goes to its reader. Stored with each mail as it serialises: its names are for ever (`mail/tests.rs`
/// pins them).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The step that was taken.
    pub step: Step,
    /// The steps that were passed over before it, in the order they were asked.
    pub skipped: Vec<Skipped>,
    /// The employee who reads, when it is not an address of the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<EmployeeId>,
    /// By which choice, when the step is *personalised*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Choice>,
    /// For whom they read, when they are a deputy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Absent>,
    /// Who could have heard and does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// It was open for so many working hours with those who heard first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_for_hours: Option<u32>,
}

/// Somebody who is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// Who.
    pub employee_id: EmployeeId,
    /// Their name.
    pub name: Name,
}

impl Decision {
    /// Why a reader of this decision hears.
    #[must_use]
    pub fn because(&self, roster: &Roster, reader: &Reader) -> Because {
        let employee_id = match reader.to {
            Target::Employee(id) => Some(id),
            _ => None,
        };
        let absent = |id| roster.employees.get(&id).map(|e| Absent { employee_id: id, name: e.name.clone() });
        Because {
            step: self.step,
            skipped: self.skipped.clone(),
            employee_id,
            chosen: reader.chosen,
            instead_of: reader.instead_of.and_then(absent),
            left_out: self.left_out.clone(),
            open_for_hours: None,
        }
    }
}

#[cfg(test)]
mod tests;
