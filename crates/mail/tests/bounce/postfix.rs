//! A real notification: Postfix is given a mail with our return path, the next server refuses its recipient, and
//! Postfix brings back what it makes of that, over LMTP.

use std::{
    env,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use domain::bounce::{Action, Cause, Decision, Handed, decide};
use domain::{EmailAddress, id::MailId};
use mail::bounce::lmtp::{Endpoint, Limits, Listener, Received};
use mail::bounce::{MatchedBy, Seals, read};
use mail::smtp::{Connection, Envelope, Relay, Timeouts};
use smtp_sink::{Config, Fault, Phase, Sink, Then};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::listener::Shelf;
use crate::support::{NOW, seals};

/// The two ports on which Postfix looks for us are one test's at a time.
static PORTS: Mutex<()> = Mutex::const_new(());

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name}: run ./test"))
}

/// The server that Postfix relays to, and the listener that it brings notifications to.
struct Between {
    next: Sink,
    shelf: Arc<Shelf>,
    stop: CancellationToken,
    listener: tokio::task::JoinHandle<()>,
}

impl Between {
    async fn start() -> Self {
        let listen: SocketAddr = variable("POSTMEESTER_TEST_POSTFIX_RELAYED").parse().expect("an address");
        let next =
            Sink::start(Config { listen, ..Config::default() }).await.expect("Postfix's next server's port");
        let endpoint: Endpoint = variable("POSTMEESTER_TEST_POSTFIX_BOUNCES").parse().expect("an endpoint");
        let listener = Listener::bind(&endpoint, Limits::default()).await.expect("Postfix's LMTP port");
        let (shelf, stop) = (Arc::new(Shelf::default()), CancellationToken::new());
        let listener = tokio::spawn(listener.serve(Arc::clone(&shelf), stop.clone()));
        Self { next, shelf, stop, listener }
    }

