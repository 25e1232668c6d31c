//! The parts wrapped in MIME, under the headers.

use base64::{Engine as _, prelude::BASE64_STANDARD as STANDARD};
use domain::{Mailbox, mail::Mail};
use mail_builder::{
    MessageBuilder,
    headers::{HeaderType, address::Address, content_type::ContentType, date::Date, raw::Raw, text::Text},
    mime::MimePart,
};

use super::{ComposeError, list::ListId, templates::Written};

/// A mail's `Message-ID`, known to be one.
#[derive(Debug, Clone, Copy)]
pub(super) struct MessageId<'a>(&'a str);

impl<'a> MessageId<'a> {
    /// The mail's own.
    pub(super) fn of(mail: &'a Mail) -> Result<Self, ComposeError> {
        Self::read(&mail.message_id).ok_or_else(|| ComposeError::MessageId(mail.message_id.clone()))
    }

    /// That of the conversation that the mail is part of. A mail that follows itself is put away by some programs.
    pub(super) fn of_thread(mail: &'a Mail) -> Result<Option<Self>, ComposeError> {
        let Some(thread) = &mail.thread else { return Ok(None) };
        match Self::read(thread) {
            Some(id) if *thread != mail.message_id => Ok(Some(id)),
            _ => Err(ComposeError::Thread(thread.clone())),
        }
    }

    /// `id-left "@" id-right` of RFC 5322 §3.6.4, without the forms that it calls obsolete.
    fn read(text: &'a str) -> Option<Self> {
        let dot_atom = |text: &str| {
            let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
            text.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
        };
        let (left, right) = text.split_once('@')?;
        (dot_atom(left) && dot_atom(right) && text.len() <= 250).then_some(Self(text))
    }

    /// What is after the `@`.
    pub(super) fn host(self) -> &'a str {
        self.0.split_once('@').map_or(self.0, |(_, host)| host)
    }
}

/// The headers that are more than the mail's own values.
pub(super) struct Headers<'a> {
    pub(super) message_id: MessageId<'a>,
    pub(super) thread: Option<MessageId<'a>>,
    pub(super) list: Option<&'a ListId>,
}

/// The whole message. What is in a value can't become a header or a part: names are quoted or encoded
/// (RFC 5322 §3.2.4, RFC 2047), addresses and the `Message-ID` hold no space, and the boundary holds `=_`, which
/// quoted-printable text never does.
pub(super) fn write(mail: &Mail, headers: &Headers<'_>, written: &Written) -> Vec<u8> {
    let mut message =
        MessageBuilder::new().header("From", address(&mail.sender.from)).header("To", address(&mail.to));
    if let Some(reply_to) = &mail.sender.reply_to {
        message = message.reply_to(Address::new_address(None::<&str>, reply_to.wire()));
    }
    message = message
        .header("Subject", unstructured(&written.subject))
        .date(Date::new(mail.created_at.millis().div_euclid(1000)))
        .message_id(headers.message_id.0);
    if let Some(MessageId(thread)) = headers.thread {
        message = message.in_reply_to(thread).references(thread);
    }
    if let Some(list) = headers.list {
        message =
            message.header("List-Id", Address::new_address(Some(list.phrase.as_str()), list.id.as_str()));
    }
    let mut bytes = Vec::new();
    message
        .header("MIME-Version", Raw::new("1.0"))
        .header("Content-Language", Raw::new(mail.language.code()))
        // RFC 3834 §5, and the same for Exchange: no "I am on holiday" to a mail that nobody wrote by hand.
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .header("X-Auto-Response-Suppress", Raw::new("All"))
        .body(MimePart::new(
            ContentType::new("multipart/alternative").attribute("boundary", boundary(mail)),
            vec![
                MimePart::new("text/plain", written.text.as_str()),
                MimePart::new("text/html", written.html.as_str()),
            ],
        ))
        .serialize(&mut bytes);
    bytes
}

/// What is between the parts: the end of the mail's id, so that mails which are forwarded together have others.
fn boundary(mail: &Mail) -> String {
    let id = mail.id.to_string();
    format!("=_{}", id.rsplit('-').next().unwrap_or_default())
}

fn address(mailbox: &Mailbox) -> HeaderType<'_> {
    let (name, address) = (mailbox.name.as_str(), mailbox.address.wire());
    if looks_encoded(name) {
        Raw::new(format!("{} <{address}>", encoded_words(name))).into()
    } else {
        Address::new_address(Some(name), address).into()
    }
}

fn unstructured(text: &str) -> HeaderType<'_> {
    if looks_encoded(text) { Raw::new(encoded_words(text)).into() } else { Text::new(text).into() }
}

/// Somebody who is called `=?utf-8?Q?Boss?=` must not be shown as `Boss`. `mail_builder` writes such a name as it
/// is, and most mail programs decode it, in quotes too.
fn looks_encoded(text: &str) -> bool {
    text.contains("=?")
}

/// RFC 2047 §2: words of 75 characters at most, of which 12 go to the frame; 45 octets are 60 in base64.
fn encoded_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(45));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_word_is_short_and_holds_whole_characters() {
        let encoded = encoded_words(&"=?é王".repeat(40));
        for word in encoded.split(' ') {
            assert!(word.len() <= 75, "{word}");
            let octets = STANDARD.decode(&word[10..word.len() - 2]).unwrap();
            assert!(String::from_utf8(octets).is_ok(), "{word}");
        }
    }
}
