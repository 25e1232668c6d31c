//! One domain: what is right, what is wrong, and what is only worth knowing.

use ::domain::delivery::SenderFault;

use super::{
    causes, dmarc,
    document::Block,
    entering, keys,
    line::{Line, visible},
    record, spf,
    warnings::warning,
    words::{Words, code, codes, count},
};
use crate::dns::{Detail, DomainName, DomainReport, Finding, Kind, MxFault, Record, Standing, Trouble};

/// The most records that are shown of what is there, and the most characters of each: a report that was stored by
/// somebody else may hold more than [`dns`](crate::dns) ever puts in.
const MOST_SHOWN: usize = 10;
const LONGEST_SHOWN: usize = 2000;

/// All domains; then how to enter the records and how to look at them, once for all.
pub(super) fn all(words: Words, reports: &[DomainReport]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let several = reports.len() > 1;
    if several {
        blocks.push(Block::Bullets(reports.iter().map(|report| summary(words, report)).collect()));
    }
    let mut published = Published::default();
    for report in reports {
        blocks.push(Block::Part(words.say("setup-domain", [("domain", code(&readable(&report.domain)))])));
        if !several {
            blocks.push(Block::Paragraph(summary(words, report)));
        }
        blocks.extend(one(words, report, &mut published));
    }
    if !published.records.is_empty() {
        blocks.extend(entering::how(words, &published.records));
    }
    if !published.looked_at.is_empty() {
        blocks.extend(entering::checking(words, &published.looked_at));
    }
    blocks
}

/// What the reader is asked to publish, and the names that are to be looked at afterwards.
#[derive(Default)]
struct Published {
    records: Vec<Record>,
    looked_at: Vec<(Kind, String)>,
}

impl Published {
    fn look_at(&mut self, kind: Kind, name: &str) {
        let question = (kind, name.to_owned());
        if !self.looked_at.contains(&question) {
            self.looked_at.push(question);
        }
    }
}

fn summary(words: Words, report: &DomainReport) -> Line {
    let domain = ("domain", code(report.domain.as_str()));
    match report.findings.len() {
        0 => words.say("setup-summary-right", [domain]),
        wrong => words.say("setup-summary-wrong", [domain, ("count", count(wrong))]),
    }
}

fn one(words: Words, report: &DomainReport, published: &mut Published) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (number, finding) in (1..).zip(&report.findings) {
        blocks.extend(wrong(words, report, number, finding, published));
    }
    let right = right(words, report);
    if !right.is_empty() {
        blocks.extend([Block::Point(words.plain("setup-right")), Block::Bullets(right)]);
    }
    if !report.warnings.is_empty() {
        blocks.push(Block::Point(words.plain("setup-warnings")));
        blocks.push(Block::Bullets(report.warnings.iter().map(|one| warning(words, one)).collect()));
    }
    // Good advice: what is missing alone, since what takes the place of something is no longer only advice.
    let advised = report.records.iter().filter(|one| !one.needed && one.standing == Standing::Missing);
    for one in advised {
        // Two domains may be below one policy.
        if published.records.contains(&one.record) {
            continue;
        }
        blocks.push(Block::Paragraph(words.plain("setup-advised")));
        blocks.push(record::fields(words, &one.record));
        published.look_at(one.record.kind, &one.record.name);
        published.records.push(one.record.clone());
    }
    blocks
}

fn wrong(
    words: Words,
    report: &DomainReport,
    number: usize,
    finding: &Finding,
    published: &mut Published,
) -> Vec<Block> {
    let mut blocks = vec![Block::Point(causes::title(words, finding.cause).numbered(number))];
    blocks.extend(details(words, report, finding));
    let is_theirs = is_theirs(report, finding.wanted.as_ref().map_or(&finding.name, |wanted| &wanted.name));
    blocks.push(Block::Paragraph(if is_theirs {
        causes::technician(words, finding.cause)
    } else {
        words
            .say("setup-not-yours", [("name", code(&finding.name)), ("domain", code(report.domain.as_str()))])
    }));
    if !finding.found.is_empty() {
        blocks.push(Block::Paragraph(words.say("setup-found", [("name", code(&finding.name))])));
        let shown = finding.found.iter().take(MOST_SHOWN).map(|record| visible(record, LONGEST_SHOWN));
        // Of a mail server, what is found are two words that say little without their type.
        let is_server = finding.cause == SenderFault::NoMx;
        let shown = shown.map(|record| if is_server { format!("{} {record}", Kind::Mx) } else { record });
        blocks.push(Block::Shown(shown.collect()));
    }
    match &finding.wanted {
        _ if !is_theirs => {}
        Some(wanted) if published.records.contains(wanted) => {
            blocks.push(Block::Paragraph(words.plain("setup-wanted-same")));
        }
        Some(wanted) => {
            let key = if finding.found.is_empty() { "setup-wanted-new" } else { "setup-wanted-instead" };
            blocks.extend([Block::Paragraph(words.plain(key)), record::fields(words, wanted)]);
            published.look_at(wanted.kind, &wanted.name);
            published.records.push(wanted.clone());
        }
        None if finding.cause == SenderFault::NoMx => published.look_at(Kind::Mx, &finding.name),
        None if finding.cause == SenderFault::DnsFailure => published.look_at(Kind::Txt, &finding.name),
        None => {}
    }
    blocks
}

