//! From one JSON value to one value that is valid; the doors that [`super::fields`] hands each field to.

use std::{fmt, ops::RangeInclusive, str::FromStr as _};

use domain::{EmailAddress, EnterpriseNumber, Fault, Language, Name, id::Id};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is wrong with a value.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    /// For programs.
    pub(crate) code: Fault,
    /// For people.
    pub(crate) message: String,
}

impl Wrong {
    /// A fault in words of its own.
    pub(crate) fn new(code: Fault, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl From<Fault> for Wrong {
    fn from(code: Fault) -> Self {
        Self::new(code, code.advice())
    }
}

/// A text.
pub(crate) fn text(value: &Value) -> Result<&str, Wrong> {
    value.as_str().ok_or_else(|| Wrong::new(Fault::Malformed, "This must be a text."))
}

/// A name.
pub(crate) fn name(value: &Value) -> Result<Name, Wrong> {
    Ok(Name::parse(text(value)?)?)
}

/// An e-mail address.
pub(crate) fn address(value: &Value) -> Result<EmailAddress, Wrong> {
    Ok(EmailAddress::parse(text(value)?)?)
}

/// An enterprise number.
pub(crate) fn enterprise_number(value: &Value) -> Result<EnterpriseNumber, Wrong> {
    Ok(EnterpriseNumber::parse(text(value)?)?)
}

/// One of the four languages.
pub(crate) fn language(value: &Value) -> Result<Language, Wrong> {
    Language::from_str(text(value)?).map_err(|_| not_among(Language::ALL.map(Language::code)))
}

/// Yes or no.
pub(crate) fn flag(value: &Value) -> Result<bool, Wrong> {
    value.as_bool().ok_or_else(|| Wrong::new(Fault::Malformed, "This must be true or false."))
}

/// The id of a thing.
pub(crate) fn id<K>(value: &Value) -> Result<Id<K>, Wrong> {
    text(value)?.parse().map_err(|_| Wrong::new(Fault::Malformed, "This must be an id (a UUID)."))
}

/// A whole number in a range.
pub(crate) fn number(range: RangeInclusive<u32>) -> impl Fn(&Value) -> Result<u32, Wrong> {
    move |value| {
        if !value.is_i64() && !value.is_u64() {
            return Err(Wrong::new(Fault::Malformed, "This must be a whole number."));
        }
        in_range(value.as_u64(), &range)
    }
}

/// A whole number in a range, written as text, as in a query.
pub(crate) fn number_in_text(range: RangeInclusive<u32>) -> impl Fn(&Value) -> Result<u32, Wrong> {
    move |value| {
        let text = text(value)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Wrong::new(Fault::Malformed, "This must be a whole number."));
        }
        in_range(text.parse().ok(), &range)
    }
}

fn in_range(number: Option<u64>, range: &RangeInclusive<u32>) -> Result<u32, Wrong> {
    let number = number.and_then(|number| u32::try_from(number).ok());
    number.filter(|number| range.contains(number)).ok_or_else(|| {
        Wrong::new(Fault::OutOfRange, format!("This must be from {} to {}.", range.start(), range.end()))
    })
}

/// One of a closed list of words, each the way that `T` is written as JSON.
pub(crate) fn word<T: DeserializeOwned>(
    words: &'static [&'static str],
) -> impl Fn(&Value) -> Result<T, Wrong> {
    move |value| {
        text(value)?;
        serde_json::from_value(value.clone()).map_err(|_| not_among(words))
    }
}

/// Not one of the words that a field knows.
pub(crate) fn not_among(words: impl IntoIterator<Item = impl fmt::Display>) -> Wrong {
    let words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
    Wrong::new(Fault::UnknownValue, format!("This must be one of: {}.", words.join(", ")))
}
