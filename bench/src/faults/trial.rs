//! One fault, once: mails are posted, it strikes in the middle of them, and what arrived is counted when nothing is left
//! to be done.

use std::collections::HashSet;
use std::fmt;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::load::Load;
use super::rig::{Rig, Setup};
use crate::clock::{self, Nanos};
use crate::kit::Kit;
use crate::product::database::Kind;

/// Connections to the relay, of each process: as it comes.
pub(super) const CONNECTIONS: u64 = 8;
/// What the relay takes for a mail, times the processes: about 530 mails a second.
const A_MAIL: Duration = Duration::from_millis(15);
/// Somewhat more than the relay takes, so that mails wait.
const POSTED_A_SECOND: usize = 600;
/// In which nothing more arrives when all is over.
const GRACE: Duration = Duration::from_millis(500);

/// What was done to it.
#[derive(Debug)]
pub(super) struct Struck {
    /// When everything was right again.
    pub(super) ended: Nanos,
    /// Mails that come so soon after it were under way already.
    pub(super) under_way: Duration,
    /// How many mails may come twice.
    pub(super) bound: u64,
    /// What else is to be told.
    pub(super) says: String,
}

impl Struck {
    /// It is over now.
    pub(super) fn over(bound: u64) -> Self {
        Self { ended: clock::now(), under_way: Duration::ZERO, bound, says: String::new() }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) accepted: usize,
    /// Accepted, and never arrived.
    pub(super) lost: usize,
    /// Arrived again.
    pub(super) twice: u64,
    /// Arrived, and belong to no request that was accepted: a request was done twice.
    pub(super) unasked: usize,
    pub(super) bound: u64,
    /// Seconds from the end of the fault.
    pub(super) next: Option<f64>,
    pub(super) last: Option<f64>,
    /// How often requests were not accepted.
    pub(super) refused: u64,
    pub(super) says: Vec<String>,
}

/// How a trial goes.
pub(super) struct Trial<'a> {
    pub(super) kit: &'a Kit,
    pub(super) kind: Kind,
    pub(super) mails: usize,
    pub(super) setup: Setup,
    /// Strikes when so many of a hundred were delivered.
    pub(super) at_percent: usize,
    /// How long is waited for the rest.
    pub(super) patience: Duration,
}

impl<'a> Trial<'a> {
    pub(super) fn new(kit: &'a Kit, kind: Kind, mails: usize, setup: Setup) -> Self {
        Self { kit, kind, mails, setup, at_percent: 50, patience: Duration::from_secs(200) }
    }

    /// Lets it strike, and counts.
    pub(super) fn run(
        self,
        strike: impl FnOnce(&mut Rig<'_>, &Load) -> anyhow::Result<Struck>,
    ) -> anyhow::Result<Outcome> {
        let mut rig = Rig::start(self.kit, self.kind, self.setup)?;
        let target = rig.target()?;
        let processes = u32::try_from(rig.processes())?;
        rig.sink.faults().delay_dots(A_MAIL * processes);
        let load = Load::begin(target, self.mails, POSTED_A_SECOND);
        let half = (self.mails * self.at_percent / 100) as u64;
        let ledger = rig.sink.ledger();
        let came = || ledger.mails() >= half;
        ensure!(
            clock::wait_until(Duration::from_secs(60), Duration::from_millis(1), came),
            "it never came so far: {:?}\n{}",
            load.not_accepted(),
            rig.log()
        );
        let struck = strike(&mut rig, &load);
        let struck = struck.with_context(|| format!("the end of its log:\n{}", tail(&rig.log())))?;
        let over = || {
            load.is_done() && {
                thread::sleep(Duration::from_millis(200));
                rig.waiting().is_ok_and(|waiting| waiting.is_empty())
            }
        };
        let is_over = clock::wait_until(self.patience, Duration::from_millis(50), over);
        thread::sleep(GRACE);
        let mut outcome = count(&rig, &load, struck);
        if !is_over {
            outcome
                .says
                .push(format!("not over: {}", rig.waiting().unwrap_or_else(|error| error.to_string())));
        }
        if std::env::var_os("BENCH_FAULTS_LOG").is_some() {
            eprintln!("{}", rig.log());
        }
        Ok(outcome)
    }
}

fn count(rig: &Rig<'_>, load: &Load, struck: Struck) -> Outcome {
    let tally = rig.sink.ledger().tally();
    let accepted: HashSet<u128> = load.accepted().into_iter().collect();
    let arrived = tally.by_id();
    let after: Vec<Nanos> =
        tally.arrivals.iter().map(|mail| mail.at).filter(|at| *at > struck.ended).collect();
    let next =
        after.iter().copied().find(|at| clock::seconds(struck.ended, *at) > struck.under_way.as_secs_f64());
    let not_accepted = load.not_accepted();
    let mut says: Vec<_> = Some(struck.says).into_iter().filter(|says| !says.is_empty()).collect();
    if !not_accepted.is_empty() {
        let told: Vec<_> = not_accepted.iter().map(|(why, times)| format!("{times} × {why}")).collect();
        says.push(format!("requests: {}", told.join(", ")));
    }
    if load.stored_all_the_same() > 0 {
        says.push(format!("{} of these were stored all the same", load.stored_all_the_same()));
    }
    Outcome {
        accepted: accepted.len(),
        lost: accepted.iter().filter(|id| !arrived.contains_key(id)).count(),
        twice: tally.duplicates(),
        unasked: arrived.keys().filter(|id| !accepted.contains(id)).count(),
        bound: struck.bound,
        next: next.map(|at| clock::seconds(struck.ended, at)),
        last: after.last().map(|at| clock::seconds(struck.ended, *at)),
        refused: not_accepted.values().sum(),
        says,
    }
}

impl Outcome {
    pub(super) fn passes(&self) -> bool {
        let over = !self.says.iter().any(|says| says.starts_with("not over"));
        self.lost == 0 && self.twice <= self.bound && self.unasked == 0 && self.accepted > 0 && over
    }

    /// Of each figure the worse.
    pub(super) fn or_worse(self, other: Self) -> Self {
        let later = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let says = if other.passes() { self.says } else { other.says };
        Self {
            accepted: self.accepted.min(other.accepted),
            lost: self.lost.max(other.lost),
            twice: self.twice.max(other.twice),
            unasked: self.unasked.max(other.unasked),
            bound: self.bound.min(other.bound),
            next: later(self.next, other.next),
            last: later(self.last, other.last),
            refused: self.refused.max(other.refused),
            says,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, lost, twice, unasked, bound, .. } = self;
        let seconds = |at: Option<f64>| at.map_or("–".to_owned(), |at| format!("{at:.1} s"));
        write!(
            f,
            "{} accepted {accepted}, lost {lost}, twice {twice} of {bound}, unasked {unasked}, next {}, last {}; {}",
            if self.passes() { "pass:" } else { "FAIL:" },
            seconds(self.next),
            seconds(self.last),
            self.says.join("; ")
        )
    }
}

fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
