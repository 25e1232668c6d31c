//! All checks of one domain.

use domain::delivery::SenderFault;

use super::{
    dkim::{self, dns_failure},
    dmarc,
    domain_name::DomainName,
    gather::gather,
    known::{Known, NotYet},
    mx,
    plan::Plan,
    question::{Answer, Question},
    report::{Detail, DomainReport, Finding, Record, Standing, ToPublish, Warning, cut, shown},
    resolver::Resolver,
    spf::{
        Because, Census, MOST_LOOKUPS, Ours, SpfFault, SpfResult, SpfVerdict, census, evaluate, is_spf,
        letting_anybody_send, wanted,
    },
};

/// Checks a domain. Takes [`PATIENCE`](super::PATIENCE) at most, and always says something: a name that gives no
/// answer is a finding too.
pub async fn check(resolver: &Resolver, plan: &Plan) -> DomainReport {
    check_with(|question| resolver.ask(question), plan).await
}

/// The same, with answers from wherever they come.
pub async fn check_with<F>(ask: impl Fn(Question) -> F, plan: &Plan) -> DomainReport
where
    F: Future<Output = Answer>,
{
    gather(ask, |known| report(plan, known)).await
}

fn report(plan: &Plan, known: &Known) -> Result<DomainReport, NotYet> {
    // Each is begun before any is waited for, so that the questions of all go out at once.
    let (keys, spf, of_from) = (dkim::check(plan, known), check_spf(plan, known), of_from(plan, known));
    let (policy, servers) = (dmarc::check(plan, known), mx::check(plan, known));
    let (keys, spf, policy, servers) = (keys?, spf?, policy?, servers?);
    let mut report = DomainReport {
        domain: plan.domain.clone(),
        findings: [keys.findings, spf.findings, policy.findings, servers.findings].concat(),
        warnings: [keys.warnings, spf.warnings, of_from?, policy.warnings, servers.warnings].concat(),
        records: keys.records,
        spf: spf.verdicts,
        spf_census: spf.census,
        dmarc: policy.verdict,
    };
    report.records.extend([spf.record, policy.record]);
    let place = |cause| SenderFault::ALL.iter().position(|other| *other == cause);
    report.findings.sort_by_key(|finding| place(finding.cause));
    report.findings.dedup();
    Ok(report)
}

struct Spf {
    findings: Vec<Finding>,
    warnings: Vec<Warning>,
    record: ToPublish,
    verdicts: Vec<SpfVerdict>,
    census: Option<Census>,
}

/// Every one of our servers has to be allowed to send with the return path.
fn check_spf(plan: &Plan, known: &Known) -> Result<Spf, NotYet> {
    let domain = &plan.return_path;
    let each: Vec<_> =
        plan.egress.addresses.iter().map(|address| evaluate(&plan.client(*address, domain), known)).collect();
    let verdicts: Vec<_> = each.into_iter().collect::<Result<_, _>>()?;
    let texts: Vec<_> = match known.texts(domain.as_str())? {
        Ok(found) => found.records.into_iter().filter(|text| is_spf(text)).collect(),
        Err(_) => Vec::new(),
    };
    let census = match (texts.as_slice(), plan.egress.addresses.first()) {
        ([text], Some(address)) => Some(census(&plan.client(*address, domain), text, known)?),
        _ => None,
    };
    let right = verdicts.iter().all(|verdict| verdict.result == SpfResult::Pass);
    let unknown = verdicts.iter().any(|verdict| verdict.result == SpfResult::TempError);
    let record = if right && texts.len() == 1 {
        Record::text(domain.as_str(), cut(&texts[0]))
    } else {
        Record::text(domain.as_str(), wanted(&texts, &our_terms(plan, census.as_ref(), known)?))
    };
    let standing = match (right, unknown, texts.is_empty()) {
        (true, _, _) => Standing::Right,
        (_, true, _) => Standing::Unknown,
        (_, _, true) => Standing::Missing,
        (_, _, false) => Standing::Wrong,
    };
    Ok(Spf {
        findings: findings(domain, &texts, &verdicts, &record),
        warnings: warnings(domain, &texts, right, census.as_ref()),
        record: ToPublish { record, standing, needed: true },
        verdicts,
        census,
    })
}

