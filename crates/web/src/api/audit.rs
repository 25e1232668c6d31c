//! `/offices/{o}/audit`: who changed what, when, from what to what.

use axum::{Json, extract::State};
use desk::access::AuditLine;
use domain::{
    Timestamp,
    id::{AuditEntryId, OfficeId, kind},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    auth::Caller,
    fields::Params,
    ids::At,
    paging::{Page, PageParams, Paging},
    problem::Problem,
    shape,
};
use crate::App;

/// A line of the audit log.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditLine)]
pub(crate) struct AuditBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: AuditEntryId,
    /// When.
    #[schema(value_type = shape::Time)]
    at: Timestamp,
    /// Who: `operator` or `office` with their key's id, `console`, `client` or `system`.
    #[schema(example = "office:0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b")]
    actor: String,
    /// What was done.
    #[schema(example = "employee_changed")]
    action: String,
    /// To what.
    #[schema(value_type = Option<shape::Id>)]
    subject: Option<Uuid>,
    /// Old and new values.
    #[schema(value_type = Object)]
    detail: Value,
}

impl From<&AuditLine> for AuditBody {
    fn from(line: &AuditLine) -> Self {
        let AuditLine { id, at, actor, action, subject, detail } = line.clone();
        Self { id, at, actor, action, subject, detail }
    }
}

/// Read the audit log
#[utoipa::path(get, path = "/offices/{office_id}/audit", tag = "Audit log", params(PageParams),
    responses((status = 200, description = "A page of the log, oldest first.", body = Page<AuditBody>)))]
pub(crate) async fn list_audit(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<AuditBody>>, Problem> {
    let paging = Paging::<kind::AuditEntry>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.audit_log(actor, office, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |line| line.id)))
}
