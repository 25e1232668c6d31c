//! VAT periods.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{dossier::VatPeriod, input::Fault};

/// A month or a quarter for which VAT is declared, written `2026-11` or `2026-Q4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i16,
    part: Part,
}

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A month, 1 to 12.
    Month(i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
}

/// The day of the month after a period on which its declaration is due, in Belgium: the 20th for months, the 25th for
/// quarters.
const DUE: (i8, i8) = (20, 25);

impl Period {
    /// The period that a client gathers documents for on a day: the one that ended last, until its declaration is due;
    /// after that the one that runs. None for a client without declarations.
    #[must_use]
    pub fn current(kind: VatPeriod, today: Date) -> Option<Self> {
        let running = Self::running(kind, today)?;
        let (month, due) = match running.part {
            Part::Month(_) => (1, DUE.0),
            Part::Quarter(_) => (today.month() - 3 * ((today.month() - 1) / 3), DUE.1),
        };
        Some(if month == 1 && today.day() <= due { running.previous() } else { running })
    }

    /// The period that holds a day.
    #[must_use]
    pub fn running(kind: VatPeriod, today: Date) -> Option<Self> {
        let part = match kind {
            VatPeriod::Monthly => Part::Month(today.month()),
            VatPeriod::Quarterly => Part::Quarter((today.month() - 1) / 3 + 1),
            VatPeriod::None => return None,
        };
        Some(Self { year: today.year(), part })
    }

    /// The period before.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self.part {
            Part::Month(1) => Self { year: self.year - 1, part: Part::Month(12) },
            Part::Month(month) => Self { part: Part::Month(month - 1), ..self },
            Part::Quarter(1) => Self { year: self.year - 1, part: Part::Quarter(4) },
            Part::Quarter(quarter) => Self { part: Part::Quarter(quarter - 1), ..self },
        }
    }

    /// Is it of the kind that a dossier declares?
    #[must_use]
    pub const fn is(self, kind: VatPeriod) -> bool {
        matches!(
            (self.part, kind),
            (Part::Month(_), VatPeriod::Monthly) | (Part::Quarter(_), VatPeriod::Quarterly)
        )
    }

    /// Its first day is after this day.
    #[must_use]
    pub fn begins_after(self, today: Date) -> bool {
        let month = match self.part {
            Part::Month(month) => month,
            Part::Quarter(quarter) => 3 * quarter - 2,
        };
        (self.year, month) > (today.year(), today.month())
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Which part of the year.
    #[must_use]
    pub const fn part(self) -> Part {
        self.part
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Month(month) => write!(f, "{:04}-{month:02}", self.year),
            Part::Quarter(quarter) => write!(f, "{:04}-Q{quarter}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let digits = |text: &str, n: usize| {
            (text.len() == n && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i16>().ok())?
        };
        let (year, part) = text.split_once('-').ok_or(Fault::Malformed)?;
        let year = digits(year, 4).ok_or(Fault::Malformed)?;
        let small =
            |n: Option<i16>, most| n.filter(|n| (1..=most).contains(n)).and_then(|n| i8::try_from(n).ok());
        let part = match part.strip_prefix(['Q', 'q']) {
            Some(quarter) => small(digits(quarter, 1), 4).map(Part::Quarter),
            None => small(digits(part, 2), 12).map(Part::Month),
        };
        Ok(Self { year, part: part.ok_or(Fault::Malformed)? })
    }
}

impl TryFrom<String> for Period {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_current_period_is_the_one_whose_declaration_is_due_next() {
        let current = |kind, day| Period::current(kind, day).map(|p| p.to_string());
        let cases = [
            (VatPeriod::Monthly, date(2026, 11, 1), "2026-10"),
            (VatPeriod::Monthly, date(2026, 11, 20), "2026-10"),
            (VatPeriod::Monthly, date(2026, 11, 21), "2026-11"),
            (VatPeriod::Monthly, date(2026, 1, 5), "2025-12"),
            (VatPeriod::Quarterly, date(2026, 10, 25), "2026-Q3"),
            (VatPeriod::Quarterly, date(2026, 10, 26), "2026-Q4"),
            (VatPeriod::Quarterly, date(2026, 11, 23), "2026-Q4"),
            (VatPeriod::Quarterly, date(2026, 12, 3), "2026-Q4"),
            (VatPeriod::Quarterly, date(2026, 1, 25), "2025-Q4"),
        ];
        for (kind, day, period) in cases {
            assert_eq!(current(kind, day).as_deref(), Some(period), "{kind:?} {day}");
        }
        assert_eq!(current(VatPeriod::None, date(2026, 1, 1)), None);
    }

    #[test]
    fn a_period_reads_as_it_is_written() {
        for text in ["2026-11", "2026-01", "2026-Q4"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["", "2026", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26-11", "2026-1", "+026-11"] {
            assert_eq!(text.parse::<Period>(), Err(Fault::Malformed), "{text}");
        }
    }

    #[test]
    fn what_has_not_begun_is_known() {
        let today = date(2026, 11, 23);
        let after = |text: &str| text.parse::<Period>().unwrap().begins_after(today);
        assert!(after("2026-12") && after("2027-Q1"));
        assert!(!after("2026-11") && !after("2026-Q4") && !after("2025-12"));
    }
}