/// One finding for each cause, with the servers that it concerns.
fn findings(domain: &DomainName, texts: &[String], verdicts: &[SpfVerdict], record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for verdict in verdicts {
        if let Because::NoAnswer { name, trouble } = &verdict.because {
            let finding = dns_failure(name.clone(), trouble.clone());
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    for cause in [SenderFault::SpfMissing, SenderFault::SpfNotAuthorised, SenderFault::SpfTooManyLookups] {
        let verdicts: Vec<_> =
            verdicts.iter().filter(|verdict| cause_of(verdict) == Some(cause)).cloned().collect();
        if !verdicts.is_empty() {
            findings.push(Finding {
                cause,
                name: domain.as_str().to_owned(),
                found: shown(texts),
                wanted: Some(record.clone()),
                detail: Detail::Spf { verdicts },
            });
        }
    }
    findings
}

fn cause_of(verdict: &SpfVerdict) -> Option<SenderFault> {
    match (verdict.result, &verdict.because) {
        (SpfResult::Pass | SpfResult::TempError, _) => None,
        (SpfResult::None, _) => Some(SenderFault::SpfMissing),
        (
            SpfResult::PermError,
            Because::Broken { fault: SpfFault::TooManyLookups { .. } | SpfFault::Loop { .. }, .. },
        ) => Some(SenderFault::SpfTooManyLookups),
        _ => Some(SenderFault::SpfNotAuthorised),
    }
}

fn warnings(domain: &DomainName, texts: &[String], right: bool, census: Option<&Census>) -> Vec<Warning> {
    let name = domain.as_str().to_owned();
    let mut warnings = Vec::new();
    if texts.iter().any(|text| letting_anybody_send(text)) {
        warnings.push(Warning::SpfAnybody { name: name.clone() });
    }
    let lookups = census.map_or(0, |census| census.lookups);
    if right && lookups > MOST_LOOKUPS {
        warnings.push(Warning::SpfManyLookups { name, lookups });
    }
    warnings
}

/// Our include, as long as it lets all of our servers send, and the record has room for its lookups; our addresses
/// otherwise.
fn our_terms(plan: &Plan, present: Option<&Census>, known: &Known) -> Result<Ours, NotYet> {
    let Some(include) = &plan.egress.include else {
        return Ok(plan.our_addresses());
    };
    let mut lookups = 0;
    for address in &plan.egress.addresses {
        let verdict = evaluate(&plan.client(*address, include), known)?;
        if verdict.result != SpfResult::Pass {
            return Ok(plan.our_addresses());
        }
        lookups = lookups.max(verdict.lookups);
    }
    let there = present.map_or(0, |census| census.lookups);
    let fits = there + 1 + lookups <= MOST_LOOKUPS;
    Ok(if fits { Ours::Include(include.as_str().to_owned()) } else { plan.our_addresses() })
}

/// What SPF of the domain in `From` says, when it is not the one that is asked.
fn of_from(plan: &Plan, known: &Known) -> Result<Vec<Warning>, NotYet> {
    if plan.domain == plan.return_path {
        return Ok(Vec::new());
    }
    let each: Vec<_> = plan
        .egress
        .addresses
        .iter()
        .map(|address| evaluate(&plan.client(*address, &plan.domain), known))
        .collect();
    let verdicts: Vec<_> = each.into_iter().collect::<Result<_, _>>()?;
    let wrong = verdicts.iter().map(|verdict| verdict.result).find(|result| *result != SpfResult::Pass);
    let name = plan.domain.as_str().to_owned();
    Ok(wrong.map(|result| Warning::SpfOfFrom { name, result }).into_iter().collect())
}
