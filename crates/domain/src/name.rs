//! Names of people, offices, groups and dossiers.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::input::Fault;

/// A name as people write it: any script, 1 to 200 characters, on one line.
///
/// Spaces at the ends are dropped, runs of spaces become one, and the letters are in Unicode's composed
/// form (NFC), so that `é` typed on a Mac and on a PC is the same name. Quotes, commas and angle brackets
/// are part of real names and stay; carrying them safely in a mail header is the composer's job.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// The most characters that a name has.
    pub const MAX: usize = 200;

    /// Reads a name.
    ///
    /// # Errors
    /// [`Fault::Missing`] when nothing is left, [`Fault::ControlCharacter`] for line breaks and the like,
    /// [`Fault::TooLong`] past [`Name::MAX`] characters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.chars().any(is_unprintable) {
            return Err(Fault::ControlCharacter);
        }
        let mut name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Most are composed already, and all that come out of the database are.
        if !is_nfc(&name) {
            name = name.nfc().collect();
        }
        match name.chars().count() {
            0 => Err(Fault::Missing),
            n if n > Self::MAX => Err(Fault::TooLong),
            _ => Ok(Self(name)),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_unprintable(c: char) -> bool {
    c.is_control() || hides_or_turns(c)
}

/// Line and paragraph separators, and the marks that turn text around or hide it: they serve only to deceive a reader.
pub(crate) fn hides_or_turns(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_name_stays_as_it_is() {
        for name in ["O'Brien, \"Jo\" <x>", "Zoë Ünlü 王", "Bakkerij De Wàfel & Zn. (bvba)", "👩‍🌾 Hoeve"]
        {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn spaces_are_tidied_and_letters_composed() {
        assert_eq!(Name::parse("  Zoe\u{308}   Peeters ").unwrap().as_str(), "Zoë Peeters");
    }

    #[test]
    fn a_name_cannot_carry_a_header() {
        for name in ["Jo\r\nBcc: x@y.be", "Jo\nx", "Jo\0", "Jo\u{202e}x", "Jo\u{2028}x"] {
            assert_eq!(Name::parse(name), Err(Fault::ControlCharacter), "{name:?}");
        }
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert_eq!(Name::parse("  "), Err(Fault::Missing));
        assert!(Name::parse(&"é".repeat(200)).is_ok());
        assert_eq!(Name::parse(&"é".repeat(201)), Err(Fault::TooLong));
    }
}
