//! What happens by the clock, under a clock that the test moves, and how many statements it takes; and what happens in
//! an office's portal.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test's helpers speak for themselves"
)]

mod place;

#[path = "../events/office.rs"]
#[allow(dead_code, reason = "what is needed of it here")]
mod office;

mod alerts;
mod bounces;
mod conversations;
mod conversations_at_once;
mod forgetting;
mod portal;
mod requests;
mod vat;

use std::time::Duration;

use desk::{Outcome, Refusal, Said, invite::Invite, mails::MailState};
use domain::{
    EmailAddress, Language, Name,
    invitation::LinkStanding,
    mail::MailKind,
    time::{days, hours, minutes},
};
use place::Place;
use smtp_sink::{Fault, Phase, Then};

fn invite(place: &Place, email: &str) -> Invite {
    Invite {
        dossier: place.dossier,
        email: EmailAddress::parse(email).unwrap(),
        name: Name::parse("Zoë De Smet").unwrap(),
        language: Language::Nl,
        hold_welcome_mail: false,
    }
}

#[tokio::test]
async fn a_mail_is_given_up_after_72_hours_and_not_before() {
    let place = Place::new().await;
    place.sink.set_faults(vec![Fault::at(Phase::RcptTo, Then::reply(450, "4.2.1 later"))]);
    let mail = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    let began = place.desk.clock().now();
    let mut deferred = place.until(mail, MailState::Deferred, 1).await;
    for attempt in 2.. {
        place.forward(deferred.delivery.next_at.unwrap().since(place.desk.clock().now())).await;
        let tracked = place.until_any(mail, &[MailState::Deferred, MailState::Failed], attempt).await;
        if tracked.delivery.state == MailState::Failed {
            assert_eq!(tracked.delivery.cause.as_deref(), Some("given_up"));
            break;
        }
        deferred = tracked;
    }
    assert_eq!(place.desk.clock().now().since(began), hours(72));
}

