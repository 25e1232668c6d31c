//! `/offices/{o}/conversations`: what client-users and the office write to each other.

pub(crate) mod write;

use axum::{Json, extract::State};
use desk::conversations::{
    Author, Conversation, ConversationDetail, ConversationFilter, MessageDetail, Side, Started, Written,
};
use domain::{
    Name, Text, Timestamp,
    id::{ClientUserId, ConversationId, DossierId, EmployeeId, EventId, MailId, MessageId, OfficeId, kind},
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    auth::Caller,
    fields::{Fields, Params},
    ids::At,
    paging::{Page, PageParams, Paging},
    problem::Problem,
    shape, value,
};
use crate::App;

/// A conversation between the client-users of a dossier and the office.
#[derive(Serialize, ToSchema)]
#[schema(as = Conversation)]
pub(crate) struct ConversationBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: ConversationId,
    /// The dossier that it is about.
    #[schema(value_type = shape::Id)]
    dossier_id: DossierId,
    /// What it is about, if somebody said so.
    #[schema(value_type = Option<shape::Subject>)]
    subject: Option<Name>,
    /// When it began.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
    /// When the last message was written.
    #[schema(value_type = shape::Time)]
    last_message_at: Timestamp,
    /// How many messages it has.
    #[schema(example = 1)]
    message_count: u32,
    /// How many of them the office has not read.
    #[schema(example = 1)]
    unread_by_office: u32,
    /// How many of them the client's side has not read.
    unread_by_client: u32,
}

/// A conversation with everything that was written in it.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationDetail)]
pub(crate) struct ConversationDetailBody {
    #[serde(flatten)]
    conversation: ConversationBody,
    /// What was written, oldest first.
    messages: Vec<MessageBody>,
}

/// One message of a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Message, example = json!({
    "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "number": 1, "by": "client",
    "client_user_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "employee_id": null,
    "text": "Dag, kan deze factuur nog in het derde kwartaal?", "created_at": "2026-11-23T16:00:00Z",
    "read_by_other_side": false, "event_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b",
}))]
pub(crate) struct MessageBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MessageId,
    /// Its place in the conversation, from 1.
    number: u32,
    /// Which side wrote it.
    #[schema(value_type = shape::Side)]
    by: &'static str,
    /// The client-user who wrote it.
    #[schema(value_type = Option<shape::Id>)]
    client_user_id: Option<ClientUserId>,
    /// The employee who wrote it; `null` too when it was the office and nobody in particular.
    #[schema(value_type = Option<shape::Id>)]
    employee_id: Option<EmployeeId>,
    /// What was written.
    #[schema(value_type = shape::Text)]
    text: Text,
    /// When.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
    /// The side that did not write it has read it.
    read_by_other_side: bool,
    /// The event by which the office hears of what a client-user wrote.
    #[schema(value_type = Option<shape::Id>)]
    event_id: Option<EventId>,
}

/// A conversation that was begun.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationStarted)]
pub(crate) struct StartedBody {
    #[serde(flatten)]
    conversation: ConversationBody,
    /// The first message.
    messages: Vec<MessageBody>,
    /// The mails about it that go out now: to the client-users when the office wrote, to the office when a client-user
    /// did. Empty when nobody is told, or only later.
    #[schema(value_type = Vec<shape::Id>)]
    mails: Vec<MailId>,
}

/// A message that was written.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageWritten)]
pub(crate) struct WrittenBody {
    #[serde(flatten)]
    message: MessageBody,
    /// The mails about it that go out now: to the client-users who take part when the office wrote, to the office when a
    /// client-user did. Empty when nobody is told, or only later.
    #[schema(value_type = Vec<shape::Id>)]
    mails: Vec<MailId>,
}

impl From<&Conversation> for ConversationBody {
    fn from(conversation: &Conversation) -> Self {
        Self {
            id: conversation.id,
            dossier_id: conversation.dossier,
            subject: conversation.subject.clone(),
            created_at: conversation.created_at,
            last_message_at: conversation.last_message_at,
            message_count: conversation.messages,
            unread_by_office: conversation.unread(Side::Office),
            unread_by_client: conversation.unread(Side::Client),
        }
    }
}

impl From<&ConversationDetail> for ConversationDetailBody {
    fn from(ConversationDetail { conversation, messages }: &ConversationDetail) -> Self {
        let messages = messages.iter().map(MessageBody::from).collect();
        Self { conversation: ConversationBody::from(conversation), messages }
    }
}

impl From<&Started> for StartedBody {
    fn from(Started { detail, mails }: &Started) -> Self {
        let ConversationDetailBody { conversation, messages } = detail.into();
        Self { conversation, messages, mails: mails.clone() }
    }
}

impl From<&Written> for WrittenBody {
    fn from(Written { detail, mails }: &Written) -> Self {
        Self { message: MessageBody::from(detail), mails: mails.clone() }
    }
}

impl From<&MessageDetail> for MessageBody {
    fn from(MessageDetail { message, read_by_other_side }: &MessageDetail) -> Self {
        let (client_user_id, employee_id) = match message.author {
            Author::ClientUser(id) => (Some(id), None),
            Author::Employee(id) => (None, Some(id)),
            Author::Office => (None, None),
        };
        Self {
            id: message.id,
            number: message.number,
            by: match message.author.side() {
                Side::Office => "office",
                Side::Client => "client",
            },
            client_user_id,
            employee_id,
            text: message.text.clone(),
            created_at: message.created_at,
            read_by_other_side: *read_by_other_side,
            event_id: message.event,
        }
    }
}

/// Which conversations to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ConversationsAsked {
    /// Only those about this dossier.
    #[param(required = false)]
    dossier_id: shape::Id,
    /// Only those with something that the office has not read, or only those without.
    #[param(required = false)]
    unread: bool,
}

fn filter(params: &mut Fields) -> ConversationFilter {
    ConversationFilter {
        dossier: params.optional("dossier_id", value::id),
        unread: params.optional("unread", value::flag_in_text),
    }
}

/// List conversations
#[utoipa::path(get, path = "/offices/{office_id}/conversations", tag = "Conversations",
    params(ConversationsAsked, PageParams),
    responses((status = 200, description = "A page of conversations, newest first.", body = Page<ConversationBody>)))]
pub(crate) async fn list_conversations(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    Params(mut params): Params,
) -> Result<Json<Page<ConversationBody>>, Problem> {
    let filter = filter(&mut params);
    let paging = Paging::<kind::Conversation>::read(&mut params);
    params.finish(Some(()))?;
    let found = app.desk.conversations(actor, office, &filter, paging.after, paging.look_for()).await?;
    Ok(Json(paging.page(found, |conversation| conversation.id)))
}

/// Look at a conversation
///
/// With everything that was written in it. Looking does not mark it as read.
#[utoipa::path(get, path = "/offices/{office_id}/conversations/{conversation_id}", tag = "Conversations",
    responses((status = 200, description = "The conversation.", body = ConversationDetailBody)))]
pub(crate) async fn get_conversation(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, conversation)): At<(OfficeId, ConversationId)>,
) -> Result<Json<ConversationDetailBody>, Problem> {
    let detail = app.desk.conversation(actor, office, conversation).await?;
    Ok(Json(ConversationDetailBody::from(&detail)))
}
