//! DMARC: does what is authenticated belong to the domain in `From`, and what is to become of mail of which it does not?
//!
//! RFC 9989 has taken the place of RFC 7489. What a record says of alignment is the same in both. They differ in how the
//! organisational domain is found: by a list of public suffixes (7489 §3.2), or by walking up the tree in search of records,
//! eight steps at most (9989 §4.10). The list is followed here. Receivers are moving from one to the other for years to come, and
//! for a domain of an office both give the same, unless it has policies of its own at several levels or says `psd=`; in return,
//! the verdict takes two questions, and not eight for each domain. Where the two RFCs differ in reading a record, the newer
//! is followed: `p=` may be missing, and then is `none`.

use domain::delivery::SenderFault;
use serde::{Deserialize, Serialize};

use super::{
    dkim::dns_failure,
    domain_name::DomainName,
    known::{Failure, Known, NotYet},
    plan::Plan,
    report::{Detail, Finding, Record, Standing, ToPublish, Warning, cut, shown},
    tags::Tags,
};

/// What becomes of mail that is not authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Nothing.
    None,
    /// It is set apart.
    Quarantine,
    /// It is refused.
    Reject,
}

/// A policy as it applies to the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPolicy {
    /// The name of its record.
    pub name: String,
    /// The record.
    pub record: String,
    /// `p=`; `sp=` when the record is that of the organisational domain, and has one.
    pub policy: Policy,
}

/// Whether what is authenticated belongs to the domain in `From` (RFC 7489 §3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment {
    /// The domain that is authenticated.
    pub domain: DomainName,
    /// Whether it has to be the same, and not only of the same organisation.
    pub strict: bool,
    /// Whether it belongs.
    pub aligned: bool,
}

/// What DMARC makes of our mails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DmarcVerdict {
    /// The organisational domain of the domain in `From`.
    pub organisation: DomainName,
    /// The policy, if there is one.
    pub policy: Option<FoundPolicy>,
    /// Of the domain that signs.
    pub dkim: Alignment,
    /// Of the domain of the return path.
    pub spf: Alignment,
}

/// What a check of the policy says.
pub(super) struct Alignments {
    pub(super) verdict: DmarcVerdict,
    pub(super) findings: Vec<Finding>,
    pub(super) warnings: Vec<Warning>,
    pub(super) record: ToPublish,
}

/// The records of one name.
struct Found {
    name: String,
    records: Vec<String>,
}

/// 1. The policy is that of the domain; if it has none, that of its organisation.
/// 2. Without one, both kinds of alignment are relaxed, as with one that does not say.
/// 3. What is not aligned by either is a fault, whatever the policy: nobody could tell the mail from a forged one.
pub(super) fn check(plan: &Plan, known: &Known) -> Result<Alignments, NotYet> {
    let organisation = plan.domain.organisation();
    let mut findings = Vec::new();
    let mut warnings = Vec::new();
    let (found, standing) = match discover(&plan.domain, &organisation, known)? {
        Ok(found) => (found, None),
        Err(Failure { name, trouble }) => {
            findings.push(dns_failure(name.clone(), trouble));
            (Found { name, records: Vec::new() }, Some(Standing::Unknown))
        }
    };
    let text = match found.records.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    let tags = text.map(Tags::parse);
    if standing.is_none() {
        let inherited = found.name != format!("_dmarc.{}", plan.domain);
        warnings.extend(warning(&found, tags.as_ref().and_then(|tags| tags.as_ref().ok()), inherited));
    }
    let tags = tags.and_then(Result::ok);
    let strict = |tag: &str| {
        tags.as_ref().and_then(|tags| tags.get(tag)).is_some_and(|mode| mode.eq_ignore_ascii_case("s"))
    };
    let policy = text.zip(tags.as_ref()).map(|(text, tags)| FoundPolicy {
        name: found.name.clone(),
        record: cut(text),
        policy: applying(tags, found.name != format!("_dmarc.{}", plan.domain)).unwrap_or(Policy::None),
    });
    let dkim = align(&plan.domain, &plan.signing_domain, strict("adkim"));
    let spf = align(&plan.domain, &plan.return_path, strict("aspf"));
    let advised = Record::text(format!("_dmarc.{organisation}"), "v=DMARC1; p=none");
    if !dkim.aligned && !spf.aligned {
        findings.push(Finding {
            cause: SenderFault::DmarcUnaligned,
            name: found.name.clone(),
            found: shown(&found.records),
            wanted: relaxed(plan, text).map(|value| Record::text(found.name.clone(), value)),
            detail: Detail::Dmarc,
        });
    } else if !dkim.aligned {
        warnings.push(Warning::DmarcBySpfAlone);
    }
    let standing = standing.unwrap_or(match (&policy, found.records.is_empty()) {
        (Some(_), _) => Standing::Right,
        (None, true) => Standing::Missing,
        (None, false) => Standing::Wrong,
    });
    let record = match &policy {
        Some(policy) => Record::text(policy.name.clone(), policy.record.clone()),
        None => advised,
    };
    let verdict = DmarcVerdict { organisation, policy, dkim, spf };
    Ok(Alignments { verdict, findings, warnings, record: ToPublish { record, standing, needed: false } })
}

