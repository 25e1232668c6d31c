//! One message to one recipient, as it is stored: everything that decides its bytes, and nothing secret.
//!
//! A mail is rendered again at each attempt, from these values, to the same bytes. The link is not among them:
//! it is derived from the installation's secret key when the mail is rendered, so that no reader of the
//! database holds one.

use serde::{Deserialize, Serialize};

use crate::{
    address::{EmailAddress, Mailbox},
    event::{EventKind, Facts, Pace},
    id::{ClientUserId, DossierId, EventId, InvitationId, MailId, OfficeId},
    language::Language,
    name::Name,
    recipients::Because,
    sender::SenderDecision,
    text::{Text, WebLink},
    time::Timestamp,
};

/// One message to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id; also the part of its `Message-ID` before the `@`.
    pub id: MailId,
    /// The office that it is sent for.
    pub office_id: OfficeId,
    /// The dossier that caused it.
    pub dossier_id: Option<DossierId>,
    /// The client-user that it is about.
    pub client_user_id: Option<ClientUserId>,
    /// The event that it tells of.
    pub event_id: Option<EventId>,
    /// When it was stored: its `Date`.
    pub created_at: Timestamp,
    /// Its `Message-ID` (RFC 5322 §3.6.4), without angle brackets.
    pub message_id: String,
    /// Who it comes from, with the reasons.
    pub sender: SenderDecision,
    /// Who it goes to.
    pub to: Mailbox,
    /// Why it goes to them, when that was decided: for mails about events.
    pub recipient: Option<Because>,
    /// What mails of one conversation have in common: the `Message-ID` that their `References` begin with (RFC 5322
    /// §3.6.4), without angle brackets.
    pub thread: Option<String>,
    /// The reader's language.
    pub language: Language,
    /// What it says.
    pub content: Content,
}

/// What a mail says: a template with the values that fill it.
///
/// A template's version is part of what is stored; a changed template is a new variant beside the old, as long as
/// a mail of the old may still be under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum Content {
    /// The welcome mail of a new client-user.
    WelcomeV1(Welcome),
    /// The same once more, to somebody who has not set a password yet.
    WelcomeReminderV1(Welcome),
    /// Somebody who is a client-user already can now reach one more dossier.
    AccessAddedV1(AccessAdded),
    /// Tells the sending address that a welcome mail went out. Never holds the link.
    FollowUpNoticeV1(FollowUpNotice),
    /// Something went wrong, and somebody in the office must act.
    FailedTaskV1(Notice),
    /// A client left one message or several.
    MessageV1(Notice),
    /// A client says that all documents for a VAT period are in, or takes that back.
    VatDocumentsOkV1(Notice),
    /// Somebody at the client's asks for something, such as a new user.
    UserRequestV1(Notice),
    /// Several events in one mail.
    DigestV1(Digest),
    /// The office wrote to a client-user.
    OfficeMessageV1(OfficeMessage),
    /// Said long ago, and forgotten since.
    Forgotten(Forgotten),
}

/// What is left of a mail whose content was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// What kind of mail it was.
    pub kind: MailKind,
    /// The accounting office.
    pub office_name: Name,
    /// The dossier, if it was about one.
    pub dossier_name: Option<Name>,
}

/// The values of a mail about an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The accounting office.
    pub office_name: Name,
    /// The dossier, if the event is about one.
    pub dossier_name: Option<Name>,
    /// What happened, in words: one text, or each of several unread messages, oldest first.
    pub texts: Vec<Text>,
    /// What more is known.
    #[serde(flatten)]
    pub facts: Facts,
    /// When it happened; of several, the first.
    pub occurred_at: Timestamp,
    /// The IANA time zone that the reader's clock shows.
    pub time_zone: String,
    /// Where to see it and act.
    pub link: WebLink,
}

