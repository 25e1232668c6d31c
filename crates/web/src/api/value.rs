//! From one JSON value to one value that is valid; the doors that [`super::fields`] hands each field to.

use std::{fmt, ops::RangeInclusive, str::FromStr as _};

use domain::{EmailAddress, EnterpriseNumber, Fault, Language, Name, Text, Timestamp, WebLink, id::Id};
use jiff::{civil::Date, tz::TimeZone};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::FieldProblem;

/// What is wrong with a value: a fault of its own, or those of its parts.
#[derive(Debug, Clone)]
pub(crate) struct Wrong(Vec<FieldProblem>);

impl Wrong {
    /// A fault in words of its own.
    pub(crate) fn new(code: Fault, message: impl Into<String>) -> Self {
        Self(vec![FieldProblem { field: String::new(), code, message: message.into() }])
    }

    /// The faults of its parts, each with the name that the part has in it.
    pub(crate) const fn of_parts(faults: Vec<FieldProblem>) -> Self {
        Self(faults)
    }

    /// The faults, as those of a field of this name: `absence` and `absence.from`.
    pub(crate) fn at(self, name: &str) -> impl Iterator<Item = FieldProblem> {
        self.0.into_iter().map(move |fault| FieldProblem {
            field: match fault.field.as_str() {
                "" => name.to_owned(),
                part => format!("{name}.{part}"),
            },
            ..fault
        })
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

/// What somebody wrote, on one line or several.
pub(crate) fn words(value: &Value) -> Result<Text, Wrong> {
    Ok(Text::parse(text(value)?)?)
}

/// An address on the web.
pub(crate) fn link(value: &Value) -> Result<WebLink, Wrong> {
    let wrong = |fault| match fault {
        Fault::Malformed => Wrong::new(
            fault,
            "This must be an address that begins with https:// or http://, without a log-in.",
        ),
        fault => fault.into(),
    };
    WebLink::parse(text(value)?).map_err(wrong)
}

/// A point in time (RFC 3339), since 1970.
pub(crate) fn time(value: &Value) -> Result<Timestamp, Wrong> {
    let wrong = |_| {
        let message = "This must be a point in time with its offset from UTC, such as 2026-11-23T16:00:00Z.";
        Wrong::new(Fault::Malformed, message)
    };
    let time: jiff::Timestamp = text(value)?.parse().map_err(wrong)?;
    let millis = time.as_millisecond();
    if millis < 0 {
        return Err(Wrong::new(Fault::OutOfRange, "This must not be before 1970."));
    }
    Ok(Timestamp::from_millis(millis))
}

/// A day, or a point in time of which the day counts that it is then in this zone.
pub(crate) fn day(zone: &TimeZone) -> impl Fn(&Value) -> Result<Date, Wrong> {
    move |value| {
        let text = text(value)?;
        // `2026-11-23`; what is longer has a time, and then an offset too.
        let day = if text.len() == 10 {
            text.parse().ok()
        } else {
            text.parse::<jiff::Timestamp>().ok().map(|time| time.to_zoned_datetime(zone.clone()).date())
        };
        day.ok_or_else(|| {
            let message =
                "This must be a day, such as 2026-11-23, or a point in time with its offset from UTC.";
            Wrong::new(Fault::Malformed, message)
        })
    }
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

/// Yes or no, written as text, as in a query.
pub(crate) fn flag_in_text(value: &Value) -> Result<bool, Wrong> {
    match text(value)? {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(not_among(["true", "false"])),
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes<T>(result: Result<T, Wrong>) -> Vec<Fault> {
        result.err().into_iter().flat_map(|wrong| wrong.at("x").map(|fault| fault.code)).collect()
    }

    #[test]
    fn a_day_is_the_one_that_it_is_in_the_zone() {
        let zone = TimeZone::get("Europe/Brussels").unwrap();
        let read = |text: &str| day(&zone)(&json!(text)).map(|day| day.to_string());
        assert_eq!(read("2026-11-23").unwrap(), "2026-11-23");
        assert_eq!(read("2026-11-23T22:59:59Z").unwrap(), "2026-11-23");
        assert_eq!(read("2026-11-23T23:00:00Z").unwrap(), "2026-11-24");
        assert_eq!(read("2026-11-24T01:00:00+05:00").unwrap(), "2026-11-23");
        for text in ["", "2026-02-30", "23/11/2026", "2026-11-23T10:00", "2026-11", "+2026-11-23", "20261123"]
        {
            assert_eq!(codes(read(text)), [Fault::Malformed], "{text}");
        }
        assert_eq!(codes(day(&zone)(&json!(20_261_123))), [Fault::Malformed]);
    }

    #[test]
    fn a_point_in_time_has_its_offset() {
        let read = |text: &str| time(&json!(text)).map(|time| time.to_string());
        assert_eq!(read("2026-11-23T17:00:00.5+01:00").unwrap(), "2026-11-23T16:00:00.5Z");
        for text in ["", "2026-11-23", "2026-11-23T16:00:00", "nu", "9999-12-31T23:59:59Z"] {
            assert_eq!(codes(read(text)), [Fault::Malformed], "{text}");
        }
        assert_eq!(codes(read("1969-12-31T23:59:59Z")), [Fault::OutOfRange]);
    }
}
