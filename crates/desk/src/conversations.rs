//! Conversations between the client-users of a dossier and the office.
//!
//! 1. A message of a client-user is an event: who hears is decided as for any other, at once, or when nobody has read it
//!    in time ([`crate::events`]).
//! 2. A message of the office is mailed to the client-users who take part, from the address that welcomes them: those who
//!    wrote; before anybody did, all who are active; before anybody is, all who are invited.
//! 3. Each side has a mark: how far it has read. It moves forward only; whoever writes has read what stands before.
//! 4. What the office has read is told no more.
//!
//! Whoever writes or reads holds the conversation, so that its messages are numbered in the order in which they are
//! stored, and a mark never covers one that nobody could see.

use domain::{
    Name, Text,
    id::{ConversationId, DossierId, MailId, MessageId, OfficeId},
};
use store::Tx;

pub use store::conversations::{Author, Conversation, Filter as ConversationFilter, Message, Side};

use crate::{Desk, Failure, Once, Outcome, Refusal, Said, access::Actor};

mod writing;

/// A conversation to begin.
#[derive(Debug, Clone)]
pub struct StartConversation {
    /// The dossier that it is about.
    pub dossier: DossierId,
    /// Who begins it.
    pub author: Author,
    /// What it is about, if somebody says so.
    pub subject: Option<Name>,
    /// The first message.
    pub text: Text,
}

/// A conversation with everything that was written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationDetail {
    /// The conversation.
    pub conversation: Conversation,
    /// What was written, oldest first.
    pub messages: Vec<MessageDetail>,
}

/// A message, as it stands in its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDetail {
    /// The message.
    pub message: Message,
    /// The side that did not write it has read it.
    pub read_by_other_side: bool,
}

/// A conversation that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The conversation with its first message.
    pub detail: ConversationDetail,
    /// The mails about it that were put in the queue.
    pub mails: Vec<MailId>,
}

/// A message that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The message.
    pub detail: MessageDetail,
    /// The mails about it that were put in the queue: to client-users about what the office wrote, to the office about
    /// what a client-user wrote. None when nobody is told, or only later.
    pub mails: Vec<MailId>,
}

impl MessageDetail {
    fn of(conversation: &Conversation, message: Message) -> Self {
        let read_by_other_side = message.number <= conversation.read_by(message.author.side().other());
        Self { message, read_by_other_side }
    }
}

impl Desk {
    /// Begins a conversation. The author must be a client-user who sees the dossier, or of the office.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn start_conversation(
        &self,
        actor: Actor,
        office: OfficeId,
        start: StartConversation,
        once: Option<Once<Started>>,
    ) -> Result<Outcome<Said<Started>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move { writing::start(tx, &desk, office, start).await })
        })
        .await
    }

    /// Writes in a conversation. The office hears of what a client-user writes, and the client-users who take part of
    /// what the office writes.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn write_message(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ConversationId,
        author: Author,
        text: Text,
        once: Option<Once<Written>>,
    ) -> Result<Outcome<Said<Written>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let mut conversation = held(tx, office, id).await?;
                writing::write(tx, &desk, office, &mut conversation, author, text).await
            })
        })
        .await
    }

    /// A side has read a conversation, up to a message or all of it. What the office has read is told no more.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn mark_read(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ConversationId,
        side: Side,
        up_to: Option<MessageId>,
        once: Option<Once<Conversation>>,
    ) -> Result<Outcome<Said<Conversation>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let clock = self.0.clock.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let mut conversation = held(tx, office, id).await?;
                let up_to = match up_to {
                    None => conversation.messages,
                    Some(message) => store::conversations::number(tx, office, id, message)
                        .await?
                        .ok_or_else(|| Refusal::field("up_to", domain::Fault::NotFound))?,
                };
                writing::mark(tx, office, &mut conversation, side, up_to, clock.now()).await?;
                store::conversations::update(tx, office, std::slice::from_ref(&conversation)).await?;
                Ok(conversation)
            })
        })
        .await
    }

    /// The office's conversations, newest first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor, or no such dossier to filter by.
    pub async fn conversations(
        &self,
        actor: Actor,
        office: OfficeId,
        filter: &ConversationFilter,
        before: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<Conversation>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        if let Some(dossier) = filter.dossier {
            store::dossiers::find(&mut tx, office, dossier).await?.ok_or(Refusal::NotFound)?;
        }
        Ok(store::conversations::list(&mut tx, office, filter, before, limit).await?)
    }

    /// The conversation with everything that was written in it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn conversation(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ConversationId,
    ) -> Result<ConversationDetail, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let found = store::conversations::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?;
        detail(&mut tx, office, found).await
    }
}

/// The conversation, held against other writers.
async fn held(tx: &mut Tx, office: OfficeId, id: ConversationId) -> Result<Conversation, Failure> {
    Ok(store::conversations::find_for_update(tx, office, id).await?.ok_or(Refusal::NotFound)?)
}

async fn detail(
    tx: &mut Tx,
    office: OfficeId,
    conversation: Conversation,
) -> Result<ConversationDetail, Failure> {
    let messages = store::conversations::messages(tx, office, conversation.id).await?;
    let messages = messages.into_iter().map(|message| MessageDetail::of(&conversation, message)).collect();
    Ok(ConversationDetail { conversation, messages })
}
