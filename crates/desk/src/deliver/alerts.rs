//! A client's mail that failed for good is a failed task of the office: raised in the unit of work that records it, so that
//! no mail ends without somebody hearing of it. A mail to the office that failed raises nothing, or an address that does
//! not work would be written to for ever.

use domain::{
    Text,
    delivery::Next,
    event::{Event, EventKind, Facts},
    id::MailId,
    mail::{Mail, MailKind},
};
use store::{Tx, deliveries::Attempted};

use crate::{Desk, chain, events::telling};

/// Raises what follows from outcomes that were recorded.
pub(super) async fn raise(
    tx: &mut Tx,
    desk: &Desk,
    attempted: &[Attempted],
    recorded: &[MailId],
) -> Result<(), store::Error> {
    let failed = |attempt: &&Attempted| {
        matches!(attempt.next, Next::Failed { .. }) && recorded.contains(&attempt.mail_id)
    };
    let failed: Vec<&Attempted> = attempted.iter().filter(failed).collect();
    if failed.is_empty() {
        return Ok(());
    }
    match tell(tx, desk, &failed).await {
        // Something of it cannot be read. That must not keep outcomes from being recorded.
        Err(error @ store::Error::Unreadable { .. }) => {
            tracing::error!(error = chain(&error), mails = failed.len(), "nobody was told that mails failed");
            Ok(())
        }
        other => other,
    }
}

async fn tell(tx: &mut Tx, desk: &Desk, failed: &[&Attempted]) -> Result<(), store::Error> {
    let ids: Vec<MailId> = failed.iter().map(|attempt| attempt.mail_id).collect();
    let mails = store::mails::find_many_anywhere(tx, &ids).await?;
    let said = |mail: &Mail| failed.iter().find(|attempt| attempt.mail_id == mail.id);
    let events: Vec<Event> = mails
        .iter()
        .filter(|tracked| is_a_clients(tracked.mail.content.kind()))
        .filter_map(|tracked| event(desk, &tracked.mail, &said(&tracked.mail)?.reply))
        .collect();
    let wanted: Vec<_> = events.iter().map(|event| (event.office_id, event.dossier_id)).collect();
    let rosters = store::rosters::read(tx, &wanted).await?;
    telling::raise(tx, desk, &rosters, events).await.map(drop)
}

const fn is_a_clients(kind: MailKind) -> bool {
    matches!(
        kind,
        MailKind::Welcome | MailKind::WelcomeReminder | MailKind::AccessAdded | MailKind::OfficeMessage
    )
}

fn event(desk: &Desk, mail: &Mail, reply: &str) -> Option<Event> {
    let now = desk.clock().now();
    // What a server says may hold anything.
    let reply: String = reply.chars().filter(|c| !c.is_control()).take(1000).collect();
    Some(Event {
        id: desk.clock().id(),
        office_id: mail.office_id,
        dossier_id: mail.dossier_id,
        kind: EventKind::FailedTask,
        summary: Text::parse(&format!("{}: {reply}", mail.to.address)).ok()?,
        link: None,
        facts: Facts { undelivered: Some(mail.to.clone()), ..Facts::default() },
        thread: None,
        occurred_at: now,
        created_at: now,
        closed_at: None,
    })
}
