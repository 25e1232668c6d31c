//! Employees of an office.

use domain::{
    EmailAddress,
    id::{EmployeeId, OfficeId},
    office::{Absence, Employee},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    email: String,
    language: String,
    role: String,
    active: bool,
    absent_from: Option<String>,
    absent_to: Option<String>,
    deputy_id: Option<Uuid>,
    paces: String,
}

/// The columns of an employee, in one place for every query that reads one.
macro_rules! columns {
    () => {
        "e.id, e.name, e.email, e.language, e.role, e.active, e.absent_from, e.absent_to, e.deputy_id, e.paces"
    };
}

impl Row {
    fn employee(self) -> Result<Employee> {
        Ok(Employee {
            id: EmployeeId::new(self.id),
            name: read::name(&self.name)?,
            email: read::address(&self.email)?,
            language: read::language(&self.language)?,
            role: read::word("a role", &self.role)?,
            active: self.active,
            absence: match (self.absent_from, self.absent_to) {
                (Some(from), Some(to)) => Some(Absence {
                    from: read::day(&from)?,
                    to: read::day(&to)?,
                    deputy_id: self.deputy_id.map(EmployeeId::new),
                }),
                _ => None,
            },
            paces: read::json("how soon an employee hears", &self.paces)?,
        })
    }
}

/// The employee of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: EmployeeId) -> Result<Option<Employee>> {
    let sql = concat!("SELECT ", columns!(), " FROM employees e WHERE e.office_id = $1 AND e.id = $2");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::employee).transpose()
}

/// The employee of this office, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, id: EmployeeId) -> Result<Option<Employee>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM employees e WHERE e.office_id = $1 AND e.id = $2 FOR_UPDATE");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::employee).transpose()
}

/// The employee of this office who has this address, active or not.
pub async fn find_by_address(
    tx: &mut Tx,
    office: OfficeId,
    email: &EmailAddress,
) -> Result<Option<Employee>> {
    let sql = concat!("SELECT ", columns!(), " FROM employees e WHERE e.office_id = $1 AND e.email_key = $2");
    tx.query(sql).bind(office.uuid()).bind(email.key()).fetch_optional().await?.map(Row::employee).transpose()
}

/// Employees of this office after an id, in the order of their ids.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    after: Option<EmployeeId>,
    limit: u32,
) -> Result<Vec<Employee>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM employees e WHERE e.office_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3"
    );
    let rows = tx
        .query(sql)
        .bind(office.uuid())
        .bind(after.map_or(Uuid::nil(), EmployeeId::uuid))
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::employee).collect()
}

/// Which of these are employees of this office.
pub async fn existing(tx: &mut Tx, office: OfficeId, ids: &[EmployeeId]) -> Result<Vec<EmployeeId>> {
    #[derive(Serialize)]
    struct One {
        id: EmployeeId,
    }
    let rows: Vec<One> = ids.iter().map(|&id| One { id }).collect();
    let found: Vec<(Uuid,)> = tx
        .query("SELECT e.id FROM ROWS(id uuid) JOIN employees e ON e.id = r.id AND e.office_id = $2")
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(found.into_iter().map(|(id,)| EmployeeId::new(id)).collect())
}

#[derive(Serialize)]
struct Written<'a> {
    id: EmployeeId,
    name: &'a str,
    email: &'a str,
    email_key: String,
    language: &'a str,
    role: String,
    active: bool,
    absent_from: Option<String>,
    absent_to: Option<String>,
    deputy_id: Option<EmployeeId>,
    paces: String,
}

impl<'a> Written<'a> {
    fn of(employee: &'a Employee) -> Result<Self> {
        let absence = employee.absence;
        Ok(Self {
            id: employee.id,
            name: employee.name.as_str(),
            email: employee.email.as_str(),
            email_key: employee.email.key(),
            language: employee.language.code(),
            role: read::to_word(&employee.role),
            active: employee.active,
            absent_from: absence.map(|absence| absence.from.to_string()),
            absent_to: absence.map(|absence| absence.to.to_string()),
            deputy_id: absence.and_then(|absence| absence.deputy_id),
            paces: read::to_json("how soon an employee hears", &employee.paces)?,
        })
    }
}

/// Adds employees; those whose address is taken in this office are left out. Returns the ids of the added.
pub async fn insert(tx: &mut Tx, office: OfficeId, employees: &[Employee]) -> Result<Vec<EmployeeId>> {
    let rows = employees.iter().map(Written::of).collect::<Result<Vec<_>>>()?;
    let added: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO employees (id, office_id, name, email, email_key, language, role, active, absent_from,
                absent_to, deputy_id, paces)
             SELECT r.id, $2, r.name, r.email, r.email_key, r.language, r.role, CAST(r.active AS BOOLEAN), r.absent_from,
                r.absent_to, r.deputy_id, r.paces
             FROM ROWS(id uuid, name text, email text, email_key text, language text, role text, active boolean,
                absent_from text, absent_to text, deputy_id uuid, paces text)
             WHERE TRUE ON CONFLICT (office_id, email_key) DO NOTHING RETURNING id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(added.into_iter().map(|(id,)| EmployeeId::new(id)).collect())
}

