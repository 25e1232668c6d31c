//! `explain`: who would send a dossier's welcome mail, or who would hear of an event, and why.

use std::process::ExitCode;

use anyhow::Context as _;
use desk::access::Actor;
use serde_json::json;

use crate::{
    answer,
    arguments::Explain,
    config::Config,
    explain,
    start::{self, Missing},
};

pub(crate) async fn run(config: Config, asked: Explain) -> anyhow::Result<ExitCode> {
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Make).await?;
    let text = match asked.kind {
        None => {
            let found = desk.welcome_sender(Actor::Console, asked.office, asked.dossier).await;
            let found = found.context("no such dossier in this office")?;
            if asked.json {
                serde_json::to_string_pretty(&found)? + "\n"
            } else {
                explain::sender(&found.sender) + &explain::causes(&found.causes)
            }
        }
        Some(kind) => {
            let would = desk.would_hear(Actor::Console, asked.office, kind, Some(asked.dossier)).await;
            let recipients = would.context("no such dossier in this office")?;
            if asked.json {
                let told = json!({ "kind": kind, "dossier_id": asked.dossier, "recipients": recipients });
                serde_json::to_string_pretty(&told)? + "\n"
            } else {
                explain::recipients(&recipients)
            }
        }
    };
    answer::print(&text)?;
    desk.db().close().await;
    Ok(ExitCode::SUCCESS)
}
