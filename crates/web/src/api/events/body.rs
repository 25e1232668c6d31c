//! An event as the API tells it.

use desk::{
    events::{EventDetail, InDigest, Kept, Stands, ToldLater},
    mails::{MailState, Tracked},
};
use domain::{
    Language, Name, Text, Timestamp, WebLink,
    bounce::Cause as BounceCause,
    event::{EventKind, Facts},
    id::{DossierId, EventId, MailId},
    mail::MailKind,
    recipients::Step,
    vat::Period,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{recipient::BecauseBody, sender::MailboxBody, shape};

/// Something that the office must hear about.
#[derive(Serialize, ToSchema)]
#[schema(as = Event, example = json!({
    "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "kind": "failed_task",
    "dossier_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "summary": "De scan van factuur 2026-0117 is onleesbaar.",
    "link": "https://portal.example/tasks/117", "thread": null,
    "facts": { "by": null, "period": null, "taken_back": false, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null },
    "occurred_at": "2026-11-23T16:00:00Z", "created_at": "2026-11-23T16:00:00Z", "open": true, "closed_at": null,
    "heard": "dossier_manager", "told_with": null, "waits_until": null, "escalates_at": "2026-11-24T16:00:00Z",
}))]
pub(crate) struct EventBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: EventId,
    /// What happened.
    #[schema(value_type = shape::EventKind)]
    kind: EventKind,
    /// The dossier that it is about.
    #[schema(value_type = Option<shape::Id>)]
    dossier_id: Option<DossierId>,
    /// What happened, in words.
    #[schema(value_type = shape::Text)]
    summary: Text,
    /// Where to see it; `null` for the portal's first page.
    #[schema(value_type = Option<shape::Link>)]
    link: Option<WebLink>,
    /// What messages of one conversation have in common.
    #[schema(value_type = Option<shape::Thread>)]
    thread: Option<Name>,
    /// What more is known of it.
    facts: FactsBody,
    /// When it happened.
    #[schema(value_type = shape::Time)]
    occurred_at: Timestamp,
    /// When it was posted.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
    /// It waits for somebody of the office. `vat_documents_ok` never does.
    open: bool,
    /// When somebody closed it.
    #[schema(value_type = Option<shape::Time>)]
    closed_at: Option<Timestamp>,
    /// The step that heard last, once somebody did.
    #[schema(value_type = Option<shape::RecipientStep>)]
    heard: Option<Step>,
    /// The event whose mails told this one too, when several were told together.
    #[schema(value_type = Option<shape::Id>)]
    told_with: Option<EventId>,
    /// A message that waits to be read: when the office is told if nobody does.
    #[schema(value_type = Option<shape::Time>)]
    waits_until: Option<Timestamp>,
    /// When it goes to the next step if nobody closes it.
    #[schema(value_type = Option<shape::Time>)]
    escalates_at: Option<Timestamp>,
}

/// What more is known of an event; nothing of it decides who hears.
#[derive(Serialize, ToSchema)]
#[schema(as = EventFacts)]
pub(crate) struct FactsBody {
    /// Who at the client's did it.
    #[schema(value_type = Option<shape::Name>)]
    by: Option<Name>,
    /// The VAT period that it is about.
    #[schema(value_type = Option<shape::Period>)]
    period: Option<Period>,
    /// *Documents OK* is taken back by it.
    taken_back: bool,
    /// The user who is asked for.
    newcomer: Option<MailboxBody>,
    /// The client-user whom a mail did not reach.
    undelivered: Option<MailboxBody>,
    /// Domains of the office from which mails went out, and do not any more.
    broken_domains: Vec<String>,
    /// Why that mail came back, if the mail server had taken it.
    #[schema(value_type = Option<shape::BounceCause>)]
    came_back: Option<BounceCause>,
}

impl From<&Facts> for FactsBody {
    fn from(facts: &Facts) -> Self {
        // Whatever more is known one day is not forgotten here.
        let Facts { by, period, taken_back, newcomer, undelivered, broken_domains, came_back } = facts;
        Self {
            by: by.clone(),
            period: *period,
            taken_back: *taken_back,
            newcomer: newcomer.as_ref().map(MailboxBody::from),
            undelivered: undelivered.as_ref().map(MailboxBody::from),
            broken_domains: broken_domains.clone(),
            came_back: *came_back,
        }
    }
}

