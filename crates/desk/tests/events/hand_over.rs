//! Somebody leaves.

use desk::{
    Refusal,
    access::Actor,
    client_groups::ClientGroupFields,
    dossiers::DossierFields,
    employees::{EmployeeChanged, EmployeeFields},
    leaving::{HandOver, Places, Successors},
};
use domain::{
    Fault,
    event::{EventKind, Pace},
    id::{ClientGroupId, DossierId, EmployeeId},
    office::Absence,
    recipients::{Choice, ChosenRole, Configuration},
};
use futures::future::join_all;
use jiff::civil::date;

use crate::office::{Office, event, name, now, on_both};

fn leaves(hand_over: Option<HandOver>) -> EmployeeFields {
    EmployeeFields { active: Some(false), hand_over, ..EmployeeFields::default() }
}

async fn leave(office: &Office, who: EmployeeId, hand_over: Option<HandOver>) -> EmployeeChanged {
    now(office.desk.change_employee(Actor::Console, office.id, who, leaves(hand_over), None).await.unwrap())
}

/// How often a race is run; `./test` runs the whole of it.
fn rounds() -> usize {
    std::env::var("POSTMEESTER_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

/// Somebody leaves, at the same time as others do what they do.
fn leaving(
    office: &Office,
    who: EmployeeId,
    successor: EmployeeId,
) -> impl Future<Output = Result<EmployeeChanged, Refusal>> + Send + 'static {
    let (desk, id) = (office.desk.clone(), office.id);
    async move {
        let wish = leaves(Some(HandOver::everything_to(successor)));
        let said = desk.change_employee(Actor::Console, id, who, wish, None).await.unwrap();
        said.map(|said| now(Ok(said)))
    }
}

async fn name_deputy(office: &Office, who: EmployeeId, deputy: EmployeeId) {
    let absence = Absence { from: date(2026, 11, 1), to: date(2026, 11, 30), deputy_id: Some(deputy) };
    office.change(who, EmployeeFields { absence: Some(Some(absence)), ..EmployeeFields::default() }).await;
}

async fn deputy(office: &Office, who: EmployeeId) -> Option<EmployeeId> {
    let employee = office.desk.employee(Actor::Console, office.id, who).await.unwrap();
    employee.absence.and_then(|absence| absence.deputy_id)
}

async fn is_active(office: &Office, who: EmployeeId) -> bool {
    office.desk.employee(Actor::Console, office.id, who).await.unwrap().active
}

async fn choose(office: &Office, kind: EventKind, choices: Vec<Choice>) {
    let chosen = Configuration::Personalised(choices);
    now(office.desk.choose_recipients(Actor::Console, office.id, kind, chosen, None).await.unwrap());
}

async fn chosen(office: &Office, kind: EventKind) -> Vec<Choice> {
    let settings = office.desk.recipient_settings(Actor::Console, office.id).await.unwrap();
    match settings.into_iter().find(|setting| setting.kind == kind).unwrap().configuration {
        Configuration::Personalised(choices) => choices,
        Configuration::Standard => Vec::new(),
    }
}

async fn group_of(office: &Office, title: &str, members: Vec<EmployeeId>) -> ClientGroupId {
    let group = ClientGroupFields { name: Some(name(title)), members: Some(members), ..Default::default() };
    now(office.desk.create_client_group(Actor::Console, office.id, group, None).await.unwrap()).id
}

/// An manages two dossiers, works for a group, was chosen for failed tasks, and is Bo's deputy.
async fn with_an(office: &Office) -> (EmployeeId, EmployeeId) {
    let (an, bo) = (office.employee("An", Pace::AtOnce).await, office.employee("Bo", Pace::AtOnce).await);
    office.dossier("Wafel", an).await;
    office.dossier("Anker", an).await;
    group_of(office, "Horeca", vec![an]).await;
    choose(office, EventKind::FailedTask, vec![Choice::Employee(an)]).await;
    name_deputy(office, bo, an).await;
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
                    assert_eq!(vec![sender.sender.from], change.to);
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

on_both! {
    async fn a_place_that_the_leaver_does_not_hold_cannot_be_handed_over(database) {
        let office = Office::new(database).await;
        let (an, bo) = with_an(&office).await;
        let other = office.dossier("Ander", bo).await;
        let wish = |dossiers, recipients| leaves(Some(HandOver { dossiers, recipients, ..HandOver::default() }));
        let cases = [
            (
                wish(Successors::Each([(other, bo)].into()), Successors::Nobody),
                format!("hand_over_to.dossiers.{other}"),
            ),
            (
                wish(Successors::Nobody, Successors::Each([(EventKind::FailedTask, bo), (EventKind::Message, bo)].into())),
                "hand_over_to.recipients.message".to_owned(),
            ),
        ];
        for (wish, field) in cases {
            let refused = office.desk.change_employee(Actor::Console, office.id, an, wish, None).await.unwrap();
            assert_eq!(refused.unwrap_err(), Refusal::field(&field, Fault::NotFound));
        }
        assert!(is_active(&office, an).await);
        assert_eq!(chosen(&office, EventKind::FailedTask).await, [Choice::Employee(an)]);
        office.end().await;
    }
}

on_both! {
    async fn what_others_change_in_a_dossier_while_its_manager_leaves_stays(database) {
        let office = Office::new(database).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let mut dossiers: Vec<DossierId> = Vec::new();
            for n in 0..8 {
                dossiers.push(office.dossier(&format!("Dossier {round}-{n}"), an).await);
            }
            // From the last to the first, so that they meet.
            let others: Vec<_> = dossiers.iter().rev().map(|&dossier| {
                let (desk, id) = (office.desk.clone(), office.id);
                tokio::spawn(async move {
                    let private = DossierFields { private: Some(true), ..DossierFields::default() };
                    now(desk.change_dossier(Actor::Console, id, dossier, private, None).await.unwrap());
                })
            }).collect();
            let left = tokio::spawn(leaving(&office, an, cas));
            assert_eq!(left.await.unwrap().unwrap().handed_over.unwrap().dossiers, Places { handed_over: 8, left: 0 });
            for done in join_all(others).await {
                done.unwrap();
            }
            for dossier in dossiers {
                let dossier = office.desk.dossier(Actor::Console, office.id, dossier).await.unwrap();
                assert_eq!((dossier.private, dossier.manager_id), (true, Some(cas)), "{}", dossier.name);
            }
        }
        office.end().await;
    }
}

on_both! {
    async fn an_import_and_a_hand_over_at_once_end_well(database) {
        let office = Office::new(database).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let titles: Vec<String> = (0..20).map(|n| format!("Dossier {round}-{n}")).collect();
            for title in &titles {
                office.dossier(title, an).await;
            }
            // In the file stands who was the manager: with the address that they give up, or that they take.
            let (mut file, manager) = ("Dossier;Privé;E-mail beheerder;Beheerder\n".to_owned(), format!("nieuw{round}@kantoor.example"));
            titles.iter().for_each(|title| file.push_str(&format!("{title};ja;;\n")));
            file.push_str(&format!("Nieuw {round};ja;{manager};Nieuw\n"));
            let (desk, id) = (office.desk.clone(), office.id);
            let import = tokio::spawn(async move {
                let file = desk::import::File { name: "lijst.csv".into(), bytes: file.into_bytes() };
                desk.import(Actor::Console, id, file, desk::import::Mode::Real, |_| {}).await.unwrap().unwrap()
            });
            let (desk, fields) = (office.desk.clone(), EmployeeFields {
                email: Some(domain::EmailAddress::parse(&manager).unwrap()),
                ..leaves(Some(HandOver::everything_to(cas)))
            });
            let left = tokio::spawn(async move { desk.change_employee(Actor::Console, id, an, fields, None).await });
            let (report, left) = (import.await.unwrap(), left.await.unwrap());
            // One of the two may find that the other was there before; neither waits for the other for ever.
            let left = left.unwrap();
            assert!(report.stored || left.is_ok(), "{report}");
            let all = office.desk.dossiers(Actor::Console, office.id, None, 10_000).await.unwrap();
            for dossier in all.iter().filter(|dossier| titles.iter().any(|title| title == dossier.name.as_str())) {
                assert_eq!(dossier.private, report.stored, "{}", dossier.name);
                assert_eq!(dossier.manager_id, Some(if left.is_ok() { cas } else { an }), "{}", dossier.name);
            }
        }
        office.end().await;
    }
}

