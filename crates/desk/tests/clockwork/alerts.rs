//! A client's mail that failed for good is told to the office.

use desk::{events::Filter, mails::MailState};
use domain::{
    event::EventKind,
    mail::{Content, MailKind},
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
async fn a_mail_to_the_office_that_was_refused_raises_nothing() {
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
