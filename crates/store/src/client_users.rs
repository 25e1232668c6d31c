//! Client-users, the dossiers they see, and the addresses they hold.

use domain::{
    EmailAddress, Timestamp,
    client_user::ClientUser,
    id::{ClientUserId, DossierId, InvitationId, OfficeId},
    invitation::{ClientUserState, Invitation},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Result, Tx, bounces, read};

#[derive(FromRow)]
struct Row {
    office_id: Uuid,
    id: Uuid,
    email: String,
    name: String,
    language: String,
    state: String,
    created_at: i64,
    invitation_id: Uuid,
    dossier_id: Uuid,
    link_number: i64,
    expires_at: i64,
    opened_at: Option<i64>,
    bounce_cause: Option<String>,
}

/// A client-user with their invitation, which every one has.
macro_rules! select {
    ($from:literal) => {
        concat!(
            "SELECT u.office_id, u.id, u.email, u.name, u.language, u.state, u.created_at, i.id AS invitation_id,
                i.dossier_id, i.link_number, i.expires_at, i.opened_at, i.bounce_cause ",
            $from
        )
    };
}

impl Row {
    fn found(self) -> Result<(OfficeId, ClientUser)> {
        let invitation = Invitation {
            id: InvitationId::new(self.invitation_id),
            link_number: read::small("the number of a link", self.link_number)?,
            expires_at: Timestamp::from_millis(self.expires_at),
        };
        let state = match self.state.as_str() {
            "invited" => ClientUserState::Invited(invitation),
            "active" => ClientUserState::Active,
            "withdrawn" => ClientUserState::Withdrawn,
            "deactivated" => ClientUserState::Deactivated,
            other => return Err(Error::Unreadable { what: "a client-user's state", why: other.to_owned() }),
        };
        let user = ClientUser {
            id: ClientUserId::new(self.id),
            email: read::address(&self.email)?,
            name: read::name(&self.name)?,
            language: read::language(&self.language)?,
            state,
            first_dossier_id: DossierId::new(self.dossier_id),
            link_opened_at: self.opened_at.map(Timestamp::from_millis),
            bounced: self.bounce_cause.as_deref().map(bounces::cause).transpose()?,
            created_at: Timestamp::from_millis(self.created_at),
        };
        Ok((OfficeId::new(self.office_id), user))
    }

    fn user(self) -> Result<ClientUser> {
        self.found().map(|(_, user)| user)
    }
}

/// The client-user of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: ClientUserId) -> Result<Option<ClientUser>> {
    let sql = select!(
        "FROM client_users u JOIN invitations i ON i.client_user_id = u.id WHERE u.office_id = $1 AND u.id = $2"
    );
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::user).transpose()
}

/// The client-user whose invitation this is, with their office. For a link, which says nothing of an office.
pub async fn find_by_invitation(tx: &mut Tx, id: InvitationId) -> Result<Option<(OfficeId, ClientUser)>> {
    let sql = select!("FROM invitations i JOIN client_users u ON u.id = i.client_user_id WHERE i.id = $1");
    tx.query(sql).bind(id.uuid()).fetch_optional().await?.map(Row::found).transpose()
}

/// The client-users whose invitations these are, each by itself readable or not. For links, which say nothing of an office.
pub async fn find_by_invitations(
    tx: &mut Tx,
    ids: &[InvitationId],
) -> Result<Vec<(InvitationId, Result<ClientUser>)>> {
    let ids = read::wanted(ids);
    let sql = select!(
        "FROM ROWS(wanted uuid) JOIN invitations i ON i.id = r.wanted JOIN client_users u ON u.id = i.client_user_id"
    );
    let rows: Vec<Row> = tx.query(sql).rows(&ids).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (InvitationId::new(row.invitation_id), row.user())).collect())
}

/// Those of these client-users that this office has, held against other writers until the unit of work ends.
pub async fn find_many_for_update(
    tx: &mut Tx,
    office: OfficeId,
    ids: &[ClientUserId],
) -> Result<Vec<ClientUser>> {
    let ids = read::wanted(ids);
    let sql = select!(
        "FROM client_users u JOIN invitations i ON i.client_user_id = u.id
         WHERE u.office_id = $2 AND u.id IN (SELECT r.wanted FROM ROWS(wanted uuid)) ORDER BY u.id FOR_UPDATE"
    );
    let rows: Vec<Row> = tx.query(sql).rows(&ids).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::user).collect()
}

