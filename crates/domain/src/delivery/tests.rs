//! Endings and what follows them, a line each.

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn reply(text: &str) -> Reply {
    let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
    let first = rest.split(' ').next().unwrap_or_default();
    let parts: Vec<u16> = first.split('.').filter_map(|p| p.parse().ok()).collect();
    let enhanced = if let [a, b, c] = parts[..] { Some((a, b, c)) } else { None };
    Reply { code: code.parse().unwrap(), enhanced, text: rest.to_owned() }
}

fn refused(phase: Phase, text: &str) -> Outcome {
    outcome(&Ending::Refused(phase, reply(text)))
}

#[test]
fn a_relays_no_is_read_by_phase_and_enhanced_code() {
    use Outcome::*;
    use Phase::*;
    let table = [
        (Greeting, "554 no service", RelayUnavailable),
        (Ehlo, "502 what", RelayUnavailable),
        (Auth, "454 4.7.0 later", RelayUnavailable),
        (Auth, "535 5.7.8 bad credentials", Outcome::SenderFault(super::SenderFault::AuthRejected)),
        (
            Auth,
            "535 5.7.139 basic authentication is disabled",
            Outcome::SenderFault(super::SenderFault::BasicAuthDisabled),
        ),
        (
            MailFrom,
            "550 5.7.30 basic authentication is not supported",
            Outcome::SenderFault(super::SenderFault::BasicAuthDisabled),
        ),
        (MailFrom, "530 5.7.57 not authenticated", Outcome::SenderFault(super::SenderFault::AuthRejected)),
        (
            MailFrom,
            "530 5.7.0 Must issue a STARTTLS command first",
            Outcome::SenderFault(super::SenderFault::Tls),
        ),
        (MailFrom, "553 not your address", Outcome::SenderFault(super::SenderFault::SendAsDenied)),
        (MailFrom, "452 4.3.1 disk full", TryLater),
        (MailFrom, "552 5.3.4 too big", MessageRefused),
        (RcptTo, "550 5.1.1 no such user", RecipientRefused),
        (RcptTo, "550 no such user", RecipientRefused),
        (RcptTo, "552 5.2.2 mailbox full", RecipientRefused),
        (
            RcptTo,
            "553 5.7.1 sender address rejected: not owned by user",
            Outcome::SenderFault(super::SenderFault::SendAsDenied),
        ),
        (RcptTo, "550 5.1.8 sender domain not found", Outcome::SenderFault(super::SenderFault::SendAsDenied)),
        (RcptTo, "450 4.7.1 greylisted", TryLater),
        (RcptTo, "421 4.3.2 shutting down", TryLater),
        (Greeting, "421 4.3.2 too busy", RelayUnavailable),
        (Data, "451 4.3.0 later", TryLater),
        (FinalDot, "554 5.6.0 cannot parse", MessageRefused),
        (
            FinalDot,
            "550 5.7.60 no permission to send as this sender",
            Outcome::SenderFault(super::SenderFault::SendAsDenied),
        ),
        (FinalDot, "554 5.2.252 SendAsDenied", Outcome::SenderFault(super::SenderFault::SendAsDenied)),
        (FinalDot, "550 5.7.26 unauthenticated", Outcome::SenderFault(super::SenderFault::DmarcUnaligned)),
        (FinalDot, "452 4.2.2 over quota", TryLater),
        (FinalDot, "421 4.4.2 timeout", TryLater),
    ];
    for (phase, text, expected) in table {
        assert_eq!(refused(phase, text), expected, "{phase:?} {text}");
    }
}

