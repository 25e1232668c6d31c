//! What a mail says of itself.

use domain::{Language, Timestamp, id::MailId};
use mail_parser::{Address, HeaderName, Message, MessageParser, PartType};
use smtp_sink::Received;

/// The head of a mail, read as a mail program reads it. What is not there is empty.
pub(super) struct Letter {
    pub(super) number: u64,
    pub(super) from: Correspondent,
    pub(super) to: Correspondent,
    pub(super) reply_to: Option<Correspondent>,
    pub(super) subject: Option<String>,
    pub(super) at: Option<Timestamp>,
    pub(super) language: Option<Language>,
}

/// Somebody who sends or receives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Correspondent {
    pub(super) name: String,
    pub(super) address: String,
}

impl Correspondent {
    /// The address in two halves, the second from the `@` on: between them is where a long one is best broken.
    pub(super) fn halves(&self) -> (&str, &str) {
        self.address.split_at(self.address.rfind('@').unwrap_or(0))
    }
}

impl Letter {
    pub(super) fn read(received: &Received) -> Self {
        let parsed = MessageParser::default().parse(&received.data);
        let head = |of: fn(&Message<'_>) -> Option<Correspondent>| parsed.as_ref().and_then(of);
        let from_envelope = |address: Option<&String>| Correspondent {
            address: address.cloned().unwrap_or_default(),
            ..<_>::default()
        };
        let seconds = parsed.as_ref().and_then(|m| m.date()).map(mail_parser::DateTime::to_timestamp);
        let language = parsed.as_ref().and_then(|m| m.header(HeaderName::ContentLanguage)?.as_text());
        Self {
            number: received.number,
            from: head(|m| first(m.from())).unwrap_or_else(|| from_envelope(Some(&received.mail_from))),
            to: head(|m| first(m.to())).unwrap_or_else(|| from_envelope(received.rcpt_to.first())),
            reply_to: head(|m| first(m.reply_to())),
            subject: parsed.as_ref().and_then(|m| m.subject()).map(str::to_owned),
            at: seconds.map(|seconds| Timestamp::from_millis(seconds.saturating_mul(1000))),
            language: language.and_then(|language| language.parse().ok()),
        }
    }
}

fn first(addresses: Option<&Address<'_>>) -> Option<Correspondent> {
    let first = addresses?.first()?;
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    Some(Correspondent { name: text(first.name()), address: text(first.address()) })
}

/// Which mail of ours it is, if it is one: its id is what stands before the `@` of its `Message-ID`.
pub(super) fn id(received: &Received) -> Option<MailId> {
    received.message_id.as_deref()?.split('@').next()?.parse().ok()
}

/// The HTML part, if there is one.
pub(super) fn html(received: &Received) -> Option<String> {
    let parsed = MessageParser::default().parse(&received.data)?;
    parsed.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    })
}

/// The text part, if there is one.
pub(super) fn text(received: &Received) -> Option<String> {
    let parsed = MessageParser::default().parse(&received.data)?;
    parsed.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    })
}

/// A piece of a text: plain, or a web address that can be followed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) is_link: bool,
}

/// A text in pieces, so that its links can be followed.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = [rest.find("https://"), rest.find("http://")].into_iter().flatten().min() {
        let (before, link) = rest.split_at(start);
        let end = link.find(|c: char| c.is_whitespace() || "<>\"'()".contains(c)).unwrap_or(link.len());
        let link = link[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        pieces.push(Piece { text: before, is_link: false });
        pieces.push(Piece { text: link, is_link: true });
        rest = &rest[start + link.len()..];
    }
    pieces.push(Piece { text: rest, is_link: false });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(data: &str) -> Received {
        Received {
            number: 1,
            mail_from: "bounce@example.be".into(),
            rcpt_to: vec!["jo@example.be".into()],
            data: data.as_bytes().to_vec(),
            message_id: Some("x@y".into()),
            connection: 1,
            pipelined: false,
        }
    }

    #[test]
    fn links_in_a_text_can_be_followed() {
        let found: Vec<_> = pieces("Hier: https://a.be/x?y=1. Of (http://b.be)!\nhttps://")
            .into_iter()
            .map(|piece| (piece.text, piece.is_link))
            .collect();
        assert_eq!(
            found,
            [
                ("Hier: ", false),
                ("https://a.be/x?y=1", true),
                (". Of (", false),
                ("http://b.be", true),
                (")!\n", false),
                ("https://", true),
            ]
        );
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn a_mail_that_says_nothing_of_itself_is_known_by_its_envelope() {
        let letter = Letter::read(&received(""));
        assert_eq!(
            (letter.from.address.as_str(), letter.to.address.as_str()),
            ("bounce@example.be", "jo@example.be")
        );
        assert!(letter.subject.is_none() && letter.at.is_none() && letter.reply_to.is_none());
    }

    #[test]
    fn the_head_is_read_as_a_mail_program_reads_it() {
        let letter = Letter::read(&received(
            "From: \"O'Brien, \\\"Jo\\\"\" <jo@x.be>\r\nTo: =?utf-8?B?Wm/Dqw==?= <zoe@x.be>\r\nReply-To: info@x.be\r\n\
             Subject: =?utf-8?Q?Caf=C3=A9?=\r\nDate: Mon, 23 Nov 2026 15:45:00 +0000\r\nContent-Language: fr\r\n\r\nx",
        ));
        assert_eq!(letter.from.name, "O'Brien, \"Jo\"");
        assert_eq!(letter.to, Correspondent { name: "Zoë".into(), address: "zoe@x.be".into() });
        assert_eq!(letter.reply_to.unwrap().address, "info@x.be");
        assert_eq!(letter.subject.as_deref(), Some("Café"));
        assert_eq!(letter.at, Some(Timestamp::from_millis(1_795_448_700_000)));
        assert_eq!(letter.language, Some(Language::Fr));
    }
}