/// These client-users, each of the office named with them. Looks across offices, for work that the clock starts.
pub async fn find_many_anywhere(
    tx: &mut Tx,
    wanted: &[(OfficeId, ClientUserId)],
) -> Result<Vec<(OfficeId, ClientUser)>> {
    #[derive(Serialize)]
    struct One {
        office: OfficeId,
        wanted: ClientUserId,
    }
    let wanted: Vec<One> = wanted.iter().map(|&(office, wanted)| One { office, wanted }).collect();
    let sql = select!(
        "FROM ROWS(office uuid, wanted uuid) JOIN client_users u ON u.id = r.wanted AND u.office_id = r.office
         JOIN invitations i ON i.client_user_id = u.id"
    );
    let rows: Vec<Row> = tx.query(sql).rows(&wanted).fetch_all().await?;
    rows.into_iter().map(Row::found).collect()
}

/// Client-users of this office after an id, in the order of their ids; only those with this address if one is given.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    email: Option<&EmailAddress>,
    after: Option<ClientUserId>,
    limit: u32,
) -> Result<Vec<ClientUser>> {
    let sql = select!(
        "FROM client_users u JOIN invitations i ON i.client_user_id = u.id
         WHERE u.office_id = $1 AND u.id > $2 AND ($4 = '' OR u.email_key = $4) ORDER BY u.id LIMIT $3"
    );
    let after = after.map_or(Uuid::nil(), ClientUserId::uuid);
    let key = email.map(EmailAddress::key).unwrap_or_default();
    let rows: Vec<Row> =
        tx.query(sql).bind(office.uuid()).bind(after).bind(i64::from(limit)).bind(key).fetch_all().await?;
    rows.into_iter().map(Row::user).collect()
}

/// The dossiers that a client-user of this office sees.
pub async fn dossiers(tx: &mut Tx, office: OfficeId, id: ClientUserId) -> Result<Vec<DossierId>> {
    let rows: Vec<(Uuid,)> = tx
        .query(
            "SELECT dossier_id FROM client_user_dossiers WHERE office_id = $1 AND client_user_id = $2 ORDER BY dossier_id",
        )
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| DossierId::new(id)).collect())
}

/// A client-user who is new, with the office they belong to.
#[derive(Debug, Clone, Copy)]
pub struct NewClientUser<'a> {
    /// Their office.
    pub office: OfficeId,
    /// Who they are; must be invited.
    pub user: &'a ClientUser,
    /// Their invitation.
    pub invitation: Invitation,
}

#[derive(Serialize)]
struct Written<'a> {
    id: ClientUserId,
    office_id: OfficeId,
    email: &'a str,
    email_key: String,
    name: &'a str,
    language: &'a str,
    invitation_id: InvitationId,
    dossier_id: DossierId,
    link_number: u32,
    expires_at: i64,
    created_at: i64,
}

impl<'a> From<&NewClientUser<'a>> for Written<'a> {
    fn from(&NewClientUser { office, user, invitation }: &NewClientUser<'a>) -> Self {
        Self {
            id: user.id,
            office_id: office,
            email: user.email.as_str(),
            email_key: user.email.key(),
            name: user.name.as_str(),
            language: user.language.code(),
            invitation_id: invitation.id,
            dossier_id: user.first_dossier_id,
            link_number: invitation.link_number,
            expires_at: invitation.expires_at.millis(),
            created_at: user.created_at.millis(),
        }
    }
}

