//! Where an office's mails end.

use serde_json::json;

on_both! {
    async fn the_report_counts_dossiers_at_each_step(app) {
        let office = app.office("maes").await;
        app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Zonder", "client_group_id": office.client_group })).expect(201).await;
        let bare = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Kaal" })).expect(201).await;
        app.patch(&office.key, &office.path, &json!({ "functional_address": "noreply@maes.example" })).expect(200).await;
        let chosen = json!({ "configuration": "personalised", "recipients": [{ "role": "dossier_manager" }] });
        app.put(&office.key, &office.at("recipient-settings/message"), &chosen).expect(200).await;
        let report = app.get(&office.key, &office.at("reach")).expect(200).await;
        assert_eq!(report["dossiers"], 3);
        assert_eq!((&report["without_manager"]["count"], &report["without_manager"]["dossier_ids"][1]), (&json!(2), &bare["id"]));
        assert_eq!(report["welcome"], json!({
            "dossier_manager": 1, "client_group": 1, "functional_address": 1, "communication_address": 0,
        }));
        assert_eq!(report["kinds"].as_array().unwrap().len(), 4);
        assert_eq!(report["kinds"][0], json!({
            "kind": "failed_task",
            "steps": { "personalised": 0, "dossier_manager": 1, "client_group": 1, "functional_address": 0, "communication_address": 1 },
            "shared": 2, "past_send_only": 1, "nobody_left": 0, "deputies": 0, "without_dossier": "communication_address",
            "warnings": [{
                "code": "send_only", "employee_id": null, "dossiers": 1,
                "message": "For 1 dossier the functional address would hear, but nobody reads it, so the communication address hears; choose somebody by name, or give the office a functional address that is read.",
            }],
        }));
        assert_eq!((&report["kinds"][1]["steps"]["personalised"], &report["kinds"][1]["nobody_left"]), (&json!(1), &json!(2)));
        let without = format!("reach?without_employee_id={}", office.employee);
        let without = app.get(&office.key, &office.at(&without)).expect(200).await;
        assert_eq!((&without["without_manager"]["count"], &without["welcome"]["dossier_manager"]), (&json!(3), &json!(0)));
        assert_eq!(without["kinds"][1]["nobody_left"], 3);
        assert_eq!(app.get(&office.key, &office.at("reach")).expect(200).await, report, "nothing was stored");
        let call = app.get(&office.key, &office.at("reach?without_employee_id=x&y=1"));
        assert_eq!(call.faults().await, ["without_employee_id malformed", "y unknown_field"]);
    }
}
