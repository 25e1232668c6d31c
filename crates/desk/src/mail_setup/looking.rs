//! Looks at domains in DNS: questions to others, outside of any unit of work.

use domain::id::OfficeId;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use mail::{
    dkim::{self, Generation},
    dns::{self, DomainName, DomainReport, Plan, SigningKey, Standing},
};
use store::dkim_keys::DkimKeys;
use tokio::sync::Semaphore;

use super::{AT_ONCE, Checks, keys};
use crate::Desk;

/// What was seen of a domain.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) domain: String,
    pub(super) report: DomainReport,
    /// Keys that waited for their records, and whose records are there.
    pub(super) published: Vec<Published>,
}

/// Keys whose records are there.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) generation: u32,
    /// That of Ed25519 too.
    pub(super) both: bool,
}

/// Looks at every domain of an office, making keys for those that have none.
pub(super) async fn look(
    desk: &Desk,
    checks: &Checks,
    office: OfficeId,
    domains: Vec<String>,
    turns: &Semaphore,
) -> Result<Vec<Look>, store::Error> {
    let known = with_keys(desk, office, &domains).await?;
    let looks = domains.into_iter().map(|domain| {
        let keys: Vec<_> = known.iter().filter(|keys| keys.domain == domain).cloned().collect();
        look_at(desk, checks, domain, keys, turns)
    });
    stream::iter(looks).buffer_unordered(AT_ONCE).try_collect().await
}

/// The keys of the office, after those were made that were missing. Somebody else may have made some at the same time:
/// then theirs are the ones.
async fn with_keys(desk: &Desk, office: OfficeId, domains: &[String]) -> Result<Vec<DkimKeys>, store::Error> {
    let known = store::dkim_keys::list(&mut desk.0.db.read().await?, office).await?;
    let has = |domain: &&String| known.iter().any(|keys| keys.domain == **domain);
    let missing: Vec<String> = domains.iter().filter(|domain| !has(domain)).cloned().collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let made = keys::make(desk, office, missing).await?;
    let mut tx = desk.0.db.write().await?;
    store::dkim_keys::insert(&mut tx, &made).await?;
    tx.commit().await?;
    store::dkim_keys::list(&mut desk.0.db.read().await?, office).await
}

async fn look_at(
    desk: &Desk,
    checks: &Checks,
    domain: String,
    keys: Vec<DkimKeys>,
    turns: &Semaphore,
) -> Result<Look, store::Error> {
    let rotation = keys::rotation(&keys);
    // Mails are signed by these now, or will be by the first that there are.
    let signing = rotation.and_then(|rotation| rotation.signs(desk.0.clock.now()).or(rotation.waits()));
    let of = |generation: Generation| keys.iter().find(|keys| keys.generation == generation.number());
    let (Some(rotation), Some(signing)) = (rotation, signing.and_then(of)) else {
        let why = format!("those of {domain} are of no order that this version knows");
        return Err(store::Error::Unreadable { what: "the keys of a domain", why });
    };
    let report = ask(desk, checks, &domain, signing, turns).await?;
    let mut published = Vec::new();
    if let Some(waiting) = rotation.waits().and_then(of) {
        // Beside keys that sign, the next ones are looked at by themselves.
        let seen = if waiting.generation == signing.generation {
            None
        } else {
            Some(ask(desk, checks, &domain, waiting, turns).await?)
        };
        published.extend(standing(seen.as_ref().unwrap_or(&report), waiting.generation));
    } else if signing.ed25519_from.is_none() {
        published.extend(standing(&report, signing.generation));
    }
    Ok(Look { domain, report, published })
}

/// Whether the records of keys are there, as a report says.
fn standing(report: &DomainReport, generation: u32) -> Option<Published> {
    let name = |algorithm| {
        let selector = Generation::of(generation)?.selector(algorithm);
        Some(format!("{selector}._domainkey.{}", report.domain))
    };
    let right = |algorithm| {
        let name = name(algorithm)?;
        let at = |there: &&dns::ToPublish| there.record.name == name;
        Some(report.records.iter().find(at)?.standing == Standing::Right)
    };
    let rsa = right(dkim::Algorithm::Rsa) == Some(true);
    rsa.then(|| Published { generation, both: right(dkim::Algorithm::Ed25519) == Some(true) })
}

async fn ask(
    desk: &Desk,
    checks: &Checks,
    domain: &str,
    keys: &DkimKeys,
    turns: &Semaphore,
) -> Result<DomainReport, store::Error> {
    let signs = |algorithm, as_checked| {
        let (name, key) = keys::read(&desk.0.seal, keys, algorithm)?;
        let (selector, public) = (name.selector().as_str().to_owned(), key.public().to_owned());
        Ok::<_, store::Error>(SigningKey { selector, algorithm: as_checked, public, alias: None })
    };
    let bad = |fault: domain::Fault| store::Error::Unreadable { what: "a domain", why: fault.to_string() };
    let domain = DomainName::parse(domain).map_err(bad)?;
    let plan = Plan {
        domain: domain.clone(),
        signing_domain: domain.clone(),
        key: signs(dkim::Algorithm::Rsa, dns::Algorithm::Rsa)?,
        second_key: Some(signs(dkim::Algorithm::Ed25519, dns::Algorithm::Ed25519)?),
        return_path: checks.return_path.clone().unwrap_or(domain),
        egress: checks.egress.clone(),
    };
    // Never closed.
    let _turn = turns.acquire().await;
    Ok(dns::check_with(|question| (checks.ask.0)(question), &plan).await)
}
