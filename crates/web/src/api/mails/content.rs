//! What a mail says, in a few values. The link is not among them.

use domain::{EmailAddress, Name, Timestamp, mail::Content};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{sender::MailboxBody, shape};

/// What a mail says, in a few values. The link itself is never shown.
#[derive(Serialize, ToSchema)]
#[schema(as = MailContent)]
pub(crate) struct ContentBody {
    /// The template that the values fill.
    #[schema(value_type = String, example = "welcome_v1")]
    template: &'static str,
    /// The accounting office that it names.
    #[schema(value_type = shape::Name)]
    office_name: Name,
    /// The dossier that it names.
    #[schema(value_type = shape::Name)]
    dossier_name: Name,
    /// Until when the link in it is good; `null` when it holds none.
    #[schema(value_type = Option<shape::Time>)]
    link_valid_until: Option<Timestamp>,
    /// Whom it says to ask.
    contact: Option<ContactBody>,
    /// Whom it is about, for a notice to the office.
    client_user: Option<MailboxBody>,
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

impl From<&Content> for ContentBody {
    fn from(content: &Content) -> Self {
        let body = |template, office_name: &Name, dossier_name: &Name| Self {
            template,
            office_name: office_name.clone(),
            dossier_name: dossier_name.clone(),
            link_valid_until: None,
            contact: None,
            client_user: None,
        };
        let contact = |contact: &domain::mail::Contact| {
            Some(ContactBody { name: contact.name.clone(), address: contact.address.clone() })
        };
        match content {
            Content::WelcomeV1(welcome) | Content::WelcomeReminderV1(welcome) => Self {
                link_valid_until: Some(welcome.valid_until),
                contact: contact(&welcome.contact),
                ..body(template(content), &welcome.office_name, &welcome.dossier_name)
            },
            Content::AccessAddedV1(added) => Self {
                link_valid_until: added.open_link.as_ref().map(|open| open.valid_until),
                contact: contact(&added.contact),
                ..body(template(content), &added.office_name, &added.dossier_name)
            },
            Content::FollowUpNoticeV1(notice) => Self {
                client_user: Some(MailboxBody::from(&notice.client_user)),
                ..body(template(content), &notice.office_name, &notice.dossier_name)
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
    }
}
