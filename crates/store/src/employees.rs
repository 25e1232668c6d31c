//! Employees of an office.

use domain::{
    EmailAddress,
    id::{EmployeeId, OfficeId},
    office::Employee,
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
        })
    }
}

/// The employee of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: EmployeeId) -> Result<Option<Employee>> {
    tx.query("SELECT id, name, email, language, role, active FROM employees WHERE office_id = $1 AND id = $2")
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_optional()
        .await?
        .map(Row::employee)
        .transpose()
}

/// The employee of this office, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, id: EmployeeId) -> Result<Option<Employee>> {
    tx.query("SELECT id, name, email, language, role, active FROM employees WHERE office_id = $1 AND id = $2 FOR_UPDATE")
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_optional()
        .await?
        .map(Row::employee)
        .transpose()
}

/// The employee of this office who has this address, active or not.
pub async fn find_by_address(
    tx: &mut Tx,
    office: OfficeId,
    email: &EmailAddress,
) -> Result<Option<Employee>> {
    tx.query("SELECT id, name, email, language, role, active FROM employees WHERE office_id = $1 AND email_key = $2")
        .bind(office.uuid())
        .bind(email.key())
        .fetch_optional()
        .await?
        .map(Row::employee)
        .transpose()
}

/// Employees of this office after an id, in the order of their ids.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    after: Option<EmployeeId>,
    limit: u32,
) -> Result<Vec<Employee>> {
    let rows = tx
        .query(
            "SELECT id, name, email, language, role, active FROM employees
             WHERE office_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        )
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
}

impl<'a> From<&'a Employee> for Written<'a> {
    fn from(employee: &'a Employee) -> Self {
        Self {
            id: employee.id,
            name: employee.name.as_str(),
            email: employee.email.as_str(),
            email_key: employee.email.key(),
            language: employee.language.code(),
            role: read::to_word(&employee.role),
            active: employee.active,
        }
    }
}

/// Adds employees; those whose address is taken in this office are left out. Returns the ids of the added.
pub async fn insert(tx: &mut Tx, office: OfficeId, employees: &[Employee]) -> Result<Vec<EmployeeId>> {
    let rows: Vec<_> = employees.iter().map(Written::from).collect();
    let added: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO employees (id, office_id, name, email, email_key, language, role, active)
             SELECT r.id, $2, r.name, r.email, r.email_key, r.language, r.role, CAST(r.active AS BOOLEAN)
             FROM ROWS(id uuid, name text, email text, email_key text, language text, role text, active boolean)
             WHERE TRUE ON CONFLICT (office_id, email_key) DO NOTHING RETURNING id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(added.into_iter().map(|(id,)| EmployeeId::new(id)).collect())
}

/// Writes every field of an employee who exists.
pub async fn update(tx: &mut Tx, office: OfficeId, employee: &Employee) -> Result<()> {
    tx.query(
        "UPDATE employees SET name = $3, email = $4, email_key = $5, language = $6, role = $7, active = $8
         WHERE office_id = $1 AND id = $2",
    )
    .bind(office.uuid())
    .bind(employee.id.uuid())
    .bind(employee.name.as_str())
    .bind(employee.email.as_str())
    .bind(employee.email.key())
    .bind(employee.language.code())
    .bind(read::to_word(&employee.role))
    .bind(employee.active)
    .execute()
    .await?;
    Ok(())
}
