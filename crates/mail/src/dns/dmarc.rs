//! DMARC: does what is authenticated belong to the domain in `From`, and what is to become of mail of which it does not?
//!
//! RFC 9989 has taken the place of RFC 7489. What a record says of alignment is the same in both. They differ in how the
//! organisational domain is found: by a list of public suffixes (7489 §3.2), or by walking up the tree in search of
//! records, eight steps at most (9989 §4.10). The list is followed here. Receivers are moving from one to the other
//! for years to come, and for a domain of an office both give the same, unless it has policies of its own at several
//! levels or says `psd=`; in return, the verdict takes two questions, and not eight for each domain. Where the two
//! RFCs differ in reading a record, the newer is followed: `p=` may be missing, and then is `none`.

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

/// What was found.
struct Found {
    /// The name of the record; of the domain itself, without one.
    name: String,
    record: Option<String>,
    /// More than one record somewhere, of which none counts: the name, and how many.
    several: Option<(String, usize)>,
}

/// 1. The policy is that of the domain; if it has none, that of its organisation.
/// 2. Without one, both kinds of alignment are relaxed, as with one that does not say.
/// 3. What is not aligned by either is a fault, whatever the policy: nobody could tell the mail from a forged one.
pub(super) fn check(plan: &Plan, known: &Known) -> Result<Alignments, NotYet> {
    let organisation = plan.domain.organisation();
    let own_name = format!("_dmarc.{}", plan.domain);
    let mut findings = Vec::new();
    let (found, answered) = match discover(&plan.domain, &organisation, known)? {
        Ok(found) => (found, true),
        Err(Failure { name, trouble }) => {
            findings.push(dns_failure(name, trouble));
            (Found { name: own_name.clone(), record: None, several: None }, false)
        }
    };
    let tags = found.record.as_deref().map(Tags::readable);
    let applying = tags.as_ref().and_then(|tags| applying(tags, found.name != own_name));
    let strict = |tag: &str| {
        tags.as_ref().and_then(|tags| tags.get(tag)).is_some_and(|mode| mode.eq_ignore_ascii_case("s"))
    };
    let dkim = align(&plan.domain, &plan.signing_domain, strict("adkim"));
    let spf = align(&plan.domain, &plan.return_path, strict("aspf"));
    let mut warnings = if answered { warnings(&found, applying) } else { Vec::new() };
    if !dkim.aligned && !spf.aligned {
        findings.push(Finding {
            cause: SenderFault::DmarcUnaligned,
            name: found.name.clone(),
            found: shown(found.record.as_slice()),
            wanted: relaxed(plan, found.record.as_deref())
                .map(|value| Record::text(found.name.clone(), value)),
            detail: Detail::Dmarc,
        });
    } else if !dkim.aligned {
        warnings.push(Warning::DmarcBySpfAlone);
    }
    let policy = found.record.as_deref().map(|record| FoundPolicy {
        name: found.name.clone(),
        record: cut(record),
        policy: applying.unwrap_or(Policy::None),
    });
    let record = match &policy {
        Some(policy) => Record::text(policy.name.clone(), policy.record.clone()),
        None => Record::text(format!("_dmarc.{organisation}"), "v=DMARC1; p=none"),
    };
    let standing = match (&policy, &found.several) {
        _ if !answered => Standing::Unknown,
        (_, Some(_)) => Standing::Wrong,
        (Some(_), None) => Standing::Right,
        (None, None) => Standing::Missing,
    };
    let verdict = DmarcVerdict { organisation, policy, dkim, spf };
    Ok(Alignments { verdict, findings, warnings, record: ToPublish { record, standing, needed: false } })
}

/// The record at the domain, or else at its organisation. Of several at one name none counts, and the search goes on
/// (RFC 9989 §4.10; RFC 7489 §6.6.3 ends it there).
fn discover(
    domain: &DomainName,
    organisation: &DomainName,
    known: &Known,
) -> Result<Result<Found, Failure>, NotYet> {
    // Asked for together: one round trip for both.
    let (own, above) = (records(domain, known), records(organisation, known));
    let (name, own) = match own? {
        Ok(own) => own,
        Err(failure) => return Ok(Err(failure)),
    };
    let several = (own.len() > 1).then(|| (name.clone(), own.len()));
    if own.len() == 1 || domain == organisation {
        let record = own.into_iter().next().filter(|_| several.is_none());
        return Ok(Ok(Found { name, record, several }));
    }
    Ok(above?.map(|(above_name, above)| {
        let several = several.or((above.len() > 1).then(|| (above_name.clone(), above.len())));
        match <[String; 1]>::try_from(above) {
            Ok([record]) => Found { name: above_name, record: Some(record), several },
            Err(_) => Found { name, record: None, several },
        }
    }))
}

/// The name, and the DMARC records there.
type Records = (String, Vec<String>);

fn records(domain: &DomainName, known: &Known) -> Result<Result<Records, Failure>, NotYet> {
    let name = format!("_dmarc.{domain}");
    let found = known.texts(&name)?;
    Ok(found.map(|found| (name, found.records.into_iter().filter(|text| is_dmarc(text)).collect())))
}

/// `v=DMARC1` comes first, in these very letters.
fn is_dmarc(text: &str) -> bool {
    let version = text.split(';').next().and_then(|tag| tag.split_once('='));
    version.is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
}

fn warnings(found: &Found, applying: Option<Policy>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some((name, count)) = found.several.clone() {
        warnings.push(Warning::DmarcSeveral { name, count });
    }
    let name = found.name.clone();
    warnings.extend(match (&found.record, applying) {
        (None, _) if found.several.is_some() => None,
        (None, _) => Some(Warning::DmarcMissing { name }),
        (Some(record), policy) if policy.is_none() || Tags::parse(record).is_err() => {
            Some(Warning::DmarcUnreadable { name })
        }
        (Some(_), Some(Policy::None)) => Some(Warning::DmarcAsksNothing { name }),
        (Some(_), _) => None,
    });
    warnings
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
