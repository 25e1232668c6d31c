//! What is left of 5,000 mails when something breaks in the middle of them: `bench faults`.
//!
//! * [`rig`] is an installation that can be broken: processes, a [`cluster`] of its own, perhaps behind a [`proxy`] or in
//!   a network of its own ([`netns`]); or a [`pair`] of servers;
//! * [`load`] posts over HTTP like a careful program, by [`client`], and knows what was accepted;
//! * [`trial`] lets a fault strike, waits until nothing is left to do, and counts; [`table`] tells;
//! * each other file is a family of faults.

mod client;
mod clocks;
mod cluster;
mod commit;
mod cut;
mod disk;
mod failover;
mod freeze;
mod kills;
mod load;
mod netns;
mod pair;
mod plan;
mod proxy;
mod relay;
mod rig;
mod table;
mod tls;
mod trial;

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use clap::Args;

use crate::kit::Kit;
use crate::machine;
use crate::product::database::Kind;
use plan::Fault;
use trial::Outcome;

/// What can be said after `faults`.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// Only this database
    #[arg(long)]
    database: Option<Kind>,
    /// Only these faults, by their names; without it, all but the slowest
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    #[arg(long, default_value_t = 5_000)]
    mails: usize,
    /// How often each is tried; the worst counts
    #[arg(long, default_value_t = 1)]
    runs: usize,
    /// A file whose table is brought up to date, between its two markers
    #[arg(long)]
    report: Option<PathBuf>,
    /// Less than a minute, as a test
    #[arg(long)]
    short: bool,
    /// Names them and does nothing
    #[arg(long)]
    list: bool,
}

/// A line of the table.
struct Row {
    title: &'static str,
    kind: Kind,
    outcome: Outcome,
}

/// Tries what was asked for, and tells.
///
/// # Errors
/// When anything was lost, or came twice more often than is allowed.
pub(crate) fn run(kit: &Kit, asked: &Asked) -> anyhow::Result<()> {
    let all = plan::all();
    if asked.list {
        all.iter().for_each(|fault| eprintln!("{:<20} {}", fault.name, fault.title));
        return Ok(());
    }
    for name in &asked.only {
        ensure!(all.iter().any(|fault| fault.name == name), "no fault is called {name}");
    }
    let wanted = |fault: &Fault, kind: Kind| {
        let named = asked.only.iter().any(|only| only == fault.name);
        let usual = if asked.short { fault.short.contains(&kind) } else { !fault.slow };
        asked.database.is_none_or(|only| only == kind) && if asked.only.is_empty() { usual } else { named }
    };
    let mails = if asked.short { asked.mails.min(2_000) } else { asked.mails };
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    for fault in &all {
        for &kind in fault.kinds.iter().filter(|kind| wanted(fault, **kind)) {
            let what = format!("{}, {}", fault.name, kind.name());
            match worst(kit, fault, kind, mails, asked.runs) {
                Ok(outcome) => rows.push(Row { title: fault.title, kind, outcome }),
                Err(error) => {
                    eprintln!("{what}: cannot be tried: {error:#}");
                    broken.push(what);
                }
            }
            if let Some(file) = &asked.report {
                // After each, so that what was measured is kept whatever happens next.
                table::update(file, &machine::describe(kit), &rows, &all).context("the report")?;
            }
        }
    }
    table::print(&rows);
    let failed: Vec<_> = rows.iter().filter(|row| !row.outcome.passes()).map(|row| row.title).collect();
    ensure!(failed.is_empty() && broken.is_empty(), "failed: {failed:?}; could not be tried: {broken:?}");
    Ok(())
}

fn worst(kit: &Kit, fault: &Fault, kind: Kind, mails: usize, runs: usize) -> anyhow::Result<Outcome> {
    let mut worst: Option<Outcome> = None;
    for _ in 0..runs.max(1) {
        let outcome = (fault.run)(kit, kind, mails)?;
        eprintln!("{}, {}: {outcome}", fault.name, kind.name());
        worst = Some(match worst {
            Some(before) => before.or_worse(outcome),
            None => outcome,
        });
    }
    worst.context("not tried")
}
