//! Dossiers of an office, and what the sender decision looks at.

use domain::{
    EnterpriseNumber, Language, Mailbox,
    dossier::Dossier,
    id::{ClientGroupId, DossierId, EmployeeId, OfficeId},
    office::Office,
    sender::{ClientGroup, DossierManager, SenderContext},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    enterprise_number: Option<String>,
    manager_id: Option<Uuid>,
    client_group_id: Option<Uuid>,
    language: Option<String>,
    vat_period: String,
    private: bool,
}

macro_rules! columns {
    () => {
        "id, name, enterprise_number, manager_id, client_group_id, language, vat_period, private"
    };
}

impl Row {
    fn dossier(self) -> Result<Dossier> {
        Ok(Dossier {
            id: DossierId::new(self.id),
            name: read::name(&self.name)?,
            enterprise_number: self.enterprise_number.map(|n| read::enterprise_number(&n)).transpose()?,
            manager_id: self.manager_id.map(EmployeeId::new),
            client_group_id: self.client_group_id.map(ClientGroupId::new),
            language: self.language.map(|l| read::language(&l)).transpose()?,
            vat_period: read::word("a VAT period", &self.vat_period)?,
            private: self.private,
        })
    }
}

/// The dossier of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: DossierId) -> Result<Option<Dossier>> {
    let sql = concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 AND id = $2");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::dossier).transpose()
}

/// The dossier of this office, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, id: DossierId) -> Result<Option<Dossier>> {
    let sql = concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 AND id = $2 FOR_UPDATE");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::dossier).transpose()
}

/// The dossier of this office that has this enterprise number.
pub async fn find_by_number(
    tx: &mut Tx,
    office: OfficeId,
    number: &EnterpriseNumber,
) -> Result<Option<Dossier>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 AND enterprise_number = $2");
    tx.query(sql)
        .bind(office.uuid())
        .bind(number.as_str())
        .fetch_optional()
        .await?
        .map(Row::dossier)
        .transpose()
}

/// Dossiers of this office after an id, in the order of their ids.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    after: Option<DossierId>,
    limit: u32,
) -> Result<Vec<Dossier>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM dossiers WHERE office_id = $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    let after = after.map_or(Uuid::nil(), DossierId::uuid);
    let rows = tx.query(sql).bind(office.uuid()).bind(after).bind(i64::from(limit)).fetch_all().await?;
    rows.into_iter().map(Row::dossier).collect()
}

/// The dossiers of this office that an employee manages.
pub async fn list_of_manager(tx: &mut Tx, office: OfficeId, manager: EmployeeId) -> Result<Vec<Dossier>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 AND manager_id = $2 ORDER BY id");
    let rows = tx.query(sql).bind(office.uuid()).bind(manager.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::dossier).collect()
}

/// The dossiers of this office that an employee manages, held against other writers, in the order of their ids, until the
/// unit of work ends.
pub async fn list_of_manager_for_update(
    tx: &mut Tx,
    office: OfficeId,
    manager: EmployeeId,
) -> Result<Vec<Dossier>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM dossiers WHERE office_id = $1 AND manager_id = $2 ORDER BY id FOR_UPDATE"
    );
    let rows = tx.query(sql).bind(office.uuid()).bind(manager.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::dossier).collect()
}

/// All dossiers of this office, held against other writers until the unit of work ends.
pub async fn list_for_update(tx: &mut Tx, office: OfficeId) -> Result<Vec<Dossier>> {
    let sql = concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 ORDER BY id FOR_UPDATE");
    let rows = tx.query(sql).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::dossier).collect()
}