on_both! {
    async fn two_who_read_for_each_other_leave_at_once(database) {
        let office = Office::new(database).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let bo = office.employee(&format!("Bo{round}"), Pace::AtOnce).await;
            name_deputy(&office, an, bo).await;
            name_deputy(&office, bo, an).await;
            let both = [(an, cas), (bo, cas)].map(|(who, to)| tokio::spawn(leaving(&office, who, to)));
            for left in join_all(both).await {
                let left = left.unwrap().unwrap();
                assert!(!left.employee.active);
                assert_eq!(left.handed_over.unwrap().deputy_of, Places { handed_over: 1, left: 0 });
            }
            for who in [an, bo] {
                assert_eq!((is_active(&office, who).await, deputy(&office, who).await), (false, Some(cas)));
            }
        }
        office.end().await;
    }
}

on_both! {
    async fn of_two_who_hand_over_to_each_other_at_once_one_is_refused(database) {
        let office = Office::new(database).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let bo = office.employee(&format!("Bo{round}"), Pace::AtOnce).await;
            office.dossier(&format!("Wafel {round}"), an).await;
            office.dossier(&format!("Anker {round}"), bo).await;
            let both = [(an, bo), (bo, an)].map(|(who, to)| tokio::spawn(leaving(&office, who, to)));
            let said: Vec<_> = join_all(both).await.into_iter().map(|said| said.unwrap()).collect();
            let refused: Vec<_> = said.iter().filter_map(|said| said.as_ref().err()).collect();
            assert_eq!(refused, [&Refusal::field("hand_over_to", Fault::UnknownValue)]);
            let (stays, gone) = if said[0].is_err() { (an, bo) } else { (bo, an) };
            assert_eq!((is_active(&office, stays).await, is_active(&office, gone).await), (true, false));
            let held = async |who| office.desk.places(Actor::Console, office.id, who).await.unwrap().dossiers.len();
            assert_eq!((held(stays).await, held(gone).await), (2, 0));
        }
        office.end().await;
    }
}

