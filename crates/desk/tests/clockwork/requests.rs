//! Requests for users.

use desk::{
    Outcome, Refusal, Said,
    dossiers::DossierFields,
    mails::Filter,
    offices::OfficeFields,
    user_requests::{AskForUser, Asked, Decided, RequestState},
};
use domain::{
    EmailAddress, Fault, Language,
    event::Pace,
    id::{DossierId, EventId},
    mail::{Content, Mail, MailKind},
    sender::Step,
    time::hours,
};
use futures::future::join_all;

use crate::portal::*;

fn jo(dossier: DossierId, email: &str) -> AskForUser {
    AskForUser {
        dossier,
        asked_by: None,
        email: EmailAddress::parse(email).unwrap(),
        name: name("Jo Janssens"),
        language: Language::Fr,
        note: None,
    }
}

async fn ask(office: &Office, ask: AskForUser) -> Asked {
    now(office.desk.ask_for_user(CONSOLE, office.id, ask, None).await.unwrap())
}

async fn approve(office: &Office, id: EventId) -> Outcome<Decided> {
    let said = office.desk.approve_request(CONSOLE, office.id, id, None).await.unwrap();
    said.map(|said| now(Ok(said)))
}

async fn is_open(office: &Office, id: EventId) -> bool {
    let closed = office.desk.event(CONSOLE, office.id, id).await.unwrap().kept.event.closed_at.is_some();
    let open = office.desk.user_request(CONSOLE, office.id, id).await.unwrap().state == RequestState::Open;
    assert_ne!(open, closed, "a request that waits has an open event");
    open
}

/// What went to an address, oldest first.
async fn sent(office: &Office, email: &str) -> Vec<Mail> {
    let filter = Filter { to: Some(EmailAddress::parse(email).unwrap()), ..Filter::default() };
    let found = office.desk.mails(CONSOLE, office.id, &filter, None, 100).await.unwrap();
    found.into_iter().rev().map(|tracked| tracked.mail).collect()
}

on_both! {
    async fn an_approved_request_is_a_client_user_and_a_welcome_mail_by_the_cascade(database) {
        let fields =
            OfficeFields { functional_address: Some(Some(address("portaal"))), ..OfficeFields::default() };
        let office = Office::with(database, fields).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let managed = office.dossier("Wafel", an).await;
        let fields = DossierFields { name: Some(name("Anker")), ..DossierFields::default() };
        let unmanaged = now(office.desk.create_dossier(CONSOLE, office.id, fields, None).await.unwrap()).id;
        let zoe = active(&office, managed, "Zoë").await;
        let asked = ask(
            &office,
            AskForUser {
                asked_by: Some(zoe),
                note: Some(text("Onze nieuwe boekhouder.")),
                ..jo(managed, "jo@klant.example")
            },
        )
        .await;
        let Content::UserRequestV1(notice) = &mails(&office).await[0].content else { panic!("no request") };
        assert_eq!(notice.texts, [text("Onze nieuwe boekhouder.")]);
        assert_eq!(notice.facts.by, Some(name("Zoë")));
        assert_eq!(notice.facts.newcomer.as_ref().unwrap().address, asked.request.email);
        assert!(is_open(&office, asked.request.event).await);
        let decided = approve(&office, asked.request.event).await.unwrap();
        assert!(!is_open(&office, asked.request.event).await);
        let invited = decided.invited.unwrap();
        assert_eq!(
            (decided.request.state, decided.request.client_user),
            (RequestState::Approved, Some(invited.id))
        );
        let detail = office.desk.client_user(CONSOLE, office.id, invited.id).await.unwrap();
        assert_eq!((detail.user.name, detail.user.language), (name("Jo Janssens"), Language::Fr));
        assert_eq!(detail.dossiers, [managed]);
        let welcome = sent(&office, "jo@klant.example").await;
        assert_eq!(welcome.iter().map(|mail| mail.content.kind()).collect::<Vec<_>>(), [MailKind::Welcome]);
        assert_eq!(
            (welcome[0].sender.step, &welcome[0].sender.from.address),
            (Step::DossierManager, &address("an"))
        );
        // Without a manager and a group it is the functional address; without a note the office is told whom.
        let other = ask(&office, jo(unmanaged, "mia@klant.example")).await;
        assert_eq!(other.request.summary.as_str(), "Jo Janssens <mia@klant.example>");
        approve(&office, other.request.event).await.unwrap();
        let welcome = sent(&office, "mia@klant.example").await;
        assert_eq!(
            (welcome[0].sender.step, &welcome[0].sender.from.address),
            (Step::FunctionalAddress, &address("portaal"))
        );
        let log = audited(&office, &["user_request_approved", "client_user_created"]).await;
        assert_eq!(log.iter().filter(|(action, _)| action == "user_request_approved").count(), 2);
        assert_eq!(log.iter().filter(|(action, _)| action == "client_user_created").count(), 3);
        office.end().await;
    }
}

