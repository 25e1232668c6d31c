//! Calls over HTTP, and what came back.

use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;

use crate::app::TestApp;

/// A call that is being put together.
pub(crate) struct Call(RequestBuilder);

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl TestApp {
    /// A call without a key; `path` begins after `/api/v1`, or with a `/` of the whole server.
    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        Call(self.http.request(method, format!("{}{path}", self.address)))
    }

    pub(crate) fn get(&self, key: &str, path: &str) -> Call {
        self.call(Method::GET, &format!("/api/v1{path}")).key(key)
    }

    pub(crate) fn post(&self, key: &str, path: &str, body: &Value) -> Call {
        self.call(Method::POST, &format!("/api/v1{path}")).key(key).json(body)
    }

    pub(crate) fn patch(&self, key: &str, path: &str, body: &Value) -> Call {
        self.call(Method::PATCH, &format!("/api/v1{path}")).key(key).json(body)
    }

    pub(crate) fn put(&self, key: &str, path: &str, body: &Value) -> Call {
        self.call(Method::PUT, &format!("/api/v1{path}")).key(key).json(body)
    }

    pub(crate) fn delete(&self, key: &str, path: &str) -> Call {
        self.call(Method::DELETE, &format!("/api/v1{path}")).key(key)
    }

    /// A POST without a body.
    pub(crate) fn push(&self, key: &str, path: &str) -> Call {
        self.call(Method::POST, &format!("/api/v1{path}")).key(key)
    }
}

impl Call {
    pub(crate) fn key(self, key: &str) -> Self {
        Self(self.0.bearer_auth(key))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string().into_bytes())
    }

    pub(crate) fn bytes(self, body: Vec<u8>) -> Self {
        Self(self.0.body(body))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// With an `Idempotency-Key`.
    pub(crate) fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub(crate) async fn send(self) -> Reply {
        let response = self.0.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Reply { status, headers, text: response.text().await.unwrap() }
    }

    /// Sends it, wants this status, and returns the body.
    pub(crate) async fn expect(self, status: u16) -> Value {
        let reply = self.send().await;
        assert_eq!(reply.status, status, "{}", reply.text);
        if reply.text.is_empty() { Value::Null } else { reply.json() }
    }

    /// Sends it, wants this problem, and returns its document.
    pub(crate) async fn refused(self, status: u16, name: &str) -> Value {
        let reply = self.send().await;
        assert_eq!(reply.status, status, "{}", reply.text);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = reply.json();
        assert_eq!(problem["type"], format!("{}/problems/{name}", crate::app::BASE_URL));
        assert_eq!(problem["status"], status);
        assert!(!problem["title"].as_str().unwrap().is_empty());
        assert!(!problem["detail"].as_str().unwrap().is_empty());
        problem
    }

    /// Sends it, wants `invalid-input`, and returns its faults as `field code`.
    pub(crate) async fn faults(self) -> Vec<String> {
        faults(&self.refused(422, "invalid-input").await)
    }
}

/// The faults of a problem document as `field code`.
pub(crate) fn faults(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors in {problem}"));
    for error in errors {
        assert!(!error["message"].as_str().unwrap().is_empty(), "{error}");
    }
    errors
        .iter()
        .map(|e| format!("{} {}", e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect()
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
