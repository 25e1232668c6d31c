//! Each resource, from its creation to its last change.

use serde_json::json;

use crate::example::text;

on_both! {
    async fn an_office_is_created_read_listed_and_changed(app) {
        let key = &app.operator;
        let body = json!({
            "name": "Kantoor Maes", "language": "nl", "communication_address": "info@maes.example",
            "functional_address": "no-reply@maes.example",
        });
        let office = app.post(key, "/offices", &body).expect(201).await;
        assert_eq!(office, json!({
            "id": office["id"], "name": "Kantoor Maes", "language": "nl",
            "communication_address": "info@maes.example", "functional_address": "no-reply@maes.example",
            "functional_address_send_only": true, "always_functional_sender": false, "follow_up_notice": false,
            "reminders": false, "invitation_days": 14, "message_delay_minutes": 0, "failed_tasks_at_once": false,
            "user_requests_at_once": false, "escalation_hours": null, "created_at": "2026-11-23T16:00:00Z",
        }));
        let path = format!("/offices/{}", text(&office["id"]));
        assert_eq!(app.get(key, &path).expect(200).await, office);
        let list = app.get(key, "/offices").expect(200).await;
        assert_eq!(list, json!({ "items": [office], "next": null }));
        let own = app.key_of(&text(&office["id"])).await;
        assert_eq!(app.get(&own, "/offices").expect(200).await["items"], json!([office]));

        let change = json!({ "functional_address": null, "invitation_days": 30, "reminders": true });
        let changed = app.patch(&own, &path, &change).expect(200).await;
        assert_eq!(changed["functional_address"], json!(null));
        assert_eq!((&changed["invitation_days"], &changed["reminders"]), (&json!(30), &json!(true)));
        assert_eq!(changed["name"], "Kantoor Maes");
        assert_eq!(app.patch(&own, &path, &json!({})).expect(200).await, changed);
        let change = json!({
            "message_delay_minutes": 1440, "failed_tasks_at_once": true, "user_requests_at_once": true, "escalation_hours": 200,
        });
        let changed = app.patch(&own, &path, &change).expect(200).await;
        for (field, value) in change.as_object().unwrap() {
            assert_eq!(&changed[field], value, "{field}");
        }
        let changed = app.patch(&own, &path, &json!({ "escalation_hours": null })).expect(200).await;
        assert_eq!((&changed["escalation_hours"], &changed["message_delay_minutes"]), (&json!(null), &json!(1440)));
        let change = json!({ "message_delay_minutes": 1441, "escalation_hours": 0, "failed_tasks_at_once": "ja" });
        assert_eq!(app.patch(&own, &path, &change).faults().await, [
            "message_delay_minutes out_of_range", "failed_tasks_at_once malformed", "escalation_hours out_of_range",
        ]);
    }
}

on_both! {
    async fn an_employee_is_created_read_listed_and_changed(app) {
        let (id, key) = app.bare_office("maes").await;
        let path = format!("/offices/{id}/employees");
        let body = json!({ "name": "Mia Maes", "email": "Mia@Maes.example", "language": "fr", "role": "admin" });
        let employee = app.post(&key, &path, &body).expect(201).await;
        assert_eq!(employee, json!({
            "id": employee["id"], "name": "Mia Maes", "email": "Mia@Maes.example", "language": "fr",
            "role": "admin", "active": true, "absence": null,
            "digests": { "failed_task": "at_once", "message": "at_once", "vat_documents_ok": "at_once", "user_request": "at_once" },
        }));
        let one = format!("{path}/{}", text(&employee["id"]));
        assert_eq!(app.get(&key, &one).expect(200).await, employee);
        assert_eq!(app.get(&key, &path).expect(200).await["items"], json!([employee]));
        let changed = app.patch(&key, &one, &json!({ "active": false, "role": "support" })).expect(200).await;
        assert_eq!((&changed["active"], &changed["role"]), (&json!(false), &json!("support")));
        let twice = json!({ "name": "M", "email": "mia@maes.EXAMPLE", "language": "nl", "role": "employee" });
        assert_eq!(app.post(&key, &path, &twice).faults().await, ["email taken"]);
    }
}

