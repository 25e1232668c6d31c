//! Why SPF does not let our servers send, in words.

use std::net::IpAddr;

use super::{
    domain::trouble,
    line::Line,
    words::{Words, code, codes, count},
};
use crate::dns::spf::{Because, Census, SpfFault, SpfResult, SpfVerdict};

/// The most servers, names and terms that one sentence or list holds.
const MOST: usize = 20;

/// One sentence for each reason, with the servers that it concerns, and the way to where it was found.
pub(super) fn reasons(words: Words, domain: &str, verdicts: &[SpfVerdict]) -> Vec<Line> {
    let mut reasons: Vec<(&SpfVerdict, Vec<IpAddr>)> = Vec::new();
    for verdict in verdicts.iter().filter(|verdict| verdict.result != SpfResult::Pass).take(MOST) {
        match reasons.iter_mut().find(|(of, _)| of.because == verdict.because && of.result == verdict.result)
        {
            Some((_, servers)) => servers.push(verdict.address),
            None => reasons.push((verdict, vec![verdict.address])),
        }
    }
    reasons.iter().flat_map(|(verdict, servers)| reason(words, domain, verdict, servers)).collect()
}

fn reason(words: Words, domain: &str, verdict: &SpfVerdict, servers: &[IpAddr]) -> Vec<Line> {
    let servers = || codes(servers);
    let (line, through) = match &verdict.because {
        Because::NoRecord => (words.say("setup-spf-none", [("domain", code(domain))]), None),
        Because::Matched { through, term } => {
            let key = match verdict.result {
                SpfResult::SoftFail => "setup-spf-soft-fail",
                SpfResult::Neutral => "setup-spf-neutral",
                _ => "setup-spf-fail",
            };
            let at = through.last().map_or(domain, String::as_str);
            (words.say(key, [("servers", servers()), ("term", code(term)), ("at", code(at))]), Some(through))
        }
        Because::NothingMatched => (words.say("setup-spf-nothing-matched", [("servers", servers())]), None),
        Because::Broken { through, fault } => {
            let at = through.last().map_or(domain, String::as_str);
            (broken(words, at, fault), Some(through))
        }
        Because::NoAnswer { name, trouble: why } => (trouble(words, name, why), None),
    };
    let way = through.filter(|through| through.len() > 1);
    let way = way.map(|way| words.say("setup-spf-through", [("way", codes(way.iter().take(MOST)))]));
    let void = matches!(&verdict.because, Because::Broken { fault: SpfFault::TooManyVoidLookups { .. }, .. });
    let void =
        void.then(|| words.say("setup-spf-void-names", [("names", codes(verdict.void.iter().take(MOST)))]));
    [Some(line), way, void].into_iter().flatten().collect()
}

fn broken(words: Words, at: &str, fault: &SpfFault) -> Line {
    let with_term = |key, term: &str| words.say(key, [("term", code(term)), ("at", code(at))]);
    match fault {
        SpfFault::SeveralRecords { count: so_many } => {
            words.say("setup-spf-several", [("at", code(at)), ("count", count(*so_many))])
        }
        SpfFault::Unreadable { term } => with_term("setup-spf-unreadable", term),
        SpfFault::NothingIncluded { term, name } => words.say(
            "setup-spf-nothing-included",
            [("term", code(term)), ("at", code(at)), ("name", code(name))],
        ),
        SpfFault::TooManyLookups { term } => with_term("setup-spf-too-many", term),
        SpfFault::Loop { term } => with_term("setup-spf-loop", term),
        SpfFault::TooManyVoidLookups { term } => with_term("setup-spf-void", term),
        SpfFault::TooManyMailServers { term } => with_term("setup-spf-mail-servers", term),
    }
}

/// Where the lookups go, the dearest terms first: what to take out is not for us to say.
pub(super) fn costs(words: Words, census: &Census) -> Vec<Line> {
    let mut costs: Vec<_> = census.costs.iter().collect();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.lookups));
    let each = |cost: &&_| {
        let crate::dns::spf::Cost { term, lookups } = cost;
        words.say("setup-spf-cost", [("term", code(term)), ("count", count(*lookups))])
    };
    costs.iter().take(MOST).map(each).collect()
}

/// Its name in RFC 7208 §2.6.
pub(super) const fn result(result: SpfResult) -> &'static str {
    match result {
        SpfResult::None => "none",
        SpfResult::Pass => "pass",
        SpfResult::Fail => "fail",
        SpfResult::SoftFail => "softfail",
        SpfResult::Neutral => "neutral",
        SpfResult::PermError => "permerror",
        SpfResult::TempError => "temperror",
    }
}
