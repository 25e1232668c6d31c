//! Absence, digests, and what is handed over by somebody who leaves.

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    call::faults,
    example::{Office, text},
};

/// An office whose first employee holds one of everything: a dossier, a place, a group, and somebody to stand in for.
async fn office_with_a_leaver(app: &TestApp) -> Office {
    let office = app.office("maes").await;
    for kind in ["message", "failed_task"] {
        let chosen =
            json!({ "configuration": "personalised", "recipients": [{ "employee_id": office.employee }] });
        app.put(&office.key, &office.at(&format!("recipient-settings/{kind}")), &chosen).expect(200).await;
    }
    let away =
        json!({ "absence": { "from": "2026-11-23", "to": "2026-11-24", "deputy_id": office.employee } });
    let colleague = office.at(&format!("employees/{}", office.colleague));
    app.patch(&office.key, &colleague, &away).expect(200).await;
    office
}

async fn third(app: &TestApp, office: &Office) -> String {
    let third = json!({ "name": "Els", "email": "els@maes.example", "language": "nl", "role": "employee" });
    text(&app.post(&office.key, &office.at("employees"), &third).expect(201).await["id"])
}

async fn places(app: &TestApp, office: &Office, employee: &str) -> Value {
    app.get(&office.key, &office.at(&format!("employees/{employee}/places"))).expect(200).await
}

fn counts(handed_over: [u32; 4], left: [u32; 4]) -> Value {
    let sorts = ["dossiers", "recipients", "client_groups", "deputy_of"].into_iter().enumerate();
    let count = |n: usize| json!({ "handed_over": handed_over[n], "left": left[n] });
    sorts.map(|(n, sort)| (sort.to_owned(), count(n))).collect()
}

on_both! {
    async fn an_absence_is_in_days_and_a_point_in_time_counts_as_its_day(app) {
        let office = app.office("maes").await;
        let mia = office.at(&format!("employees/{}", office.employee));
        let absence = async |absence: Value| app.patch(&office.key, &mia, &json!({ "absence": absence })).expect(200).await["absence"].clone();
        let days = |from: &str, to: &str| json!({ "from": from, "to": to, "deputy_id": null });
        assert_eq!(absence(json!({ "from": "2026-12-24", "to": "2026-12-24" })).await, days("2026-12-24", "2026-12-24"));
        // Half past eleven in the evening in UTC is the next day in Brussels.
        let times = json!({ "from": "2026-12-23T23:30:00Z", "to": "2027-01-02T01:00:00+01:00", "deputy_id": office.colleague });
        let seen = absence(times).await;
        assert_eq!(seen, json!({ "from": "2026-12-24", "to": "2027-01-02", "deputy_id": office.colleague }));
        assert_eq!(app.get(&office.key, &mia).expect(200).await["absence"], seen);
        assert_eq!(app.patch(&office.key, &mia, &json!({ "name": "Mia" })).expect(200).await["absence"], seen, "left out, it stays");
        assert_eq!(absence(json!(null)).await, json!(null));
    }
}

on_both! {
    async fn an_absence_that_cannot_be_is_named_part_by_part(app) {
        let office = app.office("maes").await;
        let mia = office.at(&format!("employees/{}", office.employee));
        let send = |absence: Value| app.patch(&office.key, &mia, &json!({ "absence": absence }));
        let cases = [
            (json!({}), vec!["absence.from missing", "absence.to missing"]),
            (json!({ "from": "morgen", "to": 7, "deputy_id": "x", "tot": 1 }), vec!["absence.from malformed", "absence.to malformed", "absence.deputy_id malformed", "absence.tot unknown_field"]),
            (json!({ "from": "2026-12-24", "to": "2026-12-23" }), vec!["absence.to out_of_range"]),
            (json!({ "from": "2026-02-30", "to": "2026-12-23T10:00:00" }), vec!["absence.from malformed", "absence.to malformed"]),
            (json!({ "from": "2026-12-24", "to": "2026-12-24", "deputy_id": office.employee }), vec!["absence.deputy_id unknown_value"]),
            (json!(true), vec!["absence malformed"]),
        ];
        for (absence, wanted) in cases {
            assert_eq!(send(absence.clone()).faults().await, wanted, "{absence}");
        }
        let nobody = json!({ "from": "2026-12-24", "to": "2026-12-24", "deputy_id": "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b" });
        assert_eq!(faults(&send(nobody).refused(404, "not-found").await), ["absence.deputy_id not_found"]);
        assert_eq!(app.get(&office.key, &mia).expect(200).await["absence"], json!(null));
    }
}

