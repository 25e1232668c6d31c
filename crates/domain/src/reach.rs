//! Where an office's mails end: for the welcome mail and for each kind of event, how many dossiers at which step.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    changes::State,
    dossier::Dossier,
    event::EventKind,
    id::{DossierId, EmployeeId},
    office::{ClientGroup, Employee},
    recipients::{self, Choice, ChosenRole, Configuration, LeftOutReason, SkipReason, Step, Target},
    sender,
};

/// Where an office's mails end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// How many dossiers the office has.
    pub dossiers: usize,
    /// Those without a manager who is an active employee.
    pub without_manager: Vec<DossierId>,
    /// Who sends welcome mails: how many dossiers at each step.
    pub welcome: BTreeMap<sender::Step, usize>,
    /// Who hears of each kind of event.
    pub kinds: Vec<KindReach>,
}

/// Who hears of a kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindReach {
    /// Which kind.
    pub kind: EventKind,
    /// How many dossiers at each step.
    pub steps: BTreeMap<Step, usize>,
    /// Dossiers whose alerts go to an address that several people share: a group's or the office's.
    pub shared: usize,
    /// Dossiers whose alerts would go to the functional address, if somebody read it.
    pub past_send_only: usize,
    /// Dossiers for which nobody is left of those whom the office chose.
    pub nobody_left: usize,
    /// Dossiers whose alerts go to a deputy today.
    pub deputies: usize,
    /// The step that hears when an event is about no dossier.
    pub without_dossier: Step,
    /// What the office should know.
    pub warnings: Vec<Warning>,
}

/// Something about an office's recipients that it should know. The worst first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// For so many dossiers nobody is left of those whom the office chose; the standard cascade decides.
    NobodyLeft(usize),
    /// A chosen employee has left.
    Inactive(EmployeeId),
    /// A chosen employee cannot hear of so many private dossiers, to which they have no access.
    NoAccess(EmployeeId, usize),
    /// So many dossiers' alerts would go to the functional address, which nobody reads; they go further.
    SendOnly(usize),
    /// This deputy hears for somebody who is absent today, and is absent too.
    DeputyAbsent(EmployeeId),
    /// This deputy of somebody who is absent today has left or has no access, so that the absent one hears.
    NoDeputy(EmployeeId),
}

impl Warning {
    /// Its code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NobodyLeft(_) => "nobody_left",
            Self::Inactive(_) => "inactive",
            Self::NoAccess(..) => "no_access",
            Self::SendOnly(_) => "send_only",
            Self::DeputyAbsent(_) => "deputy_absent",
            Self::NoDeputy(_) => "no_deputy",
        }
    }
}

/// Where an office's mails end on a day.
#[must_use]
pub fn of(state: &State, today: Date) -> Reach {
    let State { roster, dossiers } = state;
    let unmanaged = |dossier: &&Dossier| !roster.manager(dossier).is_some_and(|manager| manager.active);
    let mut welcome = BTreeMap::new();
    for dossier in dossiers {
        *welcome.entry(sender::choose(&roster.sender_context(dossier)).step).or_default() += 1;
    }
    Reach {
        dossiers: dossiers.len(),
        without_manager: dossiers.iter().filter(unmanaged).map(|dossier| dossier.id).collect(),
        welcome,
        kinds: EventKind::ALL.map(|kind| of_kind(state, kind, today)).into(),
    }
}

/// The same, as it would be if somebody left.
#[must_use]
pub fn without(mut state: State, employee: EmployeeId, today: Date) -> Reach {
    if let Some(leaver) = state.roster.employees.get_mut(&employee) {
        leaver.active = false;
    }
    of(&state, today)
}