/// Adds client-users with their invitations, of any office; their addresses must be claimed. [`grant`] gives them
/// their dossier.
pub async fn insert(tx: &mut Tx, users: &[NewClientUser<'_>]) -> Result<()> {
    let rows: Vec<Written<'_>> = users.iter().map(Written::from).collect();
    tx.query(
        "INSERT INTO client_users (id, office_id, email, email_key, name, language, state, created_at)
         SELECT r.id, r.office_id, r.email, r.email_key, r.name, r.language, 'invited', r.created_at
         FROM ROWS(id uuid, office_id uuid, email text, email_key text, name text, language text, created_at bigint)",
    )
    .rows(&rows)
    .execute()
    .await?;
    tx.query(
        "INSERT INTO invitations (id, client_user_id, office_id, dossier_id, link_number, sent_at, expires_at,
            reminders_sent)
         SELECT r.invitation_id, r.id, r.office_id, r.dossier_id, r.link_number, r.created_at, r.expires_at, 0
         FROM ROWS(invitation_id uuid, id uuid, office_id uuid, dossier_id uuid, link_number bigint,
            expires_at bigint, created_at bigint)",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// Lets client-users see dossiers of their office. Returns the pairs that are new.
pub async fn grant(
    tx: &mut Tx,
    grants: &[(OfficeId, ClientUserId, DossierId)],
) -> Result<Vec<(ClientUserId, DossierId)>> {
    #[derive(Serialize)]
    struct Grant {
        office_id: OfficeId,
        client_user_id: ClientUserId,
        dossier_id: DossierId,
    }
    let grant =
        |&(office_id, client_user_id, dossier_id): &_| Grant { office_id, client_user_id, dossier_id };
    let rows: Vec<Grant> = grants.iter().map(grant).collect();
    let added: Vec<(Uuid, Uuid)> = tx
        .query(
            "INSERT INTO client_user_dossiers (client_user_id, dossier_id, office_id)
             SELECT r.client_user_id, r.dossier_id, r.office_id
             FROM ROWS(client_user_id uuid, dossier_id uuid, office_id uuid)
             WHERE TRUE ON CONFLICT (client_user_id, dossier_id) DO NOTHING RETURNING client_user_id, dossier_id",
        )
        .rows(&rows)
        .fetch_all()
        .await?;
    Ok(added.into_iter().map(|(user, dossier)| (ClientUserId::new(user), DossierId::new(dossier))).collect())
}

/// Writes name, language and address of a client-user of this office.
pub async fn update(tx: &mut Tx, office: OfficeId, user: &ClientUser) -> Result<()> {
    tx.query(
        "UPDATE client_users SET name = $3, language = $4, email = $5, email_key = $6 WHERE office_id = $1 AND id = $2",
    )
    .bind(office.uuid())
    .bind(user.id.uuid())
    .bind(user.name.as_str())
    .bind(user.language.code())
    .bind(user.email.as_str())
    .bind(user.email.key())
    .execute()
    .await?;
    Ok(())
}

/// Closes invitations or accounts of this office, to `withdrawn` or `deactivated`, and frees their addresses.
pub async fn close(tx: &mut Tx, office: OfficeId, id: ClientUserId, state: &'static str) -> Result<()> {
    tx.query("UPDATE client_users SET state = $3 WHERE office_id = $1 AND id = $2")
        .bind(office.uuid())
        .bind(id.uuid())
        .bind(state)
        .execute()
        .await?;
    release(tx, office, id).await
}

/// Opens a closed account again; its address must be claimed anew.
pub async fn reactivate(tx: &mut Tx, office: OfficeId, id: ClientUserId) -> Result<()> {
    tx.query(
        "UPDATE client_users SET state = 'active' WHERE office_id = $1 AND id = $2 AND state = 'deactivated'",
    )
    .bind(office.uuid())
    .bind(id.uuid())
    .execute()
    .await?;
    Ok(())
}

/// A wish to hold an address.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    /// The address's key.
    pub email_key: String,
    /// For which office.
    pub office_id: OfficeId,
    /// For whom.
    pub client_user_id: ClientUserId,
    /// Until when; without an end for an active account. Milliseconds.
    pub expires_at: Option<i64>,
}

/// Claims addresses. An address is won when nobody holds it, its holder's time is over, or the holder is the one
/// who asks. Each address may be asked for once in a call. Returns the addresses that were won.
///
/// Uniqueness across offices is the primary key of the table, so that two offices that ask at once cannot both win.
pub async fn claim(tx: &mut Tx, claims: &[Claim], now: Timestamp) -> Result<Vec<String>> {
    let won: Vec<(String,)> = tx
        .query(
            // In the order of addresses, so that two batches that ask for the same ones do not wait for each other.
            "INSERT INTO address_claims (email_key, office_id, client_user_id, expires_at)
             SELECT r.email_key, r.office_id, r.client_user_id, r.expires_at
             FROM ROWS(email_key text, office_id uuid, client_user_id uuid, expires_at bigint)
             WHERE TRUE ORDER BY r.email_key
             ON CONFLICT (email_key) DO UPDATE SET office_id = excluded.office_id,
                client_user_id = excluded.client_user_id, expires_at = excluded.expires_at
             WHERE address_claims.expires_at <= $2 OR address_claims.client_user_id = excluded.client_user_id
             RETURNING email_key",
        )
        .rows(claims)
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(won.into_iter().map(|(key,)| key).collect())
}

/// Frees whatever address a client-user of this office holds.
pub async fn release(tx: &mut Tx, office: OfficeId, id: ClientUserId) -> Result<()> {
    tx.query("DELETE FROM address_claims WHERE office_id = $1 AND client_user_id = $2")
        .bind(office.uuid())
        .bind(id.uuid())
        .execute()
        .await?;
    Ok(())
}

/// Frees the addresses of these client-users, of any office.
pub async fn release_many(tx: &mut Tx, users: &[(OfficeId, ClientUserId)]) -> Result<()> {
    #[derive(Serialize)]
    struct One {
        office_id: OfficeId,
        client_user_id: ClientUserId,
    }
    if users.is_empty() {
        return Ok(());
    }
    let rows: Vec<One> =
        users.iter().map(|&(office_id, client_user_id)| One { office_id, client_user_id }).collect();
    tx.query(
        "DELETE FROM address_claims WHERE EXISTS (SELECT 1 FROM ROWS(office_id uuid, client_user_id uuid)
            WHERE r.office_id = address_claims.office_id AND r.client_user_id = address_claims.client_user_id)",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// Everybody who was ever a client-user of this office at one of these addresses, oldest first; closed accounts
/// included.
pub async fn find_by_addresses(tx: &mut Tx, office: OfficeId, keys: &[String]) -> Result<Vec<ClientUser>> {
    let keys = read::wanted(keys);
    // CROSS: SQLite would otherwise look for each of the office's client-users among the addresses.
    let sql = select!(
        "FROM ROWS(wanted text) CROSS JOIN client_users u JOIN invitations i ON i.client_user_id = u.id
         WHERE u.email_key = r.wanted AND u.office_id = $2 ORDER BY u.id"
    );
    let rows: Vec<Row> = tx.query(sql).rows(&keys).bind(office.uuid()).fetch_all().await?;
    rows.into_iter().map(Row::user).collect()
}

/// Which dossiers each of these client-users of this office sees.
pub async fn access(
    tx: &mut Tx,
    office: OfficeId,
    ids: &[ClientUserId],
) -> Result<Vec<(ClientUserId, DossierId)>> {
    let ids = read::wanted(ids);
    let rows: Vec<(Uuid, Uuid)> = tx
        .query(
            "SELECT a.client_user_id, a.dossier_id FROM ROWS(wanted uuid)
             JOIN client_user_dossiers a ON a.client_user_id = r.wanted AND a.office_id = $2",
        )
        .rows(&ids)
        .bind(office.uuid())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(user, dossier)| (ClientUserId::new(user), DossierId::new(dossier))).collect())
}

