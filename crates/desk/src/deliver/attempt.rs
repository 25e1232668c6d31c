//! One attempt: from a leased mail to bytes, and from an ending to what is recorded.

use domain::{
    Timestamp,
    delivery::{self, Ending, Outcome, Phase, Reply},
};
use mail::{compose::Composed, smtp};
use store::deliveries::{Attempted, Leased};

use super::{Courier, sealing};
use crate::chain;

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
    /// A mail that cannot be made is at its end: nothing of that goes away by itself.
    pub(super) fn begin(courier: &Courier, leased: Leased) -> Result<Self, Box<Attempted>> {
        let began = courier.desk.clock().now();
        let link = leased.mail.content.link().map(|link| courier.desk.links().url(link));
        match courier.composer.compose(&leased.mail, link.as_ref()) {
            Ok(mut composed) => {
                let seals = courier.desk.settings().seals.as_ref();
                let envelope_id = seals.map(|seals| sealing::seal(seals, &leased.mail, &mut composed, began));
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
