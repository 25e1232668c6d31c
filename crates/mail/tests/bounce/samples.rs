//! What each system writes, and what follows from it.

use domain::bounce::{Action, Cause};
use domain::time::days;
use mail::bounce::{Ignored, MatchedBy, read, report::NotAReport};

use crate::support::{NOW, OTHERS, SAMPLES, arrived, mail, return_path, sample, seals};

#[test]
fn each_system_is_understood() {
    use Action::{Delayed, Delivered, Failed};
    let table = [
        ("postfix-unknown-user", Failed, Some((5, 1, 1)), Cause::AddressUnknown),
        ("postfix-delayed", Delayed, Some((4, 4, 1)), Cause::Expired),
        ("postfix-no-such-host", Failed, Some((5, 4, 4)), Cause::DomainUnknown),
        ("postfix-expired", Failed, Some((4, 4, 1)), Cause::Expired),
        ("exim-text", Failed, None, Cause::AddressUnknown),
        ("exim-report", Failed, Some((5, 0, 0)), Cause::AddressUnknown),
        ("m365-unknown-user", Failed, Some((5, 1, 10)), Cause::AddressUnknown),
        ("m365-access-denied", Failed, Some((5, 4, 1)), Cause::AddressUnknown),
        ("exchange-mailbox-full", Failed, Some((5, 2, 2)), Cause::MailboxFull),
        ("gmail-unknown-user", Failed, Some((5, 1, 1)), Cause::AddressUnknown),
        ("gmail-policy", Failed, Some((5, 7, 26)), Cause::Policy),
        ("qmail", Failed, None, Cause::AddressUnknown),
        ("global", Failed, Some((5, 1, 1)), Cause::AddressUnknown),
        ("delivered", Delivered, Some((2, 0, 0)), Cause::Other),
        ("footer-added", Failed, Some((5, 1, 1)), Cause::AddressUnknown),
    ];
    assert_eq!(table.map(|row| row.0).as_slice(), SAMPLES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (name, action, status, cause) in table {
        let bounce = read(&seals(), Some(&return_path()), &arrived(sample(name), &seals()), NOW).expect(name);
        assert_eq!((bounce.mail, bounce.matched_by), (mail(), MatchedBy::ReturnPath), "{name}");
        assert_eq!((bounce.said.action, bounce.said.status), (action, status), "{name}");
        assert_eq!(Cause::of(&bounce.said), cause, "{name}: {:?}", bounce.said);
    }
}

#[test]
fn what_the_server_said_is_one_line() {
    let said = |name: &str| {
        let bounce = read(&seals(), Some(&return_path()), &arrived(sample(name), &seals()), NOW).expect(name);
        (bounce.said.diagnostic.unwrap_or_default(), bounce.reporting_mta)
    };
    assert_eq!(
        said("postfix-unknown-user"),
        (
            "550 5.1.1 <jo@klant.example>: Recipient address rejected: User unknown in virtual mailbox table"
                .to_owned(),
            Some("mx.relay.example".to_owned())
        )
    );
    assert_eq!(
        said("exim-text").0,
        "host mx.klant.example [192.0.2.25] SMTP error from remote mail server after RCPT TO:<jo@klant.example>: \
         550 5.1.1 <jo@klant.example>: no such user here"
    );
    assert_eq!(said("qmail").0, "Sorry, no mailbox here by that name. (#5.1.1)");
    assert!(
        said("exchange-mailbox-full").0.ends_with("QuotaExceededException.MapiExceptionShutoffQuotaExceeded")
    );
}

#[test]
fn what_is_no_notification_is_told_apart() {
    let table = [
        ("vacation", NotAReport::AutoReply),
        ("out-of-office", NotAReport::AutoReply),
        ("complaint", NotAReport::FeedbackReport),
        ("read-receipt", NotAReport::ReadReceipt),
        ("person", NotAReport::SomethingElse),
        ("empty-report", NotAReport::Unreadable),
    ];
    assert_eq!(table.map(|row| row.0).as_slice(), OTHERS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (name, why) in table {
        let answer = read(&seals(), Some(&return_path()), &arrived(sample(name), &seals()), NOW);
        assert_eq!(answer, Err(Ignored::NotAReport(why)), "{name}");
    }
}

/// An office's own relay may put its own address into the envelope; what comes back to that is posted to the API.
#[test]
fn without_a_return_path_of_ours_a_mail_is_known_by_its_envelope_id_or_its_header() {
    let office = Some("kantoor@peeters.example");
    let postfix = arrived(sample("postfix-unknown-user"), &seals());
    for sent_to in [None, office] {
        let bounce = read(&seals(), sent_to, &postfix, NOW).expect("an envelope id");
        assert_eq!((bounce.mail, bounce.matched_by), (mail(), MatchedBy::EnvelopeId));
    }
    for name in ["m365-unknown-user", "gmail-unknown-user", "exim-text", "exim-report", "qmail", "global"] {
        // A mail may have been stored, and held, long before it was sent.
        let bounce = read(&seals(), office, &arrived(sample(name), &seals()), NOW + days(60)).expect(name);
        assert_eq!((bounce.mail, bounce.matched_by), (mail(), MatchedBy::Header), "{name}");
    }
    for name in ["gmail-policy", "m365-access-denied", "postfix-expired"] {
        let answer = read(&seals(), office, &arrived(sample(name), &seals()), NOW);
        assert_eq!(answer, Err(Ignored::Unsigned), "{name}: nothing in it is signed");
    }
}

#[test]
fn the_same_notification_has_the_same_fingerprint_whatever_way_it_took() {
    let fingerprint = |name: &str, sent_to: Option<&str>, change: (&str, &str)| {
        let text = sample(name).replace(change.0, change.1);
        read(&seals(), sent_to, &arrived(&text, &seals()), NOW).expect(name).fingerprint
    };
    let first = fingerprint("postfix-unknown-user", Some(&return_path()), ("", ""));
    assert_eq!(first, fingerprint("postfix-unknown-user", None, ("4B1C42A0F1", "5C2D53B1A2")));
    assert_eq!(
        first,
        fingerprint("postfix-unknown-user", None, ("Final-Recipient", "X-A: b\nFinal-Recipient"))
    );
    assert_ne!(first, fingerprint("postfix-unknown-user", None, ("Status: 5.1.1", "Status: 5.1.2")));
    assert_ne!(first, fingerprint("postfix-unknown-user", None, ("Action: failed", "Action: delayed")));
}

#[test]
fn a_notification_that_was_cut_is_read_as_far_as_it_goes() {
    let whole = arrived(sample("m365-unknown-user"), &seals());
    let end = whole.windows(16).position(|octets| octets == b"X-Display-Name: ").expect("the last field");
    let bounce = read(&seals(), Some(&return_path()), &whole[..end], NOW).expect("all that matters");
    assert_eq!(Cause::of(&bounce.said), Cause::AddressUnknown);
}
