//! Events: who hears, at once, later or together, and until when.

use domain::time::{hours, minutes};
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    example::{Office, text},
};

/// Why the dossier's manager hears.
fn as_manager(office: &Office) -> Value {
    json!({
        "step": "dossier_manager", "skipped": [], "employee_id": office.employee, "chosen": null, "instead_of": null,
        "left_out": [], "open_for_hours": null,
    })
}

async fn post(app: &TestApp, office: &Office, event: &Value) -> Value {
    app.post(&office.key, &office.at("events"), event).expect(202).await
}

async fn event(app: &TestApp, office: &Office, id: &Value) -> Value {
    app.get(&office.key, &office.at(&format!("events/{}", text(id)))).expect(200).await
}

on_both! {
    async fn what_is_answered_is_what_was_foretold_and_what_is_stored(app) {
        let office = app.office("maes").await;
        let would = office.at(&format!("recipients?kind=failed_task&dossier_id={}", office.dossier));
        let would = app.get(&office.key, &would).expect(200).await;
        let body = json!({
            "kind": "failed_task", "dossier_id": office.dossier, "summary": "De scan is onleesbaar.\nProbeer opnieuw.",
            "link": "https://portaal.example/taken/7", "thread": "taak 7", "occurred_at": "2026-11-23T16:30:00+01:00",
        });
        let posted = post(&app, &office, &body).await;
        let mia = json!({ "name": "Mia Maes", "address": "mia@maes.example" });
        assert_eq!(posted, json!({
            "id": posted["id"], "digests": [], "waits_until": null,
            "mails": [{ "id": posted["mails"][0]["id"], "to": mia, "language": "nl", "because": as_manager(&office) }],
        }));
        assert_eq!(would, json!({
            "kind": "failed_task", "dossier_id": office.dossier,
            "recipients": [{ "to": mia, "language": "nl", "pace": "at_once", "because": as_manager(&office) }],
        }));
        assert_eq!(event(&app, &office, &posted["id"]).await, json!({
            "id": posted["id"], "kind": "failed_task", "dossier_id": office.dossier,
            "summary": "De scan is onleesbaar.\nProbeer opnieuw.", "link": "https://portaal.example/taken/7",
            "thread": "taak 7", "facts": { "by": null, "period": null, "taken_back": false, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null },
            "occurred_at": "2026-11-23T15:30:00Z", "created_at": "2026-11-23T16:00:00Z", "open": true, "closed_at": null,
            "heard": "dossier_manager", "told_with": null, "waits_until": null, "escalates_at": null, "digests": [],
            "mails": [{
                "id": posted["mails"][0]["id"], "kind": "failed_task", "to": mia, "language": "nl", "state": "queued",
                "created_at": "2026-11-23T16:00:00Z", "because": as_manager(&office),
            }],
        }));
        let mail = office.at(&format!("mails/{}", text(&posted["mails"][0]["id"])));
        let mail = app.get(&office.key, &mail).expect(200).await;
        assert_eq!((&mail["kind"], &mail["event_id"]), (&json!("failed_task"), &posted["id"]));
        assert_eq!(mail["decision"]["recipient"], as_manager(&office));
        assert_eq!(mail["decision"]["sender"]["step"], "system_address");
        assert_eq!(mail["content"]["notice"], json!({
            "texts": ["De scan is onleesbaar.\nProbeer opnieuw."], "occurred_at": "2026-11-23T15:30:00Z",
            "link": "https://portaal.example/taken/7",
            "facts": { "by": null, "period": null, "taken_back": false, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null },
        }));
    }
}

