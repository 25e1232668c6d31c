//! `serve`: web, API and delivery in one process.

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use desk::{Desk, bounces::Postbox, deliver, housekeeping};
use mail::bounce::lmtp::{Limits, Listener};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use web::App;

use crate::{
    config::Config,
    start::{self, Missing},
};

/// How long requests that are under way at a stop may take to end.
const LAST_REQUESTS: std::time::Duration = std::time::Duration::from_secs(10);
/// How long the database may take to be closed.
const CLOSING: std::time::Duration = std::time::Duration::from_secs(5);

pub(crate) async fn run(mut config: Config) -> anyhow::Result<ExitCode> {
    let _lock = config.database_url().starts_with("sqlite:").then(|| start::lock(&config)).transpose()?;
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.with_context(|| format!("nothing can listen on {}", config.listen))?;
    // Port 0 is any free one: from here on it is the one that was found.
    config.listen = listener.local_addr()?;
    let desk = start::desk(&config, start::base_url(&config)?, Missing::Make).await?;
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let failed = if config.serve_delivers {
        deliver(&tasks, &desk, &config, &stop)?
    } else {
        tracing::info!("mails are left to workers");
        CancellationToken::new()
    };
    take_bounces(&tasks, &desk, &config, &stop).await?;
    keep(&tasks, &desk, &stop, &failed);
    tracing::info!(listen = %config.listen, base_url = %desk.settings().base_url, relay = start::route(&config)?.relay.name(), "ready");
    let app = App { desk: desk.clone(), mailbox: None, metrics: Some(metrics) };
    serve_until_stopped(listener, app, &stop).await?;
    finish(desk, tasks).await;
    Ok(if failed.is_cancelled() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Starts delivery. Should it end before it is told to, everything stops, and the token that is returned says so: a
/// process that takes mails and delivers none is worse than one that is started anew.
pub(super) fn deliver(
    tasks: &TaskTracker,
    desk: &Desk,
    config: &Config,
    stop: &CancellationToken,
) -> anyhow::Result<CancellationToken> {
    let failed = CancellationToken::new();
    let (told, stop) = (failed.clone(), stop.clone());
    let delivery =
        deliver::deliver(desk.clone(), start::composer()?, start::route(config)?, stop.child_token());
    tasks.spawn(async move {
        let ended = tokio::spawn(delivery).await;
        if ended.is_err() || !stop.is_cancelled() {
            tracing::error!("delivery failed: the process ends, to be started anew");
            told.cancel();
            stop.cancel();
        }
    });
    Ok(failed)
}

/// Listens for what comes back, if it is set up, until it is told to stop: then what has arrived is stored, and clients are
/// told to come back.
pub(super) async fn take_bounces(
    tasks: &TaskTracker,
    desk: &Desk,
    config: &Config,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let Some(endpoint) = config.bounce_listen()? else { return Ok(()) };
    let listener = Listener::bind(&endpoint, Limits::default()).await;
    let listener =
        listener.with_context(|| format!("nothing can listen for what comes back on {endpoint}"))?;
    tracing::info!(listen = %listener.endpoint(), "taking what comes back");
    tasks.spawn(listener.serve(Arc::new(Postbox::new(desk.clone())), stop.clone()));
    Ok(())
}

/// Answers until a signal to stop comes; then those that are under way.
pub(super) async fn serve_until_stopped(
    listener: TcpListener,
    app: App,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let ending = stop.clone();
    // Answers are small: none of them is to wait for the one before it to be acknowledged.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let server = axum::serve(listener, web::router(app)).with_graceful_shutdown(async move {
        // A signal, or delivery that cannot go on.
        tokio::select! {
            () = signal() => {}
            () = ending.cancelled() => {}
        }
        tracing::info!("stopping: what is under way is finished");
        ending.cancel();
    });
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        ended = server => ended?,
        () = late => tracing::warn!("some requests did not end in time"),
    }
    Ok(())
}

/// Waits for delivery to finish what it has begun, and closes the database. A second signal ends the wait.
pub(super) async fn finish(desk: Desk, tasks: TaskTracker) {
    tasks.close();
    tokio::select! {
        () = tasks.wait() => tracing::info!("stopped"),
        () = signal() => tracing::warn!("stopped at once; mails that were under way go out at the next start"),
    }
    // Connections to a server that went away without a word may never be closed.
    let _ = tokio::time::timeout(CLOSING, desk.db().close()).await;
}

/// Looks after the installation; should that end before it is told to, the process ends, to be started anew.
pub(super) fn keep(tasks: &TaskTracker, desk: &Desk, stop: &CancellationToken, failed: &CancellationToken) {
    let (desk, stop, failed) = (desk.clone(), stop.clone(), failed.clone());
    tasks.spawn(async move {
        if tokio::spawn(housekeeping::keep(desk, stop.clone())).await.is_err() {
            tracing::error!("housekeeping failed: the process ends, to be started anew");
            failed.cancel();
            stop.cancel();
        }
    });
}

/// SIGTERM or SIGINT.
pub(super) async fn signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
