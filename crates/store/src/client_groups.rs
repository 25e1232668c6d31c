//! Client groups of an office.

use std::collections::HashMap;

use domain::{
    EmailAddress, Name,
    id::{ClientGroupId, EmployeeId, OfficeId},
    office::ClientGroup,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    email: Option<String>,
}

impl Row {
    fn group(self, members: Vec<EmployeeId>) -> Result<ClientGroup> {
        Ok(ClientGroup {
            id: ClientGroupId::new(self.id),
            name: read::name(&self.name)?,
            email: self.email.map(|e| read::address(&e)).transpose()?,
            members,
        })
    }
}

/// What two spellings of a group's name have in common.
#[must_use]
pub fn name_key(name: &Name) -> String {
    name.as_str().to_lowercase()
}

/// The group of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: ClientGroupId) -> Result<Option<ClientGroup>> {
    let row: Option<Row> = tx
        .query("SELECT id, name, email FROM client_groups WHERE office_id = $1 AND id = $2")
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_optional()
        .await?;
    Ok(with_members(tx, row.into_iter().collect()).await?.pop())
}

/// The group of this office, held against other writers until the unit of work ends.
pub async fn find_for_update(
    tx: &mut Tx,
    office: OfficeId,
    id: ClientGroupId,
) -> Result<Option<ClientGroup>> {
    let row: Option<Row> = tx
        .query("SELECT id, name, email FROM client_groups WHERE office_id = $1 AND id = $2 FOR_UPDATE")
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_optional()
        .await?;
    Ok(with_members(tx, row.into_iter().collect()).await?.pop())
}

/// The group of this office that has this name, without regard to case.
pub async fn find_by_name(tx: &mut Tx, office: OfficeId, name: &Name) -> Result<Option<ClientGroup>> {
    let row: Option<Row> = tx
        .query("SELECT id, name, email FROM client_groups WHERE office_id = $1 AND name_key = $2")
        .bind(office.uuid())
        .bind(name_key(name))
        .fetch_optional()
        .await?;
    Ok(with_members(tx, row.into_iter().collect()).await?.pop())
}

/// Groups of this office after an id, in the order of their ids.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    after: Option<ClientGroupId>,
    limit: u32,
) -> Result<Vec<ClientGroup>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT id, name, email FROM client_groups WHERE office_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(office.uuid())
        .bind(after.map_or(Uuid::nil(), ClientGroupId::uuid))
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    with_members(tx, rows).await
}

/// All groups of this office.
pub async fn list_all(tx: &mut Tx, office: OfficeId) -> Result<Vec<ClientGroup>> {
    let rows: Vec<Row> = tx
        .query("SELECT id, name, email FROM client_groups WHERE office_id = $1 ORDER BY id")
        .bind(office.uuid())
        .fetch_all()
        .await?;
    with_members(tx, rows).await
}

/// The groups of this office that an employee works for.
pub async fn list_of_member(tx: &mut Tx, office: OfficeId, member: EmployeeId) -> Result<Vec<ClientGroup>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT g.id, g.name, g.email FROM client_group_members m
             JOIN client_groups g ON g.id = m.client_group_id AND g.office_id = m.office_id
             WHERE m.office_id = $1 AND m.employee_id = $2 ORDER BY g.id",
        )
        .bind(office.uuid())
        .bind(member.uuid())
        .fetch_all()
        .await?;
    with_members(tx, rows).await
}

/// Puts one employee of this office in the place of another in all groups. The office must be held.
pub async fn replace_member(tx: &mut Tx, office: OfficeId, old: EmployeeId, new: EmployeeId) -> Result<()> {
    tx.query(
        "INSERT INTO client_group_members (client_group_id, employee_id, office_id)
         SELECT m.client_group_id, $3, m.office_id FROM client_group_members m
         WHERE m.office_id = $1 AND m.employee_id = $2 ORDER BY m.client_group_id
         ON CONFLICT (client_group_id, employee_id) DO NOTHING",
    )
    .bind(office.uuid())
    .bind(old.uuid())
    .bind(new.uuid())
    .execute()
    .await?;
    tx.query("DELETE FROM client_group_members WHERE office_id = $1 AND employee_id = $2")
        .bind(office.uuid())
        .bind(old.uuid())
        .execute()
        .await?;
    Ok(())
}

/// Those of these groups that exist. Looks across offices, since one batch of work may hold several.
pub async fn find_many(tx: &mut Tx, ids: &[ClientGroupId]) -> Result<Vec<ClientGroup>> {
    let ids = read::wanted(ids);
    let rows: Vec<Row> = tx
        .query("SELECT g.id, g.name, g.email FROM ROWS(wanted uuid) JOIN client_groups g ON g.id = r.wanted")
        .rows(&ids)
        .fetch_all()
        .await?;
    with_members(tx, rows).await
}

