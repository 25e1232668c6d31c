//! `import`: dossiers, managers, client groups and client-users from a file, with progress on a terminal.

use std::{io::IsTerminal as _, process::ExitCode, time::Duration};

use anyhow::Context as _;
use desk::{
    access::Actor,
    import::{File, Mode, Progress, Stage},
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    answer,
    arguments::Import,
    config::Config,
    start::{self, Missing},
};

pub(crate) async fn run(config: Config, asked: Import) -> anyhow::Result<ExitCode> {
    let bytes =
        std::fs::read(&asked.file).with_context(|| format!("{} cannot be read", asked.file.display()))?;
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Make).await?;
    let mode = if asked.dry_run { Mode::DryRun } else { Mode::Real };
    let bar = Bar::new()?;
    let imported =
        desk.import(Actor::Console, asked.office, File { name, bytes }, mode, |now| bar.show(now)).await;
    bar.0.finish_and_clear();
    desk.db().close().await;
    let report = imported.context("the database did not do its part; nothing was stored")?;
    let report = report.context("nothing was imported")?;
    if asked.json {
        answer::print(&(serde_json::to_string_pretty(&report)? + "\n"))?;
    } else {
        answer::print(&report.to_string())?;
    }
    Ok(if report.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A bar on a terminal; nothing elsewhere, where the report says all.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> anyhow::Result<Self> {
        if !std::io::stderr().is_terminal() {
            return Ok(Self(ProgressBar::hidden()));
        }
        let bar = ProgressBar::new(0);
        bar.set_style(ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}")?);
        bar.enable_steady_tick(Duration::from_millis(100));
        Ok(Self(bar))
    }

    fn show(&self, now: Progress) {
        self.0.set_message(match now.stage {
            Stage::Reading => "reading",
            Stage::Checking => "checking",
            Stage::Storing => "storing",
        });
        self.0.set_length(now.total as u64);
        self.0.set_position(now.done as u64);
    }
}
