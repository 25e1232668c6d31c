//! Addresses that are left alone for a while, since mail to them came back. A worker finds them with the mails that it
//! leases ([`crate::deliveries::leased`]): no statement asks for them alone.

use domain::{
    EmailAddress, Timestamp,
    bounce::{Cause, Suppressed},
    id::{MailId, OfficeId},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, bounces, read};

/// An address that an office leaves alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The address, as it was written to.
    pub address: EmailAddress,
    /// Why, and until when.
    pub suppressed: Suppressed,
    /// Since when.
    pub since: Timestamp,
    /// The mail that came back.
    pub mail: MailId,
}

/// Leaves an address alone, as of this mail. One that is left alone already is so for the newer reason.
pub async fn put(tx: &mut Tx, office: OfficeId, suppression: &Suppression) -> Result<()> {
    tx.query(
        "INSERT INTO suppressions (office_id, to_key, address, cause, since, until_at, mail_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (office_id, to_key) DO UPDATE SET address = excluded.address, cause = excluded.cause,
            since = excluded.since, until_at = excluded.until_at, mail_id = excluded.mail_id",
    )
    .bind(office.uuid())
    .bind(suppression.address.key())
    .bind(suppression.address.as_str())
    .bind(suppression.suppressed.cause.code())
    .bind(suppression.since.millis())
    .bind(suppression.suppressed.until.millis())
    .bind(suppression.mail.uuid())
    .execute()
    .await?;
    Ok(())
}

/// The addresses that this office leaves alone now, those whose mail is the newest first, before a mail.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    now: Timestamp,
    before: Option<MailId>,
    limit: u32,
) -> Result<Vec<Suppression>> {
    #[derive(FromRow)]
    struct Row {
        address: String,
        cause: String,
        since: i64,
        until_at: i64,
        mail_id: Uuid,
    }
    let rows: Vec<Row> = tx
        .query(
            "SELECT s.address, s.cause, s.since, s.until_at, s.mail_id FROM suppressions s
             WHERE s.office_id = $1 AND s.mail_id < $2 AND (s.until_at > $3) IS TRUE
             ORDER BY s.mail_id DESC LIMIT $4",
        )
        .bind(office.uuid())
        .bind(before.map_or(Uuid::max(), MailId::uuid))
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    let read = |row: Row| {
        let until = Timestamp::from_millis(row.until_at);
        Ok(Suppression {
            address: read::address(&row.address)?,
            suppressed: Suppressed { cause: bounces::cause(&row.cause)?, until },
            since: Timestamp::from_millis(row.since),
            mail: MailId::new(row.mail_id),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes to these addresses again, each of the office named with it. Returns those that were left alone until now.
pub async fn lift(
    tx: &mut Tx,
    addresses: &[(OfficeId, String)],
    now: Timestamp,
) -> Result<Vec<(OfficeId, Cause)>> {
    #[derive(Serialize)]
    struct One<'a> {
        office_id: OfficeId,
        to_key: &'a str,
    }
    let rows: Vec<One<'_>> =
        addresses.iter().map(|(office_id, to_key)| One { office_id: *office_id, to_key }).collect();
    let lifted: Vec<(Uuid, String, i64)> = tx
        .query(
            "DELETE FROM suppressions WHERE EXISTS (SELECT 1 FROM ROWS(office_id uuid, to_key text)
                WHERE r.office_id = suppressions.office_id AND r.to_key = suppressions.to_key)
             RETURNING office_id, cause, until_at",
        )
        .rows(&rows)
        .fetch_all()
        .await?;
    let held = lifted.into_iter().filter(|(.., until_at)| *until_at > now.millis());
    held.map(|(office, cause, _)| Ok((OfficeId::new(office), bounces::cause(&cause)?))).collect()
}

/// Forgets those whose time is over. Looks across offices.
pub async fn forget_over(tx: &mut Tx, now: Timestamp) -> Result<()> {
    tx.query("DELETE FROM suppressions WHERE until_at <= $1").bind(now.millis()).execute().await?;
    Ok(())
}
