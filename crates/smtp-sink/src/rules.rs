//! The faults in force, with what they have counted so far.
//!
//! The rules are asked in order and the first that strikes decides; rules after it do not see the
//! occasion. So `[first(3) → 451, first(2) → Drop]` gives three 451s, then two hang-ups, then peace.
//! Without rules, asking costs one atomic load: a benchmark does not pay for what it does not use.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::fault::Whose;
use crate::{Fault, Phase, Then};

/// When a rule is asked. [`Then::DropMidData`] must be decided before the content comes, every other
/// fault at [`Phase::Content`] after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    At(Phase),
    BeforeContent,
}

/// What is known of the mail at that moment; at RCPT, `recipients` is the one being given.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) sender: Option<&'a str>,
    pub(crate) recipients: &'a [String],
}

#[derive(Debug, Default)]
pub(crate) struct Rules {
    armed: AtomicBool,
    rules: Mutex<Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    fault: Fault,
    seen: u64,
    fired: u64,
}

impl Rules {
    /// Puts these faults in force instead of those before, with all counting from zero.
    pub(crate) fn set(&self, faults: Vec<Fault>) {
        let mut rules = self.lock();
        *rules = faults.into_iter().map(|fault| Rule { fault, seen: 0, fired: 0 }).collect();
        self.armed.store(!rules.is_empty(), Ordering::Release);
    }

    /// How often each rule has struck, in the order they were set.
    pub(crate) fn fired(&self) -> Vec<u64> {
        self.lock().iter().map(|rule| rule.fired).collect()
    }

    /// What goes wrong now, if anything.
    pub(crate) fn ask(&self, moment: Moment, facts: Facts<'_>) -> Option<Then> {
        if !self.armed.load(Ordering::Acquire) {
            return None;
        }
        let mut rules = self.lock();
        let rule = rules.iter_mut().find_map(|rule| rule.strikes(moment, facts).then_some(rule))?;
        tracing::debug!(?moment, then = ?rule.fault.then, "a fault strikes");
        Some(rule.fault.then.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    fn strikes(&mut self, moment: Moment, facts: Facts<'_>) -> bool {
        if self.fault.moment() != moment || !self.fault.whose.iter().all(|whose| whose.holds(facts)) {
            return false;
        }
        self.seen += 1;
        let counted = self.seen.saturating_sub(self.fault.after);
        let due = counted > 0 && counted.is_multiple_of(self.fault.every) && self.fired < self.fault.first;
        self.fired += u64::from(due);
        due
    }
}

impl Fault {
    fn moment(&self) -> Moment {
        match (self.phase, &self.then) {
            (Phase::Content, Then::DropMidData(_)) => Moment::BeforeContent,
            (phase, _) => Moment::At(phase),
        }
    }
}

impl Whose {
    fn holds(&self, facts: Facts<'_>) -> bool {
        let any = |test: &dyn Fn(&str) -> bool| facts.recipients.iter().any(|address| test(address));
        match self {
            Self::Sender(wanted) => facts.sender.is_some_and(|sender| sender.eq_ignore_ascii_case(wanted)),
            Self::Recipient(wanted) => any(&|address| address.eq_ignore_ascii_case(wanted)),
            Self::RecipientContains(part) => {
                any(&|address| address.to_ascii_lowercase().contains(&part.to_ascii_lowercase()))
            }
            Self::RecipientDomain(wanted) => any(&|address| {
                address.rsplit_once('@').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(wanted))
            }),
        }
    }
}
