//! What nobody closes goes to the next step.

use desk::{
    access::Actor::Console as CONSOLE, dossiers::DossierFields, events::Stands, offices::OfficeFields,
};
use domain::{
    event::{EventKind, Pace},
    recipients::{Choice, Configuration, SkipReason, Step},
    time::hours,
};

use crate::office::{Office, address, event, line, on_both};

fn after_four_hours() -> OfficeFields {
    OfficeFields {
        escalation_hours: Some(Some(4)),
        functional_address: Some(Some(address("portaal"))),
        ..OfficeFields::default()
    }
}

on_both! {
    async fn an_open_task_goes_to_the_next_step_once_and_says_so(database) {
        let office = Office::with(database, after_four_hours()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(event(EventKind::FailedTask, Some(dossier), "Bon")).await;
        office.post(event(EventKind::Message, Some(dossier), "Dag")).await;
        assert_eq!(office.forward(hours(3)).await, 0);
        assert_eq!(office.forward(hours(1)).await, 1);
        assert_eq!(office.forward(hours(100)).await, 0, "once");
        let mails = office.mails().await;
        let lines: Vec<_> = mails.iter().map(line).collect();
        assert_eq!(lines, ["an | Bon", "an | Dag", "portaal | Bon"]);
        let because = mails[2].recipient.clone().unwrap();
        assert_eq!((because.step, because.open_for_hours), (Step::FunctionalAddress, Some(4)));
        assert_eq!(because.skipped[0].reason, SkipReason::NoGroup);
        office.end().await;
    }
}

on_both! {
    async fn a_task_that_was_solved_goes_nowhere(database) {
        let office = Office::with(database, after_four_hours()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let told = office.post(event(EventKind::FailedTask, Some(dossier), "Bon")).await;
        office.close(told.id).await;
        assert_eq!(office.forward(hours(100)).await, 0);
        office.end().await;
    }
}

on_both! {
    async fn an_office_that_wants_it_no_more_is_left_alone(database) {
        let office = Office::with(database, after_four_hours()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(event(EventKind::UserRequest, Some(dossier), "Jo")).await;
        let off = OfficeFields { escalation_hours: Some(None), ..OfficeFields::default() };
        office.desk.change_office(desk::access::Actor::Console, office.id, off, None).await.unwrap().unwrap();
        assert_eq!(office.forward(hours(100)).await, 0);
        office.end().await;
    }
}

on_both! {
    async fn who_heard_last_is_the_last(database) {
        let office = Office::with(database, after_four_hours()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let nobody = DossierFields { manager_id: Some(None), ..DossierFields::default() };
        office.desk.change_dossier(desk::access::Actor::Console, office.id, dossier, nobody, None).await.unwrap().unwrap();
        office.post(event(EventKind::FailedTask, Some(dossier), "Bon")).await;
        assert_eq!(office.forward(hours(100)).await, 1);
        assert_eq!(office.forward(hours(100)).await, 0);
        let lines: Vec<_> = office.mails().await.iter().map(line).collect();
        assert_eq!(lines, ["portaal | Bon", "info | Bon"]);
        office.end().await;
    }
}

on_both! {
    async fn who_heard_in_a_digest_is_not_the_next_step(database) {
        let office = Office::with(database, after_four_hours()).await;
        let an = office.employee("An", Pace::Hourly).await;
        let dossier = office.dossier("Wafel", an).await;
        let chosen = Configuration::Personalised(vec![Choice::Employee(an)]);
        let kind = EventKind::FailedTask;
        office.desk.choose_recipients(CONSOLE, office.id, kind, chosen, None).await.unwrap().unwrap();
        let told = office.post(event(kind, Some(dossier), "Bon")).await;
        assert_eq!(office.forward(hours(1)).await, 1, "the digest");
        assert_eq!(office.forward(hours(3)).await, 0, "the hours began with the digest");
        assert_eq!(office.forward(hours(1)).await, 1);
        let lines: Vec<_> = office.mails().await.iter().map(line).collect();
        assert_eq!(lines, ["an | Wafel: Bon", "portaal | Bon"]);
        let detail = office.desk.event(CONSOLE, office.id, told.id).await.unwrap();
        assert_eq!((detail.mails.len(), detail.digests.len()), (1, 1));
        assert!(matches!(detail.digests[0].stands, Stands::Told(_)));
        office.end().await;
    }
}
