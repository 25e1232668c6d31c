//! The keys with which an office's domains sign. What is secret of them is encrypted before it comes here.

use domain::{Timestamp, id::OfficeId, mail_setup::Verdict};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// The keys of a domain that were made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DkimKeys {
    /// The office.
    pub office: OfficeId,
    /// The domain, in its ASCII form.
    pub domain: String,
    /// Its generation, from 1.
    pub generation: u32,
    /// The RSA key, encrypted.
    pub rsa: String,
    /// The Ed25519 key, encrypted.
    pub ed25519: String,
    /// RSA signs mails that are made from then on; none before its record was seen.
    pub signs_from: Option<Timestamp>,
    /// Ed25519 signs besides from then on; none before its record was seen.
    pub ed25519_from: Option<Timestamp>,
    /// When they were made.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    office_id: Uuid,
    domain: String,
    generation: i64,
    rsa: String,
    ed25519: String,
    signs_from: Option<i64>,
    ed25519_from: Option<i64>,
    created_at: i64,
}

impl Row {
    fn keys(self) -> Result<DkimKeys> {
        Ok(DkimKeys {
            office: OfficeId::new(self.office_id),
            domain: self.domain,
            generation: read::small("a generation of keys", self.generation)?,
            rsa: self.rsa,
            ed25519: self.ed25519,
            signs_from: self.signs_from.map(Timestamp::from_millis),
            ed25519_from: self.ed25519_from.map(Timestamp::from_millis),
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}

/// The keys of this office's domains, the oldest of each domain first.
pub async fn list(tx: &mut Tx, office: OfficeId) -> Result<Vec<DkimKeys>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT office_id, domain, generation, rsa, ed25519, signs_from, ed25519_from, created_at FROM dkim_keys
             WHERE office_id = $1 ORDER BY domain, generation",
        )
        .bind(office.uuid())
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::keys).collect()
}

/// Adds keys. Where a domain has keys of that generation already, they stay: somebody else was faster.
pub async fn insert(tx: &mut Tx, keys: &[DkimKeys]) -> Result<()> {
    #[derive(Serialize)]
    struct Written<'a> {
        office_id: OfficeId,
        domain: &'a str,
        generation: u32,
        rsa: &'a str,
        ed25519: &'a str,
        created_at: i64,
    }
    let written = keys.iter().map(|keys| Written {
        office_id: keys.office,
        domain: &keys.domain,
        generation: keys.generation,
        rsa: &keys.rsa,
        ed25519: &keys.ed25519,
        created_at: keys.created_at.millis(),
    });
    let rows: Vec<Written<'_>> = written.collect();
    tx.query(
        "INSERT INTO dkim_keys (office_id, domain, generation, rsa, ed25519, created_at)
         SELECT r.office_id, r.domain, r.generation, r.rsa, r.ed25519, r.created_at
         FROM ROWS(office_id uuid, domain text, generation bigint, rsa text, ed25519 text, created_at bigint)
         WHERE TRUE ORDER BY r.office_id, r.domain, r.generation
         ON CONFLICT (office_id, domain, generation) DO NOTHING",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// From when on keys sign. What was said before stays: mails are signed the same at every attempt.
pub async fn publish(tx: &mut Tx, keys: &[DkimKeys]) -> Result<()> {
    #[derive(Serialize)]
    struct Published<'a> {
        office_id: OfficeId,
        domain: &'a str,
        generation: u32,
        signs_from: Option<i64>,
        ed25519_from: Option<i64>,
    }
    let published = keys.iter().map(|keys| Published {
        office_id: keys.office,
        domain: &keys.domain,
        generation: keys.generation,
        signs_from: keys.signs_from.map(Timestamp::millis),
        ed25519_from: keys.ed25519_from.map(Timestamp::millis),
    });
    let rows: Vec<Published<'_>> = published.collect();
    tx.query(
        "UPDATE dkim_keys SET signs_from = coalesce(dkim_keys.signs_from, r.signs_from),
            ed25519_from = coalesce(dkim_keys.ed25519_from, r.ed25519_from)
         FROM ROWS(office_id uuid, domain text, generation bigint, signs_from bigint, ed25519_from bigint)
         WHERE dkim_keys.office_id = r.office_id AND dkim_keys.domain = r.domain
            AND dkim_keys.generation = r.generation",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// What a worker has to know of a domain to send its mails.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// What the last look at it means; none when it was never looked at.
    pub verdict: Option<Verdict>,
    /// Its keys, the oldest first.
    pub keys: Vec<DkimKeys>,
}

/// How these domains of these offices stand and with what they sign, in the order they are asked for. Looks across
/// offices.
pub async fn sending(tx: &mut Tx, wanted: &[(OfficeId, String)]) -> Result<Vec<Sending>> {
    #[derive(Serialize)]
    struct Wanted<'a> {
        office_id: OfficeId,
        domain: &'a str,
        place: usize,
    }
    #[derive(FromRow)]
    struct Found {
        place: i64,
        verdict: Option<String>,
        office_id: Uuid,
        domain: String,
        generation: Option<i64>,
        rsa: Option<String>,
        ed25519: Option<String>,
        signs_from: Option<i64>,
        ed25519_from: Option<i64>,
        created_at: Option<i64>,
    }
    let rows = wanted.iter().enumerate();
    let rows: Vec<_> =
        rows.map(|(place, (office, domain))| Wanted { office_id: *office, domain, place }).collect();
    let found: Vec<Found> = tx
        .query(
            "SELECT CAST(r.place AS BIGINT) AS place, d.verdict, r.office_id, r.domain, k.generation, k.rsa, k.ed25519,
                k.signs_from, k.ed25519_from, k.created_at
             FROM ROWS(office_id uuid, domain text, place bigint)
             LEFT JOIN mail_domains d ON d.office_id = r.office_id AND d.domain = r.domain
             LEFT JOIN dkim_keys k ON k.office_id = r.office_id AND k.domain = r.domain
             ORDER BY 1, 5",
        )
        .rows(&rows)
        .fetch_all()
        .await?;
    let mut sending = vec![Sending::default(); wanted.len()];
    for found in found {
        let Some(place) = usize::try_from(found.place).ok().and_then(|place| sending.get_mut(place)) else {
            continue;
        };
        place.verdict = found.verdict.as_deref().map(|json| read::json("a verdict", json)).transpose()?;
        let parts = (found.generation, found.rsa, found.ed25519, found.created_at);
        if let (Some(generation), Some(rsa), Some(ed25519), Some(created_at)) = parts {
            let row = Row {
                office_id: found.office_id,
                domain: found.domain,
                generation,
                rsa,
                ed25519,
                signs_from: found.signs_from,
                ed25519_from: found.ed25519_from,
                created_at,
            };
            place.keys.push(row.keys()?);
        }
    }
    Ok(sending)
}
