//! What a client does with their link.
//!
//! Mail scanners open links, with `HEAD`, with `GET`, with whole browsers; opening therefore changes nothing but a
//! note that it was opened. Only the password, sent by the page's form, uses the link up: in one statement, so that
//! of two that come at once one wins.

use argon2::{Argon2, PasswordHasher as _};
use domain::{
    EmailAddress, Fault, Language, Name, Timestamp,
    client_user::ClientUser,
    id::OfficeId,
    invitation::LinkStanding,
    mail::LinkRef,
    password::{self, Strength},
    time::minutes,
};

use crate::{Desk, Failure, access::Actor, invitations};

/// Who is asked for a link again has to wait this long for the next.
const BETWEEN_LINKS: std::time::Duration = minutes(10);

/// What a link leads to.
#[derive(Debug, Clone)]
pub enum Door {
    /// A link that this installation never made.
    Unknown,
    /// A link of ours.
    Known(Box<Invitee>),
}

/// Whose link it is, and what it is worth.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The accounting office.
    pub office_name: Name,
    /// An address of the office that is read.
    pub office_address: EmailAddress,
    /// The client.
    pub name: Name,
    /// Their login.
    pub login: EmailAddress,
    /// Their language.
    pub language: Language,
    /// What the link is worth now.
    pub standing: LinkStanding,
    opened: bool,
    user: ClientUser,
    office: OfficeId,
}

/// What became of a password that was sent.
#[derive(Debug, Clone)]
pub enum PasswordSet {
    /// It is set; the client-user is active.
    Done(Box<Invitee>),
    /// It is not good enough; the link is as good as before.
    NotGoodEnough(Box<Invitee>, Fault),
    /// The link is not good, or no longer.
    LinkNotGood(Door),
}

impl Invitee {
    /// What an attacker would try first: the person, the address and the office, whole and in their parts.
    fn known_words(&self) -> Vec<&str> {
        let whole = [self.name.as_str(), self.login.as_str(), self.office_name.as_str()];
        let parts = whole.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        whole.into_iter().chain(parts.filter(|part| part.chars().count() > 2)).collect()
    }

    /// How strong a password of theirs would be.
    #[must_use]
    pub fn strength(&self, password: &str) -> Strength {
        password::strength(&password::prepared(password), &self.known_words())
    }
}

impl Desk {
    /// Looks at what a link leads to. Changes nothing.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn look(&self, token: &str) -> Result<Door, store::Error> {
        match self.0.links.read(token) {
            Some(link) => self.door(link).await,
            None => Ok(Door::Unknown),
        }
    }

    /// Looks at what a link leads to, and notes the first time that a good one is opened.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn open(&self, token: &str) -> Result<Door, store::Error> {
        let door = self.look(token).await?;
        if let (Door::Known(invitee), Some(link)) = (&door, self.0.links.read(token))
            && matches!(invitee.standing, LinkStanding::Good(_))
            && !invitee.opened
        {
            let mut tx = self.0.db.write().await?;
            store::invitations::note_opened(&mut tx, link.invitation, self.0.clock.now()).await?;
            tx.commit().await?;
        }
        Ok(door)
    }

    async fn door(&self, link: LinkRef) -> Result<Door, store::Error> {
        let mut tx = self.0.db.read().await?;
        let Some((office, user)) = store::client_users::find_by_invitation(&mut tx, link.invitation).await?
        else {
            return Ok(Door::Unknown);
        };
        let dossiers = store::dossiers::welcome_contexts(&mut tx, &[(office, user.first_dossier_id)]).await?;
        let Some(dossier) = dossiers.into_iter().next() else { return Ok(Door::Unknown) };
        let sender = domain::sender::choose(&dossier.context);
        Ok(Door::Known(Box::new(Invitee {
            office_name: dossier.office.name,
            office_address: sender.reply_to.unwrap_or(sender.from.address),
            name: user.name.clone(),
            login: user.email.clone(),
            language: user.language,
            standing: user.state.standing(link.number, self.0.clock.now()),
            opened: user.link_opened_at.is_some(),
            user,
            office,
        })))
    }

    /// Sets the first password, and with it uses the link up.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn set_first_password(&self, token: &str, password: &str) -> Result<PasswordSet, Failure> {
        let mut invitee = match self.look(token).await? {
            Door::Known(invitee) if matches!(invitee.standing, LinkStanding::Good(_)) => invitee,
            other => return Ok(PasswordSet::LinkNotGood(other)),
        };
        let password = password::prepared(password);
        let (judged, words) = (invitee.clone(), password.clone());
        if let Err(fault) = self.apart(move || password::check(&words, &judged.known_words())).await? {
            return Ok(PasswordSet::NotGoodEnough(invitee, fault));
        }
        let Ok(invitation) = invitee.user.state.invitation() else {
            return Ok(PasswordSet::LinkNotGood(Door::Known(invitee)));
        };
        let hash = self.hash(password).await?;
        let mut tx = self.0.db.write().await?;
        // Only now: whoever had to wait for the database may find the link expired.
        let now = self.0.clock.now();
        if !store::invitations::use_up(&mut tx, invitation, &hash, now).await? {
            drop(tx);
            return Ok(PasswordSet::LinkNotGood(self.look(token).await?));
        }
        store::deliveries::cancel_links(&mut tx, &[invitee.user.id], now).await?;
        let id = Some(invitee.user.id.uuid());
        let entry =
            Actor::Client.did(&self.0.clock, invitee.office, "password_set", id, &serde_json::json!({}));
        store::audit::insert(&mut tx, &[entry]).await?;
        tx.commit().await?;
        invitee.standing = LinkStanding::Used;
        Ok(PasswordSet::Done(invitee))
    }

    /// Argon2id with its recommended cost: 19 MiB, two passes.
    async fn hash(&self, password: String) -> Result<String, store::Error> {
        let hash = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
        self.apart(hash).await?.map_err(|e| unreadable(&e))
    }

    /// Away from the threads that answer requests, and few at once: a hash takes memory and a core for a while, and
    /// judging a password that was made to be difficult takes up to a second.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, store::Error> {
        let _permit = self.0.hashing.acquire().await.map_err(|e| unreadable(&e))?;
        tokio::task::spawn_blocking(work).await.map_err(|e| unreadable(&e))
    }

    /// Sends a new link to the address that an old one was sent to, if there is anything to renew and not too soon
    /// after the last. Says nothing about which: the page gives everybody the same answer.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn ask_for_new_link(&self, token: &str) -> Result<(), store::Error> {
        let Door::Known(invitee) = self.look(token).await? else { return Ok(()) };
        if !matches!(invitee.standing, LinkStanding::Expired | LinkStanding::Replaced) {
            return Ok(());
        }
        let mut tx = self.0.db.write().await?;
        // Held first: of two that ask at once, the second sees what the first did.
        store::client_users::find_many_for_update(&mut tx, invitee.office, &[invitee.user.id]).await?;
        let sent_at = store::invitations::sent_at(&mut tx, invitee.office, invitee.user.id).await?;
        if sent_at.is_none_or(|sent: Timestamp| self.0.clock.now() < sent + BETWEEN_LINKS) {
            return Ok(());
        }
        let outcome =
            invitations::renew(self, &mut tx, Actor::Client, invitee.office, &[invitee.user.id]).await;
        match outcome {
            Ok(_) => tx.commit().await?,
            Err(Failure::Refused(_)) => {}
            Err(Failure::Broken(error)) => return Err(error),
        }
        self.ring();
        Ok(())
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> store::Error {
    store::Error::Unreadable { what: "a password to judge or hash", why: error.to_string() }
}
