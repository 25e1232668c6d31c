//! Every reason why somebody hears of an event.

use domain::{
    Language, Mailbox,
    id::EmployeeId,
    mail::{Content, Mail},
    recipients::{Absent, Because, Choice, ChosenRole, SkipReason, Skipped, Step},
};

use super::{Sample, address, events, mailbox, name};

pub const SOFIE: &str = "019ab1c2-0000-7000-8000-0000000000a1";
const JAN: &str = "019ab1c2-0000-7000-8000-0000000000a2";

pub fn because(step: Step, employee: Option<&str>) -> Because {
    Because {
        step,
        skipped: vec![],
        employee_id: employee.map(|id| id.parse().unwrap()),
        chosen: None,
        instead_of: None,
        left_out: vec![],
        open_for_hours: None,
    }
}

fn chosen(choice: Choice) -> Because {
    Because { chosen: Some(choice), ..because(Step::Personalised, Some(SOFIE)) }
}

pub fn by_name() -> Because {
    chosen(Choice::Employee(SOFIE.parse::<EmployeeId>().unwrap()))
}

pub fn instead_of_jan(step: Step, choice: Option<Choice>) -> Because {
    let jan = Absent { employee_id: JAN.parse().unwrap(), name: name("Jan Goossens") };
    Because { chosen: choice, instead_of: Some(jan), ..because(step, Some(SOFIE)) }
}

fn passing_over(skipped: &[(Step, SkipReason)], because: Because) -> Because {
    Because { skipped: skipped.iter().map(|&(step, reason)| Skipped { step, reason }).collect(), ..because }
}

/// Nobody closed it, and it comes to the functional address.
pub fn escalated() -> (Mailbox, Because) {
    let because = because(Step::FunctionalAddress, None);
    (events::office_mailbox(), Because { open_for_hours: Some(8), ..because })
}

/// One failed task, and everybody who can hear of it.
pub fn all(language: Language) -> Vec<Sample> {
    let sofie = events::sofie;
    let group = || mailbox("Team Horeca", "horeca@claes-vdb.example.be");
    let info = || Mailbox { address: address("info@claes-vdb.example.be"), ..events::office_mailbox() };
    let employee = Choice::Employee(SOFIE.parse::<EmployeeId>().unwrap());
    let [manager, of_group, admins] =
        [ChosenRole::DossierManager, ChosenRole::ClientGroup, ChosenRole::Admins].map(Choice::Role);
    let left = (Step::Personalised, SkipReason::NobodyLeft);
    let no_manager = (Step::DossierManager, SkipReason::NoManager);
    let inactive = (Step::DossierManager, SkipReason::ManagerInactive);
    let no_group = (Step::ClientGroup, SkipReason::NoGroup);
    let not_read = (Step::FunctionalAddress, SkipReason::SendOnly);
    let functional = || because(Step::FunctionalAddress, None);
    let communication = || because(Step::CommunicationAddress, None);
    let (office, escalated) = escalated();
    let variants = [
        ("manager", sofie(), because(Step::DossierManager, Some(SOFIE))),
        ("manager's deputy", sofie(), instead_of_jan(Step::DossierManager, None)),
        ("client group", group(), passing_over(&[no_manager], because(Step::ClientGroup, None))),
        ("functional address", office.clone(), passing_over(&[inactive, no_group], functional())),
        ("communication address", info(), passing_over(&[no_manager, no_group, not_read], communication())),
        ("chosen by name", sofie(), by_name()),
        ("chosen by name, deputy", sofie(), instead_of_jan(Step::Personalised, Some(employee))),
        ("chosen as manager", sofie(), chosen(manager)),
        ("chosen as manager, deputy", sofie(), instead_of_jan(Step::Personalised, Some(manager))),
        ("chosen as member of the group", sofie(), chosen(of_group)),
        (
            "chosen as member of the group, deputy",
            sofie(),
            instead_of_jan(Step::Personalised, Some(of_group)),
        ),
        ("chosen as address of the group", group(), Because { employee_id: None, ..chosen(of_group) }),
        ("chosen as admin", sofie(), chosen(admins)),
        ("chosen as admin, deputy", sofie(), instead_of_jan(Step::Personalised, Some(admins))),
        ("nobody left", sofie(), passing_over(&[left], because(Step::DossierManager, Some(SOFIE)))),
        ("open for hours", office, escalated),
        (
            "open for an hour, nobody left, deputy",
            sofie(),
            passing_over(
                &[left],
                Because { open_for_hours: Some(1), ..instead_of_jan(Step::DossierManager, None) },
            ),
        ),
    ];
    let sample = |(name, to, because)| {
        let content = Content::FailedTaskV1(events::failed(language));
        let mail: Mail = events::about_event(language, to, Some(because), content);
        Sample { name, mail }
    };
    variants.into_iter().map(sample).collect()
}