on_both! {
    async fn of_twenty_approvals_at_once_one_creates(database) {
        let office = Office::new(database).await;
        let other = another_process(&office).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        for round in 0..rounds() {
            let email = format!("jo{round}@klant.example");
            let id = ask(&office, jo(dossier, &email)).await.request.event;
            let approvals = (0..20).map(|n| {
                let desk = if n % 2 == 0 { office.desk.clone() } else { other.clone() };
                let office = office.id;
                tokio::spawn(async move { desk.approve_request(CONSOLE, office, id, None).await.unwrap() })
            });
            let answers: Vec<_> =
                join_all(approvals).await.into_iter().map(|answer| answer.unwrap()).collect();
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
            let decided = Refusal::RequestDecided { state: "approved" };
            assert!(
                answers.iter().all(|answer| answer.as_ref().err().is_none_or(|refusal| *refusal == decided))
            );
            let welcome = sent(&office, &email).await;
            assert_eq!(welcome.len(), 1);
            assert_eq!(
                (welcome[0].sender.step, &welcome[0].sender.from.address),
                (Step::DossierManager, &address("an"))
            );
        }
        let users = office.desk.client_users(CONSOLE, office.id, None, None, 1000).await.unwrap();
        assert_eq!(users.len(), rounds());
        other.db().close().await;
        office.end().await;
    }
}

on_both! {
    async fn of_those_who_approve_and_refuse_at_once_one_decides(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        for round in 0..rounds() {
            let email = format!("jo{round}@klant.example");
            let id = ask(&office, jo(dossier, &email)).await.request.event;
            let decisions = (0..20).map(|n| {
                let (desk, office) = (office.desk.clone(), office.id);
                tokio::spawn(async move {
                    match n % 3 {
                        0 => desk.approve_request(CONSOLE, office, id, None).await.unwrap().is_ok(),
                        1 => desk
                            .refuse_request(CONSOLE, office, id, text("Neen."), None)
                            .await
                            .unwrap()
                            .is_ok(),
                        // Nor does closing the event decide it.
                        _ => {
                            desk.close_event(CONSOLE, office, id, None).await.unwrap().is_err_and(|refusal| {
                                assert_eq!(refusal, Refusal::RequestWaitsForADecision);
                                false
                            })
                        }
                    }
                })
            });
            let decided =
                join_all(decisions).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
            assert_eq!(decided, 1);
            let request = office.desk.user_request(CONSOLE, office.id, id).await.unwrap();
            let welcomed = sent(&office, &email).await.len();
            assert_eq!(welcomed, usize::from(request.state == RequestState::Approved));
            assert!(!is_open(&office, id).await);
        }
        let log = audited(&office, &["user_request_approved", "user_request_refused"]).await;
        assert_eq!(log.len(), rounds());
        office.end().await;
    }
}

on_both! {
    async fn a_refused_creation_leaves_the_request_open(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let theirs = elsewhere(&office).await;
        let id = ask(&office, jo(dossier, "bea@klant.example")).await.request.event;
        let before = office.mails().await.len();
        assert_eq!(approve(&office, id).await, Err(Refusal::ActiveAtAnotherOffice));
        assert!(is_open(&office, id).await);
        assert_eq!(office.mails().await.len(), before);
        let refusals = audited(&office, &["address_refused", "user_request_approved"]).await;
        assert_eq!(refusals.len(), 1, "the refusal is noted, once");
        assert_eq!(refusals[0].1["email"], "bea@klant.example");
        // Once the address is free, the same request can be approved.
        now(office.desk.withdraw(CONSOLE, theirs.office, theirs.client, None).await.unwrap());
        assert!(!approve(&office, id).await.unwrap().invited.unwrap().linked);
        assert!(!is_open(&office, id).await);
        office.end().await;
    }
}

on_both! {
    async fn too_many_refused_addresses_have_to_wait_here_too(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        elsewhere(&office).await;
        let id = ask(&office, jo(dossier, "bea@klant.example")).await.request.event;
        for _ in 0..office.desk.settings().refusals_an_hour {
            assert_eq!(approve(&office, id).await, Err(Refusal::ActiveAtAnotherOffice));
        }
        assert!(matches!(approve(&office, id).await, Err(Refusal::TooManyRefusals { .. })));
        office.forward(hours(2)).await;
        assert_eq!(approve(&office, id).await, Err(Refusal::ActiveAtAnotherOffice));
        assert!(is_open(&office, id).await);
        office.end().await;
    }
}

