//! An import does not tell whose clients other offices have.

use desk::{
    Refusal,
    access::Actor,
    import::Mode,
    invite::{Invite, Job},
};
use domain::{Language, time::hours};

use crate::{
    on_both_databases,
    place::{Place, address, name},
};

on_both_databases!(
    an_address_of_another_office_is_refused_on_each_of_its_lines,
    refusals_count_in_a_dry_run_too_and_after_a_hundred_no_address_is_looked_at,
    an_address_that_has_become_free_is_taken,
);

fn list(emails: &[String]) -> String {
    let lines: Vec<String> =
        emails.iter().enumerate().map(|(n, email)| format!("Dossier {n};Jo;{email}")).collect();
    format!("Dossier;Gebruiker;E-mail gebruiker\n{}\n", lines.join("\n"))
}

fn emails(from: usize, to: usize) -> Vec<String> {
    (from..to).map(|n| format!("jo{n}@wafel.example")).collect()
}

async fn refused(place: &Place) -> usize {
    let log = place.desk.audit_log(Actor::Console, place.office, None, 10_000).await.unwrap();
    log.iter().filter(|line| line.action == "address_refused").count()
}

async fn an_address_of_another_office_is_refused_on_each_of_its_lines(place: &Place) {
    place.another_office_with(&emails(0, 1)).await;
    let before = place.counts().await;
    for mode in [Mode::DryRun, Mode::Real] {
        let file =
            list(&["vrij@wafel.example".into(), "jo0@wafel.example".into(), "JO0@wafel.example".into()]);
        let report = place.import(mode, file).await;
        let found: Vec<_> = report.errors.iter().map(|error| (error.line, error.code.code())).collect();
        assert_eq!(found, [(Some(3), "active-at-another-office"), (Some(4), "active-at-another-office")]);
        assert!(report.errors[0].message.contains("alias"), "{}", report.errors[0]);
        assert!(!serde_json::to_string(&report).unwrap().contains("Maes"));
    }
    assert_eq!(place.counts().await, before);
    assert_eq!(refused(place).await, 2, "one address, asked for twice");
}

async fn refusals_count_in_a_dry_run_too_and_after_a_hundred_no_address_is_looked_at(place: &Place) {
    place.another_office_with(&emails(0, 300)).await;
    let errors = place.errors(list(&emails(0, 60))).await;
    assert_eq!(errors.len(), 60);
    assert_eq!(refused(place).await, 60);
    let report = place.import(Mode::Real, list(&emails(100, 400))).await;
    let codes: Vec<&str> = report.errors.iter().map(|error| error.code.code()).collect();
    assert_eq!(codes.iter().filter(|code| **code == "active-at-another-office").count(), 40);
    assert_eq!((codes.len(), codes[40]), (41, "too-many-refusals"));
    assert_eq!(report.errors[40].line, Some(42));
    assert!(report.errors[40].message.contains("260 lines"), "{}", report.errors[40]);
    assert_eq!(refused(place).await, 100);
    // Addresses that nobody has are not told from the others any more, by any door.
    let free = place.import(Mode::DryRun, list(&["vrij@wafel.example".into()])).await;
    assert_eq!(free.errors[0].code.code(), "too-many-refusals");
    assert_eq!(free.lines[0].client_user, None);
    let dossier = place
        .dossier(place.office, desk::dossiers::DossierFields { name: Some(name("D")), ..Default::default() });
    let invite = Invite {
        dossier: dossier.await.id,
        email: address("vrij@wafel.example"),
        name: name("Jo"),
        language: Language::Nl,
        hold_welcome_mail: false,
    };
    let job = Job { actor: Actor::Console, office: place.office, items: vec![invite], once: None };
    let answer = place.desk.invite(job).await.unwrap().unwrap();
    assert!(
        matches!(&answer, desk::Said::Now(all) if matches!(all[0], Err(Refusal::TooManyRefusals { .. })))
    );
    // An hour later they are.
    place.desk.clock().forward(hours(1));
    assert_eq!(place.errors(list(&["vrij@wafel.example".into()])).await, []);
}

async fn an_address_that_has_become_free_is_taken(place: &Place) {
    place.another_office_with(&emails(0, 1)).await;
    place.desk.clock().forward(domain::time::days(15));
    let report = place.imported(list(&emails(0, 1))).await;
    assert_eq!(report.totals.client_users_invited, 1);
}
