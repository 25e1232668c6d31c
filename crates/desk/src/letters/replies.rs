//! Mails to client-users about what the office wrote to them.

use domain::{
    Name, Text,
    client_user::ClientUser,
    mail::{Contact, Content, Mail, OfficeMessage},
    sender::SenderDecision,
};
use store::dossiers::WelcomeContext;

use super::{
    notices::{portal, thread_id},
    to_client,
};
use crate::Desk;

/// A message of the office to a client-user, from the address that welcomes those of the dossier.
pub(crate) fn office_message(
    desk: &Desk,
    dossier: &WelcomeContext,
    sender: SenderDecision,
    by: &Name,
    text: &Text,
    thread: &Name,
    user: &ClientUser,
) -> Mail {
    let content = Content::OfficeMessageV1(OfficeMessage {
        office_name: dossier.office.name.clone(),
        dossier_name: dossier.dossier_name.clone(),
        by: by.clone(),
        text: text.clone(),
        link: portal(desk),
        contact: Contact::of(&sender),
    });
    let thread = Some(thread_id(desk, &dossier.office, thread));
    Mail { thread, ..to_client(desk, dossier, sender, user, content) }
}
