//! What a mail says, in a few values. The link of a welcome mail is not among them.

use domain::{
    EmailAddress, Name, Text, Timestamp, WebLink,
    event::{EventKind, Pace},
    id::EventId,
    mail::{Content, Digest, DigestDossier, DigestEvent, Notice, OfficeMessage},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{events::FactsBody, recipient::BecauseBody, sender::MailboxBody, shape};

/// What a mail says, in a few values. The link of a welcome mail is never shown.
#[derive(Serialize, ToSchema)]
#[schema(as = MailContent, example = json!({
    "template": "welcome_v1", "office_name": "Kantoor Maes", "dossier_name": "Bakkerij De Wafel",
    "link_valid_until": "2026-12-07T16:00:00Z",
    "contact": { "name": "Kantoor Maes", "address": "bakkers@maes.example" },
    "client_user": null, "notice": null, "digest": null, "message": null,
}))]
pub(crate) struct ContentBody {
    /// The template that the values fill.
    #[schema(value_type = String, example = "welcome_v1")]
    template: &'static str,
    /// The accounting office that it names.
    #[schema(value_type = shape::Name)]
    office_name: Name,
    /// The dossier that it names; `null` when it is about none, or about several.
    #[schema(value_type = Option<shape::Name>)]
    dossier_name: Option<Name>,
    /// Until when the link in it is good; `null` when it holds none.
    #[schema(value_type = Option<shape::Time>)]
    link_valid_until: Option<Timestamp>,
    /// Whom it says to ask.
    contact: Option<ContactBody>,
    /// Whom it is about, for a notice to the office.
    client_user: Option<MailboxBody>,
    /// What happened, for a mail about an event.
    notice: Option<NoticeBody>,
    /// What happened, for a digest.
    digest: Option<DigestBody>,
    /// What the office wrote, for a message to a client-user.
    message: Option<OfficeMessageBody>,
}

/// Whom a mail says to ask.
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
pub(crate) struct ContactBody {
    /// A person's or the office's name.
    #[schema(value_type = shape::Name)]
    name: Name,
    /// An address that is read.
    #[schema(value_type = shape::EmailAddress)]
    address: EmailAddress,
}

/// What a mail about an event says.
#[derive(Serialize, ToSchema)]
#[schema(as = Notice)]
pub(crate) struct NoticeBody {
    /// What happened: one text, or each of several unread messages, oldest first.
    #[schema(value_type = Vec<shape::Text>)]
    texts: Vec<Text>,
    /// What more is known of it.
    facts: FactsBody,
    /// When it happened; of several, the first.
    #[schema(value_type = shape::Time)]
    occurred_at: Timestamp,
    /// Where to see it and act.
    #[schema(value_type = shape::Link)]
    link: WebLink,
}

/// What a digest says.
#[derive(Serialize, ToSchema)]
#[schema(as = Digest)]
pub(crate) struct DigestBody {
    /// How often its reader wants one.
    #[schema(value_type = shape::Pace)]
    pace: Pace,
    /// What happened, by dossier; without a dossier last.
    dossiers: Vec<DigestDossierBody>,
    /// The portal.
    #[schema(value_type = shape::Link)]
    link: WebLink,
}

/// What happened in one dossier.
#[derive(Serialize, ToSchema)]
#[schema(as = DigestDossier)]
pub(crate) struct DigestDossierBody {
    /// The dossier; `null` for what is about none.
    #[schema(value_type = Option<shape::Name>)]
    dossier_name: Option<Name>,
    /// What happened, oldest first.
    events: Vec<DigestEventBody>,
}

/// One event in a digest.
#[derive(Serialize, ToSchema)]
#[schema(as = DigestEvent)]
pub(crate) struct DigestEventBody {
    /// Which.
    #[schema(value_type = shape::Id)]
    event_id: EventId,
    /// What kind.
    #[schema(value_type = shape::EventKind)]
    kind: EventKind,
    /// What happened, in words.
    #[schema(value_type = shape::Text)]
    text: Text,
    /// What more is known of it.
    facts: FactsBody,
    /// When it happened.
    #[schema(value_type = shape::Time)]
    occurred_at: Timestamp,
    /// Where to see it and act.
    #[schema(value_type = shape::Link)]
    link: WebLink,
    /// Why the digest's reader hears of it.
    because: BecauseBody,
}

/// What a message of the office to a client-user says.
#[derive(Serialize, ToSchema)]
#[schema(as = OfficeMessage)]
pub(crate) struct OfficeMessageBody {
    /// Who wrote it; the office itself when it is not known.
    #[schema(value_type = shape::Name)]
    by: Name,
    /// What they wrote.
    #[schema(value_type = shape::Text)]
    text: Text,
    /// Where to answer.
    #[schema(value_type = shape::Link)]
    link: WebLink,
}

