//! The office's clock on the wall: days, working hours, and when a digest is due.

use jiff::{
    ToSpan as _, ZonedDateTime,
    civil::{Date, Time, Weekday, time},
    tz::TimeZone,
};

use crate::{Timestamp, event::Pace};

/// Working time: Monday to Friday, from 9 to 17. Public holidays are not known here.
const WORK: (Time, Time) = (time(9, 0, 0, 0), time(17, 0, 0, 0));

/// When a daily digest is due.
const MORNING: Time = time(8, 0, 0, 0);

/// The day that it is there.
#[must_use]
pub fn today(now: Timestamp, zone: &TimeZone) -> Date {
    now.to_jiff().to_zoned_datetime(zone.clone()).date()
}

/// When an event that comes now is told to somebody of this pace; at once if `None`.
#[must_use]
pub fn digest_due(pace: Pace, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let here = now.to_jiff().to_zoned_datetime(zone.clone());
    let due = match pace {
        Pace::AtOnce => return None,
        Pace::Hourly => full_hour(&here),
        Pace::Daily => morning(&here),
    };
    // A calendar ends in the year 9999; until then this is never `None`.
    Some(due.map_or(now, |due| Timestamp::from_millis(due.timestamp().as_millisecond())))
}

fn full_hour(here: &ZonedDateTime) -> Option<ZonedDateTime> {
    let begun = here.with().minute(0).second(0).subsec_nanosecond(0).build().ok()?;
    begun.checked_add(1.hour()).ok()
}

fn morning(here: &ZonedDateTime) -> Option<ZonedDateTime> {
    let day = if here.time() < MORNING { here.date() } else { here.date().tomorrow().ok()? };
    day.to_datetime(MORNING).to_zoned_datetime(here.time_zone().clone()).ok()
}

/// The point in time `hours` working hours after another.
#[must_use]
pub fn after_working_hours(hours: u32, from: Timestamp, zone: &TimeZone) -> Timestamp {
    let mut here = from.to_jiff().to_zoned_datetime(zone.clone());
    let mut left = i64::from(hours) * 3600;
    // Each turn goes to the end of a day; a request for more than 40 years of working hours ends where it got to.
    for _ in 0..15_000 {
        let works = !matches!(here.weekday(), Weekday::Saturday | Weekday::Sunday);
        let begins = here.time().max(WORK.0);
        let today = if works { (WORK.1.duration_since(begins)).as_secs().max(0) } else { 0 };
        let at = |time: Time| here.date().to_datetime(time).to_zoned_datetime(zone.clone()).ok();
        if left <= today {
            let end = at(begins).and_then(|begin| begin.checked_add(left.seconds()).ok());
            return end.map_or(from, |end| Timestamp::from_millis(end.timestamp().as_millisecond()));
        }
        left -= today;
        let Some(next) = here.date().tomorrow().ok().and_then(|day| day.to_zoned_datetime(zone.clone()).ok())
        else {
            break;
        };
        here = next;
    }
    Timestamp::from_millis(here.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Brussels").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        let here: jiff::civil::DateTime = text.parse().unwrap();
        Timestamp::from_millis(here.to_zoned_datetime(zone()).unwrap().timestamp().as_millisecond())
    }

    #[test]
    fn digests_are_due_at_the_next_full_hour_and_in_the_morning() {
        let due = |pace, now: &str| digest_due(pace, at(now), &zone());
        assert_eq!(due(Pace::AtOnce, "2026-11-23T10:00"), None);
        assert_eq!(due(Pace::Hourly, "2026-11-23T10:59:59"), Some(at("2026-11-23T11:00")));
        assert_eq!(due(Pace::Hourly, "2026-11-23T11:00"), Some(at("2026-11-23T12:00")));
        assert_eq!(due(Pace::Daily, "2026-11-23T07:59"), Some(at("2026-11-23T08:00")));
        assert_eq!(due(Pace::Daily, "2026-11-23T08:00"), Some(at("2026-11-24T08:00")));
        // The night in which the clock goes back has 25 hours.
        assert_eq!(due(Pace::Daily, "2026-10-24T09:00"), Some(at("2026-10-25T08:00")));
    }

    #[test]
    fn nights_and_weekends_do_not_count_as_working_hours() {
        let after = |hours, from: &str| after_working_hours(hours, at(from), &zone());
        // 2026-11-23 is a Monday.
        assert_eq!(after(4, "2026-11-23T10:30"), at("2026-11-23T14:30"));
        assert_eq!(after(8, "2026-11-23T10:30"), at("2026-11-24T10:30"));
        assert_eq!(after(1, "2026-11-23T18:00"), at("2026-11-24T10:00"));
        assert_eq!(after(1, "2026-11-20T16:30"), at("2026-11-23T09:30"));
        assert_eq!(after(2, "2026-11-21T12:00"), at("2026-11-23T11:00"));
        assert_eq!(after(40, "2026-11-23T09:00"), at("2026-11-27T17:00"));
    }

    proptest! {
        #[test]
        fn what_is_due_is_always_later_and_never_much(now in 0i64..4_000_000_000_000, hours in 1u32..200) {
            let (now, zone) = (Timestamp::from_millis(now), zone());
            let hourly = digest_due(Pace::Hourly, now, &zone).unwrap();
            prop_assert!(hourly > now && hourly.since(now) <= crate::time::hours(1));
            let daily = digest_due(Pace::Daily, now, &zone).unwrap();
            prop_assert!(daily > now && daily.since(now) <= crate::time::hours(25));
            let worked = after_working_hours(hours, now, &zone);
            prop_assert!(worked > now && worked.since(now) <= crate::time::days(u64::from(hours / 8 + 1) * 7 / 5 + 5));
        }
    }
}
