//! Whether the mails of an office can go out: what was looked at in DNS, and when.

use std::collections::HashMap;

use domain::{
    Timestamp,
    delivery::SenderFault,
    id::{MailId, OfficeId},
    mail_setup::Verdict,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// The mail set-up of an office as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSetup {
    /// The office.
    pub office: OfficeId,
    /// A domain that is not ready sends as the platform's address.
    pub send_on_behalf: bool,
    /// All of its domains were ready at the last look.
    pub ready: bool,
    /// What kept mails of its domains from going out, at the last look.
    pub causes: Vec<SenderFault>,
    /// When its domains were looked at last.
    pub checked_at: Option<Timestamp>,
    /// When they are looked at again by themselves.
    pub next_check_at: Timestamp,
}

/// A domain of an office that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDomain {
    /// The office.
    pub office: OfficeId,
    /// The domain, in its ASCII form.
    pub domain: String,
    /// What the last look means.
    pub verdict: Verdict,
    /// What it saw, as JSON.
    pub report: String,
    /// When the office was last told that it is broken.
    pub alerted_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    office_id: Uuid,
    send_on_behalf: bool,
    ready: bool,
    causes: String,
    checked_at: Option<i64>,
    next_check_at: i64,
}

impl Row {
    fn setup(self) -> Result<MailSetup> {
        Ok(MailSetup {
            office: OfficeId::new(self.office_id),
            send_on_behalf: self.send_on_behalf,
            ready: self.ready,
            causes: read::json("causes", &self.causes)?,
            checked_at: self.checked_at.map(Timestamp::from_millis),
            next_check_at: Timestamp::from_millis(self.next_check_at),
        })
    }
}

#[derive(FromRow)]
struct DomainRow {
    office_id: Uuid,
    domain: String,
    verdict: String,
    report: String,
    alerted_at: Option<i64>,
}

impl DomainRow {
    fn domain(self) -> Result<MailDomain> {
        Ok(MailDomain {
            office: OfficeId::new(self.office_id),
            domain: self.domain,
            verdict: read::json("a verdict", &self.verdict)?,
            report: self.report,
            alerted_at: self.alerted_at.map(Timestamp::from_millis),
        })
    }
}

/// The set-up of this office; none when nobody ever asked for it.
pub async fn find(tx: &mut Tx, office: OfficeId) -> Result<Option<MailSetup>> {
    let row: Option<Row> = tx
        .query(
            "SELECT office_id, send_on_behalf, ready, causes, checked_at, next_check_at FROM mail_setups
             WHERE office_id = $1",
        )
        .bind(office.uuid())
        .fetch_optional()
        .await?;
    row.map(Row::setup).transpose()
}

/// The set-up of this office, made if there is none yet, and held against other writers until the unit of work ends. One
/// that is made is due for its first look.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, now: Timestamp) -> Result<MailSetup> {
    tx.query(
        "INSERT INTO mail_setups (office_id, send_on_behalf, ready, causes, next_check_at)
         VALUES ($1, FALSE, FALSE, '[]', $2) ON CONFLICT (office_id) DO NOTHING",
    )
    .bind(office.uuid())
    .bind(now.millis())
    .execute()
    .await?;
    let row: Row = tx
        .query(
            "SELECT office_id, send_on_behalf, ready, causes, checked_at, next_check_at FROM mail_setups
             WHERE office_id = $1 FOR_UPDATE",
        )
        .bind(office.uuid())
        .fetch_one()
        .await?;
    row.setup()
}