on_both! {
    async fn a_client_group_is_created_read_listed_and_changed(app) {
        let office = app.office("maes").await;
        let path = office.at("client-groups");
        let body = json!({ "name": "Slagers", "members": [office.employee, office.employee] });
        let group = app.post(&office.key, &path, &body).expect(201).await;
        assert_eq!(group, json!({
            "id": group["id"], "name": "Slagers", "email": null, "members": [office.employee],
        }));
        let one = format!("{path}/{}", text(&group["id"]));
        assert_eq!(app.get(&office.key, &one).expect(200).await, group);
        assert_eq!(app.get(&office.key, &path).expect(200).await["items"][1], group);
        let change = json!({ "email": "slagers@maes.example", "members": [] });
        let changed = app.patch(&office.key, &one, &change).expect(200).await;
        assert_eq!((&changed["email"], &changed["members"]), (&json!("slagers@maes.example"), &json!([])));
        let changed = app.patch(&office.key, &one, &json!({ "email": null })).expect(200).await;
        assert_eq!(changed["email"], json!(null));
        assert_eq!(app.post(&office.key, &path, &json!({ "name": "SLAGERS" })).faults().await, ["name taken"]);
        assert_eq!(app.patch(&office.key, &one, &json!({ "members": null })).faults().await, ["members missing"]);
    }
}

on_both! {
    async fn a_dossier_is_created_read_listed_and_changed(app) {
        let office = app.office("maes").await;
        let path = office.at("dossiers");
        let body = json!({
            "name": "Slagerij Bert", "enterprise_number": "BE 0202 239 951", "manager_id": office.employee,
            "client_group_id": office.client_group, "language": "de", "vat_period": "quarterly", "private": true,
        });
        let dossier = app.post(&office.key, &path, &body).expect(201).await;
        assert_eq!(dossier, json!({
            "id": dossier["id"], "name": "Slagerij Bert", "enterprise_number": "0202.239.951",
            "manager_id": office.employee, "client_group_id": office.client_group, "language": "de",
            "vat_period": "quarterly", "private": true,
        }));
        let one = format!("{path}/{}", text(&dossier["id"]));
        assert_eq!(app.get(&office.key, &one).expect(200).await, dossier);
        assert_eq!(app.get(&office.key, &path).expect(200).await["items"][1], dossier);
        let change = json!({ "manager_id": null, "client_group_id": null, "enterprise_number": null, "language": null });
        let changed = app.patch(&office.key, &one, &change).expect(200).await;
        assert_eq!(changed["manager_id"], json!(null));
        assert_eq!(changed["enterprise_number"], json!(null));
        assert_eq!(changed["vat_period"], "quarterly");
        let bare = app.post(&office.key, &path, &json!({ "name": "X" })).expect(201).await;
        assert_eq!((&bare["vat_period"], &bare["private"]), (&json!("none"), &json!(false)));
    }
}

on_both! {
    async fn who_would_send_is_told_with_the_reasons(app) {
        let office = app.office("maes").await;
        let path = office.at(&format!("dossiers/{}/welcome-sender", office.dossier));
        assert_eq!(app.get(&office.key, &path).expect(200).await, json!({
            "step": "dossier_manager", "from": { "name": "Mia Maes", "address": "mia@maes.example" },
            "reply_to": null, "on_behalf_of": null, "skipped": [], "ready": true, "causes": [],
        }));
        let employee = office.at(&format!("employees/{}", office.employee));
        app.patch(&office.key, &employee, &json!({ "active": false })).expect(200).await;
        let group = office.at(&format!("client-groups/{}", office.client_group));
        app.patch(&office.key, &group, &json!({ "email": null })).expect(200).await;
        let functional = json!({ "functional_address": "noreply@maes.example" });
        app.patch(&office.key, &office.path, &functional).expect(200).await;
        assert_eq!(app.get(&office.key, &path).expect(200).await, json!({
            "step": "functional_address", "from": { "name": "maes", "address": "noreply@maes.example" },
            "reply_to": "info@maes.example", "on_behalf_of": null,
            "skipped": [
                { "step": "dossier_manager", "reason": "manager_inactive" },
                { "step": "client_group", "reason": "group_without_address" },
            ],
            "ready": true, "causes": [],
        }));
    }
}

on_both! {
    async fn the_audit_log_tells_who_did_what(app) {
        let office = app.office("maes").await;
        app.patch(&app.operator, &office.path, &json!({ "reminders": true })).expect(200).await;
        let log = app.get(&office.key, &office.at("audit")).expect(200).await;
        let actions: Vec<_> = log["items"].as_array().unwrap().iter().map(|line| text(&line["action"])).collect();
        assert_eq!(actions, [
            "office_created", "employee_created", "employee_created", "client_group_created", "dossier_created",
            "client_user_created", "vat_documents_confirmed", "office_changed",
        ]);
        let last = &log["items"][7];
        assert!(text(&last["actor"]).starts_with("operator:"), "{last}");
        assert!(text(&log["items"][1]["actor"]).starts_with("office:"));
        assert_eq!(last["subject"], office.id);
        assert_eq!((&last["detail"]["old"]["reminders"], &last["detail"]["new"]["reminders"]), (&json!(false), &json!(true)));
        assert_eq!(last["at"], "2026-11-23T16:00:00Z");
    }
}
