//! What was said and what follows, a line each.

use super::*;
use crate::mail::MailKind;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn failed(status: &str, diagnostic: &str) -> Said {
    let parts: Vec<u16> = status.split('.').filter_map(|part| part.parse().ok()).collect();
    let status = if let [a, b, c] = parts[..] { Some((a, b, c)) } else { None };
    let diagnostic = (!diagnostic.is_empty()).then(|| diagnostic.to_owned());
    Said { action: Action::Failed, status, diagnostic }
}

#[test]
fn the_code_says_why_and_words_only_where_it_does_not() {
    use Cause::*;
    let table = [
        // Codes that are believed.
        ("5.1.1", "smtp; 550 5.1.1 <jo@x.be>: Recipient address rejected: User unknown", AddressUnknown),
        ("5.1.1", "", AddressUnknown),
        ("5.1.2", "", DomainUnknown),
        ("5.1.3", "", AddressUnknown),
        ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", AddressUnknown),
        ("5.1.10", "smtp; 556 5.1.10 recipient address has null MX", DomainUnknown),
        ("5.2.1", "smtp; 550-5.2.1 The email account that you tried to reach is inactive.", MailboxDisabled),
        ("5.2.2", "smtp; 552-5.2.2 The recipient's inbox is out of storage space", MailboxFull),
        ("5.2.3", "", MessageRefused),
        ("5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed limit", MessageRefused),
        ("5.4.4", "x-postfix; Host or domain name not found. Name service error", DomainUnknown),
        ("5.4.310", "smtp;550 5.4.310 DNS domain x.example does not exist", DomainUnknown),
        ("5.6.0", "", MessageRefused),
        ("5.4.7", "", Expired),
        // The sender's doing, whatever the words.
        ("5.7.1", "smtp; 550 5.7.1 <jo@x.be>: Recipient address rejected: user unknown", Policy),
        ("5.7.26", "smtp; 550-5.7.26 unauthenticated", Policy),
        ("5.1.8", "smtp; 550 5.1.8 sender domain not found", Policy),
        ("5.0.0", "smtp; 550 5.7.1 relaying denied", Policy),
        ("4.7.1", "smtp; 450 4.7.1 greylisted", Policy),
        // A temporary code never blames the address.
        ("4.4.1", "smtp; connect to mx.x.be[192.0.2.1]:25: Connection timed out", Expired),
        ("4.1.1", "smtp; 450 4.1.1 <jo@x.be>: User unknown in local table", Expired),
        ("4.2.2", "smtp; 452 4.2.2 mailbox full", MailboxFull),
        ("", "smtp; 450 mailbox unavailable, user unknown", Expired),
        ("4.0.0", "452 insufficient system storage: over quota", MailboxFull),
        // Codes that say nothing.
        ("5.0.0", "smtp; 550 5.1.1 no such user", AddressUnknown),
        ("5.0.0", "smtp; 554 delivery error: dd This user doesn't have a yahoo.com account", AddressUnknown),
        ("5.5.0", "smtp; 550 5.5.0 Requested action not taken: mailbox unavailable", AddressUnknown),
        ("5.4.1", "smtp;550 5.4.1 [jo@x.be]: Recipient address rejected: Access denied", AddressUnknown),
        ("5.1.0", "smtp; 550 rejected as spam", Policy),
        ("5.1.0", "smtp; 5.1.0 - Unknown address error 550-'5.7.1 Service unavailable'", Policy),
        ("5.1.0", "smtp; 5.1.0 - Unknown address error 550-'5.1.1 no such user'", AddressUnknown),
        ("5.1.0", "smtp; 5.1.0 - Unknown address error 550-'go away'", Other),
        ("5.2.0", "smtp; 550 5.2.2 over quota", MailboxFull),
        ("5.4.6", "x-postfix; mail for x.be loops back to myself", Other),
        ("5.4.300", "550 5.4.300 Message expired", Expired),
        ("5.5.0", "smtp; 550 blocked using a block list; user unknown", Policy),
        ("5.0.0", "Unrouteable address", AddressUnknown),
        ("5.0.0", "all relevant MX records point to non-existent hosts", DomainUnknown),
        ("", "Sorry, no mailbox here by that name. (#5.1.1)", AddressUnknown),
        ("", "Connected to 65.55.92.184 but sender was rejected. 550 SC-001", Policy),
        ("", "retry timeout exceeded", Expired),
        ("5.0.0", "smtp; 554 Sorry", Other),
        ("", "", Other),
    ];
    for (status, diagnostic, cause) in table {
        assert_eq!(Cause::of(&failed(status, diagnostic)), cause, "{status} {diagnostic}");
    }
}

