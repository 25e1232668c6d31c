//! Digests: what an employee chose to hear of together.

use desk::{access::Actor, employees::EmployeeFields, leaving::HandOver, offices::OfficeFields};
use domain::{
    event::{EventKind, Pace},
    mail::{Content, MailKind},
    recipients::{Choice, Configuration},
    time::{hours, minutes},
};

use crate::office::{Office, event, line, now, on_both};

on_both! {
    async fn an_hourly_digest_holds_everything_of_the_hour_by_dossier(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::Hourly).await;
        let (wafel, anker) = (office.dossier("Wafel", an).await, office.dossier("Anker", an).await);
        let told = office.post(event(EventKind::FailedTask, Some(wafel), "Bon 1")).await;
        assert_eq!((told.mails.len(), told.digests.len()), (0, 1));
        office.forward(minutes(30)).await;
        office.post(event(EventKind::Message, Some(anker), "Dag")).await;
        office.post(event(EventKind::FailedTask, Some(wafel), "Bon 2")).await;
        assert_eq!(office.forward(minutes(29)).await, 0, "nothing before the full hour");
        assert_eq!(office.forward(minutes(1)).await, 1);
        office.post(event(EventKind::FailedTask, Some(wafel), "Bon 3")).await;
        assert_eq!(office.forward(minutes(59)).await, 0, "nothing twice");
        assert_eq!(office.forward(minutes(1)).await, 1);
        let lines: Vec<_> = office.mails().await.iter().map(line).collect();
        assert_eq!(lines, ["an | Anker: Dag / Wafel: Bon 1 / Wafel: Bon 2", "an | Wafel: Bon 3"]);
        office.end().await;
    }
}

on_both! {
    async fn what_was_closed_before_the_digest_is_not_in_it(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::Hourly).await;
        let dossier = office.dossier("Wafel", an).await;
        let solved = office.post(event(EventKind::FailedTask, Some(dossier), "Bon 1")).await;
        office.close(solved.id).await;
        assert_eq!(office.forward(hours(1)).await, 0);
        office.post(event(EventKind::FailedTask, Some(dossier), "Bon 2")).await;
        assert_eq!(office.forward(hours(1)).await, 1);
        assert_eq!(office.mails().await.iter().map(line).collect::<Vec<_>>(), ["an | Wafel: Bon 2"]);
        office.end().await;
    }
}

on_both! {
    async fn a_daily_digest_comes_in_the_morning_and_says_so(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::Daily).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(event(EventKind::VatDocumentsOk, Some(dossier), "2026-10")).await;
        assert_eq!(office.forward(hours(19)).await, 0, "it is seven in the morning");
        assert_eq!(office.forward(hours(1)).await, 1);
        let mail = office.mails().await.pop().unwrap();
        let Content::DigestV1(digest) = &mail.content else { panic!("{mail:?}") };
        assert_eq!((digest.pace, mail.content.kind()), (Pace::Daily, MailKind::Digest));
        assert_eq!(digest.dossiers[0].events[0].because.employee_id, Some(an));
        office.end().await;
    }
}

on_both! {
    async fn what_the_office_wants_told_at_once_waits_for_no_digest(database) {
        let fields = OfficeFields { failed_tasks_at_once: Some(true), ..OfficeFields::default() };
        let office = Office::with(database, fields).await;
        let an = office.employee("An", Pace::Daily).await;
        let dossier = office.dossier("Wafel", an).await;
        assert_eq!(office.post(event(EventKind::FailedTask, Some(dossier), "Bon")).await.mails.len(), 1);
        assert_eq!(office.post(event(EventKind::UserRequest, Some(dossier), "Jo")).await.mails.len(), 0);
        office.end().await;
    }
}

on_both! {
    async fn what_waited_for_somebody_who_left_is_told_to_whoever_hears_now(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::Daily).await;
        let bo = office.employee("Bo", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(event(EventKind::FailedTask, Some(dossier), "Bon 1")).await;
        let solved = office.post(event(EventKind::FailedTask, Some(dossier), "Bon 2")).await;
        office.close(solved.id).await;
        let fields = EmployeeFields {
            active: Some(false),
            hand_over: Some(HandOver::everything_to(bo)),
            ..EmployeeFields::default()
        };
        let changed = office.desk.change_employee(Actor::Console, office.id, an, fields, None).await.unwrap();
        assert_eq!(now(changed).handed_over.unwrap().dossiers.handed_over, 1);
        // At once, not tomorrow morning; and what is solved needs nobody.
        assert_eq!(office.desk.tell_due().await.unwrap(), 1);
        assert_eq!(office.mails().await.iter().map(line).collect::<Vec<_>>(), ["bo | Bon 1"]);
        assert_eq!(office.forward(hours(48)).await, 0);
        office.end().await;
    }
}

on_both! {
    async fn who_wants_to_hear_at_once_from_now_on_gets_what_waited(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::Daily).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(event(EventKind::FailedTask, Some(dossier), "Bon 1")).await;
        let paces = Some([(EventKind::FailedTask, Pace::AtOnce)].into());
        office.change(an, EmployeeFields { paces, ..EmployeeFields::default() }).await;
        assert_eq!(office.desk.tell_due().await.unwrap(), 1);
        assert_eq!(office.post(event(EventKind::FailedTask, Some(dossier), "Bon 2")).await.mails.len(), 1);
        office.end().await;
    }
}

on_both! {
    async fn whoever_heard_already_is_not_told_again_when_another_reader_leaves(database) {
        let office = Office::new(database).await;
        let (an, bo) = (office.employee("An", Pace::Daily).await, office.employee("Bo", Pace::AtOnce).await);
        let cas = office.employee("Cas", Pace::Daily).await;
        let dossier = office.dossier("Wafel", an).await;
        let choices = [an, bo, cas].map(Choice::Employee).into();
        let chosen = Configuration::Personalised(choices);
        let kind = EventKind::FailedTask;
        office.desk.choose_recipients(Actor::Console, office.id, kind, chosen, None).await.unwrap().unwrap();
        office.post(event(kind, Some(dossier), "Bon")).await;
        for leaver in [an, cas] {
            office.change(leaver, EmployeeFields { active: Some(false), ..EmployeeFields::default() }).await;
            office.desk.tell_due().await.unwrap();
        }
        office.forward(hours(48)).await;
        assert_eq!(office.mails().await.iter().map(line).collect::<Vec<_>>(), ["bo | Bon"]);
        office.end().await;
    }
}