#[tokio::test]
async fn a_mail_with_a_fault_of_its_own_does_not_keep_its_sender_held() {
    let place = Place::new().await;
    let poison = || {
        Fault::at(Phase::RcptTo, Then::reply(554, "5.7.1 access denied")).recipient("poison@klant.example")
    };
    place
        .sink
        .set_faults(vec![poison(), Fault::at(Phase::MailFrom, Then::reply(550, "5.7.60 may not send as"))]);
    let first = place.invite(invite(&place, "poison@klant.example")).await.mail.unwrap().id;
    let second = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    place.until(first, MailState::Held, 1).await;
    place.until(second, MailState::Held, 1).await;
    // The sender is mended; one recipient's server goes on refusing in words that sound like the sender's fault.
    place.sink.set_faults(vec![poison()]);
    for _ in 0..4 {
        place.forward(minutes(61)).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    place.until(second, MailState::Sent, 0).await;
    place.until(first, MailState::Held, 2).await;
}

#[tokio::test]
async fn a_mail_whose_link_died_while_it_waited_is_not_sent() {
    let place = Place::new().await;
    place.sink.set_faults(vec![Fault::at(Phase::MailFrom, Then::reply(550, "5.7.60 may not send as"))]);
    let mail = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    place.until(mail, MailState::Held, 1).await;
    place.sink.set_faults(Vec::new());
    place.forward(days(15)).await;
    let cancelled = place.until(mail, MailState::Cancelled, 0).await;
    assert_eq!(cancelled.delivery.cause.as_deref(), Some("link_expired"));
    assert_eq!(place.sink.counts().accepted, 0);
}

#[tokio::test]
async fn a_held_sender_is_probed_with_its_oldest_mail_and_then_all_go_out_in_order() {
    let place = Place::new().await;
    place.sink.set_faults(vec![Fault::at(Phase::MailFrom, Then::reply(550, "5.7.60 may not send as"))]);
    let mut mails = Vec::new();
    for n in 0..5 {
        mails.push(place.invite(invite(&place, &format!("c{n}@klant.example"))).await.mail.unwrap().id);
    }
    for mail in &mails {
        let held = place.until(*mail, MailState::Held, 1).await;
        assert_eq!(held.delivery.cause.as_deref(), Some("send_as_denied"));
    }
    // The set-up is still broken at the first probe: one mail asked, not five.
    place.forward(minutes(7)).await;
    place.until(mails[0], MailState::Held, 2).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    for mail in &mails[1..] {
        assert_eq!(place.mail(*mail).await.attempts.len(), 1, "the others wait for the probe");
    }
    // Nothing is due until the next probe: the courier is at rest.
    let before = place.desk.db().statements();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(place.desk.db().statements() - before < 20, "the courier spins");
    place.sink.set_faults(Vec::new());
    // Holding uses up no patience, however long it takes.
    place.forward(hours(100)).await;
    for mail in &mails {
        place.until(*mail, MailState::Sent, 0).await;
    }
    // The probe was the second, which had been tried least; the others follow in their order.
    let order: Vec<String> = place.sink.mails().iter().map(|mail| mail.rcpt_to[0].clone()).collect();
    assert_eq!(order, ["c1", "c0", "c2", "c3", "c4"].map(|name| format!("{name}@klant.example")));
}

#[tokio::test]
async fn an_office_that_switches_reminders_on_late_sends_one_and_not_two() {
    let place = Place::new().await;
    place.invite(invite(&place, "zoe@klant.example")).await;
    place.forward(days(8)).await;
    place.want_reminders().await;
    assert_eq!(place.desk.remind().await.unwrap(), 1);
    assert_eq!(place.desk.remind().await.unwrap(), 0);
}

#[tokio::test]
async fn reminders_go_out_after_three_and_seven_days_with_the_same_link() {
    let place = Place::with_reminders().await;
    place.invite(invite(&place, "zoe@klant.example")).await;
    place.sink.wait_for(1, Duration::from_secs(10)).await.unwrap();
    assert_eq!(place.desk.remind().await.unwrap(), 0);
    place.forward(days(3)).await;
    assert_eq!(place.desk.remind().await.unwrap(), 1);
    assert_eq!(place.desk.remind().await.unwrap(), 0, "once");
    place.forward(days(4)).await;
    assert_eq!(place.desk.remind().await.unwrap(), 1);
    place.forward(days(3)).await;
    assert_eq!(place.desk.remind().await.unwrap(), 0, "twice at most");
    place.sink.wait_for(3, Duration::from_secs(10)).await.unwrap();
    let kinds: Vec<MailKind> = place.mails().await.iter().map(|t| t.mail.content.kind()).collect();
    assert_eq!(kinds, [MailKind::WelcomeReminder, MailKind::WelcomeReminder, MailKind::Welcome]);
    let links: Vec<_> = place.mails().await.iter().map(|t| t.mail.content.link()).collect();
    assert!(links.iter().all(|link| *link == links[0]));
}

#[tokio::test]
async fn an_expired_link_frees_the_address_and_a_new_one_opens_it_again() {
    let place = Place::new().await;
    let user = place.invite(invite(&place, "zoe@klant.example")).await.id;
    let token = place.token(user).await;
    place.forward(days(15)).await;
    let standing = |door: desk::welcome::Door| match door {
        desk::welcome::Door::Known(invitee) => invitee.standing,
        desk::welcome::Door::Unknown => panic!("unknown"),
    };
    assert_eq!(standing(place.desk.look(&token).await.unwrap()), LinkStanding::Expired);
    place.desk.ask_for_new_link(&token).await.unwrap();
    assert_eq!(standing(place.desk.look(&token).await.unwrap()), LinkStanding::Replaced);
    // Asked again at once, nothing more is sent.
    place.desk.ask_for_new_link(&token).await.unwrap();
    assert_eq!(place.mails().await.len(), 2);
    let newest = place.token(user).await;
    assert!(matches!(standing(place.desk.look(&newest).await.unwrap()), LinkStanding::Good(_)));
    // Expired once more, and now another office invites the same address.
    place.forward(days(15)).await;
    let elsewhere = place.another_office().await;
    assert!(!place.invite_at(elsewhere, "zoe@klant.example").await.unwrap().linked);
    place.desk.ask_for_new_link(&newest).await.unwrap();
    assert_eq!(place.mails().await.len(), 2, "the address is another office's by now");
    let resent = place.desk.resend(place.actor(), place.office, vec![user], None).await.unwrap().unwrap();
    assert!(matches!(resent, Said::Now(outcomes) if outcomes == [Err(Refusal::ActiveAtAnotherOffice)]));
}

#[tokio::test]
async fn a_thousand_client_users_take_as_many_statements_as_two() {
    let place = Place::new().await;
    let mut counts = Vec::new();
    for (batch, size) in [2, 100, 1000].into_iter().enumerate() {
        let invites = (0..size).map(|n| invite(&place, &format!("c{n}-{batch}@klant.example"))).collect();
        let before = place.desk.db().statements();
        let outcomes = place.invite_all(invites).await;
        counts.push(place.desk.db().statements() - before);
        assert!(outcomes.iter().all(Outcome::is_ok));
    }
    eprintln!("statements for 2, 100 and 1,000 client-users: {counts:?}");
    // The courier works beside it, so that a few statements of its own may fall in between.
    assert!(counts.iter().all(|count| *count <= 40), "{counts:?}");
    place.quiet().await;
    let before = place.desk.db().statements();
    let invites = (0..1000).map(|n| invite(&place, &format!("quiet{n}@klant.example"))).collect();
    place.stop_delivering().await;
    let idle = place.desk.db().statements();
    place.invite_all(invites).await;
    let thousand = place.desk.db().statements() - idle;
    place.invite(invite(&place, "one@klant.example")).await;
    let one = place.desk.db().statements() - idle - thousand;
    eprintln!("without a courier: {thousand} for 1,000, {one} for one (idle: {})", idle - before);
    assert_eq!(thousand, one);
}

#[tokio::test]
async fn the_sending_address_is_told_without_the_link_when_the_office_wants_it() {
    let place = Place::with_follow_up().await;
    place.invite(invite(&place, "zoe@klant.example")).await;
    place.sink.wait_for(2, Duration::from_secs(10)).await.unwrap();
    let mails = place.sink.mails();
    let notice = mails.iter().find(|mail| mail.rcpt_to == ["info@kantoor.example"]).unwrap();
    assert!(!String::from_utf8_lossy(&notice.data).contains("/welcome/"));
    let welcome = mails.iter().find(|mail| mail.rcpt_to == ["zoe@klant.example"]).unwrap();
    assert!(String::from_utf8_lossy(&welcome.data).contains("/welcome/"));
}
