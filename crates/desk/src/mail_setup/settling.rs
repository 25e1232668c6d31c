//! What follows from looks, in one unit of work: what each means is stored, keys whose records were seen begin to sign,
//! mails that waited go out, and the office hears of what broke.

use std::collections::HashMap;

use domain::{
    Text, Timestamp,
    delivery::PATIENCE,
    event::{Event, EventKind, Facts},
    id::OfficeId,
    mail_setup::{Change, Verdict, in_order, judge, next_check},
    time::minutes,
};
use serde_json::json;
use store::{
    Tx,
    dkim_keys::DkimKeys,
    mail_setups::{MailDomain, MailSetup},
};

use super::looking::{Look, Published};
use crate::{Desk, access::Actor, events::telling};

/// From how much later on new keys sign, so that no worker whose clock is ahead has signed such a mail otherwise.
const SIGNS_IN: std::time::Duration = minutes(1);

/// Stores what was seen of all domains of an office.
pub(super) async fn settle(
    tx: &mut Tx,
    desk: &Desk,
    actor: Actor,
    office: OfficeId,
    looks: Vec<Look>,
) -> Result<(), store::Error> {
    let now = desk.0.clock.now();
    let setup = store::mail_setups::find_for_update(tx, office, now).await?;
    let mut known: HashMap<String, MailDomain> = HashMap::new();
    for domain in store::mail_setups::domains(tx, office).await? {
        known.insert(domain.domain.clone(), domain);
    }
    let (mut stored, mut mended, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    let mut published = Vec::new();
    for look in looks {
        let before = known.remove(&look.domain);
        let found: Vec<_> = look.report.findings.iter().map(|finding| finding.cause).collect();
        let (verdict, change) = judge(before.as_ref().map(|before| &before.verdict), &in_order(&found), now);
        let mut alerted_at = before.and_then(|before| before.alerted_at);
        match change {
            Change::None => {}
            Change::Mended => mended.push(look.domain.clone()),
            Change::Broken => {
                alerted_at = Some(now);
                broken.push((look.domain.clone(), verdict.clone()));
            }
        }
        published.extend(look.published.iter().map(|seen| signs(office, &look.domain, seen, now)));
        let report = serde_json::to_string(&look.report)
            .map_err(|error| store::Error::Unreadable { what: "a report", why: error.to_string() })?;
        stored.push(MailDomain { office, domain: look.domain, verdict, report, alerted_at });
    }
    store::mail_setups::put_domains(tx, &stored).await?;
    if !published.is_empty() {
        store::dkim_keys::publish(tx, &published).await?;
    }
    let verdicts: Vec<Verdict> = stored.iter().map(|domain| domain.verdict.clone()).collect();
    let causes: Vec<_> = verdicts.iter().flat_map(|verdict| verdict.causes.iter().copied()).collect();
    let setup = MailSetup {
        ready: verdicts.iter().all(Verdict::is_ready),
        causes: in_order(&causes),
        checked_at: Some(now),
        next_check_at: next_check(office, &verdicts, now),
        ..setup
    };
    store::mail_setups::update(tx, std::slice::from_ref(&setup)).await?;
    let released = release(tx, office, &mended, now).await?;
    alert(tx, desk, office, &broken).await?;
    if !mended.is_empty() || !broken.is_empty() || actor != Actor::System {
        let broken: Vec<_> = broken.iter().map(|(domain, _)| domain).collect();
        let detail = json!({ "ready": setup.ready, "causes": setup.causes, "mended": mended, "broken": broken, "released": released });
        let entry = actor.did(&desk.0.clock, office, "mail_setup_checked", Some(office.uuid()), &detail);
        store::audit::insert(tx, &[entry]).await?;
    }
    Ok(())
}

fn signs(office: OfficeId, domain: &str, seen: &Published, now: Timestamp) -> DkimKeys {
    let from = Some(now + SIGNS_IN);
    DkimKeys {
        office,
        domain: domain.to_owned(),
        generation: seen.generation,
        rsa: String::new(),
        ed25519: String::new(),
        signs_from: from,
        ed25519_from: from.filter(|_| seen.both),
        created_at: now,
    }
}

/// What the senders of these domains have on hold goes out.
async fn release(
    tx: &mut Tx,
    office: OfficeId,
    mended: &[String],
    now: Timestamp,
) -> Result<u64, store::Error> {
    if mended.is_empty() {
        return Ok(0);
    }
    let of_these =
        |lane: &String| lane.rsplit_once('@').is_some_and(|(_, domain)| mended.iter().any(|d| d == domain));
    let lanes = store::deliveries::held_lanes(tx, office).await?;
    let lanes: Vec<String> = lanes.into_iter().filter(of_these).collect();
    store::deliveries::release_lanes(tx, office, &lanes, now, PATIENCE).await
}

/// Domains and causes are never empty, and of letters that are seen.
#[expect(clippy::expect_used, reason = "a domain with a cause is a text")]
fn summary(told: &str) -> Text {
    Text::parse(&Text::on_one_line(told, 1000)).expect("a domain with a cause is a text")
}

/// The office hears of what broke: once, of all domains together.
async fn alert(
    tx: &mut Tx,
    desk: &Desk,
    office: OfficeId,
    broken: &[(String, Verdict)],
) -> Result<(), store::Error> {
    if broken.is_empty() {
        return Ok(());
    }
    let line = |(domain, verdict): &(String, Verdict)| {
        let causes: Vec<_> = verdict.causes.iter().map(|cause| cause.code()).collect();
        format!("{domain}: {}", causes.join(", "))
    };
    let told = broken.iter().map(line).collect::<Vec<_>>().join("; ");
    tracing::warn!(%office, domains = told, "mails of domains that were set up right wait now");
    let now = desk.0.clock.now();
    let event = Event {
        id: desk.0.clock.id(),
        office_id: office,
        dossier_id: None,
        kind: EventKind::FailedTask,
        summary: summary(&told),
        link: None,
        facts: Facts {
            broken_domains: broken.iter().map(|(domain, _)| domain.clone()).collect(),
            ..Facts::default()
        },
        thread: None,
        occurred_at: now,
        created_at: now,
        closed_at: None,
    };
    let rosters = store::rosters::read(tx, &[(office, None)]).await?;
    telling::raise(tx, desk, &rosters, vec![event]).await.map(drop)
}
