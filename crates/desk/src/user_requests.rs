//! Somebody at a client's asks for a user, and the office decides.
//!
//! Approving creates the client-user in the unit of work that notes the decision, so that the welcome mail exists exactly
//! when the request is approved. If creation is refused, the request stays open. Either is decided once.

use domain::{
    EmailAddress, Fault, Language, Mailbox, Name, Text,
    event::{EventKind, Facts},
    id::{ClientUserId, DossierId, EventId, OfficeId},
};
use store::Tx;

pub use store::user_requests::{State as RequestState, UserRequest};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    events::Told,
    invite::Invited,
    portal::{self, Happening},
    refusals,
};

mod deciding;

/// A user to ask for.
#[derive(Debug, Clone)]
pub struct AskForUser {
    /// The dossier that they are to see.
    pub dossier: DossierId,
    /// The client-user who asks, if it is known.
    pub asked_by: Option<ClientUserId>,
    /// Their login.
    pub email: EmailAddress,
    /// Their name.
    pub name: Name,
    /// The language of their mails.
    pub language: Language,
    /// A word to the office.
    pub note: Option<Text>,
}

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub request: UserRequest,
    /// Who in the office hears of it.
    pub told: Told,
}

/// A request that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The request.
    pub request: UserRequest,
    /// The client-user who was created or found, when it was approved.
    pub invited: Option<Invited>,
}

impl Desk {
    /// Asks the office for a user.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn ask_for_user(
        &self,
        actor: Actor,
        office: OfficeId,
        ask: AskForUser,
        once: Option<Once<Asked>>,
    ) -> Result<Outcome<Said<Asked>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| Box::pin(async move { asked(&desk, tx, office, ask).await })).await
    }

    /// Approves a request: the client-user is created and welcomed, or found at this office.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn approve_request(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EventId,
        once: Option<Once<Decided>>,
    ) -> Result<Outcome<Said<Decided>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        let outcome = self
            .write_once(once, move |tx| {
                Box::pin(async move { deciding::approve(&desk, tx, actor, office, id).await })
            })
            .await?;
        if let Err(Refusal::ActiveAtAnotherOffice) = &outcome {
            let found = store::user_requests::find(&mut self.0.db.read().await?, office, id).await?;
            if let Some(request) = found {
                refusals::note(self, actor, office, &request.email).await?;
            }
        }
        Ok(outcome)
    }

    /// Refuses a request, and says why.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn refuse_request(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EventId,
        reason: Text,
        once: Option<Once<Decided>>,
    ) -> Result<Outcome<Said<Decided>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move { deciding::refuse(&desk, tx, actor, office, id, reason).await })
        })
        .await
    }

    /// The office's requests, newest first; only those in this state if one is given.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn user_requests(
        &self,
        actor: Actor,
        office: OfficeId,
        state: Option<RequestState>,
        before: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<UserRequest>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        Ok(store::user_requests::list(&mut tx, office, state, before, limit).await?)
    }

    /// The request.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn user_request(
        &self,
        actor: Actor,
        office: OfficeId,
        id: EventId,
    ) -> Result<UserRequest, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        Ok(store::user_requests::find(&mut tx, office, id).await?.ok_or(Refusal::NotFound)?)
    }
}

async fn asked(desk: &Desk, tx: &mut Tx, office: OfficeId, ask: AskForUser) -> Result<Asked, Failure> {
    let AskForUser { dossier, asked_by, email, name, language, note } = ask;
    store::offices::find(tx, office).await?.ok_or(Refusal::NotFound)?;
    let found = store::dossiers::find(tx, office, dossier).await?;
    found.ok_or_else(|| Refusal::field("dossier_id", Fault::NotFound))?;
    let by = match asked_by {
        Some(user) => Some(portal::client(tx, (office, dossier), user, "asked_by").await?.name),
        None => None,
    };
    let whom = || Text::parse(&format!("{name} <{email}>")).map_err(|fault| Refusal::field("name", fault));
    let summary = note.map_or_else(whom, Ok)?;
    let newcomer = Mailbox { name: name.clone(), address: email.clone() };
    let happening = Happening {
        id: desk.0.clock.id(),
        kind: EventKind::UserRequest,
        summary: summary.clone(),
        facts: Facts { by, newcomer: Some(newcomer), ..Facts::default() },
        thread: None,
    };
    let told = portal::tell(tx, desk, (office, dossier), happening).await?;
    let request = UserRequest {
        event: told.id,
        dossier,
        asked_by,
        email,
        name,
        language,
        summary,
        asked_at: desk.0.clock.now(),
        state: RequestState::Open,
        reason: None,
        client_user: None,
        decided_at: None,
    };
    store::user_requests::insert(tx, office, std::slice::from_ref(&request)).await?;
    Ok(Asked { request, told })
}
