//! What it costs: a constant number of statements, however many events or dossiers there are.

use std::time::Instant;

use desk::{access::Actor, employees::EmployeeFields};
use domain::{
    dossier::{Dossier, VatPeriod},
    event::{EventKind, Pace},
    id::EmployeeId,
    time::hours,
};

use crate::office::{Database, Office, event, name, on_both};

/// Adds dossiers, a batch at a time, with one of these managers each or none.
async fn add_dossiers(office: &Office, count: usize, managers: &[EmployeeId]) {
    let dossier = |n: usize| Dossier {
        id: office.desk.clock().id(),
        name: name(&format!("Dossier {n}")),
        enterprise_number: None,
        manager_id: managers.get(n % (managers.len() + 1)).copied(),
        client_group_id: None,
        language: None,
        vat_period: VatPeriod::Monthly,
        private: n.is_multiple_of(50),
    };
    let dossiers: Vec<Dossier> = (0..count).map(dossier).collect();
    let mut tx = office.desk.db().write().await.unwrap();
    for batch in dossiers.chunks(1000) {
        store::dossiers::insert(&mut tx, office.id, batch).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_thousand_events_take_as_many_statements_as_one(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let bo = office.employee("Bo", Pace::Hourly).await;
        let dossiers = [office.dossier("Wafel", an).await, office.dossier("Anker", bo).await];
        let mut counts = Vec::new();
        for many in [2, 1000] {
            let events = (0..many).map(|n| event(EventKind::FailedTask, Some(dossiers[n % 2]), "Bon"));
            let before = office.desk.db().statements();
            office.post_all(events.collect()).await;
            counts.push(office.desk.db().statements() - before);
        }
        assert_eq!(counts[0], counts[1]);
        println!("{database:?}: {} statements", counts[0]);
        let before = office.desk.db().statements();
        office.forward(hours(1)).await;
        let told = office.desk.db().statements() - before;
        assert!(told < 40, "{told} statements for a digest of 501 events");
        office.end().await;
    }
}

on_both! {
    async fn reach_and_preview_take_as_many_statements_for_many_dossiers_as_for_few(database) {
        let office = Office::new(database).await;
        let an = office.employee("An", Pace::AtOnce).await;
        let mut counts = Vec::new();
        for many in [10, 2000] {
            add_dossiers(&office, many, &[an]).await;
            let before = office.desk.db().statements();
            office.desk.reach(Actor::Console, office.id, None).await.unwrap();
            let reach = office.desk.db().statements() - before;
            let gone = EmployeeFields { active: Some(false), ..EmployeeFields::default() };
            office.desk.preview_employee(Actor::Console, office.id, an, gone).await.unwrap().unwrap();
            counts.push((reach, office.desk.db().statements() - before - reach));
        }
        assert_eq!(counts[0], counts[1]);
        println!("{database:?}: {} statements for the report, {} for the preview", counts[0].0, counts[0].1);
        office.end().await;
    }
}

/// Milliseconds of the median of five.
async fn median<F: Future>(mut work: impl FnMut() -> F) -> u128 {
    let mut times = Vec::new();
    for _ in 0..5 {
        #[expect(clippy::disallowed_methods, reason = "a measurement")]
        let begun = Instant::now();
        work().await;
        times.push(begun.elapsed().as_millis());
    }
    times.sort_unstable();
    times[2]
}

async fn ten_thousand(database: Database) {
    let office = Office::new(database).await;
    let mut people = Vec::new();
    for n in 0..40 {
        people.push(office.employee(&format!("Medewerker{n}"), Pace::AtOnce).await);
    }
    add_dossiers(&office, 10_000, &people).await;
    let reach = median(async || office.desk.reach(Actor::Console, office.id, None).await.unwrap()).await;
    let gone = || EmployeeFields { active: Some(false), ..EmployeeFields::default() };
    let preview = median(async || {
        office.desk.preview_employee(Actor::Console, office.id, people[0], gone()).await.unwrap().unwrap()
    })
    .await;
    let all = || desk::offices::OfficeFields {
        communication_address: Some(crate::office::address("welkom")),
        always_functional_sender: Some(true),
        functional_address: Some(Some(crate::office::address("portaal"))),
        ..Default::default()
    };
    let whole = median(async || {
        let changes = office.desk.preview_office(Actor::Console, office.id, all()).await.unwrap().unwrap();
        assert_eq!(changes.dossiers, 10_000);
    })
    .await;
    println!(
        "{database:?}, 10,000 dossiers, 40 people: reach {reach} ms; preview of one who leaves {preview} ms; of a change \
         that changes every dossier {whole} ms"
    );
    // Without optimisation it is not measured, only run.
    if !cfg!(debug_assertions) {
        assert!(reach < 1000 && preview < 1000 && whole < 1000);
    }
    office.end().await;
}

on_both! {
    async fn ten_thousand_dossiers_are_reported_and_previewed_in_under_a_second(database) {
        ten_thousand(database).await;
    }
}
