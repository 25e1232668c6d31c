//! What somebody wrote: a message, a summary, a reason.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{input::Fault, name::hides_or_turns};

/// A text of 1 to 10,000 characters, on one line or several.
///
/// Spaces at the ends are dropped, lines end in `\n`, and the letters are in Unicode's composed form (NFC).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The most characters that a text has.
    pub const MAX: usize = 10_000;

    /// Reads a text.
    ///
    /// # Errors
    /// [`Fault::Missing`] when nothing is left, [`Fault::ControlCharacter`] for anything that is neither printed nor
    /// a line break or tab, [`Fault::TooLong`] past [`Text::MAX`] characters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text: String = text.replace("\r\n", "\n").replace('\r', "\n").trim().nfc().collect();
        if text.chars().any(|c| hides_or_turns(c) || (c.is_control() && !matches!(c, '\n' | '\t'))) {
            return Err(Fault::ControlCharacter);
        }
        match text.chars().count() {
            0 => Err(Fault::Missing),
            n if n > Self::MAX => Err(Fault::TooLong),
            _ => Ok(Self(text)),
        }
    }

    /// What a stranger's program said, on one line of `most` characters at most; what cannot be seen is dropped.
    #[must_use]
    pub fn on_one_line(said: &str, most: usize) -> String {
        said.chars().filter(|c| !c.is_control() && !hides_or_turns(*c)).take(most).collect()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its beginning: of the first line, `most` characters, with `…` where something was left out.
    #[must_use]
    pub fn beginning(&self, most: usize) -> String {
        let line = self.0.lines().next().unwrap_or_default().trim_end();
        if line.len() == self.0.len() && line.chars().count() <= most {
            return line.to_owned();
        }
        let cut: String = line.chars().take(most.saturating_sub(1)).collect();
        format!("{}…", cut.trim_end())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Text {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// An address that a mail program opens: `http` or `https`, with a host, without a log-in, of 2,000 letters at most
/// (RFC 3986).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebLink(url::Url);

impl WebLink {
    /// The most letters that a link has.
    pub const MAX: usize = 2_000;

    /// Reads a link.
    ///
    /// # Errors
    /// [`Fault::Malformed`] when it is none, [`Fault::TooLong`] past [`WebLink::MAX`] letters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let url = url::Url::parse(text.trim()).map_err(|_| Fault::Malformed)?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !plain {
            return Err(Fault::Malformed);
        }
        if url.as_str().len() > Self::MAX { Err(Fault::TooLong) } else { Ok(Self(url)) }
    }

    /// The link as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for WebLink {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<WebLink> for String {
    fn from(link: WebLink) -> Self {
        link.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_stay_and_what_cannot_be_seen_is_refused() {
        assert_eq!(
            Text::parse(" Dag An,\r\nde bon is er.\t\r\n ").unwrap().as_str(),
            "Dag An,\nde bon is er."
        );
        for text in ["a\0b", "a\u{202e}b", "a\u{7}b"] {
            assert_eq!(Text::parse(text), Err(Fault::ControlCharacter), "{text:?}");
        }
        assert_eq!(Text::parse(" \r\n "), Err(Fault::Missing));
        assert_eq!(Text::parse(&"é".repeat(10_001)), Err(Fault::TooLong));
    }

    #[test]
    fn a_beginning_says_when_there_is_more() {
        let beginning = |text: &str| Text::parse(text).unwrap().beginning(10);
        assert_eq!(beginning("kort"), "kort");
        assert_eq!(beginning("precies 10"), "precies 10");
        assert_eq!(beginning("meer dan tien letters"), "meer dan…");
        assert_eq!(beginning("een\ntwee"), "een…");
    }

    #[test]
    fn what_a_server_said_becomes_a_text() {
        let said = Text::on_one_line("550\u{200b} gone\r\n\u{202e}x", 100);
        assert_eq!(said, "550 gonex");
        assert!(Text::parse(&said).is_ok());
    }

    #[test]
    fn a_link_is_one_that_a_mail_may_hold() {
        assert_eq!(
            WebLink::parse("https://portaal.example/taken/7?x=é").unwrap().as_str(),
            "https://portaal.example/taken/7?x=%C3%A9"
        );
        for text in
            ["", "taken/7", "javascript:alert(1)", "mailto:an@x.be", "https://", "https://an:pw@x.be/"]
        {
            assert_eq!(WebLink::parse(text), Err(Fault::Malformed), "{text}");
        }
        assert_eq!(WebLink::parse(&format!("https://x.be/{}", "a".repeat(2000))), Err(Fault::TooLong));
    }

    proptest! {
        #[test]
        fn what_was_read_reads_again_as_itself(text in "\\PC{0,40}[\r\n\t ]{0,3}\\PC{0,40}") {
            if let Ok(read) = Text::parse(&text) {
                prop_assert_eq!(Text::parse(read.as_str()), Ok(read));
            }
            if let Ok(link) = WebLink::parse(&text) {
                prop_assert_eq!(WebLink::parse(link.as_str()), Ok(link));
            }
        }
    }
}
