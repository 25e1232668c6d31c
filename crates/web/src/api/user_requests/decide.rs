//! Approving and refusing requests for users.

use axum::extract::State;
use desk::user_requests::Decided;
use domain::{
    Text,
    id::{EventId, OfficeId},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::RequestBody;
use crate::{
    App,
    api::{
        answer::{Answer, said},
        auth::Caller,
        body::Write,
        client_users::create::InvitedBody,
        fields::Fields,
        ids::At,
        problem::Problem,
        shape, value,
    },
};

/// A request that was decided.
#[derive(Serialize, ToSchema)]
#[schema(as = UserRequestDecided)]
pub(crate) struct DecidedBody {
    #[serde(flatten)]
    request: RequestBody,
    /// The client-user who was created, or found at this office, when the request was approved: as the call that creates
    /// client-users answers.
    client_user: Option<InvitedBody>,
}

impl From<&Decided> for DecidedBody {
    fn from(Decided { request, invited }: &Decided) -> Self {
        Self { request: RequestBody::from(request), client_user: invited.as_ref().map(InvitedBody::from) }
    }
}

/// Why a request is refused.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct RequestRefusal {
    /// Why, in words.
    #[schema(example = "Jo werkt niet meer bij deze klant.")]
    reason: shape::Text,
}

fn reason(mut fields: Fields) -> Result<Text, Problem> {
    let reason = fields.required("reason", value::words);
    fields.finish(reason)
}

fn decided(decided: &Decided) -> Answer {
    Answer::ok(&DecidedBody::from(decided))
}

/// Approve a user request
///
/// The client-user is created and welcomed in the same step. If that is refused, the request stays open.
#[utoipa::path(post, path = "/offices/{office_id}/user-requests/{user_request_id}/approve", tag = "User requests",
    responses(
        (status = 200, description = "The request, with the client-user.", body = DecidedBody),
        (status = 409, description = "`request-decided`, or `active-at-another-office`."),
        (status = 429, description = "`too-many-refusals`: too many addresses were refused in the last hour.")))]
pub(crate) async fn approve_user_request(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, event)): At<(OfficeId, EventId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    write.no_fields()?;
    let once = write.once(&office, decided);
    said(app.desk.approve_request(actor, office, event, once).await, decided)
}

/// Refuse a user request
#[utoipa::path(post, path = "/offices/{office_id}/user-requests/{user_request_id}/refuse", tag = "User requests",
    request_body = RequestRefusal,
    responses(
        (status = 200, description = "The request, refused.", body = DecidedBody),
        (status = 409, description = "`request-decided`.")))]
pub(crate) async fn refuse_user_request(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, event)): At<(OfficeId, EventId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let reason = reason(write.fields()?)?;
    let once = write.once(&office, decided);
    said(app.desk.refuse_request(actor, office, event, reason, once).await, decided)
}
