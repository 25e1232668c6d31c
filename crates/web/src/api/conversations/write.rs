//! Writing in conversations, and reading them.

use axum::extract::State;
use desk::conversations::{Author, Conversation, Side, StartConversation, Started, Written};
use domain::{
    Fault, Text,
    id::{ConversationId, MessageId, OfficeId},
};
use serde_json::Value;
use utoipa::ToSchema;

use super::{ConversationBody, StartedBody, WrittenBody};
use crate::{
    App,
    api::{
        answer::{Answer, said},
        auth::Caller,
        body::Write,
        fields::Fields,
        ids::At,
        problem::Problem,
        shape,
        value::{self, Wrong},
    },
};

/// A new conversation. Without a client-user or an employee, the office itself begins it.
#[derive(ToSchema)]
#[schema(example = json!({
    "dossier_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "client_user_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b",
    "subject": "Factuur 2026-0117", "text": "Dag, kan deze factuur nog in het derde kwartaal?",
}))]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewConversation {
    /// The dossier that it is about.
    dossier_id: shape::Id,
    /// The client-user who begins it: one who sees the dossier.
    client_user_id: Option<shape::Id>,
    /// The employee who begins it; not together with `client_user_id`.
    employee_id: Option<shape::Id>,
    /// What it is about.
    subject: Option<shape::Subject>,
    /// The first message.
    text: shape::Text,
}

/// A message. Without a client-user or an employee, the office itself writes it.
#[derive(ToSchema)]
#[schema(example = json!({
    "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "text": "Ja, die kan nog mee.",
}))]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct NewMessage {
    /// The client-user who writes it: one who sees the dossier.
    client_user_id: Option<shape::Id>,
    /// The employee who writes it; not together with `client_user_id`.
    employee_id: Option<shape::Id>,
    /// What they write.
    text: shape::Text,
}

/// How far a conversation was read.
#[derive(ToSchema)]
#[schema(example = json!({ "by": "office" }))]
#[expect(dead_code, reason = "only its shape is used, in the API's description")]
pub(crate) struct ReadUpTo {
    /// Which side has read it.
    by: shape::Side,
    /// The last message that was read; all of it if nothing is said.
    up_to: Option<shape::Id>,
}

/// Who writes. There is one fault for two authors.
fn author(fields: &mut Fields) -> Option<Author> {
    let both = fields.has("client_user_id") && fields.has("employee_id");
    let client_user = fields.optional("client_user_id", value::id);
    let employee = fields.optional("employee_id", |value| {
        if both {
            let message = "Give either client_user_id or employee_id, or neither for the office itself.";
            return Err(Wrong::new(Fault::Malformed, message));
        }
        value::id(value)
    });
    Some(match (client_user, employee) {
        (Some(id), _) => Author::ClientUser(id),
        (None, Some(id)) => Author::Employee(id),
        (None, None) => Author::Office,
    })
}

fn new(mut fields: Fields) -> Result<StartConversation, Problem> {
    let dossier = fields.required("dossier_id", value::id);
    let author = author(&mut fields);
    let subject = fields.optional("subject", value::name);
    let text = fields.required("text", value::words);
    let start = (|| Some(StartConversation { dossier: dossier?, author: author?, subject, text: text? }))();
    fields.finish(start)
}

fn message(mut fields: Fields) -> Result<(Author, Text), Problem> {
    let author = author(&mut fields);
    let text = fields.required("text", value::words);
    fields.finish(author.zip(text))
}

fn read(mut fields: Fields) -> Result<(Side, Option<MessageId>), Problem> {
    let by = fields.required("by", side);
    let up_to = fields.optional("up_to", value::id);
    fields.finish(by.map(|by| (by, up_to)))
}

fn side(value: &Value) -> Result<Side, Wrong> {
    match value::text(value)? {
        "office" => Ok(Side::Office),
        "client" => Ok(Side::Client),
        _ => Err(value::not_among(shape::SIDES)),
    }
}

fn started(started: &Started) -> Answer {
    Answer::created(&StartedBody::from(started))
}

fn written(written: &Written) -> Answer {
    Answer::created(&WrittenBody::from(written))
}

fn was_read(conversation: &Conversation) -> Answer {
    Answer::ok(&ConversationBody::from(conversation))
}

/// Begin a conversation
///
/// What a client-user writes is an event of the kind `message`: the office hears as it has chosen. What the office
/// writes is mailed to the client-users of the dossier: to those who are active, or while nobody is, to those who are
/// invited. `mails` says which mails that made.
#[utoipa::path(post, path = "/offices/{office_id}/conversations", tag = "Conversations",
    request_body = NewConversation,
    responses((status = 201, description = "The new conversation.", body = StartedBody)))]
pub(crate) async fn start_conversation(
    State(app): State<App>,
    Caller(actor): Caller,
    At(office): At<OfficeId>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let start = new(write.fields()?)?;
    let once = write.once(&office, started);
    said(app.desk.start_conversation(actor, office, start, once).await, started)
}

/// Write in a conversation
///
/// Whoever writes has read what stands before. What the office writes is mailed to the client-users who take part: to
/// those who wrote; before anybody did, to those who are active; before anybody is, to those who are invited. `mails` says
/// which mails that made.
#[utoipa::path(post, path = "/offices/{office_id}/conversations/{conversation_id}/messages", tag = "Conversations",
    request_body = NewMessage,
    responses((status = 201, description = "The new message.", body = WrittenBody)))]
pub(crate) async fn write_message(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, conversation)): At<(OfficeId, ConversationId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let (author, text) = message(write.fields()?)?;
    let once = write.once(&office, written);
    said(app.desk.write_message(actor, office, conversation, author, text, once).await, written)
}

/// Mark a conversation as read
///
/// For one side, up to a message or all of it; what was read stays read. What the office has read is told no more, and
/// its events are closed.
#[utoipa::path(post, path = "/offices/{office_id}/conversations/{conversation_id}/read", tag = "Conversations",
    request_body = ReadUpTo,
    responses((status = 200, description = "The conversation as it is now.", body = ConversationBody)))]
pub(crate) async fn mark_conversation_read(
    State(app): State<App>,
    Caller(actor): Caller,
    At((office, conversation)): At<(OfficeId, ConversationId)>,
    mut write: Write,
) -> Result<Answer, Problem> {
    let (by, up_to) = read(write.fields()?)?;
    let once = write.once(&office, was_read);
    said(app.desk.mark_read(actor, office, conversation, by, up_to, once).await, was_read)
}
