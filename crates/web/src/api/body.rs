//! What a write carries: a JSON body, and perhaps an `Idempotency-Key`.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, header},
};
use desk::{Keyed, Once};
use domain::Fault;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    answer::Answer,
    fields::Fields,
    problem::{Kind, Problem},
    unread,
    value::Wrong,
};
use crate::App;

/// The largest body.
pub(crate) const LARGEST: usize = 2 * 1024 * 1024;
const KEY: &str = "Idempotency-Key";

/// A write, as it came.
#[derive(Debug)]
pub(crate) struct Write {
    value: Option<Value>,
    key: Option<Key>,
}

/// An `Idempotency-Key`, with what it is used for.
#[derive(Debug)]
struct Key {
    key: String,
    fingerprint: String,
}

impl FromRequest<App> for Write {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        read_write(request, json).await
    }
}

/// A write that may also be a message as it is (RFC 5322), `message/rfc822`: then it is as if it came in the field `message`.
#[derive(Debug)]
pub(crate) struct MessageWrite(pub(crate) Write);

impl FromRequest<App> for MessageWrite {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let value = |headers: &HeaderMap, bytes: &[u8]| {
            let kind =
                headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            let kind = kind.split(';').next().unwrap_or_default().trim();
            if kind.eq_ignore_ascii_case("message/rfc822") {
                return Ok(json!({ "message": String::from_utf8_lossy(bytes) }));
            }
            self::json(headers, bytes)
        };
        read_write(request, value).await.map(Self)
    }
}

fn json(headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Problem> {
    is_json(headers)?;
    serde_json::from_slice(bytes).map_err(|error| Problem::malformed_json(&error))
}

/// Reads a write whose body, if it has one, is made a value so.
async fn read_write(
    request: Request,
    value: impl Fn(&HeaderMap, &[u8]) -> Result<Value, Problem>,
) -> Result<Write, Problem> {
    let (parts, mut body) = request.into_parts();
    let headers = &parts.headers;
    let key = idempotency_key(headers)?;
    let bytes = read(headers, &mut body).await?;
    let value = if bytes.is_empty() { None } else { Some(value(headers, &bytes)?) };
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let fingerprint = || fingerprint(&parts.method, path, value.clone());
    let key = key.map(|key| Key { key, fingerprint: fingerprint() });
    Ok(Write { value, key })
}

impl Write {
    /// The body, which must be there.
    pub(crate) fn value(&mut self) -> Result<Value, Problem> {
        self.value.take().ok_or_else(|| Problem::new(Kind::MalformedJson, "The body is empty."))
    }

    /// The fields of the body, which must be an object.
    pub(crate) fn fields(&mut self) -> Result<Fields, Problem> {
        Fields::of(self.value()?)
    }

    /// There is no body, or an object without fields.
    pub(crate) fn no_fields(&mut self) -> Result<(), Problem> {
        self.value.take().map_or(Ok(()), |value| Fields::of(value)?.finish(Some(())))
    }

    /// The request's key, if it carries one. `scope` says whose keys are meant; `render` makes the answer that is
    /// kept.
    pub(crate) fn once<T: ?Sized>(
        &self,
        scope: &(impl ToString + ?Sized),
        render: impl Fn(&T) -> Answer + Send + Sync + 'static,
    ) -> Option<Once<T>> {
        let Key { key, fingerprint } = self.key.as_ref()?;
        let keyed = Keyed { scope: scope.to_string(), key: key.clone(), fingerprint: fingerprint.clone() };
        Some(Once { keyed, encode: Box::new(move |value| render(value).keep()) })
    }
}

/// Reads a body that is not too large. One that says so itself is not read at all.
async fn read(headers: &HeaderMap, body: &mut Body) -> Result<Bytes, Problem> {
    let too_large = || {
        let detail = format!("The body is larger than {LARGEST} bytes. Send less at a time.");
        Problem::new(Kind::PayloadTooLarge, detail)
    };
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: u64| length > LARGEST as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = unread::next_chunk(body).await {
        let chunk = chunk.map_err(|_| Problem::new(Kind::MalformedJson, "The body ended too early."))?;
        if bytes.len() + chunk.len() > LARGEST {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

/// The body is said to be JSON, in UTF-8 (RFC 8259 §8.1), and not compressed.
fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let said = text(header::CONTENT_TYPE).unwrap_or_default();
    let mut parts = said.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let json = kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json");
    let utf8 = |part: &String| {
        part.strip_prefix("charset=").is_none_or(|c| matches!(c.trim_matches('"'), "utf-8" | "utf8"))
    };
    let plain = text(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    if json && parts.all(|part| utf8(&part)) && plain {
        return Ok(());
    }
    let detail = "Send JSON in UTF-8, not compressed, with the header `Content-Type: application/json`.";
    Err(Problem::new(Kind::UnsupportedMediaType, detail))
}

/// 1 to 255 printable ASCII characters.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let wrong = |message: &str| Problem::field(KEY, Wrong::new(Fault::Malformed, message));
    let mut given = headers.get_all(KEY).iter();
    let Some(key) = given.next() else { return Ok(None) };
    if given.next().is_some() {
        return Err(wrong("This header is given twice."));
    }
    let good = (1..=255).contains(&key.len()) && key.as_bytes().iter().all(|c| (0x20..0x7f).contains(c));
    let key = key.to_str().ok().filter(|_| good);
    key.map(|key| Some(key.to_owned()))
        .ok_or_else(|| wrong("This must be 1 to 255 printable ASCII characters."))
}

/// What a key stands for: the same method, path with its query, and body, however the body's fields are ordered and spaced.
fn fingerprint(method: &Method, path: &str, value: Option<Value>) -> String {
    let body = value.map_or_else(String::new, |mut value| {
        value.sort_all_objects();
        value.to_string()
    });
    let digest = Sha256::digest(format!("{method}\n{path}\n{body}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
