//! Conversations between the client-users of a dossier and the office: what was written, and how far each side has read.

use domain::{
    Name, Timestamp,
    id::{ConversationId, DossierId, OfficeId},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

mod messages;

pub use messages::{Author, Message, add, client_side, messages, number, open_events};

/// A conversation, without what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The dossier that it is about.
    pub dossier: DossierId,
    /// What it is about, if somebody said so.
    pub subject: Option<Name>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the last message was written.
    pub last_message_at: Timestamp,
    /// How many messages it has; the last has this number.
    pub messages: u32,
    /// The number of the last message that the office has read.
    pub read_by_office: u32,
    /// The number of the last message that the client's side has read.
    pub read_by_client: u32,
}

/// One of the two sides of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The office.
    Office,
    /// The client-users.
    Client,
}

impl Side {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Office => Self::Client,
            Self::Client => Self::Office,
        }
    }
}

impl Conversation {
    /// How many messages a side has not read. Whoever writes has read what stands before, so that all of them are the
    /// other side's.
    #[must_use]
    pub const fn unread(&self, side: Side) -> u32 {
        self.messages.saturating_sub(self.read_by(side))
    }

    /// The number of the last message that a side has read.
    #[must_use]
    pub const fn read_by(&self, side: Side) -> u32 {
        match side {
            Side::Office => self.read_by_office,
            Side::Client => self.read_by_client,
        }
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    dossier_id: Uuid,
    subject: Option<String>,
    created_at: i64,
    last_message_at: i64,
    messages: i64,
    read_by_office: i64,
    read_by_client: i64,
}

macro_rules! columns {
    () => {
        "id, dossier_id, subject, created_at, last_message_at, messages, read_by_office, read_by_client"
    };
}

impl Row {
    fn conversation(self) -> Result<Conversation> {
        Ok(Conversation {
            id: ConversationId::new(self.id),
            dossier: DossierId::new(self.dossier_id),
            subject: self.subject.map(|subject| read::name(&subject)).transpose()?,
            created_at: Timestamp::from_millis(self.created_at),
            last_message_at: Timestamp::from_millis(self.last_message_at),
            messages: read::small("a number of messages", self.messages)?,
            read_by_office: read::small("a number of messages", self.read_by_office)?,
            read_by_client: read::small("a number of messages", self.read_by_client)?,
        })
    }
}

/// The conversation of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: ConversationId) -> Result<Option<Conversation>> {
    let sql = concat!("SELECT ", columns!(), " FROM conversations WHERE office_id = $1 AND id = $2");
    let row: Option<Row> = tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?;
    row.map(Row::conversation).transpose()
}

/// The conversation of this office, held against other writers until the unit of work ends. Whoever writes in it or
/// moves a mark holds it first.
pub async fn find_for_update(
    tx: &mut Tx,
    office: OfficeId,
    id: ConversationId,
) -> Result<Option<Conversation>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM conversations WHERE office_id = $1 AND id = $2 FOR_UPDATE");
    let row: Option<Row> = tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?;
    row.map(Row::conversation).transpose()
}

/// Which conversations to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only those about this dossier.
    pub dossier: Option<DossierId>,
    /// Only those with something that the office has not read, or only those without.
    pub unread: Option<bool>,
}

/// Conversations of this office before an id, newest first. A statement for each of the ways in which they are looked
/// for, so that each has its index.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<ConversationId>,
    limit: u32,
) -> Result<Vec<Conversation>> {
    let before = before.map_or(Uuid::max(), ConversationId::uuid);
    let rows = match filter {
        Filter { dossier: Some(dossier), unread } => {
            list_of_dossier(tx, office, *dossier, *unread, before, limit).await?
        }
        Filter { dossier: None, unread: Some(true) } => list_unread(tx, office, before, limit).await?,
        Filter { dossier: None, unread } => list_all(tx, office, unread.is_none(), before, limit).await?,
    };
    rows.into_iter().map(Row::conversation).collect()
}

async fn list_of_dossier(
    tx: &mut Tx,
    office: OfficeId,
    dossier: DossierId,
    unread: Option<bool>,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM conversations WHERE office_id = $1 AND dossier_id = $4 AND id < $2
            AND ($5 OR (messages > read_by_office) = $6)
         ORDER BY id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit)).bind(dossier.uuid());
    query.bind(unread.is_none()).bind(unread.unwrap_or_default()).fetch_all().await
}

async fn list_unread(tx: &mut Tx, office: OfficeId, before: Uuid, limit: u32) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM conversations WHERE office_id = $1 AND id < $2 AND messages > read_by_office ORDER BY id DESC LIMIT $3"
    );
    tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit)).fetch_all().await
}

async fn list_all(
    tx: &mut Tx,
    office: OfficeId,
    read_or_not: bool,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM conversations WHERE office_id = $1 AND id < $2 AND ($4 OR messages = read_by_office)
         ORDER BY id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit));
    query.bind(read_or_not).fetch_all().await
}

#[derive(Serialize)]
struct Written<'a> {
    id: ConversationId,
    dossier_id: DossierId,
    subject: Option<&'a str>,
    created_at: i64,
    last_message_at: i64,
    messages: u32,
    read_by_office: u32,
    read_by_client: u32,
}

impl<'a> From<&'a Conversation> for Written<'a> {
    fn from(conversation: &'a Conversation) -> Self {
        Self {
            id: conversation.id,
            dossier_id: conversation.dossier,
            subject: conversation.subject.as_ref().map(Name::as_str),
            created_at: conversation.created_at.millis(),
            last_message_at: conversation.last_message_at.millis(),
            messages: conversation.messages,
            read_by_office: conversation.read_by_office,
            read_by_client: conversation.read_by_client,
        }
    }
}

/// Begins conversations of this office.
pub async fn insert(tx: &mut Tx, office: OfficeId, conversations: &[Conversation]) -> Result<()> {
    let rows: Vec<_> = conversations.iter().map(Written::from).collect();
    tx.query(
        "INSERT INTO conversations (id, office_id, dossier_id, subject, created_at, last_message_at, messages,
            read_by_office, read_by_client)
         SELECT r.id, $2, r.dossier_id, r.subject, r.created_at, r.last_message_at, r.messages, r.read_by_office,
            r.read_by_client
         FROM ROWS(id uuid, dossier_id uuid, subject text, created_at bigint, last_message_at bigint,
            messages bigint, read_by_office bigint, read_by_client bigint)",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// Writes how far conversations of this office have come, and how far they were read; they must be held.
pub async fn update(tx: &mut Tx, office: OfficeId, conversations: &[Conversation]) -> Result<()> {
    let rows: Vec<_> = conversations.iter().map(Written::from).collect();
    // IS TRUE: SQLite would otherwise look for each of the office's conversations among the rows.
    tx.query(
        "UPDATE conversations SET last_message_at = r.last_message_at, messages = r.messages,
            read_by_office = r.read_by_office, read_by_client = r.read_by_client
         FROM ROWS(id uuid, last_message_at bigint, messages bigint, read_by_office bigint, read_by_client bigint)
         WHERE conversations.id = r.id AND (conversations.office_id = $2) IS TRUE",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}
