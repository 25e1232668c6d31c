//! What follows when a mail did not reach its reader, in the unit of work that records it, so that no mail ends without
//! somebody hearing of it.
//!
//! * A client's mail is a failed task of the office.
//! * What a mail to the office told, an event or a digest of several, goes to the next step of the cascade, unless somebody
//!   else heard of it. No address is written to twice, so this ends at the communication address.

use std::collections::{BTreeSet, HashSet};

use domain::{
    Text, bounce,
    delivery::Next,
    event::{Event, EventKind, Facts},
    id::{EventId, LeaseId, MailId},
    mail::{Mail, MailKind},
};
use store::{Tx, deliveries::Attempted};

use crate::{
    Desk, chain,
    events::{
        escalation,
        telling::{self, Why},
    },
};

/// A mail that did not reach its reader.
#[derive(Debug, Clone)]
pub(crate) struct Unread {
    /// Which.
    pub(crate) mail: MailId,
    /// What was said of it.
    pub(crate) said: String,
    /// Why it, or one to this address before it, came back.
    pub(crate) came_back: Option<bounce::Cause>,
}

/// Raises what follows from outcomes that were recorded.
pub(super) async fn raise(
    tx: &mut Tx,
    desk: &Desk,
    attempted: &[Attempted],
    recorded: &HashSet<(MailId, LeaseId)>,
) -> Result<(), store::Error> {
    let failed = |attempt: &&Attempted| {
        matches!(attempt.next, Next::Failed { .. }) && recorded.contains(&(attempt.mail_id, attempt.lease))
    };
    let unread =
        |attempt: &Attempted| Unread { mail: attempt.mail_id, said: attempt.reply.clone(), came_back: None };
    raise_for(tx, desk, &attempted.iter().filter(failed).map(unread).collect::<Vec<_>>()).await
}

/// Raises what follows when these mails did not reach their readers.
pub(crate) async fn raise_for(tx: &mut Tx, desk: &Desk, unread: &[Unread]) -> Result<(), store::Error> {
    if unread.is_empty() {
        return Ok(());
    }
    tx.mark().await?;
    let Err(error) = tell(tx, desk, unread).await else { return Ok(()) };
    if !error.is_for_good() {
        return Err(error);
    }
    // Something of one of them cannot be read, or stored. That must not keep outcomes from being recorded, nor the others from
    // being told, each once.
    tx.back_to_mark().await?;
    for unread in unread {
        tx.mark().await?;
        match tell(tx, desk, std::slice::from_ref(unread)).await {
            Err(error) if error.is_for_good() => {
                tx.back_to_mark().await?;
                tracing::error!(mail = %unread.mail, error = chain(&error), "nobody was told that a mail failed");
            }
            other => other?,
        }
    }
    Ok(())
}

async fn tell(tx: &mut Tx, desk: &Desk, unread: &[Unread]) -> Result<(), store::Error> {
    let ids: Vec<MailId> = unread.iter().map(|unread| unread.mail).collect();
    let mails = store::mails::find_many_anywhere(tx, &ids).await?;
    let is = |mail: &&Mail, wanted: fn(MailKind) -> bool| wanted(mail.content.kind());
    let mails: Vec<&Mail> = mails.iter().map(|tracked| &tracked.mail).collect();
    let clients = mails.iter().filter(|mail| is(mail, is_a_clients));
    let events: Vec<Event> = clients
        .filter_map(|mail| Some(event(desk, mail, unread.iter().find(|unread| unread.mail == mail.id)?)))
        .collect();
    let wanted: Vec<_> = events.iter().map(|event| (event.office_id, event.dossier_id)).collect();
    if !events.is_empty() {
        let rosters = store::rosters::read(tx, &wanted).await?;
        telling::raise(tx, desk, &rosters, events).await?;
    }
    let mut unheard: BTreeSet<EventId> = mails.iter().filter_map(|mail| mail.event_id).collect();
    let digests: Vec<MailId> =
        mails.iter().filter(|mail| is(mail, |kind| kind == MailKind::Digest)).map(|mail| mail.id).collect();
    if !digests.is_empty() {
        unheard.extend(store::digests::told_by(tx, &digests).await?);
    }
    tell_somebody_else(tx, desk, unheard.into_iter().collect()).await
}

/// The next step hears of those of these events, and of what was told with them, that nobody heard of.
async fn tell_somebody_else(tx: &mut Tx, desk: &Desk, mut unheard: Vec<EventId>) -> Result<(), store::Error> {
    if unheard.is_empty() {
        return Ok(());
    }
    unheard.extend(store::events::told_with(tx, &unheard).await?);
    let told = store::events::told(tx, &unheard).await?;
    let mut events = store::events::find_many_for_update_anywhere(tx, &unheard).await?;
    let heard = |id: EventId| told.iter().any(|heard| heard.event == id && !heard.in_vain);
    events.retain(|kept| kept.event.closed_at.is_none() && !heard(kept.event.id));
    let (in_vain, office) = (events.len(), events.first().map(|kept| kept.event.office_id));
    let heard_now = escalation::tell_next(tx, desk, events, |_| Some(Why::InVain)).await?;
    if heard_now < in_vain {
        let events = in_vain - heard_now;
        tracing::error!(?office, events, "no address of an office can be reached; nobody heard of these");
    }
    Ok(())
}

const fn is_a_clients(kind: MailKind) -> bool {
    matches!(
        kind,
        MailKind::Welcome | MailKind::WelcomeReminder | MailKind::AccessAdded | MailKind::OfficeMessage
    )
}

fn event(desk: &Desk, mail: &Mail, unread: &Unread) -> Event {
    let now = desk.clock().now();
    Event {
        id: desk.clock().id(),
        office_id: mail.office_id,
        dossier_id: mail.dossier_id,
        kind: EventKind::FailedTask,
        summary: summary(mail, &unread.said),
        link: None,
        facts: Facts { undelivered: Some(mail.to.clone()), came_back: unread.came_back, ..Facts::default() },
        thread: None,
        occurred_at: now,
        created_at: now,
        closed_at: None,
    }
}

/// The address, and what the server said.
#[expect(clippy::expect_used, reason = "an address is printed, on one line, and short")]
fn summary(mail: &Mail, reply: &str) -> Text {
    let to = &mail.to.address;
    Text::parse(&format!("{to}: {}", Text::on_one_line(reply, 1000)))
        .or_else(|_| Text::parse(to.as_str()))
        .expect("an address is a text")
}
