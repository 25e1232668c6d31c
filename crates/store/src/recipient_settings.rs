//! Whom an office chose for a kind of event.

use std::collections::HashMap;

use domain::{
    event::EventKind,
    id::OfficeId,
    recipients::{Choice, Configuration},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// What these offices chose; a kind that is not here is standard. Looks across offices, since one batch of work may
/// hold several.
pub async fn list_many(
    tx: &mut Tx,
    offices: &[OfficeId],
) -> Result<HashMap<OfficeId, HashMap<EventKind, Configuration>>> {
    #[derive(FromRow)]
    struct Row {
        office_id: Uuid,
        kind: String,
        choices: String,
    }
    let offices = read::wanted(offices);
    let rows: Vec<Row> = tx
        .query(
            "SELECT s.office_id, s.kind, s.choices FROM ROWS(wanted uuid)
             JOIN recipient_settings s ON s.office_id = r.wanted",
        )
        .rows(&offices)
        .fetch_all()
        .await?;
    let mut chosen: HashMap<OfficeId, HashMap<EventKind, Configuration>> = HashMap::new();
    for row in rows {
        let kind = read::word("a kind of event", &row.kind)?;
        let choices: Vec<Choice> = read::json("an office's choice", &row.choices)?;
        let office = chosen.entry(OfficeId::new(row.office_id)).or_default();
        office.insert(kind, Configuration::Personalised(choices));
    }
    Ok(chosen)
}

/// Writes what this office chose for a kind.
pub async fn write(
    tx: &mut Tx,
    office: OfficeId,
    kind: EventKind,
    configuration: &Configuration,
) -> Result<()> {
    let Configuration::Personalised(choices) = configuration else {
        tx.query("DELETE FROM recipient_settings WHERE office_id = $1 AND kind = $2")
            .bind(office.uuid())
            .bind(kind.code())
            .execute()
            .await?;
        return Ok(());
    };
    tx.query(
        "INSERT INTO recipient_settings (office_id, kind, choices) VALUES ($1, $2, $3)
         ON CONFLICT (office_id, kind) DO UPDATE SET choices = excluded.choices",
    )
    .bind(office.uuid())
    .bind(kind.code())
    .bind(read::to_json("an office's choice", choices)?)
    .execute()
    .await?;
    Ok(())
}