async fn with_members(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<ClientGroup>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(Uuid, Uuid)> = tx
        .query(
            "SELECT m.client_group_id, m.employee_id FROM ROWS(wanted uuid)
             JOIN client_group_members m ON m.client_group_id = r.wanted ORDER BY m.employee_id",
        )
        .rows(&read::wanted(&ids))
        .fetch_all()
        .await?;
    let mut members: HashMap<Uuid, Vec<EmployeeId>> = HashMap::new();
    for (group, employee) in found {
        members.entry(group).or_default().push(EmployeeId::new(employee));
    }
    rows.into_iter()
        .map(|row| {
            let members = members.remove(&row.id).unwrap_or_default();
            row.group(members)
        })
        .collect()
}

#[derive(Serialize)]
struct Written<'a> {
    id: ClientGroupId,
    name: &'a str,
    name_key: String,
    email: Option<&'a str>,
}

impl<'a> From<&'a ClientGroup> for Written<'a> {
    fn from(group: &'a ClientGroup) -> Self {
        let email = group.email.as_ref().map(EmailAddress::as_str);
        Self { id: group.id, name: group.name.as_str(), name_key: name_key(&group.name), email }
    }
}

/// Adds groups with their members; those whose name is taken in this office are left out. Returns the ids of the
/// added.
pub async fn insert(tx: &mut Tx, office: OfficeId, groups: &[ClientGroup]) -> Result<Vec<ClientGroupId>> {
    let rows: Vec<_> = groups.iter().map(Written::from).collect();
    let added: Vec<(Uuid,)> = tx
        .query(
            "INSERT INTO client_groups (id, office_id, name, name_key, email)
             SELECT r.id, $2, r.name, r.name_key, r.email
             FROM ROWS(id uuid, name text, name_key text, email text)
             WHERE TRUE ON CONFLICT (office_id, name_key) DO NOTHING RETURNING id",
        )
        .rows(&rows)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    let added: Vec<_> = added.into_iter().map(|(id,)| ClientGroupId::new(id)).collect();
    insert_members(tx, office, groups.iter().filter(|group| added.contains(&group.id))).await?;
    Ok(added)
}

/// Writes every field of a group that exists, except its members.
pub async fn update(tx: &mut Tx, office: OfficeId, group: &ClientGroup) -> Result<()> {
    tx.query(
        "UPDATE client_groups SET name = $3, name_key = $4, email = $5 WHERE office_id = $1 AND id = $2",
    )
    .bind(office.uuid())
    .bind(group.id.uuid())
    .bind(group.name.as_str())
    .bind(name_key(&group.name))
    .bind(group.email.as_ref().map(EmailAddress::as_str))
    .execute()
    .await?;
    Ok(())
}

/// Writes the members of a group that exists. The office must be held, so that nobody else writes any meanwhile.
pub async fn write_members(tx: &mut Tx, office: OfficeId, group: &ClientGroup) -> Result<()> {
    tx.query("DELETE FROM client_group_members WHERE office_id = $1 AND client_group_id = $2")
        .bind(office.uuid())
        .bind(group.id.uuid())
        .execute()
        .await?;
    insert_members(tx, office, [group].into_iter()).await
}

/// Writes the addresses of groups that exist, and nothing else of them.
pub async fn update_addresses(
    tx: &mut Tx,
    office: OfficeId,
    addresses: &[(ClientGroupId, EmailAddress)],
) -> Result<()> {
    #[derive(Serialize)]
    struct One<'a> {
        id: ClientGroupId,
        email: &'a str,
    }
    let rows: Vec<One<'_>> =
        addresses.iter().map(|(id, email)| One { id: *id, email: email.as_str() }).collect();
    // IS TRUE: SQLite would otherwise look for each of the office's groups among the rows.
    tx.query(
        "UPDATE client_groups SET email = r.email FROM ROWS(id uuid, email text)
         WHERE client_groups.id = r.id AND (client_groups.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct Member {
    client_group_id: ClientGroupId,
    employee_id: EmployeeId,
}

async fn insert_members<'a>(
    tx: &mut Tx,
    office: OfficeId,
    groups: impl Iterator<Item = &'a ClientGroup>,
) -> Result<()> {
    let members = |group: &ClientGroup| {
        let client_group_id = group.id;
        group.members.clone().into_iter().map(move |employee_id| Member { client_group_id, employee_id })
    };
    let rows: Vec<Member> = groups.flat_map(members).collect();
    tx.query(
        "INSERT INTO client_group_members (client_group_id, employee_id, office_id)
         SELECT r.client_group_id, r.employee_id, $2 FROM ROWS(client_group_id uuid, employee_id uuid)
         WHERE TRUE ON CONFLICT (client_group_id, employee_id) DO NOTHING",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}
