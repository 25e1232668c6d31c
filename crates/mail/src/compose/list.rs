//! Which list a mail is of (RFC 2919), so that a mail program can sort it: one for each kind and office.

use domain::mail::{Mail, MailKind};

use super::{ComposeError, message::MessageId, words};

/// A `List-Id`.
pub(super) struct ListId {
    /// What people call it.
    pub(super) phrase: String,
    /// What programs call it.
    pub(super) id: String,
}

/// RFC 2919 §2: a list's id has 255 octets at most.
const LONGEST: usize = 255;

impl ListId {
    /// The list of a mail about events. Mails to clients are of no list.
    pub(super) fn of(mail: &Mail, message_id: MessageId<'_>) -> Result<Option<Self>, ComposeError> {
        let kind = match mail.content.kind() {
            kind @ (MailKind::FailedTask
            | MailKind::Message
            | MailKind::VatDocumentsOk
            | MailKind::UserRequest
            | MailKind::Digest) => kind.code(),
            _ => return Ok(None),
        };
        let id = format!("{}.{}.{}", kind.replace('_', "-"), mail.office_id, message_id.host());
        let phrase = words::kind(mail.language, kind).map_err(ComposeError::Words)?;
        Ok((id.len() <= LONGEST).then_some(Self { phrase, id }))
    }
}
