//! `/offices/{o}/…/vat-confirmations`: clients say that all documents of a VAT period are in.

pub(crate) mod lists;

use axum::{
    extract::{FromRequestParts, Path, State},
    http::request::Parts,
};
use desk::{
    events::Told,
    vat::{ConfirmVat, Confirmed, VatConfirmation},
};
use domain::{
    Timestamp,
    id::{ClientUserId, DossierId, EventId, OfficeId},
    vat::Period,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    events::post::ToldBody,
    fields::{Fields, Params},
    ids::At,
    problem::Problem,
    shape,
    value::{self, Wrong},
};
use crate::App;

/// All documents of a VAT period are in.
#[derive(Serialize, ToSchema)]
#[schema(as = VatConfirmation)]
pub(crate) struct ConfirmationBody {
    /// The dossier.
    #[schema(value_type = shape::Id)]
    dossier_id: DossierId,
    /// The period.
    #[schema(value_type = shape::Period)]
    period: Period,
    /// The client-user who said so, if it is known.
    #[schema(value_type = Option<shape::Id>)]
    client_user_id: Option<ClientUserId>,
    /// The event by which the office heard.
    #[schema(value_type = shape::Id)]
    event_id: EventId,
    /// When it was said.
    #[schema(value_type = shape::Time)]
    confirmed_at: Timestamp,
}

/// What became of a confirmation.
#[derive(Serialize, ToSchema)]
#[schema(as = VatConfirmed)]
pub(crate) struct ConfirmedBody {
    #[serde(flatten)]
    confirmation: ConfirmationBody,
    /// Who in the office hears; `null` when it was said before, and they have heard.
    told: Option<ToldBody>,
}

impl From<&VatConfirmation> for ConfirmationBody {
    fn from(confirmation: &VatConfirmation) -> Self {
        Self {
            dossier_id: confirmation.dossier,
            period: confirmation.period,
            client_user_id: confirmation.client_user,
            event_id: confirmation.event,
            confirmed_at: confirmation.confirmed_at,
        }
    }
}

impl From<&Confirmed> for ConfirmedBody {
    fn from(confirmed: &Confirmed) -> Self {
        Self {
            confirmation: ConfirmationBody::from(&confirmed.confirmation),
            told: confirmed.told.as_ref().map(ToldBody::from),
        }
    }
}

/// What a client says.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewConfirmation {
    /// The period: one of those that the dossier declares, begun, and of the last 24 months. If nothing is said, the one
    /// whose declaration is due next.
    period: Option<shape::Period>,
    /// The client-user who says so: one who sees the dossier.
    client_user_id: Option<shape::Id>,
}

/// A VAT period.
fn period(value: &Value) -> Result<Period, Wrong> {
    let message = "This must be a month, such as 2026-11, or a quarter, such as 2026-Q4.";
    value::text(value)?.parse().map_err(|fault| Wrong::new(fault, message))
}

fn new(mut fields: Fields) -> Result<ConfirmVat, Problem> {
    let confirm = ConfirmVat {
        period: fields.optional("period", period),
        client_user: fields.optional("client_user_id", value::id),
    };
    fields.finish(Some(confirm))
}

/// The office, the dossier and the period in a path. What is no period stands for nothing: 404.
pub(crate) struct AtPeriod(OfficeId, DossierId, Period);

impl FromRequestParts<App> for AtPeriod {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::<(OfficeId, DossierId, Period)>::from_request_parts(parts, app).await;
        path.map(|Path((office, dossier, period))| Self(office, dossier, period))
            .map_err(|_| Problem::not_found())
    }
}

/// Who takes it back.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct TakenBackBy {
    /// The client-user who says so: one who sees the dossier.
    #[param(required = false)]
    client_user_id: shape::Id,
}

fn confirmed(confirmed: &Confirmed) -> Answer {
    let body = ConfirmedBody::from(confirmed);
    if confirmed.is_new { Answer::created(&body) } else { Answer::ok(&body) }
}

/// Say that all VAT documents are in
///
/// Once for each dossier and period: said again, it answers what was said first, and nobody hears twice.
#[utoipa::path(post, path = "/offices/{office_id}/dossiers/{dossier_id}/vat-confirmations", tag = "VAT confirmations",
    request_body = NewConfirmation,
    responses(
        (status = 201, description = "It is said, and the office hears.", body = ConfirmedBody),
        (status = 200, description = "It was said before.", body = ConfirmedBody)))]
pub(crate) async fn confirm_vat(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, dossier)): At<(OfficeId, DossierId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let confirm = new(write.fields()?)?;
    let once = write.once(&office, confirmed);
    said(app.desk.confirm_vat(actor, office, dossier, confirm, once).await, confirmed)
}

/// Take a VAT confirmation back
///
/// The office hears of that too. Then it can be said anew.
#[utoipa::path(delete, path = "/offices/{office_id}/dossiers/{dossier_id}/vat-confirmations/{period}",
    tag = "VAT confirmations", params(TakenBackBy),
    responses((status = 204, description = "It is taken back.")))]
pub(crate) async fn take_back_vat(
    State(app): State<App>,
    Caller(actor): Caller,
    AtPeriod(office, dossier, period): AtPeriod,
    Params(mut params): Params,
    mut write: Write,
) -> Result<Answer, Problem> {
    let client_user = params.optional("client_user_id", value::id);
    params.finish(Some(()))?;
    write.no_fields()?;
    let taken_back = |_: &Told| Answer::nothing();
    let once = write.once(&office, taken_back);
    said(app.desk.take_back_vat(actor, office, dossier, period, client_user, once).await, taken_back)
}
