//! A stored mail becomes the bytes that are sent, the same ones at each attempt.
//!
//! **A mail is a folder** of `templates/`: `subject.txt`, `preview.txt` (what is shown beside it), `mail.txt` and
//! `mail.html`. They hold the layout and no words; what is common to several is in `templates/parts/`. **The words
//! are in `locales/`**, one file per language, a key per whole sentence. Where a layout says `[[welcome-lead]]` comes
//! the sentence of that key, and where a sentence says `{ $office }` comes the value of the mail.
//!
//! That is done in two steps, because the second is taken for every mail:
//!
//! 1. At the start, [`Composer::new`] puts the sentences into the layouts, and keeps the result per template and
//!    language, with a place left open for each value.
//! 2. [`Composer::compose`] fills the places, with HTML escaping in the HTML part, and wraps the parts in MIME.
//!
//! Nothing here asks for the time or rolls a die: the date, the `Message-ID` and the MIME boundary are the mail's.

pub(crate) mod html;
mod list;
mod message;
pub(crate) mod moment;
pub(crate) mod sentences;
mod templates;
mod values;
mod why;
mod words;

use domain::mail::Mail;
use url::Url;

use self::{
    list::ListId,
    message::{Headers, MessageId},
    templates::Templates,
    values::Values,
};

pub use self::templates::TemplateError;

/// Makes mails; built once, used for all.
pub struct Composer {
    templates: Templates,
}

/// A mail as it goes over the wire, with its envelope (RFC 5321 §2.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The message (RFC 5322): 7-bit, lines of 76 octets at most where folding allows it, ended by CRLF.
    pub bytes: Vec<u8>,
    /// The address for `MAIL FROM`.
    pub envelope_from: String,
    /// The address for `RCPT TO`.
    pub envelope_to: String,
}

/// Why a mail can't be made. None of these goes away by itself.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A welcome mail without its link would be of no use to its reader.
    #[error("this mail holds a link, and none was given")]
    LinkMissing,
    /// A link that the mail does not ask for must not slip out with it.
    #[error("this mail holds no link, and one was given")]
    LinkUnexpected,
    /// A mail program opens only `http` and `https`.
    #[error("a link in a mail is a web address, not {0:?}")]
    LinkScheme(String),
    /// What it said was forgotten.
    #[error("what this mail said is no longer kept")]
    Forgotten,
    /// Not a time zone of the IANA database.
    #[error("there is no time zone {name:?}")]
    TimeZone {
        /// The name.
        name: String,
        /// What the database says.
        source: jiff::Error,
    },
    /// Not what RFC 5322 §3.6.4 allows between the angle brackets.
    #[error("{0:?} can't be a Message-ID")]
    MessageId(String),
    /// The `Message-ID` of a conversation that is none, or the mail's own.
    #[error("{0:?} can't be the Message-ID that a mail follows")]
    Thread(String),
    /// The words for a point in time, a VAT period or a number can't be made.
    #[error("a value can't be put into words")]
    Words(#[source] TemplateError),
    /// A template asks for a value that this mail does not have.
    #[error("the template {name} can't be filled")]
    Fill {
        /// Template, language and part.
        name: String,
        /// What is missing.
        source: minijinja::Error,
    },
}

impl Composer {
    /// Prepares all templates in all languages.
    ///
    /// # Errors
    /// [`TemplateError`] when a template that this program was built with is not in order; the tests build them all.
    pub fn new() -> Result<Self, TemplateError> {
        Ok(Self { templates: Templates::prepare()? })
    }

    /// Makes the mail. `link` is what [`domain::mail::Content::link`] stands for: given exactly when that is.
    ///
    /// # Errors
    /// See [`ComposeError`].
    pub fn compose(&self, mail: &Mail, link: Option<&Url>) -> Result<Composed, ComposeError> {
        let message_id = MessageId::of(mail)?;
        let thread = MessageId::of_thread(mail)?;
        let list = ListId::of(mail, message_id)?;
        let link = self::link(mail, link)?;
        let written = self.templates.fill(mail, Values::of(mail, link)?)?;
        Ok(Composed {
            bytes: message::write(mail, &Headers { message_id, thread, list: list.as_ref() }, &written),
            envelope_from: mail.sender.from.address.wire(),
            envelope_to: mail.to.address.wire(),
        })
    }
}

/// The link, if the mail holds one; a mail that holds one never goes without, and no other ever goes with.
fn link<'a>(mail: &Mail, link: Option<&'a Url>) -> Result<Option<&'a str>, ComposeError> {
    match (mail.content.link(), link) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(ComposeError::LinkMissing),
        (None, Some(_)) => Err(ComposeError::LinkUnexpected),
        (Some(_), Some(url)) if matches!(url.scheme(), "http" | "https") => Ok(Some(url.as_str())),
        (Some(_), Some(url)) => Err(ComposeError::LinkScheme(url.scheme().to_owned())),
    }
}
