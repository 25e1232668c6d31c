//! The example files: they are what the program makes, the good ones import cleanly and alike, and the bad one shows
//! every kind of mistake.

use std::{fs, path::PathBuf};

use desk::import::{
    Mode,
    report::{ClientUserFate, DossierFate},
};
use domain::{Language, sender::Step};

use crate::{
    on_both_databases,
    place::{Place, promised},
};

#[path = "../../examples/make_example_office/errors.rs"]
mod errors;
#[path = "../../examples/make_example_office/office.rs"]
mod office;
#[path = "../../examples/make_example_office/write.rs"]
mod write;

on_both_databases!(
    a_dry_run_writes_nothing_and_the_import_keeps_its_promise,
    a_second_run_changes_nothing_and_sends_nothing,
    the_workbook_says_the_same_as_the_text,
    the_bad_list_shows_each_mistake_once_and_stores_nothing,
);

fn kept(name: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    fs::read(root.join(name)).unwrap()
}

#[test]
fn the_kept_files_are_what_the_program_makes() {
    let again = "make them again: cargo run -p desk --example make_example_office -- examples";
    assert!(kept("kantoor-example.csv") == write::csv(&office::sheet()).unwrap(), "{again}");
    assert!(kept("kantoor-with-errors.csv") == errors::csv(), "{again}");
    // The bytes of a workbook depend on the library that writes it; its cells do not.
    let workbook = write::xlsx(&office::sheet()).unwrap();
    assert_eq!(sheet(kept("kantoor-example.xlsx")), sheet(workbook), "{again}");
}

