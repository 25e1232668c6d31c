//! May mails of a domain go out?
//!
//! An office sends from the addresses that its cascade can yield, and each of their domains is looked at in DNS from time
//! to time ([`domains`]). What a look says is judged when it was taken ([`judge`]), and holds until the next:
//!
//! 1. a domain that nobody looked at yet is `unconfigured`: nothing was signed for it, and nobody knows what receivers
//!    would make of its mails;
//! 2. **nothing wrong**: its mails go out;
//! 3. **something wrong**: its mails wait, for as long as a look says so;
//! 4. **no answer, and nothing else wrong** (`dns_failure` alone), while the last look that said something was good: its mails
//!    go out for a day still. Name servers fail for an hour, the records are there all the same, and a receiver who
//!    cannot ask for them tries later and does not refuse (RFC 7208 §2.6.6, RFC 6376 §6.1.2). After a day that is no
//!    longer a hiccup, and its mails wait: an answer to them would not arrive either;
//! 5. no answer when the last look was bad, or when there was none: its mails wait.
//!
//! The office hears once when a domain that was good is not any more. A domain that was never good is being set up: whoever
//! does that is looking at it.

use std::{collections::BTreeSet, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    delivery::SenderFault,
    dossier::Dossier,
    id::OfficeId,
    roster::Roster,
    time::{Timestamp, days, hours},
};

/// How long an answer that does not come is taken for a hiccup.
pub const HICCUP: Duration = days(1);
/// When an office that waits for something to be mended is looked at again by itself.
pub const MENDING: Duration = hours(1);

/// What the last look at a domain means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What keeps its mails from going out, in the order of [`SenderFault::ALL`]; nothing when they may.
    pub causes: Vec<SenderFault>,
    /// When it was looked at.
    pub checked_at: Timestamp,
    /// Since when there is no answer, and nothing else wrong, after a look that was good.
    pub silent_since: Option<Timestamp>,
    /// Since when its mails wait.
    pub broken_since: Option<Timestamp>,
}

/// What follows from a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing: it is as it was.
    None,
    /// Its mails may go out, and could not before: those that wait go out.
    Mended,
    /// Its mails went out before, and wait now: the office hears.
    Broken,
}

impl Verdict {
    /// Its mails may go out.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.causes.is_empty()
    }
}

/// What a look means that was taken now and found this, beside what the one before meant.
#[must_use]
pub fn judge(before: Option<&Verdict>, found: &[SenderFault], now: Timestamp) -> (Verdict, Change) {
    let was_ready = before.is_some_and(Verdict::is_ready);
    let silent = found == [SenderFault::DnsFailure];
    let silent_since = (silent && was_ready)
        .then(|| before.and_then(|before| before.silent_since).unwrap_or(now))
        .filter(|since| now.since(*since) < HICCUP);
    let causes = if silent_since.is_some() { Vec::new() } else { in_order(found) };
    let ready = causes.is_empty();
    let broken_since = (!ready).then(|| before.and_then(|before| before.broken_since).unwrap_or(now));
    let change = match (was_ready, ready) {
        (false, true) => Change::Mended,
        (true, false) => Change::Broken,
        _ => Change::None,
    };
    (Verdict { causes, checked_at: now, silent_since, broken_since }, change)
}

/// What keeps mails of a domain from going out, by the last look at it.
#[must_use]
pub fn causes(verdict: Option<&Verdict>) -> Vec<SenderFault> {
    verdict.map_or_else(|| vec![SenderFault::Unconfigured], |verdict| verdict.causes.clone())
}

/// Causes of several looks as those of all: each once, in the order of [`SenderFault::ALL`].
#[must_use]
pub fn in_order(causes: &[SenderFault]) -> Vec<SenderFault> {
    SenderFault::ALL.into_iter().filter(|cause| causes.contains(cause)).collect()
}

/// The domains that an office's cascade can yield, each in its ASCII form:
///
/// 1. of its active employees who manage a dossier;
/// 2. of its client groups that have an address and a dossier;
/// 3. of its functional address;
/// 4. of its communication address.
#[must_use]
pub fn domains(roster: &Roster, dossiers: &[Dossier]) -> BTreeSet<String> {
    let managers = dossiers.iter().filter_map(|dossier| roster.employees.get(&dossier.manager_id?));
    let managers = managers.filter(|manager| manager.active).map(|manager| &manager.email);
    let groups = dossiers.iter().filter_map(|dossier| roster.groups.get(&dossier.client_group_id?));
    let groups = groups.filter_map(|group| group.email.as_ref());
    let functional = roster.office.functional_address.as_ref().map(|functional| &functional.address);
    let all = managers.chain(groups).chain(functional).chain([&roster.office.communication_address]);
    all.map(|address| address.domain().to_owned()).collect()
}

/// When an office is looked at again by itself: once a day, at a time of the day of its own, so that offices do not
/// all come at once; in an hour while something is to be mended, or an answer did not come.
#[must_use]
pub fn next_check(office: OfficeId, verdicts: &[Verdict], now: Timestamp) -> Timestamp {
    let soon = |verdict: &Verdict| !verdict.is_ready() || verdict.silent_since.is_some();
    if verdicts.iter().any(soon) {
        return now + MENDING;
    }
    let day = i64::try_from(days(1).as_millis()).unwrap_or(i64::MAX);
    // The last eight bytes of an id are chance.
    let (_, chance) = office.uuid().as_u64_pair();
    let own = i64::try_from(chance % day.unsigned_abs()).unwrap_or(0);
    let earliest = now.millis() + day / 24;
    Timestamp::from_millis(earliest + (own - earliest).rem_euclid(day))
}

#[cfg(test)]
mod tests;
