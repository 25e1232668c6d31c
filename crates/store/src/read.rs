//! From stored text back to values that are valid, and the other way for what every file asks with.

use domain::{EmailAddress, EnterpriseNumber, Language, Name, Text, WebLink};
use jiff::civil::Date;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

fn unreadable(what: &'static str, why: &impl ToString) -> Error {
    Error::Unreadable { what, why: why.to_string() }
}

pub(crate) fn name(text: &str) -> Result<Name> {
    Name::parse(text).map_err(|e| unreadable("a name", &e))
}

pub(crate) fn address(text: &str) -> Result<EmailAddress> {
    EmailAddress::parse(text).map_err(|e| unreadable("an address", &e))
}

pub(crate) fn language(text: &str) -> Result<Language> {
    text.parse().map_err(|e| unreadable("a language", &e))
}

pub(crate) fn enterprise_number(text: &str) -> Result<EnterpriseNumber> {
    EnterpriseNumber::parse(text).map_err(|e| unreadable("an enterprise number", &e))
}

/// A unit variant or a whole document, as its `Serialize` wrote it.
pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| unreadable(what, &e))
}

/// A unit variant that was stored by its bare name.
pub(crate) fn word<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| unreadable(what, &e))
}

/// The bare name of a unit variant.
pub(crate) fn to_word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(crate) fn text(text: &str) -> Result<Text> {
    Text::parse(text).map_err(|e| unreadable("a text", &e))
}

pub(crate) fn link(text: &str) -> Result<WebLink> {
    WebLink::parse(text).map_err(|e| unreadable("a link", &e))
}

/// A day, as `2026-11-23`.
pub(crate) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|e: jiff::Error| unreadable("a day", &e))
}

/// A document, as [`json`] reads it.
pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| unreadable(what, &e))
}

pub(crate) fn small(what: &'static str, number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|e| unreadable(what, &e))
}

/// A row of `ROWS(wanted type)`.
#[derive(Serialize)]
pub(crate) struct Wanted<'a, T> {
    wanted: &'a T,
}

/// The rows of `ROWS(wanted type)`, for a statement that asks for these things.
pub(crate) fn wanted<T>(things: &[T]) -> Vec<Wanted<'_, T>> {
    things.iter().map(|wanted| Wanted { wanted }).collect()
}
