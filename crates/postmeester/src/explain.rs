//! Decisions as text, for people at the command line.

use std::fmt::Write as _;

use desk::events::WouldHear;
use domain::{
    delivery::SenderFault,
    event::Pace,
    recipients::{self, Because, Choice, ChosenRole, LeftOutReason},
    sender::{SenderDecision, SkipReason, Step},
};

/// The cascade, a line a step: which was passed over and why, which sends.
pub(crate) fn sender(decision: &SenderDecision) -> String {
    let mut text = String::new();
    for skipped in &decision.skipped {
        let _ = writeln!(text, "  –  {:<22} {}", step(skipped.step), reason(skipped.reason));
    }
    let from = &decision.from;
    let _ = writeln!(text, "  ►  {:<22} sends, as \"{}\" <{}>", step(decision.step), from.name, from.address);
    if let Some(decided) = &decision.on_behalf_of {
        let _ =
            writeln!(text, "     {:<22} on behalf of <{decided}>, whose domain is not set up to send", "");
    }
    if let Some(reply_to) = &decision.reply_to {
        let _ = writeln!(text, "     {:<22} nobody reads that address, so replies go to <{reply_to}>", "");
    }
    text
}

/// What keeps the mail from going out, if anything does.
pub(crate) fn causes(causes: &[SenderFault]) -> String {
    if causes.is_empty() {
        return String::new();
    }
    let causes: Vec<_> = causes.iter().map(|cause| cause.code()).collect();
    format!("     {:<22} not ready: {}\n", "", causes.join(", "))
}

const fn step(step: Step) -> &'static str {
    match step {
        Step::DossierManager => "dossier manager",
        Step::ClientGroup => "client group",
        Step::FunctionalAddress => "functional address",
        Step::CommunicationAddress => "communication address",
        Step::SystemAddress => "system address",
    }
}

const fn reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NoManager => "passed over: the dossier has no manager",
        SkipReason::ManagerInactive => "passed over: the manager is no longer an active employee",
        SkipReason::NoGroup => "passed over: the dossier is in no client group",
        SkipReason::GroupWithoutAddress => "passed over: the group's address is not filled in",
        SkipReason::NoFunctionalAddress => "passed over: the office has no functional address",
    }
}

/// The cascade, a line a step, and everybody who hears.
pub(crate) fn recipients(would: &[WouldHear]) -> String {
    let mut text = String::new();
    let Some(WouldHear { because: first, .. }) = would.first() else { return text };
    for skipped in &first.skipped {
        let why = recipient_reason(skipped.reason);
        let _ = writeln!(text, "  –  {:<22} passed over: {why}", recipient_step(skipped.step));
    }
    for WouldHear { to, pace, because, .. } in would {
        let soon = match pace {
            Pace::AtOnce => "hears at once",
            Pace::Hourly => "hears in an hourly digest",
            Pace::Daily => "hears in a daily digest",
        };
        let step = recipient_step(because.step);
        let _ = writeln!(text, "  ►  {step:<22} \"{}\" <{}> {soon}{}", to.name, to.address, also(because));
    }
    for left_out in &first.left_out {
        let _ = writeln!(text, "  –  {:<22} {}", chosen(left_out.who), left_out_reason(left_out.reason));
    }
    text
}

/// By which choice somebody hears, and for whom.
fn also(because: &Because) -> String {
    let by = match because.chosen {
        Some(Choice::Role(_)) => because.chosen.map(|choice| format!(", as {}", chosen(choice))),
        _ => None,
    };
    let instead = because.instead_of.as_ref().map(|absent| format!(", for {}, who is absent", absent.name));
    by.unwrap_or_default() + &instead.unwrap_or_default()
}

const fn recipient_step(step: recipients::Step) -> &'static str {
    match step {
        recipients::Step::Personalised => "personalised",
        recipients::Step::DossierManager => "dossier manager",
        recipients::Step::ClientGroup => "client group",
        recipients::Step::FunctionalAddress => "functional address",
        recipients::Step::CommunicationAddress => "communication address",
    }
}

const fn recipient_reason(reason: recipients::SkipReason) -> &'static str {
    match reason {
        recipients::SkipReason::NobodyLeft => "nobody is left of those whom the office chose",
        recipients::SkipReason::NoManager => "the dossier has no manager",
        recipients::SkipReason::ManagerInactive => "the manager is no longer an active employee",
        recipients::SkipReason::NoGroup => "the dossier is in no client group",
        recipients::SkipReason::GroupWithoutAddress => "the group's address is not filled in",
        recipients::SkipReason::NoFunctionalAddress => "the office has no functional address",
        recipients::SkipReason::SendOnly => "nobody reads that address",
        recipients::SkipReason::ToldBefore => "this address has heard already",
    }
}

fn chosen(choice: Choice) -> String {
    match choice {
        Choice::Employee(id) => format!("employee {id}"),
        Choice::Role(ChosenRole::DossierManager) => "the dossier manager".to_owned(),
        Choice::Role(ChosenRole::ClientGroup) => "the client group".to_owned(),
        Choice::Role(ChosenRole::Admins) => "an admin".to_owned(),
    }
}

const fn left_out_reason(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Inactive => "left out: no longer an active employee",
        LeftOutReason::NoAccess => "left out: the dossier is private, and they have no access to it",
        LeftOutReason::Nobody => "left out: there is nobody in this role",
        LeftOutReason::DeputyInactive => "is named deputy, but is no longer an active employee",
        LeftOutReason::DeputyNoAccess => "is named deputy, but has no access to this private dossier",
    }
}