fn sheet(bytes: Vec<u8>) -> Vec<Vec<String>> {
    use calamine::{Data, Reader as _, Xlsx};
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

async fn a_dry_run_writes_nothing_and_the_import_keeps_its_promise(place: &Place) {
    let before = place.counts().await;
    let dry = place.import(Mode::DryRun, kept("kantoor-example.csv")).await;
    assert_eq!(dry.errors, [], "{dry}");
    assert!(dry.dry_run && !dry.stored);
    assert_eq!(place.counts().await, before);

    let real = place.imported(kept("kantoor-example.csv")).await;
    assert!(real.stored);
    assert_eq!(real.lines, dry.lines, "the import does what the dry run said");
    assert_eq!(real.totals, dry.totals);
    assert_eq!(
        place.senders().await,
        promised(&dry),
        "the stored mails have the senders that the dry run said"
    );

    let totals = real.totals;
    assert_eq!((totals.dossiers_created, totals.managers_created, totals.client_groups_created), (202, 6, 8));
    assert_eq!((totals.duplicate_lines, totals.failed_lines), (1, 0));
    assert_eq!(totals.mails, totals.client_users_invited + totals.access_added);
    let steps: Vec<Step> = real.lines.iter().filter_map(|line| Some(line.sender.as_ref()?.step)).collect();
    for step in [Step::DossierManager, Step::ClientGroup, Step::FunctionalAddress] {
        assert!(steps.contains(&step), "{step:?} never sends");
    }
    let languages: Vec<_> =
        real.lines.iter().filter_map(|line| Some(line.client_user.as_ref()?.language)).collect();
    assert!(Language::ALL.iter().all(|language| languages.contains(language)));
    let codes: Vec<&str> = real.notes.iter().map(|note| note.code).collect();
    for code in ["encoding", "above_header", "unknown_column", "duplicate"] {
        assert!(codes.contains(&code), "no note of {code} in {codes:?}");
    }
    let dossiers = place.dossiers().await;
    for title in
        ["Janssens; Peeters & Co BV", "Boulangerie Lefèvre SRL", "Bäckerei Müllender GmbH", "+32 Catering"]
    {
        assert!(dossiers.contains_key(title), "{title} is not among {:?}", dossiers.keys());
    }
    assert!(dossiers.values().filter(|dossier| dossier.enterprise_number.is_some()).count() >= 200);
}

async fn a_second_run_changes_nothing_and_sends_nothing(place: &Place) {
    place.imported(kept("kantoor-example.csv")).await;
    let before = place.counts().await;
    let again = place.imported(kept("kantoor-example.csv")).await;
    assert!(!again.stored);
    assert_eq!(place.counts().await, before);
    for line in again.lines.iter().filter(|line| line.same_as.is_none()) {
        let fate = &line.dossier.as_ref().unwrap().fate;
        assert!(matches!(fate, DossierFate::Unchanged | DossierFate::AsLine { .. }), "{line}");
        assert!(
            line.client_user.as_ref().is_none_or(|user| user.fate == ClientUserFate::HasAccess),
            "{line}"
        );
        assert_eq!(line.mail, None);
    }
}

async fn the_workbook_says_the_same_as_the_text(place: &Place) {
    let text = place.import(Mode::DryRun, kept("kantoor-example.csv")).await;
    let workbook = place.import(Mode::DryRun, kept("kantoor-example.xlsx")).await;
    assert_eq!(workbook.errors, []);
    assert_eq!(workbook.lines, text.lines);
    place.imported(kept("kantoor-example.xlsx")).await;
    assert!(!place.imported(kept("kantoor-example.csv")).await.stored);
}

async fn the_bad_list_shows_each_mistake_once_and_stores_nothing(place: &Place) {
    place.another_office_with(&["bezet@elders.example".to_owned()]).await;
    let before = place.counts().await;
    let report = place.import(Mode::Real, kept("kantoor-with-errors.csv")).await;
    assert!(!report.stored);
    assert_eq!(place.counts().await, before);
    let found: Vec<(u32, &str, &str)> = report
        .errors
        .iter()
        .map(|error| (error.line.unwrap(), error.header.as_deref().unwrap_or(""), error.code.code()))
        .collect();
    assert_eq!(
        found,
        [
            (3, "Dossiernaam", "missing"),
            (4, "Dossiernaam", "missing"),
            (5, "Ondernemingsnr.", "malformed"),
            (6, "Ondernemingsnr.", "bad_check_digits"),
            (7, "Dossiernaam", "formula"),
            (8, "Dossiernaam", "lost_letters"),
            (9, "Dossiernaam", "control_character"),
            (11, "Taal dossier", "unknown_value"),
            (12, "BTW-periode", "unknown_value"),
            (13, "Privé", "unknown_value"),
            (14, "", "too_many_cells"),
            (17, "Ondernemingsnr.", "ambiguous"),
            (18, "Dossierbeheerder", "missing"),
            (19, "Dossierbeheerder", "not_found"),
            (20, "Dossierbeheerder", "contradiction"),
            (21, "Klantgroep", "missing"),
            (22, "E-mail klantgroep", "contradiction"),
            (23, "Taal dossier", "contradiction"),
            (24, "Klant-gebruiker", "missing"),
            (25, "E-mail klant-gebruiker", "missing"),
            (26, "E-mail klant-gebruiker", "malformed"),
            (27, "E-mail klant-gebruiker", "malformed"),
            (28, "E-mail klant-gebruiker", "non_ascii_local_part"),
            (29, "E-mail klant-gebruiker", "bad_domain"),
            (30, "Klant-gebruiker", "contradiction"),
            (31, "E-mail klant-gebruiker", "active-at-another-office"),
            (32, "E-mail klant-gebruiker", "active-at-another-office"),
        ]
    );
    let text = report.to_string();
    assert!(!text.contains("Maes"), "the other office is never named: {text}");
    assert!(text.ends_with("There are errors: nothing was stored. Correct them and try again.\n"));
    // Of a line that is right the sender is told as well; of one that is wrong it could be another.
    assert_eq!(report.lines[0].sender.as_ref().map(|sender| sender.step), Some(Step::DossierManager));
    assert!(report.lines.iter().all(|line| !line.failed || line.sender.is_none()));
}