/// The values of a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The accounting office.
    pub office_name: Name,
    /// How often the reader wants one.
    pub pace: Pace,
    /// What happened, by dossier; without a dossier last.
    pub dossiers: Vec<DigestDossier>,
    /// The IANA time zone that the reader's clock shows.
    pub time_zone: String,
    /// The portal.
    pub link: WebLink,
}

/// What happened in one dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestDossier {
    /// The dossier; none for what is about no dossier.
    pub dossier_name: Option<Name>,
    /// What happened, oldest first.
    pub events: Vec<DigestEvent>,
}

/// One event in a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEvent {
    /// Which.
    pub event: EventId,
    /// What kind.
    pub kind: EventKind,
    /// What happened, in words.
    pub text: Text,
    /// What more is known.
    #[serde(flatten)]
    pub facts: Facts,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Where to see it and act.
    pub link: WebLink,
    /// Why this reader hears of it.
    pub because: Because,
}

/// The values of a message of the office to a client-user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeMessage {
    /// The accounting office.
    pub office_name: Name,
    /// The dossier that the conversation is about.
    pub dossier_name: Name,
    /// Who wrote it; the office itself when it is not known.
    pub by: Name,
    /// What they wrote.
    pub text: Text,
    /// The portal, where to answer.
    pub link: WebLink,
    /// Whom to ask.
    pub contact: Contact,
}

/// The values of a welcome mail. The login is the recipient's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The accounting office.
    pub office_name: Name,
    /// The dossier that the client-user gets to see.
    pub dossier_name: Name,
    /// The link to set the first password.
    pub link: LinkRef,
    /// Until when the link is good.
    pub valid_until: Timestamp,
    /// The IANA time zone that the reader's clock shows.
    pub time_zone: String,
    /// Whom to ask.
    pub contact: Contact,
}

/// The values of an "access added" mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessAdded {
    /// The accounting office.
    pub office_name: Name,
    /// The dossier that was added.
    pub dossier_name: Name,
    /// For somebody who has not set a password yet: the link that they were sent, and until when it is good.
    pub open_link: Option<OpenLink>,
    /// The IANA time zone that the reader's clock shows.
    pub time_zone: String,
    /// Whom to ask.
    pub contact: Contact,
}

/// A link that is still good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLink {
    /// The link.
    pub link: LinkRef,
    /// Until when it is good.
    pub valid_until: Timestamp,
}

/// The values of a follow-up notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpNotice {
    /// The accounting office.
    pub office_name: Name,
    /// The dossier.
    pub dossier_name: Name,
    /// Who was welcomed.
    pub client_user: Mailbox,
}

/// Which link a mail holds: enough for whoever has the secret key to derive it, nothing for anybody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRef {
    /// The invitation.
    pub invitation: InvitationId,
    /// Which of its links.
    pub number: u32,
}

/// Whom the reader can ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A person's or the office's name.
    pub name: Name,
    /// An address that is read.
    pub address: EmailAddress,
    /// Nobody reads the address that the mail comes from.
    pub sender_is_unread: bool,
}

impl Contact {
    /// Whom to ask about a mail of this sender.
    #[must_use]
    pub fn of(sender: &SenderDecision) -> Self {
        Self {
            name: sender.from.name.clone(),
            address: sender.reply_to.clone().unwrap_or_else(|| sender.from.address.clone()),
            sender_is_unread: sender.reply_to.is_some(),
        }
    }
}

/// What a mail is, as lists and filters name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// A welcome mail.
    Welcome,
    /// A reminder of a welcome mail.
    WelcomeReminder,
    /// One more dossier.
    AccessAdded,
    /// A notice to the sending address.
    FollowUpNotice,
    /// Something went wrong.
    FailedTask,
    /// A client left a message.
    Message,
    /// All documents for a VAT period are in, or not after all.
    VatDocumentsOk,
    /// Somebody asks for something like a new user.
    UserRequest,
    /// Several events in one mail.
    Digest,
    /// The office wrote to a client-user.
    OfficeMessage,
}