/// Who hears of one kind of event.
#[must_use]
pub fn of_kind(state: &State, kind: EventKind, today: Date) -> KindReach {
    let State { roster, dossiers } = state;
    let mut reach = KindReach {
        kind,
        steps: BTreeMap::new(),
        shared: 0,
        past_send_only: 0,
        nobody_left: 0,
        deputies: 0,
        without_dossier: recipients::choose(roster, kind, None, today).step,
        warnings: Vec::new(),
    };
    let (mut no_access, mut absent): (BTreeMap<EmployeeId, usize>, Vec<Warning>) =
        (BTreeMap::new(), Vec::new());
    for dossier in dossiers {
        let decision = recipients::choose(roster, kind, Some(dossier), today);
        *reach.steps.entry(decision.step).or_default() += 1;
        let skipped = |reason| usize::from(decision.skipped.iter().any(|skipped| skipped.reason == reason));
        reach.past_send_only += skipped(SkipReason::SendOnly);
        reach.nobody_left += skipped(SkipReason::NobodyLeft);
        let shared = |reader: &recipients::Reader| !matches!(reader.to, Target::Employee(_));
        reach.shared += usize::from(decision.readers.iter().all(shared));
        reach.deputies += usize::from(decision.readers.iter().any(|reader| reader.instead_of.is_some()));
        for left_out in &decision.left_out {
            match (left_out.who, left_out.reason) {
                (Choice::Employee(id), LeftOutReason::NoAccess) => *no_access.entry(id).or_default() += 1,
                (Choice::Employee(id), LeftOutReason::DeputyInactive | LeftOutReason::DeputyNoAccess) => {
                    note(&mut absent, Warning::NoDeputy(id));
                }
                _ => {}
            }
        }
        let deputies = decision.readers.iter().filter(|reader| reader.instead_of.is_some());
        for id in deputies.filter_map(|reader| employee_of(reader.to)) {
            let away = roster.employees.get(&id).and_then(|deputy| deputy.absence);
            if away.is_some_and(|absence| absence.holds(today)) {
                note(&mut absent, Warning::DeputyAbsent(id));
            }
        }
    }
    let nobody = (reach.nobody_left > 0).then_some(Warning::NobodyLeft(reach.nobody_left));
    let send_only = (reach.past_send_only > 0).then_some(Warning::SendOnly(reach.past_send_only));
    let nobody = nobody.or_else(|| nobody_at_all(state, kind).then_some(Warning::NobodyLeft(0)));
    let no_access = no_access.into_iter().map(|(id, dossiers)| Warning::NoAccess(id, dossiers));
    let warnings =
        nobody.into_iter().chain(inactive(state, kind)).chain(no_access).chain(send_only).chain(absent);
    reach.warnings = warnings.collect();
    reach
}

const fn employee_of(to: Target) -> Option<EmployeeId> {
    match to {
        Target::Employee(id) => Some(id),
        _ => None,
    }
}

fn note(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}

fn choices(state: &State, kind: EventKind) -> &[Choice] {
    match state.roster.configuration(kind) {
        Configuration::Personalised(choices) => choices,
        Configuration::Standard => &[],
    }
}

/// Of those whom the office chose, nobody could hear of anything, even if it has no dossier yet.
fn nobody_at_all(state: &State, kind: EventKind) -> bool {
    let choices = choices(state, kind);
    let someone = |employee: Option<&Employee>| employee.is_some_and(|employee| employee.active);
    let group = |group: &ClientGroup| {
        group.email.is_some() || group.members.iter().any(|id| someone(state.roster.employees.get(id)))
    };
    let can = |choice: &Choice| match choice {
        Choice::Employee(id) => someone(state.roster.employees.get(id)),
        Choice::Role(ChosenRole::DossierManager) => true,
        Choice::Role(ChosenRole::ClientGroup) => state.roster.groups.values().any(group),
        Choice::Role(ChosenRole::Admins) => {
            state.roster.employees.values().any(|e| e.active && e.role == crate::office::Role::Admin)
        }
    };
    !choices.is_empty() && !choices.iter().any(can)
}

fn inactive(state: &State, kind: EventKind) -> impl Iterator<Item = Warning> {
    let gone = |choice: &Choice| match choice {
        Choice::Employee(id) => (!state.roster.employees.get(id).is_some_and(|employee| employee.active))
            .then_some(Warning::Inactive(*id)),
        Choice::Role(_) => None,
    };
    choices(state, kind).iter().filter_map(gone).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests;
