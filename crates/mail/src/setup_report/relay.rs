//! An office's own relay: what it said, and what has to be changed there.

use domain::delivery::SenderFault;

use super::{
    causes,
    document::Block,
    line::{Line, visible},
    providers::{self, Provider},
    words::{Words, code, codes, count},
};
use crate::smtp::{Finding, ProbeReport, ProbedSender};

/// The most addresses that are named for each cause, and the most different replies.
const MOST_ADDRESSES: usize = 50;
const MOST_REPLIES: usize = 5;
/// The most characters of a reply.
const LONGEST_REPLY: usize = 500;

pub(super) fn all(words: Words, host: &str, probe: &ProbeReport) -> Vec<Block> {
    let faults = probe.faults();
    let mut blocks = vec![Block::Part(words.say("setup-relay", [("host", code(host))]))];
    blocks.push(Block::Paragraph(match faults.len() {
        0 => words.say("setup-summary-right", [("domain", code(host))]),
        wrong => words.say("setup-summary-wrong", [("domain", code(host)), ("count", count(wrong))]),
    }));
    for (number, fault) in (1..).zip(&faults) {
        blocks.extend(wrong(words, number, *fault, probe));
    }
    blocks.extend(right(words, probe));
    blocks.extend(unsaid(words, probe));
    if !faults.is_empty() {
        let provider = Provider::of(host, &faults);
        blocks.extend(providers::guide(words, provider));
        blocks.extend([
            Block::Part(words.plain("setup-check")),
            Block::Paragraph(words.plain("setup-relay-check")),
        ]);
    }
    blocks
}

fn wrong(words: Words, number: usize, fault: SenderFault, probe: &ProbeReport) -> Vec<Block> {
    let mut blocks = vec![Block::Point(causes::title(words, fault).numbered(number))];
    blocks.push(Block::Paragraph(causes::technician(words, fault)));
    let is_it = |sender: &&ProbedSender| sender.finding.fault() == Some(fault);
    let senders: Vec<_> = probe.senders.iter().filter(is_it).collect();
    blocks.extend(addresses(words, "setup-relay-denied", &senders));
    let session = Some(&probe.session).filter(|session| session.fault() == Some(fault));
    let findings = session.into_iter().chain(senders.iter().map(|sender| &sender.finding));
    blocks.extend(replies(words, findings));
    blocks
}

fn right(words: Words, probe: &ProbeReport) -> Vec<Block> {
    let mut lines = Vec::new();
    if probe.session == Finding::Good {
        lines.push(words.plain("setup-right-session"));
    }
    let good: Vec<_> = probe.senders.iter().filter(|sender| sender.finding == Finding::Good).collect();
    if !good.is_empty() {
        lines.push(named(words, "setup-right-senders", &good));
        lines.push(words.plain("setup-right-senders-limit"));
    }
    match lines.len() {
        0 => Vec::new(),
        _ => vec![Block::Point(words.plain("setup-right")), Block::Bullets(lines)],
    }
}

/// Addresses of which the relay said neither; when nobody was let in, none was asked, and that is no news.
fn unsaid(words: Words, probe: &ProbeReport) -> Vec<Block> {
    let is_unsaid = |sender: &&ProbedSender| matches!(sender.finding, Finding::Unsaid { .. });
    let senders: Vec<_> = probe.senders.iter().filter(is_unsaid).collect();
    if matches!(probe.session, Finding::Fault { .. })
        || (senders.is_empty() && probe.session == Finding::Good)
    {
        return Vec::new();
    }
    let mut blocks = vec![Block::Point(words.plain("setup-unsaid"))];
    blocks.extend(addresses(words, "setup-relay-unsaid", &senders));
    let session = Some(&probe.session).filter(|session| matches!(session, Finding::Unsaid { .. }));
    blocks.extend(replies(words, session.into_iter().chain(senders.iter().map(|sender| &sender.finding))));
    blocks
}

fn addresses(words: Words, key: &str, senders: &[&ProbedSender]) -> Option<Block> {
    (!senders.is_empty()).then(|| Block::Paragraph(named(words, key, senders)))
}

fn named(words: Words, key: &str, senders: &[&ProbedSender]) -> Line {
    let shown = codes(senders.iter().take(MOST_ADDRESSES).map(|sender| &sender.address));
    let more = senders.len().saturating_sub(MOST_ADDRESSES);
    words.say(key, [("addresses", shown), ("more", count(more))])
}

/// Each reply once.
fn replies<'f>(words: Words, findings: impl Iterator<Item = &'f Finding>) -> Vec<Block> {
    let mut replies: Vec<String> = Vec::new();
    for finding in findings {
        if let Finding::Fault { said, .. } | Finding::Unsaid { said } = finding {
            let said = visible(said, LONGEST_REPLY);
            if !said.is_empty() && !replies.contains(&said) && replies.len() < MOST_REPLIES {
                replies.push(said);
            }
        }
    }
    match replies.len() {
        0 => Vec::new(),
        _ => vec![Block::Paragraph(words.plain("setup-relay-said")), Block::Shown(replies)],
    }
}