/// Writes every field of employees who exist.
pub async fn update(tx: &mut Tx, office: OfficeId, employees: &[Employee]) -> Result<()> {
    let rows = employees.iter().map(Written::of).collect::<Result<Vec<_>>>()?;
    // IS TRUE: SQLite would otherwise look for each of the office's employees among the rows.
    tx.query(
        "UPDATE employees SET name = r.name, email = r.email, email_key = r.email_key, language = r.language,
            role = r.role, active = CAST(r.active AS BOOLEAN), absent_from = r.absent_from, absent_to = r.absent_to,
            deputy_id = r.deputy_id, paces = r.paces
         FROM ROWS(id uuid, name text, email text, email_key text, language text, role text, active boolean,
            absent_from text, absent_to text, deputy_id uuid, paces text)
         WHERE employees.id = r.id AND (employees.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Writes the deputies of employees who exist, and nothing else of them.
pub async fn update_deputies(
    tx: &mut Tx,
    office: OfficeId,
    deputies: &[(EmployeeId, EmployeeId)],
) -> Result<()> {
    #[derive(Serialize)]
    struct One {
        id: EmployeeId,
        deputy_id: EmployeeId,
    }
    let rows: Vec<One> = deputies.iter().map(|&(id, deputy_id)| One { id, deputy_id }).collect();
    // IS TRUE: SQLite would otherwise look for each of the office's employees among the rows.
    tx.query(
        "UPDATE employees SET deputy_id = r.deputy_id FROM ROWS(id uuid, deputy_id uuid)
         WHERE employees.id = r.id AND (employees.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Those of these employees who exist, each with their office; and all active admins of these offices. Looks across
/// offices, since one batch of work may hold several.
pub async fn find_many(
    tx: &mut Tx,
    ids: &[EmployeeId],
    admins_of: &[OfficeId],
) -> Result<Vec<(OfficeId, Employee)>> {
    #[derive(FromRow)]
    struct Found {
        office_id: Uuid,
        #[sqlx(flatten)]
        row: Row,
    }
    let read = |found: Found| Ok((OfficeId::new(found.office_id), found.row.employee()?));
    let ids = read::wanted(ids);
    let sql = concat!(
        "SELECT e.office_id, ",
        columns!(),
        " FROM ROWS(wanted uuid) JOIN employees e ON e.id = r.wanted"
    );
    let mut found: Vec<Found> = tx.query(sql).rows(&ids).fetch_all().await?;
    if !admins_of.is_empty() {
        let offices = read::wanted(admins_of);
        let sql = concat!(
            "SELECT e.office_id, ",
            columns!(),
            " FROM ROWS(wanted uuid) JOIN employees e ON e.office_id = r.wanted AND e.role = 'admin' AND e.active"
        );
        found.extend(tx.query(sql).rows(&offices).fetch_all::<Found>().await?);
    }
    found.into_iter().map(read).collect()
}

/// All employees of this office.
pub async fn list_all(tx: &mut Tx, office: OfficeId) -> Result<Vec<Employee>> {
    let sql = concat!("SELECT ", columns!(), " FROM employees e WHERE e.office_id = $1 ORDER BY e.id");
    let rows: Vec<Row> = tx.query(sql).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::employee).collect()
}

/// The employees of this office who named this one as their deputy.
pub async fn list_of_deputy(tx: &mut Tx, office: OfficeId, deputy: EmployeeId) -> Result<Vec<Employee>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM employees e WHERE e.office_id = $1 AND e.deputy_id = $2 ORDER BY e.id"
    );
    let rows: Vec<Row> = tx.query(sql).bind(office.uuid()).bind(deputy.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::employee).collect()
}

/// The employees of this office who named this one as their deputy, held against other writers, in the order of their
/// ids, until the unit of work ends.
pub async fn list_of_deputy_for_update(
    tx: &mut Tx,
    office: OfficeId,
    deputy: EmployeeId,
) -> Result<Vec<Employee>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM employees e WHERE e.office_id = $1 AND e.deputy_id = $2 ORDER BY e.id FOR_UPDATE"
    );
    let rows: Vec<Row> = tx.query(sql).bind(office.uuid()).bind(deputy.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::employee).collect()
}
