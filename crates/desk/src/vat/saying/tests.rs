use domain::{FieldFault, dossier::VatPeriod};
use jiff::civil::date;
use uuid::Uuid;

use super::*;

fn dossier(vat_period: VatPeriod) -> Dossier {
    Dossier {
        id: DossierId::new(Uuid::nil()),
        name: Name::parse("Bakkerij De Wafel").unwrap(),
        enterprise_number: None,
        manager_id: None,
        client_group_id: None,
        language: None,
        vat_period,
        private: false,
    }
}

#[test]
fn a_period_is_of_the_dossiers_kind_has_begun_and_ran_in_the_last_two_years() {
    let today = date(2026, 11, 23);
    let cases = [
        (VatPeriod::Monthly, None, Ok("2026-11")),
        (VatPeriod::Quarterly, None, Ok("2026-Q4")),
        (VatPeriod::Monthly, Some("2026-10"), Ok("2026-10")),
        (VatPeriod::Monthly, Some("2026-12"), Err(("period", Fault::OutOfRange))),
        (VatPeriod::Quarterly, Some("2027-Q1"), Err(("period", Fault::OutOfRange))),
        (VatPeriod::Monthly, Some("2024-11"), Ok("2024-11")),
        (VatPeriod::Monthly, Some("2024-10"), Err(("period", Fault::OutOfRange))),
        (VatPeriod::Quarterly, Some("2024-Q4"), Ok("2024-Q4")),
        (VatPeriod::Quarterly, Some("2024-Q3"), Err(("period", Fault::OutOfRange))),
        (VatPeriod::Monthly, Some("2026-Q4"), Err(("period", Fault::UnknownValue))),
        (VatPeriod::Quarterly, Some("2026-11"), Err(("period", Fault::UnknownValue))),
        (VatPeriod::None, None, Err(("dossier_id", Fault::UnknownValue))),
        (VatPeriod::None, Some("2026-11"), Err(("dossier_id", Fault::UnknownValue))),
    ];
    for (kind, asked, expected) in cases {
        let found = period(&dossier(kind), asked.map(|text| text.parse().unwrap()), today);
        let expected = expected
            .map(|text| text.parse().unwrap())
            .map_err(|(field, fault)| Refusal::InvalidInput(vec![FieldFault::new(field, fault)]));
        assert_eq!(found, expected, "{kind:?} {asked:?}");
    }
}
