//! The JSON API.

use axum::Router;

use crate::App;

/// `/api/v1/…`
pub fn router() -> Router<App> {
    Router::new()
}
