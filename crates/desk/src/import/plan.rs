//! What becomes of each line, decided without the database: from what the lines say and what the office has.
//!
//! In this order, since each looks at the ones before:
//!
//! 1. a line that says the same as an earlier one is told once, and does nothing;
//! 2. [`managers`], 3. [`groups`], 4. [`dossiers`] with their senders, 5. [`client_users`].
//!
//! Several lines may speak of one thing. They add up: what one leaves empty another may say. Where two say different
//! things, the later one is an error that names the earlier.

use std::collections::{HashMap, HashSet};

use domain::{
    EmailAddress, Fault, Name,
    dossier::Dossier,
    office::{ClientGroup, Employee},
};

use super::{
    cells::Line,
    columns::Column,
    fault::{Code, LineError},
    known::Known,
    lines::Read,
    report::{LineReport, Note},
};
use crate::{Clock, invite::Invite};

mod client_users;
mod dossiers;
mod groups;
mod managers;

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) lines: Vec<LineReport>,
    pub(super) errors: Vec<LineError>,
    pub(super) notes: Vec<Note>,
    /// Managers to create.
    pub(super) employees: Vec<Employee>,
    /// Groups to create.
    pub(super) groups: Vec<ClientGroup>,
    /// Groups that get an address: as they were, and it.
    pub(super) addresses: Vec<(ClientGroup, EmailAddress)>,
    /// Dossiers to create.
    pub(super) created: Vec<Dossier>,
    /// Dossiers to change: as they were, and as they become.
    pub(super) changed: Vec<(Dossier, Dossier)>,
    /// Client-users to create or give access, with the place of their line.
    pub(super) invites: Vec<(usize, Invite)>,
    /// Addresses that are refused because another office holds them.
    pub(super) refused: Vec<EmailAddress>,
}

impl Plan {
    /// Decides.
    pub(super) fn make(known: &Known, clock: &Clock, read: &Read) -> Self {
        let mut plan = Self { errors: read.errors.clone(), notes: read.notes.clone(), ..Self::default() };
        let lines: Vec<(usize, &Line)> = plan.without_repetitions(&read.lines);
        let managers = managers::resolve(&mut plan, known, clock, &lines);
        let groups = groups::resolve(&mut plan, known, clock, &lines);
        let dossiers = dossiers::resolve(&mut plan, known, clock, &lines, &managers, &groups);
        client_users::resolve(&mut plan, known, &lines, &dossiers);
        plan.finish(read);
        plan
    }

    /// Nothing is to be written.
    pub(super) fn is_empty(&self) -> bool {
        self.employees.is_empty()
            && self.groups.is_empty()
            && self.addresses.is_empty()
            && self.created.is_empty()
            && self.changed.is_empty()
            && self.invites.is_empty()
    }

    /// Every line gets its report; those that say something new are returned, each with its place.
    fn without_repetitions<'l>(&mut self, lines: &'l [Line]) -> Vec<(usize, &'l Line)> {
        let mut first: HashMap<String, u32> = HashMap::with_capacity(lines.len());
        let mut fresh = Vec::with_capacity(lines.len());
        for (place, line) in lines.iter().enumerate() {
            let mut report = LineReport { line: line.number, ..LineReport::default() };
            // A line with cells that could not be read may differ in just those.
            let earlier = if line.faulty { None } else { first.get(&format!("{:?}", line.said)) };
            if let Some(&earlier) = earlier {
                report.same_as = Some(earlier);
                let message = format!("This line says the same as line {earlier}; it is read once.");
                self.notes.push(Note::on(line.number, "duplicate", message));
            } else {
                first.insert(format!("{:?}", line.said), line.number);
                fresh.push((place, line));
            }
            self.lines.push(report);
        }
        fresh
    }

    fn error(&mut self, line: u32, column: Column, code: Code, message: impl Into<String>) {
        self.errors.push(LineError::on(line, column, code, message));
    }

    fn missing(&mut self, line: u32, column: Column, message: impl Into<String>) {
        self.error(line, column, Code::Fault(Fault::Missing), message);
    }

    fn note(&mut self, line: u32, code: &'static str, message: impl Into<String>) {
        self.notes.push(Note::on(line, code, message));
    }

    /// Errors in the file's order, each with what the file calls its column; and the lines that they are on.
    fn finish(&mut self, read: &Read) {
        self.errors.sort_by_key(|error| (error.line, error.column));
        self.notes.sort_by_key(|note| note.line);
        self.invites.sort_by_key(|&(place, _)| place);
        for error in &mut self.errors {
            error.header = error.column.map(|column| read.columns.header(column));
        }
        let failed: HashSet<u32> = self.errors.iter().filter_map(|error| error.line).collect();
        for line in &mut self.lines {
            line.failed |= failed.contains(&line.line);
            if line.failed {
                // With the error corrected it may be another.
                (line.sender, line.mail) = (None, None);
            }
        }
    }
}

/// What lines say of one thing: the first value, and the line that it stands on.
#[derive(Debug, Clone)]
struct Agreed<T>(Option<(u32, T)>);

impl<T> Default for Agreed<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone> Agreed<T> {
    fn value(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    /// Hears what a line says. Answers with the earlier line and its value when they differ.
    fn hear(&mut self, line: u32, value: Option<&T>, same: impl Fn(&T, &T) -> bool) -> Option<(u32, T)> {
        let value = value?;
        match &self.0 {
            None => {
                self.0 = Some((line, value.clone()));
                None
            }
            Some((_, first)) if same(first, value) => None,
            Some(earlier) => Some(earlier.clone()),
        }
    }
}

/// The words for two lines that differ.
fn contradiction(of: &str, earlier: (u32, &str), this: &str) -> String {
    let (line, said) = earlier;
    format!(
        "Of {of}, line {line} says {said:?} and this line {this:?}; make them the same, or leave one empty."
    )
}

/// What two spellings of a name have in common.
fn name_key(name: &Name) -> String {
    name.as_str().to_lowercase()
}

fn same_name(one: &Name, other: &Name) -> bool {
    one == other || name_key(one) == name_key(other)
}
