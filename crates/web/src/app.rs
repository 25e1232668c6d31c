//! What every handler shares, and all routes in one place.

use std::sync::Arc;

use axum::Router;
use desk::Desk;
use metrics_exporter_prometheus::PrometheusHandle;
use smtp_sink::Sink;

use crate::{api, health, pages};

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The use cases.
    pub desk: Desk,
    /// In the demo, the server that keeps every mail "sent".
    pub mailbox: Option<Arc<Sink>>,
    /// Renders the metrics, when they are collected.
    pub metrics: Option<PrometheusHandle>,
}

/// Every route.
pub fn router(app: App) -> Router {
    Router::new().merge(api::router(&app)).merge(pages::router()).merge(health::router()).with_state(app)
}
