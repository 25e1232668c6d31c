//! What employees hear of in their next digest.

use domain::{
    Timestamp,
    event::Pace,
    id::{EmployeeId, EventId, OfficeId},
    recipients::Because,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// One event that an employee hears of in their next digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which event.
    pub event: EventId,
    /// Who hears.
    pub employee: EmployeeId,
    /// Their office.
    pub office: OfficeId,
    /// How often they want one.
    pub pace: Pace,
    /// When it is due.
    pub due_at: Timestamp,
    /// Why they hear.
    pub because: Because,
}

/// Adds entries, of any office. An event that somebody hears of already is not added for them again.
pub async fn insert(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    #[derive(Serialize)]
    struct Written {
        event_id: EventId,
        employee_id: EmployeeId,
        office_id: OfficeId,
        pace: String,
        due_at: i64,
        because: String,
    }
    if entries.is_empty() {
        return Ok(());
    }
    let written = |entry: &Entry| -> Result<Written> {
        Ok(Written {
            event_id: entry.event,
            employee_id: entry.employee,
            office_id: entry.office,
            pace: read::to_word(&entry.pace),
            due_at: entry.due_at.millis(),
            because: read::to_json("a decision", &entry.because)?,
        })
    };
    let rows = entries.iter().map(written).collect::<Result<Vec<_>>>()?;
    tx.query(
        "INSERT INTO digest_entries (event_id, employee_id, office_id, pace, due_at, because)
         SELECT r.event_id, r.employee_id, r.office_id, r.pace, r.due_at, r.because
         FROM ROWS(event_id uuid, employee_id uuid, office_id uuid, pace text, due_at bigint, because text)
         WHERE TRUE ON CONFLICT (event_id, employee_id) DO NOTHING",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    event_id: Uuid,
    employee_id: Uuid,
    office_id: Uuid,
    pace: String,
    due_at: i64,
    because: String,
}

impl Row {
    fn entry(self) -> Result<Entry> {
        Ok(Entry {
            event: EventId::new(self.event_id),
            employee: EmployeeId::new(self.employee_id),
            office: OfficeId::new(self.office_id),
            pace: read::word("a pace", &self.pace)?,
            due_at: Timestamp::from_millis(self.due_at),
            because: read::json("a decision", &self.because)?,
        })
    }
}

/// Takes everything that is due to up to `limit` employees, in no order. Whoever takes it tells it, in this unit of work.
/// Looks across offices.
pub async fn take_due(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = tx
        .query(
            "DELETE FROM digest_entries WHERE due_at <= $1 AND employee_id IN (
                SELECT DISTINCT employee_id FROM digest_entries WHERE due_at <= $1 LIMIT $2)
             RETURNING event_id, employee_id, office_id, pace, due_at, because",
        )
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::entry).collect()
}

/// Makes what waits for an employee of this office due now: they left, or want to hear at another pace.
pub async fn hasten(tx: &mut Tx, office: OfficeId, employee: EmployeeId, now: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE digest_entries SET due_at = $3 WHERE office_id = $1 AND employee_id = $2 AND due_at > $3",
    )
    .bind(office.uuid())
    .bind(employee.uuid())
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}

/// Who of this office will hear of an event in a digest, and when.
pub async fn of_event(tx: &mut Tx, office: OfficeId, event: EventId) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT event_id, employee_id, office_id, pace, due_at, because FROM digest_entries
             WHERE office_id = $1 AND event_id = $2 ORDER BY employee_id",
        )
        .bind(office.uuid())
        .bind(event.uuid())
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::entry).collect()
}
