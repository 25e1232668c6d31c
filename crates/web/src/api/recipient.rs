//! Who hears, and why, as the API tells it; and whom an office chooses to hear.

use domain::{
    Fault, Name,
    id::EmployeeId,
    recipients::{Absent, Because, Choice, ChosenRole, LeftOut, LeftOutReason, SkipReason, Skipped, Step},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    fields::parts,
    shape,
    value::{self, Wrong},
};

/// Why somebody hears: decided when the mail is stored, and never again for that mail.
#[derive(Serialize, ToSchema)]
#[schema(as = Because, example = json!({
    "step": "dossier_manager", "skipped": [], "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b",
    "chosen": null, "instead_of": null, "left_out": [], "open_for_hours": null,
}))]
pub(crate) struct BecauseBody {
    /// The step that was taken.
    #[schema(value_type = shape::RecipientStep)]
    step: Step,
    /// The steps that were passed over before it, in the order they were asked.
    skipped: Vec<SkippedBody>,
    /// The employee who reads; `null` when it is an address of the office.
    #[schema(value_type = Option<shape::Id>)]
    employee_id: Option<EmployeeId>,
    /// By which choice, when the step is `personalised`.
    chosen: Option<ChoiceBody>,
    /// For whom they read, when they are a deputy.
    instead_of: Option<AbsentBody>,
    /// Who could have heard and does not.
    left_out: Vec<LeftOutBody>,
    /// For how many working hours it was open with those who heard first, when that is why it came further.
    open_for_hours: Option<u32>,
}

/// A step that was passed over.
#[derive(Serialize, ToSchema)]
#[schema(as = SkippedRecipientStep)]
pub(crate) struct SkippedBody {
    /// The step.
    #[schema(value_type = shape::RecipientStep)]
    step: Step,
    /// Why it does not count.
    #[schema(value_type = shape::RecipientSkipReason)]
    reason: SkipReason,
}

/// One that an office chose: an employee, or a role.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Recipient)]
pub(crate) enum ChoiceBody {
    /// An employee by name.
    Employee(ChosenEmployee),
    /// Whoever has a role.
    Role(Chosen),
}

/// An employee who was chosen by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChosenEmployee {
    /// The employee.
    #[schema(value_type = shape::Id)]
    employee_id: EmployeeId,
}

/// A role that was chosen instead of a name.
#[derive(Serialize, ToSchema)]
#[schema(as = ChosenRole)]
pub(crate) struct Chosen {
    /// The role.
    #[schema(value_type = shape::RecipientRole)]
    role: ChosenRole,
}

/// Somebody who is absent.
#[derive(Serialize, ToSchema)]
#[schema(as = Absent)]
pub(crate) struct AbsentBody {
    /// Who.
    #[schema(value_type = shape::Id)]
    employee_id: EmployeeId,
    /// Their name.
    #[schema(value_type = shape::Name)]
    name: Name,
}

/// Somebody who could have heard and does not.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = LeftOut)]
pub(crate) enum LeftOutBody {
    /// An employee.
    Employee(LeftOutEmployee),
    /// Whoever has a role.
    Role(LeftOutRole),
}

/// An employee who could have heard and does not.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutEmployee {
    /// Who was chosen, or the employee who was named deputy.
    #[schema(value_type = shape::Id)]
    employee_id: EmployeeId,
    /// Why not.
    #[schema(value_type = shape::LeftOutReason)]
    reason: LeftOutReason,
}

/// A role that was chosen, and for which nobody hears.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutRole {
    /// The role.
    #[schema(value_type = shape::RecipientRole)]
    role: ChosenRole,
    /// Why nobody.
    #[schema(value_type = shape::LeftOutReason)]
    reason: LeftOutReason,
}

impl From<&Because> for BecauseBody {
    fn from(because: &Because) -> Self {
        Self {
            step: because.step,
            skipped: because.skipped.iter().map(SkippedBody::from).collect(),
            employee_id: because.employee_id,
            chosen: because.chosen.map(ChoiceBody::from),
            instead_of: because.instead_of.as_ref().map(AbsentBody::from),
            left_out: because.left_out.iter().map(LeftOutBody::from).collect(),
            open_for_hours: because.open_for_hours,
        }
    }
}

impl From<&Skipped> for SkippedBody {
    fn from(&Skipped { step, reason }: &Skipped) -> Self {
        Self { step, reason }
    }
}

impl From<Choice> for ChoiceBody {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Employee(employee_id) => Self::Employee(ChosenEmployee { employee_id }),
            Choice::Role(role) => Self::Role(Chosen { role }),
        }
    }
}

impl From<&Absent> for AbsentBody {
    fn from(Absent { employee_id, name }: &Absent) -> Self {
        Self { employee_id: *employee_id, name: name.clone() }
    }
}

impl From<&LeftOut> for LeftOutBody {
    fn from(&LeftOut { who, reason }: &LeftOut) -> Self {
        match who {
            Choice::Employee(employee_id) => Self::Employee(LeftOutEmployee { employee_id, reason }),
            Choice::Role(role) => Self::Role(LeftOutRole { role, reason }),
        }
    }
}

/// One to choose: exactly one of `employee_id` and `role`.
pub(crate) fn choice(value: &Value) -> Result<Choice, Wrong> {
    let named = value.get("employee_id").is_some_and(|id| !id.is_null());
    let role = |value: &Value| {
        if named {
            return Err(Wrong::new(Fault::Malformed, "Give either employee_id or role, not both."));
        }
        value::word(shape::RECIPIENT_ROLES)(value)
    };
    let choice = parts(value, |parts| {
        let employee = parts.optional("employee_id", value::id).map(Choice::Employee);
        Some(employee.or(parts.optional("role", role).map(Choice::Role)))
    });
    choice?.ok_or_else(|| Wrong::new(Fault::Missing, "Give employee_id or role."))
}
