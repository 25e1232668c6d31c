//! `/offices/{o}/dossiers`: the office's clients, and who would welcome a client-user of theirs.

use axum::{Json, extract::State};
use desk::dossiers::DossierFields;
use domain::{
    EnterpriseNumber, Language, Name,
    dossier::{Dossier, VatPeriod},
    id::{ClientGroupId, DossierId, EmployeeId, OfficeId, kind},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    answer::{Answer, said},
    auth::Caller,
    body::Write,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    preview::{OrPreview, Preview, PreviewParams, previewed},
    problem::Problem,
    sender::WelcomeSender,
    shape, value,
};
use crate::App;

/// One client of an office.
#[derive(Serialize, ToSchema)]
#[schema(as = Dossier)]
pub(crate) struct DossierBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: DossierId,
    /// The client's name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// The client's enterprise number; unique in the office.
    #[schema(value_type = Option<shape::EnterpriseNumber>)]
    enterprise_number: Option<EnterpriseNumber>,
    /// The employee who manages it.
    #[schema(value_type = Option<shape::Id>)]
    manager_id: Option<EmployeeId>,
    /// The client group that it is in.
    #[schema(value_type = Option<shape::Id>)]
    client_group_id: Option<ClientGroupId>,
    /// The client's language, when it is not the office's.
    #[schema(value_type = Option<shape::Language>)]
    language: Option<Language>,
    /// How often VAT is declared.
    #[schema(value_type = shape::VatPeriod)]
    vat_period: VatPeriod,
    /// Only its manager sees it.
    private: bool,
}

impl From<&Dossier> for DossierBody {
    fn from(dossier: &Dossier) -> Self {
        let Dossier {
            id,
            name,
            enterprise_number,
            manager_id,
            client_group_id,
            language,
            vat_period,
            private,
        } = dossier.clone();
        Self { id, name, enterprise_number, manager_id, client_group_id, language, vat_period, private }
    }
}

/// A new dossier.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewDossier {
    /// The client's name.
    name: shape::Name,
    /// The client's enterprise number; unique in the office.
    enterprise_number: Option<shape::EnterpriseNumber>,
    /// The employee who manages it: welcome mails go out in their name.
    manager_id: Option<shape::Id>,
    /// The client group that it is in: if nobody manages the dossier, welcome mails go out from its address.
    client_group_id: Option<shape::Id>,
    /// The client's language, when it is not the office's.
    language: Option<shape::Language>,
    /// How often VAT is declared; `none` unless said otherwise.
    vat_period: Option<shape::VatPeriod>,
    /// Only its manager sees it.
    private: Option<bool>,
}

/// What is to change of a dossier. What is left out stays as it is, and `null` takes away.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct DossierChange {
    /// The client's name.
    #[schema(required = false)]
    name: shape::Name,
    /// The client's enterprise number; unique in the office.
    enterprise_number: Option<shape::EnterpriseNumber>,
    /// The employee who manages it.
    manager_id: Option<shape::Id>,
    /// The client group that it is in.
    client_group_id: Option<shape::Id>,
    /// The client's language, when it is not the office's.
    language: Option<shape::Language>,
    /// How often VAT is declared.
    #[schema(required = false)]
    vat_period: shape::VatPeriod,
    /// Only its manager sees it.
    #[schema(required = false)]
    private: bool,
}

fn new(mut fields: Fields) -> Result<DossierFields, Problem> {
    let dossier = DossierFields {
        name: fields.required("name", value::name),
        enterprise_number: fields.change_or_clear("enterprise_number", value::enterprise_number),
        manager_id: fields.change_or_clear("manager_id", value::id),
        client_group_id: fields.change_or_clear("client_group_id", value::id),
        language: fields.change_or_clear("language", value::language),
        vat_period: fields.optional("vat_period", value::word(shape::VAT_PERIODS)),
        private: fields.optional("private", value::flag),
    };
    fields.finish(Some(dossier))
}

fn change(mut fields: Fields) -> Result<DossierFields, Problem> {
    let dossier = DossierFields {
        name: fields.change("name", value::name),
        enterprise_number: fields.change_or_clear("enterprise_number", value::enterprise_number),
        manager_id: fields.change_or_clear("manager_id", value::id),
        client_group_id: fields.change_or_clear("client_group_id", value::id),
        language: fields.change_or_clear("language", value::language),
        vat_period: fields.change("vat_period", value::word(shape::VAT_PERIODS)),
        private: fields.change("private", value::flag),
    };
    fields.finish(Some(dossier))
}

fn created(dossier: &Dossier) -> Answer {
    Answer::created(&DossierBody::from(dossier))
}

fn changed(dossier: &Dossier) -> Answer {
    Answer::ok(&DossierBody::from(dossier))
}

/// Add a dossier
#[utoipa::path(post, path = "/offices/{office_id}/dossiers", tag = "Dossiers", request_body = NewDossier,
    responses((status = 201, description = "The new dossier.", body = DossierBody)))]
pub(crate) async fn create_dossier(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = new(write.fields()?)?;
    let once = write.once(&office, created);
    said(app.desk.create_dossier(actor, office, fields, once).await, created)
}

/// List dossiers
#[utoipa::path(get, path = "/offices/{office_id}/dossiers", tag = "Dossiers", params(PageParams),
    responses((status = 200, description = "A page of dossiers, oldest first.", body = Page<DossierBody>)))]
pub(crate) async fn list_dossiers(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<DossierBody>>, Problem> {
    let paging = Paging::<kind::Dossier>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.dossiers(actor, office, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |dossier| dossier.id)))
}

/// Look at a dossier
#[utoipa::path(get, path = "/offices/{office_id}/dossiers/{dossier_id}", tag = "Dossiers",
    responses((status = 200, description = "The dossier.", body = DossierBody)))]
pub(crate) async fn get_dossier(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, dossier)): At<(OfficeId, DossierId)>,
) -> Result<Json<DossierBody>, Problem> {
    let dossier = app.desk.dossier(actor, office, dossier).await?;
    Ok(Json(DossierBody::from(&dossier)))
}

/// Change a dossier
#[utoipa::path(patch, path = "/offices/{office_id}/dossiers/{dossier_id}", tag = "Dossiers",
    params(PreviewParams),
    request_body = DossierChange,
    responses((status = 200, description = "The dossier as it is now; with `preview=true`, what would differ.", body = OrPreview<DossierBody>)))]
pub(crate) async fn change_dossier(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, dossier)): At<(OfficeId, DossierId)>,
    Preview(preview): Preview,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    if preview {
        return previewed(app.desk.preview_dossier(actor, office, dossier, fields).await);
    }
    let once = write.once(&office, changed);
    said(app.desk.change_dossier(actor, office, dossier, fields, once).await, changed)
}

/// See who would send
///
/// From which address a client-user who is created for this dossier would be welcomed, and why. Stores nothing.
#[utoipa::path(get, path = "/offices/{office_id}/dossiers/{dossier_id}/welcome-sender", tag = "Dossiers",
    responses((status = 200, description = "Who would send, and why.", body = WelcomeSender)))]
pub(crate) async fn get_welcome_sender(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, dossier)): At<(OfficeId, DossierId)>,
) -> Result<Json<WelcomeSender>, Problem> {
    let found = app.desk.welcome_sender(actor, office, dossier).await?;
    Ok(Json(WelcomeSender::from(&found)))
}
