//! Whom an office chooses to hear, and what it is told about its choice.

use serde_json::{Value, json};

use crate::example::text;

on_both! {
    async fn each_kind_is_standard_until_the_office_chooses(app) {
        let office = app.office("maes").await;
        let settings = office.at("recipient-settings");
        let standard = |kind: &str| json!({ "kind": kind, "configuration": "standard", "recipients": [], "warning": null, "warnings": [] });
        let all = app.get(&office.key, &settings).expect(200).await;
        let kinds = ["failed_task", "message", "vat_documents_ok", "user_request"];
        assert_eq!(all, json!(kinds.map(standard)));
        let message = format!("{settings}/message");
        let recipients = json!([
            { "employee_id": office.colleague }, { "role": "client_group" }, { "employee_id": office.colleague }, { "role": "admins", "employee_id": null },
        ]);
        let chosen = json!({ "configuration": "personalised", "recipients": recipients });
        let setting = app.put(&office.key, &message, &chosen).expect(200).await;
        assert_eq!(setting, json!({
            "kind": "message", "configuration": "personalised", "warning": null, "warnings": [],
            "recipients": [{ "employee_id": office.colleague }, { "role": "client_group" }, { "role": "admins" }],
        }), "in their order, each once");
        assert_eq!(app.get(&office.key, &settings).expect(200).await[1], setting);
        for back in [json!({ "configuration": "standard" }), json!({ "configuration": "standard", "recipients": [] }), json!({ "configuration": "standard", "recipients": null })] {
            app.put(&office.key, &message, &chosen).expect(200).await;
            assert_eq!(app.put(&office.key, &message, &back).expect(200).await, standard("message"), "{back}");
        }
        let log = app.get(&office.key, &office.at("audit?limit=200")).expect(200).await;
        assert_eq!(log.to_string().matches("recipients_changed").count(), 7);
    }
}

on_both! {
    async fn a_choice_that_cannot_be_is_refused_and_says_where(app) {
        let office = app.office("maes").await;
        let nobody = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        let put = |body: Value| app.put(&office.key, &office.at("recipient-settings/message"), &body);
        let personalised = |recipients: Value| put(json!({ "configuration": "personalised", "recipients": recipients }));
        for missing in [json!({ "configuration": "personalised" }), json!({ "configuration": "personalised", "recipients": [] }), json!({ "configuration": "personalised", "recipients": null })] {
            assert_eq!(put(missing.clone()).faults().await, ["recipients missing"], "{missing}");
        }
        let both = json!({ "configuration": "standard", "recipients": [{ "role": "admins" }] });
        assert_eq!(put(both).faults().await, ["recipients unknown_value"]);
        assert_eq!(put(json!({ "configuration": "x", "recipients": 7, "ontvangers": [] })).faults().await, [
            "configuration unknown_value", "recipients malformed", "ontvangers unknown_field",
        ]);
        let faulty = json!([
            { "role": "admins" }, {}, { "role": "boekhouder" }, { "employee_id": office.employee, "role": "admins" },
            { "employee_id": "x" }, "admins", { "role": "admins", "rol": 1 }, { "employee_id": null, "role": null },
        ]);
        assert_eq!(personalised(faulty).faults().await, [
            "recipients[1] missing", "recipients[2].role unknown_value", "recipients[3].role malformed",
            "recipients[4].employee_id malformed", "recipients[5] malformed", "recipients[6].rol unknown_field",
            "recipients[7] missing",
        ]);
        let problem = personalised(json!([{ "role": "admins" }, { "employee_id": nobody }])).refused(404, "not-found").await;
        assert_eq!(crate::call::faults(&problem), ["recipients[1].employee_id not_found"]);
        let many = vec![json!({ "role": "admins" }); 101];
        assert_eq!(personalised(many.into()).faults().await, ["recipients too_long"]);
        let settings = app.get(&office.key, &office.at("recipient-settings")).expect(200).await;
        assert_eq!(settings[1]["configuration"], "standard");
        for kind in ["welcome", "messages", "x", "Message"] {
            let call = app.put(&office.key, &office.at(&format!("recipient-settings/{kind}")), &json!({ "configuration": "standard" }));
            call.refused(404, "not-found").await;
        }
    }
}

on_both! {
    async fn an_office_is_warned_of_what_its_choice_leads_to(app) {
        let office = app.office("maes").await;
        let put = async |recipients: Value| {
            let body = json!({ "configuration": "personalised", "recipients": recipients });
            app.put(&office.key, &office.at("recipient-settings/failed_task"), &body).expect(200).await
        };
        let warnings = |setting: &Value| {
            let all = setting["warnings"].as_array().unwrap();
            assert_eq!(setting["warning"], all.first().map_or(json!(null), |worst| worst["code"].clone()));
            all.iter().map(|w| (text(&w["code"]), w["employee_id"].clone(), w["dossiers"].clone())).collect::<Vec<_>>()
        };
        let (mia, tom) = (json!(office.employee), json!(office.colleague));
        assert_eq!(warnings(&put(json!([{ "employee_id": tom }])).await), []);
        app.patch(&office.key, &office.at(&format!("dossiers/{}", office.dossier)), &json!({ "private": true })).expect(200).await;
        assert_eq!(warnings(&put(json!([{ "employee_id": tom }, { "employee_id": mia }])).await), [("no_access".into(), tom.clone(), json!(1))]);
        let alone = put(json!([{ "employee_id": tom }])).await;
        assert_eq!(warnings(&alone), [("nobody_left".into(), json!(null), json!(1)), ("no_access".into(), tom.clone(), json!(1))]);
        assert_eq!(alone["warnings"][0]["message"], "For 1 dossier nobody of those who were chosen can hear, so the standard cascade decides; choose somebody who is active and has access.");
        app.patch(&office.key, &office.at(&format!("employees/{}", office.employee)), &json!({ "active": false })).expect(200).await;
        app.patch(&office.key, &office.path, &json!({ "functional_address": "noreply@maes.example" })).expect(200).await;
        app.patch(&office.key, &office.at(&format!("client-groups/{}", office.client_group)), &json!({ "email": null })).expect(200).await;
        let settings = app.get(&office.key, &office.at("recipient-settings")).expect(200).await;
        assert_eq!(warnings(&settings[1]), [("send_only".into(), json!(null), json!(1))], "of the standard cascade too");
        let left = put(json!([{ "employee_id": mia }, { "role": "dossier_manager" }])).await;
        assert_eq!(warnings(&left)[..2], [("nobody_left".into(), json!(null), json!(1)), ("inactive".to_owned(), mia, json!(null))]);
        // Nobody is left, and somebody hears all the same.
        let told = app.post(&office.key, &office.at("events"), &office.happening("failed_task")).expect(202).await;
        assert_eq!(told["mails"][0]["to"]["address"], "info@maes.example");
        assert_eq!(told["mails"][0]["because"]["skipped"][0], json!({ "step": "personalised", "reason": "nobody_left" }));
    }
}

on_both! {
    async fn who_would_hear_needs_a_kind(app) {
        let office = app.office("maes").await;
        let ask = |query: &str| app.get(&office.key, &office.at(&format!("recipients?{query}")));
        assert_eq!(ask("").faults().await, ["kind missing"]);
        assert_eq!(ask("kind=welcome&dossier_id=x&soort=1").faults().await, ["kind unknown_value", "dossier_id malformed", "soort unknown_field"]);
        let bare = ask("kind=message").expect(200).await;
        assert_eq!(bare["dossier_id"], json!(null));
        assert_eq!(bare["recipients"][0]["to"], json!({ "name": "maes", "address": "info@maes.example" }));
    }
}
