//! What an office's clients said, and how far they are.

use axum::{Json, extract::State};
use desk::vat::VatFilter;
use domain::{
    id::{EventId, OfficeId},
    vat::Period,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{ConfirmationBody, period};
use crate::{
    App,
    api::{
        auth::Caller,
        fields::Params,
        ids::At,
        paging::{self, Page, PageParams, Paging},
        problem::Problem,
        shape, value,
    },
};

/// Which confirmations to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ConfirmationsAsked {
    /// Only those of this period.
    #[param(required = false)]
    period: shape::Period,
    /// Only those of this dossier.
    #[param(required = false)]
    dossier_id: shape::Id,
}

/// List VAT confirmations
///
/// One that was taken back is not among them.
#[utoipa::path(get, path = "/offices/{office_id}/vat-confirmations", tag = "VAT confirmations",
    params(ConfirmationsAsked, PageParams),
    responses((status = 200, description = "A page of confirmations, in the order that they were said in.", body = Page<ConfirmationBody>)))]
pub(crate) async fn list_vat_confirmations(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<ConfirmationBody>>, Problem> {
    let filter = VatFilter {
        period: params.optional("period", period),
        dossier: params.optional("dossier_id", value::id),
    };
    let paging = Paging::<paging::VatConfirmation>::read(&mut params);
    params.finish(Some(()))?;
    let after = paging.after.map(|id| EventId::new(id.uuid()));
    let found = app.desk.vat_confirmations(actor, office, &filter, after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |confirmation| domain::id::Id::new(confirmation.event.uuid()))))
}

/// How far an office's clients are with a VAT period.
#[derive(Serialize, ToSchema)]
#[schema(as = VatOverview)]
pub(crate) struct OverviewBody {
    /// The period.
    #[schema(value_type = shape::Period)]
    period: Period,
    /// Dossiers for which all documents are in.
    confirmed: u64,
    /// The others that declare VAT so often.
    open: u64,
}

/// Of which period.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct OverviewAsked {
    /// The period: a month counts the dossiers that declare VAT each month, a quarter those that do each quarter.
    period: shape::Period,
}

/// See how far the clients are
#[utoipa::path(get, path = "/offices/{office_id}/vat-confirmations/overview", tag = "VAT confirmations",
    params(OverviewAsked),
    responses((status = 200, description = "How many dossiers have all documents of the period in.", body = OverviewBody)))]
pub(crate) async fn get_vat_overview(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<OverviewBody>, Problem> {
    let period = params.required("period", period);
    let period = params.finish(period)?;
    let overview = app.desk.vat_overview(actor, office, period).await?;
    Ok(Json(OverviewBody { period, confirmed: overview.confirmed, open: overview.open }))
}