on_both! {
    async fn a_new_employee_may_be_absent_and_want_digests(app) {
        let office = app.office("maes").await;
        let body = json!({
            "name": "Els", "email": "els@maes.example", "language": "nl", "role": "employee",
            "absence": { "from": "2026-12-24", "to": "2026-12-25", "deputy_id": office.employee },
            "digests": { "vat_documents_ok": "daily" },
        });
        let els = app.post(&office.key, &office.at("employees"), &body).expect(201).await;
        assert_eq!(els["absence"], body["absence"]);
        assert_eq!(els["digests"], json!({ "failed_task": "at_once", "message": "at_once", "vat_documents_ok": "daily", "user_request": "at_once" }));
        assert_eq!(app.get(&office.key, &office.at(&format!("employees/{}", text(&els["id"])))).expect(200).await, els);
        let mut wrong = body.clone();
        wrong["absence"]["deputy_id"] = json!("0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b");
        wrong["email"] = json!("anders@maes.example");
        let problem = app.post(&office.key, &office.at("employees"), &wrong).refused(404, "not-found").await;
        assert_eq!(faults(&problem), ["absence.deputy_id not_found"]);
        wrong["hand_over_to"] = json!(office.employee);
        wrong["absence"] = json!(null);
        assert_eq!(app.post(&office.key, &office.at("employees"), &wrong).faults().await, ["hand_over_to unknown_field"]);
    }
}

on_both! {
    async fn digests_are_chosen_kind_by_kind(app) {
        let office = app.office("maes").await;
        let mia = office.at(&format!("employees/{}", office.employee));
        let digests = async |digests: Value| app.patch(&office.key, &mia, &json!({ "digests": digests })).expect(200).await["digests"].clone();
        let all = |failed: &str, message: &str| json!({ "failed_task": failed, "message": message, "vat_documents_ok": "at_once", "user_request": "at_once" });
        assert_eq!(digests(json!({ "failed_task": "hourly" })).await, all("hourly", "at_once"));
        assert_eq!(digests(json!({ "message": "daily" })).await, all("hourly", "daily"));
        assert_eq!(digests(json!({ "failed_task": "at_once" })).await, all("at_once", "daily"));
        assert_eq!(digests(json!({})).await, all("at_once", "daily"));
        let call = app.patch(&office.key, &mia, &json!({ "digests": { "message": "weekly", "user_request": null, "welcome": "daily" } }));
        assert_eq!(call.faults().await, ["digests.message unknown_value", "digests.user_request missing", "digests.welcome unknown_field"]);
    }
}

on_both! {
    async fn who_leaves_without_a_word_leaves_everything_to_the_cascade(app) {
        let office = office_with_a_leaver(&app).await;
        let held = places(&app, &office, &office.employee).await;
        assert_eq!(held, json!({
            "dossiers": [{ "id": office.dossier, "name": "Bakkerij De Wafel" }], "recipients": ["failed_task", "message"],
            "client_groups": [{ "id": office.client_group, "name": "Bakkers" }],
            "deputy_of": [{ "id": office.colleague, "name": "Tom Thys" }],
        }));
        let mia = office.at(&format!("employees/{}", office.employee));
        let named = app.patch(&office.key, &mia, &json!({ "name": "Mia M." })).expect(200).await;
        assert_eq!(named["handed_over"], json!(null));
        let left = app.patch(&office.key, &mia, &json!({ "active": false })).expect(200).await;
        assert_eq!(left["handed_over"], counts([0; 4], [1, 2, 1, 1]));
        assert_eq!(places(&app, &office, &office.employee).await, held);
        assert!(app.get(&office.key, &mia).expect(200).await.get("handed_over").is_none());
    }
}

