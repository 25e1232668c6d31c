//! Something that the office must hear about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Name, Timestamp,
    address::Mailbox,
    bounce,
    id::{DossierId, EventId, OfficeId},
    text::{Text, WebLink},
    vat,
};

/// What kind of thing it is; each has its own recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Something went wrong and a person must act.
    FailedTask,
    /// A client left a message.
    Message,
    /// A client says that all documents for a VAT period have been sent in.
    VatDocumentsOk,
    /// Somebody asks for something like a new user.
    UserRequest,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::FailedTask, Self::Message, Self::VatDocumentsOk, Self::UserRequest];

    /// The code that is stored and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FailedTask => "failed_task",
            Self::Message => "message",
            Self::VatDocumentsOk => "vat_documents_ok",
            Self::UserRequest => "user_request",
        }
    }

    /// It is open until somebody of the office closes it: solves the task, reads the message, answers the request.
    #[must_use]
    pub const fn waits_for_the_office(self) -> bool {
        !matches!(self, Self::VatDocumentsOk)
    }

    /// It goes on to the next step of the cascade when nobody closes it, if the office wants that.
    #[must_use]
    pub const fn escalates(self) -> bool {
        matches!(self, Self::FailedTask | Self::UserRequest)
    }
}

/// Something that the office must hear about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The office that must hear.
    pub office_id: OfficeId,
    /// The dossier that it is about.
    pub dossier_id: Option<DossierId>,
    /// What happened.
    pub kind: EventKind,
    /// The same in words.
    pub summary: Text,
    /// Where to see it, when that is not the portal's first page.
    pub link: Option<WebLink>,
    /// What more is known of it.
    pub facts: Facts,
    /// What messages of one conversation have in common: unread ones are told together.
    pub thread: Option<Name>,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When somebody closed it; never, for kinds that wait for nobody.
    pub closed_at: Option<Timestamp>,
}

/// What more is known of an event than its summary; nothing of it decides who hears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Who at the client's did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Name>,
    /// The VAT period that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<vat::Period>,
    /// *Documents OK* is taken back by it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
    /// The user who is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newcomer: Option<Mailbox>,
    /// The client-user whom a mail did not reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undelivered: Option<Mailbox>,
    /// Domains of the office from which mails went out, and do not any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken_domains: Vec<String>,
    /// Why that mail came back, if a relay had taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_back: Option<bounce::Cause>,
}

impl Facts {
    /// The event in words, as far as these facts say it. A mail does not repeat it beside them.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let newcomer = |newcomer: &Mailbox| format!("{} <{}>", newcomer.name, newcomer.address);
        self.period.map(|period| period.to_string()).or_else(|| self.newcomer.as_ref().map(newcomer))
    }
}

/// How soon an employee hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// One mail for each event.
    #[default]
    AtOnce,
    /// One mail at each full hour.
    Hourly,
    /// One mail in the morning.
    Daily,
}

/// How soon an employee hears of each kind: at once, unless it is said here.
pub type Paces = BTreeMap<EventKind, Pace>;
