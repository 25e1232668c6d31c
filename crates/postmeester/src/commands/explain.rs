//! `explain`: who would send a dossier's welcome mail, and why.

use std::process::ExitCode;

use anyhow::Context as _;
use desk::access::Actor;

use crate::{
    answer,
    arguments::Explain,
    config::Config,
    explain,
    start::{self, Missing},
};

pub(crate) async fn run(config: Config, asked: Explain) -> anyhow::Result<ExitCode> {
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Make).await?;
    let decision = desk.welcome_sender(Actor::Console, asked.office, asked.dossier).await;
    let decision = decision.context("no such dossier in this office")?;
    if asked.json {
        answer::print(&(serde_json::to_string_pretty(&decision)? + "\n"))?;
    } else {
        answer::print(&explain::sender(&decision))?;
    }
    desk.db().close().await;
    Ok(ExitCode::SUCCESS)
}
