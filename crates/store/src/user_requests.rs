//! Requests for users: what they ask for, beside their event, and what was decided.

use domain::{
    EmailAddress, Language, Name, Text, Timestamp,
    id::{ClientUserId, DossierId, EventId, OfficeId},
};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// Somebody at a client's asks for a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRequest {
    /// The event by which the office heard: the request's id.
    pub event: EventId,
    /// The dossier that the new user is to see.
    pub dossier: DossierId,
    /// The client-user who asks, if it is known.
    pub asked_by: Option<ClientUserId>,
    /// The new user's login.
    pub email: EmailAddress,
    /// The new user's name.
    pub name: Name,
    /// The language of the new user's mails.
    pub language: Language,
    /// What the office was told: the note that came with it, or whom it asks for.
    pub summary: Text,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// What was decided.
    pub state: State,
    /// Why it was refused.
    pub reason: Option<Text>,
    /// The client-user whom it led to.
    pub client_user: Option<ClientUserId>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for a decision.
    Open,
    /// The client-user was created, or found.
    Approved,
    /// The office does not want it, and said why.
    Refused,
}

impl State {
    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }
}

#[derive(FromRow)]
struct Row {
    event_id: Uuid,
    dossier_id: Uuid,
    asked_by: Option<Uuid>,
    email: String,
    name: String,
    language: String,
    state: String,
    reason: Option<String>,
    client_user_id: Option<Uuid>,
    decided_at: Option<i64>,
    summary: String,
    created_at: i64,
}

/// A request with its event.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT q.event_id, q.dossier_id, q.asked_by, q.email, q.name, q.language, q.state, q.reason, q.client_user_id,
                q.decided_at, e.summary, e.created_at
             FROM user_requests q JOIN events e ON e.id = q.event_id AND e.office_id = q.office_id ",
            $rest
        )
    };
}

impl Row {
    fn request(self) -> Result<UserRequest> {
        Ok(UserRequest {
            event: EventId::new(self.event_id),
            dossier: DossierId::new(self.dossier_id),
            asked_by: self.asked_by.map(ClientUserId::new),
            email: read::address(&self.email)?,
            name: read::name(&self.name)?,
            language: read::language(&self.language)?,
            summary: read::text(&self.summary)?,
            asked_at: Timestamp::from_millis(self.created_at),
            state: read::word("a request's state", &self.state)?,
            reason: self.reason.map(|reason| read::text(&reason)).transpose()?,
            client_user: self.client_user_id.map(ClientUserId::new),
            decided_at: self.decided_at.map(Timestamp::from_millis),
        })
    }
}

/// The request of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: EventId) -> Result<Option<UserRequest>> {
    let sql = select!("WHERE q.office_id = $1 AND q.event_id = $2");
    let row: Option<Row> = tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?;
    row.map(Row::request).transpose()
}

/// The request of this office and its event, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, id: EventId) -> Result<Option<UserRequest>> {
    let sql = select!("WHERE q.office_id = $1 AND q.event_id = $2 FOR_UPDATE");
    let row: Option<Row> = tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?;
    row.map(Row::request).transpose()
}

/// Requests of this office before an id, newest first; only those in this state if one is given.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    state: Option<State>,
    before: Option<EventId>,
    limit: u32,
) -> Result<Vec<UserRequest>> {
    let sql = select!(
        "WHERE q.office_id = $1 AND q.event_id < $2 AND ($4 = '' OR q.state = $4) ORDER BY q.event_id DESC LIMIT $3"
    );
    let rows: Vec<Row> = tx
        .query(sql)
        .bind(office.uuid())
        .bind(before.map_or(Uuid::max(), EventId::uuid))
        .bind(i64::from(limit))
        .bind(state.map_or("", State::code))
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::request).collect()
}

#[derive(Serialize)]
struct Written<'a> {
    event_id: EventId,
    dossier_id: DossierId,
    asked_by: Option<ClientUserId>,
    email: &'a str,
    name: &'a str,
    language: &'a str,
    state: State,
    reason: Option<&'a str>,
    client_user_id: Option<ClientUserId>,
    decided_at: Option<i64>,
}

impl<'a> From<&'a UserRequest> for Written<'a> {
    fn from(request: &'a UserRequest) -> Self {
        Self {
            event_id: request.event,
            dossier_id: request.dossier,
            asked_by: request.asked_by,
            email: request.email.as_str(),
            name: request.name.as_str(),
            language: request.language.code(),
            state: request.state,
            reason: request.reason.as_ref().map(Text::as_str),
            client_user_id: request.client_user,
            decided_at: request.decided_at.map(Timestamp::millis),
        }
    }
}

/// Adds requests to this office; their events must be stored.
pub async fn insert(tx: &mut Tx, office: OfficeId, requests: &[UserRequest]) -> Result<()> {
    let rows: Vec<_> = requests.iter().map(Written::from).collect();
    tx.query(
        "INSERT INTO user_requests (event_id, office_id, dossier_id, asked_by, email, name, language, state, reason,
            client_user_id, decided_at)
         SELECT r.event_id, $2, r.dossier_id, r.asked_by, r.email, r.name, r.language, r.state, r.reason,
            r.client_user_id, r.decided_at
         FROM ROWS(event_id uuid, dossier_id uuid, asked_by uuid, email text, name text, language text, state text,
            reason text, client_user_id uuid, decided_at bigint)",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Writes what was decided of requests of this office; they must be held.
pub async fn decide(tx: &mut Tx, office: OfficeId, requests: &[UserRequest]) -> Result<()> {
    let rows: Vec<_> = requests.iter().map(Written::from).collect();
    tx.query(
        "UPDATE user_requests SET state = r.state, reason = r.reason, client_user_id = r.client_user_id,
            decided_at = r.decided_at
         FROM ROWS(event_id uuid, state text, reason text, client_user_id uuid, decided_at bigint)
         WHERE user_requests.event_id = r.event_id AND (user_requests.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Is this event of this office a request that waits for a decision?
pub async fn is_open(tx: &mut Tx, office: OfficeId, event: EventId) -> Result<bool> {
    let found: Option<(String,)> = tx
        .query("SELECT state FROM user_requests WHERE office_id = $1 AND event_id = $2 AND state = 'open'")
        .bind(office.uuid())
        .bind(event.uuid())
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
