//! The commands, a file each.

mod api_key;
mod backup;
mod demo;
mod doctor;
mod explain;
mod import;
mod migrate;
mod serve;
mod worker;

use std::process::ExitCode;

use crate::{
    arguments::{Arguments, Command},
    config::Config,
    start,
};

/// Reads the settings and runs the command.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if let Command::Demo(demo) = &arguments.command {
        // The demo is always the same, but for where it listens.
        return in_runtime(demo::run(demo.once));
    }
    let config = Config::read(arguments.config.as_deref(), std::env::vars())?;
    start::logging(&config)?;
    in_runtime(async {
        match arguments.command {
            Command::Demo(_) => Ok(ExitCode::SUCCESS),
            Command::Serve => serve::run(config).await,
            Command::Worker => worker::run(config).await,
            Command::Migrate => migrate::run(config).await,
            Command::Doctor => doctor::run(config).await,
            Command::Backup { file } => backup::run(config, &file).await,
            Command::Explain(asked) => explain::run(config, asked).await,
            Command::Import(asked) => import::run(config, asked).await,
            Command::ApiKey { command } => api_key::run(config, command).await,
        }
    })
}

fn in_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
