//! The same small office as in `changes`: An manages 1 and 2, Bo manages 3, nobody 4 (in a group with an address) and 5.

use super::*;
use crate::{
    EmailAddress,
    changes::tests::{an, office},
    office::{Absence, Role},
    sender::FunctionalAddress,
};
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 23);

fn bo() -> EmployeeId {
    EmployeeId::new(uuid::Uuid::from_u128(2))
}

fn choose(state: &mut State, choices: Vec<Choice>) {
    state.roster.chosen.insert(EventKind::FailedTask, Configuration::Personalised(choices));
}

fn failed_tasks(state: &State) -> KindReach {
    of_kind(state, EventKind::FailedTask, TODAY)
}

#[test]
fn every_dossier_ends_somewhere() {
    let reach = of(&office(), TODAY);
    assert_eq!((reach.dossiers, reach.without_manager.len()), (5, 2));
    assert_eq!(
        reach.welcome.into_iter().collect::<Vec<_>>(),
        [
            (sender::Step::DossierManager, 3),
            (sender::Step::ClientGroup, 1),
            (sender::Step::CommunicationAddress, 1)
        ]
    );
    for kind in reach.kinds {
        let steps: Vec<_> = kind.steps.into_iter().collect();
        assert_eq!(
            steps,
            [(Step::DossierManager, 3), (Step::ClientGroup, 1), (Step::CommunicationAddress, 1)]
        );
        assert_eq!((kind.shared, kind.without_dossier), (2, Step::CommunicationAddress));
        assert!(kind.warnings.is_empty());
    }
}

#[test]
fn without_somebody_their_dossiers_go_further() {
    let reach = without(office(), an(), TODAY);
    assert_eq!(reach.without_manager.len(), 4);
    assert_eq!(reach.welcome[&sender::Step::DossierManager], 1);
    assert_eq!(reach.kinds[0].steps[&Step::ClientGroup], 2);
}

#[test]
fn a_functional_address_that_nobody_reads_is_warned_of() {
    let mut state = office();
    let address = EmailAddress::parse("noreply@kantoor.be").unwrap();
    state.roster.office.functional_address = Some(FunctionalAddress { address, send_only: true });
    let reach = failed_tasks(&state);
    assert_eq!((reach.past_send_only, reach.warnings), (1, vec![Warning::SendOnly(1)]));
}

#[test]
fn those_who_left_and_those_without_access_are_warned_of() {
    let mut state = office();
    state.dossiers[1].private = true;
    choose(&mut state, vec![Choice::Employee(bo())]);
    let reach = failed_tasks(&state);
    assert_eq!(reach.warnings, [Warning::NobodyLeft(1), Warning::NoAccess(bo(), 1)]);
    assert_eq!((reach.steps[&Step::Personalised], reach.nobody_left), (4, 1));
    state.roster.employees.get_mut(&bo()).unwrap().active = false;
    assert_eq!(failed_tasks(&state).warnings, [Warning::NobodyLeft(5), Warning::Inactive(bo())]);
    state.dossiers.clear();
    assert_eq!(failed_tasks(&state).warnings, [Warning::NobodyLeft(0), Warning::Inactive(bo())]);
}

#[test]
fn roles_that_have_somebody_are_not_warned_of() {
    let mut state = office();
    choose(&mut state, vec![Choice::Role(ChosenRole::Admins)]);
    assert_eq!(failed_tasks(&state).warnings, [Warning::NobodyLeft(5)]);
    state.roster.employees.get_mut(&bo()).unwrap().role = Role::Admin;
    assert_eq!(failed_tasks(&state).warnings, []);
}

#[test]
fn deputies_who_are_away_or_gone_are_warned_of() {
    let mut state = office();
    let absence = |deputy_id| Some(Absence { from: TODAY, to: TODAY, deputy_id });
    state.roster.employees.get_mut(&an()).unwrap().absence = absence(Some(bo()));
    assert_eq!((failed_tasks(&state).deputies, failed_tasks(&state).warnings), (2, vec![]));
    state.roster.employees.get_mut(&bo()).unwrap().absence = absence(None);
    assert_eq!(failed_tasks(&state).warnings, [Warning::DeputyAbsent(bo())]);
    state.roster.employees.get_mut(&bo()).unwrap().active = false;
    assert_eq!(
        (failed_tasks(&state).deputies, failed_tasks(&state).warnings),
        (0, vec![Warning::NoDeputy(bo())])
    );
}
