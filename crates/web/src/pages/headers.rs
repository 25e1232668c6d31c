//! What every page tells the browser: nothing foreign comes in, nothing secret goes out, nothing is kept.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// Only our own style sheet and script, no frames around the page, forms only to ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The same for a page that shows a mail in a frame of our own.
pub(super) const POLICY_WITH_FRAME: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

/// A mail is written by others: it may look as it likes, and load, run and send nothing. What it links to opens in a
/// window of its own, free of these rules.
pub(super) const POLICY_OF_A_MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    form-action 'none'; frame-ancestors 'self'; base-uri 'none'; \
    sandbox allow-popups allow-popups-to-escape-sandbox";

/// The address of a page may hold a token: no page is kept, indexed, or named to the next one.
const OTHERS: [(HeaderName, &str); 5] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Adds them, where the page has not said otherwise.
pub(super) async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in OTHERS.into_iter().chain([(header::CONTENT_SECURITY_POLICY, POLICY)]) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
