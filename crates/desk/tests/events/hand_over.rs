//! Somebody leaves.

use desk::{
    Refusal,
    access::Actor,
    client_groups::ClientGroupFields,
    employees::{EmployeeChanged, EmployeeFields},
    leaving::{HandOver, Places, Successors},
};
use domain::{
    Fault,
    event::{EventKind, Pace},
    id::EmployeeId,
    office::Absence,
    recipients::{Choice, Configuration},
};
use jiff::civil::date;

use crate::office::{Office, event, name, now, on_both};

fn leaves(hand_over: Option<HandOver>) -> EmployeeFields {
    EmployeeFields { active: Some(false), hand_over, ..EmployeeFields::default() }
}

async fn leave(office: &Office, who: EmployeeId, hand_over: Option<HandOver>) -> EmployeeChanged {
    now(office.desk.change_employee(Actor::Console, office.id, who, leaves(hand_over), None).await.unwrap())
}

/// An manages two dossiers, works for a group, was chosen for failed tasks, and is Bo's deputy.
async fn with_an(office: &Office) -> (EmployeeId, EmployeeId) {
    let (an, bo) = (office.employee("An", Pace::AtOnce).await, office.employee("Bo", Pace::AtOnce).await);
    office.dossier("Wafel", an).await;
    office.dossier("Anker", an).await;
    let group =
        ClientGroupFields { name: Some(name("Horeca")), members: Some(vec![an]), ..Default::default() };
    now(office.desk.create_client_group(Actor::Console, office.id, group, None).await.unwrap());
    let chosen = Configuration::Personalised(vec![Choice::Employee(an)]);
    let kind = EventKind::FailedTask;
    now(office.desk.choose_recipients(Actor::Console, office.id, kind, chosen, None).await.unwrap());
    let absence = Absence { from: date(2026, 11, 1), to: date(2026, 11, 30), deputy_id: Some(an) };
    office.change(bo, EmployeeFields { absence: Some(Some(absence)), ..EmployeeFields::default() }).await;
    (an, bo)
}

on_both! {
    async fn everything_goes_to_one_successor(database) {
        let office = Office::new(database).await;
        let (an, bo) = with_an(&office).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        let handed = leave(&office, an, Some(HandOver::everything_to(cas))).await.handed_over.unwrap();
        let all = |handed_over| Places { handed_over, left: 0 };
        assert_eq!((handed.dossiers, handed.recipients), (all(2), all(1)));
        assert_eq!((handed.client_groups, handed.deputy_of), (all(1), all(1)));
        let places = office.desk.places(Actor::Console, office.id, cas).await.unwrap();
        assert_eq!((places.dossiers.len(), places.recipients), (2, vec![EventKind::FailedTask]));
        assert_eq!((places.client_groups.len(), places.deputy_of[0].0), (1, bo));
        let left = office.desk.places(Actor::Console, office.id, an).await.unwrap();
        assert_eq!(left, desk::reach::Places::default());
        office.end().await;
    }
}

on_both! {
    async fn without_a_successor_the_cascade_takes_over_and_the_answer_counts_what_is_left(database) {
        let office = Office::new(database).await;
        let (an, _) = with_an(&office).await;
        let handed = leave(&office, an, None).await.handed_over.unwrap();
        let left = |left| Places { handed_over: 0, left };
        assert_eq!((handed.dossiers, handed.recipients), (left(2), left(1)));
        assert_eq!((handed.client_groups, handed.deputy_of), (left(1), left(1)));
        let told = office.post(event(EventKind::FailedTask, None, "Bon")).await;
        assert_eq!(told.mails[0].to.address.local_part(), "info");
        office.end().await;
    }
}

on_both! {
    async fn each_place_can_have_a_successor_of_its_own(database) {
        let office = Office::new(database).await;
        let (an, bo) = with_an(&office).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        let held = office.desk.places(Actor::Console, office.id, an).await.unwrap().dossiers;
        let dossiers = Successors::Each([(held[0].0, bo)].into());
        let recipients = Successors::Each([(EventKind::FailedTask, cas)].into());
        let wish = HandOver { dossiers, recipients, ..HandOver::default() };
        let handed = leave(&office, an, Some(wish)).await.handed_over.unwrap();
        assert_eq!(handed.dossiers, Places { handed_over: 1, left: 1 });
        assert_eq!(handed.recipients, Places { handed_over: 1, left: 0 });
        office.end().await;
    }
}

on_both! {
    async fn a_successor_must_be_an_active_colleague_and_nothing_is_half_done(database) {
        let office = Office::new(database).await;
        let (an, bo) = with_an(&office).await;
        leave(&office, bo, None).await;
        let stranger = office.desk.clock().id();
        for (successor, fault) in [(an, Fault::UnknownValue), (bo, Fault::UnknownValue), (stranger, Fault::NotFound)] {
            let wish = leaves(Some(HandOver::everything_to(successor)));
            let refused = office.desk.change_employee(Actor::Console, office.id, an, wish, None).await.unwrap();
            assert_eq!(refused.unwrap_err(), Refusal::field("hand_over_to", fault));
        }
        let an = office.desk.employee(Actor::Console, office.id, an).await.unwrap();
        assert!(an.active);
        office.end().await;
    }
}

on_both! {
    async fn what_is_shown_before_is_what_happens_after(database) {
        let office = Office::new(database).await;
        let (an, _) = with_an(&office).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        let wish = || leaves(Some(HandOver { dossiers: Successors::One(cas), ..HandOver::default() }));
        let audit = async || office.desk.audit_log(Actor::Console, office.id, None, 100).await.unwrap().len();
        let lines = audit().await;
        let preview = office.desk.preview_employee(Actor::Console, office.id, an, wish()).await.unwrap().unwrap();
        assert_eq!((preview.of, preview.dossiers), (2, 2));
        assert_eq!(audit().await, lines, "nothing is stored");
        assert!(office.desk.employee(Actor::Console, office.id, an).await.unwrap().active);
        now(office.desk.change_employee(Actor::Console, office.id, an, wish(), None).await.unwrap());
        for change in &preview.changes {
            assert_eq!(change.from[0].address.local_part(), "an");
            for (dossier, _) in &change.dossiers {
                let sender = office.desk.welcome_sender(Actor::Console, office.id, *dossier).await.unwrap();
                if change.questions.contains(&domain::changes::Question::WelcomeSender) {
                    assert_eq!(vec![sender.from], change.to);
                }
                let would = office.desk.would_hear(Actor::Console, office.id, EventKind::FailedTask, Some(*dossier));
                let would: Vec<_> = would.await.unwrap().into_iter().map(|would| would.to).collect();
                if change.questions.contains(&domain::changes::Question::FailedTask) {
                    assert_eq!(would, change.to);
                }
            }
        }
        office.end().await;
    }
}
