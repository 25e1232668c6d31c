//! `/offices/{o}/recipients`: who would hear, and why; stores nothing.

use axum::{Json, extract::State};
use desk::events::WouldHear;
use domain::{
    Language,
    event::{EventKind, Pace},
    id::{DossierId, OfficeId},
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    auth::Caller,
    fields::{Fields, Params},
    ids::At,
    problem::Problem,
    recipient::BecauseBody,
    sender::MailboxBody,
    shape, value,
};
use crate::App;

/// Who would hear of an event.
#[derive(Serialize, ToSchema)]
#[schema(as = Recipients)]
pub(crate) struct RecipientsBody {
    /// The kind that was asked for.
    #[schema(value_type = shape::EventKind)]
    kind: EventKind,
    /// The dossier that was asked for.
    #[schema(value_type = Option<shape::Id>)]
    dossier_id: Option<DossierId>,
    /// Who would hear: never nobody, and each address once.
    recipients: Vec<RecipientBody>,
}

/// Somebody who would hear.
#[derive(Serialize, ToSchema)]
#[schema(as = WouldHear)]
pub(crate) struct RecipientBody {
    /// Who.
    to: MailboxBody,
    /// Their language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// How soon.
    #[schema(value_type = shape::Pace)]
    pace: Pace,
    /// Why.
    because: BecauseBody,
}

impl From<&WouldHear> for RecipientBody {
    fn from(WouldHear { to, language, pace, because }: &WouldHear) -> Self {
        let because = BecauseBody::from(because);
        Self { to: MailboxBody::from(to), language: *language, pace: *pace, because }
    }
}

/// Of what.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct RecipientsAsked {
    /// The kind of event.
    kind: shape::EventKind,
    /// The dossier that it would be about; left out for an event without one.
    #[param(required = false)]
    dossier_id: shape::Id,
}

fn asked(mut params: Fields) -> Result<(EventKind, Option<DossierId>), Problem> {
    let kind = params.required("kind", value::word(shape::EVENT_KINDS));
    let dossier = params.optional("dossier_id", value::id);
    params.finish(kind.map(|kind| (kind, dossier)))
}

/// See who would hear
///
/// Of an event of this kind, today, and why. Stores nothing.
#[utoipa::path(get, path = "/offices/{office_id}/recipients", tag = "Recipients", params(RecipientsAsked),
    responses((status = 200, description = "Who would hear.", body = RecipientsBody)))]
pub(crate) async fn get_recipients(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(params): Params,
) -> Result<Json<RecipientsBody>, Problem> {
    let (kind, dossier_id) = asked(params)?;
    let would = app.desk.would_hear(actor, office, kind, dossier_id).await?;
    let recipients = would.iter().map(RecipientBody::from).collect();
    Ok(Json(RecipientsBody { kind, dossier_id, recipients }))
}
