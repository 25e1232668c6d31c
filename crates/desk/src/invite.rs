//! An office creates client-users, and each is welcomed from the right address.
//!
//! Everything that one or a thousand creations need is read in a few statements, decided without the database, and
//! written in a few more, in one unit of work; so a mail exists exactly when what caused it does. For each:
//!
//! 1. the dossier must be one of this office;
//! 2. an office whose addresses were refused too often of late has to wait, so that it cannot try out whose clients
//!    other offices have;
//! 3. **the address is claimed.** The claim is the primary key of a table, not a look before a leap: of any number of
//!    offices that ask at once, one wins;
//! 4. who won is new: invited, and welcomed by the [`domain::sender`] cascade;
//! 5. who lost to their own office is known there: the dossier is added, and they are told so;
//! 6. who lost to another office is refused, and the other office is never named.

use domain::{
    EmailAddress, Language, Name,
    id::{ClientUserId, DossierId, MailId, OfficeId},
    invitation::StateName,
    mail::{Mail, MailKind},
    sender::{self, SenderDecision},
};
use store::{
    Tx,
    idempotency::{self, Answered, Keyed},
};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    once::{self, Taken},
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
}

/// A request to create client-users at one office.
pub struct Job {
    /// Who asks.
    pub actor: Actor,
    /// At which office.
    pub office: OfficeId,
    /// Whom to create.
    pub invites: Vec<Invite>,
    /// The request's idempotency key, if it has one.
    pub once: Option<Once<[Outcome<Invited>]>>,
}

/// What became of a [`Job`]: an answer for each of its client-users, in their order.
pub type JobAnswer = Outcome<Said<Vec<Outcome<Invited>>>>;

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
}

impl From<&Mail> for QueuedMail {
    fn from(mail: &Mail) -> Self {
        Self { id: mail.id, kind: mail.content.kind(), sender: mail.sender.clone() }
    }
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
    ) -> Result<SenderDecision, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        let found = store::dossiers::welcome_contexts(&mut tx, &[(office, dossier)]).await?;
        Ok(sender::choose(&found.first().ok_or(Refusal::NotFound)?.context))
    }
}

/// Runs jobs in one unit of work; all of them are stored when this returns, or none. No two may carry the same
/// idempotency key.
pub(crate) async fn run(desk: &Desk, jobs: &[Job]) -> Result<Vec<JobAnswer>, store::Error> {
    let mut tx = desk.0.db.write().await?;
    let keyed: Vec<Keyed> =
        jobs.iter().filter_map(|job| job.once.as_ref()).map(|once| once.keyed.clone()).collect();
    let known = if keyed.is_empty() {
        Vec::new()
    } else {
        idempotency::take(&mut tx, &keyed, desk.0.clock.now()).await?
    };
    let taken = |job: &Job| job.once.as_ref().map_or(Taken::Fresh, |once| once::taken(&once.keyed, &known));
    let (mut answers, mut fresh) = (Vec::new(), Vec::new());
    for job in jobs {
        answers.push(match taken(job) {
            Taken::Answered(answer) => Ok(Said::Before(answer)),
            Taken::Reused => Err(Refusal::IdempotencyKeyReused),
            Taken::Fresh => {
                fresh.push((answers.len(), job));
                Ok(Said::Now(Vec::new()))
            }
        });
    }
    let items: Vec<Item<'_>> = fresh.iter().flat_map(|(_, job)| Item::all_of(job)).collect();
    let mut fates = creation::create(&mut tx, desk, &items).await?.into_iter();
    for (place, job) in &fresh {
        answers[*place] = Ok(Said::Now(fates.by_ref().take(job.invites.len()).collect()));
    }
    remember(&mut tx, fresh.iter().map(|&(place, job)| (job, &answers[place]))).await?;
    tx.commit().await?;
    desk.ring();
    Ok(answers)
}

/// An answer is kept with its key when something was stored with it. When everything was refused, the key is free
/// again, and the next request with it is decided anew.
async fn remember<'a>(
    tx: &mut Tx,
    answered: impl Iterator<Item = (&'a Job, &'a JobAnswer)>,
) -> Result<(), store::Error> {
    let (mut kept, mut freed) = (Vec::new(), Vec::new());
    for (job, answer) in answered {
        let (Some(once), Ok(Said::Now(outcomes))) = (&job.once, answer) else { continue };
        if outcomes.iter().any(Result::is_ok) {
            let Keyed { scope, key, .. } = once.keyed.clone();
            kept.push(Answered { scope, key, answer: (once.encode)(outcomes) });
        } else {
            freed.push(once.keyed.clone());
        }
    }
    if !kept.is_empty() {
        idempotency::answer(tx, &kept).await?;
    }
    if !freed.is_empty() {
        idempotency::free(tx, &freed).await?;
    }
    Ok(())
}

/// One client-user to create, with whose request it is part of.
pub(crate) struct Item<'j> {
    actor: Actor,
    office: OfficeId,
    invite: &'j Invite,
    key: String,
}

impl<'j> Item<'j> {
    fn all_of(job: &'j Job) -> impl Iterator<Item = Self> {
        let (actor, office) = (job.actor, job.office);
        job.invites.iter().map(move |invite| Item { actor, office, invite, key: invite.email.key() })
    }
}