on_both! {
    async fn a_deputy_who_is_named_while_they_leave_is_handed_over_or_refused(database) {
        let office = Office::new(database).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let bo = office.employee(&format!("Bo{round}"), Pace::AtOnce).await;
            let absence = Absence { from: date(2026, 11, 1), to: date(2026, 11, 30), deputy_id: Some(an) };
            let (desk, id) = (office.desk.clone(), office.id);
            let named = tokio::spawn(async move {
                let fields = EmployeeFields { absence: Some(Some(absence)), ..EmployeeFields::default() };
                desk.change_employee(Actor::Console, id, bo, fields, None).await.unwrap().map(drop)
            });
            let left = tokio::spawn(leaving(&office, an, cas));
            left.await.unwrap().unwrap();
            let wanted = match named.await.unwrap() {
                Ok(()) => Some(cas),
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::field("absence.deputy_id", Fault::UnknownValue));
                    None
                }
            };
            assert_eq!(deputy(&office, bo).await, wanted);
        }
        office.end().await;
    }
}

on_both! {
    async fn what_is_chosen_while_somebody_leaves_is_not_lost(database) {
        let office = Office::new(database).await;
        let cas = Choice::Employee(office.employee("Cas", Pace::AtOnce).await);
        let Choice::Employee(successor) = cas else { unreachable!() };
        for round in 0..rounds() {
            let who = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let (an, admins) = (Choice::Employee(who), Choice::Role(ChosenRole::Admins));
            for kind in EventKind::ALL {
                choose(&office, kind, vec![an]).await;
            }
            let choosing = EventKind::ALL.map(|kind| {
                let (desk, id) = (office.desk.clone(), office.id);
                let chosen = Configuration::Personalised(vec![an, admins]);
                tokio::spawn(async move {
                    now(desk.choose_recipients(Actor::Console, id, kind, chosen, None).await.unwrap());
                })
            });
            let left = tokio::spawn(leaving(&office, who, successor));
            assert_eq!(left.await.unwrap().unwrap().handed_over.unwrap().recipients.handed_over, 4);
            for done in join_all(choosing).await {
                done.unwrap();
            }
            // Chosen before: handed over. Chosen after: as it was chosen, with somebody who has left.
            for kind in EventKind::ALL {
                let chosen = chosen(&office, kind).await;
                assert!(chosen == [cas, admins] || chosen == [an, admins], "{kind:?}: {chosen:?}");
            }
        }
        office.end().await;
    }
}

on_both! {
    async fn a_group_that_is_changed_while_a_member_leaves_keeps_both_changes(database) {
        let office = Office::new(database).await;
        let bo = office.employee("Bo", Pace::AtOnce).await;
        let cas = office.employee("Cas", Pace::AtOnce).await;
        for round in 0..rounds() {
            let an = office.employee(&format!("An{round}"), Pace::AtOnce).await;
            let renamed = group_of(&office, &format!("Horeca {round}"), vec![an]).await;
            let filled = group_of(&office, &format!("Bouw {round}"), vec![an]).await;
            let change = |group, fields: ClientGroupFields| {
                let (desk, id) = (office.desk.clone(), office.id);
                tokio::spawn(async move {
                    now(desk.change_client_group(Actor::Console, id, group, fields, None).await.unwrap());
                })
            };
            let title = name(&format!("Cafés {round}"));
            let changes = [
                change(renamed, ClientGroupFields { name: Some(title.clone()), ..Default::default() }),
                change(filled, ClientGroupFields { members: Some(vec![an, bo]), ..Default::default() }),
            ];
            tokio::spawn(leaving(&office, an, cas)).await.unwrap().unwrap();
            for done in join_all(changes).await {
                done.unwrap();
            }
            let group = async |id| office.desk.client_group(Actor::Console, office.id, id).await.unwrap();
            let renamed = group(renamed).await;
            assert_eq!((renamed.name, renamed.members), (title, vec![cas]));
            let members = group(filled).await.members;
            assert!(members == [bo, cas] || members == [bo, an] || members == [an, bo], "{members:?}");
        }
        office.end().await;
    }
}
