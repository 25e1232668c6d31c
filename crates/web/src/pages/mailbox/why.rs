//! Why a mail went as it did: who sends and because of what, where replies go, why this recipient, how far it came.

use desk::mails::{Attempt, MailDetail, MailState, SaidOfMail};
use domain::{
    Timestamp,
    sender::{SenderDecision, Step},
};
use serde::Serialize;

use super::heard::Heard;
use crate::pages::{moment, words::Words};

/// The story of one mail, in words.
pub(super) struct Story {
    pub(super) order: String,
    pub(super) steps: Vec<StepTold>,
    pub(super) reply: String,
    pub(super) heard: Heard,
    /// How far it came, a sentence each.
    pub(super) delivery: Vec<String>,
    pub(super) attempts: Vec<AttemptTold>,
}

/// One step of the cascade.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StepTold {
    pub(super) name: String,
    /// `skipped`, `taken` or `not-asked`.
    pub(super) class: &'static str,
    pub(super) words: String,
}

/// One attempt to hand the mail over.
pub(super) struct AttemptTold {
    /// `accepted` or `other`.
    pub(super) class: &'static str,
    pub(super) at: String,
    pub(super) outcome: String,
    pub(super) phase: String,
    pub(super) relay: String,
    pub(super) reply: String,
    pub(super) took: String,
}

impl Story {
    pub(super) fn of(detail: &MailDetail, words: Words, zone: &str) -> Self {
        let mail = &detail.tracked.mail;
        let order = match asked(&mail.sender).first() {
            Some(Step::SystemAddress) => words.say("why-order-system"),
            Some(Step::FunctionalAddress) => words.say("why-order-functional"),
            _ => words.say("why-order"),
        };
        Self {
            order,
            steps: steps(&mail.sender, words),
            reply: reply(&mail.sender, words),
            heard: Heard::of(mail, words),
            delivery: delivery(detail, words, zone),
            attempts: detail.attempts.iter().map(|attempt| told(attempt, words, zone)).collect(),
        }
    }
}

/// The steps that were asked, in their order: those that were passed over, then the one that was taken.
fn asked(sender: &SenderDecision) -> Vec<Step> {
    sender.skipped.iter().map(|skipped| skipped.step).chain([sender.step]).collect()
}

/// The steps in the order that they are asked when the office has chosen nothing else.
const CASCADE: [Step; 4] =
    [Step::DossierManager, Step::ClientGroup, Step::FunctionalAddress, Step::CommunicationAddress];

/// All steps: those that were asked, then those that did not have to be. The platform's address is no step of many.
fn steps(sender: &SenderDecision, words: Words) -> Vec<StepTold> {
    let asked = asked(sender);
    let cascade = if sender.step == Step::SystemAddress { [].as_slice() } else { CASCADE.as_slice() };
    let not_asked = cascade.iter().copied().filter(|step| !asked.contains(step));
    let name = |step: Step| words.say(&format!("step-{}", code(&step)));
    let skipped = sender.skipped.iter().map(|skipped| StepTold {
        name: name(skipped.step),
        class: "skipped",
        words: words.say(&format!("skipped-{}", code(&skipped.reason))),
    });
    let from = format!("{} <{}>", sender.from.name, sender.from.address);
    let taken =
        StepTold { name: name(sender.step), class: "taken", words: words.with("step-taken", "from", &from) };
    let rest = not_asked.map(|step| StepTold {
        name: name(step),
        class: "not-asked",
        words: words.say("step-not-asked"),
    });
    skipped.chain([taken]).chain(rest).collect()
}

fn reply(sender: &SenderDecision, words: Words) -> String {
    let from = sender.from.address.as_str();
    match &sender.reply_to {
        None => words.with("why-reply-same", "address", from),
        Some(address) => {
            words.fill("why-reply-elsewhere", &[("from", from.into()), ("address", address.as_str().into())])
        }
    }
}

fn delivery(detail: &MailDetail, words: Words, zone: &str) -> Vec<String> {
    let delivery = &detail.tracked.delivery;
    let moment = |key: &str, at: Timestamp| words.with(key, "moment", &moment::in_words(at, zone, words));
    // Other mail servers have causes of their own.
    let causes = if delivery.state == MailState::Bounced { "bounce" } else { "cause" };
    let cause = delivery.cause.as_deref().map(|cause| words.of_code(causes, cause));
    let queue_id = delivery.relay_queue_id.as_deref().map(|id| words.with("why-queue-id", "id", id));
    [
        Some(words.say(&format!("state-{}", code(&delivery.state)))),
        cause,
        queue_id,
        delivery.next_at.map(|at| moment("why-next", at)),
        Some(moment("why-since", delivery.changed_at)),
    ]
    .into_iter()
    .flatten()
    .chain(detail.said.iter().map(|said| words.with(&format!("said-{}", said.action), "said", &answer(said))))
    .collect()
}

