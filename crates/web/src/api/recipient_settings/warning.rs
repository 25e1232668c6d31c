//! What an office should know of its recipients, in words.

use domain::{id::EmployeeId, reach::Warning};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape;

/// Something about an office's recipients that it should know.
#[derive(Serialize, ToSchema)]
#[schema(as = Warning)]
pub(crate) struct WarningBody {
    /// What it is, as a word for programs.
    #[schema(value_type = shape::WarningCode)]
    code: &'static str,
    /// What is wrong and what to do, as a sentence for people.
    #[schema(
        example = "For 3 dossiers nobody of those who were chosen can hear, so the standard cascade decides; choose somebody who is active and has access."
    )]
    message: String,
    /// The employee whom it is about.
    #[schema(value_type = Option<shape::Id>)]
    employee_id: Option<EmployeeId>,
    /// How many dossiers it is about.
    #[schema(example = 3)]
    dossiers: Option<usize>,
}

impl From<&Warning> for WarningBody {
    fn from(warning: &Warning) -> Self {
        let (employee_id, dossiers) = match *warning {
            Warning::NobodyLeft(dossiers) | Warning::SendOnly(dossiers) => (None, Some(dossiers)),
            Warning::NoAccess(employee, dossiers) => (Some(employee), Some(dossiers)),
            Warning::Inactive(employee) | Warning::DeputyAbsent(employee) | Warning::NoDeputy(employee) => {
                (Some(employee), None)
            }
        };
        Self { code: warning.code(), message: message(warning), employee_id, dossiers }
    }
}

fn message(warning: &Warning) -> String {
    match *warning {
        Warning::NobodyLeft(0) => {
            "Nobody of those who were chosen can hear of anything, so the standard cascade decides; choose somebody who is active.".into()
        }
        Warning::NobodyLeft(n) => format!(
            "For {} nobody of those who were chosen can hear, so the standard cascade decides; choose somebody who is active and has access.",
            counted(n, "dossier")
        ),
        Warning::Inactive(_) => {
            "This employee was chosen and is no longer active; choose somebody else in their place.".into()
        }
        Warning::NoAccess(_, n) => format!(
            "This employee was chosen and has no access to {}, of which they do not hear; give them access, or choose somebody who has it.",
            counted(n, "private dossier")
        ),
        Warning::SendOnly(n) => format!(
            "For {} the functional address would hear, but nobody reads it, so the communication address hears; choose somebody by name, or give the office a functional address that is read.",
            counted(n, "dossier")
        ),
        Warning::DeputyAbsent(_) => {
            "This employee hears for an absent colleague and is absent too; name another deputy.".into()
        }
        Warning::NoDeputy(_) => {
            "This employee was named deputy of an absent colleague, but is no longer active or has no access to the dossier, so the absent one still hears; name another deputy.".into()
        }
    }
}

fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let said = |warning: &Warning| WarningBody::from(warning).message;
        assert!(said(&Warning::NobodyLeft(1)).starts_with("For 1 dossier nobody"));
        assert!(said(&Warning::SendOnly(2)).starts_with("For 2 dossiers the"));
    }

    #[test]
    fn every_warning_is_one_sentence_that_says_what_to_do() {
        let id = EmployeeId::new(uuid::Uuid::nil());
        let all = [
            Warning::NobodyLeft(0),
            Warning::NobodyLeft(3),
            Warning::Inactive(id),
            Warning::NoAccess(id, 3),
            Warning::SendOnly(3),
            Warning::DeputyAbsent(id),
            Warning::NoDeputy(id),
        ];
        for warning in all {
            let said = WarningBody::from(&warning).message;
            assert!(said.ends_with('.') && said.matches('.').count() == 1 && said.contains("; "), "{said}");
        }
    }
}
