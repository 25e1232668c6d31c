//! New links for invitations: by hand, singly and in bulk, and reminders by the clock.
//!
//! A new link makes every older one worthless, cancels what is still to go out with one, and decides the sender
//! anew. An invitation that has expired is opened again by a new link, if nobody else holds its address by now
//! (`docs/decisions/0004-a-new-link-reopens.md`).

use std::collections::{HashMap, HashSet};

use domain::{
    Fault,
    client_user::ClientUser,
    id::{ClientUserId, DossierId, OfficeId},
    invitation::{Invitation, REMINDERS},
    mail::Mail,
    time::days,
};
use serde_json::json;
use store::{Tx, client_users::Claim, dossiers::WelcomeContext};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said, access::Actor, invite::QueuedMail, letters,
    mail_setup::Senders,
};

impl Desk {
    /// Sends new links, for each of these client-users of one office; answers in their order.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn resend(
        &self,
        actor: Actor,
        office: OfficeId,
        users: Vec<ClientUserId>,
        once: Option<Once<Vec<Outcome<QueuedMail>>>>,
    ) -> Result<Outcome<Said<Vec<Outcome<QueuedMail>>>>, store::Error> {
        if let Err(refusal) = actor.reach(office) {
            return Ok(Err(refusal));
        }
        let desk = self.clone();
        self.write_once(once, move |tx| {
            Box::pin(async move { renew(&desk, tx, actor, office, &users).await })
        })
        .await
    }

    /// Reminds those who have set no password 3 and 7 days after their link was sent, at offices that want it.
    /// Returns how many mails were queued.
    ///
    /// # Errors
    /// When the database does not do its part.
    pub async fn remind(&self) -> Result<usize, store::Error> {
        let now = self.0.clock.now();
        let mut sent = 0;
        // The later one first, so that whoever is due for both gets one.
        for (already, after) in REMINDERS.into_iter().enumerate().rev() {
            let mut tx = self.0.db.write().await?;
            let already = u32::try_from(already).unwrap_or(u32::MAX);
            let due = store::invitations::count_reminder(&mut tx, already, now - after, now, 500).await?;
            let (mails, senders) = reminders(self, &mut tx, &due).await?;
            letters::post_to_clients(&mut tx, self, &mails, &senders).await?;
            tx.commit().await?;
            sent += mails.len();
        }
        if sent > 0 {
            self.ring();
        }
        Ok(sent)
    }
}