on_both! {
    async fn everything_goes_to_one_or_each_thing_to_its_own(app) {
        let office = office_with_a_leaver(&app).await;
        let els = third(&app, &office).await;
        let other = json!({ "name": "Tweede", "manager_id": office.employee });
        let other = text(&app.post(&office.key, &office.at("dossiers"), &other).expect(201).await["id"]);
        let mia = office.at(&format!("employees/{}", office.employee));
        let each = json!({
            "dossiers": { other.clone(): els }, "recipients": { "message": office.colleague },
            "client_groups": els,
        });
        let change = json!({ "active": false, "hand_over_to": each });
        let changed = app.patch(&office.key, &mia, &change).expect(200).await;
        assert_eq!(changed["handed_over"], counts([1, 1, 1, 0], [1, 1, 0, 1]));
        let of_els = places(&app, &office, &els).await;
        assert_eq!((&of_els["dossiers"], &of_els["recipients"]), (&json!([{ "id": other, "name": "Tweede" }]), &json!([])));
        assert_eq!(of_els["client_groups"][0]["id"], office.client_group);
        assert_eq!(places(&app, &office, &office.colleague).await["recipients"], json!(["message"]));
        // What is left can be handed over later; to one for all of a sort, or to one for everything.
        let sorts = json!({ "hand_over_to": { "recipients": els, "deputy": null } });
        assert_eq!(app.patch(&office.key, &mia, &sorts).expect(200).await["handed_over"], counts([0, 1, 0, 0], [1, 0, 0, 1]));
        let all = app.patch(&office.key, &mia, &json!({ "hand_over_to": els })).expect(200).await;
        assert_eq!(all["handed_over"], counts([1, 0, 0, 1], [0; 4]));
        let nothing = json!({ "dossiers": [], "recipients": [], "client_groups": [], "deputy_of": [] });
        assert_eq!(places(&app, &office, &office.employee).await, nothing);
        assert_eq!(places(&app, &office, &els).await["recipients"], json!(["failed_task"]));
    }
}

on_both! {
    async fn a_hand_over_that_cannot_be_is_refused_whole(app) {
        let office = office_with_a_leaver(&app).await;
        let els = third(&app, &office).await;
        app.patch(&office.key, &office.at(&format!("employees/{els}")), &json!({ "active": false })).expect(200).await;
        let smit = app.office("smit").await;
        let nobody = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        let mia = office.at(&format!("employees/{}", office.employee));
        let send = |to: Value| app.patch(&office.key, &mia, &json!({ "active": false, "hand_over_to": to }));
        let before = app.state(&office).await;
        let cases = [
            (json!(7), vec!["hand_over_to malformed"]),
            (json!("Els"), vec!["hand_over_to malformed"]),
            (json!([els]), vec!["hand_over_to malformed"]),
            (json!(office.employee), vec!["hand_over_to unknown_value"]),
            (json!({ "deputy": els }), vec!["hand_over_to unknown_value"]),
            (json!({ "dossiers": 7, "recipients": { "welcome": office.colleague }, "client_groups": {}, "group": 1 }), vec![
                "hand_over_to.dossiers malformed", "hand_over_to.recipients.welcome unknown_field",
                "hand_over_to.client_groups malformed", "hand_over_to.group unknown_field",
            ]),
            (json!({ "dossiers": { "x": office.colleague } }), vec!["hand_over_to.dossiers.x malformed"]),
            (json!({ "dossiers": { nobody: "x" } }), vec!["hand_over_to.dossiers.0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b malformed"]),
        ];
        for (to, wanted) in cases {
            assert_eq!(send(to.clone()).faults().await, wanted, "{to}");
        }
        let gone = [
            json!(nobody), json!(smit.employee), json!({ "recipients": smit.employee }), json!({ "client_groups": smit.employee }),
            json!({ "dossiers": { office.dossier.clone(): smit.employee } }), json!({ "recipients": { "message": smit.employee } }),
            json!({ "recipients": { "user_request": office.colleague } }),
            json!({ "deputy": smit.employee }), json!({ "dossiers": { smit.dossier.clone(): office.colleague } }),
        ];
        for to in gone {
            let problem = send(to.clone()).refused(404, "not-found").await;
            assert!(!problem.to_string().contains("smit"), "{to}");
        }
        assert_eq!(app.state(&office).await, before);
    }
}
