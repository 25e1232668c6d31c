//! What becomes of the lines of a list, case by case.

use desk::{
    Refusal,
    access::Actor,
    dossiers::DossierFields,
    import::{
        File, Mode, Progress, Stage,
        report::{ClientUserFate, Column, DossierFate, Found},
    },
};
use domain::{
    EnterpriseNumber, Language,
    dossier::VatPeriod,
    invitation::StateName,
    mail::MailKind,
    sender::{SkipReason, Step},
    time::days,
};

use crate::{
    on_both_databases,
    place::{Place, address, name},
};

on_both_databases!(
    all_lines_are_imported_or_none,
    a_filled_cell_changes_a_dossier_and_an_empty_one_takes_nothing_away,
    a_dossier_is_known_by_its_number_and_else_by_its_name,
    two_dossiers_of_one_name_need_their_numbers,
    a_manager_is_known_by_address_and_else_by_name,
    a_manager_who_left_does_not_send,
    a_group_gets_the_address_of_the_list_and_then_sends,
    lines_of_one_dossier_add_up_and_must_not_differ,
    somebody_new_is_welcomed_once_and_told_of_each_further_dossier,
    who_was_withdrawn_or_let_the_invitation_pass_is_left_alone,
    a_language_is_the_persons_else_the_dossiers_else_the_offices,
    what_people_are_called_here_is_not_changed_by_a_list,
    another_office_cannot_be_reached,
    progress_is_told_in_order,
    what_was_done_is_in_the_audit_log,
    a_list_without_a_header_or_with_a_column_twice_is_refused,
);

const HEADER: &str = "Dossier;Ondernemingsnummer;Beheerder;E-mail beheerder;Klantgroep;E-mail klantgroep;Taal dossier;\
                      Btw-periode;Privé;Gebruiker;E-mail gebruiker;Taal gebruiker\n";

fn list(lines: &[&str]) -> Vec<u8> {
    format!("{HEADER}{}\n", lines.join("\n")).into_bytes()
}

async fn all_lines_are_imported_or_none(place: &Place) {
    let before = place.counts().await;
    let good = "De Wafel;0202.239.951;An Claes;an@kantoor.example;Horeca;;;;;Jo Maes;jo@wafel.example;";
    let report = place.import(Mode::Real, list(&[good, "De Reus;123"])).await;
    assert_eq!(report.errors.len(), 1);
    assert!(!report.stored && report.lines[1].failed && !report.lines[0].failed);
    assert_eq!(place.counts().await, before);
    assert!(place.imported(list(&[good, "De Reus;"])).await.stored);
    assert_eq!(place.dossiers().await.len(), 2);
}

async fn a_filled_cell_changes_a_dossier_and_an_empty_one_takes_nothing_away(place: &Place) {
    let full = "De Wafel;0202.239.951;An Claes;an@kantoor.example;Horeca;horeca@kantoor.example;fr;maand;ja";
    place.imported(list(&[full])).await;
    let before = place.dossiers().await["De Wafel"].clone();
    assert_eq!(
        (before.language, before.vat_period, before.private),
        (Some(Language::Fr), VatPeriod::Monthly, true)
    );
    let report = place.imported(list(&["De Wafel;0202.239.951"])).await;
    assert!(!report.stored);
    let report = place.imported(list(&["De Wafels NV;BE 0202239951;;;Bouw;;;kwartaal;nee"])).await;
    let DossierFate::Changed { changes } = &report.lines[0].dossier.as_ref().unwrap().fate else {
        panic!("{report}")
    };
    let columns: Vec<Column> = changes.iter().map(|change| change.column).collect();
    assert_eq!(columns, [Column::DossierName, Column::GroupName, Column::VatPeriod, Column::Private]);
    assert_eq!((changes[0].old.as_deref(), changes[0].new.as_str()), (Some("De Wafel"), "De Wafels NV"));
    let after = place.dossiers().await["De Wafels NV"].clone();
    assert_eq!(
        (after.id, after.manager_id, after.language),
        (before.id, before.manager_id, Some(Language::Fr))
    );
    assert_eq!((after.vat_period, after.private), (VatPeriod::Quarterly, false));
}

