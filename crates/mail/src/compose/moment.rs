//! A point in time as people say it: `maandag 7 december 2026 om 16.45 uur`.

use domain::{Language, Timestamp};
use fluent_templates::fluent_bundle::FluentValue;
use jiff::tz::TimeZone;

use super::{
    sentences::{self, Arguments},
    templates::TemplateError,
};

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Weekday, date and time to the minute, as a clock in this zone shows it.
pub(crate) fn in_words(at: Timestamp, zone: TimeZone, language: Language) -> Result<String, TemplateError> {
    let at = at.to_jiff().to_zoned_datetime(zone);
    let weekday = WEEKDAYS[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
    let month = month(language, at.month())?;
    let arguments: Arguments<'_> = [
        ("weekday", FluentValue::from(weekday)),
        ("day", FluentValue::from(at.day())),
        ("month", FluentValue::from(month)),
        ("year", FluentValue::from(at.year().to_string())),
        ("hour", FluentValue::from(at.hour().to_string())),
        ("hour_padded", FluentValue::from(format!("{:02}", at.hour()))),
        ("minute", FluentValue::from(format!("{:02}", at.minute()))),
    ]
    .map(|(name, value)| (name.into(), value))
    .into();
    sentences::say(language, "moment", &arguments)
}

/// A month's name, by its number from 1.
pub(super) fn month(language: Language, number: i8) -> Result<String, TemplateError> {
    let name = MONTHS[usize::from(number.unsigned_abs().saturating_sub(1)) % 12];
    sentences::say(language, "month", &[("month".into(), FluentValue::from(name))].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(at: &str, language: Language) -> String {
        let at: jiff::Timestamp = at.parse().unwrap();
        let zone = TimeZone::get("Europe/Brussels").unwrap();
        in_words(Timestamp::from_millis(at.as_millisecond()), zone, language).unwrap()
    }

    fn in_all(at: &str) -> [String; 4] {
        Language::ALL.map(|language| say(at, language).replace('\u{a0}', " "))
    }

    #[test]
    fn a_moment_is_said_as_its_readers_say_it() {
        assert_eq!(
            in_all("2026-12-07T15:45:00Z"),
            [
                "maandag 7 december 2026 om 16.45 uur",
                "lundi 7 décembre 2026 à 16 h 45",
                "Monday 7 December 2026 at 16:45",
                "Montag, 7. Dezember 2026, um 16.45 Uhr",
            ]
        );
    }

    #[test]
    fn the_first_of_a_month_and_an_early_hour_in_summer_time() {
        assert_eq!(
            in_all("2027-08-01T07:05:59Z"),
            [
                "zondag 1 augustus 2027 om 9.05 uur",
                "dimanche 1er août 2027 à 9 h 05",
                "Sunday 1 August 2027 at 09:05",
                "Sonntag, 1. August 2027, um 9.05 Uhr",
            ]
        );
    }

    #[test]
    fn every_weekday_and_month_has_its_own_name() {
        for language in Language::ALL {
            let first_words = |days: std::ops::RangeInclusive<u8>| {
                days.map(|day| say(&format!("2026-06-{day:02}T12:00:00Z"), language))
                    .map(|said| said.split(' ').next().unwrap().to_owned())
                    .collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(first_words(1..=7).len(), 7, "{language}");
            let months = (1..=12).map(|month| say(&format!("2026-{month:02}-15T12:00:00Z"), language));
            let months = months.map(|said| said.split(' ').nth(2).unwrap().to_owned());
            assert_eq!(months.collect::<std::collections::BTreeSet<_>>().len(), 12, "{language}");
        }
    }
}
