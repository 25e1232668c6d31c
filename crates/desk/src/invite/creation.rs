//! Creates client-users of any offices in a constant number of statements: read, claim, decide, write.

use std::collections::{HashMap, HashSet};

use domain::{
    Timestamp,
    client_user::ClientUser,
    id::{ClientUserId, DossierId, OfficeId},
    invitation::{ClientUserState, Invitation, StateName},
    mail::Mail,
    time::{days, hours},
};
use store::{
    Tx, audit,
    client_users::{self, Claim, NewClientUser},
    dossiers::WelcomeContext,
};

use super::{Invite, Invited, QueuedMail};
use crate::{Desk, Outcome, Refusal, access::Actor, batch, letters, mail_setup::Senders, refusals};

type Item<'j> = batch::Item<'j, Invite>;

/// Creates client-users of one office in somebody else's unit of work, and answers for each in their order. The
/// import comes in here.
pub(crate) async fn create_for(
    tx: &mut Tx,
    desk: &Desk,
    (actor, office): (Actor, OfficeId),
    invites: &[Invite],
) -> Result<Vec<Outcome<Invited>>, store::Error> {
    let items: Vec<Item<'_>> = invites.iter().map(|what| Item { actor, office, what }).collect();
    create(tx, desk, &items).await
}

/// Creates them, and answers for each in their order.
pub(super) async fn create(
    tx: &mut Tx,
    desk: &Desk,
    items: &[Item<'_>],
) -> Result<Vec<Outcome<Invited>>, store::Error> {
    let now = desk.0.clock.now();
    let known = Known::read(tx, desk, items, now).await?;
    let claims = Claims::make(tx, desk, items, &known, now).await?;
    let mut decided = decide(desk, items, &known, &claims, now);
    write(tx, desk, &known, &mut decided, now).await?;
    Ok(decided.fates.into_iter().map(Fate::outcome).collect())
}

/// What is read before anything is decided.
struct Known {
    dossiers: HashMap<(OfficeId, DossierId), WelcomeContext>,
    senders: Senders,
    /// Refusals of the last hour: how many, and when the first was.
    refusals: HashMap<OfficeId, (u64, Timestamp)>,
}

impl Known {
    async fn read(
        tx: &mut Tx,
        desk: &Desk,
        items: &[Item<'_>],
        now: Timestamp,
    ) -> Result<Self, store::Error> {
        let wanted: Vec<_> = items.iter().map(|item| (item.office, item.what.dossier)).collect();
        let found = store::dossiers::welcome_contexts(tx, &wanted).await?;
        let senders = Senders::read(tx, desk, &found).await?;
        let offices: HashSet<OfficeId> = items.iter().map(|item| item.office).collect();
        let offices: Vec<OfficeId> = offices.into_iter().collect();
        let refusals = audit::refusals(tx, &offices, now - hours(1)).await?;
        Ok(Self {
            senders,
            dossiers: found.into_iter().map(|w| ((w.office.id, w.dossier_id), w)).collect(),
            refusals: refusals.into_iter().map(|(office, count, first)| (office, (count, first))).collect(),
        })
    }

    fn dossier(&self, item: &Item<'_>) -> Option<&WelcomeContext> {
        self.dossiers.get(&(item.office, item.what.dossier))
    }

    /// Why the mail of this item could not go out, unless it may wait.
    fn set_up(&self, item: &Item<'_>, dossier: &WelcomeContext) -> Result<(), Refusal> {
        let causes = self.senders.causes(item.office, &self.senders.choose(dossier));
        if causes.is_empty() || item.what.hold_welcome_mail {
            return Ok(());
        }
        Err(Refusal::MailSetupIncorrect { causes })
    }

    /// Seconds that the office has to wait, if it was refused too often; `more` refusals came in this very batch.
    fn wait(&self, desk: &Desk, office: OfficeId, more: u64, now: Timestamp) -> Option<u64> {
        let (count, first) = self.refusals.get(&office).copied().unwrap_or((0, now));
        refusals::wait(desk, count + more, first, now)
    }
}

/// Who got which address.
struct Claims {
    /// The item that claims an address first, by the address's key; and whom the address then belongs to.
    first: HashMap<String, (usize, ClientUserId)>,
    won: HashSet<String>,
    holders: HashMap<String, (OfficeId, ClientUser)>,
}

impl Claims {
    async fn make(
        tx: &mut Tx,
        desk: &Desk,
        items: &[Item<'_>],
        known: &Known,
        now: Timestamp,
    ) -> Result<Self, store::Error> {
        let mut claims = Self { first: HashMap::new(), won: HashSet::new(), holders: HashMap::new() };
        let mut asked = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let Some(dossier) = known.dossier(item) else { continue };
            let key = item.what.email.key();
            let waits = known.wait(desk, item.office, 0, now).is_some();
            if claims.first.contains_key(&key) || waits || known.set_up(item, dossier).is_err() {
                continue;
            }
            let id = desk.0.clock.id();
            claims.first.insert(key.clone(), (i, id));
            let expires_at = Some((now + valid(dossier)).millis());
            asked.push(Claim { email_key: key, office_id: item.office, client_user_id: id, expires_at });
        }
        // An address that was lost, and freed before its holder could be read, is asked for again.
        for _ in 0..5 {
            claims.won.extend(client_users::claim(tx, &asked, now).await?);
            asked.retain(|claim| !claims.won.contains(&claim.email_key));
            let lost: Vec<String> = asked.iter().map(|claim| claim.email_key.clone()).collect();
            if lost.is_empty() {
                break;
            }
            let holders = client_users::holders(tx, &lost).await?;
            claims
                .holders
                .extend(holders.into_iter().map(|(office, user)| (user.email.key(), (office, user))));
            asked.retain(|claim| !claims.holders.contains_key(&claim.email_key));
        }
        Ok(claims)
    }
}

fn valid(dossier: &WelcomeContext) -> std::time::Duration {
    days(u64::from(dossier.office.invitation_days))
}

/// What becomes of one item.
enum Fate {
    Refused(Refusal),
    New {
        user: ClientUser,
        invitation: Invitation,
        office: OfficeId,
        mail: QueuedMail,
    },
    Linked {
        user: ClientUser,
        office: OfficeId,
        dossier: DossierId,
        mail: Option<QueuedMail>,
        now: Timestamp,
    },
}

impl Fate {
    fn outcome(self) -> Outcome<Invited> {
        match self {
            Self::Refused(refusal) => Err(refusal),
            Self::New { user, mail, .. } => {
                Ok(Invited { id: user.id, state: StateName::Invited, linked: false, mail: Some(mail) })
            }
            Self::Linked { user, mail, now, .. } => {
                Ok(Invited { id: user.id, state: user.state.name(now), linked: true, mail })
            }
        }
    }
}

impl Fate {
    fn new_user(&self) -> Option<NewClientUser<'_>> {
        match self {
            Self::New { user, invitation, office, .. } => {
                Some(NewClientUser { office: *office, user, invitation: *invitation })
            }
            _ => None,
        }
    }
}

/// What is to be written.
struct Decided {
    fates: Vec<Fate>,
    mails: Vec<Mail>,
    log: Vec<audit::Entry>,
    /// Addresses that were won for items that then had to wait.
    unused: Vec<(OfficeId, ClientUserId)>,
}

fn decide(desk: &Desk, items: &[Item<'_>], known: &Known, claims: &Claims, now: Timestamp) -> Decided {
    let mut decided = Decided {
        fates: Vec::with_capacity(items.len()),
        mails: Vec::new(),
        log: Vec::new(),
        unused: Vec::new(),
    };
    let mut refused: HashMap<OfficeId, u64> = HashMap::new();
    let mut new: HashMap<String, (OfficeId, ClientUser)> = HashMap::new();
    for (i, item) in items.iter().enumerate() {
        let Some(dossier) = known.dossier(item) else {
            decided.fates.push(Fate::Refused(Refusal::field("dossier_id", domain::Fault::NotFound)));
            continue;
        };
        let key = item.what.email.key();
        let first = claims.first.get(&key).copied();
        let won = first.filter(|&(first, _)| first == i && claims.won.contains(&key));
        let more = refused.get(&item.office).copied().unwrap_or(0);
        if let Some(retry_after) = known.wait(desk, item.office, more, now) {
            decided.unused.extend(won.map(|(_, id)| (item.office, id)));
            decided.fates.push(Fate::Refused(Refusal::TooManyRefusals { retry_after }));
        } else if let Err(refusal) = known.set_up(item, dossier) {
            decided.fates.push(Fate::Refused(refusal));
        } else if let Some((_, id)) = won {
            let user = welcome(desk, item, (known, dossier), id, &mut decided, now);
            new.insert(key, (item.office, user));
        } else {
            match new.get(&key).or_else(|| claims.holders.get(&key)) {
                Some((office, user)) if *office == item.office => link(item, user, &mut decided, now),
                _ => {
                    *refused.entry(item.office).or_default() += 1;
                    refuse(desk, item, &mut decided);
                }
            }
        }
    }
    decided
}

fn welcome(
    desk: &Desk,
    item: &Item<'_>,
    (known, dossier): (&Known, &WelcomeContext),
    id: ClientUserId,
    decided: &mut Decided,
    now: Timestamp,
) -> ClientUser {
    let invitation = Invitation { id: desk.0.clock.id(), link_number: 1, expires_at: now + valid(dossier) };
    let user = ClientUser {
        id,
        email: item.what.email.clone(),
        name: item.what.name.clone(),
        language: item.what.language,
        state: ClientUserState::Invited(invitation),
        first_dossier_id: dossier.dossier_id,
        link_opened_at: None,
        bounced: None,
        created_at: now,
    };
    let decision = known.senders.choose(dossier);
    let mail = letters::welcome(desk, dossier, decision, &user, invitation);
    let detail = serde_json::json!({ "email": user.email, "dossier_id": dossier.dossier_id });
    decided.log.push(item.actor.did(
        &desk.0.clock,
        item.office,
        "client_user_created",
        Some(id.uuid()),
        &detail,
    ));
    let queued = QueuedMail::new(&mail, &known.senders);
    // The address is not told that a mail went out which waits.
    if queued.held.is_none() {
        decided.mails.extend(letters::follow_up_notice(desk, dossier, &mail));
    }
    decided.fates.push(Fate::New { user: user.clone(), invitation, office: item.office, mail: queued });
    decided.mails.push(mail);
    user
}

/// The mail follows when it is known whether the dossier is new to them.
fn link(item: &Item<'_>, user: &ClientUser, decided: &mut Decided, now: Timestamp) {
    let (office, dossier) = (item.office, item.what.dossier);
    decided.fates.push(Fate::Linked { user: user.clone(), office, dossier, mail: None, now });
}

fn refuse(desk: &Desk, item: &Item<'_>, decided: &mut Decided) {
    decided.log.push(refusals::line(desk, item.actor, item.office, &item.what.email));
    decided.fates.push(Fate::Refused(Refusal::ActiveAtAnotherOffice));
}

async fn write(
    tx: &mut Tx,
    desk: &Desk,
    known: &Known,
    decided: &mut Decided,
    now: Timestamp,
) -> Result<(), store::Error> {
    let Decided { fates, mails, log, unused } = decided;
    client_users::release_many(tx, unused).await?;
    let new_users: Vec<NewClientUser<'_>> = fates.iter().filter_map(Fate::new_user).collect();
    client_users::insert(tx, &new_users).await?;
    let granted = client_users::grant(tx, &grants(fates)).await?;
    // What is told is taken out, so that the same dossier twice in one batch is told once; who is new hears of theirs by
    // the welcome mail.
    let mut granted: HashSet<_> = granted.into_iter().collect();
    for fate in fates.iter_mut() {
        let (user, office, dossier, mail) = match fate {
            Fate::Linked { user, office, dossier, mail, .. } => (user, office, dossier, mail),
            Fate::New { user, .. } => {
                granted.remove(&(user.id, user.first_dossier_id));
                continue;
            }
            Fate::Refused(_) => continue,
        };
        if !granted.remove(&(user.id, *dossier)) {
            continue;
        }
        let Some(dossier) = known.dossiers.get(&(*office, *dossier)) else { continue };
        let told = letters::access_added(desk, dossier, known.senders.choose(dossier), user, now);
        *mail = Some(QueuedMail::new(&told, &known.senders));
        mails.push(told);
    }
    letters::post_to_clients(tx, desk, mails, &known.senders).await?;
    // Of those who were refused too: nobody looked at their domain yet, and somebody waits for that.
    let refused = known.dossiers.values().map(|dossier| (dossier.office.id, known.senders.choose(dossier)));
    let refused: Vec<_> = refused.collect();
    known.senders.look_soon(tx, desk, refused.iter().map(|(office, sender)| (*office, sender))).await?;
    audit::insert(tx, log).await
}

fn grants(fates: &[Fate]) -> Vec<(OfficeId, ClientUserId, DossierId)> {
    let grant = |fate: &Fate| match fate {
        Fate::New { user, office, .. } => Some((*office, user.id, user.first_dossier_id)),
        Fate::Linked { user, office, dossier, .. } => Some((*office, user.id, *dossier)),
        Fate::Refused(_) => None,
    };
    let mut seen = HashSet::new();
    fates.iter().filter_map(grant).filter(|grant| seen.insert(*grant)).collect()
}