async fn a_dossier_is_known_by_its_number_and_else_by_its_name(place: &Place) {
    let fields = |title, number: Option<&str>| DossierFields {
        name: Some(name(title)),
        enterprise_number: Some(number.map(|number| EnterpriseNumber::parse(number).unwrap())),
        ..DossierFields::default()
    };
    place.dossier(place.office, fields("De Wafel", None)).await;
    place.dossier(place.office, fields("De Reus", Some("0202.239.951"))).await;
    let report = place
        .imported(list(&[
            "DE WAFEL;0100.000.070;;;;;;;;;;",
            "de reus;;;;;;;maand",
            "Nieuw;0100.472.994",
            "nieuw;;;;;;fr",
            ";202239951;;;;;de",
        ]))
        .await;
    let fates: Vec<_> = report.lines.iter().map(|line| line.dossier.as_ref().unwrap().fate.clone()).collect();
    assert!(
        matches!(&fates[0], DossierFate::Changed { changes } if changes[0].column == Column::EnterpriseNumber)
    );
    assert!(matches!(&fates[1], DossierFate::Changed { changes } if changes.len() == 2), "{report}");
    assert_eq!(fates[2], DossierFate::Created);
    assert_eq!((&fates[3], &fates[4]), (&DossierFate::AsLine { line: 4 }, &DossierFate::AsLine { line: 3 }));
    assert_eq!(place.dossiers().await.len(), 3);
}

async fn two_dossiers_of_one_name_need_their_numbers(place: &Place) {
    place.imported(list(&["De Wafel;0202.239.951", "De Wafel;0100.000.070"])).await;
    let errors = place.errors(list(&["De Wafel;;;;;;fr"])).await;
    assert_eq!(errors, [(2, "enterprise number".into(), "ambiguous")]);
    // In a list too, whatever the order of its lines.
    let errors = place.errors(list(&["Nieuw;;;;;;fr", "Nieuw;0100.472.994", "Nieuw;0100.945.821"])).await;
    assert_eq!(errors, [(2, "enterprise number".into(), "ambiguous")]);
}

async fn a_manager_is_known_by_address_and_else_by_name(place: &Place) {
    let an = place.employee("An Claes", "an@kantoor.example").await;
    place.employee("Jan Maes", "jan1@kantoor.example").await;
    place.employee("Jan Maes", "jan2@kantoor.example").await;
    let report = place
        .imported(list(&[
            "A;;;AN@kantoor.example",
            "B;;an claes",
            "C;;Nieuwe Medewerker",
            "D;;Nieuwe Medewerker;nieuw@kantoor.example",
            "E;;Jan Maes;jan2@kantoor.example",
        ]))
        .await;
    let dossiers = place.dossiers().await;
    assert_eq!((dossiers["A"].manager_id, dossiers["B"].manager_id), (Some(an.id), Some(an.id)));
    assert_eq!(dossiers["C"].manager_id, dossiers["D"].manager_id);
    let fates: Vec<Found> = report.lines.iter().map(|line| line.manager.as_ref().unwrap().fate).collect();
    assert_eq!(fates, [Found::Known, Found::Known, Found::Created, Found::Known, Found::Known]);
    let errors = place.errors(list(&["F;;Jan Maes", "G;;Niemand", "H;;;wie@kantoor.example"])).await;
    let manager = || "dossier manager".to_owned();
    assert_eq!(errors, [(2, manager(), "ambiguous"), (3, manager(), "not_found"), (4, manager(), "missing")]);
}

async fn a_manager_who_left_does_not_send(place: &Place) {
    let an = place.employee("An Claes", "an@kantoor.example").await;
    place.dismiss(&an).await;
    let report = place.imported(list(&["A;;;an@kantoor.example;;;;;;Jo;jo@wafel.example"])).await;
    let sender = report.lines[0].sender.as_ref().unwrap();
    assert_eq!(
        (sender.step, sender.skipped[0].reason),
        (Step::FunctionalAddress, SkipReason::ManagerInactive)
    );
    assert!(report.notes.iter().any(|note| note.code == "manager_inactive"));
    assert_eq!(place.errors(list(&["B;;An Claes"])).await, [(2, "dossier manager".into(), "not_found")]);
}

async fn a_group_gets_the_address_of_the_list_and_then_sends(place: &Place) {
    place.imported(list(&["A;;;;Horeca"])).await;
    let report = place
        .imported(list(&["B;;;;HORECA;;;;;Jo;jo@wafel.example", "A;;;;Horeca;horeca@kantoor.example"]))
        .await;
    let fates: Vec<Found> =
        report.lines.iter().map(|line| line.client_group.as_ref().unwrap().fate).collect();
    assert_eq!(fates, [Found::Changed, Found::Known]);
    let sender = report.lines[0].sender.as_ref().unwrap();
    assert_eq!((sender.step, sender.from.address.as_str()), (Step::ClientGroup, "horeca@kantoor.example"));
    assert_eq!(place.senders().await.values().next(), Some(sender));
    assert!(!place.imported(list(&["A;;;;Horeca"])).await.stored, "an empty cell takes no address away");
}