on_both! {
    async fn the_first_step_that_counts_hears_and_the_others_say_why_not(app) {
        let office = app.office("maes").await;
        let employee = office.at(&format!("employees/{}", office.employee));
        let group = office.at(&format!("client-groups/{}", office.client_group));
        let skipped = |step: &str, reason: &str| json!({ "step": step, "reason": reason });
        let told = async || {
            let posted = post(&app, &office, &office.happening("message")).await;
            assert_eq!(posted["mails"].as_array().unwrap().len(), 1, "{posted}");
            let mail = &posted["mails"][0];
            (text(&mail["to"]["address"]), mail["because"]["skipped"].clone(), mail["because"]["employee_id"].clone())
        };
        app.patch(&office.key, &employee, &json!({ "active": false })).expect(200).await;
        let inactive = skipped("dossier_manager", "manager_inactive");
        assert_eq!(told().await, ("bakkers@maes.example".into(), json!([inactive]), json!(null)));
        app.patch(&office.key, &group, &json!({ "email": null })).expect(200).await;
        app.patch(&office.key, &office.path, &json!({ "functional_address": "noreply@maes.example" })).expect(200).await;
        let without = skipped("client_group", "group_without_address");
        let unread = skipped("functional_address", "send_only");
        assert_eq!(told().await, ("info@maes.example".into(), json!([inactive, without, unread]), json!(null)));
        app.patch(&office.key, &office.path, &json!({ "functional_address_send_only": false })).expect(200).await;
        assert_eq!(told().await, ("noreply@maes.example".into(), json!([inactive, without]), json!(null)));
        let mut bare = office.happening("message");
        bare.as_object_mut().unwrap().remove("dossier_id");
        let bare = post(&app, &office, &bare).await;
        assert_eq!(bare["mails"][0]["because"]["skipped"], json!([]));
        assert_eq!(bare["mails"][0]["because"]["step"], "functional_address");
    }
}

on_both! {
    async fn those_who_were_chosen_hear_with_deputies_and_without_those_who_cannot(app) {
        let office = app.office("maes").await;
        let newcomer = json!({ "name": "Bo", "email": "bo@maes.example", "language": "de", "role": "employee" });
        let bo = text(&app.post(&office.key, &office.at("employees"), &newcomer).expect(201).await["id"]);
        let recipients = json!([
            { "employee_id": bo }, { "role": "dossier_manager" }, { "role": "admins" }, { "employee_id": office.employee },
        ]);
        let setting = office.at("recipient-settings/user_request");
        app.put(&office.key, &setting, &json!({ "configuration": "personalised", "recipients": recipients })).expect(200).await;
        let dossier = office.at(&format!("dossiers/{}", office.dossier));
        app.patch(&office.key, &dossier, &json!({ "private": true })).expect(200).await;
        let away = json!({ "absence": { "from": "2026-11-20", "to": "2026-11-30", "deputy_id": office.colleague } });
        app.patch(&office.key, &office.at(&format!("employees/{}", office.employee)), &away).expect(200).await;
        // Tom, the only admin, has no access to somebody else's private dossier; Bo neither.
        let posted = post(&app, &office, &office.happening("user_request")).await;
        assert_eq!(posted["mails"].as_array().unwrap().len(), 1);
        assert_eq!(posted["mails"][0]["because"], json!({
            "step": "personalised", "skipped": [], "employee_id": office.employee,
            "chosen": { "role": "dossier_manager" }, "instead_of": null, "open_for_hours": null,
            "left_out": [
                { "employee_id": bo, "reason": "no_access" },
                { "employee_id": office.colleague, "reason": "deputy_no_access" },
                { "role": "admins", "reason": "no_access" },
            ],
        }));
        app.patch(&office.key, &dossier, &json!({ "private": false })).expect(200).await;
        let posted = post(&app, &office, &office.happening("user_request")).await;
        let told: Vec<_> = posted["mails"].as_array().unwrap().iter().map(|mail| (text(&mail["to"]["address"]), text(&mail["language"]))).collect();
        assert_eq!(told, [("bo@maes.example".into(), "de".into()), ("tom@maes.example".into(), "fr".to_owned())]);
        assert_eq!(posted["mails"][1]["because"]["instead_of"], json!({ "employee_id": office.employee, "name": "Mia Maes" }));
        assert_eq!(posted["mails"][0]["because"]["chosen"], json!({ "employee_id": bo }));
    }
}

