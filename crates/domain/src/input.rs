//! What is wrong with a value that came from outside.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a value was refused. The code is the contract; the sentence says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A value is needed and there is none.
    Missing,
    /// Not of the form that this field has.
    Malformed,
    /// Longer than the field holds.
    TooLong,
    /// Shorter than the field asks for.
    TooShort,
    /// Holds a line break or another control character.
    ControlCharacter,
    /// Not one of the values that the field knows.
    UnknownValue,
    /// The part of an address before the `@` holds letters outside ASCII.
    NonAsciiLocalPart,
    /// The address has no domain that mail can go to.
    BadDomain,
    /// The check digits of an enterprise number do not fit.
    BadCheckDigits,
    /// Outside the range that the field allows.
    OutOfRange,
    /// The field names something that this office does not have.
    NotFound,
    /// Another thing of the same office has this value already.
    Taken,
    /// No field of that name exists here.
    UnknownField,
    /// Easily guessed.
    TooWeak,
}

impl Fault {
    /// The code as it stands in `errors[].code` of a problem document.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::TooLong => "too_long",
            Self::TooShort => "too_short",
            Self::ControlCharacter => "control_character",
            Self::UnknownValue => "unknown_value",
            Self::NonAsciiLocalPart => "non_ascii_local_part",
            Self::BadDomain => "bad_domain",
            Self::BadCheckDigits => "bad_check_digits",
            Self::OutOfRange => "out_of_range",
            Self::NotFound => "not_found",
            Self::Taken => "taken",
            Self::UnknownField => "unknown_field",
            Self::TooWeak => "too_weak",
        }
    }

    /// What is wrong and what to do, in one English sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Missing => "Fill in this field.",
            Self::Malformed => "This is not of the expected form; check for typing errors.",
            Self::TooLong => "This is too long; shorten it.",
            Self::TooShort => "This is too short; make it longer.",
            Self::ControlCharacter => "This holds a line break or another control character; remove it.",
            Self::UnknownValue => "This is not one of the allowed values.",
            Self::NonAsciiLocalPart => {
                "The part before the @ holds letters with accents or another script, which many mail servers refuse; use an address in plain letters."
            }
            Self::BadDomain => {
                "The part after the @ is not a domain that mail can go to; check its spelling."
            }
            Self::BadCheckDigits => {
                "The check digits of this enterprise number do not fit; check for typing errors."
            }
            Self::OutOfRange => "This is outside the allowed range.",
            Self::NotFound => "This office has nothing with this id.",
            Self::Taken => "Another one in this office has this value already.",
            Self::UnknownField => "There is no field of this name here; check its spelling.",
            Self::TooWeak => "This is easily guessed; use a longer or less common one.",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}

impl std::error::Error for Fault {}

/// A fault with the field that it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name as the outside knows it, such as `email` or `members[2]`.
    pub field: String,
    /// What is wrong.
    pub code: Fault,
}

impl FieldFault {
    /// `code` in `field`.
    pub fn new(field: impl Into<String>, code: Fault) -> Self {
        Self { field: field.into(), code }
    }
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.code)
    }
}