/// What a server said, in its own words, or at least its code.
fn answer(said: &SaidOfMail) -> String {
    said.diagnostic.clone().or_else(|| said.status.clone()).unwrap_or_else(|| "–".to_owned())
}

fn told(attempt: &Attempt, words: Words, zone: &str) -> AttemptTold {
    // The sender's fault is stored as `sender_fault:tls`; which it is, is said as the cause.
    let (outcome, fault) = attempt.outcome.split_once(':').unwrap_or((&attempt.outcome, ""));
    let outcome_in_words = words.say(&format!("attempt-{outcome}"));
    let at = moment::to_the_second(Timestamp::from_millis(attempt.at), zone);
    AttemptTold {
        class: if outcome == "accepted" { "accepted" } else { "other" },
        at,
        outcome: match fault {
            "" => outcome_in_words,
            fault => format!("{outcome_in_words}: {}", words.of_code("cause", fault)),
        },
        phase: words.say(&format!("phase-{}", attempt.phase)),
        relay: attempt.relay.clone(),
        reply: attempt.reply.clone(),
        took: format!("{} ms", attempt.took_ms),
    }
}

/// The code of a word of the domain, as it is on the wire.
pub(super) fn code(word: &impl Serialize) -> String {
    let value = serde_json::to_value(word).ok();
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::{
        EmailAddress, Language, Mailbox, Name, bounce,
        delivery::{Cause, Phase, SenderFault},
        mail::MailKind,
        sender::{SkipReason, Skipped},
    };

    use super::*;

    fn sender(step: Step, skipped: Vec<Skipped>) -> SenderDecision {
        let address = EmailAddress::parse("info@x.be").unwrap();
        SenderDecision {
            step,
            from: Mailbox { name: Name::parse("X").unwrap(), address },
            reply_to: None,
            on_behalf_of: None,
            skipped,
        }
    }

    #[test]
    fn the_ladder_shows_each_step_once_in_the_order_it_was_asked() {
        let skipped =
            vec![Skipped { step: Step::FunctionalAddress, reason: SkipReason::NoFunctionalAddress }];
        let told = steps(&sender(Step::DossierManager, skipped), Words(Language::En));
        let shown: Vec<_> = told.iter().map(|step| (step.name.as_str(), step.class)).collect();
        assert_eq!(
            shown,
            [
                ("Functional e-mail address", "skipped"),
                ("Dossier manager", "taken"),
                ("Client group", "not-asked"),
                ("Communication e-mail address", "not-asked"),
            ]
        );
        assert_eq!(told[1].words, "Taken: the mail comes from X <info@x.be>.");
    }

    /// A word that a page looks up by its code must be there for every code.
    #[test]
    fn every_code_has_its_words() {
        let mut keys = Vec::new();
        for reason in [
            SkipReason::NoManager,
            SkipReason::ManagerInactive,
            SkipReason::NoGroup,
            SkipReason::GroupWithoutAddress,
            SkipReason::NoFunctionalAddress,
        ] {
            keys.push(format!("skipped-{}", code(&reason)));
        }
        for step in CASCADE.into_iter().chain([Step::SystemAddress]) {
            keys.push(format!("step-{}", code(&step)));
        }
        for state in desk::mails::MailState::ALL {
            keys.push(format!("state-{}", code(&state)));
        }
        for kind in MailKind::ALL {
            keys.push(format!("kind-{}", kind.code()));
        }
        for phase in [
            Phase::Token,
            Phase::Connect,
            Phase::Tls,
            Phase::Greeting,
            Phase::Ehlo,
            Phase::Auth,
            Phase::AuthToken,
            Phase::MailFrom,
            Phase::RcptTo,
            Phase::Data,
            Phase::Content,
            Phase::FinalDot,
        ] {
            keys.push(format!("phase-{}", code(&phase)));
        }
        let causes = [
            Cause::RecipientRefused,
            Cause::MessageRefused,
            Cause::TryLater,
            Cause::RelayUnavailable,
            Cause::Uncertain,
            Cause::GivenUp,
            Cause::Suppressed,
        ];
        for cause in causes.into_iter().chain(SenderFault::ALL.map(Cause::Sender)) {
            keys.push(format!("cause-{}", cause.code()));
        }
        use domain::delivery::Outcome::{
            Accepted, MessageRefused, RecipientRefused, RelayUnavailable, TryLater, Uncertain,
        };
        for outcome in [Accepted, RecipientRefused, MessageRefused, TryLater, RelayUnavailable, Uncertain] {
            keys.push(format!("attempt-{}", code(&outcome)));
        }
        for cause in bounce::Cause::ALL {
            keys.push(format!("bounce-{}", cause.code()));
        }
        for action in ["failed", "delayed", "delivered", "relayed", "expanded"] {
            let key = format!("said-{action}");
            assert!(Words(Language::En).with(&key, "said", "550 no").ends_with("550 no"), "{key}");
        }
        for key in keys {
            assert_ne!(Words(Language::En).say(&key), key);
        }
    }
}