impl From<&Kept> for EventBody {
    fn from(kept: &Kept) -> Self {
        let event = &kept.event;
        Self {
            id: event.id,
            kind: event.kind,
            dossier_id: event.dossier_id,
            summary: event.summary.clone(),
            link: event.link.clone(),
            thread: event.thread.clone(),
            facts: FactsBody::from(&event.facts),
            occurred_at: event.occurred_at,
            created_at: event.created_at,
            open: event.closed_at.is_none() && event.kind.waits_for_the_office(),
            closed_at: event.closed_at,
            heard: kept.heard,
            told_with: kept.told_with,
            waits_until: kept.tell_at,
            escalates_at: kept.escalate_at,
        }
    }
}

/// An event with everybody who heard of it or will.
#[derive(Serialize, ToSchema)]
#[schema(as = EventDetail)]
pub(crate) struct EventDetailBody {
    #[serde(flatten)]
    event: EventBody,
    /// The mails about it, newest first. A digest that told it is not among them.
    mails: Vec<EventMailBody>,
    /// Who hears in a digest that is still to come.
    digests: Vec<DigestEntryBody>,
}

/// A mail about an event.
#[derive(Serialize, ToSchema)]
#[schema(as = EventMail, example = json!({
    "id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "kind": "failed_task",
    "to": { "name": "An Peeters", "address": "an.peeters@example.be" }, "language": "nl", "state": "queued",
    "created_at": "2026-11-23T16:00:00Z",
    "because": {
        "step": "dossier_manager", "skipped": [], "employee_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b", "chosen": null,
        "instead_of": null, "left_out": [], "open_for_hours": null,
    },
}))]
pub(crate) struct EventMailBody {
    /// Its id.
    #[schema(value_type = shape::Id)]
    id: MailId,
    /// What it is.
    #[schema(value_type = shape::MailKind)]
    kind: MailKind,
    /// Who gets it.
    to: MailboxBody,
    /// Their language.
    #[schema(value_type = shape::Language)]
    language: Language,
    /// How far it has come.
    #[schema(value_type = shape::MailState)]
    state: MailState,
    /// When it was stored.
    #[schema(value_type = shape::Time)]
    created_at: Timestamp,
    /// Why they get it.
    because: Option<BecauseBody>,
}

/// An entry in somebody's digest: one that is to come, or one that was.
#[derive(Serialize, ToSchema)]
#[schema(as = DigestEntry)]
pub(crate) struct DigestEntryBody {
    /// Whose.
    to: MailboxBody,
    /// When the digest is due; `null` once it was sent.
    #[schema(value_type = Option<shape::Time>)]
    due_at: Option<Timestamp>,
    /// The digest that told it; `null` while it is to come.
    #[schema(value_type = Option<shape::Id>)]
    mail_id: Option<MailId>,
    /// Why they hear.
    because: BecauseBody,
}

impl From<&Tracked> for EventMailBody {
    fn from(Tracked { mail, delivery }: &Tracked) -> Self {
        Self {
            id: mail.id,
            kind: mail.content.kind(),
            to: MailboxBody::from(&mail.to),
            language: mail.language,
            state: delivery.state,
            created_at: mail.created_at,
            because: mail.recipient.as_ref().map(BecauseBody::from),
        }
    }
}

impl From<&ToldLater> for DigestEntryBody {
    fn from(ToldLater { to, due_at, because }: &ToldLater) -> Self {
        let (to, because) = (MailboxBody::from(to), BecauseBody::from(because));
        Self { to, due_at: Some(*due_at), mail_id: None, because }
    }
}

impl From<&InDigest> for DigestEntryBody {
    fn from(InDigest { to, stands, because }: &InDigest) -> Self {
        let (due_at, mail_id) = match stands {
            Stands::Due(at) => (Some(*at), None),
            Stands::Told(mail) => (None, Some(*mail)),
        };
        Self { to: MailboxBody::from(to), due_at, mail_id, because: BecauseBody::from(because) }
    }
}

impl From<&EventDetail> for EventDetailBody {
    fn from(EventDetail { kept, mails, digests }: &EventDetail) -> Self {
        Self {
            event: EventBody::from(kept),
            mails: mails.iter().map(EventMailBody::from).collect(),
            digests: digests.iter().map(DigestEntryBody::from).collect(),
        }
    }
}
