//! `/`: what this is, and where to go.

use std::sync::Arc;

use askama::Template;
use axum::{Extension, Router, extract::State, http::StatusCode, response::Response, routing::get};

use super::{
    frame::{self, Frame},
    reader::Reader,
};
use crate::App;

/// Something that the front page says besides, such as how to log in to a demo. Whoever starts the program hands it
/// over as a layer: `web::router(app).layer(Extension(Facts::new(…)))`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about, in a few words.
    pub about: String,
    /// What there is to know.
    pub text: String,
    /// Where it leads, if anywhere.
    pub link: Option<String>,
}

/// All of them, in the order they are shown. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Facts(Arc<[Fact]>);

impl Facts {
    /// These facts.
    #[must_use]
    pub fn new(facts: Vec<Fact>) -> Self {
        Self(facts.into())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn iter(&self) -> std::slice::Iter<'_, Fact> {
        self.0.iter()
    }
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    frame: Frame,
    facts: Facts,
    has_mailbox: bool,
}

pub(super) fn router() -> Router<App> {
    Router::new().route("/", get(front))
}

async fn front(State(app): State<App>, reader: Reader, facts: Option<Extension<Facts>>) -> Response {
    let frame = Frame::new(&app.desk, reader, reader.language()).titled("Postmeester");
    let facts = facts.map(|Extension(facts)| facts).unwrap_or_default();
    frame::answer(StatusCode::OK, &Front { frame, facts, has_mailbox: app.mailbox.is_some() })
}
