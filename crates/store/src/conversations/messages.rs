//! What was written in conversations, and what follows from who wrote.

use domain::{
    Text, Timestamp,
    id::{ClientUserId, ConversationId, EmployeeId, EventId, MessageId, OfficeId},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Conversation, Side};
use crate::{Result, Tx, read};

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// A client-user.
    ClientUser(ClientUserId),
    /// An employee of the office.
    Employee(EmployeeId),
    /// The office, nobody in particular.
    Office,
}

impl Author {
    /// Their side.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::ClientUser(_) => Side::Client,
            Self::Employee(_) | Self::Office => Side::Office,
        }
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation that it is part of.
    pub conversation: ConversationId,
    /// Its place there: 1 for the first.
    pub number: u32,
    /// Who wrote it.
    pub author: Author,
    /// The event by which the office hears of it, when a client-user wrote it.
    pub event: Option<EventId>,
    /// What they wrote.
    pub text: Text,
    /// When it was written.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    conversation_id: Uuid,
    number: i64,
    client_user_id: Option<Uuid>,
    employee_id: Option<Uuid>,
    event_id: Option<Uuid>,
    text: String,
    created_at: i64,
}

impl Row {
    fn message(self) -> Result<Message> {
        let author = match (self.client_user_id, self.employee_id) {
            (Some(user), _) => Author::ClientUser(ClientUserId::new(user)),
            (None, Some(employee)) => Author::Employee(EmployeeId::new(employee)),
            (None, None) => Author::Office,
        };
        Ok(Message {
            id: MessageId::new(self.id),
            conversation: ConversationId::new(self.conversation_id),
            number: read::small("the number of a message", self.number)?,
            author,
            event: self.event_id.map(EventId::new),
            text: read::text(&self.text)?,
            created_at: Timestamp::from_millis(self.created_at),
        })
    }
}

/// Everything that was written in a conversation of this office, oldest first.
pub async fn messages(tx: &mut Tx, office: OfficeId, id: ConversationId) -> Result<Vec<Message>> {
    let rows: Vec<Row> = tx
        .query(
            "SELECT id, conversation_id, number, client_user_id, employee_id, event_id, text, created_at FROM messages
             WHERE office_id = $1 AND conversation_id = $2 ORDER BY number",
        )
        .bind(office.uuid())
        .bind(id.uuid())
        .fetch_all()
        .await?;
    rows.into_iter().map(Row::message).collect()
}

/// The place of a message in a conversation of this office.
pub async fn number(
    tx: &mut Tx,
    office: OfficeId,
    id: ConversationId,
    message: MessageId,
) -> Result<Option<u32>> {
    let found: Option<(i64,)> = tx
        .query("SELECT number FROM messages WHERE office_id = $1 AND conversation_id = $2 AND id = $3")
        .bind(office.uuid())
        .bind(id.uuid())
        .bind(message.uuid())
        .fetch_optional()
        .await?;
    found.map(|(number,)| read::small("the number of a message", number)).transpose()
}

#[derive(Serialize)]
struct Written<'a> {
    id: MessageId,
    conversation_id: ConversationId,
    number: u32,
    client_user_id: Option<ClientUserId>,
    employee_id: Option<EmployeeId>,
    event_id: Option<EventId>,
    text: &'a str,
    created_at: i64,
}

impl<'a> From<&'a Message> for Written<'a> {
    fn from(message: &'a Message) -> Self {
        let (client_user_id, employee_id) = match message.author {
            Author::ClientUser(user) => (Some(user), None),
            Author::Employee(employee) => (None, Some(employee)),
            Author::Office => (None, None),
        };
        Self {
            id: message.id,
            conversation_id: message.conversation,
            number: message.number,
            client_user_id,
            employee_id,
            event_id: message.event,
            text: message.text.as_str(),
            created_at: message.created_at.millis(),
        }
    }
}

/// Adds messages to conversations of this office, which must be held.
pub async fn add(tx: &mut Tx, office: OfficeId, messages: &[Message]) -> Result<()> {
    let rows: Vec<_> = messages.iter().map(Written::from).collect();
    tx.query(
        "INSERT INTO messages (id, office_id, conversation_id, number, client_user_id, employee_id, event_id, text,
            created_at)
         SELECT r.id, $2, r.conversation_id, r.number, r.client_user_id, r.employee_id, r.event_id, r.text, r.created_at
         FROM ROWS(id uuid, conversation_id uuid, number bigint, client_user_id uuid, employee_id uuid, event_id uuid,
            text text, created_at bigint)",
    )
    .rows(&rows)
    .bind(office.uuid())
    .execute()
    .await?;
    Ok(())
}

/// The open events of a conversation's messages after one number, up to another; held against other writers, in the
/// order of their ids, until the unit of work ends.
pub async fn open_events(
    tx: &mut Tx,
    office: OfficeId,
    id: ConversationId,
    after: u32,
    up_to: u32,
) -> Result<Vec<EventId>> {
    let rows: Vec<(Uuid,)> = tx
        .query(
            "SELECT e.id FROM messages m JOIN events e ON e.id = m.event_id AND e.office_id = m.office_id
             WHERE m.office_id = $1 AND m.conversation_id = $2 AND m.number > $3 AND m.number <= $4
                AND e.closed_at IS NULL
             ORDER BY e.id FOR_UPDATE",
        )
        .bind(office.uuid())
        .bind(id.uuid())
        .bind(i64::from(after))
        .bind(i64::from(up_to))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// The client-users who see the dossier of a conversation of this office, in the order of their ids, and whether they
/// wrote in it.
pub async fn client_side(
    tx: &mut Tx,
    office: OfficeId,
    conversation: &Conversation,
) -> Result<Vec<(ClientUserId, bool)>> {
    let rows: Vec<(Uuid, bool)> = tx
        .query(
            "SELECT a.client_user_id, a.client_user_id IN (SELECT m.client_user_id FROM messages m
                WHERE m.office_id = $1 AND m.conversation_id = $3 AND m.client_user_id IS NOT NULL)
             FROM client_user_dossiers a WHERE a.office_id = $1 AND a.dossier_id = $2 ORDER BY a.client_user_id",
        )
        .bind(office.uuid())
        .bind(conversation.dossier.uuid())
        .bind(conversation.id.uuid())
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(user, wrote)| (ClientUserId::new(user), wrote)).collect())
}