async fn lines_of_one_dossier_add_up_and_must_not_differ(place: &Place) {
    let report = place
        .imported(list(&[
            "A;0202.239.951;;;Horeca",
            "A;;An Claes;an@kantoor.example",
            "a;202239951;;;;;fr",
            "A;0202.239.951;;;Horeca",
        ]))
        .await;
    let dossier = place.dossiers().await["A"].clone();
    assert!(dossier.manager_id.is_some() && dossier.client_group_id.is_some());
    assert_eq!(dossier.language, Some(Language::Fr));
    assert_eq!(report.lines[3].same_as, Some(2));
    let report = place
        .import(
            Mode::DryRun,
            list(&[
                "A;0202.239.951;An Claes;an@kantoor.example;Horeca;;nl;maand;ja",
                "B;0202.239.951;Jan Maes;jan@kantoor.example;Bouw;;fr;geen;nee",
            ]),
        )
        .await;
    let columns: Vec<Column> = report.errors.iter().filter_map(|error| error.column).collect();
    let wanted = [
        Column::DossierName,
        Column::ManagerName,
        Column::GroupName,
        Column::DossierLanguage,
        Column::VatPeriod,
        Column::Private,
    ];
    assert_eq!(columns, wanted);
    for error in &report.errors {
        assert_eq!((error.line, error.code.code()), (Some(3), "contradiction"));
        assert!(error.message.contains("line 2 says"), "{error}");
    }
}

async fn somebody_new_is_welcomed_once_and_told_of_each_further_dossier(place: &Place) {
    let report = place
        .imported(list(&[
            "A;;An Claes;an@kantoor.example;;;;;;Jo Maes;jo@wafel.example",
            "B;;;;;;;;;;JO@wafel.example",
            "A;;;;;;;;;jo maes;jo@wafel.example",
        ]))
        .await;
    let fates: Vec<ClientUserFate> =
        report.lines.iter().map(|line| line.client_user.as_ref().unwrap().fate).collect();
    assert_eq!(fates, [ClientUserFate::Invited, ClientUserFate::AccessAdded, ClientUserFate::HasAccess]);
    let mails: Vec<_> = report.lines.iter().map(|line| line.mail).collect();
    assert_eq!(mails, [Some(MailKind::Welcome), Some(MailKind::AccessAdded), None]);
    let steps: Vec<Step> = report.lines.iter().map(|line| line.sender.as_ref().unwrap().step).collect();
    assert_eq!(steps, [Step::DossierManager, Step::FunctionalAddress, Step::DossierManager]);
    assert_eq!(place.senders().await, crate::place::promised(&report));
    let report = place.imported(list(&["C;;;;;;;;;;jo@wafel.example", "A;;;;;;;;;;jo@wafel.example"])).await;
    let fates: Vec<ClientUserFate> =
        report.lines.iter().map(|line| line.client_user.as_ref().unwrap().fate).collect();
    assert_eq!(fates, [ClientUserFate::AccessAdded, ClientUserFate::HasAccess]);
}

async fn who_was_withdrawn_or_let_the_invitation_pass_is_left_alone(place: &Place) {
    let lines = ["A;;;;;;;;;Jo;jo@wafel.example", "A;;;;;;;;;An;an@wafel.example"];
    place.imported(list(&lines)).await;
    let users = place.desk.client_users(Actor::Console, place.office, None, None, 10).await.unwrap();
    let jo = users.iter().find(|user| user.0.email == address("jo@wafel.example")).unwrap();
    place.desk.withdraw(Actor::Console, place.office, jo.0.id, None).await.unwrap().unwrap();
    place.desk.clock().forward(days(15));
    let before = place.counts().await;
    let report = place.imported(list(&lines)).await;
    let fates: Vec<ClientUserFate> =
        report.lines.iter().map(|line| line.client_user.as_ref().unwrap().fate).collect();
    let left = |state| ClientUserFate::LeftAlone { state };
    assert_eq!(fates, [left(StateName::Withdrawn), left(StateName::Expired)]);
    assert_eq!(report.notes.iter().filter(|note| note.code == "client_user_left_alone").count(), 2);
    assert_eq!(place.counts().await, before);
}

