//! For machines that watch: is it alive, can it work, how much has it done.

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};

use crate::App;

/// `/healthz`, `/readyz`, `/metrics`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Ready when the database answers.
async fn ready(State(app): State<App>) -> impl IntoResponse {
    match app.desk.db().ping().await {
        Ok(()) => (StatusCode::OK, "ready\n".to_owned()),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {}\n", desk::chain(&error))),
    }
}

/// Prometheus' text format, with how many mails are in each state.
async fn metrics(State(app): State<App>) -> impl IntoResponse {
    if let Ok(counts) = app.desk.queue_counts().await {
        for (state, count, age) in counts {
            desk::mails::gauge(state, count, age);
        }
    }
    let text = app.metrics.map(|metrics| metrics.render()).unwrap_or_default();
    ([("content-type", "text/plain; version=0.0.4")], text)
}
