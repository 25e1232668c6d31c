//! `/offices/{o}/client-groups`: clients that the office treats alike.

use axum::{Json, extract::State};
use desk::client_groups::ClientGroupFields;
use domain::{
    EmailAddress, Name,
    id::{ClientGroupId, EmployeeId, OfficeId, kind},
    office::ClientGroup,
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
    shape, value,
};
use crate::App;

/// Clients that the office treats alike.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientGroup)]
pub(crate) struct ClientGroupBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: ClientGroupId,
    /// Its name; unique in the office, without regard to case.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// Its address.
    #[schema(value_type = Option<shape::EmailAddress>)]
    email: Option<EmailAddress>,
    /// The employees who work for it.
    #[schema(value_type = Vec<shape::Id>)]
    members: Vec<EmployeeId>,
}

impl From<&ClientGroup> for ClientGroupBody {
    fn from(group: &ClientGroup) -> Self {
        let ClientGroup { id, name, email, members } = group.clone();
        Self { id, name, email, members }
    }
}

/// A new client group.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewClientGroup {
    /// Its name; unique in the office, without regard to case.
    name: shape::Name,
    /// Its address. Without one, its dossiers are welcomed from the office's own addresses.
    email: Option<shape::EmailAddress>,
    /// The employees who work for it.
    #[schema(required = false, max_items = 1000)]
    members: Vec<shape::Id>,
}

/// What is to change of a client group. What is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ClientGroupChange {
    /// Its name; unique in the office, without regard to case.
    #[schema(required = false)]
    name: shape::Name,
    /// Its address; `null` takes it away.
    email: Option<shape::EmailAddress>,
    /// The employees who work for it, instead of those who did.
    #[schema(required = false, max_items = 1000)]
    members: Vec<shape::Id>,
}

fn new(mut fields: Fields) -> Result<ClientGroupFields, Problem> {
    let group = ClientGroupFields {
        name: fields.required("name", value::name),
        email: fields.change_or_clear("email", value::address),
        members: fields.list("members", value::id),
    };
    fields.finish(Some(group))
}

fn change(mut fields: Fields) -> Result<ClientGroupFields, Problem> {
    let group = ClientGroupFields {
        name: fields.change("name", value::name),
        email: fields.change_or_clear("email", value::address),
        members: fields.change_list("members", value::id),
    };
    fields.finish(Some(group))
}

fn created(group: &ClientGroup) -> Answer {
    Answer::created(&ClientGroupBody::from(group))
}

fn changed(group: &ClientGroup) -> Answer {
    Answer::ok(&ClientGroupBody::from(group))
}

/// Add a client group
#[utoipa::path(post, path = "/offices/{office_id}/client-groups", tag = "Client groups",
    request_body = NewClientGroup,
    responses((status = 201, description = "The new client group.", body = ClientGroupBody)))]
pub(crate) async fn create_client_group(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = new(write.fields()?)?;
    let once = write.once(&office, created);
    said(app.desk.create_client_group(actor, office, fields, once).await, created)
}

/// List client groups
#[utoipa::path(get, path = "/offices/{office_id}/client-groups", tag = "Client groups", params(PageParams),
    responses((status = 200, description = "A page of client groups, oldest first.", body = Page<ClientGroupBody>)))]
pub(crate) async fn list_client_groups(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<ClientGroupBody>>, Problem> {
    let paging = Paging::<kind::ClientGroup>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.client_groups(actor, office, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |group| group.id)))
}

/// Look at a client group
#[utoipa::path(get, path = "/offices/{office_id}/client-groups/{client_group_id}", tag = "Client groups",
    responses((status = 200, description = "The client group.", body = ClientGroupBody)))]
pub(crate) async fn get_client_group(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, group)): At<(OfficeId, ClientGroupId)>,
) -> Result<Json<ClientGroupBody>, Problem> {
    let group = app.desk.client_group(actor, office, group).await?;
    Ok(Json(ClientGroupBody::from(&group)))
}

/// Change a client group
#[utoipa::path(patch, path = "/offices/{office_id}/client-groups/{client_group_id}", tag = "Client groups",
    params(PreviewParams),
    request_body = ClientGroupChange,
    responses((status = 200, description = "The client group as it is now; with `preview=true`, what would differ.", body = OrPreview<ClientGroupBody>)))]
pub(crate) async fn change_client_group(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, group)): At<(OfficeId, ClientGroupId)>,
    Preview(preview): Preview,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    if preview {
        return previewed(app.desk.preview_client_group(actor, office, group, fields).await);
    }
    let once = write.once(&office, changed);
    said(app.desk.change_client_group(actor, office, group, fields, once).await, changed)
}