/// Writes every field of set-ups that exist.
pub async fn update(tx: &mut Tx, setups: &[MailSetup]) -> Result<()> {
    #[derive(Serialize)]
    struct Written {
        office_id: OfficeId,
        send_on_behalf: bool,
        ready: bool,
        causes: String,
        checked_at: Option<i64>,
        next_check_at: i64,
    }
    let written = |setup: &MailSetup| {
        Ok(Written {
            office_id: setup.office,
            send_on_behalf: setup.send_on_behalf,
            ready: setup.ready,
            causes: read::to_json("causes", &setup.causes)?,
            checked_at: setup.checked_at.map(Timestamp::millis),
            next_check_at: setup.next_check_at.millis(),
        })
    };
    let rows = setups.iter().map(written).collect::<Result<Vec<_>>>()?;
    tx.query(
        "UPDATE mail_setups SET send_on_behalf = CAST(r.send_on_behalf AS BOOLEAN), ready = CAST(r.ready AS BOOLEAN),
            causes = r.causes, checked_at = r.checked_at, next_check_at = r.next_check_at
         FROM ROWS(office_id uuid, send_on_behalf boolean, ready boolean, causes text, checked_at bigint,
            next_check_at bigint)
         WHERE mail_setups.office_id = r.office_id",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// The domains of this office that were looked at.
pub async fn domains(tx: &mut Tx, office: OfficeId) -> Result<Vec<MailDomain>> {
    let rows: Vec<DomainRow> = tx
        .query(
            "SELECT office_id, domain, verdict, report, alerted_at FROM mail_domains WHERE office_id = $1
             ORDER BY domain",
        )
        .bind(office.uuid())
        .fetch_all()
        .await?;
    rows.into_iter().map(DomainRow::domain).collect()
}

/// Stores what looks saw and mean, in the place of earlier ones.
pub async fn put_domains(tx: &mut Tx, domains: &[MailDomain]) -> Result<()> {
    #[derive(Serialize)]
    struct Written<'a> {
        office_id: OfficeId,
        domain: &'a str,
        verdict: String,
        report: &'a str,
        alerted_at: Option<i64>,
    }
    let written = |domain: &MailDomain| read::to_json("a verdict", &domain.verdict);
    let mut rows = Vec::with_capacity(domains.len());
    for domain in domains {
        rows.push(Written {
            office_id: domain.office,
            domain: &domain.domain,
            verdict: written(domain)?,
            report: &domain.report,
            alerted_at: domain.alerted_at.map(Timestamp::millis),
        });
    }
    tx.query(
        "INSERT INTO mail_domains (office_id, domain, verdict, report, alerted_at)
         SELECT r.office_id, r.domain, r.verdict, r.report, r.alerted_at
         FROM ROWS(office_id uuid, domain text, verdict text, report text, alerted_at bigint)
         WHERE TRUE ORDER BY r.office_id, r.domain
         ON CONFLICT (office_id, domain) DO UPDATE SET verdict = excluded.verdict, report = excluded.report,
            alerted_at = excluded.alerted_at",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// What is known of offices and their domains when it is decided who sends.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    /// What the last look at each domain means; one that is not here was never looked at.
    pub verdicts: HashMap<(OfficeId, String), Verdict>,
    /// Offices whose domains that are not ready send as the platform's address.
    pub on_behalf: Vec<OfficeId>,
}

/// How these domains of these offices stand. Looks across offices, since one batch of work may hold several.
pub async fn standings(tx: &mut Tx, wanted: &[(OfficeId, String)]) -> Result<Standings> {
    #[derive(Serialize)]
    struct Wanted<'a> {
        office_id: OfficeId,
        domain: &'a str,
    }
    #[derive(FromRow)]
    struct Stands {
        office_id: Uuid,
        domain: String,
        verdict: Option<String>,
        send_on_behalf: Option<bool>,
    }
    let rows: Vec<_> = wanted.iter().map(|(office, domain)| Wanted { office_id: *office, domain }).collect();
    let rows: Vec<Stands> = tx
        .query(
            "SELECT r.office_id, r.domain, d.verdict, s.send_on_behalf FROM ROWS(office_id uuid, domain text)
             LEFT JOIN mail_domains d ON d.office_id = r.office_id AND d.domain = r.domain
             LEFT JOIN mail_setups s ON s.office_id = r.office_id",
        )
        .rows(&rows)
        .fetch_all()
        .await?;
    let mut standings = Standings::default();
    for row in rows {
        let office = OfficeId::new(row.office_id);
        if let Some(verdict) = row.verdict {
            standings.verdicts.insert((office, row.domain), read::json("a verdict", &verdict)?);
        }
        if row.send_on_behalf == Some(true) {
            standings.on_behalf.push(office);
        }
    }
    Ok(standings)
}

/// Every office has a set-up from now on; one that had none is due for its first look. Looks across offices, for the
/// clock.
pub async fn enrol(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    Ok(tx
        .query(
            "INSERT INTO mail_setups (office_id, send_on_behalf, ready, causes, next_check_at)
             SELECT o.id, FALSE, FALSE, '[]', $1 FROM offices o
             WHERE NOT EXISTS (SELECT 1 FROM mail_setups s WHERE s.office_id = o.id)
             ON CONFLICT (office_id) DO NOTHING",
        )
        .bind(now.millis())
        .execute()
        .await?)
}

/// Takes offices that are due to be looked at, the one that has waited longest first. They are due again at `until`, should
/// nobody say what came of it; so each is taken once, however many ask. Looks across offices, for the clock.
pub async fn take_due(tx: &mut Tx, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<OfficeId>> {
    let rows: Vec<(Uuid,)> = tx
        .query(
            "UPDATE mail_setups SET next_check_at = $2 WHERE office_id AMONG(
                SELECT office_id FROM mail_setups WHERE next_check_at <= $1
                ORDER BY next_check_at LIMIT $3 SKIP_LOCKED)
             RETURNING office_id",
        )
        .bind(now.millis())
        .bind(until.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| OfficeId::new(id)).collect())
}