/// Those of these addresses that another office than this holds now. Which office it is stays here.
pub async fn held_elsewhere(
    tx: &mut Tx,
    office: OfficeId,
    keys: &[String],
    now: Timestamp,
) -> Result<Vec<String>> {
    let keys = read::wanted(keys);
    let held: Vec<(String,)> = tx
        .query(
            "SELECT c.email_key FROM ROWS(wanted text) JOIN address_claims c ON c.email_key = r.wanted
             WHERE c.office_id <> $2 AND (c.expires_at IS NULL OR c.expires_at > $3)",
        )
        .rows(&keys)
        .bind(office.uuid())
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(held.into_iter().map(|(key,)| key).collect())
}

/// Who holds these addresses, in whatever office. What is found of another office must not leave the desk.
pub async fn holders(tx: &mut Tx, keys: &[String]) -> Result<Vec<(OfficeId, ClientUser)>> {
    let keys = read::wanted(keys);
    let sql = select!(
        "FROM ROWS(wanted text) JOIN address_claims c ON c.email_key = r.wanted
         JOIN client_users u ON u.id = c.client_user_id JOIN invitations i ON i.client_user_id = u.id"
    );
    let rows: Vec<Row> = tx.query(sql).rows(&keys).fetch_all().await?;
    rows.into_iter().map(Row::found).collect()
}
