//! *Documents OK*: once for each dossier and period, and taken back.

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    example::{Office, PERIOD, text},
};

fn confirmations(office: &Office) -> String {
    office.at(&format!("dossiers/{}/vat-confirmations", office.dossier))
}

async fn told(app: &TestApp, office: &Office) -> Vec<Value> {
    let page = app.get(&office.key, &office.at("mails?kind=vat_documents_ok")).expect(200).await;
    page["items"].as_array().unwrap().clone()
}

on_both! {
    async fn it_is_said_once_and_heard_once(app) {
        let office = app.office("maes").await;
        let path = confirmations(&office);
        let body = json!({ "client_user_id": office.client_user });
        let first = app.post(&office.key, &path, &body).expect(201).await;
        assert_eq!((&first["period"], &first["client_user_id"]), (&json!("2026-11"), &json!(office.client_user)), "the one that is due next");
        assert_eq!((&first["event_id"], &first["told"]["mails"][0]["to"]["address"]), (&first["told"]["id"], &json!("mia@maes.example")));
        let again = app.post(&office.key, &path, &json!({ "period": "2026-11" })).expect(200).await;
        let mut wanted = first.clone();
        wanted["told"] = json!(null);
        assert_eq!(again, wanted, "what was said first");
        assert_eq!(told(&app, &office).await.len(), 2);
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", text(&first["told"]["mails"][0]["id"])))).expect(200).await;
        assert_eq!(mail["content"]["notice"]["facts"], json!({ "by": "An Peeters", "period": "2026-11", "taken_back": false, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null }));
        let event = app.get(&office.key, &office.at(&format!("events/{}", text(&first["event_id"])))).expect(200).await;
        assert_eq!((&event["open"], &event["facts"]["period"]), (&json!(false), &json!("2026-11")));
    }
}

on_both! {
    async fn what_is_taken_back_is_told_and_can_be_said_anew(app) {
        let office = app.office("maes").await;
        let one = format!("{}/{PERIOD}", confirmations(&office));
        let by = format!("{one}?client_user_id={}", office.client_user);
        let reply = app.delete(&office.key, &by).once("k").send().await;
        assert_eq!((reply.status, reply.text.as_str()), (204, ""));
        assert_eq!(app.delete(&office.key, &by).once("k").send().await.header("idempotent-replayed"), "true");
        app.delete(&office.key, &one).once("k").refused(422, "idempotency-key-reused").await;
        app.delete(&office.key, &one).refused(404, "not-found").await;
        let mails = told(&app, &office).await;
        assert_eq!(mails.len(), 2);
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", text(&mails[0]["id"])))).expect(200).await;
        assert_eq!(mail["content"]["notice"]["facts"], json!({ "by": "An Peeters", "period": PERIOD, "taken_back": true, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null }));
        assert_eq!(app.get(&office.key, &office.at("vat-confirmations")).expect(200).await["items"], json!([]));
        app.post(&office.key, &confirmations(&office), &json!({ "period": PERIOD })).expect(201).await;
        for period in ["2026-13", "x", "2026-Q4"] {
            app.delete(&office.key, &format!("{}/{period}", confirmations(&office))).refused(404, "not-found").await;
        }
        assert_eq!(app.delete(&office.key, &format!("{one}?client_user_id=x&wie=1")).faults().await, ["client_user_id malformed", "wie unknown_field"]);
    }
}

on_both! {
    async fn only_a_period_that_the_dossier_declares_can_be_said(app) {
        let office = app.office("maes").await;
        let path = confirmations(&office);
        for (period, fault) in [
            ("2026-Q4", "period unknown_value"), ("2026-12", "period out_of_range"), ("2024-10", "period out_of_range"),
            ("2026-1", "period malformed"), ("november", "period malformed"),
        ] {
            assert_eq!(app.post(&office.key, &path, &json!({ "period": period })).faults().await, [fault], "{period}");
        }
        app.post(&office.key, &path, &json!({ "period": "2024-11" })).expect(201).await;
        let without = text(&app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Zonder" })).expect(201).await["id"]);
        let call = app.post(&office.key, &office.at(&format!("dossiers/{without}/vat-confirmations")), &json!({}));
        assert_eq!(call.faults().await, ["dossier_id unknown_value"]);
        let call = app.post(&office.key, &path, &json!({ "period": 7, "client_user_id": "x", "wie": 1 }));
        assert_eq!(call.faults().await, ["period malformed", "client_user_id malformed", "wie unknown_field"]);
    }
}

on_both! {
    async fn an_office_sees_how_far_its_clients_are(app) {
        let office = app.office("maes").await;
        for (name, period) in [("Twee", "monthly"), ("Drie", "monthly"), ("Vier", "quarterly")] {
            app.post(&office.key, &office.at("dossiers"), &json!({ "name": name, "vat_period": period })).expect(201).await;
        }
        app.post(&office.key, &confirmations(&office), &json!({})).expect(201).await;
        let overview = async |period: &str| app.get(&office.key, &office.at(&format!("vat-confirmations/overview?period={period}"))).expect(200).await;
        assert_eq!(overview(PERIOD).await, json!({ "period": PERIOD, "confirmed": 1, "open": 2 }));
        assert_eq!(overview("2026-Q4").await, json!({ "period": "2026-Q4", "confirmed": 0, "open": 1 }));
        let call = |query: &str| app.get(&office.key, &office.at(&format!("vat-confirmations/overview{query}")));
        assert_eq!(call("").faults().await, ["period missing"]);
        assert_eq!(call("?period=2026&x=1").faults().await, ["period malformed", "x unknown_field"]);
        let list = async |query: &str| {
            let page = app.get(&office.key, &office.at(&format!("vat-confirmations?{query}"))).expect(200).await;
            page["items"].as_array().unwrap().iter().map(|said| text(&said["period"])).collect::<Vec<_>>()
        };
        assert_eq!(list("").await, [PERIOD, "2026-11"]);
        assert_eq!(list("period=2026-11").await, ["2026-11"]);
        assert_eq!(list(&format!("dossier_id={}&period=2026-Q1", office.dossier)).await, [""; 0]);
        assert_eq!(app.get(&office.key, &office.at("vat-confirmations?period=x&dossier_id=y")).faults().await, ["period malformed", "dossier_id malformed"]);
    }
}
