//! The pages.

use axum::Router;

use crate::App;

/// The pages.
pub fn router() -> Router<App> {
    Router::new()
}
