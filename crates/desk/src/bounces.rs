//! What comes back from a relay: it is told whose mail it is about, decided upon, and stored, in one unit of work.
//!
//! It comes by the listener ([`Postbox`]) or by hand ([`Desk::take_bounce`]); the same twice, by whatever way, changes
//! nothing the second time. What follows a mail that came back is what follows one that failed: a client's is a failed
//! task of the office, and what a mail to the office told goes to the next step.

use domain::{
    Timestamp,
    bounce::{Action, Cause, Decision, Handed, Suppressed, decide},
    id::MailId,
    mail::{Mail, MailKind},
};
use mail::bounce::{
    self, Bounce,
    lmtp::{Keeper, Received, Verdict},
};
use serde_json::json;
use store::{Tx, bounces::Notification, suppressions::Suppression};

use crate::{
    Desk, Failure, Once, Outcome, Refusal, Said,
    access::Actor,
    chain,
    deliver::alerts::{self, Unread},
};

/// What became of something that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The mail came back, for this cause.
    Bounced(MailId, Cause),
    /// It stands on the mail's timeline, and nothing follows.
    Noted(MailId, Action),
    /// It changes nothing, for the reason with this code.
    Ignored(&'static str),
}

impl Fate {
    /// The code, on the wire and in counters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bounced(..) => "bounced",
            Self::Noted(..) => "noted",
            Self::Ignored(_) => "ignored",
        }
    }

    /// Why: the cause, what was said, or why nothing follows.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Bounced(_, cause) => cause.code(),
            Self::Noted(_, action) => action.code(),
            Self::Ignored(reason) => reason,
        }
    }
}

/// What was said once more.
const KNOWN: &str = "already_known";

/// Takes what comes in by the listener.
#[derive(Clone)]
pub struct Postbox(Desk);

impl Postbox {
    /// The postbox of this desk.
    #[must_use]
    pub const fn new(desk: Desk) -> Self {
        Self(desk)
    }
}

impl Keeper for Postbox {
    fn knows(&self, address: &str) -> bool {
        let now = self.0.clock().now();
        self.0.settings().seals.as_ref().is_some_and(|seals| seals.read_return_path(address, now).is_ok())
    }

    async fn keep(&self, received: Received) -> Verdict {
        let taken = self.0.take_bounce(Actor::System, Some(&received.to), &received.content, None).await;
        match taken {
            Ok(Ok(_)) => Verdict::Kept,
            // Its mail is being handed over at this moment.
            Ok(Err(refusal)) => {
                tracing::debug!(%refusal, "what came back is asked for again");
                Verdict::TryLater
            }
            Err(error) => {
                tracing::error!(
                    error = chain(&error),
                    "what came back cannot be stored; the mail server comes back with it"
                );
                Verdict::TryLater
            }
        }
    }
}

impl Desk {
    /// Takes a message that came back, as it arrived. `sent_to` is the envelope's recipient, where it is known. For the
    /// operator, since a message says nothing of an office.
    ///
    /// # Errors
    /// When the database does not do its part: nothing of it is stored, and it has to come again.
    pub async fn take_bounce(
        &self,
        actor: Actor,
        sent_to: Option<&str>,
        message: &[u8],
        once: Option<Once<Fate>>,
    ) -> Result<Outcome<Said<Fate>>, store::Error> {
        // The listener is the program itself.
        if actor != Actor::System
            && let Err(refusal) = actor.runs_the_installation()
        {
            return Ok(Err(refusal));
        }
        let bounce = match &self.0.settings.seals {
            Some(seals) => {
                bounce::read(seals, sent_to, message, self.0.clock.now()).map_err(bounce::Ignored::code)
            }
            None => Err("not_set_up"),
        };
        let outcome = match bounce {
            // Nothing is to be stored of it.
            Err(reason) if once.is_none() => Ok(Ok(Said::Now(Fate::Ignored(reason)))),
            Err(reason) => {
                self.write_once(once, |_| Box::pin(async move { Ok(Fate::Ignored(reason)) })).await
            }
            Ok(bounce) => {
                let desk = self.clone();
                self.write_once(once, move |tx| Box::pin(async move { keep(&desk, tx, &bounce).await })).await
            }
        };
        if let Ok(Ok(Said::Now(fate))) = &outcome {
            tracing::info!(result = fate.code(), reason = fate.reason(), "a message came back");
            let labels = [("result", fate.code()), ("reason", fate.reason())];
            metrics::counter!("postmeester_bounces_total", &labels).increment(1);
        }
        outcome
    }
}

