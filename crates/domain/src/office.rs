//! An accounting office and its people.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    EmailAddress, Language, Mailbox, Name, Timestamp,
    event::{EventKind, Pace, Paces},
    id::{ClientGroupId, EmployeeId, OfficeId},
    sender::FunctionalAddress,
};

/// An accounting office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Its name, as clients know it.
    pub name: Name,
    /// Its own language.
    pub language: Language,
    /// The address that always exists: the last step of every cascade.
    pub communication_address: EmailAddress,
    /// The address for the portal's mails, if it has one.
    pub functional_address: Option<FunctionalAddress>,
    /// Welcome mails go out from the functional address before any other.
    pub always_functional_sender: bool,
    /// The sending address is told, without the link, that a welcome mail went out.
    pub follow_up_notice: bool,
    /// Those who set no password are reminded after 3 and 7 days.
    pub reminders: bool,
    /// How many days a link is good: 1 to 30.
    pub invitation_days: u32,
    /// A client's message is told by mail when nobody has read it after so many minutes; 0 is at once.
    pub message_delay_minutes: u32,
    /// Failed tasks are told at once, whatever an employee chose.
    pub failed_tasks_at_once: bool,
    /// User requests are told at once, whatever an employee chose.
    pub user_requests_at_once: bool,
    /// A failed task or user request that is open after so many working hours goes to the next step of the cascade.
    pub escalation_hours: Option<u32>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Office {
    /// How many minutes a message may wait to be read.
    pub const MESSAGE_DELAY: std::ops::RangeInclusive<u32> = 0..=1440;
    /// After how many working hours something may go to the next step.
    pub const ESCALATION: std::ops::RangeInclusive<u32> = 1..=200;

    /// How soon an employee hears of a kind: as they chose, unless the office wants it told at once.
    #[must_use]
    pub fn pace(&self, employee: &Employee, kind: EventKind) -> Pace {
        let at_once = match kind {
            EventKind::FailedTask => self.failed_tasks_at_once,
            EventKind::UserRequest => self.user_requests_at_once,
            EventKind::Message | EventKind::VatDocumentsOk => false,
        };
        if at_once { Pace::AtOnce } else { employee.paces.get(&kind).copied().unwrap_or_default() }
    }
}

/// Somebody who works at an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// Their id.
    pub id: EmployeeId,
    /// Their full name.
    pub name: Name,
    /// Their address; unique in the office.
    pub email: EmailAddress,
    /// The language of the mails they get.
    pub language: Language,
    /// What they may do.
    pub role: Role,
    /// False once they have left.
    pub active: bool,
    /// When they are away, if they said so.
    pub absence: Option<Absence>,
    /// How soon they hear of each kind of event.
    pub paces: Paces,
}

impl Employee {
    /// Their name with their address.
    #[must_use]
    pub fn mailbox(&self) -> Mailbox {
        Mailbox { name: self.name.clone(), address: self.email.clone() }
    }

    /// Who reads for them on a day: nobody when they are there, or named nobody.
    #[must_use]
    pub fn deputy(&self, today: Date) -> Option<EmployeeId> {
        self.absence.filter(|absence| absence.holds(today)).and_then(|absence| absence.deputy_id)
    }
}

/// When somebody is away, and who reads for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Who reads what comes for them; without one they go on reading themselves.
    pub deputy_id: Option<EmployeeId>,
}

impl Absence {
    /// Is it on this day?
    #[must_use]
    pub fn holds(&self, today: Date) -> bool {
        (self.from..=self.to).contains(&today)
    }
}

/// What an employee may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything but other people's private dossiers.
    Admin,
    /// The dossiers that they manage and those of their client groups.
    Employee,
    /// A worklist only.
    Support,
}

/// Clients that the office treats alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientGroup {
    /// Its id.
    pub id: ClientGroupId,
    /// Its name; unique in the office, without regard to case.
    pub name: Name,
    /// Its address, if it has one.
    pub email: Option<EmailAddress>,
    /// The employees who work for it.
    pub members: Vec<EmployeeId>,
}
