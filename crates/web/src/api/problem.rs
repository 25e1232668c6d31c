//! Refusals as RFC 9457 problem documents.
//!
//! A handler or an extractor answers with a [`Problem`]; [`write`], which lies around all routes, writes it down with
//! this installation's address in `type`. What can go wrong is a closed list, in [`kind`].

mod kind;

use std::{fmt::Write as _, sync::Arc};

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use desk::{Failure, Refusal, Settings};
use domain::{Fault, FieldFault, delivery::SenderFault};
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::kind::{About, Kind};
use super::{answer::Answer, shape, value::Wrong};

/// Where this installation is reached from outside, without a slash at its end.
#[derive(Debug, Clone)]
pub(crate) struct Base(Arc<str>);

impl From<&Settings> for Base {
    fn from(settings: &Settings) -> Self {
        Self::new(settings.base_url.as_str())
    }
}

impl Base {
    /// This address.
    pub(crate) fn new(url: &str) -> Self {
        Self(url.trim_end_matches('/').into())
    }

    /// The address.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A refusal, on its way to become an answer.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Box<str>,
    errors: Vec<FieldProblem>,
    causes: Box<[SenderFault]>,
    retry_after: Option<u64>,
    place: Option<(usize, usize)>,
    challenge: Option<&'static str>,
}

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// The field's name, such as `email` or `members[2]`; `body` for the body as a whole.
    #[schema(example = "email")]
    pub(crate) field: String,
    /// What is wrong, as a word for programs.
    #[schema(value_type = shape::FaultCode)]
    pub(crate) code: Fault,
    /// What is wrong and what to do, as a sentence for people.
    #[schema(example = "Fill in this field.")]
    pub(crate) message: String,
}

impl FieldProblem {
    /// A fault in `field`, in the words that it always has.
    pub(crate) fn new(field: impl Into<String>, code: Fault) -> Self {
        Self { field: field.into(), code, message: code.advice().to_owned() }
    }
}

impl From<FieldFault> for FieldProblem {
    fn from(fault: FieldFault) -> Self {
        Self::new(fault.field, fault.code)
    }
}