on_both! {
    async fn who_wants_a_digest_hears_in_one(app) {
        let office = app.office("maes").await;
        let employee = office.at(&format!("employees/{}", office.employee));
        app.patch(&office.key, &employee, &json!({ "digests": { "failed_task": "hourly", "message": "daily" } })).expect(200).await;
        let posted = post(&app, &office, &office.happening("failed_task")).await;
        assert_eq!(posted["mails"], json!([]));
        assert_eq!(posted["digests"], json!([{
            "to": { "name": "Mia Maes", "address": "mia@maes.example" }, "due_at": "2026-11-23T17:00:00Z", "mail_id": null,
            "because": as_manager(&office),
        }]));
        assert_eq!(event(&app, &office, &posted["id"]).await["digests"], posted["digests"]);
        let later = post(&app, &office, &office.happening("message")).await;
        assert_eq!(later["digests"][0]["due_at"], "2026-11-24T07:00:00Z", "at eight in the morning in Brussels");
        let would = office.at(&format!("recipients?kind=message&dossier_id={}", office.dossier));
        assert_eq!(app.get(&office.key, &would).expect(200).await["recipients"][0]["pace"], "daily");
        app.clock.forward(hours(1));
        app.desk.tell_due().await.unwrap();
        let told = event(&app, &office, &posted["id"]).await["digests"].clone();
        let digests = app.get(&office.key, &office.at("mails?kind=digest")).expect(200).await;
        assert_eq!(digests["items"].as_array().unwrap().len(), 1);
        assert_eq!((&told[0]["mail_id"], &told[0]["due_at"]), (&digests["items"][0]["id"], &json!(null)));
        let digest = office.at(&format!("mails/{}", text(&digests["items"][0]["id"])));
        let digest = app.get(&office.key, &digest).expect(200).await;
        assert_eq!((&digest["decision"]["recipient"], &digest["event_id"]), (&json!(null), &json!(null)));
        let said = &digest["content"]["digest"];
        assert_eq!((&said["pace"], &said["dossiers"][0]["dossier_name"]), (&json!("hourly"), &json!("Bakkerij De Wafel")));
        assert_eq!(said["dossiers"][0]["events"][0], json!({
            "event_id": posted["id"], "kind": "failed_task", "text": "Er is iets gebeurd.",
            "facts": { "by": null, "period": null, "taken_back": false, "newcomer": null, "undelivered": null, "broken_domains": [], "came_back": null },
            "occurred_at": "2026-11-23T16:00:00Z", "link": "https://portal.example/", "because": as_manager(&office),
        }));
    }
}

on_both! {
    async fn unread_messages_of_a_thread_are_told_together(app) {
        let office = app.office("maes").await;
        app.patch(&office.key, &office.path, &json!({ "message_delay_minutes": 30 })).expect(200).await;
        let message = |summary: &str| json!({ "kind": "message", "dossier_id": office.dossier, "summary": summary, "thread": "t" });
        let first = post(&app, &office, &message("Een")).await;
        assert_eq!(first, json!({ "id": first["id"], "mails": [], "digests": [], "waits_until": "2026-11-23T16:30:00Z" }));
        let second = post(&app, &office, &message("Twee")).await;
        let read = post(&app, &office, &office.happening("message")).await;
        app.push(&office.key, &office.at(&format!("events/{}/close", text(&read["id"])))).expect(200).await;
        app.clock.forward(minutes(30));
        app.desk.tell_due().await.unwrap();
        let told = event(&app, &office, &first["id"]).await;
        assert_eq!((told["mails"].as_array().unwrap().len(), &told["waits_until"]), (1, &json!(null)));
        let mail = office.at(&format!("mails/{}", text(&told["mails"][0]["id"])));
        assert_eq!(app.get(&office.key, &mail).expect(200).await["content"]["notice"]["texts"], json!(["Een", "Twee"]));
        let with = event(&app, &office, &second["id"]).await;
        assert_eq!((&with["told_with"], &with["mails"]), (&first["id"], &told["mails"]));
        assert_eq!(event(&app, &office, &read["id"]).await["mails"], json!([]));
    }
}

