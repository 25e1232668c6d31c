//! Messages that wait to be read.

use desk::{events::NewEvent, offices::OfficeFields};
use domain::{
    event::{EventKind, Pace},
    id::DossierId,
    time::{hours, minutes},
};

use crate::office::{Office, event, line, name, on_both};

fn message(dossier: DossierId, thread: &str, text: &str) -> NewEvent {
    NewEvent { thread: Some(name(thread)), ..event(EventKind::Message, Some(dossier), text) }
}

fn delayed() -> OfficeFields {
    OfficeFields { message_delay_minutes: Some(10), ..OfficeFields::default() }
}

on_both! {
    async fn a_message_is_told_when_nobody_read_it_in_time_and_not_before(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let told = office.post(message(dossier, "a", "De bon is er.")).await;
        assert!(told.mails.is_empty() && told.waits_until.is_some());
        assert_eq!(office.forward(minutes(9)).await, 0);
        assert_eq!(office.forward(minutes(1)).await, 1);
        assert_eq!(office.forward(minutes(60)).await, 0);
        assert_eq!(office.mails().await.iter().map(line).collect::<Vec<_>>(), ["an | De bon is er."]);
        office.end().await;
    }
}

on_both! {
    async fn several_unread_messages_of_one_conversation_are_one_mail(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post(message(dossier, "a", "Eén.")).await;
        office.post(message(dossier, "b", "Iets anders.")).await;
        office.forward(minutes(6)).await;
        let second = office.post(message(dossier, "a", "Twee.")).await;
        office.forward(minutes(4)).await;
        // What comes after the mail waits anew.
        office.post(message(dossier, "a", "Drie.")).await;
        assert_eq!(office.forward(minutes(9)).await, 0);
        office.forward(minutes(1)).await;
        let mails = office.mails().await;
        let mut lines: Vec<_> = mails.iter().map(line).collect();
        lines[..2].sort();
        assert_eq!(lines, ["an | Eén. / Twee.", "an | Iets anders.", "an | Drie."]);
        let threads: Vec<_> = mails.iter().map(|mail| mail.thread.clone().unwrap()).collect();
        assert_eq!(threads.iter().filter(|thread| **thread == threads[2]).count(), 2);
        // The second message's page leads to the mail that told it.
        let detail = office.desk.event(desk::access::Actor::Console, office.id, second.id).await.unwrap();
        assert_eq!(detail.mails.len(), 1);
        office.end().await;
    }
}

on_both! {
    async fn a_message_that_was_read_is_not_told(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let first = office.post(message(dossier, "a", "Eén.")).await;
        office.post(message(dossier, "a", "Twee.")).await;
        office.close(first.id).await;
        office.forward(minutes(10)).await;
        assert_eq!(office.mails().await.iter().map(line).collect::<Vec<_>>(), ["an | Twee."]);
        office.end().await;
    }
}

on_both! {
    async fn without_a_delay_each_message_is_told_at_once(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        assert_eq!(office.post(message(dossier, "a", "Eén.")).await.mails.len(), 1);
        assert_eq!(office.post(message(dossier, "a", "Twee.")).await.mails.len(), 1);
        assert_eq!(office.forward(minutes(60)).await, 0);
        office.end().await;
    }
}

on_both! {
    async fn a_very_long_conversation_becomes_several_mails_and_each_message_is_in_one(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        office.post_all((0..130).map(|n| message(dossier, "a", &format!("bericht {n}"))).collect()).await;
        assert_eq!(office.forward(minutes(10)).await, 3);
        let mut texts: Vec<_> = office.mails().await.iter().flat_map(crate::office::told).collect();
        assert_eq!(texts.len(), 130);
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 130);
        office.end().await;
    }
}

on_both! {
    async fn what_cannot_be_read_is_put_off_and_keeps_nothing_else_waiting(database) {
        let office = Office::with(database, delayed()).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let dossier = office.dossier("Wafel", an).await;
        let bad = office.post(message(dossier, "a", "Onleesbaar.")).await;
        office.post(message(dossier, "b", "Leesbaar.")).await;
        let hourly = office.employee("Bo", Pace::Hourly).await;
        let other = office.dossier("Anker", hourly).await;
        office.post(event(EventKind::FailedTask, Some(other), "Bon")).await;
        let spoil = |facts: &str| format!("UPDATE events SET facts = '{facts}' WHERE summary = 'Onleesbaar.'");
        office.desk.db().run_for_tests(&spoil("{")).await.unwrap();
        office.forward(hours(1)).await;
        let mut lines: Vec<_> = office.mails().await.iter().map(line).collect();
        lines.sort();
        assert_eq!(lines, ["an | Leesbaar.", "bo | Anker: Bon"]);
        office.desk.db().run_for_tests(&spoil("{}")).await.unwrap();
        assert_eq!(office.forward(hours(1)).await, 1, "an hour later it is tried again");
        let detail = office.desk.event(desk::access::Actor::Console, office.id, bad.id).await.unwrap();
        assert_eq!(detail.mails.len(), 1);
        office.end().await;
    }
}
