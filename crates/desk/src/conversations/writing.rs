//! What a message brings about.

use domain::{
    Fault, Name, Text, Timestamp,
    client_user::ClientUser,
    event::{EventKind, Facts},
    id::{MailId, OfficeId},
    invitation::StateName,
    mail::Mail,
};
use store::{
    Tx,
    conversations::{self, Author, Conversation, Message, Side},
};

use super::{ConversationDetail, MessageDetail, StartConversation, Started, Written};
use crate::{
    Desk, Failure, Refusal,
    events::Told,
    letters,
    mail_setup::Senders,
    portal::{self, Happening},
};

/// Begins a conversation with its first message.
pub(super) async fn start(
    tx: &mut Tx,
    desk: &Desk,
    office: OfficeId,
    start: StartConversation,
) -> Result<Started, Failure> {
    let StartConversation { dossier, author, subject, text } = start;
    store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
    let found = store::dossiers::find(tx, office, dossier).await?;
    found.ok_or_else(|| Refusal::field("dossier_id", Fault::NotFound))?;
    let now = desk.0.clock.now();
    let mut conversation = Conversation {
        id: desk.0.clock.id(),
        dossier,
        subject,
        created_at: now,
        last_message_at: now,
        messages: 0,
        read_by_office: 0,
        read_by_client: 0,
    };
    conversations::insert(tx, office, std::slice::from_ref(&conversation)).await?;
    let Written { detail, mails } = write(tx, desk, office, &mut conversation, author, text).await?;
    Ok(Started { detail: ConversationDetail { conversation, messages: vec![detail] }, mails })
}

/// Adds a message to a conversation that is held.
pub(super) async fn write(
    tx: &mut Tx,
    desk: &Desk,
    office: OfficeId,
    conversation: &mut Conversation,
    author: Author,
    text: Text,
) -> Result<Written, Failure> {
    let now = desk.0.clock.now();
    let by = name(tx, office, conversation, author).await?;
    conversation.messages += 1;
    conversation.last_message_at = now;
    let (number, side) = (conversation.messages, author.side());
    let mut message = Message {
        id: desk.0.clock.id(),
        conversation: conversation.id,
        number,
        author,
        event: None,
        text,
        created_at: now,
    };
    let mut answers = (Vec::new(), Senders::default());
    let mails: Vec<MailId> = match side {
        Side::Client => {
            let told = tell(tx, desk, office, conversation, &by, &message).await?;
            message.event = Some(told.id);
            told.mails.iter().map(|mail| mail.id).collect()
        }
        Side::Office => {
            answers = mails_to_clients(tx, desk, office, conversation, &by, &message).await?;
            answers.0.iter().map(|mail| mail.id).collect()
        }
    };
    mark(tx, office, conversation, side, number, now).await?;
    conversations::add(tx, office, std::slice::from_ref(&message)).await?;
    conversations::update(tx, office, std::slice::from_ref(conversation)).await?;
    letters::post_to_clients(tx, desk, &answers.0, &answers.1).await?;
    Ok(Written { detail: MessageDetail::of(conversation, message), mails })
}

/// The author's name, if they may write in this conversation.
async fn name(
    tx: &mut Tx,
    office: OfficeId,
    conversation: &Conversation,
    author: Author,
) -> Result<Name, Failure> {
    match author {
        Author::ClientUser(id) => {
            Ok(portal::client(tx, (office, conversation.dossier), id, "client_user_id").await?.name)
        }
        Author::Employee(id) => {
            let employee = store::employees::find(tx, office, id).await?;
            let employee = employee.ok_or_else(|| Refusal::field("employee_id", Fault::NotFound))?;
            if !employee.active {
                return Err(Refusal::field("employee_id", Fault::UnknownValue).into());
            }
            Ok(employee.name)
        }
        Author::Office => Ok(store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?.name),
    }
}

/// Moves a side's mark, forward only. What the office has read is told no more.
pub(super) async fn mark(
    tx: &mut Tx,
    office: OfficeId,
    conversation: &mut Conversation,
    side: Side,
    up_to: u32,
    now: Timestamp,
) -> Result<(), store::Error> {
    let read = conversation.read_by(side);
    if up_to <= read {
        return Ok(());
    }
    match side {
        Side::Client => conversation.read_by_client = up_to,
        Side::Office => {
            conversation.read_by_office = up_to;
            let open = conversations::open_events(tx, office, conversation.id, read, up_to).await?;
            if !open.is_empty() {
                store::events::close(tx, office, &open, now).await?;
            }
        }
    }
    Ok(())
}

/// The office hears of what a client-user wrote.
async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    office: OfficeId,
    conversation: &Conversation,
    by: &Name,
    message: &Message,
) -> Result<Told, Failure> {
    let happening = Happening {
        id: desk.0.clock.id(),
        kind: EventKind::Message,
        summary: message.text.clone(),
        facts: Facts { by: Some(by.clone()), ..Facts::default() },
        thread: Some(thread(conversation)),
    };
    portal::tell(tx, desk, (office, conversation.dossier), happening).await
}

/// A mail to each client-user who takes part, about what the office wrote.
async fn mails_to_clients(
    tx: &mut Tx,
    desk: &Desk,
    office: OfficeId,
    conversation: &Conversation,
    by: &Name,
    message: &Message,
) -> Result<(Vec<Mail>, Senders), store::Error> {
    let found = store::dossiers::welcome_contexts(tx, &[(office, conversation.dossier)]).await?;
    let senders = Senders::read(tx, desk, &found).await?;
    let Some(dossier) = found.first() else { return Ok((Vec::new(), senders)) };
    let readers = readers(tx, office, conversation, desk.0.clock.now()).await?;
    let thread = thread(conversation);
    let mail = |user: &ClientUser| {
        letters::office_message(desk, dossier, senders.choose(dossier), by, &message.text, &thread, user)
    };
    let mails = readers.iter().map(mail).collect();
    Ok((mails, senders))
}

/// Who takes part on the client's side: those who wrote and can still be reached, active or invited; if there is nobody,
/// every active client-user who sees the dossier; if there is nobody, every one who is invited.
async fn readers(
    tx: &mut Tx,
    office: OfficeId,
    conversation: &Conversation,
    now: Timestamp,
) -> Result<Vec<ClientUser>, store::Error> {
    let side = conversations::client_side(tx, office, conversation).await?;
    let wanted: Vec<_> = side.iter().map(|(id, _)| (office, *id)).collect();
    let users = store::client_users::find_many_anywhere(tx, &wanted).await?;
    let mut users: Vec<ClientUser> = users.into_iter().map(|(_, user)| user).collect();
    users.sort_by_key(|user| user.id);
    let active = |user: &ClientUser| user.state.name(now) == StateName::Active;
    users.retain(|user| active(user) || user.state.name(now) == StateName::Invited);
    let wrote = |user: &ClientUser| side.contains(&(user.id, true));
    if users.iter().any(wrote) {
        users.retain(wrote);
    } else if users.iter().any(active) {
        users.retain(active);
    }
    Ok(users)
}

fn thread(conversation: &Conversation) -> Name {
    portal::thread(&conversation.id.to_string())
}
