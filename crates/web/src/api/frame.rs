//! What lies around every route of the API: a name for each request, a line in the log, bounds in time, and an answer
//! whatever happens.

use std::time::Duration;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower::{ServiceBuilder, util::MapRequestLayer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use super::{
    problem::{self, Base, Problem},
    unread,
};
/// The header that names a request, in the answer and in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a request may take.
const LONGEST: Duration = Duration::from_secs(30);

/// Puts the routes into their frame, the outermost first: one layer around each route, since each costs every request.
pub(crate) fn around<S: Clone + Send + Sync + 'static>(routes: Router<S>, base: Base) -> Router<S> {
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let frame = ServiceBuilder::new()
        .layer(MapRequestLayer::new(own_name))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        // What fails is logged where it is handled, and only there.
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(from_fn_with_state(base, answered))
        .layer(CatchPanicLayer::custom(problem::panicked));
    routes.layer(frame)
}

/// A request is named by us: what a client calls it does not get into our log.
fn own_name(mut request: Request) -> Request {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// Every request is answered in time, in words, and with nothing of it left unread.
async fn answered(State(base): State<Base>, request: Request, next: Next) -> Response {
    let id = request.headers().get(REQUEST_ID).cloned();
    let response = unread::drain(request, |request| in_time(next.run(request))).await;
    problem::write(&base, id.as_ref(), response)
}

/// Method, path and name; never the query, a header or a body, which may hold what is nobody's business.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

async fn in_time(answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(LONGEST, answer).await.unwrap_or_else(|_| {
        tracing::error!(seconds = LONGEST.as_secs(), "a request took too long and was given up");
        let detail = "This took too long. It may have been done all the same: look, or send it again with the same Idempotency-Key.";
        Problem::unavailable(detail).into_response()
    })
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, routing::get};
    use serde_json::Value;
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(routes: Router) -> (u16, Value) {
        let routes = around(routes, Base::new("https://portal.example"));
        let request = Request::builder().uri("/").body(axum::body::Body::empty()).unwrap();
        let response = routes.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_does_not_tell_its_words() {
        let routes = Router::new().route("/", get(async || -> String { panic!("the inside of it") }));
        let (status, problem) = answer(routes).await;
        assert_eq!((status, &problem["type"]), (500, &"https://portal.example/problems/internal".into()));
        assert!(problem["instance"].as_str().unwrap().starts_with("urn:uuid:"));
        assert!(!problem.to_string().contains("inside"));
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_too_long_is_given_up() {
        let routes = Router::new().route("/", get(std::future::pending::<String>));
        let (status, problem) = answer(routes).await;
        assert_eq!((status, &problem["type"]), (503, &"https://portal.example/problems/unavailable".into()));
    }
}
