//! `migrate`: brings the database to this version's form.

use std::process::ExitCode;

use crate::{config::Config, start};

pub(crate) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    start::database(&config).await?.close().await;
    eprintln!("The database is in this version's form.");
    Ok(ExitCode::SUCCESS)
}
