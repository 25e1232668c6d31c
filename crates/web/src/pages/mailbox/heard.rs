//! Why a mail goes to its recipient, in words.

use domain::{
    mail::{Digest, Mail, MailKind},
    recipients::{Because, Choice, LeftOut, LeftOutReason, Step},
};

use super::why::{StepTold, code};
use crate::pages::words::Words;

/// Why a mail goes to its recipient.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// What the steps are, when steps decided.
    pub(super) order: Option<String>,
    pub(super) steps: Vec<StepTold>,
    pub(super) sentences: Vec<String>,
    /// For a digest, each event in it.
    pub(super) events: Vec<EventTold>,
}

/// One event of a digest, and why its reader hears of it.
#[derive(Debug)]
pub(super) struct EventTold {
    pub(super) name: String,
    pub(super) sentences: Vec<String>,
}

impl Heard {
    pub(super) fn of(mail: &Mail, words: Words) -> Self {
        let to = [("name", mail.to.name.as_str().into()), ("address", mail.to.address.as_str().into())];
        let said = |sentence| Self { sentences: vec![sentence], ..Self::default() };
        if let Some(because) = &mail.recipient {
            return Self {
                order: Some(words.say("heard-order")),
                steps: steps(mail, because, words),
                sentences: sentences(mail.to.name.as_str(), because, words),
                events: Vec::new(),
            };
        }
        if let domain::mail::Content::DigestV1(digest) = &mail.content {
            let lead = words.fill(&format!("heard-digest-{}", code(&digest.pace)), &to);
            return Self { events: events(mail, digest, words), ..said(lead) };
        }
        match mail.content.kind() {
            MailKind::FollowUpNotice => {
                said(words.with("why-recipient-sender", "address", mail.to.address.as_str()))
            }
            _ => said(words.fill("why-recipient-client", &to)),
        }
    }
}

/// The steps that were asked, then those that did not have to be. An event without a dossier begins at the functional
/// address.
fn steps(mail: &Mail, because: &Because, words: Words) -> Vec<StepTold> {
    let name = |step: Step| words.say(&format!("step-{}", code(&step)));
    let skipped = because.skipped.iter().map(|skipped| StepTold {
        name: name(skipped.step),
        class: "skipped",
        words: words.say(&format!("skipped-{}", code(&skipped.reason))),
    });
    let to = format!("{} <{}>", mail.to.name, mail.to.address);
    let taken =
        StepTold { name: name(because.step), class: "taken", words: words.with("step-taken-to", "to", &to) };
    let of_a_dossier = |step| matches!(step, Step::DossierManager | Step::ClientGroup);
    let below = Step::ALL.into_iter().filter(|step| *step > because.step);
    let not_asked = below.filter(|step| mail.dossier_id.is_some() || !of_a_dossier(*step));
    let rest = not_asked.map(|step| StepTold {
        name: name(step),
        class: "not-asked",
        words: words.say("step-not-asked"),
    });
    skipped.chain([taken]).chain(rest).collect()
}

fn events(mail: &Mail, digest: &Digest, words: Words) -> Vec<EventTold> {
    let events = digest.dossiers.iter().flat_map(|dossier| &dossier.events);
    let told = events.map(|event| {
        let step = words.say(&format!("heard-as-{}", code(&event.because.step)));
        let more = sentences(mail.to.name.as_str(), &event.because, words);
        EventTold {
            name: format!(
                "{}: {}",
                words.say(&format!("kind-{}", event.kind.code())),
                event.text.beginning(100)
            ),
            sentences: [step].into_iter().chain(more).collect(),
        }
    });
    told.collect()
}

/// What the steps alone do not tell.
fn sentences(reader: &str, because: &Because, words: Words) -> Vec<String> {
    let chosen = because.chosen.map(|choice| match choice {
        Choice::Employee(_) => words.say("heard-chosen-employee"),
        Choice::Role(role) => words.say(&format!("heard-chosen-{}", code(&role))),
    });
    let deputy = because.instead_of.as_ref().map(|absent| {
        words.fill("heard-deputy", &[("name", reader.into()), ("absent", absent.name.as_str().into())])
    });
    let open = because.open_for_hours.map(|hours| words.fill("heard-open", &[("hours", hours.into())]));
    chosen.into_iter().chain(deputy).chain(open).chain(left_out(&because.left_out, words)).collect()
}

/// One sentence for each reason, with how many it is about.
fn left_out(all: &[LeftOut], words: Words) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for left_out in all {
        let key = match (left_out.reason, left_out.who) {
            (LeftOutReason::Nobody, Choice::Role(role)) => format!("left-out-nobody-{}", code(&role)),
            (reason, _) => format!("left-out-{}", code(&reason)),
        };
        match counted.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => counted.push((key, 1)),
        }
    }
    counted.into_iter().map(|(key, count)| words.fill(&key, &[("count", count.into())])).collect()
}

#[cfg(test)]
mod tests {
    use domain::{
        Language,
        event::Pace,
        recipients::{ChosenRole, SkipReason},
    };

    use super::*;

    /// A word that a page looks up by its code must be there for every code.
    #[test]
    fn every_code_has_its_words() {
        let reasons = [
            SkipReason::NobodyLeft,
            SkipReason::NoManager,
            SkipReason::ManagerInactive,
            SkipReason::NoGroup,
            SkipReason::GroupWithoutAddress,
            SkipReason::NoFunctionalAddress,
            SkipReason::SendOnly,
            SkipReason::ToldBefore,
        ];
        let mut keys: Vec<String> =
            reasons.iter().map(|reason| format!("skipped-{}", code(reason))).collect();
        keys.extend(Step::ALL.map(|step| format!("step-{}", code(&step))));
        keys.extend(Step::ALL.map(|step| format!("heard-as-{}", code(&step))));
        keys.extend([Pace::Hourly, Pace::Daily].map(|pace| format!("heard-digest-{}", code(&pace))));
        for role in [ChosenRole::DossierManager, ChosenRole::ClientGroup, ChosenRole::Admins] {
            keys.push(format!("heard-chosen-{}", code(&role)));
            keys.push(format!("left-out-nobody-{}", code(&role)));
        }
        let left_out = [
            LeftOutReason::Inactive,
            LeftOutReason::NoAccess,
            LeftOutReason::DeputyInactive,
            LeftOutReason::DeputyNoAccess,
        ];
        keys.extend(left_out.map(|reason| format!("left-out-{}", code(&reason))));
        let values = [("count", 2.into()), ("name", "An".into()), ("address", "an@x.be".into())];
        for key in keys {
            assert_ne!(Words(Language::En).fill(&key, &values), key);
        }
    }

    #[test]
    fn those_who_are_left_out_for_one_reason_are_counted() {
        let who = |n| Choice::Employee(domain::id::EmployeeId::new(uuid::Uuid::from_u128(n)));
        let left_out = |who, reason| LeftOut { who, reason };
        let all = [
            left_out(who(1), LeftOutReason::Inactive),
            left_out(Choice::Role(ChosenRole::Admins), LeftOutReason::Nobody),
            left_out(who(2), LeftOutReason::Inactive),
        ];
        assert_eq!(
            super::left_out(&all, Words(Language::En)),
            [
                "2 of those who were chosen are no longer active employees.",
                "All admins were chosen, but the office has no active admin."
            ]
        );
    }
}
