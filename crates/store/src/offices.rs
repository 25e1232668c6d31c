//! Offices.

use domain::{Timestamp, id::OfficeId, office::Office, sender::FunctionalAddress};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// The columns of an office, in one place for every query that reads one.
macro_rules! columns {
    () => {
        "id, name, language, communication_address, functional_address, functional_address_send_only,
         always_functional_sender, follow_up_notice, reminders, invitation_days, message_delay_minutes,
         failed_tasks_at_once, user_requests_at_once, escalation_hours, created_at"
    };
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    language: String,
    communication_address: String,
    functional_address: Option<String>,
    functional_address_send_only: bool,
    always_functional_sender: bool,
    follow_up_notice: bool,
    reminders: bool,
    invitation_days: i64,
    message_delay_minutes: i64,
    failed_tasks_at_once: bool,
    user_requests_at_once: bool,
    escalation_hours: Option<i64>,
    created_at: i64,
}

impl Row {
    fn office(self) -> Result<Office> {
        let send_only = self.functional_address_send_only;
        let functional = self.functional_address.map(|a| read::address(&a)).transpose()?;
        Ok(Office {
            id: OfficeId::new(self.id),
            name: read::name(&self.name)?,
            language: read::language(&self.language)?,
            communication_address: read::address(&self.communication_address)?,
            functional_address: functional.map(|address| FunctionalAddress { address, send_only }),
            always_functional_sender: self.always_functional_sender,
            follow_up_notice: self.follow_up_notice,
            reminders: self.reminders,
            invitation_days: read::small("the days of an invitation", self.invitation_days)?,
            message_delay_minutes: read::small("the delay of messages", self.message_delay_minutes)?,
            failed_tasks_at_once: self.failed_tasks_at_once,
            user_requests_at_once: self.user_requests_at_once,
            escalation_hours: self
                .escalation_hours
                .map(|hours| read::small("the hours of an escalation", hours))
                .transpose()?,
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}

/// The office, if there is one of that id.
pub async fn find(tx: &mut Tx, office: OfficeId) -> Result<Option<Office>> {
    let sql = concat!("SELECT ", columns!(), " FROM offices WHERE id = $1");
    tx.query(sql).bind(office.uuid()).fetch_optional().await?.map(Row::office).transpose()
}

/// The office, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId) -> Result<Option<Office>> {
    let sql = concat!("SELECT ", columns!(), " FROM offices WHERE id = $1 FOR_UPDATE");
    tx.query(sql).bind(office.uuid()).fetch_optional().await?.map(Row::office).transpose()
}

/// Offices of the installation after an id, in the order of their ids. For the operator.
pub async fn list_all(tx: &mut Tx, after: Option<OfficeId>, limit: u32) -> Result<Vec<Office>> {
    let sql = concat!("SELECT ", columns!(), " FROM offices WHERE id > $1 ORDER BY id LIMIT $2");
    let rows = tx
        .query(sql)
        .bind(after.map_or(Uuid::nil(), OfficeId::uuid))
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::office).collect()
}

/// Adds an office.
pub async fn insert(tx: &mut Tx, office: &Office) -> Result<()> {
    let sql = concat!(
        "INSERT INTO offices (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    );
    write(tx, sql, office).await
}

/// Writes every field of an office that exists, except its id and birth.
pub async fn update(tx: &mut Tx, office: &Office) -> Result<()> {
    let sql = "UPDATE offices SET name = $2, language = $3, communication_address = $4, functional_address = $5,
        functional_address_send_only = $6, always_functional_sender = $7, follow_up_notice = $8, reminders = $9,
        invitation_days = $10, message_delay_minutes = $11, failed_tasks_at_once = $12, user_requests_at_once = $13,
        escalation_hours = $14 WHERE id = $1 AND created_at = $15";
    write(tx, sql, office).await
}

async fn write(tx: &mut Tx, sql: &'static str, office: &Office) -> Result<()> {
    let functional = office.functional_address.as_ref();
    tx.query(sql)
        .bind(office.id.uuid())
        .bind(office.name.as_str())
        .bind(office.language.code())
        .bind(office.communication_address.as_str())
        .bind(functional.map(|f| f.address.as_str()))
        .bind(functional.is_some_and(|f| f.send_only))
        .bind(office.always_functional_sender)
        .bind(office.follow_up_notice)
        .bind(office.reminders)
        .bind(i64::from(office.invitation_days))
        .bind(i64::from(office.message_delay_minutes))
        .bind(office.failed_tasks_at_once)
        .bind(office.user_requests_at_once)
        .bind(office.escalation_hours.map(i64::from))
        .bind(office.created_at.millis())
        .execute()
        .await?;
    Ok(())
}

/// Those of these offices that exist. Looks across offices, since one batch of work may hold several.
pub async fn find_many(tx: &mut Tx, ids: &[OfficeId]) -> Result<Vec<Office>> {
    let ids = read::wanted(ids);
    let sql = concat!("SELECT ", columns!(), " FROM ROWS(wanted uuid) JOIN offices ON id = r.wanted");
    tx.query(sql).rows(&ids).fetch_all().await?.into_iter().map(Row::office).collect()
}
