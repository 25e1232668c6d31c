//! Values that are words: `vierde kwartaal van 2026`, `8 werkuren`, `3 meldingen`.

use domain::{Language, vat};
use fluent_templates::fluent_bundle::FluentValue;

use super::{
    moment,
    sentences::{self, Arguments},
    templates::TemplateError,
};

type Said = Result<String, TemplateError>;

fn say<const N: usize>(
    language: Language,
    key: &str,
    arguments: [(&'static str, FluentValue<'_>); N],
) -> Said {
    let arguments: Arguments<'_> = arguments.map(|(name, value)| (name.into(), value)).into();
    sentences::say(language, key, &arguments)
}

/// A VAT period.
pub(super) fn period(language: Language, period: vat::Period) -> Said {
    let year = FluentValue::from(period.year().to_string());
    match period.part() {
        vat::Part::Month(month) => {
            let month = moment::month(language, month)?;
            say(language, "vat-month", [("month", month.into()), ("year", year)])
        }
        vat::Part::Quarter(quarter) => {
            say(language, "vat-quarter", [("quarter", quarter.into()), ("year", year)])
        }
    }
}

/// So many hours of an office's day.
pub(super) fn working_hours(language: Language, hours: u32) -> Said {
    say(language, "working-hours", [("hours", hours.into())])
}

/// So many events.
pub(super) fn notifications(language: Language, count: usize) -> Said {
    say(language, "notifications", [("count", count.into())])
}

/// A kind of mail as the settings call it, by its code.
pub(super) fn kind(language: Language, code: &str) -> Said {
    say(language, "kind", [("kind", code.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_all(say: impl Fn(Language) -> Said) -> [String; 4] {
        Language::ALL.map(|language| say(language).unwrap())
    }

    #[test]
    fn a_period_is_said_in_words() {
        let said = |text: &str| in_all(|language| period(language, text.parse().unwrap()));
        assert_eq!(said("2026-11"), ["november 2026", "novembre 2026", "November 2026", "November 2026"]);
        assert_eq!(
            said("2026-Q4"),
            [
                "vierde kwartaal van 2026",
                "quatrième trimestre 2026",
                "fourth quarter of 2026",
                "viertes Quartal 2026"
            ]
        );
        for language in Language::ALL {
            let quarters = (1..=4).map(|n| period(language, format!("2026-Q{n}").parse().unwrap()).unwrap());
            assert_eq!(quarters.collect::<std::collections::BTreeSet<_>>().len(), 4, "{language}");
        }
    }

    #[test]
    fn one_is_not_said_as_many() {
        assert_eq!(
            in_all(|language| working_hours(language, 1)),
            ["1 werkuur", "1 heure ouvrable", "1 working hour", "1 Arbeitsstunde"]
        );
        assert_eq!(
            in_all(|language| working_hours(language, 8)),
            ["8 werkuren", "8 heures ouvrables", "8 working hours", "8 Arbeitsstunden"]
        );
        assert_eq!(
            in_all(|language| notifications(language, 1)),
            ["1 melding", "1 notification", "1 notification", "1 Meldung"]
        );
        assert_eq!(
            in_all(|language| notifications(language, 1234)),
            ["1234 meldingen", "1234 notifications", "1234 notifications", "1234 Meldungen"]
        );
    }

    #[test]
    fn every_kind_has_its_own_words() {
        for language in Language::ALL {
            let kinds = ["failed_task", "message", "vat_documents_ok", "user_request", "digest"];
            let said: std::collections::BTreeSet<_> =
                kinds.iter().map(|code| kind(language, code).unwrap()).collect();
            assert_eq!(said.len(), kinds.len(), "{said:?}");
        }
    }
}