/// Whether there is something to publish, and not only something to look at.
pub(super) fn asks(report: &DomainReport) -> bool {
    report.findings.iter().any(|finding| match &finding.wanted {
        Some(wanted) => is_theirs(report, &wanted.name),
        None => finding.cause == SenderFault::NoMx,
    })
}

/// A name of the platform, such as that of its return path, or one that the office's record leads to: nobody who
/// manages the office's domain can publish anything there.
fn is_theirs(report: &DomainReport, name: &str) -> bool {
    let organisation = report.domain.organisation();
    DomainName::parse(name).map_or(true, |name| name.organisation() == organisation)
}

/// A name of another script also as people write it.
fn readable(domain: &DomainName) -> String {
    match idna::domain_to_unicode(domain.as_str()) {
        (written, Ok(())) if written != domain.as_str() => format!("{domain} ({written})"),
        _ => domain.to_string(),
    }
}

fn details(words: Words, report: &DomainReport, finding: &Finding) -> Vec<Block> {
    let name = finding.name.as_str();
    let mut lines = match &finding.detail {
        Detail::Dkim(fault) => vec![keys::fault(words, name, fault)],
        Detail::Spf { verdicts } => spf::reasons(words, name, verdicts),
        Detail::Dmarc => dmarc::reasons(words, report, finding.wanted.as_ref()),
        Detail::Mx(fault) => vec![mx(words, name, fault)],
        Detail::Dns { trouble: why } => vec![trouble(words, name, why)],
    };
    let mut blocks = match lines.len() {
        1 => vec![Block::Paragraph(lines.remove(0))],
        _ => vec![Block::Bullets(lines)],
    };
    if let (SenderFault::SpfTooManyLookups, Some(census)) = (finding.cause, &report.spf_census)
        && !census.costs.is_empty()
    {
        blocks.push(Block::Paragraph(words.say("setup-spf-costs", [("count", count(census.lookups))])));
        blocks.push(Block::Bullets(spf::costs(words, census)));
    }
    blocks
}

/// A check says what is wrong; that something is right follows where nothing is.
fn right(words: Words, report: &DomainReport) -> Vec<Line> {
    let mut right = Vec::new();
    let is_wrong = |cause| report.findings.iter().any(|finding| finding.cause == cause);
    for one in report.records.iter().filter(|one| one.standing == Standing::Right) {
        let name = one.record.name.as_str();
        if name.contains("._domainkey.") {
            right.push(words.say("setup-right-key", [("name", code(name))]));
        } else if one.needed {
            let servers = codes(report.spf.iter().map(|verdict| verdict.address));
            right.push(words.say("setup-right-spf", [("name", code(name)), ("servers", servers)]));
        }
    }
    right.extend(dmarc::right(words, report));
    if !is_wrong(SenderFault::NoMx) && !is_wrong(SenderFault::DnsFailure) {
        right.push(words.say("setup-right-mx", [("domain", code(report.domain.as_str()))]));
    }
    right
}

fn mx(words: Words, name: &str, fault: &MxFault) -> Line {
    let key = match fault {
        MxFault::NoSuchDomain => "setup-mx-no-such-domain",
        MxFault::Nothing => "setup-mx-nothing",
        MxFault::NullMx => "setup-mx-null",
        MxFault::NoAddress => "setup-mx-no-address",
    };
    words.say(key, [("name", code(name))])
}

/// Why a name gave no answer.
pub(super) fn trouble(words: Words, name: &str, trouble: &Trouble) -> Line {
    let name = ("name", code(name));
    match trouble {
        Trouble::Timeout => words.say("setup-dns-timeout", [name]),
        Trouble::Said(said) => words.say("setup-dns-said", [name, ("said", code(said))]),
        Trouble::Broken(why) => words.say("setup-dns-broken", [name, ("why", code(why))]),
        Trouble::OutOfTime => words.say("setup-dns-out-of-time", [name]),
        Trouble::OutOfQuestions => words.say("setup-dns-out-of-questions", [name]),
    }
}
