//! Who changed what, when, from what to what.

use domain::{
    Timestamp,
    id::{AuditEntryId, OfficeId},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// A line of the log.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: AuditEntryId,
    /// The office.
    pub office_id: OfficeId,
    /// When, in milliseconds.
    pub at: i64,
    /// Who: `operator`, `office`, `client`, or `system`, with a key's id where there is one.
    pub actor: String,
    /// What was done, such as `employee_changed`.
    pub action: String,
    /// To what.
    pub subject: Option<Uuid>,
    /// Old and new values, as JSON. Never a secret.
    pub detail: String,
}

/// Adds lines.
pub async fn insert(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    tx.query(
        "INSERT INTO audit_log (id, office_id, at, actor, action, subject, detail)
         SELECT r.id, r.office_id, r.at, r.actor, r.action, r.subject, r.detail
         FROM ROWS(id uuid, office_id uuid, at bigint, actor text, action text, subject uuid, detail text)",
    )
    .rows(entries)
    .execute()
    .await?;
    Ok(())
}

/// For each of these offices: how many addresses were refused since a point in time, and when the first of them was.
pub async fn refusals(
    tx: &mut Tx,
    offices: &[OfficeId],
    since: Timestamp,
) -> Result<Vec<(OfficeId, u64, Timestamp)>> {
    #[derive(Serialize)]
    struct One {
        office_id: OfficeId,
    }
    #[derive(FromRow)]
    struct Row {
        office_id: Uuid,
        refusals: i64,
        first_at: i64,
    }
    let offices: Vec<One> = offices.iter().map(|&office_id| One { office_id }).collect();
    let rows: Vec<Row> = tx
        .query(
            "SELECT a.office_id, count(*) AS refusals, min(a.at) AS first_at FROM ROWS(office_id uuid)
             JOIN audit_log a ON a.office_id = r.office_id AND a.at > $2 AND a.action = 'address_refused'
             GROUP BY a.office_id",
        )
        .rows(&offices)
        .bind(since.millis())
        .fetch_all()
        .await?;
    let read = |row: Row| {
        let count = u64::try_from(row.refusals).unwrap_or(0);
        (OfficeId::new(row.office_id), count, Timestamp::from_millis(row.first_at))
    };
    Ok(rows.into_iter().map(read).collect())
}

/// A line as it is read back.
#[derive(Debug, Clone, FromRow)]
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// When, in milliseconds.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: Option<Uuid>,
    /// Old and new values, as JSON.
    pub detail: String,
}

/// Lines of this office after an id, in the order of their ids.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    after: Option<AuditEntryId>,
    limit: u32,
) -> Result<Vec<Line>> {
    Ok(tx
        .query(
            "SELECT id, at, actor, action, subject, detail FROM audit_log
             WHERE office_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(office.uuid())
        .bind(after.map_or(Uuid::nil(), AuditEntryId::uuid))
        .bind(i64::from(limit))
        .fetch_all()
        .await?)
}