async fn a_language_is_the_persons_else_the_dossiers_else_the_offices(place: &Place) {
    let report = place
        .imported(list(&[
            "A;;;;;;fr;;;Jo;jo@wafel.example;Duits",
            "B;;;;;;Frans;;;An;an@wafel.example",
            "C;;;;;;;;;Els;els@wafel.example",
        ]))
        .await;
    let languages: Vec<_> =
        report.lines.iter().map(|line| line.client_user.as_ref().unwrap().language).collect();
    assert_eq!(languages, [Language::De, Language::Fr, Language::Nl]);
    let errors =
        place.errors(list(&["A;;;;;;;;;Wie;wie@wafel.example;nl", "B;;;;;;;;;;wie@wafel.example;fr"])).await;
    assert_eq!(errors, [(3, "client user language".into(), "contradiction")]);
}

async fn what_people_are_called_here_is_not_changed_by_a_list(place: &Place) {
    let line = "A;;An Claes;an@kantoor.example;;;;;;Jo Maes;jo@wafel.example";
    place.imported(list(&[line])).await;
    let report =
        place.imported(list(&["A;;Anna Claes;an@kantoor.example;;;;;;Johan Maes;jo@wafel.example"])).await;
    assert!(!report.stored);
    let codes: Vec<&str> =
        report.notes.iter().filter(|note| note.line.is_some()).map(|note| note.code).collect();
    assert_eq!(codes, ["manager_name", "client_user_name"]);
    assert_eq!(report.lines[0].manager.as_ref().unwrap().name, name("An Claes"));
}

async fn another_office_cannot_be_reached(place: &Place) {
    let other = place.another_office_with(&[]).await;
    let actor = Actor::Office(place.desk.clock().id(), place.office);
    let actors: [(Actor, domain::id::OfficeId); 2] =
        [(actor, other), (Actor::Console, place.desk.clock().id())];
    for (actor, office) in actors {
        for mode in [Mode::DryRun, Mode::Real] {
            let file = File { name: "lijst.csv".into(), bytes: list(&["A"]) };
            let answer = place.desk.import(actor, office, file, mode, |_| {}).await.unwrap();
            assert_eq!(answer, Err(Refusal::NotFound));
        }
    }
}

async fn progress_is_told_in_order(place: &Place) {
    let mut told: Vec<Progress> = Vec::new();
    let file = File { name: "lijst.csv".into(), bytes: list(&["A;;;;;;;;;Jo;jo@wafel.example", "B"]) };
    let imported =
        place.desk.import(Actor::Console, place.office, file, Mode::Real, |now| told.push(now)).await;
    assert!(imported.unwrap().unwrap().stored);
    let told: Vec<_> = told.into_iter().map(|now| (now.stage, now.done, now.total)).collect();
    assert_eq!(
        told,
        [
            (Stage::Reading, 0, 0),
            (Stage::Checking, 0, 2),
            (Stage::Checking, 2, 2),
            (Stage::Storing, 0, 3),
            (Stage::Storing, 2, 3),
            (Stage::Storing, 3, 3),
        ]
    );
}

async fn what_was_done_is_in_the_audit_log(place: &Place) {
    place.imported(list(&["A;;An Claes;an@kantoor.example;Horeca;;;;;Jo;jo@wafel.example"])).await;
    place.imported(list(&["A;;;;Horeca;horeca@kantoor.example;fr"])).await;
    let log = place.desk.audit_log(Actor::Console, place.office, None, 100).await.unwrap();
    let actions: Vec<&str> = log.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "office_created",
            "client_user_created",
            "imported",
            "employee_created",
            "client_group_created",
            "dossier_created",
            "imported",
            "client_group_changed",
            "dossier_changed",
        ]
    );
    assert_eq!(log[8].detail["old"]["language"], serde_json::Value::Null);
    assert_eq!(log[8].detail["new"]["language"], "fr");
}

async fn a_list_without_a_header_or_with_a_column_twice_is_refused(place: &Place) {
    for (file, code) in [
        ("De Wafel;0202.239.951\n", "no_header"),
        ("Dossier;Taal;Dossier\nA;nl;B\n", "column_twice"),
        ("Dossier;Taal\n", "empty"),
        ("", "empty"),
    ] {
        let report = place.import(Mode::Real, file).await;
        let codes: Vec<&str> = report.errors.iter().map(|error| error.code.code()).collect();
        assert_eq!(codes, [code], "{file:?}");
        assert!(!report.stored && report.lines.is_empty());
    }
    // Of two columns that mean the same, the more telling one is read.
    let report = place.imported("Btw-nummer;Dossier;Ondernemingsnummer\nonleesbaar;A;0202.239.951\n").await;
    assert!(report.notes.iter().any(|note| note.code == "column_passed_over"));
}
