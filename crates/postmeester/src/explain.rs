//! A sender decision as text, for people at the command line.

use std::fmt::Write as _;

use domain::sender::{SenderDecision, SkipReason, Step};

/// The cascade, a line a step: which was passed over and why, which sends.
pub(crate) fn sender(decision: &SenderDecision) -> String {
    let mut text = String::new();
    for skipped in &decision.skipped {
        let _ = writeln!(text, "  –  {:<22} {}", step(skipped.step), reason(skipped.reason));
    }
    let from = &decision.from;
    let _ = writeln!(text, "  ►  {:<22} sends, as \"{}\" <{}>", step(decision.step), from.name, from.address);
    if let Some(reply_to) = &decision.reply_to {
        let _ = writeln!(text, "     {:<22} nobody reads that address, so replies go to <{reply_to}>", "");
    }
    text
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