/// Those of these dossiers that exist, each in the office named with it. Looks across offices, since one batch of work
/// may hold several.
pub async fn find_many(tx: &mut Tx, wanted: &[(OfficeId, DossierId)]) -> Result<Vec<(OfficeId, Dossier)>> {
    #[derive(Serialize)]
    struct Pair {
        office: OfficeId,
        wanted: DossierId,
    }
    #[derive(FromRow)]
    struct Found {
        office_id: Uuid,
        #[sqlx(flatten)]
        row: Row,
    }
    let pairs: Vec<Pair> = wanted.iter().map(|&(office, wanted)| Pair { office, wanted }).collect();
    let sql = concat!(
        "SELECT office_id, ",
        columns!(),
        " FROM ROWS(office uuid, wanted uuid) JOIN dossiers ON id = r.wanted AND office_id = r.office"
    );
    let found: Vec<Found> = tx.query(sql).rows(&pairs).fetch_all().await?;
    found.into_iter().map(|found| Ok((OfficeId::new(found.office_id), found.row.dossier()?))).collect()
}

/// All dossiers of this office.
pub async fn list_all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Dossier>> {
    let sql = concat!("SELECT ", columns!(), " FROM dossiers WHERE office_id = $1 ORDER BY id");
    let rows: Vec<Row> = tx.query(sql).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::dossier).collect()
}

#[derive(Serialize)]
struct Written<'a> {
    id: DossierId,
    name: &'a str,
    enterprise_number: Option<&'a str>,
    manager_id: Option<EmployeeId>,
    client_group_id: Option<ClientGroupId>,
    language: Option<&'a str>,
    vat_period: String,
    private: bool,
}

impl<'a> From<&'a Dossier> for Written<'a> {
    fn from(dossier: &'a Dossier) -> Self {
        Self {
            id: dossier.id,
            name: dossier.name.as_str(),
            enterprise_number: dossier.enterprise_number.as_ref().map(EnterpriseNumber::as_str),
            manager_id: dossier.manager_id,
            client_group_id: dossier.client_group_id,
            language: dossier.language.map(Language::code),
            vat_period: read::to_word(&dossier.vat_period),
            private: dossier.private,
        }
    }
}

/// Adds dossiers; those whose enterprise number is taken in this office are left out. Returns the ids of the added.
pub async fn insert(tx: &mut Tx, office: OfficeId, dossiers: &[Dossier]) -> Result<Vec<DossierId>> {
    let rows: Vec<_> = dossiers.iter().map(Written::from).collect();
    let added: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO dossiers (id, office_id, name, enterprise_number, manager_id, client_group_id, language,
                vat_period, private)
             SELECT r.id, $2, r.name, r.enterprise_number, r.manager_id, r.client_group_id, r.language, r.vat_period,
                CAST(r.private AS BOOLEAN)
             FROM ROWS(id uuid, name text, enterprise_number text, manager_id uuid, client_group_id uuid,
                language text, vat_period text, private boolean)
             WHERE TRUE ON CONFLICT (office_id, enterprise_number) DO NOTHING RETURNING id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(added.into_iter().map(|(id,)| DossierId::new(id)).collect())
}

