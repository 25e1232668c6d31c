//! A provider of tokens that answers as a test says.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use mail::oauth::{Grant, Keeper};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;

/// What was sent to it.
pub(crate) type Sent = BTreeMap<String, String>;
type Answer = Box<dyn Fn(usize, &Sent) -> (u16, String) + Send + Sync>;

pub(crate) struct Provider {
    pub(crate) url: String,
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    answer: Answer,
    sent: Mutex<Vec<Sent>>,
}

impl Provider {
    /// Answers the n-th request, from 1, by a status and a body.
    pub(crate) async fn that(answer: impl Fn(usize, &Sent) -> (u16, String) + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared { answer: Box::new(answer), sent: Mutex::default() });
        let app = Router::new().route("/token", post(token)).with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { url: format!("http://127.0.0.1:{port}/token"), port, shared }
    }

    /// Gives out `token-1`, `token-2` and so on, for so many seconds.
    pub(crate) async fn for_seconds(life: u64) -> Self {
        Self::that(move |number, _| (200, given(number, life))).await
    }

    pub(crate) fn asked(&self) -> usize {
        self.sent().len()
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.shared.sent.lock().expect("no panic").clone()
    }

    pub(crate) fn grant(&self) -> Grant {
        Grant::other(&self.url, "id", &"s3cret".into(), Some("smtp"), None).expect("right")
    }

    pub(crate) fn refreshing_grant(&self, token: &str) -> Grant {
        Grant::other(&self.url, "id", &"s3cret".into(), None, Some(&token.into())).expect("right")
    }
}

/// The body that gives `token-{number}`.
pub(crate) fn given(number: usize, life: u64) -> String {
    format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":{life}}}"#)
}

async fn token(State(shared): State<Arc<Shared>>, Form(form): Form<Sent>) -> Response {
    let number = {
        let mut sent = shared.sent.lock().expect("no panic");
        sent.push(form.clone());
        sent.len()
    };
    let (status, body) = (shared.answer)(number, &form);
    // A slow one, so that many can ask meanwhile.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let status = StatusCode::from_u16(status).expect("a status");
    let mut response = (status, [("location", "http://127.0.0.1:1/")], body).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert("retry-after", HeaderValue::from_static("120"));
    }
    response
}

/// Keeps refresh tokens, or fails to as often as it is told.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) tokens: Mutex<Vec<String>>,
    pub(crate) fail: Mutex<usize>,
}

impl Keeper for Kept {
    fn keep<'a>(
        &'a self,
        refresh_token: &'a SecretString,
    ) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>> {
        Box::pin(async move {
            let mut fail = self.fail.lock().expect("no panic");
            if *fail > 0 {
                *fail -= 1;
                return Err("the disk is full".to_owned());
            }
            self.tokens.lock().expect("no panic").push(refresh_token.expose_secret().to_owned());
            Ok(())
        })
    }
}
