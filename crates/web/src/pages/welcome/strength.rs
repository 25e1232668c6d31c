//! How strong a password would be: what the page shows after it was sent, and while it is typed.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::welcome::{Door, Invitee};
use domain::{
    invitation::LinkStanding,
    password::{MAX, MIN},
};
use serde::Serialize;
use tokio::sync::Semaphore;

use super::{Posted, Reader, Token, text};
use crate::{App, pages::words::Words};

/// How long somebody who types waits for their turn; then they are asked to come back.
const PATIENCE: Duration = Duration::from_secs(1);

/// Estimates of passwords. Most take milliseconds of a core, one that was made to be difficult up to a second: so they
/// are made away from the threads that answer requests, and few at once.
#[derive(Clone)]
pub(super) struct Estimates(Arc<Semaphore>);

impl Estimates {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(2)))
    }

    /// How strong a password of theirs is, 0 to 4, when it is its turn.
    pub(super) async fn of(&self, invitee: &Invitee, password: &str) -> u8 {
        let (invitee, password) = (invitee.clone(), password.to_owned());
        let permit = self.0.clone().acquire_owned().await;
        // The turn ends with the work, not with whoever waits for it.
        let estimate = tokio::task::spawn_blocking(move || {
            let _turn = permit;
            invitee.strength(&password).score
        });
        estimate.await.unwrap_or(0)
    }
}

/// An estimate in the reader's words.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// 0 (guessed at once) to 4 (very hard to guess).
    pub(super) score: u8,
    /// It could be set.
    pub(super) enough: bool,
    /// What to make of it.
    pub(super) words: String,
}

impl Told {
    /// Length comes before strength: as long as it is wrong, it is what has to change.
    pub(super) fn of(score: u8, password: &str, words: Words) -> Self {
        let length = password.chars().count();
        let (key, enough) = match (length, score) {
            (0, _) => ("strength-empty", false),
            (1..MIN, _) => ("strength-short", false),
            (_, _) if length > MAX => ("strength-long", false),
            (_, 0) => ("strength-0", false),
            (_, 1) => ("strength-1", false),
            (_, 2) => ("strength-2", false),
            (_, 3) => ("strength-3", true),
            (_, _) => ("strength-4", true),
        };
        let missing = u32::try_from(MIN.saturating_sub(length)).unwrap_or(0);
        let values = [("missing", missing.into()), ("max", MAX.into())];
        Self { score, enough, words: words.fill(key, &values) }
    }
}

pub(super) async fn tell(
    State(app): State<App>,
    Extension(estimates): Extension<Estimates>,
    token: Token,
    reader: Reader,
    posted: Posted,
) -> Response {
    let invitee = match app.desk.look(&text(token)).await {
        Ok(Door::Known(invitee)) => invitee,
        Ok(Door::Unknown) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(error = %desk::chain(&error), "a password cannot be estimated");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    if !matches!(invitee.standing, LinkStanding::Good(_)) {
        return StatusCode::GONE.into_response();
    }
    let Some(password) = posted.password() else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let words = Words(reader.who_chose(posted.lang()).language_or(invitee.language));
    match tokio::time::timeout(PATIENCE, estimates.of(&invitee, password)).await {
        Ok(score) => Json(Told::of(score, password, words)).into_response(),
        Err(_) => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]).into_response(),
    }
}
