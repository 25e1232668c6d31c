//! What would change for an office's dossiers, and for events without one, between two states of the office.
//!
//! Both states are decided in full, by the same functions that decide for a mail; so what is shown before a change is
//! what happens after it.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    EmailAddress, Mailbox, Name, dossier::Dossier, event::EventKind, id::DossierId, recipients,
    roster::Roster, sender,
};

/// What is decided for a dossier: who sends its welcome mails, and who hears of each kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Who sends a welcome mail?
    WelcomeSender,
    /// Who hears of a failed task?
    FailedTask,
    /// Who hears of a message?
    Message,
    /// Who hears that all documents are in?
    VatDocumentsOk,
    /// Who hears of a request?
    UserRequest,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::WelcomeSender, Self::FailedTask, Self::Message, Self::VatDocumentsOk, Self::UserRequest];

    const fn kind(self) -> Option<EventKind> {
        match self {
            Self::WelcomeSender => None,
            Self::FailedTask => Some(EventKind::FailedTask),
            Self::Message => Some(EventKind::Message),
            Self::VatDocumentsOk => Some(EventKind::VatDocumentsOk),
            Self::UserRequest => Some(EventKind::UserRequest),
        }
    }
}

/// An office with its dossiers.
#[derive(Debug, Clone)]
pub struct State {
    /// What its decisions look at.
    pub roster: Roster,
    /// Its dossiers, in the order of their ids.
    pub dossiers: Vec<Dossier>,
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// How many dossiers the office has.
    pub of: usize,
    /// How many of them differ in anything.
    pub dossiers: usize,
    /// The same change for many dossiers is one entry; those of most dossiers first.
    pub changes: Vec<Change>,
}

/// One change: the same answers to the same questions, from whom to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// For which questions.
    pub questions: Vec<Question>,
    /// Who it was.
    pub from: Vec<Mailbox>,
    /// Who it would be.
    pub to: Vec<Mailbox>,
    /// For which dossiers, in the order of their ids.
    pub dossiers: Vec<(DossierId, Name)>,
    /// Also, or only, for events without a dossier.
    pub without_dossier: bool,
}

/// The answer to a question, without a copy of anything.
#[derive(PartialEq, Eq, Hash, Clone)]
enum Answer<'r> {
    Sender(Mailbox),
    Readers(Vec<(recipients::Target, &'r EmailAddress)>),
}

impl Answer<'_> {
    /// Another name on a welcome mail is a change; another path to the same reader is none.
    fn differs(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sender(one), Self::Sender(other)) => one != other,
            (Self::Readers(one), Self::Readers(other)) => {
                let within = |address: &EmailAddress, all: &[(_, &EmailAddress)]| {
                    all.iter().any(|(_, a)| *a == address)
                };
                one.len() != other.len() || !one.iter().all(|(_, address)| within(address, other))
            }
            _ => true,
        }
    }

    fn mailboxes(&self, roster: &Roster) -> Vec<Mailbox> {
        match self {
            Self::Sender(from) => vec![from.clone()],
            Self::Readers(readers) => readers.iter().map(|(to, _)| roster.mailbox(*to).0).collect(),
        }
    }
}

fn answer<'r>(
    roster: &'r Roster,
    question: Question,
    dossier: Option<&Dossier>,
    today: Date,
) -> Option<Answer<'r>> {
    let Some(kind) = question.kind() else {
        return dossier.map(|dossier| Answer::Sender(sender::choose(&roster.sender_context(dossier)).from));
    };
    let readers = recipients::choose(roster, kind, dossier, today).readers;
    let readers = readers.into_iter().filter_map(|reader| Some((reader.to, roster.address(reader.to)?)));
    Some(Answer::Readers(readers.collect()))
}

/// What differs between two states of one office, on a day. A dossier that is in one of them only is left out.
#[must_use]
pub fn between(before: &State, after: &State, today: Date) -> Changes {
    let mut found: HashMap<_, Change> = HashMap::new();
    let old: HashMap<DossierId, &Dossier> =
        before.dossiers.iter().map(|dossier| (dossier.id, dossier)).collect();
    let both = after.dossiers.iter().filter_map(|new| Some((Some(*old.get(&new.id)?), Some(new))));
    let mut dossiers = 0;
    for (was, is) in both.chain([(None, None)]) {
        let mut differing: Vec<(Answer<'_>, Answer<'_>, Vec<Question>)> = Vec::new();
        for question in Question::ALL {
            let was = answer(&before.roster, question, was, today);
            let is = answer(&after.roster, question, is, today);
            let (Some(was), Some(is)) = (was, is) else { continue };
            if !was.differs(&is) {
                continue;
            }
            match differing.iter_mut().find(|(from, to, _)| *from == was && *to == is) {
                Some((.., questions)) => questions.push(question),
                None => differing.push((was, is, vec![question])),
            }
        }
        dossiers += usize::from(is.is_some() && !differing.is_empty());
        for (from, to, questions) in differing {
            let change =
                found.entry((questions.clone(), from.clone(), to.clone())).or_insert_with(|| Change {
                    questions,
                    from: from.mailboxes(&before.roster),
                    to: to.mailboxes(&after.roster),
                    dossiers: Vec::new(),
                    without_dossier: false,
                });
            match is {
                Some(dossier) => change.dossiers.push((dossier.id, dossier.name.clone())),
                None => change.without_dossier = true,
            }
        }
    }
    let mut changes: Vec<Change> = found.into_values().collect();
    changes.sort_by_key(|change| {
        let first = change.dossiers.first().map(|(id, _)| *id);
        (usize::MAX - change.dossiers.len(), first, change.questions.clone())
    });
    Changes { of: after.dossiers.len(), dossiers, changes }
}

#[cfg(test)]
pub(crate) mod tests;
