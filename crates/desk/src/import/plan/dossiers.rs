//! Which dossiers the lines speak of, what becomes of each, and who sends its welcome mails.
//!
//! A line means
//!
//! 1. the dossier with its **enterprise number**; when the office has none, but one dossier of the line's name without a
//!    number, it means that one, which gets the number;
//! 2. without a number, the one dossier of its **name**, without regard to case, known or created by this file; when
//!    there are several, that is an error;
//! 3. else a new dossier, which must have a name.
//!
//! A cell that is filled in changes what the dossier has; an empty one never takes anything away.

use std::collections::{HashMap, HashSet};

use domain::{EnterpriseNumber, Name, dossier::Dossier, id::DossierId, sender::SenderDecision};

use super::{Plan, groups::Groups, managers::Managers, name_key};
use crate::{
    Clock,
    import::{
        cells::Line,
        columns::Column,
        fault::Code,
        known::Known,
        report::{DossierFate, DossierLine},
    },
};

mod merge;

/// The dossiers of a file.
pub(super) struct Dossiers {
    /// Which each line speaks of, by its place.
    pub(super) of_line: HashMap<usize, DossierId>,
    /// Each as it becomes, with who sends its welcome mails.
    pub(super) all: HashMap<DossierId, (Dossier, SenderDecision)>,
}

/// Which dossier.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Which {
    Known(DossierId),
    Number(EnterpriseNumber),
    Name(String),
}

pub(super) fn resolve(
    plan: &mut Plan,
    known: &Known,
    clock: &Clock,
    lines: &[(usize, &Line)],
    managers: &Managers,
    groups: &Groups,
) -> Dossiers {
    let index = Index::of(known, lines);
    let mut order: Vec<Which> = Vec::new();
    let mut lines_of: HashMap<Which, Vec<(usize, &Line)>> = HashMap::new();
    for &(place, line) in lines {
        let Some(which) = index.which(plan, line) else { continue };
        let its_lines = lines_of.entry(which.clone()).or_insert_with(|| {
            order.push(which);
            Vec::new()
        });
        its_lines.push((place, line));
    }
    let by_id: HashMap<DossierId, &Dossier> = known.dossiers.iter().map(|d| (d.id, d)).collect();
    let mut dossiers = Dossiers { of_line: HashMap::new(), all: HashMap::new() };
    for which in order {
        let lines = &lines_of[&which];
        let before = if let Which::Known(id) = which { by_id.get(&id).copied() } else { None };
        let told = merge::hear(plan, lines, managers, groups);
        let Some(after) = told.dossier(plan, before, clock) else { continue };
        let fate = match before {
            None => DossierFate::Created,
            Some(before) if *before == after => DossierFate::Unchanged,
            Some(before) => {
                DossierFate::Changed { changes: merge::changes(before, &after, managers, groups) }
            }
        };
        match (before, &fate) {
            (None, _) => plan.created.push(after.clone()),
            (Some(before), DossierFate::Changed { .. }) => plan.changed.push((before.clone(), after.clone())),
            _ => {}
        }
        let sender = domain::sender::choose(&merge::context(known, &after, managers, groups));
        tell(plan, &mut dossiers, lines, &after, &fate, &sender);
        dossiers.all.insert(after.id, (after, sender));
    }
    dossiers
}

/// Tells each line of a dossier what becomes of it: the first in full, the others by pointing at the first.
fn tell(
    plan: &mut Plan,
    dossiers: &mut Dossiers,
    lines: &[(usize, &Line)],
    after: &Dossier,
    fate: &DossierFate,
    sender: &SenderDecision,
) {
    for (i, (place, _)) in lines.iter().enumerate() {
        let fate = match lines.first() {
            Some((_, first)) if i > 0 => DossierFate::AsLine { line: first.number },
            _ => fate.clone(),
        };
        let report = &mut plan.lines[*place];
        report.sender = Some(sender.clone());
        let (name, enterprise_number) = (after.name.clone(), after.enterprise_number.clone());
        report.dossier = Some(DossierLine { name, enterprise_number, fate });
        dossiers.of_line.insert(*place, after.id);
    }
}

/// What is known of numbers and names before the first line is looked at, so that the order of lines does not matter.
struct Index<'a> {
    by_number: HashMap<&'a EnterpriseNumber, DossierId>,
    by_name: HashMap<String, Vec<&'a Dossier>>,
    /// The names that the file gives each number, and the numbers of each name.
    names: HashMap<&'a EnterpriseNumber, String>,
    numbers: HashMap<String, HashSet<&'a EnterpriseNumber>>,
}

impl<'a> Index<'a> {
    fn of(known: &'a Known, lines: &[(usize, &'a Line)]) -> Self {
        let numbered = |dossier: &'a Dossier| Some((dossier.enterprise_number.as_ref()?, dossier.id));
        let mut index = Self {
            by_number: known.dossiers.iter().filter_map(numbered).collect(),
            by_name: HashMap::new(),
            names: HashMap::new(),
            numbers: HashMap::new(),
        };
        for dossier in &known.dossiers {
            index.by_name.entry(name_key(&dossier.name)).or_default().push(dossier);
        }
        for (_, line) in lines {
            if let (Some(number), Some(name)) = (&line.said.number, &line.said.dossier_name) {
                index.names.entry(number).or_insert_with(|| name_key(name));
                index.numbers.entry(name_key(name)).or_default().insert(number);
            }
        }
        index
    }

    fn which(&self, plan: &mut Plan, line: &Line) -> Option<Which> {
        match (&line.said.number, &line.said.dossier_name) {
            (Some(number), _) => Some(self.numbered(number)),
            (None, Some(name)) => self.named(plan, line, name),
            (None, None) => {
                if !line.faulty {
                    let message = "Fill in the dossier's name or its enterprise number.";
                    plan.missing(line.number, Column::DossierName, message);
                }
                None
            }
        }
    }

    fn numbered(&self, number: &EnterpriseNumber) -> Which {
        if let Some(&id) = self.by_number.get(number) {
            return Which::Known(id);
        }
        let name = self.names.get(number);
        let alone = name.is_some_and(|name| self.numbers.get(name).is_some_and(|numbers| numbers.len() == 1));
        let unnumbered = name.and_then(|name| self.by_name.get(name)).into_iter().flatten();
        let unnumbered: Vec<_> = unnumbered.filter(|dossier| dossier.enterprise_number.is_none()).collect();
        match unnumbered[..] {
            [dossier] if alone => Which::Known(dossier.id),
            _ => Which::Number(number.clone()),
        }
    }

    fn named(&self, plan: &mut Plan, line: &Line, name: &Name) -> Option<Which> {
        let key = name_key(name);
        let known = self.by_name.get(&key).into_iter().flatten().map(|dossier| Which::Known(dossier.id));
        let numbers = self.numbers.get(&key).into_iter().flatten();
        let candidates: HashSet<Which> = known.chain(numbers.map(|number| self.numbered(number))).collect();
        if candidates.len() > 1 {
            if !line.faulty {
                let message = format!(
                    "{} dossiers are called {name}; fill in the enterprise number.",
                    candidates.len()
                );
                plan.error(line.number, Column::EnterpriseNumber, Code::Ambiguous, message);
            }
            return None;
        }
        Some(candidates.into_iter().next().unwrap_or(Which::Name(key)))
    }
}