    /// What came for this address.
    async fn came(&self, to: &str) -> Received {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            let kept = self.shelf.kept.lock().unwrap().clone();
            if let Some(received) = kept.into_iter().find(|received| received.to == to) {
                return received;
            }
            assert!(Instant::now() < until, "Postfix brought nothing back to {to}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.listener.await.expect("an end");
        self.next.stop().await;
    }
}

/// Hands Postfix a mail to this recipient, the way that mails are handed over.
async fn hand_over(seals: &Seals, mail: MailId, to: &EmailAddress, return_path: &str) {
    let relay = Relay::from_url(&variable("POSTMEESTER_TEST_POSTFIX")).expect("an URL");
    let mut connection = Connection::open(&relay, &Timeouts::default()).await.expect("Postfix is up");
    let id = seals.envelope_id(mail, to, NOW);
    let wire = to.wire();
    let envelope = Envelope::new(return_path, &wire, 0).and_then(|e| e.with_id(&id)).expect("an envelope");
    connection.offer(envelope).await.expect("an offer");
    let content = format!(
        "{}From: Kantoor <kantoor@peeters.example>\r\nTo: {wire}\r\nMessage-ID: <{mail}@portaal.example>\r\n\
         Subject: Welkom\r\n\r\nhttps://portaal.example/welcome/secret\r\n",
        seals.header(mail, to, NOW)
    );
    let (ending, _) = connection.hand_over(content.as_bytes(), None).await;
    assert!(matches!(ending, domain::delivery::Ending::Taken(_)), "{ending:?}");
    connection.quit().await;
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

fn mail_id(number: u128) -> MailId {
    MailId::new(uuid::Uuid::from_u128(number))
}

#[tokio::test]
#[ignore = "needs Postfix: run ./test"]
async fn an_unknown_user_comes_back_from_postfix_and_is_known() {
    let _ports = PORTS.lock().await;
    let between = Between::start().await;
    between.next.set_faults(vec![Fault::at(
        Phase::RcptTo,
        Then::reply(550, "5.1.1 <jo+x@relayed.example>: Recipient address rejected: User unknown"),
    )]);
    let (seals, mail, to) = (seals(), mail_id(11), address("jo+x@relayed.example"));
    let return_path = seals.return_path(mail, &to, NOW);
    // A store that is full at first: Postfix keeps the notification, and comes back with it.
    between.shelf.is_full();
    hand_over(&seals, mail, &to, &return_path).await;
    let until = Instant::now() + Duration::from_secs(60);
    while between.shelf.asked.load(Ordering::SeqCst) == 0 {
        assert!(Instant::now() < until, "Postfix brought nothing back");
        sleep(Duration::from_millis(50)).await;
    }
    assert!(between.shelf.kept.lock().unwrap().is_empty());
    between.shelf.is_well();
    let received = between.came(&return_path).await;
    assert_eq!((received.from.as_str(), received.cut), ("", false));
    let text = String::from_utf8_lossy(&received.content).into_owned();
    println!("{text}");
    assert!(!text.contains("/welcome/secret"), "only headers were asked back");

    let bounce = read(&seals, Some(&received.to), &received.content, NOW).expect("a bounce");
    assert_eq!((bounce.mail, bounce.matched_by), (mail, MatchedBy::ReturnPath));
    assert_eq!((bounce.said.action, bounce.said.status), (Action::Failed, Some((5, 1, 1))));
    let handed = Some(Handed { at: Some(NOW), bounced: false });
    assert!(matches!(
        decide(&bounce.said, handed, NOW),
        Ok(Decision::Bounced { cause: Cause::AddressUnknown, suppressed_until: Some(_), .. })
    ));
    // The same without its return path, as it comes to an office's own mailbox.
    let posted = read(&seals, None, &received.content, NOW).expect("an envelope id");
    assert_eq!((posted.matched_by, posted.fingerprint), (MatchedBy::EnvelopeId, bounce.fingerprint));
    let text = text.replace("Original-Envelope-Id", "X-Was-Envelope-Id");
    let posted = read(&seals, None, text.as_bytes(), NOW).expect("a header");
    assert_eq!((posted.mail, posted.matched_by), (mail, MatchedBy::Header));
    between.stop().await;
}

#[tokio::test]
#[ignore = "needs Postfix: run ./test"]
async fn a_return_path_that_was_changed_is_refused_and_another_cause_is_told_apart() {
    let _ports = PORTS.lock().await;
    let between = Between::start().await;
    between.next.set_faults(vec![
        Fault::at(Phase::RcptTo, Then::reply(552, "5.2.2 mailbox full")).recipient("full@relayed.example"),
        Fault::at(Phase::RcptTo, Then::reply(550, "5.7.1 blocked, user unknown"))
            .recipient("policy@relayed.example"),
        Fault::at(Phase::RcptTo, Then::reply(550, "5.1.1 no such user")),
    ]);
    let seals = seals();
    let forged = Seals::new([9; 32], "bounces.example").expect("a domain");
    let forged_path = forged.return_path(mail_id(20), &address("x@relayed.example"), NOW);
    hand_over(&forged, mail_id(20), &address("x@relayed.example"), &forged_path).await;
    for (number, to, cause) in
        [(21, "full@relayed.example", Cause::MailboxFull), (22, "policy@relayed.example", Cause::Policy)]
    {
        let (mail, to) = (mail_id(number), address(to));
        let return_path = seals.return_path(mail, &to, NOW);
        hand_over(&seals, mail, &to, &return_path).await;
        let received = between.came(&return_path).await;
        let bounce = read(&seals, Some(&received.to), &received.content, NOW).expect("a bounce");
        assert_eq!((bounce.mail, Cause::of(&bounce.said)), (mail, cause));
    }
    let kept =
        between.shelf.kept.lock().unwrap().iter().filter(|received| received.to == forged_path).count();
    assert_eq!(kept, 0, "it was refused at RCPT");
    between.stop().await;
}
