//! What clients said of a VAT period: that all its documents are in. Each dossier says so once for each period.

use domain::{
    Timestamp,
    dossier::VatPeriod,
    id::{ClientUserId, DossierId, EventId, OfficeId},
    vat::Period,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx, read};

/// All documents of a period are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatConfirmation {
    /// The dossier.
    pub dossier: DossierId,
    /// The period.
    pub period: Period,
    /// Who said so, if it is known.
    pub client_user: Option<ClientUserId>,
    /// The event by which the office heard; it names the confirmation in lists.
    pub event: EventId,
    /// When.
    pub confirmed_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    dossier_id: Uuid,
    period: String,
    client_user_id: Option<Uuid>,
    event_id: Uuid,
    confirmed_at: i64,
}

macro_rules! columns {
    () => {
        "dossier_id, period, client_user_id, event_id, confirmed_at"
    };
}

impl Row {
    fn confirmation(self) -> Result<VatConfirmation> {
        Ok(VatConfirmation {
            dossier: DossierId::new(self.dossier_id),
            period: read::word("a VAT period", &self.period)?,
            client_user: self.client_user_id.map(ClientUserId::new),
            event: EventId::new(self.event_id),
            confirmed_at: Timestamp::from_millis(self.confirmed_at),
        })
    }
}

/// What was said for a period of a dossier of this office.
pub async fn find(
    tx: &mut Tx,
    office: OfficeId,
    dossier: DossierId,
    period: Period,
) -> Result<Option<VatConfirmation>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM vat_confirmations WHERE office_id = $1 AND dossier_id = $2 AND period = $3"
    );
    let row: Option<Row> = tx
        .query(sql)
        .bind(office.uuid())
        .bind(dossier.uuid())
        .bind(period.to_string())
        .fetch_optional()
        .await?;
    row.map(Row::confirmation).transpose()
}

/// Stores what was said at this office; what was said before is left out. Returns the events of the added.
pub async fn insert(
    tx: &mut Tx,
    office: OfficeId,
    confirmations: &[VatConfirmation],
) -> Result<Vec<EventId>> {
    #[derive(Serialize)]
    struct Written {
        dossier_id: DossierId,
        period: Period,
        client_user_id: Option<ClientUserId>,
        event_id: EventId,
        confirmed_at: i64,
    }
    let written = |confirmation: &VatConfirmation| Written {
        dossier_id: confirmation.dossier,
        period: confirmation.period,
        client_user_id: confirmation.client_user,
        event_id: confirmation.event,
        confirmed_at: confirmation.confirmed_at.millis(),
    };
    let rows: Vec<Written> = confirmations.iter().map(written).collect();
    let added: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO vat_confirmations (dossier_id, period, office_id, client_user_id, event_id, confirmed_at)
             SELECT r.dossier_id, r.period, $2, r.client_user_id, r.event_id, r.confirmed_at
             FROM ROWS(dossier_id uuid, period text, client_user_id uuid, event_id uuid, confirmed_at bigint)
             WHERE TRUE ORDER BY r.dossier_id, r.period ON CONFLICT (dossier_id, period) DO NOTHING RETURNING event_id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(added.into_iter().map(|(event,)| EventId::new(event)).collect())
}

/// Takes back what was said for these periods of dossiers of this office. Returns what was there.
pub async fn delete(
    tx: &mut Tx,
    office: OfficeId,
    wanted: &[(DossierId, Period)],
) -> Result<Vec<VatConfirmation>> {
    #[derive(Serialize)]
    struct One {
        dossier: DossierId,
        wanted: Period,
    }
    let rows: Vec<One> = wanted.iter().map(|&(dossier, wanted)| One { dossier, wanted }).collect();
    // IS TRUE: SQLite would otherwise look for each that the office has among the rows.
    let sql = concat!(
        "DELETE FROM vat_confirmations WHERE (office_id = $2) IS TRUE AND (dossier_id, period) IN (
            SELECT r.dossier, r.wanted FROM ROWS(dossier uuid, wanted text))
         RETURNING ",
        columns!()
    );
    let rows: Vec<Row> = tx.query(sql).rows(&rows).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::confirmation).collect()
}

/// Which of them to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only those of this period.
    pub period: Option<Period>,
    /// Only those of this dossier.
    pub dossier: Option<DossierId>,
}

/// What was said at this office after an event, in the order that it was said in. A statement for each of the ways in
/// which it is looked for, so that each has its index.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    after: Option<EventId>,
    limit: u32,
) -> Result<Vec<VatConfirmation>> {
    let after = after.map_or(Uuid::nil(), EventId::uuid);
    let rows = match *filter {
        Filter { dossier: Some(dossier), period } => {
            list_of_dossier(tx, office, dossier, period, after, limit).await?
        }
        Filter { dossier: None, period: Some(period) } => {
            list_of_period(tx, office, period, after, limit).await?
        }
        Filter { dossier: None, period: None } => list_all(tx, office, after, limit).await?,
    };
    rows.into_iter().map(Row::confirmation).collect()
}

async fn list_of_dossier(
    tx: &mut Tx,
    office: OfficeId,
    dossier: DossierId,
    period: Option<Period>,
    after: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    // IS TRUE: SQLite would otherwise look through all that the office has.
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM vat_confirmations WHERE (office_id = $1) IS TRUE AND dossier_id = $4 AND event_id > $2
            AND ($5 = '' OR period = $5)
         ORDER BY event_id LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(after).bind(i64::from(limit)).bind(dossier.uuid());
    query.bind(period.map(|period| period.to_string()).unwrap_or_default()).fetch_all().await
}

async fn list_of_period(
    tx: &mut Tx,
    office: OfficeId,
    period: Period,
    after: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM vat_confirmations WHERE office_id = $1 AND period = $4 AND event_id > $2 ORDER BY event_id LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(after).bind(i64::from(limit));
    query.bind(period.to_string()).fetch_all().await
}

async fn list_all(tx: &mut Tx, office: OfficeId, after: Uuid, limit: u32) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM vat_confirmations WHERE office_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3"
    );
    tx.query(sql).bind(office.uuid()).bind(after).bind(i64::from(limit)).fetch_all().await
}

/// Of this office's dossiers that declare VAT so often: how many there are, and for how many all documents of a period
/// are in.
pub async fn count(tx: &mut Tx, office: OfficeId, kind: VatPeriod, period: Period) -> Result<(u64, u64)> {
    let (all, confirmed): (i64, i64) = tx
        .query(
            "SELECT count(*), count(v.event_id) FROM dossiers d
             LEFT JOIN vat_confirmations v ON v.dossier_id = d.id AND v.period = $3 AND v.office_id = d.office_id
             WHERE d.office_id = $1 AND d.vat_period = $2",
        )
        .bind(office.uuid())
        .bind(read::to_word(&kind))
        .bind(period.to_string())
        .fetch_one()
        .await?;
    let number = |n: i64| {
        u64::try_from(n).map_err(|e| Error::Unreadable { what: "a number of dossiers", why: e.to_string() })
    };
    Ok((number(all)?, number(confirmed)?))
}
