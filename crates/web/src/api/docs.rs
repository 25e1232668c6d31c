//! The description to read: `/api/v1/docs` for people, `/api/v1/openapi.json` for programs, and `/problems/…`, where
//! the `type` of a problem leads. No JavaScript, nothing from elsewhere.

mod operation;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde_json::Value;

use self::operation::{Group, groups};
use super::problem::Kind;
use crate::App;

const STYLE: &str = include_str!("docs/style.css");
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "../src/api/docs/page.html")]
struct Page<'a> {
    style: &'static str,
    about: Vec<&'a str>,
    groups: Vec<Group>,
    problems: Vec<super::problem::About>,
}

#[derive(Template)]
#[template(path = "../src/api/docs/problems.html")]
struct Problems {
    style: &'static str,
    problems: Vec<super::problem::About>,
}

/// `/docs` and `/openapi.json`, made once.
pub(crate) fn router(document: &Value) -> Router<App> {
    let json: Arc<str> = document.to_string().into();
    let about = document["info"]["description"].as_str().unwrap_or_default();
    let page = Page {
        style: STYLE,
        about: about.split("\n\n").collect(),
        groups: groups(document),
        problems: Kind::ALL.map(Kind::about).to_vec(),
    };
    let page: Arc<str> = written(&page).into();
    Router::new()
        .route(
            "/openapi.json",
            get(async move || ([(header::CONTENT_TYPE, "application/json")], json.to_string())),
        )
        .route("/docs", get(async move || shown(StatusCode::OK, page.to_string())))
}

/// `/problems` and `/problems/{name}`.
pub(crate) fn problems() -> Router<App> {
    let all = async || shown(StatusCode::OK, about(Kind::ALL.to_vec()));
    Router::new().route("/problems", get(all)).route("/problems/{name}", get(problem))
}

/// One problem; all of them under a name that none has.
async fn problem(Path(name): Path<String>) -> Response {
    match Kind::find(&name) {
        Some(kind) => shown(StatusCode::OK, about(vec![kind])),
        None => shown(StatusCode::NOT_FOUND, about(Kind::ALL.to_vec())),
    }
}

fn about(kinds: Vec<Kind>) -> String {
    let problems = kinds.into_iter().map(Kind::about).collect();
    written(&Problems { style: STYLE, problems })
}

/// A text in pieces, each with whether it stood between backticks.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(place, piece)| (place % 2 == 1, piece))
}

fn written(page: &impl Template) -> String {
    page.render().unwrap_or_else(|error| {
        tracing::error!(error = desk::chain(&error), "a page of the API's description cannot be written");
        String::new()
    })
}

fn shown(status: StatusCode, page: String) -> Response {
    (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}
