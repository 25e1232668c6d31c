//! Why a mail about an event goes to its reader, as the layouts tell the reasons apart.

use domain::recipients::{Because, Choice, ChosenRole, SkipReason, Step};

/// The reason by the name that `templates/parts/why.txt` has for it. Empty when a decision names a person's reason
/// and no person, so that no address is told that it manages a dossier.
pub(super) const fn reason(because: &Because) -> &'static str {
    match (because.step, because.chosen, because.employee_id) {
        (Step::DossierManager, _, Some(_)) => "manager",
        (Step::ClientGroup, _, _) => "group",
        (Step::FunctionalAddress, _, _) => "functional",
        (Step::CommunicationAddress, _, _) => "communication",
        (Step::Personalised, Some(Choice::Employee(_)), Some(_)) => "chosen",
        (Step::Personalised, Some(Choice::Role(role)), employee) => match (role, employee) {
            (ChosenRole::DossierManager, Some(_)) => "chosen_manager",
            (ChosenRole::ClientGroup, Some(_)) => "chosen_group",
            (ChosenRole::ClientGroup, None) => "chosen_group_address",
            (ChosenRole::Admins, Some(_)) => "chosen_admins",
            (ChosenRole::DossierManager | ChosenRole::Admins, None) => "",
        },
        _ => "",
    }
}

/// Was this among the reasons to pass over a step?
pub(super) fn skipped(because: &Because, reason: SkipReason) -> bool {
    because.skipped.iter().any(|skipped| skipped.reason == reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_never_told_what_only_a_person_can_be() {
        let choices = [
            None,
            Some(Choice::Employee(domain::id::EmployeeId::new(
                "019ab1c2-0000-7000-8000-000000000009".parse().unwrap(),
            ))),
            Some(Choice::Role(ChosenRole::DossierManager)),
            Some(Choice::Role(ChosenRole::ClientGroup)),
            Some(Choice::Role(ChosenRole::Admins)),
        ];
        let mut told = Vec::new();
        for step in Step::ALL {
            for chosen in choices {
                let because = Because {
                    step,
                    skipped: vec![],
                    employee_id: None,
                    chosen,
                    instead_of: None,
                    left_out: vec![],
                    open_for_hours: None,
                };
                told.push(reason(&because));
            }
        }
        told.sort_unstable();
        told.dedup();
        assert_eq!(told, ["", "chosen_group_address", "communication", "functional", "group"]);
    }
}
