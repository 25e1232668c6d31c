//! What employees hear of in a digest: one that is to come, or one that was.

use domain::{
    Timestamp,
    event::Pace,
    id::{EmployeeId, EventId, MailId, OfficeId},
    recipients::Because,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// One event that an employee hears of in a digest.
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
    /// When it is due, or the digest that told it.
    pub stands: Stands,
    /// Why they hear.
    pub because: Because,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The digest that is due then will tell it.
    Due(Timestamp),
    /// This digest told it.
    Told(MailId),
}

/// Adds entries, of any office. An event that somebody hears of already is not added for them again.
pub async fn insert(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    #[derive(Serialize)]
    struct Written {
        event_id: EventId,
        employee_id: EmployeeId,
        office_id: OfficeId,
        pace: String,
        due_at: Option<i64>,
        mail_id: Option<MailId>,
        because: String,
    }
    if entries.is_empty() {
        return Ok(());
    }
    let written = |entry: &Entry| -> Result<Written> {
        let (due_at, mail_id) = match entry.stands {
            Stands::Due(at) => (Some(at.millis()), None),
            Stands::Told(mail) => (None, Some(mail)),
        };
        Ok(Written {
            event_id: entry.event,
            employee_id: entry.employee,
            office_id: entry.office,
            pace: read::to_word(&entry.pace),
            due_at,
            mail_id,
            because: read::to_json("a decision", &entry.because)?,
        })
    };
    let rows = entries.iter().map(written).collect::<Result<Vec<_>>>()?;
    tx.query(
        "INSERT INTO digest_entries (event_id, employee_id, office_id, pace, due_at, mail_id, because)
         SELECT r.event_id, r.employee_id, r.office_id, r.pace, r.due_at, r.mail_id, r.because
         FROM ROWS(event_id uuid, employee_id uuid, office_id uuid, pace text, due_at bigint, mail_id uuid, because text)
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
    due_at: Option<i64>,
    mail_id: Option<Uuid>,
    because: String,
}

impl Row {
    fn entry(self) -> Result<Entry> {
        Ok(Entry {
            event: EventId::new(self.event_id),
            employee: EmployeeId::new(self.employee_id),
            office: OfficeId::new(self.office_id),
            pace: read::word("a pace", &self.pace)?,
            stands: match (self.due_at, self.mail_id) {
                (_, Some(mail)) => Stands::Told(MailId::new(mail)),
                (at, None) => Stands::Due(Timestamp::from_millis(at.unwrap_or_default())),
            },
            because: read::json("a decision", &self.because)?,
        })
    }
}

/// Takes everything that is due to up to `limit` employees, those who wait longest first. Whoever takes it tells it, in
/// this unit of work, and puts it back as told. Looks across offices.
pub async fn take_due(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = tx
        .query(
            // MATERIALIZED: SQLite would otherwise go through everything that waits.
            "WITH due AS MATERIALIZED (SELECT employee_id, due_at FROM digest_entries WHERE due_at <= $1)
             DELETE FROM digest_entries WHERE due_at <= $1 AND employee_id IN (
                SELECT employee_id FROM due GROUP BY employee_id ORDER BY min(due_at), employee_id LIMIT $2)
             RETURNING event_id, employee_id, office_id, pace, due_at, mail_id, because",
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

/// Puts off what is due to the employee who waits longest. Looks across offices.
pub async fn put_off(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE digest_entries SET due_at = $2 WHERE due_at <= $1 AND employee_id = (
            SELECT employee_id FROM digest_entries WHERE due_at <= $1
            GROUP BY employee_id ORDER BY min(due_at), employee_id LIMIT 1)",
    )
    .bind(now.millis())
    .bind(until.millis())
    .execute()
    .await?;
    Ok(())
}

/// What these digests told. Looks across offices, for what follows when one of them fails.
pub async fn told_by(tx: &mut Tx, mails: &[MailId]) -> Result<Vec<EventId>> {
    let rows: Vec<(Uuid,)> = tx
        .query("SELECT d.event_id FROM ROWS(wanted uuid) JOIN digest_entries d ON d.mail_id = r.wanted")
        .rows(&read::wanted(mails))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// Who of this office heard of an event in a digest, or will.
pub async fn of_event(tx: &mut Tx, office: OfficeId, event: EventId) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT event_id, employee_id, office_id, pace, due_at, mail_id, because FROM digest_entries
             WHERE office_id = $1 AND event_id = $2 ORDER BY employee_id",
        )
        .bind(office.uuid())
        .bind(event.uuid())
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::entry).collect()
}