on_both! {
    async fn somebody_who_is_known_here_gets_one_more_dossier(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let (wafel, anker) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let zoe = active(&office, wafel, "Zoe").await;
        let id = ask(&office, jo(anker, "zoe@klant.example")).await.request.event;
        let decided = approve(&office, id).await.unwrap();
        let invited = decided.invited.unwrap();
        assert_eq!((invited.id, invited.linked, decided.request.client_user), (zoe, true, Some(zoe)));
        let kinds: Vec<_> =
            sent(&office, "zoe@klant.example").await.iter().map(|m| m.content.kind()).collect();
        assert_eq!(kinds, [MailKind::Welcome, MailKind::AccessAdded]);
        office.end().await;
    }
}

on_both! {
    async fn a_refused_request_says_why_and_is_decided_once(database) {
        let fields = OfficeFields { escalation_hours: Some(Some(4)), ..OfficeFields::default() };
        let office = Office::with(database, fields).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let id = ask(&office, jo(dossier, "jo@klant.example")).await.request.event;
        let refuse = || office.desk.refuse_request(CONSOLE, office.id, id, text("Jo werkt hier niet."), None);
        assert_eq!(
            office.desk.close_event(CONSOLE, office.id, id, None).await.unwrap(),
            Err(Refusal::RequestWaitsForADecision)
        );
        let decided = now(refuse().await.unwrap());
        assert_eq!(decided.invited, None);
        assert_eq!(decided.request.reason, Some(text("Jo werkt hier niet.")));
        assert_eq!(decided.request.decided_at, Some(office.desk.clock().now()));
        assert!(!is_open(&office, id).await);
        let already = Refusal::RequestDecided { state: "refused" };
        assert_eq!(approve(&office, id).await, Err(already.clone()));
        assert_eq!(refused(refuse().await), already);
        let log = audited(&office, &["user_request_refused"]).await;
        assert_eq!((log.len(), log[0].1["reason"].as_str()), (1, Some("Jo werkt hier niet.")));
        assert_eq!(office.forward(hours(100)).await, 0, "what was decided goes to no further step");
        assert_eq!(sent(&office, "jo@klant.example").await.len(), 0);
        office.end().await;
    }
}

on_both! {
    async fn requests_are_listed_newest_first_by_state(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let mut ids = Vec::new();
        for n in 0..4 {
            ids.push(ask(&office, jo(dossier, &format!("jo{n}@klant.example"))).await.request.event);
        }
        approve(&office, ids[0]).await.unwrap();
        now(office.desk.refuse_request(CONSOLE, office.id, ids[2], text("Neen."), None).await.unwrap());
        let list = async |state, before| {
            let found = office.desk.user_requests(CONSOLE, office.id, state, before, 2).await.unwrap();
            found
                .iter()
                .map(|request| ids.iter().position(|id| *id == request.event).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(list(None, None).await, [3, 2]);
        assert_eq!(list(None, Some(ids[2])).await, [1, 0]);
        assert_eq!(list(Some(RequestState::Open), None).await, [3, 1]);
        assert_eq!(list(Some(RequestState::Approved), None).await, [0]);
        assert_eq!(list(Some(RequestState::Refused), None).await, [2]);
        office.end().await;
    }
}

on_both! {
    async fn only_those_who_see_the_dossier_ask_and_other_offices_requests_are_not_found(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let (wafel, anker) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let bram = active(&office, anker, "Bram").await;
        let theirs = elsewhere(&office).await;
        let desk = &office.desk;
        let asked = async |ask| refused(desk.ask_for_user(CONSOLE, office.id, ask, None).await);
        let by = |asked_by| AskForUser { asked_by: Some(asked_by), ..jo(wafel, "jo@klant.example") };
        assert_eq!(asked(by(bram)).await, field("asked_by", Fault::UnknownValue));
        assert_eq!(asked(by(theirs.client)).await, field("asked_by", Fault::NotFound));
        assert_eq!(asked(jo(theirs.dossier, "jo@klant.example")).await, field("dossier_id", Fault::NotFound));
        let said =
            desk.ask_for_user(CONSOLE, theirs.office, jo(theirs.dossier, "jo@klant.example"), None).await;
        let Said::Now(said) = said.unwrap().unwrap() else { panic!("said before") };
        let id = said.request.event;
        assert_eq!(approve(&office, id).await, Err(Refusal::NotFound));
        let no = desk.refuse_request(CONSOLE, office.id, id, text("Neen."), None).await;
        assert_eq!(refused(no), Refusal::NotFound);
        assert_eq!(refusal(desk.user_request(CONSOLE, office.id, id).await), Refusal::NotFound);
        assert_eq!(desk.user_requests(CONSOLE, office.id, None, None, 10).await.unwrap(), []);
        let key = desk.create_api_key(Some(office.id)).await.unwrap();
        let stranger = desk.authenticate(&key).await.unwrap().unwrap();
        assert_eq!(refused(desk.approve_request(stranger, theirs.office, id, None).await), Refusal::NotFound);
        assert_eq!(desk.user_request(CONSOLE, theirs.office, id).await.unwrap().state, RequestState::Open);
        assert_eq!(mails(&office).await.len(), 0);
        office.end().await;
    }
}
