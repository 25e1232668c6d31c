//! `/offices/{o}/employees`: the people who work at an office.

mod absence;
mod digests;
mod hand_over;
pub(crate) mod places;

use axum::{Json, extract::State};
use desk::{
    Desk,
    employees::{EmployeeChanged, EmployeeFields},
};
use domain::{
    EmailAddress, Language, Name,
    id::{EmployeeId, OfficeId, kind},
    office::{Employee, Role},
};
use serde::Serialize;
use utoipa::ToSchema;

use self::{
    absence::{AbsenceBody, NewAbsence},
    digests::{DigestsBody, DigestsChange},
    hand_over::{HandOverTo, HandedOverBody},
};
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

/// Somebody who works at an office.
#[derive(Serialize, ToSchema)]
#[schema(as = Employee)]
pub(crate) struct EmployeeBody {
    /// Their id.
    #[schema(value_type = shape::Id)]
    id: EmployeeId,
    /// Their full name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// Their address; unique in the office.
    #[schema(value_type = shape::EmailAddress)]
    email: EmailAddress,
    /// The language of the mails they get.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// What they may do.
    #[schema(value_type = shape::Role)]
    role: Role,
    /// False once they have left.
    active: bool,
    /// When they are away, if they said so.
    absence: Option<AbsenceBody>,
    /// How soon they hear of each kind of event. The office may want some of them told at once all the same.
    digests: DigestsBody,
}

/// An employee after a change.
#[derive(Serialize, ToSchema)]
#[schema(as = EmployeeChanged)]
pub(crate) struct EmployeeChangedBody {
    #[serde(flatten)]
    employee: EmployeeBody,
    /// What became of what they held, when they left or handed it over.
    handed_over: Option<HandedOverBody>,
}

impl From<&Employee> for EmployeeBody {
    fn from(employee: &Employee) -> Self {
        let Employee { id, name, email, language, role, active, absence, paces } = employee.clone();
        let (absence, digests) = (absence.map(AbsenceBody::from), DigestsBody::from(&paces));
        Self { id, name, email, language, role, active, absence, digests }
    }
}

impl From<&EmployeeChanged> for EmployeeChangedBody {
    fn from(EmployeeChanged { employee, handed_over }: &EmployeeChanged) -> Self {
        let handed_over = handed_over.map(HandedOverBody::from);
        Self { employee: EmployeeBody::from(employee), handed_over }
    }
}

/// A new employee.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewEmployee {
    /// Their full name: what a welcome mail shows when they manage the dossier.
    name: shape::Name,
    /// Their address; unique in the office.
    email: shape::EmailAddress,
    /// The language of the mails they get.
    language: shape::Language,
    /// What they may do.
    role: shape::Role,
    /// False for somebody who has left already.
    #[schema(example = true)]
    active: Option<bool>,
    /// When they are away.
    absence: Option<NewAbsence>,
    /// How soon they hear of each kind of event; at once unless said otherwise.
    digests: Option<DigestsChange>,
}

/// What is to change of an employee. What is left out stays as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct EmployeeChange {
    /// Their full name.
    #[schema(required = false)]
    name: shape::Name,
    /// Their address; unique in the office.
    #[schema(required = false)]
    email: shape::EmailAddress,
    /// The language of the mails they get.
    #[schema(required = false)]
    language: shape::Language,
    /// What they may do.
    #[schema(required = false)]
    role: shape::Role,
    /// False once they have left: what they hold is left to the next step of the cascade, as far as `hand_over_to` says
    /// nothing of it.
    #[schema(required = false, example = true)]
    active: bool,
    /// When they are away; `null` when they are not.
    absence: Option<NewAbsence>,
    /// How soon they hear of each kind of event. What waited for another pace is told at once.
    #[schema(required = false)]
    digests: DigestsChange,
    /// Who takes over what they hold: an employee who takes over everything, or for each sort of thing.
    hand_over_to: Option<HandOverTo>,
}

fn new(desk: &Desk, mut fields: Fields) -> Result<EmployeeFields, Problem> {
    let employee = EmployeeFields {
        name: fields.required("name", value::name),
        email: fields.required("email", value::address),
        language: fields.required("language", value::language),
        role: fields.required("role", value::word(shape::ROLES)),
        active: fields.optional("active", value::flag),
        absence: fields.change_or_clear("absence", absence::read(desk)),
        paces: fields.optional("digests", digests::read),
        hand_over: None,
    };
    fields.finish(Some(employee))
}

fn change(desk: &Desk, mut fields: Fields) -> Result<EmployeeFields, Problem> {
    let employee = EmployeeFields {
        name: fields.change("name", value::name),
        email: fields.change("email", value::address),
        language: fields.change("language", value::language),
        role: fields.change("role", value::word(shape::ROLES)),
        active: fields.change("active", value::flag),
        absence: fields.change_or_clear("absence", absence::read(desk)),
        paces: fields.change("digests", digests::read),
        hand_over: fields.optional("hand_over_to", hand_over::read),
    };
    fields.finish(Some(employee))
}

fn created(employee: &Employee) -> Answer {
    Answer::created(&EmployeeBody::from(employee))
}

fn changed(employee: &EmployeeChanged) -> Answer {
    Answer::ok(&EmployeeChangedBody::from(employee))
}

/// Add an employee
#[utoipa::path(post, path = "/offices/{office_id}/employees", tag = "Employees", request_body = NewEmployee,
    responses((status = 201, description = "The new employee.", body = EmployeeBody)))]
pub(crate) async fn create_employee(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = new(&app.desk, write.fields()?)?;
    let once = write.once(&office, created);
    said(app.desk.create_employee(actor, office, fields, once).await, created)
}

/// List employees
#[utoipa::path(get, path = "/offices/{office_id}/employees", tag = "Employees", params(PageParams),
    responses((status = 200, description = "A page of employees, oldest first.", body = Page<EmployeeBody>)))]
pub(crate) async fn list_employees(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<EmployeeBody>>, Problem> {
    let paging = Paging::<kind::Employee>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.employees(actor, office, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |employee| employee.id)))
}

/// Look at an employee
#[utoipa::path(get, path = "/offices/{office_id}/employees/{employee_id}", tag = "Employees",
    responses((status = 200, description = "The employee.", body = EmployeeBody)))]
pub(crate) async fn get_employee(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, employee)): At<(OfficeId, EmployeeId)>,
) -> Result<Json<EmployeeBody>, Problem> {
    let employee = app.desk.employee(actor, office, employee).await?;
    Ok(Json(EmployeeBody::from(&employee)))
}

/// Change an employee
///
/// With `hand_over_to`, what they hold goes to others in the same step.
#[utoipa::path(patch, path = "/offices/{office_id}/employees/{employee_id}", tag = "Employees",
    params(PreviewParams), request_body = EmployeeChange,
    responses((status = 200, description = "The employee as they are now; with `preview=true`, what would differ.", body = OrPreview<EmployeeChangedBody>)))]
pub(crate) async fn change_employee(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, employee)): At<(OfficeId, EmployeeId)>,
    Preview(preview): Preview,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(&app.desk, write.fields()?)?;
    if preview {
        return previewed(app.desk.preview_employee(actor, office, employee, fields).await);
    }
    let once = write.once(&office, changed);
    said(app.desk.change_employee(actor, office, employee, fields, once).await, changed)
}
