//! The pages for people. They work without JavaScript; a small script of ours makes a few of them nicer.
//!
//! * `/welcome/{token}`: what a client's link opens;
//! * `/mailbox`: in the demo, every mail that was "sent", and why it went as it did;
//! * `/`: to find one's way.
//!
//! Each says its sentences in one of four languages (`words`), wears the same frame (`frame`), and leaves with headers
//! that let nothing foreign in and nothing secret out (`headers`).

mod assets;
mod frame;
mod front;
mod headers;
mod mailbox;
mod moment;
mod notice;
mod reader;
mod welcome;
mod words;

use axum::{Router, extract::State, middleware, response::Response};

pub use front::{Fact, Facts};

use crate::App;

/// The pages.
pub fn router() -> Router<App> {
    Router::new()
        .merge(front::router())
        .merge(welcome::router())
        .merge(mailbox::router())
        .fallback(nowhere)
        .layer(middleware::map_response(headers::guard))
        .merge(assets::router())
}

/// An address at which there is nothing.
async fn nowhere(State(app): State<App>, reader: reader::Reader) -> Response {
    notice::not_found(&app.desk, reader)
}
