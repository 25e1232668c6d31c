//! `api-key create`: a key to the HTTP API, told once.

use std::process::ExitCode;

use anyhow::Context as _;

use crate::{
    answer,
    arguments::ApiKey,
    config::Config,
    start::{self, Missing},
};

pub(crate) async fn run(config: Config, command: ApiKey) -> anyhow::Result<ExitCode> {
    let ApiKey::Create(whose) = command;
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Make).await?;
    let key = desk.create_api_key(whose.office).await.context("the key was not made")?;
    answer::print(&format!("{key}\n"))?;
    desk.db().close().await;
    Ok(ExitCode::SUCCESS)
}