/// These offices are looked at by themselves at this time, if that is sooner than they would be. One without a set-up
/// gets one.
pub async fn check_soon(tx: &mut Tx, offices: &[OfficeId], at: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Soon {
        office_id: OfficeId,
    }
    let offices: std::collections::BTreeSet<OfficeId> = offices.iter().copied().collect();
    let rows: Vec<_> = offices.into_iter().map(|office_id| Soon { office_id }).collect();
    tx.query(
        "INSERT INTO mail_setups (office_id, send_on_behalf, ready, causes, next_check_at)
         SELECT r.office_id, FALSE, FALSE, '[]', $2 FROM ROWS(office_id uuid) WHERE TRUE ORDER BY r.office_id
         ON CONFLICT (office_id) DO UPDATE SET next_check_at = excluded.next_check_at
            WHERE mail_setups.next_check_at > excluded.next_check_at",
    )
    .rows(&rows)
    .bind(at.millis())
    .execute()
    .await?;
    Ok(())
}

/// The offices of these mails, which a relay found at fault, are looked at at `at`, unless they were since `since`. Looks
/// across offices, for what follows a delivery.
pub async fn check_soon_after(tx: &mut Tx, mails: &[MailId], at: Timestamp, since: Timestamp) -> Result<()> {
    tx.query(
        // One that somebody holds is being looked at already, and whoever does that may be waiting for a lane that this
        // unit of work holds: it is left alone.
        "UPDATE mail_setups SET next_check_at = $2
         WHERE office_id AMONG(
            SELECT s.office_id FROM ROWS(wanted uuid) JOIN queue q ON q.mail_id = r.wanted
            JOIN mail_setups s ON s.office_id = q.office_id
            WHERE (s.next_check_at > $2 AND (s.checked_at IS NULL OR s.checked_at < $3)) IS TRUE SKIP_LOCKED)",
    )
    .rows(&read::wanted(mails))
    .bind(at.millis())
    .bind(since.millis())
    .execute()
    .await?;
    Ok(())
}

/// Which set-ups to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only those that are ready, or are not.
    pub ready: Option<bool>,
    /// Only those with this cause.
    pub cause: Option<SenderFault>,
}

/// Set-ups of the installation after an office, in the order of the offices' ids, each with its office's name. For the
/// operator.
pub async fn list_all(
    tx: &mut Tx,
    filter: Filter,
    after: Option<OfficeId>,
    limit: u32,
) -> Result<Vec<(MailSetup, String)>> {
    #[derive(FromRow)]
    struct Named {
        #[sqlx(flatten)]
        setup: Row,
        name: String,
    }
    // Each cause stands in quotes, and none is a part of another with them.
    let cause = filter.cause.map(|cause| format!("%\"{}\"%", cause.code())).unwrap_or_default();
    let ready = filter.ready.map_or("", |ready| if ready { "yes" } else { "no" });
    let rows: Vec<Named> = tx
        .query(
            "SELECT s.office_id, s.send_on_behalf, s.ready, s.causes, s.checked_at, s.next_check_at, o.name
             FROM mail_setups s JOIN offices o ON o.id = s.office_id
             WHERE s.office_id > $1 AND ($3 = '' OR s.causes LIKE $3)
                AND ($4 = '' OR ($4 = 'yes' AND s.ready) OR ($4 = 'no' AND NOT s.ready))
             ORDER BY s.office_id LIMIT $2",
        )
        .bind(after.map_or(Uuid::nil(), OfficeId::uuid))
        .bind(i64::from(limit))
        .bind(cause)
        .bind(ready)
        .fetch_all()
        .await?;
    rows.into_iter().map(|row| Ok((row.setup.setup()?, row.name))).collect()
}

/// Lets set-ups with this cause, or all that are not ready, be looked at at once, and returns how many. For the operator.
pub async fn check_all(tx: &mut Tx, cause: Option<SenderFault>, now: Timestamp) -> Result<u64> {
    let cause = cause.map(|cause| format!("%\"{}\"%", cause.code())).unwrap_or_default();
    Ok(tx
        .query(
            "UPDATE mail_setups SET next_check_at = $1
             WHERE NOT ready AND ($2 = '' OR causes LIKE $2)",
        )
        .bind(now.millis())
        .bind(cause)
        .execute()
        .await?)
}

/// How many set-ups are not ready, and how many of those have each cause. For the operator.
pub async fn counts(tx: &mut Tx) -> Result<(u64, Vec<(SenderFault, u64)>)> {
    let rows: Vec<(String, i64)> = tx
        .query("SELECT causes, count(*) FROM mail_setups WHERE NOT ready GROUP BY causes")
        .fetch_all()
        .await?;
    let (mut all, mut counts) = (0, HashMap::new());
    for (causes, count) in rows {
        let count = u64::try_from(count).unwrap_or(0);
        all += count;
        for cause in read::json::<Vec<SenderFault>>("causes", &causes)? {
            *counts.entry(cause).or_insert(0) += count;
        }
    }
    let known = |cause| counts.get(&cause).map(|count| (cause, *count));
    Ok((all, SenderFault::ALL.into_iter().filter_map(known).collect()))
}
