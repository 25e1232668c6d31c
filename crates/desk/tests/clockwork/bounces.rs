//! What follows when a mail comes back: who hears, and who is left alone for how long.

use desk::{
    Said,
    access::Actor,
    bounces::Fate,
    conversations::{Author, StartConversation},
    dossiers::DossierFields,
    employees::EmployeeFields,
    events::{Filter, Job, NewEvent},
    mails::{MailState, Tracked},
};
use domain::{
    EmailAddress, Language, Name, Text,
    bounce::{Action, Cause},
    event::EventKind,
    id::MailId,
    mail::MailKind,
    office::Role,
    time::days,
};

use crate::{invite, place::Place};

const UNKNOWN: &str = "550 5.1.1 User unknown";

/// A server says of the mail that was sent to this address last what became of it.
async fn said(place: &Place, to: &str, action: &str, said: &str) -> Fate {
    let mails = place.sink.mails();
    let mail = mails.iter().rev().find(|mail| mail.rcpt_to[0] == to).unwrap();
    let status = said.split(' ').nth(1).unwrap();
    let message = format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
         --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}\r\n\r\n--x--\r\n"
    );
    let taken = place.desk.take_bounce(Actor::System, Some(&mail.mail_from), message.as_bytes(), None).await;
    let Said::Now(fate) = taken.unwrap().unwrap() else { panic!("said before") };
    place.quiet().await;
    fate
}

async fn comes_back(place: &Place, to: &str) -> Fate {
    said(place, to, "failed", UNKNOWN).await
}

/// Kind, recipient and state of each mail, newest first.
async fn lines(place: &Place) -> Vec<String> {
    let line = |Tracked { mail, delivery }: &Tracked| {
        let to = mail.to.address.as_str().split('@').next().unwrap();
        let cause = delivery.cause.as_deref().unwrap_or("–");
        format!("{} | {to} | {:?} | {cause}", mail.content.kind().code(), delivery.state)
    };
    place.mails().await.iter().map(line).collect()
}

async fn invited(place: &Place, email: &str) -> (domain::id::ClientUserId, MailId) {
    let invited = place.invite(invite(place, email)).await;
    let mail = invited.mail.unwrap().id;
    place.until(mail, MailState::Sent, 1).await;
    (invited.id, mail)
}

