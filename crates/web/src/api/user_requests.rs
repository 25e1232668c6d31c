//! `/offices/{o}/user-requests`: somebody at a client's asks for a user, and the office decides.

pub(crate) mod decide;

use axum::{Json, extract::State};
use desk::user_requests::{AskForUser, Asked, RequestState, UserRequest};
use domain::{
    EmailAddress, Language, Name, Text, Timestamp,
    id::{ClientUserId, DossierId, EventId, Id, OfficeId},
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    events::post::ToldBody,
    fields::{Fields, Params},
    ids::At,
    paging::{self, Page, PageParams, Paging},
    problem::Problem,
    shape, value,
};
use crate::App;

/// A request for a user.
#[derive(Serialize, ToSchema)]
#[schema(as = UserRequest, example = json!({
    "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "dossier_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b",
    "asked_by": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "email": "an.peeters@example.be", "name": "An Peeters",
    "language": "nl", "summary": "An doet voortaan onze facturen.", "asked_at": "2026-11-23T16:00:00Z", "state": "open",
    "reason": null, "client_user_id": null, "decided_at": null,
}))]
pub(crate) struct RequestBody {
    /// Its id: that of the event by which the office heard.
    #[schema(value_type = shape::Id)]
    id: EventId,
    /// The dossier that the new user is to see.
    #[schema(value_type = shape::Id)]
    dossier_id: DossierId,
    /// The client-user who asks, if it is known.
    #[schema(value_type = Option<shape::Id>)]
    asked_by: Option<ClientUserId>,
    /// The new user's address: their login.
    #[schema(value_type = shape::EmailAddress)]
    email: EmailAddress,
    /// The new user's name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// The language of the new user's mails.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// What the office was told: the note that came with the request, or whom it asks for.
    #[schema(value_type = shape::Text)]
    summary: Text,
    /// When it was asked.
    #[schema(value_type = shape::Time)]
    asked_at: Timestamp,
    /// What was decided.
    #[schema(value_type = shape::RequestState)]
    state: RequestState,
    /// Why it was refused.
    #[schema(value_type = Option<shape::Text>)]
    reason: Option<Text>,
    /// The client-user whom it led to.
    #[schema(value_type = Option<shape::Id>)]
    client_user_id: Option<ClientUserId>,
    /// When it was decided.
    #[schema(value_type = Option<shape::Time>)]
    decided_at: Option<Timestamp>,
}

/// A request that was made.
#[derive(Serialize, ToSchema)]
#[schema(as = UserRequestMade)]
pub(crate) struct AskedBody {
    #[serde(flatten)]
    request: RequestBody,
    /// Who in the office hears of it.
    told: ToldBody,
}

impl From<&UserRequest> for RequestBody {
    fn from(request: &UserRequest) -> Self {
        let request = request.clone();
        Self {
            id: request.event,
            dossier_id: request.dossier,
            asked_by: request.asked_by,
            email: request.email,
            name: request.name,
            language: request.language,
            summary: request.summary,
            asked_at: request.asked_at,
            state: request.state,
            reason: request.reason,
            client_user_id: request.client_user,
            decided_at: request.decided_at,
        }
    }
}

impl From<&Asked> for AskedBody {
    fn from(Asked { request, told }: &Asked) -> Self {
        Self { request: RequestBody::from(request), told: ToldBody::from(told) }
    }
}

/// A user to ask for.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewUserRequest {
    /// The dossier that they are to see.
    dossier_id: shape::Id,
    /// The client-user who asks: one who sees the dossier.
    asked_by: Option<shape::Id>,
    /// Their address, which becomes their login.
    email: shape::EmailAddress,
    /// Their name.
    name: shape::Name,
    /// The language of their mails.
    language: shape::Language,
    /// A word to the office.
    #[schema(example = "An doet voortaan onze facturen.")]
    note: Option<shape::Text>,
}

fn new(mut fields: Fields) -> Result<AskForUser, Problem> {
    let dossier = fields.required("dossier_id", value::id);
    let asked_by = fields.optional("asked_by", value::id);
    let email = fields.required("email", value::address);
    let name = fields.required("name", value::name);
    let language = fields.required("language", value::language);
    let note = fields.optional("note", value::words);
    let ask = (|| {
        let (dossier, email, name, language) = (dossier?, email?, name?, language?);
        Some(AskForUser { dossier, asked_by, email, name, language, note })
    })();
    fields.finish(ask)
}

fn made(asked: &Asked) -> Answer {
    Answer::created(&AskedBody::from(asked))
}

/// Ask for a user
///
/// An event of the kind `user_request`: the office hears as it has chosen. Nobody is created before it approves.
#[utoipa::path(post, path = "/offices/{office_id}/user-requests", tag = "User requests", request_body = NewUserRequest,
    responses((status = 201, description = "The new request.", body = AskedBody)))]
pub(crate) async fn ask_for_user(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let ask = new(write.fields()?)?;
    let once = write.once(&office, made);
    said(app.desk.ask_for_user(actor, office, ask, once).await, made)
}

/// Which requests to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct RequestsAsked {
    /// Only those in this state.
    #[param(required = false)]
    state: shape::RequestState,
}

/// List user requests
#[utoipa::path(get, path = "/offices/{office_id}/user-requests", tag = "User requests",
    params(RequestsAsked, PageParams),
    responses((status = 200, description = "A page of requests, newest first.", body = Page<RequestBody>)))]
pub(crate) async fn list_user_requests(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<RequestBody>>, Problem> {
    let state = params.optional("state", value::word(shape::REQUEST_STATES));
    let paging = Paging::<paging::UserRequest>::read(&mut params);
    params.finish(Some(()))?;
    let before = paging.after.map(|id| EventId::new(id.uuid()));
    let found = app.desk.user_requests(actor, office, state, before, paging.look_for()).await?;
    Ok(Json(paging.page(found, |request| Id::new(request.event.uuid()))))
}

/// Look at a user request
#[utoipa::path(get, path = "/offices/{office_id}/user-requests/{user_request_id}", tag = "User requests",
    responses((status = 200, description = "The request.", body = RequestBody)))]
pub(crate) async fn get_user_request(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, event)): At<(OfficeId, EventId)>,
) -> Result<Json<RequestBody>, Problem> {
    let request = app.desk.user_request(actor, office, event).await?;
    Ok(Json(RequestBody::from(&request)))
}
