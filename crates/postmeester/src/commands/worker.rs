//! `worker`: delivery only, beside others.

use std::process::ExitCode;

use anyhow::ensure;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::serve;
use crate::{
    config::Config,
    start::{self, Missing},
};

pub(crate) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    ensure!(
        !config.database_url().starts_with("sqlite:"),
        "`worker` needs a database that several processes share: set database_url to postgres://…; on SQLite, `serve` delivers by itself"
    );
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Refuse).await?;
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let route = start::route(&config)?;
    tracing::info!(relay = route.relay.name(), connections = route.connections, "delivering");
    let failed = serve::deliver(&tasks, &desk, &config, &stop)?;
    serve::take_bounces(&tasks, &desk, &config, &stop).await?;
    serve::keep(&tasks, &desk, &stop, &failed);
    tokio::select! {
        () = serve::signal() => {}
        () = stop.cancelled() => {}
    }
    tracing::info!("stopping: what is under way is finished");
    stop.cancel();
    serve::finish(desk, tasks).await;
    Ok(if failed.is_cancelled() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