/// The dossier is managed by An.
async fn managed(place: &Place) {
    let fields = EmployeeFields {
        name: Some(Name::parse("An Claes").unwrap()),
        email: Some(EmailAddress::parse("an@kantoor.example").unwrap()),
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
}

async fn happens(place: &Place, summary: &str) {
    let event = NewEvent {
        kind: EventKind::VatDocumentsOk,
        dossier: Some(place.dossier),
        summary: Text::parse(summary).unwrap(),
        link: None,
        thread: None,
        occurred_at: None,
    };
    let job = Job { actor: place.actor(), office: place.office, items: vec![event], once: None };
    place.desk.post_events(job).await.unwrap().unwrap();
    place.quiet().await;
}

#[tokio::test]
async fn a_notice_that_comes_back_goes_to_the_next_step_and_so_does_what_follows_it() {
    let place = Place::new().await;
    managed(&place).await;
    happens(&place, "Eén").await;
    assert_eq!(comes_back(&place, "an@kantoor.example").await.reason(), "address_unknown");
    let first = ["vat_documents_ok | info | Sent | –", "vat_documents_ok | an | Bounced | address_unknown"];
    assert_eq!(lines(&place).await, first);
    // The address is left alone: the next notice is not even offered to the relay, and nobody misses it.
    happens(&place, "Twee").await;
    let second = ["vat_documents_ok | info | Sent | –", "vat_documents_ok | an | Cancelled | suppressed"];
    assert_eq!(lines(&place).await[..2], second);
    assert_eq!(place.sink.mails().iter().filter(|mail| mail.rcpt_to[0] == "an@kantoor.example").count(), 1);
    // Its time is over: it is tried again.
    place.forward(days(90)).await;
    happens(&place, "Drie").await;
    assert_eq!(lines(&place).await[0], "vat_documents_ok | an | Sent | –");
}

#[tokio::test]
async fn the_offices_last_address_is_never_left_alone() {
    let place = Place::new().await;
    happens(&place, "Eén").await;
    assert_eq!(comes_back(&place, "info@kantoor.example").await.code(), "bounced");
    assert!(place.desk.suppressions(place.actor(), place.office, None, 10).await.unwrap().is_empty());
    happens(&place, "Twee").await;
    let wanted =
        ["vat_documents_ok | info | Sent | –", "vat_documents_ok | info | Bounced | address_unknown"];
    assert_eq!(lines(&place).await, wanted, "and nobody is written to for ever");
}

#[tokio::test]
async fn a_welcome_mail_that_somebody_sends_all_the_same_goes_and_lifts_the_suppression() {
    let place = Place::new().await;
    let (user, mail) = invited(&place, "zoe@klant.example").await;
    assert_eq!(comes_back(&place, "zoe@klant.example").await, Fate::Bounced(mail, Cause::AddressUnknown));
    let alone = place.desk.suppressions(place.actor(), place.office, None, 10).await.unwrap();
    assert_eq!(alone[0].suppressed.until, place.desk.clock().now() + days(90));
    let seen = place.desk.client_user(place.actor(), place.office, user).await.unwrap();
    assert_eq!(seen.user.bounced, Some(Cause::AddressUnknown));
    let resent = place.desk.resend(place.actor(), place.office, vec![user], None).await.unwrap().unwrap();
    let Said::Now(resent) = resent else { panic!("{resent:?}") };
    let again = resent[0].as_ref().unwrap().id;
    place.until(again, MailState::Sent, 1).await;
    assert!(place.desk.suppressions(place.actor(), place.office, None, 10).await.unwrap().is_empty());
    let seen = place.desk.client_user(place.actor(), place.office, user).await.unwrap();
    assert_eq!(seen.user.bounced, None);
    let log = place.desk.audit_log(place.actor(), place.office, None, 100).await.unwrap();
    assert_eq!(log.iter().filter(|line| line.action == "suppression_lifted").count(), 1);
    // The mail with the old link comes back late: its invitation has a newer one.
    assert_eq!(place.mails().await.iter().filter(|t| t.mail.content.kind() == MailKind::Welcome).count(), 2);
}

#[tokio::test]
async fn the_mail_with_an_older_link_does_not_make_the_invitation_bounced() {
    let place = Place::new().await;
    let (user, first) = invited(&place, "zoe@klant.example").await;
    let mails = place.sink.mails();
    place.desk.resend(place.actor(), place.office, vec![user], None).await.unwrap().unwrap();
    place.quiet().await;
    let message = format!(
        "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n",
        mails[0].rcpt_to[0]
    );
    let path = Some(mails[0].mail_from.as_str());
    place.desk.take_bounce(Actor::System, path, message.as_bytes(), None).await.unwrap().unwrap();
    place.until(first, MailState::Bounced, 1).await;
    let seen = place.desk.client_user(place.actor(), place.office, user).await.unwrap();
    assert_eq!(seen.user.bounced, None);
    assert_eq!(seen.welcome_mail.unwrap().delivery.state, MailState::Sent);
}

#[tokio::test]
async fn what_the_office_writes_to_an_address_that_is_left_alone_stays_behind_and_the_office_hears() {
    let place = Place::with_reminders().await;
    let (user, _) = invited(&place, "zoe@klant.example").await;
    let link = place.token(user).await;
    comes_back(&place, "zoe@klant.example").await;
    place.forward(days(3)).await;
    assert_eq!(place.desk.remind().await.unwrap(), 1);
    place.quiet().await;
    let wanted = [
        "welcome_reminder | zoe | Cancelled | suppressed",
        "failed_task | info | Sent | –",
        "welcome | zoe | Bounced | address_unknown",
    ];
    assert_eq!(lines(&place).await, wanted, "a reminder tells the office nothing new");
    place.desk.set_first_password(&link, "zeven blauwe fietsen").await.unwrap();
    let written = StartConversation {
        dossier: place.dossier,
        subject: None,
        author: Author::Office,
        text: Text::parse("Dag Zoë.").unwrap(),
    };
    place.desk.start_conversation(place.actor(), place.office, written, None).await.unwrap().unwrap();
    place.quiet().await;
    let wanted = ["failed_task | info | Sent | –", "office_message | zoe | Cancelled | suppressed"];
    assert_eq!(lines(&place).await[..2], wanted);
    let tasks = place.desk.events(place.actor(), place.office, &Filter::default(), None, 10).await.unwrap();
    assert_eq!((tasks.len(), tasks[0].event.facts.came_back), (2, Some(Cause::AddressUnknown)));
}

#[tokio::test]
async fn a_full_mailbox_is_told_and_not_left_alone_and_a_policy_blames_nobody_else() {
    let place = Place::new().await;
    for (email, words, cause) in [
        ("vol@klant.example", "552 5.2.2 mailbox full", Cause::MailboxFull),
        ("streng@klant.example", "550 5.7.1 blocked, no such user", Cause::Policy),
    ] {
        let (_, mail) = invited(&place, email).await;
        assert_eq!(said(&place, email, "failed", words).await, Fate::Bounced(mail, cause));
    }
    assert!(place.desk.suppressions(place.actor(), place.office, None, 10).await.unwrap().is_empty());
    let tasks = place.desk.events(place.actor(), place.office, &Filter::default(), None, 10).await.unwrap();
    let causes: Vec<_> = tasks.iter().map(|kept| kept.event.facts.came_back.unwrap()).collect();
    assert_eq!(causes, [Cause::Policy, Cause::MailboxFull]);
}

#[tokio::test]
async fn what_comes_after_fourteen_days_changes_nothing_and_a_delay_is_noted() {
    let place = Place::new().await;
    let (_, mail) = invited(&place, "zoe@klant.example").await;
    assert_eq!(
        said(&place, "zoe@klant.example", "delayed", "450 4.4.1 no answer").await,
        Fate::Noted(mail, Action::Delayed)
    );
    place.forward(days(15)).await;
    assert_eq!(comes_back(&place, "zoe@klant.example").await, Fate::Ignored("too_old"));
    let detail = place.mail(mail).await;
    assert_eq!((detail.tracked.delivery.state, detail.said.len()), (MailState::Sent, 1));
}
