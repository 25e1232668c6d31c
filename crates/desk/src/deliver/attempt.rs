//! One attempt: from a leased mail to bytes, and from an ending to what is recorded.

use domain::{
    Timestamp,
    delivery::{self, Ending, Outcome, Phase, Reply, SenderFault},
};
use mail::{compose::Composed, smtp};
use store::deliveries::{Attempted, Leased};

use super::{
    Courier, sealing,
    setups::{self, Passes},
};
use crate::chain;

/// How far a dialogue had come that was not begun: no relay finds a sender at fault there.
pub(super) const HELD_BY_US: Phase = Phase::Connect;

/// A mail that is ready to be handed over.
pub(super) struct Attempt {
    pub(super) leased: Leased,
    pub(super) composed: Composed,
    /// What a relay that offers DSN repeats when the mail comes back.
    pub(super) envelope_id: Option<String>,
    began: Timestamp,
}

impl Attempt {
    /// Makes the mail's bytes: the same at every attempt.
    ///
    /// A mail that cannot be made is at its end: nothing of that goes away by itself. One whose sender's domain is not ready
    /// is held.
    pub(super) async fn begin(courier: &Courier, leased: Leased) -> Result<Self, Box<Attempted>> {
        let began = courier.desk.clock().now();
        let passes = courier.pass(&leased.mail);
        if let Passes::Held(causes) = passes {
            return Err(Box::new(held(courier, &leased, began, &causes)));
        }
        let link = leased.mail.content.link().map(|link| courier.desk.links().url(link));
        match courier.composer.compose(&leased.mail, link.as_ref()) {
            Ok(mut composed) => {
                // Sealed before it is signed, since a signature covers what is before it.
                let seals = courier.desk.settings().seals.as_ref();
                let envelope_id = seals.map(|seals| sealing::seal(seals, &leased.mail, &mut composed, began));
                let signed = match passes {
                    Passes::Signed(signer) => setups::sign(signer, std::mem::take(&mut composed.bytes)).await,
                    Passes::Unsigned => Ok(std::mem::take(&mut composed.bytes)),
                    Passes::Held(_) | Passes::Unknown => Err("nothing is known of its domain".to_owned()),
                };
                match signed {
                    Ok(bytes) => composed.bytes = bytes,
                    // It may be this machine's, and of now: the mail is tried again.
                    Err(why) => {
                        tracing::error!(mail = %leased.mail.id, error = why, "a mail cannot be signed; it is tried again");
                        let ending =
                            Ending::Broken(Phase::Content, format!("the mail cannot be signed: {why}"));
                        return Err(Box::new(attempted(courier, &leased, began, &ending)));
                    }
                }
                Ok(Self { leased, composed, envelope_id, began })
            }
            Err(error) => {
                let why = chain(&error);
                tracing::error!(mail = %leased.mail.id, error = why, "a mail cannot be composed");
                let text = format!("the mail cannot be composed: {why}");
                let reply = Reply { code: 554, enhanced: Some((5, 6, 0)), text };
                Err(Box::new(attempted(courier, &leased, began, &Ending::Refused(Phase::Content, reply))))
            }
        }
    }

    /// What is recorded of it, now that it has ended.
    pub(super) fn end(&self, courier: &Courier, ending: &Ending) -> Attempted {
        attempted(courier, &self.leased, self.began, ending)
    }
}

/// A mail that waits for its domain to be set up. The relay was not spoken to.
fn held(courier: &Courier, leased: &Leased, at: Timestamp, causes: &[SenderFault]) -> Attempted {
    let clock = courier.desk.clock();
    let codes: Vec<_> = causes.iter().map(|cause| cause.code()).collect();
    let domain = leased.mail.sender.from.address.domain();
    let outcome = Outcome::SenderFault(causes.first().copied().unwrap_or(SenderFault::Unconfigured));
    Attempted {
        mail_id: leased.mail.id,
        lease: leased.lease,
        at,
        took_ms: 0,
        outcome,
        phase: HELD_BY_US,
        reply: format!("{domain} is not set up to send: {}", codes.join(", ")),
        relay: courier.route.relay.name(),
        relay_queue_id: None,
        next: delivery::next(outcome, leased.tried, clock.now(), clock.chance()),
        was_probe: leased.is_probe,
    }
}

fn attempted(courier: &Courier, leased: &Leased, at: Timestamp, ending: &Ending) -> Attempted {
    let clock = courier.desk.clock();
    let (now, outcome) = (clock.now(), delivery::outcome(ending));
    let (phase, reply) = match ending {
        Ending::Taken(reply) => (Phase::FinalDot, told(reply)),
        Ending::Refused(phase, reply) => (*phase, told(reply)),
        Ending::Broken(phase, why) | Ending::NotOffered(phase, why) => (*phase, why.clone()),
    };
    let relay_queue_id = match ending {
        Ending::Taken(reply) => smtp::queue_id(reply),
        _ => None,
    };
    metrics::counter!("postmeester_attempts_total", "outcome" => label(outcome)).increment(1);
    Attempted {
        mail_id: leased.mail.id,
        lease: leased.lease,
        at,
        took_ms: u64::try_from(now.since(at).as_millis()).unwrap_or(u64::MAX),
        outcome,
        phase,
        reply,
        relay: courier.route.relay.name(),
        relay_queue_id,
        next: delivery::next(outcome, leased.tried, now, clock.chance()),
        was_probe: leased.is_probe,
    }
}

/// A reply as the relay wrote it.
fn told(reply: &Reply) -> String {
    match reply.enhanced {
        Some((class, subject, detail)) => format!("{} {class}.{subject}.{detail} {}", reply.code, reply.text),
        None => format!("{} {}", reply.code, reply.text),
    }
}

const fn label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::RecipientRefused => "recipient_refused",
        Outcome::MessageRefused => "message_refused",
        Outcome::TryLater => "try_later",
        Outcome::SenderFault(_) => "sender_fault",
        Outcome::RelayUnavailable => "relay_unavailable",
        Outcome::Uncertain => "uncertain",
    }
}
