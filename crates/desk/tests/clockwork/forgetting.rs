//! What a mail said is forgotten when it is over and old; that it was sent, to whom and why, is not.

use desk::{Said, access::Actor, mails::ByHand, mails::MailState};
use domain::{
    mail::{Content, MailKind},
    time::days,
};
use smtp_sink::{Fault, Phase, Then};

use crate::{invite, place::Place};

#[tokio::test]
async fn what_a_mail_said_is_forgotten_after_a_month_and_why_it_was_sent_is_not() {
    let place = Place::new().await;
    let at_rcpt = |code, text, who| Fault::at(Phase::RcptTo, Then::reply(code, text)).recipient(who);
    place.sink.set_faults(vec![
        at_rcpt(550, "5.1.1 no such user", "gone@klant.example"),
        at_rcpt(450, "4.2.1 later", "later@klant.example"),
    ]);
    let sent = place.invite(invite(&place, "zoe@klant.example")).await.mail.unwrap().id;
    let failed = place.invite(invite(&place, "gone@klant.example")).await.mail.unwrap().id;
    let waiting = place.invite(invite(&place, "later@klant.example")).await.mail.unwrap().id;
    place.until(sent, MailState::Sent, 1).await;
    place.until(failed, MailState::Failed, 1).await;
    place.until(waiting, MailState::Deferred, 1).await;
    place.quiet().await;
    place.stop_delivering().await;
    let before = place.mail(sent).await;

    place.desk.clock().forward(days(29));
    assert_eq!(place.desk.forget_contents().await.unwrap(), 0, "not before its time");
    place.desk.clock().forward(days(2));
    // The two, and the failed task that the office heard of.
    assert_eq!(place.desk.forget_contents().await.unwrap(), 3);
    assert_eq!(place.desk.forget_contents().await.unwrap(), 0);

    let after = place.mail(sent).await;
    let Content::Forgotten(left) = &after.tracked.mail.content else {
        panic!("not forgotten: {after:?}");
    };
    assert_eq!((left.kind, left.office_name.as_str()), (MailKind::Welcome, "Kantoor Peeters"));
    assert_eq!(after.tracked.mail.sender, before.tracked.mail.sender);
    assert_eq!(after.tracked.mail.to, before.tracked.mail.to);
    assert_eq!(format!("{:?}", after.attempts), format!("{:?}", before.attempts));
    // What is still to be sent is as it was.
    assert!(matches!(place.mail(waiting).await.tracked.mail.content, Content::WelcomeV1(_)));

    let again = place.desk.by_hand(Actor::Console, place.office, ByHand::Retry, vec![failed, sent], None);
    let Ok(Ok(Said::Now(outcomes))) = again.await else { panic!("not answered") };
    assert!(outcomes.iter().all(Result::is_err), "nobody knows any more what it said: {outcomes:?}");
}
