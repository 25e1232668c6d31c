//! The style sheet, the script and the icon: built into the program, and served under a path that changes when they
//! do, so that a browser keeps them for as long as they are right.

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::App;

const STYLE: &str = include_str!("../../assets/pages.css");
const SCRIPT: &str = include_str!("../../assets/pages.js");
const ICON: &str = include_str!("../../assets/icon.svg");

/// Of the content of all three.
const VERSION: u64 = mixed(mixed(mixed(0xcbf2_9ce4_8422_2325, STYLE), SCRIPT), ICON);

/// `/assets/{version}/{name}`
pub(super) fn router() -> Router<App> {
    Router::new().route("/assets/{version}/{name}", get(asset))
}

/// Where an asset of this version is, below the base URL.
pub(super) fn path(name: &str) -> String {
    format!("/assets/{VERSION:016x}/{name}")
}

/// Another version's path answers with this version, since a page of the other may still be open.
async fn asset(Path((version, name)): Path<(String, String)>) -> Response {
    let (kind, content) = match name.as_str() {
        "pages.css" => ("text/css; charset=utf-8", STYLE),
        "pages.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "icon.svg" => ("image/svg+xml", ICON),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let this_version = version == format!("{VERSION:016x}");
    let keep = if this_version { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, keep),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}

/// FNV-1a: no secret depends on it.
const fn mixed(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        // `as`: there is no other way in a constant, and nothing is lost.
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}