impl From<&domain::mail::Contact> for ContactBody {
    fn from(contact: &domain::mail::Contact) -> Self {
        Self { name: contact.name.clone(), address: contact.address.clone() }
    }
}

impl From<&Notice> for NoticeBody {
    fn from(notice: &Notice) -> Self {
        Self {
            texts: notice.texts.clone(),
            facts: FactsBody::from(&notice.facts),
            occurred_at: notice.occurred_at,
            link: notice.link.clone(),
        }
    }
}

impl From<&Digest> for DigestBody {
    fn from(digest: &Digest) -> Self {
        let dossiers = digest.dossiers.iter().map(DigestDossierBody::from).collect();
        Self { pace: digest.pace, dossiers, link: digest.link.clone() }
    }
}

impl From<&DigestDossier> for DigestDossierBody {
    fn from(DigestDossier { dossier_name, events }: &DigestDossier) -> Self {
        Self {
            dossier_name: dossier_name.clone(),
            events: events.iter().map(DigestEventBody::from).collect(),
        }
    }
}

impl From<&DigestEvent> for DigestEventBody {
    fn from(event: &DigestEvent) -> Self {
        Self {
            event_id: event.event,
            kind: event.kind,
            text: event.text.clone(),
            facts: FactsBody::from(&event.facts),
            occurred_at: event.occurred_at,
            link: event.link.clone(),
            because: BecauseBody::from(&event.because),
        }
    }
}

impl From<&OfficeMessage> for OfficeMessageBody {
    fn from(message: &OfficeMessage) -> Self {
        Self { by: message.by.clone(), text: message.text.clone(), link: message.link.clone() }
    }
}

impl From<&Content> for ContentBody {
    fn from(content: &Content) -> Self {
        let body = |office_name: &Name, dossier_name: Option<&Name>| Self {
            template: template(content),
            office_name: office_name.clone(),
            dossier_name: dossier_name.cloned(),
            link_valid_until: None,
            contact: None,
            client_user: None,
            notice: None,
            digest: None,
            message: None,
        };
        match content {
            Content::WelcomeV1(welcome) | Content::WelcomeReminderV1(welcome) => Self {
                link_valid_until: Some(welcome.valid_until),
                contact: Some(ContactBody::from(&welcome.contact)),
                ..body(&welcome.office_name, Some(&welcome.dossier_name))
            },
            Content::AccessAddedV1(added) => Self {
                link_valid_until: added.open_link.as_ref().map(|open| open.valid_until),
                contact: Some(ContactBody::from(&added.contact)),
                ..body(&added.office_name, Some(&added.dossier_name))
            },
            Content::FollowUpNoticeV1(notice) => Self {
                client_user: Some(MailboxBody::from(&notice.client_user)),
                ..body(&notice.office_name, Some(&notice.dossier_name))
            },
            Content::FailedTaskV1(notice)
            | Content::MessageV1(notice)
            | Content::VatDocumentsOkV1(notice)
            | Content::UserRequestV1(notice) => Self {
                notice: Some(NoticeBody::from(notice)),
                ..body(&notice.office_name, notice.dossier_name.as_ref())
            },
            Content::DigestV1(digest) => {
                Self { digest: Some(DigestBody::from(digest)), ..body(&digest.office_name, None) }
            }
            Content::Forgotten(forgotten) => body(&forgotten.office_name, forgotten.dossier_name.as_ref()),
            Content::OfficeMessageV1(message) => Self {
                contact: Some(ContactBody::from(&message.contact)),
                message: Some(OfficeMessageBody::from(message)),
                ..body(&message.office_name, Some(&message.dossier_name))
            },
        }
    }
}

/// The name under which the template is stored.
const fn template(content: &Content) -> &'static str {
    match content {
        Content::WelcomeV1(_) => "welcome_v1",
        Content::WelcomeReminderV1(_) => "welcome_reminder_v1",
        Content::AccessAddedV1(_) => "access_added_v1",
        Content::FollowUpNoticeV1(_) => "follow_up_notice_v1",
        Content::FailedTaskV1(_) => "failed_task_v1",
        Content::MessageV1(_) => "message_v1",
        Content::VatDocumentsOkV1(_) => "vat_documents_ok_v1",
        Content::UserRequestV1(_) => "user_request_v1",
        Content::DigestV1(_) => "digest_v1",
        Content::OfficeMessageV1(_) => "office_message_v1",
        Content::Forgotten(_) => "forgotten",
    }
}
