//! The mail set-up of offices, through the desk's front door: refused, held, mended, signed, broken again; on both
//! databases, with a DNS that the test writes and a relay that keeps what it gets.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may fail anywhere, and its helpers speak for themselves"
)]

mod place;
mod zone;

/// A receiver's verifier, which shares no code with the signer.
#[path = "../../../mail/tests/dkim/verifier.rs"]
#[allow(dead_code, reason = "its own tests use the rest")]
mod verifier;

/// What the verifier's own shortcuts ask; none of them is used here.
mod support {
    pub(crate) fn txt(_: &str) -> Option<String> {
        None
    }
}

use std::{sync::Arc, time::Duration};

use desk::{
    Refusal,
    access::Actor,
    mail_setup::{Filter, MailSetupFields, ToCheck},
    mails::MailState,
};
use domain::{
    delivery::SenderFault,
    sender::Step,
    time::{days, hours, minutes},
};
use smtp_sink::{Fault, Phase, Then};

use crate::place::{Database, Place, address, now};

/// Writes a test once and runs it on both databases.
macro_rules! on_both {
    ($(async fn $name:ident($place:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($place: Arc<Place>) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                Place::run(Database::Sqlite, test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs PostgreSQL: run ./test"]
            async fn postgres() {
                Place::run(Database::Postgres, test).await;
            }
        }
    )*};
}

on_both! {
    async fn who_creates_from_a_domain_that_is_not_right_is_refused_and_nothing_is_stored(place) {
        let office = place.office("kantoor.example").await;
        let refused = |causes: &[SenderFault]| Err(Refusal::MailSetupIncorrect { causes: causes.to_vec() });
        assert_eq!(place.invite(office, "zoe@klant.example", false).await, refused(&[SenderFault::Unconfigured]));
        // Somebody wanted to send from it: it is looked at by itself.
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 1);
        let causes = [SenderFault::DkimMissing, SenderFault::SpfMissing];
        let setup = place.desk.mail_setup(Actor::Console, office.id).await.unwrap();
        assert_eq!((setup.ready, &*setup.domains[0].causes), (false, &causes[..]));
        assert_eq!(place.invite(office, "zoe@klant.example", false).await, refused(&causes));
        let sender = place.desk.welcome_sender(Actor::Console, office.id, office.dossier).await.unwrap();
        assert_eq!(sender.causes, causes);
        assert!(place.mails(office).await.is_empty() && place.events(office).await.is_empty());
        // No claim was kept either: another office can have the client.
        let other = place.ready_office("smit.example").await;
        assert!(place.invite(other, "zoe@klant.example", false).await.is_ok());
    }

    async fn what_is_held_goes_out_in_order_signed_and_once_when_the_domain_is_mended(place) {
        let (office, other) = (place.office("kantoor.example").await, place.ready_office("smit.example").await);
        let mut mails = Vec::new();
        for n in 0..5 {
            let invited = place.invite(office, &format!("c{n}@klant.example"), true).await.unwrap();
            let mail = invited.mail.unwrap();
            assert_eq!(mail.held, Some(SenderFault::Unconfigured));
            mails.push(mail.id);
        }
        // Another office's mails do not wait for it.
        let theirs = place.welcome(other, "an@klant.example", false).await;
        place.until(other, theirs, MailState::Sent).await;
        for mail in &mails {
            let held = place.mail(office, *mail).await;
            assert_eq!(held.tracked.delivery.state, MailState::Held);
            assert!(held.attempts.is_empty(), "nobody tried it");
        }
        let setup = place.check(office).await;
        assert_eq!(place.mail(office, mails[0]).await.tracked.delivery.state, MailState::Held, "not yet");
        place.zone.publish(&setup);
        assert!(place.check(office).await.ready);
        for mail in &mails {
            place.until(office, *mail, MailState::Sent).await;
        }
        let order: Vec<String> = place.sink.mails().iter().map(|mail| mail.rcpt_to[0].clone()).collect();
        let wanted: Vec<String> = ["an", "c0", "c1", "c2", "c3", "c4"].map(|who| format!("{who}@klant.example")).into();
        assert_eq!(order, wanted, "in order, each once");
        let text = &place.received("c0@klant.example")[0];
        // It was made before the second key's record was seen: the first signs alone.
        assert_eq!(verifier::verify(text, |name| place.zone.txt(name)), [("rsa-sha256".to_owned(), Ok(()))]);
        place.desk.clock().forward(minutes(2));
        let later = place.welcome(office, "later@klant.example", false).await;
        place.until(office, later, MailState::Sent).await;
        let text = &place.received("later@klant.example")[0];
        let both = ["rsa-sha256", "ed25519-sha256"].map(|algorithm| (algorithm.to_owned(), Ok(())));
        assert_eq!(verifier::verify(text, |name| place.zone.txt(name)), both);
        let forged = text.replace("klant.example", "dief.example");
        assert!(verifier::verify(&forged, |name| place.zone.txt(name)).iter().all(|(_, verdict)| verdict.is_err()));
    }

    async fn every_attempt_sends_the_same_bytes(place) {
        let office = place.ready_office("kantoor.example").await;
        place.sink.set_faults(vec![Fault::at(Phase::Content, Then::DropAfterAccept)]);
        let mail = place.welcome(office, "zoe@klant.example", false).await;
        place.until(office, mail, MailState::Deferred).await;
        place.sink.set_faults(Vec::new());
        place.desk.clock().forward(minutes(2));
        place.check(office).await;
        place.until(office, mail, MailState::Sent).await;
        let received = place.received("zoe@klant.example");
        assert!(received.len() == 2 && received[0] == received[1] && received[0].starts_with("DKIM-Signature:"));
    }

    async fn a_domain_that_breaks_is_told_once_its_mails_wait_and_none_is_lost(place) {
        let (office, other) = (place.ready_office("kantoor.example").await, place.ready_office("smit.example").await);
        assert!(place.events(office).await.is_empty(), "whoever sets a domain up is not told that it was not");
        place.zone.remove("pm1._domainkey.kantoor.example");
        for _ in 0..3 {
            assert!(!place.check(office).await.ready);
            place.desk.clock().forward(hours(1));
        }
        let events = place.events(office).await;
        assert_eq!(events.len(), 1, "one alert, however often it is looked at");
        assert_eq!(events[0].event.facts.broken_domains, ["kantoor.example"]);
        assert_eq!(events[0].event.summary.as_str(), "kantoor.example: dkim_missing");
        // The alert goes out all the same, from the platform's address.
        let alert = place.mails(office).await.pop().unwrap().mail;
        assert_eq!((alert.sender.step, alert.to.address.as_str()), (Step::SystemAddress, "info@kantoor.example"));
        place.until(office, alert.id, MailState::Sent).await;
        assert!(place.received("info@kantoor.example")[0].contains("kantoor.example vertrekken niet meer"));
        let held = place.welcome(office, "zoe@klant.example", true).await;
        let theirs = place.welcome(other, "an@klant.example", false).await;
        place.until(other, theirs, MailState::Sent).await;
        assert_eq!(place.mail(office, held).await.tracked.delivery.cause.as_deref(), Some("dkim_missing"));
        // A probe finds it broken still, and is no alert.
        place.desk.clock().forward(minutes(7));
        place.check(other).await;
        for _ in 0..2000 {
            if !place.mail(office, held).await.attempts.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let probed = place.until(office, held, MailState::Held).await;
        assert!(probed.attempts[0].reply.contains("kantoor.example is not set up to send: dkim_missing"));
        let setup = place.check(office).await;
        place.zone.publish(&setup);
        assert!(place.check(office).await.ready);
        place.until(office, held, MailState::Sent).await;
        assert_eq!(place.received("zoe@klant.example").len(), 1);
        assert_eq!(place.events(office).await.len(), 1);
    }

    async fn what_is_in_the_queue_when_a_domain_breaks_is_held_and_not_sent(place) {
        let office = place.ready_office("kantoor.example").await;
        place.sink.set_faults(vec![Fault::at(Phase::RcptTo, Then::reply(450, "4.2.1 later"))]);
        let mail = place.welcome(office, "zoe@klant.example", false).await;
        place.until(office, mail, MailState::Deferred).await;
        place.sink.set_faults(Vec::new());
        place.zone.remove("pm1._domainkey.kantoor.example");
        assert!(!place.check(office).await.ready);
        place.a_few_seconds().await;
        place.desk.clock().forward(minutes(1));
        place.check(office).await;
        let held = place.until(office, mail, MailState::Held).await;
        assert_eq!(held.tracked.delivery.cause.as_deref(), Some("dkim_missing"));
        assert!(place.received("zoe@klant.example").is_empty());
    }

    async fn name_servers_that_fail_for_an_hour_hold_nothing_and_for_a_day_do(place) {
        let office = place.ready_office("kantoor.example").await;
        place.zone.be_silent(true);
        assert!(place.check(office).await.ready);
        place.desk.clock().forward(hours(23));
        assert!(place.check(office).await.ready);
        assert!(place.invite(office, "zoe@klant.example", false).await.is_ok());
        place.desk.clock().forward(hours(2));
        let setup = place.check(office).await;
        assert_eq!((setup.ready, &*setup.domains[0].causes), (false, &[SenderFault::DnsFailure][..]));
        assert_eq!(place.events(office).await.len(), 1);
        place.zone.be_silent(false);
        assert!(place.check(office).await.ready);
    }

    async fn each_office_is_looked_at_once_a_day_by_one_of_several_processes(place) {
        for n in 0..6 {
            place.office(&format!("k{n}.example")).await;
        }
        let other = place.another_desk();
        let (one, two) = tokio::join!(place.desk.check_due_mail_setups(), other.check_due_mail_setups());
        assert_eq!(one.unwrap() + two.unwrap(), 6);
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 0);
        // Broken ones are looked at within the hour, good ones within a day.
        place.desk.clock().forward(hours(1));
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 6);
        let ready = place.ready_office("goed.example").await;
        place.desk.clock().forward(minutes(59));
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 0);
        place.desk.clock().forward(days(1) + hours(1));
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 7);
        assert!(place.desk.mail_setup(Actor::Console, ready.id).await.unwrap().ready);
    }

    async fn what_a_relay_finds_has_the_domains_looked_at_and_is_not_released_by_a_look_that_is_good(place) {
        let office = place.ready_office("kantoor.example").await;
        place.desk.clock().forward(hours(2));
        place.desk.check_due_mail_setups().await.unwrap();
        place.sink.set_faults(vec![Fault::at(Phase::Content, Then::reply(550, "5.7.26 not authenticated"))]);
        place.desk.clock().forward(minutes(40));
        let mail = place.welcome(office, "zoe@klant.example", false).await;
        place.until(office, mail, MailState::Held).await;
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 1);
        assert_eq!(place.mail(office, mail).await.tracked.delivery.state, MailState::Held, "a probe releases it");
        assert_eq!(place.desk.check_due_mail_setups().await.unwrap(), 0, "and not again and again");
    }

    async fn an_office_that_wants_it_sends_as_the_platform_on_behalf(place) {
        let office = place.office("kantoor.example").await;
        let fields = MailSetupFields { send_on_behalf: Some(true) };
        assert!(now(place.desk.change_mail_setup(Actor::Console, office.id, fields, None).await.unwrap()).send_on_behalf);
        let sender = place.desk.welcome_sender(Actor::Console, office.id, office.dossier).await.unwrap();
        assert!(sender.causes.is_empty());
        assert_eq!(sender.sender.step, Step::CommunicationAddress);
        assert_eq!(sender.sender.from.address, address("portaal@platform.example"));
        assert_eq!(sender.sender.on_behalf_of, Some(address("info@kantoor.example")));
        let mail = place.welcome(office, "zoe@klant.example", false).await;
        place.until(office, mail, MailState::Sent).await;
        let text = &place.received("zoe@klant.example")[0];
        assert!(text.contains("portaal@platform.example") && text.contains("Reply-To: <info@kantoor.example>"), "{text}");
        assert!(!text.contains("DKIM-Signature"), "the platform's domain is the operator's");
        // As soon as its own domain is right, it sends from there.
        let setup = place.check(office).await;
        place.zone.publish(&setup);
        place.check(office).await;
        let sender = place.desk.welcome_sender(Actor::Console, office.id, office.dossier).await.unwrap();
        assert_eq!((sender.sender.on_behalf_of, sender.sender.from.address), (None, address("info@kantoor.example")));
    }

    async fn a_new_link_and_a_corrected_address_wait_like_a_new_welcome_mail(place) {
        let office = place.office("kantoor.example").await;
        let user = place.invite(office, "zoe@klant.example", true).await.unwrap().id;
        let resent = now(place.desk.resend(Actor::Console, office.id, vec![user], None).await.unwrap());
        let mail = resent[0].as_ref().unwrap();
        assert_eq!(mail.held, Some(SenderFault::Unconfigured));
        assert_eq!(place.mail(office, mail.id).await.tracked.delivery.state, MailState::Held);
        let setup = place.check(office).await;
        place.zone.publish(&setup);
        place.check(office).await;
        place.until(office, mail.id, MailState::Sent).await;
        assert_eq!(place.received("zoe@klant.example").len(), 1, "the first link was replaced");
    }

    async fn the_operator_sees_who_is_broken_by_what_and_has_them_looked_at(place) {
        let (office, other) = (place.office("kantoor.example").await, place.ready_office("smit.example").await);
        place.check(office).await;
        let list = async |filter| {
            let found = place.desk.mail_setups(Actor::Console, filter, None, 10).await.unwrap();
            found.into_iter().map(|setup| setup.office).collect::<Vec<_>>()
        };
        assert_eq!(list(Filter::default()).await, [office.id, other.id]);
        assert_eq!(list(Filter { ready: Some(false), cause: None }).await, [office.id]);
        assert_eq!(list(Filter { ready: Some(true), cause: None }).await, [other.id]);
        assert_eq!(list(Filter { ready: None, cause: Some(SenderFault::DkimMissing) }).await, [office.id]);
        assert_eq!(list(Filter { ready: None, cause: Some(SenderFault::NoMx) }).await, []);
        let own = Actor::Office(place.desk.clock().id(), office.id);
        assert!(place.desk.mail_setups(own, Filter::default(), None, 10).await.is_err());
        for (which, count) in [
            (ToCheck::Cause(SenderFault::DkimMissing), 1),
            (ToCheck::Cause(SenderFault::NoMx), 0),
            (ToCheck::Broken, 1),
            (ToCheck::Offices(vec![office.id, other.id]), 2),
        ] {
            let asked = now(place.desk.check_mail_setups(Actor::Console, which, None).await.unwrap());
            assert_eq!(asked, count);
            assert_eq!(place.desk.check_due_mail_setups().await.unwrap() as u64, count);
        }
        let unknown = ToCheck::Offices(vec![place.desk.clock().id()]);
        assert_eq!(place.desk.check_mail_setups(Actor::Console, unknown, None).await.unwrap(), Err(Refusal::NotFound));
    }
}
