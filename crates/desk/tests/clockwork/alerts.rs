//! A client's mail that failed for good is told to the office.

use desk::{
    Said,
    dossiers::DossierFields,
    employees::EmployeeFields,
    events::{Filter, Job, NewEvent},
    mails::MailState,
    offices::OfficeFields,
};
use domain::{
    EmailAddress, Language, Name, Text,
    event::EventKind,
    mail::{Content, MailKind},
    office::Role,
    time::minutes,
};
use smtp_sink::{Fault, Phase, Then};

use crate::{invite, place::Place};

fn unknown(recipient: &str) -> Fault {
    Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 user unknown")).recipient(recipient)
}

#[tokio::test]
async fn a_welcome_mail_that_was_refused_becomes_a_failed_task_of_the_office() {
    let place = Place::new().await;
    place.sink.set_faults(vec![unknown("zoe@klant.example")]);
    let mail = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    place.until(mail, MailState::Failed, 1).await;
    place.quiet().await;
    let events = place.desk.events(place.actor(), place.office, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(events.len(), 1);
    let event = &events[0].event;
    assert_eq!((event.kind, event.dossier_id), (EventKind::FailedTask, Some(place.dossier)));
    assert_eq!(event.facts.undelivered.as_ref().unwrap().address.as_str(), "zoe@klant.example");
    assert_eq!(event.summary.as_str(), "zoe@klant.example: 550 5.1.1 user unknown");
    let told =
        place.mails().await.into_iter().find(|tracked| tracked.mail.event_id == Some(event.id)).unwrap();
    assert_eq!(told.delivery.state, MailState::Sent);
    assert_eq!(told.mail.to.address.as_str(), "info@kantoor.example");
    assert!(matches!(told.mail.content, Content::FailedTaskV1(_)));
}

#[tokio::test]
async fn when_no_address_of_the_office_works_it_is_not_written_to_for_ever() {
    let place = Place::new().await;
    place.sink.set_faults(vec![unknown("zoe@klant.example"), unknown("info@kantoor.example")]);
    let mail = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    place.until(mail, MailState::Failed, 1).await;
    place.quiet().await;
    let kinds: Vec<_> = place.mails().await.iter().map(|tracked| tracked.mail.content.kind()).collect();
    assert_eq!(kinds, [MailKind::FailedTask, MailKind::Welcome]);
    let events = place.desk.events(place.actor(), place.office, &Filter::default(), None, 10).await.unwrap();
    assert_eq!(events.len(), 1);
}

#[tokio::test]
async fn what_a_dead_mailbox_should_have_told_goes_to_the_next_step() {
    let place = Place::new().await;
    let portal = Some(Some(EmailAddress::parse("portaal@kantoor.example").unwrap()));
    let fields = OfficeFields { functional_address: portal, ..OfficeFields::default() };
    place.desk.change_office(place.actor(), place.office, fields, None).await.unwrap().unwrap();
    place.sink.set_faults(vec![unknown("portaal@kantoor.example")]);
    let event = NewEvent {
        kind: EventKind::VatDocumentsOk,
        dossier: Some(place.dossier),
        summary: Text::parse("2026-10").unwrap(),
        link: None,
        thread: None,
        occurred_at: None,
    };
    let job = Job { actor: place.actor(), office: place.office, items: vec![event], once: None };
    let told = place.desk.post_events(job).await.unwrap().unwrap();
    let Said::Now(mut told) = told else { panic!("{told:?}") };
    let told = told.pop().unwrap().unwrap();
    assert_eq!(told.mails[0].to.address.as_str(), "portaal@kantoor.example");
    place.until(told.mails[0].id, MailState::Failed, 1).await;
    place.quiet().await;
    let mails = place.mails().await;
    let to: Vec<_> = mails.iter().map(|tracked| tracked.mail.to.address.as_str()).collect();
    assert_eq!(to, ["info@kantoor.example", "portaal@kantoor.example"]);
    assert_eq!(mails[0].delivery.state, MailState::Sent);
}

#[tokio::test]
async fn every_message_of_a_mail_that_failed_goes_to_the_next_step_in_one_mail() {
    let place = Place::new().await;
    let dead = EmailAddress::parse("an@kantoor.example").unwrap();
    let fields = EmployeeFields {
        name: Some(Name::parse("An Claes").unwrap()),
        email: Some(dead.clone()),
        language: Some(Language::Nl),
        role: Some(Role::Employee),
        ..EmployeeFields::default()
    };
    let an = place.desk.create_employee(place.actor(), place.office, fields, None).await.unwrap().unwrap();
    let Said::Now(an) = an else { panic!("{an:?}") };
    let managed = DossierFields { manager_id: Some(Some(an.id)), ..DossierFields::default() };
    place
        .desk
        .change_dossier(place.actor(), place.office, place.dossier, managed, None)
        .await
        .unwrap()
        .unwrap();
    let delayed = OfficeFields { message_delay_minutes: Some(5), ..OfficeFields::default() };
    place.desk.change_office(place.actor(), place.office, delayed, None).await.unwrap().unwrap();
    place.sink.set_faults(vec![unknown("an@kantoor.example")]);
    let message = |text: &str| NewEvent {
        kind: EventKind::Message,
        dossier: Some(place.dossier),
        summary: Text::parse(text).unwrap(),
        link: None,
        thread: Some(Name::parse("gesprek").unwrap()),
        occurred_at: None,
    };
    let items = vec![message("Een."), message("Twee."), message("Drie.")];
    let job = Job { actor: place.actor(), office: place.office, items, once: None };
    place.desk.post_events(job).await.unwrap().unwrap();
    place.forward(minutes(5)).await;
    assert_eq!(place.desk.tell_due().await.unwrap(), 1);
    let failed = place.mails().await.last().unwrap().mail.id;
    place.until(failed, MailState::Failed, 1).await;
    place.quiet().await;
    let mails = place.mails().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].mail.to.address.as_str(), "info@kantoor.example");
    let Content::MessageV1(notice) = &mails[0].mail.content else { panic!("{:?}", mails[0]) };
    let texts: Vec<_> = notice.texts.iter().map(Text::as_str).collect();
    assert_eq!(texts, ["Een.", "Twee.", "Drie."]);
}
