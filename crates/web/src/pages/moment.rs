//! A point in time as people say it, `maandag 7 december 2026 om 16.45 uur`, and as lists show it.

use domain::Timestamp;
use jiff::{ZonedDateTime, tz::TimeZone};

use super::words::Words;

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
pub(super) fn in_words(at: Timestamp, zone: &str, words: Words) -> String {
    let at = zoned(at, zone);
    let weekday = WEEKDAYS[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
    let month = MONTHS[usize::from(at.month().unsigned_abs() - 1) % 12];
    words.fill(
        "moment",
        &[
            ("weekday", weekday.into()),
            ("day", at.day().into()),
            ("month", month.into()),
            ("year", at.year().to_string().into()),
            ("hour", at.hour().to_string().into()),
            ("hour_padded", format!("{:02}", at.hour()).into()),
            ("minute", format!("{:02}", at.minute()).into()),
        ],
    )
}

/// `2026-12-07 16:45`, the same in every language.
pub(super) fn in_figures(at: Timestamp, zone: &str) -> String {
    zoned(at, zone).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The same to the second.
pub(super) fn to_the_second(at: Timestamp, zone: &str) -> String {
    zoned(at, zone).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The zone was checked when the program started; if it is gone since, UTC is right too.
fn zoned(at: Timestamp, zone: &str) -> ZonedDateTime {
    at.to_jiff().to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn a_moment_is_said_as_its_readers_say_it() {
        let at: jiff::Timestamp = "2026-12-01T06:05:59Z".parse().unwrap();
        let at = Timestamp::from_millis(at.as_millisecond());
        assert_eq!(
            Language::ALL
                .map(|language| in_words(at, "Europe/Brussels", Words(language)).replace('\u{a0}', " ")),
            [
                "dinsdag 1 december 2026 om 7.05 uur",
                "mardi 1er décembre 2026 à 7 h 05",
                "Tuesday 1 December 2026 at 07:05",
                "Dienstag, 1. Dezember 2026, um 7.05 Uhr",
            ]
        );
        assert_eq!(in_figures(at, "Europe/Brussels"), "2026-12-01 07:05");
        assert_eq!(to_the_second(at, "Nowhere/Land"), "2026-12-01 06:05:59");
    }
}