/// The records at the domain, or else at its organisation (RFC 7489 §6.6.3). More than one are none that count.
fn discover(
    domain: &DomainName,
    organisation: &DomainName,
    known: &Known,
) -> Result<Result<Found, Failure>, NotYet> {
    let own = at(domain, known);
    // Asked for together: one round trip for both.
    let above = at(organisation, known);
    match own? {
        Ok(found) if found.records.is_empty() && domain != organisation => above,
        own => Ok(own),
    }
}

fn at(domain: &DomainName, known: &Known) -> Result<Result<Found, Failure>, NotYet> {
    let name = format!("_dmarc.{domain}");
    let found = known.texts(&name)?;
    Ok(found.map(|found| {
        let records = found.records.into_iter().filter(|text| is_dmarc(text)).collect();
        Found { name, records }
    }))
}

/// `v=DMARC1` comes first, in these very letters.
fn is_dmarc(text: &str) -> bool {
    let version = text.split(';').next().and_then(|tag| tag.split_once('='));
    version.is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
}

fn warning(found: &Found, tags: Option<&Tags<'_>>, inherited: bool) -> Option<Warning> {
    let name = found.name.clone();
    match (found.records.len(), tags) {
        (0, _) => Some(Warning::DmarcMissing { name }),
        (1, None) => Some(Warning::DmarcUnreadable { name }),
        (1, Some(tags)) => match applying(tags, inherited) {
            None => Some(Warning::DmarcUnreadable { name }),
            Some(Policy::None) => Some(Warning::DmarcAsksNothing { name, policy: Policy::None }),
            Some(_) => None,
        },
        (count, _) => Some(Warning::DmarcSeveral { name, count }),
    }
}

/// The policy that applies, if the record has one that exists.
fn applying(tags: &Tags<'_>, inherited: bool) -> Option<Policy> {
    let of = |tag| tags.get(tag).and_then(policy_of);
    let own = of("p");
    if inherited { of("sp").or(own) } else { own }
}

fn policy_of(text: &str) -> Option<Policy> {
    [("none", Policy::None), ("quarantine", Policy::Quarantine), ("reject", Policy::Reject)]
        .into_iter()
        .find_map(|(code, policy)| text.eq_ignore_ascii_case(code).then_some(policy))
}

fn align(from: &DomainName, authenticated: &DomainName, strict: bool) -> Alignment {
    let aligned =
        if strict { from == authenticated } else { from.organisation() == authenticated.organisation() };
    Alignment { domain: authenticated.clone(), strict, aligned }
}

/// The record without `adkim=s` and `aspf=s`, if that is what keeps us out.
fn relaxed(plan: &Plan, text: Option<&str>) -> Option<String> {
    let of_one = |other: &DomainName| other.organisation() == plan.domain.organisation();
    if !of_one(&plan.signing_domain) && !of_one(&plan.return_path) {
        return None;
    }
    let is_alignment = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().trim();
        !matches!(name, "adkim" | "aspf")
    };
    let kept = text?.split(';').filter(is_alignment).collect::<Vec<_>>().join(";");
    Some(cut(&kept))
}
