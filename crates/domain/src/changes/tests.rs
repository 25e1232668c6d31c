//! A small office, changed in every way that decides anything.

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::{
    Language, Timestamp,
    dossier::VatPeriod,
    id::{ClientGroupId, EmployeeId, OfficeId},
    office::{Absence, ClientGroup, Employee, Office, Role},
    recipients::{Choice, Configuration},
    sender::FunctionalAddress,
};
use jiff::civil::date;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn address(local: &str) -> EmailAddress {
    EmailAddress::parse(&format!("{local}@kantoor.be")).unwrap()
}

fn employee(n: u128, who: &str) -> Employee {
    Employee {
        id: EmployeeId::new(Uuid::from_u128(n)),
        name: name(who),
        email: address(&who.to_lowercase()),
        language: Language::Nl,
        role: Role::Employee,
        active: true,
        absence: None,
        paces: BTreeMap::new(),
    }
}

fn dossier(n: u128, manager: Option<&Employee>, group: Option<&ClientGroup>) -> Dossier {
    Dossier {
        id: DossierId::new(Uuid::from_u128(n)),
        name: name(&format!("Dossier {n}")),
        enterprise_number: None,
        manager_id: manager.map(|manager| manager.id),
        client_group_id: group.map(|group| group.id),
        language: None,
        vat_period: VatPeriod::None,
        private: false,
    }
}

/// An manages 1 and 2, Bo manages 3, nobody 4 (in a group with an address) and 5.
pub(crate) fn office() -> State {
    let (an, bo) = (employee(1, "An"), employee(2, "Bo"));
    let group = ClientGroup {
        id: ClientGroupId::new(Uuid::from_u128(1)),
        name: name("Horeca"),
        email: Some(address("horeca")),
        members: vec![an.id],
    };
    let dossiers = vec![
        dossier(1, Some(&an), Some(&group)),
        dossier(2, Some(&an), None),
        dossier(3, Some(&bo), None),
        dossier(4, None, Some(&group)),
        dossier(5, None, None),
    ];
    let office = Office {
        id: OfficeId::new(Uuid::from_u128(1)),
        name: name("Kantoor Peeters"),
        language: Language::Nl,
        communication_address: address("info"),
        functional_address: None,
        always_functional_sender: false,
        follow_up_notice: false,
        reminders: false,
        invitation_days: 14,
        message_delay_minutes: 0,
        failed_tasks_at_once: false,
        user_requests_at_once: false,
        escalation_hours: None,
        created_at: Timestamp::from_millis(0),
    };
    let employees = [an, bo].map(|employee| (employee.id, employee)).into();
    let groups = HashMap::from([(group.id, group)]);
    State { roster: Roster { office, employees, groups, chosen: HashMap::new() }, dossiers }
}

pub(crate) fn an() -> EmployeeId {
    EmployeeId::new(Uuid::from_u128(1))
}

/// One line a change: for how many questions, from whom to whom, for which dossiers.
fn told(changes: &Changes) -> Vec<String> {
    let locals = |mailboxes: &[Mailbox]| {
        mailboxes.iter().map(|mailbox| mailbox.address.local_part().to_owned()).collect::<Vec<_>>().join("+")
    };
    let line = |change: &Change| {
        let dossiers: Vec<_> =
            change.dossiers.iter().map(|(_, name)| name.as_str().replace("Dossier ", "")).collect();
        let without = if change.without_dossier { " and without" } else { "" };
        let questions = match change.questions.as_slice() {
            all if all.len() == Question::ALL.len() => "all".to_owned(),
            [Question::WelcomeSender] => "welcome".to_owned(),
            [_, ..] if change.questions.len() == 4 => "kinds".to_owned(),
            some => format!("{some:?}"),
        };
        format!(
            "{questions}: {} > {} for {}{without}",
            locals(&change.from),
            locals(&change.to),
            dossiers.join(",")
        )
    };
    changes.changes.iter().map(line).collect()
}

fn after(change: impl FnOnce(&mut State)) -> Vec<String> {
    let before = office();
    let mut after = office();
    change(&mut after);
    let changes = between(&before, &after, TODAY);
    assert_eq!(changes.of, 5);
    let mut differing: Vec<_> = changes.changes.iter().flat_map(|change| &change.dossiers).collect();
    differing.sort();
    differing.dedup();
    assert_eq!(changes.dossiers, differing.len());
    told(&changes)
}

#[test]
fn nothing_changes_when_nothing_does() {
    assert_eq!(after(|_| ()), [""; 0]);
    // A name that nobody is shown: it is neither a sender's nor a reader's address.
    assert_eq!(after(|state| state.dossiers[4].name = name("Dossier 5b")), [""; 0]);
}

#[test]
fn somebody_leaves() {
    let left = after(|state| state.roster.employees.get_mut(&an()).unwrap().active = false);
    assert_eq!(
        left,
        [
            "welcome: an > horeca for 1",
            "kinds: an > horeca for 1",
            "welcome: an > info for 2",
            "kinds: an > info for 2",
        ]
    );
}

#[test]
fn somebody_is_away_and_only_what_they_receive_changes() {
    let away = after(|state| {
        let deputy_id = Some(EmployeeId::new(Uuid::from_u128(2)));
        let absence = Absence { from: TODAY, to: TODAY, deputy_id };
        state.roster.employees.get_mut(&an()).unwrap().absence = Some(absence);
    });
    assert_eq!(away, ["kinds: an > bo for 1,2"]);
}

#[test]
fn a_group_or_the_office_gets_another_address() {
    let group = after(|state| {
        for group in state.roster.groups.values_mut() {
            group.email = None;
        }
    });
    assert_eq!(group, ["welcome: horeca > info for 4", "kinds: horeca > info for 4"]);
    let functional = after(|state| {
        state.roster.office.functional_address =
            Some(FunctionalAddress { address: address("noreply"), send_only: true });
    });
    assert_eq!(functional, ["welcome: info > noreply for 5"]);
    let communication = after(|state| state.roster.office.communication_address = address("welkom"));
    assert_eq!(communication, ["welcome: info > welkom for 5", "kinds: info > welkom for 5 and without"]);
}

#[test]
fn a_dossier_gets_another_manager_or_becomes_private() {
    assert_eq!(
        after(|state| state.dossiers[0].manager_id = None),
        ["welcome: an > horeca for 1", "kinds: an > horeca for 1"]
    );
    let chosen = |state: &mut State| {
        let configuration =
            Configuration::Personalised(vec![Choice::Employee(EmployeeId::new(Uuid::from_u128(2)))]);
        state.roster.chosen.insert(EventKind::Message, configuration);
    };
    assert_eq!(
        after(chosen),
        [
            "[Message]: an > bo for 1,2",
            "[Message]: horeca > bo for 4",
            "[Message]: info > bo for 5 and without"
        ]
    );
    let mut before = office();
    chosen(&mut before);
    let mut private = before.clone();
    private.dossiers[1].private = true;
    assert_eq!(told(&between(&before, &private, TODAY)), ["[Message]: bo > an for 2"]);
}

#[test]
fn another_name_is_a_change_of_the_sender_alone() {
    assert_eq!(
        after(|state| state.roster.office.name = name("Kantoor Peeters & Zonen")),
        ["welcome: horeca > horeca for 4", "welcome: info > info for 5"]
    );
}
