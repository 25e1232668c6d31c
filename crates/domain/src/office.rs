//! An accounting office and its people.

use serde::{Deserialize, Serialize};

use crate::{
    EmailAddress, Language, Name, Timestamp,
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
    /// When it was created.
    pub created_at: Timestamp,
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
