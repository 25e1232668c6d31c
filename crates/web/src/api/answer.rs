//! What a write answers: a status and the bytes of a body, as they are kept for its `Idempotency-Key`.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use desk::{Failure, Outcome, Said};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Base, Document, Kind, Problem};

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A status and a body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: StatusCode,
    body: String,
    retry_after: Option<u64>,
    replayed: bool,
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    body: String,
}

impl Answer {
    fn new(status: StatusCode, body: &impl Serialize) -> Self {
        #[expect(clippy::expect_used, reason = "structs of texts and numbers can always be written as JSON")]
        let body = serde_json::to_string(body).expect("a body is JSON");
        Self { status, body, retry_after: None, replayed: false }
    }

    /// 200, with the thing as it is now.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::new(StatusCode::OK, body)
    }

    /// 201, with the thing that is new.
    pub(crate) fn created(body: &impl Serialize) -> Self {
        Self::new(StatusCode::CREATED, body)
    }

    /// 202, with what was put in the queue.
    pub(crate) fn accepted(body: &impl Serialize) -> Self {
        Self::new(StatusCode::ACCEPTED, body)
    }

    /// 204.
    pub(crate) fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new(), retry_after: None, replayed: false }
    }

    /// A problem document.
    pub(crate) fn problem(status: u16, document: &Document, retry_after: Option<u64>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { retry_after, ..Self::new(status, document) }
    }

    /// As it is kept.
    pub(crate) fn keep(&self) -> String {
        let kept = Kept { status: self.status.as_u16(), body: self.body.clone() };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// As it was kept.
    fn kept(text: &str) -> Result<Self, Problem> {
        let unreadable = |why: String| {
            tracing::error!(why, "the answer that was kept for an Idempotency-Key cannot be read");
            Problem::new(Kind::Internal, "The answer that was given before cannot be read.")
        };
        let Kept { status, body } = serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))?;
        let status = StatusCode::from_u16(status).map_err(|e| unreadable(e.to_string()))?;
        Ok(Self { status, body, retry_after: None, replayed: true })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        if self.status != StatusCode::NO_CONTENT {
            let refused = self.status.is_client_error() || self.status.is_server_error();
            let kind = if refused { "application/problem+json" } else { "application/json" };
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// The answer to a write: `render`ed now, or as it was given before to the same key.
pub(crate) fn said<T, E: Into<Failure>>(
    outcome: Result<Outcome<Said<T>>, E>,
    render: impl Fn(&T) -> Answer,
) -> Result<Answer, Problem> {
    match outcome.map_err(|error| Problem::from(error.into()))?? {
        Said::Now(value) => Ok(render(&value)),
        Said::Before(kept) => Answer::kept(&kept),
    }
}

/// What became of each item of a bulk request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Bulk<T> {
    /// One result for each item, in the order of the items.
    pub(crate) results: Vec<BulkResult<T>>,
}

/// What became of one item: what the single call would have answered.
#[derive(Serialize, ToSchema)]
pub(crate) struct BulkResult<T> {
    /// The status that the single call would have answered with.
    #[schema(example = 201)]
    status: u16,
    /// The body that the single call would have answered with.
    body: BulkBody<T>,
}

/// The body of a single call: the thing, or a problem document.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum BulkBody<T> {
    /// It was done.
    Done(T),
    /// It was refused.
    Refused(Document),
}

impl<T> BulkResult<T> {
    /// It was done.
    pub(crate) fn done(status: StatusCode, body: T) -> Self {
        Self { status: status.as_u16(), body: BulkBody::Done(body) }
    }

    /// It was refused.
    pub(crate) fn refused(problem: &Problem, base: &Base) -> Self {
        Self { status: problem.status(), body: BulkBody::Refused(problem.document(base)) }
    }
}
