//! What is known of the DNS so far, and what has yet to be asked.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use super::{
    domain_name::can_be_asked,
    question::{Answer, Data, Kind, Question, Trouble},
};

/// Answers by question, and the questions that a verdict asked in vain.
#[derive(Default)]
pub(super) struct Known {
    answers: BTreeMap<Question, Answer>,
    open: RefCell<BTreeSet<Question>>,
}

/// The verdict has to wait for an answer; the question is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotYet;

/// What a name has, when there was an answer.
pub(super) struct Found<T> {
    /// None, when there is nothing of the kind.
    pub(super) records: Vec<T>,
    /// Whether the name exists.
    pub(super) exists: bool,
    /// Whether it was asked for: what is no name cannot be.
    pub(super) asked: bool,
}

/// The name that was asked for, and what went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) name: String,
    pub(super) trouble: Trouble,
}

impl Known {
    /// Servers shuffle their records: in one order, the same zone has the same report.
    pub(super) fn learn(&mut self, question: Question, mut answer: Answer) {
        if let Answer::Records(records) = &mut answer {
            records.sort();
        }
        self.answers.insert(question, answer);
    }

    pub(super) fn len(&self) -> usize {
        self.answers.len()
    }

    /// The questions that were asked in vain since the last call.
    pub(super) fn take_open(&self) -> BTreeSet<Question> {
        self.open.take()
    }

    fn ask<T>(
        &self,
        name: &str,
        kind: Kind,
        pick: impl Fn(&Data) -> Option<T>,
    ) -> Result<Result<Found<T>, Failure>, NotYet> {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        if !can_be_asked(&name) {
            return Ok(Ok(Found { records: Vec::new(), exists: false, asked: false }));
        }
        let question = Question { name, kind };
        match self.answers.get(&question) {
            Some(Answer::Records(records)) => Ok(Ok(Found {
                records: records.iter().filter_map(pick).collect(),
                exists: true,
                asked: true,
            })),
            Some(Answer::NoData) => Ok(Ok(Found { records: Vec::new(), exists: true, asked: true })),
            Some(Answer::NoSuchName) => Ok(Ok(Found { records: Vec::new(), exists: false, asked: true })),
            Some(Answer::Failed(trouble)) => {
                Ok(Err(Failure { name: question.name, trouble: trouble.clone() }))
            }
            None => {
                self.open.borrow_mut().insert(question);
                Err(NotYet)
            }
        }
    }

    pub(super) fn texts(&self, name: &str) -> Result<Result<Found<String>, Failure>, NotYet> {
        self.ask(name, Kind::Txt, |data| match data {
            Data::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// Lowest preference first.
    pub(super) fn exchanges(&self, name: &str) -> Result<Result<Found<(u16, String)>, Failure>, NotYet> {
        self.ask(name, Kind::Mx, |data| match data {
            Data::Exchange { preference, host } => Some((*preference, host.clone())),
            _ => None,
        })
    }

    /// Of the family that `like` belongs to.
    pub(super) fn addresses(
        &self,
        name: &str,
        like: IpAddr,
    ) -> Result<Result<Found<IpAddr>, Failure>, NotYet> {
        let kind = if like.is_ipv4() { Kind::A } else { Kind::Aaaa };
        self.ask(name, kind, |data| match data {
            Data::Address(address) => Some(*address),
            _ => None,
        })
    }

    pub(super) fn names(&self, name: &str, kind: Kind) -> Result<Result<Found<String>, Failure>, NotYet> {
        self.ask(name, kind, |data| match data {
            Data::Name(name) => Some(name.clone()),
            _ => None,
        })
    }
}