on_both! {
    async fn what_nobody_closes_goes_to_the_next_step(app) {
        let office = app.office("maes").await;
        app.patch(&office.key, &office.path, &json!({ "escalation_hours": 1 })).expect(200).await;
        let open = post(&app, &office, &office.happening("failed_task")).await;
        let closed = post(&app, &office, &office.happening("failed_task")).await;
        let close = office.at(&format!("events/{}/close", text(&closed["id"])));
        let seen = app.push(&office.key, &close).expect(200).await;
        assert_eq!((&seen["open"], &seen["closed_at"], &seen["escalates_at"]), (&json!(false), &json!("2026-11-23T16:00:00Z"), &json!(null)));
        assert_eq!(app.push(&office.key, &close).expect(200).await, seen, "it stays closed");
        // Five in the afternoon: the next working hour ends at ten in the morning.
        assert_eq!(event(&app, &office, &open["id"]).await["escalates_at"], "2026-11-24T09:00:00Z");
        app.clock.forward(hours(17));
        app.desk.tell_due().await.unwrap();
        let seen = event(&app, &office, &open["id"]).await;
        assert_eq!((&seen["heard"], &seen["mails"][0]["to"]["address"]), (&json!("client_group"), &json!("bakkers@maes.example")));
        assert_eq!(seen["mails"][0]["because"]["open_for_hours"], 1);
        assert_eq!(event(&app, &office, &closed["id"]).await["mails"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn events_are_listed_newest_first_and_filtered(app) {
        let office = app.office("maes").await;
        let other = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Ander" })).expect(201).await;
        let there = json!({ "kind": "message", "dossier_id": other["id"], "summary": "x" });
        let there = text(&post(&app, &office, &there).await["id"]);
        let list = async |query: &str| {
            let page = app.get(&office.key, &office.at(&format!("events?{query}"))).expect(200).await;
            page["items"].as_array().unwrap().iter().map(|event| text(&event["id"])).collect::<Vec<_>>()
        };
        let all = list("").await;
        assert!(all.is_sorted_by(|a, b| a > b));
        assert_eq!((all.len(), &all[0]), (5, &there));
        assert_eq!(list("kind=failed_task").await, [office.event.as_str()]);
        assert_eq!(list(&format!("dossier_id={}", text(&other["id"]))).await, [there.as_str()]);
        app.push(&office.key, &office.at(&format!("events/{there}/close"))).expect(200).await;
        assert_eq!(list("kind=message&open=false").await, [there.as_str()]);
        assert_eq!(list("open=true").await.len(), 3, "a VAT confirmation waits for nobody");
        assert_eq!(list("kind=vat_documents_ok&open=false").await.len(), 1);
        let call = app.get(&office.key, &office.at("events?kind=x&dossier_id=y&open=ja&sort=id"));
        assert_eq!(call.faults().await, ["kind unknown_value", "dossier_id malformed", "open unknown_value", "sort unknown_field"]);
    }
}

on_both! {
    async fn a_request_for_a_user_is_decided_not_closed(app) {
        let office = app.office("maes").await;
        let close = office.at(&format!("events/{}/close", office.user_request));
        app.push(&office.key, &close).refused(409, "request-waits-for-a-decision").await;
        let refuse = office.at(&format!("user-requests/{}/refuse", office.user_request));
        app.post(&office.key, &refuse, &json!({ "reason": "Nee." })).expect(200).await;
        assert_eq!(app.push(&office.key, &close).expect(200).await["open"], false);
    }
}

on_both! {
    async fn an_event_that_is_sent_twice_is_told_once(app) {
        let office = app.office("maes").await;
        let count = async || {
            let mails = app.get(&office.key, &office.at("mails?limit=200")).expect(200).await;
            let events = app.get(&office.key, &office.at("events?limit=200")).expect(200).await;
            (mails["items"].as_array().unwrap().len(), events["items"].as_array().unwrap().len())
        };
        let happening = office.happening("message");
        let first = app.post(&office.key, &office.at("events"), &happening).once("k").send().await;
        let after = count().await;
        let again = app.post(&office.key, &office.at("events"), &happening).once("k").send().await;
        assert_eq!((again.status, &again.text, again.header("idempotent-replayed")), (202, &first.text, "true"));
        assert_eq!(count().await, after);
        app.post(&office.key, &office.at("events"), &office.happening("failed_task")).once("k").refused(422, "idempotency-key-reused").await;
        assert_eq!(count().await, after);
        let calls: Vec<_> = (0..20)
            .map(|_| tokio::spawn(app.post(&office.key, &office.at("events"), &happening).once("twenty").send()))
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for call in calls {
            ids.insert(text(&call.await.unwrap().json()["id"]));
        }
        assert_eq!((ids.len(), count().await), (1, (after.0 + 1, after.1 + 1)));
    }
}