/// Writes every field of dossiers that exist.
pub async fn update(tx: &mut Tx, office: OfficeId, dossiers: &[Dossier]) -> Result<()> {
    let rows: Vec<_> = dossiers.iter().map(Written::from).collect();
    // IS TRUE: SQLite would otherwise look for each of the office's dossiers among the rows.
    tx.query(
        "UPDATE dossiers SET name = r.name, enterprise_number = r.enterprise_number, manager_id = r.manager_id,
            client_group_id = r.client_group_id, language = r.language, vat_period = r.vat_period,
            private = CAST(r.private AS BOOLEAN)
         FROM ROWS(id uuid, name text, enterprise_number text, manager_id uuid, client_group_id uuid,
            language text, vat_period text, private boolean)
         WHERE dossiers.id = r.id AND (dossiers.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Writes who manages dossiers that exist, and nothing else of them.
pub async fn update_managers(
    tx: &mut Tx,
    office: OfficeId,
    managers: &[(DossierId, EmployeeId)],
) -> Result<()> {
    #[derive(Serialize)]
    struct One {
        id: DossierId,
        manager_id: EmployeeId,
    }
    let rows: Vec<One> = managers.iter().map(|&(id, manager_id)| One { id, manager_id }).collect();
    // IS TRUE: SQLite would otherwise look for each of the office's dossiers among the rows.
    tx.query(
        "UPDATE dossiers SET manager_id = r.manager_id FROM ROWS(id uuid, manager_id uuid)
         WHERE dossiers.id = r.id AND (dossiers.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// A dossier with everything that decides who sends its welcome mails.
#[derive(Debug, Clone)]
pub struct WelcomeContext {
    /// The office.
    pub office: Office,
    /// The dossier's id.
    pub dossier_id: DossierId,
    /// The dossier's name.
    pub dossier_name: domain::Name,
    /// What the decision looks at.
    pub context: SenderContext,
}

#[derive(FromRow)]
struct WelcomeContextRow {
    office_id: Uuid,
    id: Uuid,
    name: String,
    manager_name: Option<String>,
    manager_email: Option<String>,
    manager_active: Option<bool>,
    client_group_id: Option<Uuid>,
    group_email: Option<String>,
}

/// For each pair of office and dossier that exists, what decides its sender. Looks across offices, since one batch
/// of work may hold several; each dossier is looked for in its own office only.
pub async fn welcome_contexts(tx: &mut Tx, wanted: &[(OfficeId, DossierId)]) -> Result<Vec<WelcomeContext>> {
    #[derive(Serialize)]
    struct Pair {
        office_id: OfficeId,
        dossier_id: DossierId,
    }
    let pairs: std::collections::BTreeSet<_> = wanted.iter().copied().collect();
    let offices: std::collections::BTreeSet<_> = pairs.iter().map(|pair| pair.0).collect();
    let offices = crate::offices::find_many(tx, &offices.into_iter().collect::<Vec<_>>()).await?;
    let pairs: Vec<_> =
        pairs.into_iter().map(|(office_id, dossier_id)| Pair { office_id, dossier_id }).collect();
    let rows: Vec<WelcomeContextRow> = tx
        .query(
            "SELECT d.office_id, d.id, d.name, m.name AS manager_name, m.email AS manager_email,
                m.active AS manager_active, d.client_group_id, g.email AS group_email
             FROM ROWS(office_id uuid, dossier_id uuid)
             JOIN dossiers d ON d.id = r.dossier_id AND d.office_id = r.office_id
             LEFT JOIN employees m ON m.id = d.manager_id AND m.office_id = d.office_id
             LEFT JOIN client_groups g ON g.id = d.client_group_id AND g.office_id = d.office_id",
        )
        .rows(&pairs)
        .fetch_all()
        .await?;
    let office = |id| offices.iter().find(|office| office.id.uuid() == id).cloned();
    rows.into_iter().filter_map(|row| office(row.office_id).map(|office| row.context(office))).collect()
}

impl WelcomeContextRow {
    fn context(self, office: Office) -> Result<WelcomeContext> {
        let manager = match (self.manager_name, self.manager_email, self.manager_active) {
            (Some(name), Some(email), Some(active)) => {
                let mailbox = Mailbox { name: read::name(&name)?, address: read::address(&email)? };
                Some(DossierManager { mailbox, active })
            }
            _ => None,
        };
        let address = self.group_email.map(|e| read::address(&e)).transpose()?;
        let context = SenderContext {
            office_name: office.name.clone(),
            communication_address: office.communication_address.clone(),
            functional_address: office.functional_address.clone(),
            always_functional_sender: office.always_functional_sender,
            manager,
            client_group: self.client_group_id.map(|_| ClientGroup { address }),
        };
        Ok(WelcomeContext {
            office,
            dossier_id: DossierId::new(self.id),
            dossier_name: read::name(&self.name)?,
            context,
        })
    }
}
