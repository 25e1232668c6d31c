//! What follows when a mail failed for good, in the unit of work that records it, so that no mail ends without somebody
//! hearing of it.
//!
//! * A client's mail is a failed task of the office.
//! * What a mail to the office told, an event or a digest of several, goes to the next step of the cascade, unless somebody
//!   else heard of it. No address is written to twice, so this ends at the communication address.

use std::collections::{BTreeSet, HashSet};

use domain::{
    Text,
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
    let failed: Vec<&Attempted> = attempted.iter().filter(failed).collect();
    if failed.is_empty() {
        return Ok(());
    }
    tx.mark().await?;
    let Err(error) = tell(tx, desk, &failed).await else { return Ok(()) };
    if !error.is_for_good() {
        return Err(error);
    }
    // Something of one of them cannot be read, or stored. That must not keep outcomes from being recorded, nor the others from
    // being told, each once.
    tx.back_to_mark().await?;
    for attempt in failed {
        tx.mark().await?;
        match tell(tx, desk, &[attempt]).await {
            Err(error) if error.is_for_good() => {
                tx.back_to_mark().await?;
                tracing::error!(mail = %attempt.mail_id, error = chain(&error), "nobody was told that a mail failed");
            }
            other => other?,
        }
    }
    Ok(())
}

async fn tell(tx: &mut Tx, desk: &Desk, failed: &[&Attempted]) -> Result<(), store::Error> {
    let ids: Vec<MailId> = failed.iter().map(|attempt| attempt.mail_id).collect();
    let mails = store::mails::find_many_anywhere(tx, &ids).await?;
    let reply =
        |mail: &Mail| failed.iter().find(|attempt| attempt.mail_id == mail.id).map(|a| a.reply.as_str());
    let is = |mail: &&Mail, wanted: fn(MailKind) -> bool| wanted(mail.content.kind());
    let mails: Vec<&Mail> = mails.iter().map(|tracked| &tracked.mail).collect();
    let events: Vec<Event> = mails
        .iter()
        .filter(|mail| is(mail, is_a_clients))
        .map(|mail| event(desk, mail, reply(mail).unwrap_or_default()))
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

fn event(desk: &Desk, mail: &Mail, reply: &str) -> Event {
    let now = desk.clock().now();
    Event {
        id: desk.clock().id(),
        office_id: mail.office_id,
        dossier_id: mail.dossier_id,
        kind: EventKind::FailedTask,
        summary: summary(mail, reply),
        link: None,
        facts: Facts { undelivered: Some(mail.to.clone()), ..Facts::default() },
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