/// A refusal (RFC 9457): nothing was stored.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Document {
    /// What kind of problem it is: ends in one of the names that this documentation uses, and leads to a page that
    /// says what to do.
    #[schema(format = "uri", example = "https://portal.example/problems/invalid-input")]
    r#type: String,
    /// The kind of problem in a few words.
    #[schema(value_type = String, example = "Invalid input")]
    title: &'static str,
    /// The status of the answer.
    #[schema(example = 422)]
    status: u16,
    /// What is the matter this time, and what to do.
    #[schema(example = "Some fields cannot be taken as they are.")]
    detail: String,
    /// Which request it was, for a fault of the server.
    #[schema(format = "uri", nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Every field that cannot be taken as it is.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<FieldProblem>>,
    /// What is wrong with the mail set-up.
    #[schema(value_type = Option<Vec<shape::SetupCause>>, nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    causes: Option<Vec<SenderFault>>,
    /// In how many seconds it is worth trying again.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    /// Where JSON ends to be JSON: the line, from 1.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Where JSON ends to be JSON: the column, from 1.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl Problem {
    /// A problem of a kind, with what is the matter this time.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let detail = detail.into().into_boxed_str();
        let (errors, causes) = (Vec::new(), Box::default());
        Self { kind, detail, errors, causes, retry_after: None, place: None, challenge: None }
    }

    /// Some fields cannot be taken as they are. A field that names what this office does not have makes it
    /// `not-found`, as an id in the path would.
    pub(crate) fn fields(errors: Vec<FieldProblem>) -> Self {
        if let Some(missing) = errors.iter().find(|error| error.code == Fault::NotFound) {
            let detail = format!("This office has nothing with the id in {}.", missing.field);
            return Self { errors, ..Self::new(Kind::NotFound, detail) };
        }
        Self { errors, ..Self::new(Kind::InvalidInput, "Some fields cannot be taken as they are.") }
    }

    /// One field cannot be taken as it is.
    pub(crate) fn field(field: &str, wrong: impl Into<Wrong>) -> Self {
        Self::fields(wrong.into().at(field).collect())
    }

    /// There is no such thing here.
    pub(crate) fn not_found() -> Self {
        Refusal::NotFound.into()
    }

    /// The body is not JSON.
    pub(crate) fn malformed_json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let detail = format!("The body is not JSON: {error}.");
        Self { place: Some((line, column)), ..Self::new(Kind::MalformedJson, detail) }
    }

    /// No key, or one that nobody knows; with what RFC 6750 §3 has in `WWW-Authenticate`.
    pub(crate) fn unauthorized(detail: &str, challenge: &'static str) -> Self {
        Self { challenge: Some(challenge), ..Self::new(Kind::Unauthorized, detail) }
    }

    /// It did not work this time.
    pub(crate) fn unavailable(detail: &str) -> Self {
        Self { retry_after: Some(5), ..Self::new(Kind::Unavailable, detail) }
    }

    /// The status of its answer.
    pub(crate) fn status(&self) -> u16 {
        self.kind.about().status
    }

    /// The problem document.
    pub(crate) fn document(&self, base: &Base) -> Document {
        let about = self.kind.about();
        Document {
            r#type: format!("{}/problems/{}", base.as_str(), about.name),
            title: about.title,
            status: about.status,
            detail: self.detail.to_string(),
            instance: None,
            errors: (!self.errors.is_empty()).then(|| self.errors.clone()),
            causes: (!self.causes.is_empty()).then(|| self.causes.to_vec()),
            retry_after: self.retry_after,
            line: self.place.map(|(line, _)| line),
            column: self.place.map(|(_, column)| column),
        }
    }

    /// The whole answer.
    pub(crate) fn answer(&self, base: &Base) -> Answer {
        Answer::problem(self.status(), &self.document(base), self.retry_after)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::NotFound => Self::new(Kind::NotFound, detail),
            Refusal::InvalidInput(faults) => {
                Self::fields(faults.into_iter().map(FieldProblem::from).collect())
            }
            Refusal::ActiveAtAnotherOffice => Self::new(Kind::ActiveAtAnotherOffice, detail),
            Refusal::TooManyRefusals { retry_after } => {
                Self { retry_after: Some(retry_after), ..Self::new(Kind::TooManyRefusals, detail) }
            }
            Refusal::MailSetupIncorrect { causes } => {
                let causes = causes.into_boxed_slice();
                Self { causes, ..Self::new(Kind::MailSetupIncorrect, detail) }
            }
            Refusal::NoPlatformAddress => {
                Self::field("send_on_behalf", Wrong::new(Fault::UnknownValue, detail))
            }
            Refusal::InvitationNotOpen(_) => Self::new(Kind::InvitationNotOpen, detail),
            Refusal::MailNotInState { .. } => Self::new(Kind::MailNotInState, detail),
            Refusal::MailUnderWay => Self::unavailable(&detail),
            Refusal::RequestWaitsForADecision => Self::new(Kind::RequestWaitsForADecision, detail),
            Refusal::RequestDecided { .. } => Self::new(Kind::RequestDecided, detail),
            Refusal::IdempotencyKeyReused => Self::new(Kind::IdempotencyKeyReused, detail),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Broken(error) => {
                tracing::error!(error = desk::chain(&error), "a request could not be answered");
                if !error.is_passing() {
                    return Self::new(Kind::Internal, "Something that is stored cannot be read.");
                }
                Self::unavailable("This could not be done now; nothing was stored. Try again in a moment.")
            }
        }
    }
}

impl IntoResponse for Problem {
    /// Not written yet: [`write`] does that, which knows where this installation is reached.
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes down the problem that a route answered with. What a route answered with a status alone becomes a
/// problem too.
pub(crate) fn write(base: &Base, request_id: Option<&HeaderValue>, mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let mut document = problem.document(base);
    if problem.status() >= 500 {
        let id = request_id.and_then(|id| id.to_str().ok());
        document.instance = id.map(|id| format!("urn:uuid:{id}"));
    }
    let mut written = Answer::problem(problem.status(), &document, problem.retry_after).into_response();
    // What the router added, such as `Allow`; without the length of the body that was not there yet.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    written.headers_mut().extend(std::mem::take(response.headers_mut()));
    if let Some(challenge) = problem.challenge {
        written.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    written
}

/// What went wrong in a thread that panicked; its words go to the log, never to whoever asked.
#[expect(clippy::needless_pass_by_value, reason = "this is how it is called")]
pub(crate) fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let mut words = String::new();
    if let Some(text) = panic.downcast_ref::<String>() {
        words.push_str(text);
    } else if let Some(text) = panic.downcast_ref::<&str>() {
        words.push_str(text);
    } else {
        let _ = write!(words, "{:?}", (*panic).type_id());
    }
    tracing::error!(panic = words, "a request could not be answered: this is a mistake in the program");
    Problem::new(Kind::Internal, "A mistake in the program kept this from being done.").into_response()
}
