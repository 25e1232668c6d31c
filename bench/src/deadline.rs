//! The two days before a VAT deadline, under a clock that does not wait: `bench deadline`.
//!
//! * [`offices`] and [`arrivals`] are made up, from [`chance`] that is always the same; [`letters`] are the mails;
//! * [`outbox`] is the program's own queue, on a real database; each relay has a [`courier`], who leases, sends and records
//!   as the program's does;
//! * [`simulation`] looks up what happens next; [`day`] keeps what was seen;
//! * [`sizing`] computes what more offices would need; [`told`] tells all of it.
//!
//! What it answers is who waits for whom, and how long. How fast the program is, the other commands measure.

mod arrivals;
mod chance;
mod courier;
mod day;
mod letters;
mod offices;
mod outbox;
mod simulation;
mod sizing;
#[cfg(test)]
mod tests;
mod told;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Args;
use domain::delivery::Pace;

use crate::clock;
use crate::product::database::{Kind, Server};
use chance::Chance;
use courier::Manner;
use day::Day;
use outbox::Outbox;
use simulation::Simulation;
use sizing::Costs;

const BEGIN: &str = "<!-- deadline: written by `bench deadline --report` -->";
const END: &str = "<!-- end of deadline -->";
const SEED: u64 = 20;

/// What can be said after `deadline`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Asked {
    /// A part of that day: offices and the pace of the platform's relay alike
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Accounting offices, of 200 dossiers each on average
    #[arg(long, default_value_t = 3_000)]
    offices: usize,
    #[arg(long, default_value = "sqlite")]
    database: Kind,
    /// Mails a minute that the platform's relay takes; 0 is as many as come
    #[arg(long, default_value_t = 3_000)]
    platform_pace: u32,
    /// Milliseconds that it takes for each
    #[arg(long, default_value_t = 50)]
    platform_latency_ms: u64,
    /// Over so many connections
    #[arg(long, default_value_t = 4)]
    platform_connections: usize,
    /// Mails a minute that an office's own relay takes
    #[arg(long, default_value_t = 30)]
    own_pace: u32,
    /// Milliseconds that it takes for each, over one connection
    #[arg(long, default_value_t = 1_000)]
    own_latency_ms: u64,
    #[command(flatten)]
    costs: Costs,
    /// A file that is told, between its two markers
    #[arg(long)]
    report: Option<PathBuf>,
}

/// What was asked for, at the scale that was asked for.
struct Setting {
    scale: f64,
    offices: usize,
    dossiers: usize,
    database: Kind,
    platform_pace: u32,
    platform_latency_ms: u64,
    platform_connections: usize,
    own_pace: u32,
    own_latency_ms: u64,
    costs: Costs,
}

impl Setting {
    fn new(asked: &Asked) -> anyhow::Result<Self> {
        let scale = asked.scale;
        ensure!(scale > 0.0 && scale.is_finite(), "a scale is more than nothing");
        ensure!(asked.platform_connections > 0 && asked.own_pace > 0, "nobody could send anything");
        let offices = ((asked.offices as f64 * scale) as usize).max(1);
        let pace = (f64::from(asked.platform_pace) * scale) as u32;
        Ok(Self {
            scale,
            offices,
            dossiers: offices * offices::DOSSIERS_EACH as usize,
            database: asked.database,
            platform_pace: if asked.platform_pace > 0 { pace.max(1) } else { 0 },
            platform_latency_ms: asked.platform_latency_ms,
            platform_connections: asked.platform_connections,
            own_pace: asked.own_pace,
            own_latency_ms: asked.own_latency_ms,
            costs: asked.costs,
        })
    }

    fn platform(&self) -> Manner {
        Manner {
            pace: NonZeroU32::new(self.platform_pace).map(Pace::per_minute),
            latency: Duration::from_millis(self.platform_latency_ms),
            connections: self.platform_connections,
        }
    }

    fn own(&self) -> Manner {
        Manner {
            pace: NonZeroU32::new(self.own_pace).map(Pace::per_minute),
            latency: Duration::from_millis(self.own_latency_ms),
            connections: 1,
        }
    }

    async fn simulate(&self, url: &str) -> anyhow::Result<Day> {
        let mut chance = Chance::new(SEED);
        let offices = offices::offices(self.offices, &mut chance);
        let arrivals = arrivals::arrivals(&offices, self.offices as f64 / 3000.0, &mut chance);
        let outbox = Outbox::open(url, chance).await?;
        Simulation::new(&offices, &arrivals, outbox, self.platform(), self.own()).await?.run().await
    }
}

/// Lives through the two days, and tells.
///
/// # Errors
/// When a mail was not sent, or twice.
#[expect(clippy::print_stdout, reason = "what this command is for")]
pub(crate) fn run(asked: &Asked) -> anyhow::Result<()> {
    let setting = Setting::new(asked)?;
    let began = clock::now();
    let day = on_a_new_database(setting.database, |url| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(setting.simulate(url))
    })?;
    let text = told::tell(&setting, &day, clock::seconds(began, clock::now()))?;
    println!("{text}");
    asked.report.as_deref().map_or(Ok(()), |file| update(file, &text))
}

fn on_a_new_database<T>(kind: Kind, run: impl FnOnce(&str) -> anyhow::Result<T>) -> anyhow::Result<T> {
    match kind {
        Kind::Sqlite => {
            let folder = tempfile::tempdir()?;
            run(&format!("sqlite:{}", folder.path().join("deadline.db").display()))
        }
        Kind::Postgres => {
            let server = Server::find_or_start()?;
            let name = server.create()?;
            let ran = run(&server.url_of(&name));
            server.remove(&name);
            ran
        }
    }
}

fn update(file: &Path, text: &str) -> anyhow::Result<()> {
    let old = std::fs::read_to_string(file)?;
    let (before, rest) = old.split_once(BEGIN).context("the file has no place for the report")?;
    let (_, after) = rest.split_once(END).context("the report has no end")?;
    Ok(std::fs::write(file, format!("{before}{BEGIN}\n\n{text}\n{END}{after}"))?)
}
