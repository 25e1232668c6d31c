//! Client-users of an office, after they were created: look, change, close.

use domain::{
    EmailAddress, Language, Name, Timestamp,
    client_user::ClientUser,
    id::{ClientUserId, DossierId, OfficeId},
    invitation::{ClientUserState, NotOpen, StateName},
};
use serde_json::json;
use store::{Tx, client_users::Claim, mails::Tracked};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, invitations, offices::set, refusals,
};

/// A client-user with what an office wants to know of them.
#[derive(Debug, Clone)]
pub struct ClientUserDetail {
    /// Who.
    pub user: ClientUser,
    /// Where they stand now.
    pub state: StateName,
    /// Until when their newest link is good, while they are invited.
    pub link_valid_until: Option<Timestamp>,
    /// The dossiers that they see.
    pub dossiers: Vec<DossierId>,
    /// Their newest welcome mail, with how far it has come.
    pub welcome_mail: Option<Tracked>,
}

/// What can be changed of a client-user; what is left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ClientUserFields {
    /// Their address, while they have no password: the old link dies, and a new mail goes out.
    pub email: Option<EmailAddress>,
    /// Their name.
    pub name: Option<Name>,
    /// The language of their mails.
    pub language: Option<Language>,
    /// False closes an account, true opens it again.
    pub active: Option<bool>,
}

impl Desk {
    /// The client-user.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub async fn client_user(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientUserId,
    ) -> Result<ClientUserDetail, Failure> {
        actor.reach(office)?;
        let mut tx = self.0.db.read().await?;
        detail(&mut tx, self.0.clock.now(), office, id).await
    }

    /// The office's client-users, in the order of their ids; only those with this address if one is given.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such office for this actor.
    pub async fn client_users(
        &self,
        actor: Actor,
        office: OfficeId,
        email: Option<&EmailAddress>,
        after: Option<ClientUserId>,
        limit: u32,
    ) -> Result<Vec<(ClientUser, StateName)>, Failure> {
        self.office(actor, office).await?;
        let mut tx = self.0.db.read().await?;
        let users = store::client_users::list(&mut tx, office, email, after, limit).await?;
        let now = self.0.clock.now();
        Ok(users.into_iter().map(|user| (user.clone(), user.state.name(now))).collect())
    }

    /// Changes a client-user.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn change_client_user(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientUserId,
        fields: ClientUserFields,
        once: Option<Once<ClientUserDetail>>,
    ) -> Result<Outcome<Said<ClientUserDetail>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let (desk, asked) = (self.clone(), fields.email.clone());
        let outcome = self
            .write_once(once, move |tx| {
                Box::pin(async move { change(&desk, tx, actor, office, id, fields).await })
            })
            .await?;
        if let (Err(Refusal::ActiveAtAnotherOffice), Some(email)) = (&outcome, asked) {
            refusals::note(self, actor, office, &email).await?;
        }
        Ok(outcome)
    }

    /// Takes an invitation back: its link is worthless, mails that did not go out yet are cancelled, and the address
    /// is free.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn withdraw(
        &self,
        actor: Actor,
        office: OfficeId,
        id: ClientUserId,
        once: Option<Once<()>>,
    ) -> Result<Outcome<Said<()>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move {
                let user = find(tx, office, id).await?;
                match user.state.invitation() {
                    // Asked twice, done once.
                    Err(NotOpen::Withdrawn) => return Ok(()),
                    Err(not_open) => return Err(Refusal::InvitationNotOpen(not_open).into()),
                    Ok(_) => store::client_users::close(tx, office, id, "withdrawn").await?,
                }
                let now = desk.0.clock.now();
                store::deliveries::cancel_links(tx, &[id], now).await?;
                let detail = json!({ "email": user.email });
                let entry =
                    actor.did(&desk.0.clock, office, "client_user_withdrawn", Some(id.uuid()), &detail);
                Ok(store::audit::insert(tx, &[entry]).await?)
            })
        })
        .await
    }
}

/// The client-user, held against other writers.
async fn find(tx: &mut Tx, office: OfficeId, id: ClientUserId) -> Result<ClientUser, Failure> {
    Ok(store::client_users::find_many_for_update(tx, office, &[id]).await?.pop().ok_or(Refusal::NotFound)?)
}

async fn detail(
    tx: &mut Tx,
    now: Timestamp,
    office: OfficeId,
    id: ClientUserId,
) -> Result<ClientUserDetail, Failure> {
    let user = store::client_users::find(tx, office, id).await?.ok_or(Refusal::NotFound)?;
    Ok(ClientUserDetail {
        state: user.state.name(now),
        link_valid_until: user.state.invitation().ok().map(|invitation| invitation.expires_at),
        dossiers: store::client_users::dossiers(tx, office, id).await?,
        welcome_mail: store::mails::newest_welcome(tx, office, id).await?,
        user,
    })
}

async fn change(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    id: ClientUserId,
    fields: ClientUserFields,
) -> Result<ClientUserDetail, Failure> {
    let old = find(tx, office, id).await?;
    let mut user = old.clone();
    set(&mut user.name, fields.name);
    set(&mut user.language, fields.language);
    let corrected = fields.email.filter(|email| email.as_str() != old.email.as_str());
    if let Some(email) = &corrected {
        old.state.invitation().map_err(Refusal::InvitationNotOpen)?;
        refusals::check(desk, tx, office).await?;
        user.email = email.clone();
    }
    store::client_users::update(tx, office, &user).await?;
    if corrected.is_some() {
        store::client_users::release(tx, office, id).await?;
        let renewed = invitations::renew(desk, tx, actor, office, &[id]).await?;
        renewed.into_iter().next().unwrap_or(Err(Refusal::NotFound))?;
    }
    if let Some(active) = fields.active {
        open_or_close(desk, tx, office, &old, active).await?;
    }
    let told =
        |user: &ClientUser| json!({ "name": user.name, "language": user.language, "email": user.email });
    let entry_detail = json!({ "old": told(&old), "new": told(&user), "active": fields.active });
    let entry = actor.did(&desk.0.clock, office, "client_user_changed", Some(id.uuid()), &entry_detail);
    store::audit::insert(tx, &[entry]).await?;
    detail(tx, desk.0.clock.now(), office, id).await
}

/// Closes an active account, or opens a closed one if its address is still free.
async fn open_or_close(
    desk: &Desk,
    tx: &mut Tx,
    office: OfficeId,
    user: &ClientUser,
    active: bool,
) -> Result<(), Failure> {
    match (user.state, active) {
        (ClientUserState::Active, true) | (ClientUserState::Deactivated, false) => Ok(()),
        (ClientUserState::Active, false) => {
            Ok(store::client_users::close(tx, office, user.id, "deactivated").await?)
        }
        (ClientUserState::Deactivated, true) => {
            let (email_key, now) = (user.email.key(), desk.0.clock.now());
            let claim = Claim { email_key, office_id: office, client_user_id: user.id, expires_at: None };
            if store::client_users::claim(tx, &[claim], now).await?.is_empty() {
                return Err(Refusal::ActiveAtAnotherOffice.into());
            }
            Ok(store::client_users::reactivate(tx, office, user.id).await?)
        }
        (ClientUserState::Invited(_), _) => Err(Refusal::field("active", domain::Fault::UnknownValue).into()),
        (ClientUserState::Withdrawn, _) => Err(Refusal::InvitationNotOpen(NotOpen::Withdrawn).into()),
    }
}