#[test]
fn a_code_is_told_from_what_looks_like_one() {
    let table = [
        ("smtp; 550 5.1.1 no", (Some(550), Some((5, 1, 1)))),
        ("smtp; 550-5.7.26 no", (Some(550), Some((5, 7, 26)))),
        ("550-'5.1.1' no", (Some(550), Some((5, 1, 1)))),
        ("sorry (#5.1.2)", (None, Some((5, 1, 2)))),
        ("554 554 5.7.1 denied", (Some(554), Some((5, 7, 1)))),
        ("host 5.1.1 said: 550 no", (Some(550), None)),
        ("connect to 192.0.2.1 port 550", (Some(550), None)),
        ("550 192.0.2.1 is listed", (Some(550), None)),
        ("550 5.1.1.1", (Some(550), None)),
        ("550 2.1.5 ok?", (Some(550), None)),
        ("550 5.1.1000", (Some(550), None)),
        ("", (None, None)),
    ];
    for (text, codes) in table {
        assert_eq!(codes_in(text), codes, "{text}");
    }
}

#[test]
fn what_follows_is_a_table() {
    let rows: Vec<String> = Cause::ALL
        .iter()
        .map(|cause| {
            let Follows { kind, alert, suppress_for } = cause.follows();
            let days = suppress_for.map_or(0, |time| time.as_secs() / 86_400);
            format!("{} {kind:?} {alert:?} {days}", cause.code())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "address_unknown Hard CorrectAddress 90",
            "domain_unknown Hard CorrectAddress 30",
            "mailbox_disabled Hard CorrectAddress 30",
            "mailbox_full Soft ReachReader 0",
            "message_refused Soft ReadDiagnostic 0",
            "policy SenderFault CheckMailSetup 0",
            "expired Soft ReachReader 0",
            "other Soft ReadDiagnostic 0",
        ]
    );
}

#[test]
fn only_a_hard_cause_suppresses() {
    for cause in Cause::ALL {
        let Follows { kind, suppress_for, .. } = cause.follows();
        assert_eq!(suppress_for.is_some(), kind == Kind::Hard, "{cause:?}");
    }
}

const SENT: Option<Handed> = Some(Handed { at: Some(NOW), bounced: false });

#[test]
fn a_mail_that_failed_is_bounced_and_its_address_left_alone() {
    assert_eq!(
        decide(&failed("5.1.1", ""), SENT, NOW),
        Ok(Decision::Bounced {
            cause: Cause::AddressUnknown,
            alert: Alert::CorrectAddress,
            suppressed_until: Some(NOW + days(90)),
        })
    );
}

#[test]
fn what_did_not_fail_is_noted_and_changes_nothing() {
    for action in [Action::Delayed, Action::Delivered, Action::Relayed, Action::Expanded] {
        let said = Said { action, ..failed("5.1.1", "user unknown") };
        assert_eq!(decide(&said, SENT, NOW), Ok(Decision::Noted(action)));
        assert_eq!(Action::read(&action.code().to_uppercase()), Some(action));
    }
}

#[test]
fn what_cannot_have_come_back_is_ignored_with_its_reason() {
    let handed = |at, bounced| Some(Handed { at, bounced });
    let table = [
        (None, Ignored::UnknownMail),
        (handed(None, false), Ignored::NeverSent),
        (handed(Some(NOW - days(15)), false), Ignored::TooOld),
        (handed(Some(NOW), true), Ignored::AlreadyBounced),
    ];
    for (mail, reason) in table {
        assert_eq!(decide(&failed("5.1.1", ""), mail, NOW), Err(reason));
    }
    assert!(decide(&failed("5.1.1", ""), handed(Some(NOW - MEMORY), false), NOW).is_ok());
    assert!(
        decide(&failed("5.1.1", ""), handed(Some(NOW + days(1)), false), NOW).is_ok(),
        "a clock set back"
    );
}

#[test]
fn a_suppressed_address_stops_what_nobody_waits_for_and_asks_about_the_rest() {
    let suppressed = Suppressed { cause: Cause::AddressUnknown, until: NOW + days(1) };
    for kind in MailKind::ALL {
        let asks = matches!(kind, MailKind::Welcome | MailKind::AccessAdded);
        let expected = if asks { Passage::Asks(suppressed) } else { Passage::StaysBehind(suppressed) };
        assert_eq!(passage(kind, Some(suppressed), NOW), expected, "{kind:?}");
        assert_eq!(passage(kind, Some(suppressed), NOW + days(1)), Passage::Goes, "{kind:?}");
        assert_eq!(passage(kind, None, NOW), Passage::Goes, "{kind:?}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_said_of_the_sender_or_for_now_suppresses_an_address(
        class in 4u16..6, subject in 0u16..9, detail in 0u16..400, text in ".{0,80}|(user unknown|mailbox full|spam|550 5.1.1|#5.7.1| ){0,6}",
    ) {
        let said = Said { action: Action::Failed, status: Some((class, subject, detail)), diagnostic: Some(text) };
        let suppresses = Cause::of(&said).follows().suppress_for.is_some();
        prop_assert!(!suppresses || (class == 5 && subject != 7) || subject == 0);
    }
}
