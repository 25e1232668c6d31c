//! The mailbox of the demo: every mail that was handed over, as its reader sees it, and why it went as it did. Where
//! no mailbox is built in, there is no such page.
//!
//! | | |
//! |---|---|
//! | `GET /mailbox` | all mails, newest first; `?before={number}` for the older ones |
//! | `GET /mailbox/{number}` | one mail, its HTML part in a frame |
//! | `GET …/text`, `…/source`, `…/why` | its text, its bytes, its story |
//! | `GET …/html` | the HTML part itself, in a sandbox |
//! | `GET …/raw` | its bytes as a file |

mod heard;
mod letter;
mod list;
mod one;
mod why;

use std::sync::Arc;

use axum::{
    Router,
    extract::{FromRequestParts, Path},
    http::request::Parts,
    response::Response,
    routing::get,
};
use smtp_sink::{Received, Sink};

use super::{notice::not_found, reader::Reader};
use crate::App;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/mailbox", get(list::list))
        .route("/mailbox/{number}", get(one::framed))
        .route("/mailbox/{number}/html", get(one::html))
        .route("/mailbox/{number}/text", get(one::text))
        .route("/mailbox/{number}/source", get(one::source))
        .route("/mailbox/{number}/raw", get(one::raw))
        .route("/mailbox/{number}/why", get(one::why))
}

/// The mailbox, where one is built in.
struct Mailbox(Arc<Sink>);

impl FromRequestParts<App> for Mailbox {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Ok(reader) = Reader::from_request_parts(parts, app).await;
        app.mailbox.clone().map(Self).ok_or_else(|| not_found(&app.desk, reader))
    }
}

/// The mail that the path names, and how often it came.
struct Mail {
    received: Arc<Received>,
    times: u64,
}

impl FromRequestParts<App> for Mail {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Mailbox(sink) = Mailbox::from_request_parts(parts, app).await?;
        let number = Path::<u64>::from_request_parts(parts, app).await.ok();
        let Some(received) = number.and_then(|Path(number)| sink.mail(number)) else {
            let Ok(reader) = Reader::from_request_parts(parts, app).await;
            return Err(not_found(&app.desk, reader));
        };
        let times = received.message_id.as_deref().map_or(1, |id| sink.times(id));
        Ok(Self { received, times })
    }
}
