//! What a client's link opens: the page on which they set their first password.
//!
//! | | |
//! |---|---|
//! | `GET /welcome/{token}` | 200 the form; 410 used, expired, replaced or closed; 404 not a link of ours |
//! | `HEAD` of the same | the same without content, and without a note that it was opened |
//! | `POST` of the same, with `password` | 303 to `…/done`; 422 not good enough; else as `GET` |
//! | `GET …/done` | 200 the password is set; 303 back when it is not |
//! | `POST …/new-link` | 200, the same whoever asks |
//! | `POST …/strength`, with `password` | 200 `{score, enough, words}`; 404, 410; 429 when too many ask |
//!
//! The token is the secret: it is in no log, and the headers keep it from other hosts. No other proof is asked of a
//! form, since nobody can send one without the token.

mod form;
mod strength;
mod views;

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, State, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use desk::welcome::{Door, Invitee, PasswordSet};
use domain::{Fault, invitation::LinkStanding};

use super::{
    frame::Frame,
    notice::{broken, not_found},
    reader::Reader,
};
use crate::App;
use form::Posted;
use strength::Estimates;
use views::Refused;

/// The longest form that is read: 128 characters take at most 1,536 bytes, and password managers send little more.
const FORM: usize = 32 * 1024;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/welcome", get(unknown))
        .route("/welcome/", get(unknown))
        .route("/welcome/{token}", get(open).head(look).post(set_password))
        .route("/welcome/{token}/done", get(done))
        .route("/welcome/{token}/new-link", get(back).post(new_link))
        .route("/welcome/{token}/strength", post(strength::tell))
        .layer(Extension(Estimates::new()))
        .layer(DefaultBodyLimit::max(FORM))
}

type Token = Result<Path<String>, PathRejection>;

/// The token as it stands in the path; none of ours is empty.
fn text(token: Token) -> String {
    token.map(|Path(token)| token).unwrap_or_default()
}

/// A link of which nothing is left behind `/welcome`.
async fn unknown(State(app): State<App>, reader: Reader) -> Response {
    views::unknown(&app.desk, reader)
}

async fn open(State(app): State<App>, token: Token, reader: Reader) -> Response {
    let token = text(token);
    let door = app.desk.open(&token).await;
    at_door(&app, &token, reader, door)
}

/// A mail scanner's `HEAD` is not somebody who opens their link.
async fn look(State(app): State<App>, token: Token, reader: Reader) -> Response {
    let token = text(token);
    let door = app.desk.look(&token).await;
    at_door(&app, &token, reader, door)
}

fn at_door<E: std::error::Error>(app: &App, token: &str, reader: Reader, door: Result<Door, E>) -> Response {
    match door {
        Ok(door) => views::door(&app.desk, reader, token, &door),
        Err(error) => out_of_order(app, reader, &error),
    }
}

fn out_of_order(app: &App, reader: Reader, error: &dyn std::error::Error) -> Response {
    broken(&app.desk, reader, reader.language(), "welcome-broken-lead", error)
}

async fn set_password(
    State(app): State<App>,
    Extension(estimates): Extension<Estimates>,
    token: Token,
    reader: Reader,
    posted: Posted,
) -> Response {
    let token = text(token);
    let reader = reader.who_chose(posted.lang());
    let Some(password) = posted.password() else { return too_much(&app, &token, reader).await };
    match app.desk.set_first_password(&token, password).await {
        Ok(PasswordSet::Done(_)) => see(&app, reader, &format!("/welcome/{token}/done")),
        Ok(PasswordSet::NotGoodEnough(invitee, fault)) => {
            let score = estimates.of(&invitee, password).await;
            views::form(&app.desk, reader, &token, &invitee, Some(Refused { fault, password, score }))
        }
        Ok(PasswordSet::LinkNotGood(door)) => views::door(&app.desk, reader, &token, &door),
        Err(failure) => out_of_order(&app, reader, &failure),
    }
}

/// More was sent than any password: what was sent was not even read.
async fn too_much(app: &App, token: &str, reader: Reader) -> Response {
    match app.desk.look(token).await {
        Ok(Door::Known(invitee)) if is_good(&invitee) => {
            let refused = Refused { fault: Fault::TooLong, password: "", score: 0 };
            views::form(&app.desk, reader, token, &invitee, Some(refused))
        }
        door => at_door(app, token, reader, door),
    }
}

fn is_good(invitee: &Invitee) -> bool {
    matches!(invitee.standing, LinkStanding::Good(_))
}

/// To another page of ours, with `GET`.
fn see(app: &App, reader: Reader, path: &str) -> Response {
    let frame = Frame::new(&app.desk, reader, reader.language());
    Redirect::to(&frame.link(path)).into_response()
}

async fn done(State(app): State<App>, token: Token, reader: Reader) -> Response {
    let token = text(token);
    match app.desk.look(&token).await {
        Ok(Door::Known(invitee)) if invitee.standing == LinkStanding::Used => {
            views::done(&app.desk, reader, &invitee)
        }
        Ok(Door::Known(_)) => see(&app, reader, &format!("/welcome/{token}")),
        Ok(Door::Unknown) => views::unknown(&app.desk, reader),
        Err(error) => out_of_order(&app, reader, &error),
    }
}

/// Somebody came back to the answer of a form, or changed its language: the link's own page says where they stand.
async fn back(State(app): State<App>, token: Token, reader: Reader) -> Response {
    let token = text(token);
    match app.desk.look(&token).await {
        Ok(Door::Known(_)) => see(&app, reader, &format!("/welcome/{token}")),
        Ok(Door::Unknown) => not_found(&app.desk, reader),
        Err(error) => out_of_order(&app, reader, &error),
    }
}

async fn new_link(State(app): State<App>, token: Token, reader: Reader, posted: Posted) -> Response {
    let token = text(token);
    let reader = reader.who_chose(posted.lang());
    let asked = app.desk.ask_for_new_link(&token).await;
    match (asked, app.desk.look(&token).await) {
        (Ok(()), Ok(door)) => views::sent(&app.desk, reader, &door),
        (Err(error), _) | (_, Err(error)) => out_of_order(&app, reader, &error),
    }
}

/// The status of a page about a link that is known and not good.
const GONE: StatusCode = StatusCode::GONE;
