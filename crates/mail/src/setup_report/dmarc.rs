//! Why a mail is not authenticated for its `From`, in words.

use super::{
    line::Line,
    words::{Words, code},
};
use crate::dns::{Alignment, DomainReport, Policy, Record, Standing, ToPublish, spf::SpfResult};

/// What DKIM comes to, what SPF comes to, what follows from the policy; and that no record mends it, where that is so.
pub(super) fn reasons(words: Words, report: &DomainReport, wanted: Option<&Record>) -> Vec<Line> {
    let verdict = &report.dmarc;
    let of = |alignment: &Alignment, strict: &str, other: &str| {
        let one_organisation = alignment.domain.organisation() == verdict.organisation;
        let key = if alignment.strict && one_organisation { strict } else { other };
        let values = [("domain", code(alignment.domain.as_str())), ("from", code(report.domain.as_str()))];
        (!alignment.aligned).then(|| words.say(key, values))
    };
    let policy = verdict.policy.as_ref().map(|found| {
        let key = match found.policy {
            Policy::None => "setup-dmarc-policy-none",
            Policy::Quarantine => "setup-dmarc-policy-quarantine",
            Policy::Reject => "setup-dmarc-policy-reject",
        };
        words.say(key, [("name", code(&found.name))])
    });
    let beyond = wanted
        .is_none()
        .then(|| words.say("setup-dmarc-beyond-dns", [("from", code(report.domain.as_str()))]));
    let dkim = of(&verdict.dkim, "setup-dmarc-dkim-strict", "setup-dmarc-dkim-other");
    let spf = of(&verdict.spf, "setup-dmarc-spf-strict", "setup-dmarc-spf-other");
    [dkim, spf, policy, beyond].into_iter().flatten().collect()
}

/// What authenticates, if anything does: what belongs to the domain, and is published as well.
pub(super) fn right(words: Words, report: &DomainReport) -> Option<Line> {
    let is_key = |one: &&ToPublish| one.needed && one.record.name.contains("._domainkey.");
    let signed = report.records.iter().filter(is_key).any(|one| one.standing == Standing::Right);
    let passes = report.spf.iter().all(|verdict| verdict.result == SpfResult::Pass);
    let key = match (report.dmarc.dkim.aligned && signed, report.dmarc.spf.aligned && passes) {
        (true, true) => "setup-right-aligned",
        (true, false) => "setup-right-aligned-dkim",
        (false, true) => "setup-right-aligned-spf",
        (false, false) => return None,
    };
    Some(words.say(key, [("domain", code(report.domain.as_str()))]))
}
