//! Who manages the dossiers.
//!
//! 1. A line with an **address** means the employee with that address, active or not. One who is not known is created,
//!    with the role *employee* and the office's language, when a line gives their name too.
//! 2. A line with a **name alone** means the one active employee of that name, known or created by this file; none or
//!    several is an error.
//!
//! The import never changes an employee: a name that differs from the known one is a note.

use std::collections::{HashMap, HashSet};

use domain::{
    EmailAddress, Fault, Name,
    event::Paces,
    id::EmployeeId,
    office::{Employee, Role},
};

use super::{Agreed, Plan, contradiction, name_key, same_name};
use crate::{
    Clock,
    import::{
        cells::Line,
        columns::Column,
        fault::Code,
        known::Known,
        report::{Found, ManagerLine},
    },
};

/// Employees who manage, or may manage, a dossier.
pub(super) struct Managers {
    /// Everybody, those to be created included.
    pub(super) all: HashMap<EmployeeId, Employee>,
    /// Whom each line names, by its place.
    pub(super) of_line: HashMap<usize, EmployeeId>,
}

/// What the lines say of one address.
#[derive(Default)]
struct Told {
    name: Agreed<Name>,
    /// The first line.
    line: u32,
    /// A cell of one of its lines could not be read.
    faulty: bool,
}

pub(super) fn resolve(plan: &mut Plan, known: &Known, clock: &Clock, lines: &[(usize, &Line)]) -> Managers {
    let mut told: HashMap<String, Told> = HashMap::new();
    let mut order: Vec<&EmailAddress> = Vec::new();
    for (_, line) in lines {
        let Some(email) = &line.said.manager_email else { continue };
        let told = told.entry(email.key()).or_insert_with(|| {
            order.push(email);
            Told { line: line.number, ..Told::default() }
        });
        told.faulty |= line.faulty;
        let name = line.said.manager_name.as_ref();
        if let (Some((earlier, said)), Some(name)) = (told.name.hear(line.number, name, same_name), name) {
            let message = contradiction(email.as_str(), (earlier, said.as_str()), name.as_str());
            plan.error(line.number, Column::ManagerName, Code::Contradiction, message);
        }
    }
    let by_address: HashMap<String, &Employee> =
        known.employees.iter().map(|employee| (employee.email.key(), employee)).collect();
    let mut found: HashMap<String, EmployeeId> = HashMap::new();
    for email in order {
        let (key, told) = (email.key(), &told[&email.key()]);
        let employee = match by_address.get(&key) {
            Some(employee) => Some(meet(plan, employee, told)),
            None => create(plan, known, clock, email, told),
        };
        found.extend(employee.map(|id| (key, id)));
    }
    let mut managers = Managers {
        all: known.employees.iter().chain(&plan.employees).map(|e| (e.id, e.clone())).collect(),
        of_line: HashMap::new(),
    };
    let named = Named::of(&managers, &found, &told);
    for &(place, line) in lines {
        let manager = match (&line.said.manager_email, &line.said.manager_name) {
            (Some(email), _) => found.get(&email.key()).copied(),
            (None, Some(name)) => named.only(plan, line, name),
            (None, None) => None,
        };
        managers.of_line.extend(manager.map(|id| (place, id)));
    }
    tell(plan, &managers, lines);
    managers
}

/// Somebody who is known.
fn meet(plan: &mut Plan, employee: &Employee, told: &Told) -> EmployeeId {
    if let Some(name) = told.name.value().filter(|name| !same_name(name, &employee.name)) {
        let message =
            format!("{} is known here as {}, not {name}; the name stays.", employee.email, employee.name);
        plan.note(told.line, "manager_name", message);
    }
    if !employee.active {
        let message = format!(
            "{} is no longer active here: the next step of the cascade sends instead.",
            employee.name
        );
        plan.note(told.line, "manager_inactive", message);
    }
    employee.id
}

fn create(
    plan: &mut Plan,
    known: &Known,
    clock: &Clock,
    email: &EmailAddress,
    told: &Told,
) -> Option<EmployeeId> {
    let Some(name) = told.name.value().cloned() else {
        if !told.faulty {
            let message =
                format!("{email} is no employee of this office yet; fill in the manager's name too.");
            plan.missing(told.line, Column::ManagerName, message);
        }
        return None;
    };
    let (id, language, role) = (clock.id(), known.office.language, Role::Employee);
    plan.employees.push(Employee {
        id,
        name,
        email: email.clone(),
        language,
        role,
        active: true,
        absence: None,
        paces: Paces::new(),
    });
    Some(id)
}

/// Active employees by their names: the known one, and the one that this file gives them.
struct Named {
    ids: HashMap<String, HashSet<EmployeeId>>,
}

impl Named {
    fn of(managers: &Managers, found: &HashMap<String, EmployeeId>, told: &HashMap<String, Told>) -> Self {
        let mut ids: HashMap<String, HashSet<EmployeeId>> = HashMap::new();
        for employee in managers.all.values().filter(|employee| employee.active) {
            ids.entry(name_key(&employee.name)).or_default().insert(employee.id);
        }
        for (key, &id) in found {
            if let Some(name) = told.get(key).and_then(|told| told.name.value()) {
                ids.entry(name_key(name)).or_default().insert(id);
            }
        }
        Self { ids }
    }

    fn only(&self, plan: &mut Plan, line: &Line, name: &Name) -> Option<EmployeeId> {
        let ids: Vec<EmployeeId> = self.ids.get(&name_key(name)).into_iter().flatten().copied().collect();
        if let [id] = ids[..] {
            return Some(id);
        }
        if !line.faulty {
            let (code, message) = if ids.is_empty() {
                let message =
                    format!("{name} is no active employee of this office; fill in the manager's e-mail too.");
                (Code::Fault(Fault::NotFound), message)
            } else {
                let message = format!(
                    "{} active employees are called {name}; fill in the manager's e-mail too.",
                    ids.len()
                );
                (Code::Ambiguous, message)
            };
            plan.error(line.number, Column::ManagerName, code, message);
        }
        None
    }
}

/// Tells each line whom it names; who is new is so on the first line alone.
fn tell(plan: &mut Plan, managers: &Managers, lines: &[(usize, &Line)]) {
    let mut new: HashSet<EmployeeId> = plan.employees.iter().map(|employee| employee.id).collect();
    for (place, _) in lines {
        let Some(employee) = managers.of_line.get(place).and_then(|id| managers.all.get(id)) else {
            continue;
        };
        let fate = if new.remove(&employee.id) { Found::Created } else { Found::Known };
        plan.lines[*place].manager =
            Some(ManagerLine { name: employee.name.clone(), email: employee.email.clone(), fate });
    }
}
