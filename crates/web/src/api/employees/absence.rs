//! When an employee is away, and who reads for them.

use desk::Desk;
use domain::{id::EmployeeId, office::Absence};
use jiff::{civil::Date, tz::TimeZone};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::{
    fields::parts,
    shape,
    value::{self, Wrong},
};

/// When somebody is away, and who reads for them.
#[derive(Serialize, ToSchema)]
#[schema(as = Absence)]
pub(crate) struct AbsenceBody {
    /// The first day.
    #[schema(value_type = shape::Day)]
    from: Date,
    /// The last day.
    #[schema(value_type = shape::Day)]
    to: Date,
    /// Who reads what comes for them; without one they go on reading themselves.
    #[schema(value_type = Option<shape::Id>)]
    deputy_id: Option<EmployeeId>,
}

impl From<Absence> for AbsenceBody {
    fn from(Absence { from, to, deputy_id }: Absence) -> Self {
        Self { from, to, deputy_id }
    }
}

/// When somebody is away, and who reads for them.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewAbsence {
    /// The first day.
    from: shape::DayOrTime,
    /// The last day.
    to: shape::DayOrTime,
    /// The active colleague who reads what comes for them; without one they go on reading themselves.
    deputy_id: Option<shape::Id>,
}

/// Reads an absence; a point in time counts as the day that it is then where the office is.
pub(super) fn read(desk: &Desk) -> impl Fn(&Value) -> Result<Absence, Wrong> {
    // The zone was checked when the program started; if it is gone since, UTC is right too.
    let zone = TimeZone::get(&desk.settings().time_zone).unwrap_or(TimeZone::UTC);
    move |value| {
        parts(value, |parts| {
            let from = parts.required("from", value::day(&zone));
            let to = parts.required("to", value::day(&zone));
            let deputy_id = parts.optional("deputy_id", value::id);
            from.zip(to).map(|(from, to)| Absence { from, to, deputy_id })
        })
    }
}
