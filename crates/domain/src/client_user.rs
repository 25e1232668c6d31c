//! A person at a client, who may enter the portal.

use crate::{
    EmailAddress, Language, Mailbox, Name, Timestamp, bounce,
    id::{ClientUserId, DossierId},
    invitation::ClientUserState,
};

/// A person at a client. Their address is their login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientUser {
    /// Their id.
    pub id: ClientUserId,
    /// Their login.
    pub email: EmailAddress,
    /// Their name.
    pub name: Name,
    /// The language of the mails they get.
    pub language: Language,
    /// Where they stand.
    pub state: ClientUserState,
    /// The dossier that they were created for: it decides who sends.
    pub first_dossier_id: DossierId,
    /// When a link of theirs was opened first; a mail scanner may have done so.
    pub link_opened_at: Option<Timestamp>,
    /// Why the mail with their newest link came back, if it did.
    pub bounced: Option<bounce::Cause>,
    /// When they were created.
    pub created_at: Timestamp,
}

impl ClientUser {
    /// Name and address, as a mail to them is addressed.
    #[must_use]
    pub fn mailbox(&self) -> Mailbox {
        Mailbox { name: self.name.clone(), address: self.email.clone() }
    }
}