#[test]
fn a_log_in_by_token_that_failed_is_the_tokens_fault() {
    let token = Outcome::SenderFault(SenderFault::OauthToken);
    for (phase, text, expected) in [
        (Phase::AuthToken, "535 5.7.3 Authentication unsuccessful", token),
        (Phase::AuthToken, "535 5.7.8 bad credentials", token),
        (Phase::AuthToken, "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", token),
        (Phase::AuthToken, "504 unknown mechanism", token),
        (Phase::AuthToken, "538 encryption needed", Outcome::SenderFault(SenderFault::Tls)),
        (Phase::AuthToken, "535 5.7.10 encryption needed", Outcome::SenderFault(SenderFault::Tls)),
        (Phase::AuthToken, "454 4.7.0 later", Outcome::RelayUnavailable),
        (Phase::AuthToken, "421 4.7.0 closing", Outcome::RelayUnavailable),
        // The provider's answers, in the words of HTTP.
        (Phase::Token, "400 invalid_grant", token),
        (Phase::Token, "401 invalid_client", token),
        (Phase::Token, "404 not found", token),
        (Phase::Token, "408 timeout", Outcome::RelayUnavailable),
        (Phase::Token, "429 slow down", Outcome::RelayUnavailable),
        (Phase::Token, "503 unavailable", Outcome::RelayUnavailable),
    ] {
        assert_eq!(refused(phase, text), expected, "{phase:?} {text}");
    }
    assert_eq!(outcome(&Ending::Broken(Phase::Token, "timeout".into())), Outcome::RelayUnavailable);
    assert_eq!(outcome(&Ending::Broken(Phase::AuthToken, "timeout".into())), Outcome::RelayUnavailable);
    assert!(Phase::Token.is_session() && Phase::AuthToken.is_session() && !Phase::MailFrom.is_session());
}

#[test]
fn what_a_relay_does_not_offer_is_for_the_set_up_to_change() {
    for (phase, fault) in [
        (Phase::Tls, SenderFault::Tls),
        (Phase::Auth, SenderFault::AuthRejected),
        (Phase::AuthToken, SenderFault::OauthToken),
    ] {
        assert_eq!(outcome(&Ending::NotOffered(phase, "no".into())), Outcome::SenderFault(fault));
    }
}

#[test]
fn only_silence_after_the_final_dot_is_uncertain() {
    let broken = |phase| outcome(&Ending::Broken(phase, "connection reset".into()));
    assert_eq!(broken(Phase::FinalDot), Outcome::Uncertain);
    assert_eq!(broken(Phase::Content), Outcome::TryLater);
    assert_eq!(broken(Phase::MailFrom), Outcome::TryLater);
    assert_eq!(broken(Phase::Connect), Outcome::RelayUnavailable);
    assert_eq!(broken(Phase::Tls), Outcome::SenderFault(SenderFault::Tls));
}

fn fresh() -> Tried {
    Tried { attempts: 0, holds: 0, patience: PATIENCE }
}

#[test]
fn pauses_double_from_half_a_minute_to_an_hour() {
    let mut tried = fresh();
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let Next::Deferred { next_at, tried: then, .. } = next(Outcome::TryLater, tried, NOW, 0.5) else {
            panic!()
        };
        pauses.push(next_at.since(NOW).as_secs());
        tried = then;
    }
    assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
}

#[test]
fn jitter_spreads_a_pause_and_stays_within_bounds() {
    let pause_of = |attempts, jitter| {
        let tried = Tried { attempts, ..fresh() };
        let Next::Deferred { next_at, .. } = next(Outcome::Uncertain, tried, NOW, jitter) else { panic!() };
        next_at.since(NOW).as_secs()
    };
    assert_eq!((pause_of(0, 0.0), pause_of(0, 1.0)), (30, 37));
    assert_eq!((pause_of(3, 0.0), pause_of(3, 1.0)), (180, 300));
    assert_eq!((pause_of(30, 0.0), pause_of(30, 1.0)), (2700, 3600));
}

#[test]
fn a_mail_is_given_up_after_72_hours_of_trying() {
    let (mut tried, mut now, mut attempts) = (fresh(), NOW, 0);
    loop {
        attempts += 1;
        match next(Outcome::TryLater, tried, now, 0.5) {
            Next::Deferred { next_at, tried: then, .. } => (tried, now) = (then, next_at),
            Next::Failed { cause } => {
                assert_eq!((cause, now), (Cause::GivenUp, NOW + PATIENCE));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!((70..90).contains(&attempts), "{attempts}");
}

#[test]
fn what_is_not_the_mails_doing_uses_up_no_patience() {
    let late = Tried { attempts: 3, holds: 2, patience: Duration::from_secs(1) };
    let now = NOW + hours(500);
    let Next::Deferred { cause, tried, .. } = next(Outcome::RelayUnavailable, late, now, 0.5) else {
        panic!()
    };
    assert_eq!((cause, tried), (Cause::RelayUnavailable, late));
    let Next::Held { cause, tried, .. } =
        next(Outcome::SenderFault(SenderFault::SendAsDenied), late, now, 0.5)
    else {
        panic!()
    };
    assert_eq!((cause.code(), tried.attempts, tried.holds), ("send_as_denied", 3, 3));
    assert_eq!(tried.patience, late.patience);
}