/// Decides upon a notification that is signed, and stores what follows.
async fn keep(desk: &Desk, tx: &mut Tx, bounce: &Bounce) -> Result<Fate, Failure> {
    let now = desk.clock().now();
    let found = store::mails::find_many_anywhere(tx, &[bounce.mail]).await?.pop();
    let mail = found.map(|tracked| tracked.mail);
    if let Some(Mail { office_id, client_user_id: Some(user), .. }) = &mail {
        // Whoever holds several holds a client-user before their mails.
        store::client_users::find_many_for_update(tx, *office_id, &[*user]).await?;
    }
    let standing = match &mail {
        Some(_) => {
            let standing = store::bounces::standing_for_update(tx, bounce.mail).await?;
            // Or somebody moves it at this moment.
            Some(standing.filter(|standing| !standing.under_way).ok_or(Refusal::MailUnderWay)?)
        }
        None => None,
    };
    let handed = standing.map(|standing| Handed { at: standing.handed_at, bounced: standing.bounced });
    let decision = match decide(&bounce.said, handed, now) {
        Ok(decision) => decision,
        Err(ignored) => return Ok(Fate::Ignored(ignored.code())),
    };
    let (Some(mail), Some(standing)) = (mail, standing) else { return Ok(Fate::Ignored("unknown_mail")) };
    let cause = match decision {
        Decision::Bounced { cause, .. } => Some(cause),
        Decision::Noted(_) => None,
    };
    let notification = Notification {
        fingerprint: &bounce.fingerprint,
        mail: mail.id,
        office: mail.office_id,
        at: now,
        action: bounce.said.action,
        status: bounce.said.status,
        diagnostic: bounce.said.diagnostic.as_deref(),
        reporting_mta: bounce.reporting_mta.as_deref(),
        matched_by: bounce.matched_by.code(),
        cause,
    };
    if !store::bounces::insert(tx, notification).await? {
        return Ok(Fate::Ignored(KNOWN));
    }
    match decision {
        Decision::Noted(action) => Ok(Fate::Noted(mail.id, action)),
        Decision::Bounced { cause, suppressed_until, .. } => {
            store::bounces::mark_mail(tx, mail.id, cause, now).await?;
            if let (MailKind::Welcome | MailKind::WelcomeReminder, Some(link)) =
                (mail.content.kind(), mail.content.link())
            {
                store::bounces::mark_invitation(tx, link, cause, now).await?;
            }
            let suppressed = suppressed_until.map(|until| Suppressed { cause, until });
            leave_alone(tx, &mail, suppressed, now).await?;
            let said = words(bounce);
            let detail = json!({ "address": mail.to.address, "cause": cause, "said": said, "suppressed_until": suppressed_until });
            let subject = Some(mail.id.uuid());
            let line = Actor::System.did(desk.clock(), mail.office_id, "mail_bounced", subject, &detail);
            store::audit::insert(tx, &[line]).await?;
            // Of one that failed before, somebody heard then.
            if !standing.failed {
                alerts::raise_for(tx, desk, &[Unread { mail: mail.id, said, came_back: Some(cause) }])
                    .await?;
            }
            Ok(Fate::Bounced(mail.id, cause))
        }
    }
}

/// Leaves the address alone for a while, but never the office's last one: behind it there is nobody who would hear instead.
async fn leave_alone(
    tx: &mut Tx,
    mail: &Mail,
    suppressed: Option<Suppressed>,
    now: Timestamp,
) -> Result<(), store::Error> {
    let Some(suppressed) = suppressed else { return Ok(()) };
    let office = store::offices::find(tx, mail.office_id).await?;
    let address = mail.to.address.clone();
    if office.is_some_and(|office| office.communication_address.key() == address.key()) {
        tracing::error!(office = %mail.office_id, mail = %mail.id, cause = suppressed.cause.code(), "an office's communication address takes no mail");
        return Ok(());
    }
    let suppression = Suppression { address, suppressed, since: now, mail: mail.id };
    store::suppressions::put(tx, mail.office_id, &suppression).await
}

/// The code and what the last server said.
fn words(bounce: &Bounce) -> String {
    match (&bounce.said.diagnostic, bounce.said.status) {
        (Some(diagnostic), _) => diagnostic.clone(),
        (None, Some((class, subject, detail))) => format!("{class}.{subject}.{detail}"),
        (None, None) => bounce.said.action.code().to_owned(),
    }
}
