//! Mails to the office: about one event, or several in a digest.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Language, Mailbox, Name, WebLink,
    dossier::Dossier,
    event::{Event, Pace},
    id::DossierId,
    mail::{Content, Digest, DigestDossier, DigestEvent, Mail, Notice},
    office::{Employee, Office},
    recipients::Because,
};
use sha2::{Digest as _, Sha256};

use super::{host, message_id, system_sender};
use crate::Desk;

/// A mail about events that are told together; there must be one at least. The first names the mail's event.
pub(crate) fn notice(
    desk: &Desk,
    office: &Office,
    dossier: Option<&Dossier>,
    events: &[&Event],
    (to, language): (Mailbox, Language),
    because: Because,
) -> Mail {
    let first = events[0];
    let mut facts = first.facts.clone();
    // What two people wrote is not put into one's mouth.
    facts.by = facts.by.filter(|by| events.iter().all(|event| event.facts.by.as_ref() == Some(by)));
    let content = Content::notice(
        first.kind,
        Notice {
            office_name: office.name.clone(),
            dossier_name: dossier.map(|dossier| dossier.name.clone()),
            texts: events.iter().map(|event| event.summary.clone()).collect(),
            facts,
            occurred_at: first.occurred_at,
            time_zone: desk.0.settings.time_zone.clone(),
            link: link(desk, first),
        },
    );
    let thread = first.thread.as_ref().map(|thread| thread_id(desk, office, thread));
    let recipient = Some(because);
    Mail {
        dossier_id: first.dossier_id,
        event_id: Some(first.id),
        recipient,
        thread,
        ..to_office(desk, office, to, language, content)
    }
}

/// A mail about everything that waited for an employee.
pub(crate) fn digest(
    desk: &Desk,
    office: &Office,
    employee: &Employee,
    pace: Pace,
    told: &[(&Event, &Because)],
    names: &HashMap<DossierId, Name>,
) -> Mail {
    let mut dossiers: BTreeMap<_, Vec<DigestEvent>> = BTreeMap::new();
    for &(event, because) in told {
        let name = event.dossier_id.and_then(|id| names.get(&id)).cloned();
        dossiers.entry((name.is_none(), name, event.dossier_id)).or_default().push(DigestEvent {
            event: event.id,
            kind: event.kind,
            text: event.summary.clone(),
            facts: event.facts.clone(),
            occurred_at: event.occurred_at,
            link: link(desk, event),
            because: because.clone(),
        });
    }
    let dossiers =
        dossiers.into_iter().map(|((_, dossier_name, _), events)| DigestDossier { dossier_name, events });
    let content = Content::DigestV1(Digest {
        office_name: office.name.clone(),
        pace,
        dossiers: dossiers.collect(),
        time_zone: desk.0.settings.time_zone.clone(),
        link: portal(desk),
    });
    to_office(desk, office, employee.mailbox(), employee.language, content)
}

fn to_office(desk: &Desk, office: &Office, to: Mailbox, language: Language, content: Content) -> Mail {
    let id = desk.0.clock.id();
    Mail {
        id,
        office_id: office.id,
        dossier_id: None,
        client_user_id: None,
        event_id: None,
        created_at: desk.0.clock.now(),
        message_id: message_id(desk, id),
        sender: system_sender(desk, office),
        to,
        recipient: None,
        thread: None,
        language,
        content,
    }
}

/// Where to see an event: where it says, or the portal's first page.
fn link(desk: &Desk, event: &Event) -> WebLink {
    event.link.clone().unwrap_or_else(|| portal(desk))
}

/// The portal's first page.
#[expect(clippy::expect_used, reason = "the configuration takes no other addresses")]
pub(super) fn portal(desk: &Desk) -> WebLink {
    WebLink::parse(desk.0.settings.base_url.as_str()).expect("the base URL is a web address")
}

/// What the mails of one conversation refer to: never a mail's own id, and the same in every process.
pub(super) fn thread_id(desk: &Desk, office: &Office, thread: &Name) -> String {
    let digest = Sha256::digest(format!("{}\n{thread}", office.id));
    let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("thread.{name}@{}", host(desk))
}