/// Gives each a new link and queues its mail, in a constant number of statements.
pub(crate) async fn renew(
    desk: &Desk,
    tx: &mut Tx,
    actor: Actor,
    office: OfficeId,
    ids: &[ClientUserId],
) -> Result<Vec<Outcome<QueuedMail>>, Failure> {
    let now = desk.0.clock.now();
    let users = store::client_users::find_many_for_update(tx, office, ids).await?;
    let users: HashMap<ClientUserId, ClientUser> = users.into_iter().map(|user| (user.id, user)).collect();
    let dossiers = welcome_contexts(tx, users.values().map(|user| (office, user.first_dossier_id))).await?;
    let senders = Senders::read(tx, desk, dossiers.values()).await?;
    let mut renewed: HashMap<ClientUserId, Invitation> = HashMap::new();
    let mut claims = Vec::new();
    for user in users.values() {
        let Ok(invitation) = user.state.invitation() else { continue };
        let Some(dossier) = dossiers.get(&(office, user.first_dossier_id)) else { continue };
        let invitation = invitation.renewed(days(u64::from(dossier.office.invitation_days)), now);
        let expires_at = Some(invitation.expires_at.millis());
        claims.push(Claim {
            email_key: user.email.key(),
            office_id: office,
            client_user_id: user.id,
            expires_at,
        });
        renewed.insert(user.id, invitation);
    }
    let won: HashSet<String> = distinct_claims(tx, claims, now).await?;
    let lost = renewed.keys().map(|id| users[id].email.key()).filter(|key| !won.contains(key)).collect();
    let held_here = held_here(tx, office, lost).await?;
    renewed.retain(|id, _| won.contains(&users[id].email.key()));
    let reopened: Vec<ClientUserId> = renewed.keys().copied().collect();
    store::invitations::renew(tx, &renewed.values().copied().collect::<Vec<_>>(), now).await?;
    store::deliveries::cancel_links(tx, &reopened, now).await?;
    let (mut outcomes, mut mails, mut log) = (HashMap::new(), Vec::new(), Vec::new());
    for id in ids {
        // Asked twice, done once.
        if outcomes.contains_key(id) {
            continue;
        }
        let outcome = match (users.get(id), renewed.remove(id)) {
            (None, _) => Err(Refusal::NotFound),
            (Some(user), None) => Err(match user.state.invitation() {
                Err(not_open) => Refusal::InvitationNotOpen(not_open),
                Ok(_) if held_here.contains(&user.email.key()) => Refusal::field("email", Fault::Taken),
                Ok(_) => Refusal::ActiveAtAnotherOffice,
            }),
            (Some(user), Some(invitation)) => {
                let dossier = &dossiers[&(office, user.first_dossier_id)];
                let mail = letters::welcome(desk, dossier, senders.choose(dossier), user, invitation);
                let detail = json!({ "email": user.email, "link_number": invitation.link_number });
                log.push(actor.did(&desk.0.clock, office, "link_renewed", Some(id.uuid()), &detail));
                let queued = QueuedMail::new(&mail, &senders);
                mails.push(mail);
                Ok(queued)
            }
        };
        outcomes.insert(*id, outcome);
    }
    letters::post_to_clients(tx, desk, &mails, &senders).await?;
    store::audit::insert(tx, &log).await?;
    Ok(ids.iter().map(|id| outcomes[id].clone()).collect())
}

/// Those of these addresses that somebody else of this very office holds.
async fn held_here(
    tx: &mut Tx,
    office: OfficeId,
    addresses: Vec<String>,
) -> Result<HashSet<String>, store::Error> {
    if addresses.is_empty() {
        return Ok(HashSet::new());
    }
    let holders = store::client_users::holders(tx, &addresses).await?;
    Ok(holders.into_iter().filter(|(of, _)| *of == office).map(|(_, user)| user.email.key()).collect())
}

/// Of two closed invitations to one address, the newer is reopened.
async fn distinct_claims(
    tx: &mut Tx,
    mut claims: Vec<Claim>,
    now: domain::Timestamp,
) -> Result<HashSet<String>, store::Error> {
    claims.sort_by(|a, b| (&a.email_key, b.client_user_id).cmp(&(&b.email_key, a.client_user_id)));
    claims.dedup_by(|later, first| later.email_key == first.email_key);
    Ok(store::client_users::claim(tx, &claims, now).await?.into_iter().collect())
}

type Dossiers = HashMap<(OfficeId, DossierId), WelcomeContext>;

async fn welcome_contexts(
    tx: &mut Tx,
    wanted: impl Iterator<Item = (OfficeId, DossierId)>,
) -> Result<Dossiers, store::Error> {
    let wanted: Vec<_> = wanted.collect();
    let found = store::dossiers::welcome_contexts(tx, &wanted).await?;
    Ok(found.into_iter().map(|w| ((w.office.id, w.dossier_id), w)).collect())
}

async fn reminders(
    desk: &Desk,
    tx: &mut Tx,
    due: &[(OfficeId, ClientUserId)],
) -> Result<(Vec<Mail>, Senders), store::Error> {
    let users = store::client_users::find_many_anywhere(tx, due).await?;
    let dossiers =
        welcome_contexts(tx, users.iter().map(|(office, user)| (*office, user.first_dossier_id))).await?;
    let senders = Senders::read(tx, desk, dossiers.values()).await?;
    let reminder = |(office, user): &(OfficeId, ClientUser)| {
        let dossier = dossiers.get(&(*office, user.first_dossier_id))?;
        let invitation = user.state.invitation().ok()?;
        Some(letters::welcome_reminder(desk, dossier, senders.choose(dossier), user, invitation))
    };
    let mails = users.iter().filter_map(reminder).collect();
    Ok((mails, senders))
}