/// Which mails go first when there is a queue; lower goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Somebody waits for it: welcome and password mails.
    Awaited = 0,
    /// Tells something that happened.
    Notice = 1,
    /// Several things, whose reader chose to wait for them.
    Digest = 2,
}

impl MailKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Welcome,
        Self::WelcomeReminder,
        Self::AccessAdded,
        Self::FollowUpNotice,
        Self::FailedTask,
        Self::Message,
        Self::VatDocumentsOk,
        Self::UserRequest,
        Self::Digest,
        Self::OfficeMessage,
    ];

    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::WelcomeReminder => "welcome_reminder",
            Self::AccessAdded => "access_added",
            Self::FollowUpNotice => "follow_up_notice",
            Self::FailedTask => "failed_task",
            Self::Message => "message",
            Self::VatDocumentsOk => "vat_documents_ok",
            Self::UserRequest => "user_request",
            Self::Digest => "digest",
            Self::OfficeMessage => "office_message",
        }
    }

    /// The class that it is queued in.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::Welcome => Class::Awaited,
            Self::Digest => Class::Digest,
            _ => Class::Notice,
        }
    }
}

impl Content {
    /// A mail that tells of one event.
    #[must_use]
    pub const fn notice(kind: EventKind, notice: Notice) -> Self {
        match kind {
            EventKind::FailedTask => Self::FailedTaskV1(notice),
            EventKind::Message => Self::MessageV1(notice),
            EventKind::VatDocumentsOk => Self::VatDocumentsOkV1(notice),
            EventKind::UserRequest => Self::UserRequestV1(notice),
        }
    }

    /// What kind of mail it is.
    #[must_use]
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::WelcomeV1(_) => MailKind::Welcome,
            Self::WelcomeReminderV1(_) => MailKind::WelcomeReminder,
            Self::AccessAddedV1(_) => MailKind::AccessAdded,
            Self::FollowUpNoticeV1(_) => MailKind::FollowUpNotice,
            Self::FailedTaskV1(_) => MailKind::FailedTask,
            Self::MessageV1(_) => MailKind::Message,
            Self::VatDocumentsOkV1(_) => MailKind::VatDocumentsOk,
            Self::UserRequestV1(_) => MailKind::UserRequest,
            Self::DigestV1(_) => MailKind::Digest,
            Self::OfficeMessageV1(_) => MailKind::OfficeMessage,
            Self::Forgotten(forgotten) => forgotten.kind,
        }
    }

    /// The same without what it said.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        let (office_name, dossier_name) = match self {
            Self::WelcomeV1(of) | Self::WelcomeReminderV1(of) => (&of.office_name, Some(&of.dossier_name)),
            Self::AccessAddedV1(of) => (&of.office_name, Some(&of.dossier_name)),
            Self::FollowUpNoticeV1(of) => (&of.office_name, Some(&of.dossier_name)),
            Self::FailedTaskV1(of)
            | Self::MessageV1(of)
            | Self::VatDocumentsOkV1(of)
            | Self::UserRequestV1(of) => (&of.office_name, of.dossier_name.as_ref()),
            Self::DigestV1(of) => (&of.office_name, None),
            Self::OfficeMessageV1(of) => (&of.office_name, Some(&of.dossier_name)),
            Self::Forgotten(of) => (&of.office_name, of.dossier_name.as_ref()),
        };
        let (office_name, dossier_name) = (office_name.clone(), dossier_name.cloned());
        Self::Forgotten(Forgotten { kind: self.kind(), office_name, dossier_name })
    }

    /// The link that it holds, if it holds one.
    #[must_use]
    pub fn link(&self) -> Option<LinkRef> {
        match self {
            Self::WelcomeV1(welcome) | Self::WelcomeReminderV1(welcome) => Some(welcome.link),
            Self::AccessAddedV1(added) => added.open_link.as_ref().map(|open| open.link),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
