//! An office creates client-users, and each is welcomed from the right address.
//!
//! Everything that one or a thousand creations need is read in a few statements, decided without the database, and
//! written in a few more, in one unit of work; so a mail exists exactly when what caused it does. For each:
//!
//! 1. the dossier must be one of this office;
//! 2. where the installation checks the domains that send, that of the address that would welcome them must be set up right;
//!    else nothing is stored, unless the office wants the mail to wait ([`Invite::hold_welcome_mail`]);
//! 3. an office whose addresses were refused too often of late has to wait, so that it cannot try out whose clients
//!    other offices have;
//! 4. **the address is claimed.** The claim is the primary key of a table, not a look before a leap: of any number of
//!    offices that ask at once, one wins;
//! 5. who won is new: invited, and welcomed by the [`domain::sender`] cascade;
//! 6. who lost to their own office is known there: the dossier is added, and they are told so;
//! 7. who lost to another office is refused, and the other office is never named.

use domain::{
    EmailAddress, Language, Name,
    delivery::SenderFault,
    id::{ClientUserId, DossierId, MailId, OfficeId},
    invitation::StateName,
    mail::{Mail, MailKind},
    sender::SenderDecision,
};
use futures::future::BoxFuture;

use crate::{
    Desk, Failure, Outcome, Refusal,
    access::Actor,
    batch::{self, Batched, Work},
    mail_setup::Senders,
};

pub(crate) mod creation;

/// A client-user to create.
#[derive(Debug, Clone)]
pub struct Invite {
    /// The dossier that they get to see; it decides who sends.
    pub dossier: DossierId,
    /// Their login.
    pub email: EmailAddress,
    /// Their name.
    pub name: Name,
    /// The language of their mails.
    pub language: Language,
    /// Create them also when the sender's mail set-up is not right; the mail waits until it is.
    pub hold_welcome_mail: bool,
}

/// A request to create client-users at one office.
pub type Job = batch::Job<Invite>;

/// What became of a [`Job`]: an answer for each of its client-users, in their order.
pub type JobAnswer = batch::JobAnswer<Invite>;

impl Batched for Invite {
    type Done = Invited;

    fn act<'t>(work: Work<'t, Self>) -> BoxFuture<'t, Result<Vec<Outcome<Invited>>, store::Error>> {
        Box::pin(creation::create(work.tx, work.desk, work.items))
    }
}

/// A client-user who was created, or found at this office already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Their id.
    pub id: ClientUserId,
    /// Where they stand.
    pub state: StateName,
    /// They were a client-user of this office already, and the dossier was added to them.
    pub linked: bool,
    /// The mail that goes out because of it; none when they saw the dossier already.
    pub mail: Option<QueuedMail>,
}

/// A mail that was put in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMail {
    /// Its id.
    pub id: MailId,
    /// What it is.
    pub kind: MailKind,
    /// Who sends it, and why.
    pub sender: SenderDecision,
    /// It waits for this to be mended.
    pub held: Option<SenderFault>,
}

impl QueuedMail {
    /// The mail, which is put in the queue with what is known of its sender.
    pub(crate) fn new(mail: &Mail, senders: &Senders) -> Self {
        let held = senders.hold(mail.office_id, &mail.sender);
        Self { id: mail.id, kind: mail.content.kind(), sender: mail.sender.clone(), held }
    }
}

/// Who would welcome a client-user, and whether they can.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WelcomeSender {
    /// Who, and why.
    #[serde(flatten)]
    pub sender: SenderDecision,
    /// What is wrong with the mail set-up of their address; nothing when the mail can go out.
    pub causes: Vec<SenderFault>,
}

impl Desk {
    /// Creates client-users. Requests that come at once share a unit of work.
    ///
    /// # Errors
    /// When the database does not do its part; nothing was stored then.
    pub async fn invite(&self, job: Job) -> Result<JobAnswer, store::Error> {
        if let Err(refusal) = job.actor.reach(job.office) {
            return Ok(Err(refusal));
        }
        self.0.invites.submit(job).await
    }

    /// Who would welcome a client-user of this dossier, and why. Stores nothing.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn welcome_sender(
        &self,
        actor: Actor,
        office: OfficeId,
        dossier: DossierId,
    ) -> Result<WelcomeSender, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let found = store::dossiers::welcome_contexts(&mut tx, &[(office, dossier)]).await?;
        let dossier = found.first().ok_or(Refusal::NotFound)?;
        let senders = Senders::read(&mut tx, self, &found).await?;
        let sender = senders.choose(dossier);
        Ok(WelcomeSender { causes: senders.causes(office, &sender), sender })
    }
}
