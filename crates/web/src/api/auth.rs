//! Who asks: `Authorization: Bearer KEY` (RFC 6750).

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use desk::{Failure, access::Actor};

use super::problem::Problem;
use crate::App;

/// Whoever's key the request carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let key = bearer(&parts.headers).ok_or_else(|| {
            let detail = "This needs a key. Send it in the header `Authorization: Bearer KEY`.";
            Problem::unauthorized(detail, "Bearer realm=\"postmeester\"")
        })?;
        let known = app.desk.authenticate(key).await.map_err(Failure::from)?;
        known.map(Self).ok_or_else(|| {
            let challenge = "Bearer realm=\"postmeester\", error=\"invalid_token\"";
            Problem::unauthorized("This key is not known here.", challenge)
        })
    }
}

/// The key, if the request carries one. The scheme's name is written in any case.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}
