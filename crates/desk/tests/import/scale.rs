//! A long list takes as many statements as a short one.

use std::fmt::Write as _;

use desk::import::Mode;

use crate::{on_both_databases, place::Place};

/// More than go into one statement.
const LINES: usize = 2500;

on_both_databases!(
    a_thousand_lines_take_as_many_statements_as_a_hundred,
    several_thousand_lines_are_one_unit_of_work
);

fn list(from: usize, lines: usize) -> String {
    let mut text = String::from("Dossier;Beheerder;E-mail beheerder;Klantgroep;Gebruiker;E-mail gebruiker\n");
    for n in from..from + lines {
        let manager = n % 20;
        writeln!(
            text,
            "Dossier {n};Beheerder {manager};m{manager}@kantoor.example;Groep {};Gebruiker {n};g{n}@klant.example",
            n % 50
        )
        .unwrap();
    }
    text
}

async fn a_thousand_lines_take_as_many_statements_as_a_hundred(place: &Place) {
    place.imported(list(0, 50)).await;
    for mode in [Mode::DryRun, Mode::Real] {
        let mut counts = Vec::new();
        for (from, lines) in [(1000, 100), (2000, 1000)] {
            let before = place.desk.db().statements();
            let began = tokio::time::Instant::now();
            assert_eq!(place.import(mode, list(from, lines)).await.errors, []);
            eprintln!("{mode:?} of {lines} lines: {:?}", began.elapsed());
            counts.push(place.desk.db().statements() - before);
        }
        assert_eq!(counts[0], counts[1], "{mode:?}");
        assert!(counts[0] < 40, "{mode:?}: {}", counts[0]);
    }
}

async fn several_thousand_lines_are_one_unit_of_work(place: &Place) {
    let began = tokio::time::Instant::now();
    let report = place.imported(list(0, LINES)).await;
    eprintln!("{LINES} lines: {:?}", began.elapsed());
    assert_eq!((report.totals.dossiers_created, report.totals.client_users_invited), (LINES, LINES));
    let began = tokio::time::Instant::now();
    assert!(!place.imported(list(0, LINES)).await.stored);
    eprintln!("{LINES} lines again: {:?}", began.elapsed());
    let changed = list(0, LINES)
        .replace("E-mail gebruiker\n", "E-mail gebruiker;Btw-periode\n")
        .replace(".example\n", ".example;maand\n");
    let began = tokio::time::Instant::now();
    assert_eq!(place.imported(changed).await.totals.dossiers_changed, LINES);
    eprintln!("{LINES} lines changed: {:?}", began.elapsed());
}
