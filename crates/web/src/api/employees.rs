//! `/offices/{o}/employees`: the people who work at an office.

use axum::{Json, extract::State};
use desk::employees::EmployeeFields;
use domain::{
    EmailAddress, Language, Name,
    id::{EmployeeId, OfficeId, kind},
    office::{Employee, Role},
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
}

impl From<&Employee> for EmployeeBody {
    fn from(employee: &Employee) -> Self {
        let Employee { id, name, email, language, role, active } = employee.clone();
        Self { id, name, email, language, role, active }
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
    /// False once they have left: their dossiers are left to the next step of the cascade.
    #[schema(required = false, example = true)]
    active: bool,
}

fn new(mut fields: Fields) -> Result<EmployeeFields, Problem> {
    let employee = EmployeeFields {
        name: fields.required("name", value::name),
        email: fields.required("email", value::address),
        language: fields.required("language", value::language),
        role: fields.required("role", value::word(shape::ROLES)),
        active: fields.optional("active", value::flag),
    };
    fields.finish(Some(employee))
}

fn change(mut fields: Fields) -> Result<EmployeeFields, Problem> {
    let employee = EmployeeFields {
        name: fields.change("name", value::name),
        email: fields.change("email", value::address),
        language: fields.change("language", value::language),
        role: fields.change("role", value::word(shape::ROLES)),
        active: fields.change("active", value::flag),
    };
    fields.finish(Some(employee))
}

fn created(employee: &Employee) -> Answer {
    Answer::created(&EmployeeBody::from(employee))
}

fn changed(employee: &Employee) -> Answer {
    Answer::ok(&EmployeeBody::from(employee))
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
    let fields = new(write.fields()?)?;
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
#[utoipa::path(patch, path = "/offices/{office_id}/employees/{employee_id}", tag = "Employees",
    request_body = EmployeeChange,
    responses((status = 200, description = "The employee as they are now.", body = EmployeeBody)))]
pub(crate) async fn change_employee(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, employee)): At<(OfficeId, EmployeeId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let fields = change(write.fields()?)?;
    let once = write.once(&office, changed);
    said(app.desk.change_employee(actor, office, employee, fields, once).await, changed)
}
