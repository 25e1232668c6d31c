//! What an employee holds: what is to be handed over when they leave.

use axum::{Json, extract::State};
use desk::reach::Places;
use domain::{
    event::EventKind,
    id::{EmployeeId, OfficeId},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    App,
    api::{auth::Caller, ids::At, named::Named, problem::Problem, shape},
};

/// What an employee holds.
#[derive(Serialize, ToSchema)]
#[schema(as = Places)]
pub(crate) struct PlacesBody {
    /// The dossiers that they manage.
    dossiers: Vec<Named>,
    /// The kinds of events for which they were chosen by name.
    #[schema(value_type = Vec<shape::EventKind>)]
    recipients: Vec<EventKind>,
    /// The client groups that they work for.
    client_groups: Vec<Named>,
    /// The employees who named them as deputy.
    deputy_of: Vec<Named>,
}

impl From<&Places> for PlacesBody {
    fn from(places: &Places) -> Self {
        Self {
            dossiers: places.dossiers.iter().map(Named::from).collect(),
            recipients: places.recipients.clone(),
            client_groups: places.client_groups.iter().map(Named::from).collect(),
            deputy_of: places.deputy_of.iter().map(Named::from).collect(),
        }
    }
}

/// See what an employee holds
///
/// What is to be handed over when they leave: `hand_over_to` of the call that changes an employee does so.
#[utoipa::path(get, path = "/offices/{office_id}/employees/{employee_id}/places", tag = "Employees",
    responses((status = 200, description = "What they hold.", body = PlacesBody)))]
pub(crate) async fn get_places(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, employee)): At<(OfficeId, EmployeeId)>,
) -> Result<Json<PlacesBody>, Problem> {
    let places = app.desk.places(actor, office, employee).await?;
    Ok(Json(PlacesBody::from(&places)))
}
