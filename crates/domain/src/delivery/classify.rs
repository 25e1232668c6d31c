//! Reads an ending of the SMTP dialogue: whose doing is it?
//!
//! The phase comes first, then the enhanced status code, then the three digits. A relay that checks the sender
//! only at `RCPT TO`, as Postfix does by default, still says so in its enhanced code (`5.7.x`, `5.1.7`, `5.1.8`);
//! by the digits alone (550, 553, 554) the recipient would be blamed for the sender's set-up.

use super::{Ending, Outcome, Phase, Reply, SenderFault};

/// Whose doing an ending is.
#[must_use]
pub fn outcome(ending: &Ending) -> Outcome {
    match ending {
        Ending::Taken(_) => Outcome::Accepted,
        Ending::Broken(Phase::FinalDot, _) => Outcome::Uncertain,
        Ending::Broken(Phase::Tls, _) => Outcome::SenderFault(SenderFault::Tls),
        Ending::Broken(phase, _) if phase.is_session() => Outcome::RelayUnavailable,
        Ending::Broken(..) => Outcome::TryLater,
        Ending::NotOffered(phase, _) => not_offered(*phase),
        Ending::Refused(Phase::Token, reply) => no_token(reply),
        Ending::Refused(phase, reply) => refused(*phase, reply),
    }
}

/// What a relay does not offer today it will not offer tomorrow: somebody has to change the set-up.
fn not_offered(phase: Phase) -> Outcome {
    match phase {
        Phase::Tls => Outcome::SenderFault(SenderFault::Tls),
        Phase::Auth => Outcome::SenderFault(SenderFault::AuthRejected),
        Phase::AuthToken => Outcome::SenderFault(SenderFault::OauthToken),
        _ => Outcome::RelayUnavailable,
    }
}

/// The provider's answer, in HTTP: 4xx is about what was asked, save for those that say *later* (408, 425, 429).
fn no_token(answer: &Reply) -> Outcome {
    match answer.code {
        408 | 425 | 429 => Outcome::RelayUnavailable,
        400..500 => Outcome::SenderFault(SenderFault::OauthToken),
        _ => Outcome::RelayUnavailable,
    }
}

fn refused(phase: Phase, reply: &Reply) -> Outcome {
    if let Some(fault) = sender_fault(phase, reply) {
        return Outcome::SenderFault(fault);
    }
    let permanent = reply.code >= 500;
    match phase {
        // Once a mail is under way, 421 uses up its patience like any "not now": it may be about this very mail.
        phase if phase.is_session() => Outcome::RelayUnavailable,
        Phase::MailFrom if permanent && !is_about_the_message(reply) => {
            Outcome::SenderFault(SenderFault::SendAsDenied)
        }
        Phase::RcptTo if permanent => Outcome::RecipientRefused,
        _ if permanent => Outcome::MessageRefused,
        _ => Outcome::TryLater,
    }
}

/// The sender's set-up is at fault whatever the phase, when the relay says so.
fn sender_fault(phase: Phase, reply: &Reply) -> Option<SenderFault> {
    if phase == Phase::AuthToken && reply.code >= 500 {
        return Some(token_refused(reply));
    }
    // Digits that speak of logging in (RFC 4954 §4 and §6), with or without an enhanced code.
    let by_digits = match (phase, reply.code) {
        // The same digits say that STARTTLS has to come first (RFC 3207 §4), and no enhanced code tells the two apart.
        (_, 530) if reply.text.to_ascii_uppercase().contains("STARTTLS") => Some(SenderFault::Tls),
        (_, 530 | 534 | 535 | 538) => Some(SenderFault::AuthRejected),
        (Phase::Auth, 500..) => Some(SenderFault::AuthRejected),
        (Phase::Tls, 500..) => Some(SenderFault::Tls),
        _ => None,
    };
    let by_enhanced = reply.enhanced.and_then(|code| match code {
        (5, 7, 30 | 139) => Some(SenderFault::BasicAuthDisabled),
        (5, 7, 10) => Some(SenderFault::Tls),
        (5, 7, 23) => Some(SenderFault::SpfNotAuthorised),
        (5, 7, 26) => Some(SenderFault::DmarcUnaligned),
        (5, 7, 8 | 9 | 57) => Some(SenderFault::AuthRejected),
        (5, 1, 7 | 8) | (5, 2, 252) => Some(SenderFault::SendAsDenied),
        (5, 7, _) => by_digits.or(Some(SenderFault::SendAsDenied)),
        _ => None,
    });
    by_enhanced.or(by_digits)
}

/// A log-in by token that failed is the token's doing, whatever the code: Microsoft says `5.7.139` to tokens too, of a
/// mailbox that may not log in to SMTP at all, and *basic authentication is disabled* would send its reader the wrong way.
fn token_refused(reply: &Reply) -> SenderFault {
    match (reply.code, reply.enhanced) {
        (538, _) | (_, Some((5, 7, 10 | 11))) => SenderFault::Tls,
        _ => SenderFault::OauthToken,
    }
}

/// `5.2.3`, `5.3.4` (too big) and `5.6.x` (cannot be carried) at `MAIL FROM` are about the message, not the sender.
fn is_about_the_message(reply: &Reply) -> bool {
    reply.code == 552 || matches!(reply.enhanced, Some((5, 2, 3) | (5, 3, 4) | (5, 6, _)))
}
