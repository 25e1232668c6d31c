//! A thousand at once, each answered as if it had come alone.

use serde_json::{Value, json};

use crate::{call::faults, example::text};

on_both! {
    async fn each_item_is_answered_as_the_single_call_would(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        let items = json!([
            office.newcomer("a@klant.example"),
            { "dossier_id": office.dossier, "email": "geen adres", "naam": "x" },
            office.newcomer("A@klant.example"),
            office.newcomer("klant@client-of-smit.example"),
            { "dossier_id": smit.dossier, "email": "b@klant.example", "name": "B", "language": "nl" },
            "niets",
            office.newcomer("c@klant.example"),
        ]);
        let answer = app.post(&office.key, &office.at("client-users/bulk"), &items).expect(200).await;
        let results = answer["results"].as_array().unwrap();
        let statuses: Vec<_> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [201, 422, 200, 409, 404, 422, 201]);
        assert_eq!(results[0]["body"]["welcome_mail"]["state"], "queued");
        assert_eq!(results[0]["body"]["id"], results[2]["body"]["id"]);
        assert_eq!(results[2]["body"]["linked"], true);
        assert_eq!(faults(&results[1]["body"]), ["email malformed", "name missing", "language missing", "naam unknown_field"]);
        assert_eq!(results[3]["body"]["type"], "https://portal.example/problems/active-at-another-office");
        assert_eq!(results[4]["body"]["type"], "https://portal.example/problems/not-found");
        assert_eq!(faults(&results[4]["body"]), ["dossier_id not_found"]);
        assert_eq!(faults(&results[5]["body"]), ["body malformed"]);
        let single = json!({ "dossier_id": office.dossier, "email": "geen adres", "naam": "x" });
        let single = app.post(&office.key, &office.at("client-users"), &single).refused(422, "invalid-input").await;
        assert_eq!(results[1]["body"], single);
    }
}

on_both! {
    async fn a_thousand_fit_and_one_more_does_not(app) {
        let office = app.office("maes").await;
        let bulk = office.at("client-users/bulk");
        let items: Vec<Value> = (0..1001).map(|n| office.newcomer(&format!("klant{n}@klant.example"))).collect();
        let call = app.post(&office.key, &bulk, &items.clone().into());
        assert_eq!(call.faults().await, ["body too_long"]);
        let answer = app.post(&office.key, &bulk, &items[..1000].into()).expect(200).await;
        let results = answer["results"].as_array().unwrap();
        assert_eq!(results.len(), 1000);
        assert!(results.iter().all(|result| result["status"] == 201));
        let one = office.at(&format!("client-users/{}", text(&results[999]["body"]["id"])));
        assert_eq!(app.get(&office.key, &one).expect(200).await["email"], "klant999@klant.example");
    }
}

on_both! {
    async fn what_is_no_list_is_refused_and_an_empty_one_is_not(app) {
        let office = app.office("maes").await;
        let bulk = office.at("client-users/bulk");
        for body in [json!({}), json!("x"), json!(null), json!(7)] {
            assert_eq!(app.post(&office.key, &bulk, &body).faults().await, ["body malformed"], "{body}");
        }
        assert_eq!(app.post(&office.key, &bulk, &json!([])).expect(200).await, json!({ "results": [] }));
    }
}

on_both! {
    async fn many_welcome_mails_are_sent_again(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        let users = office.at("client-users");
        let active = text(&app.post(&office.key, &users, &office.newcomer("a@klant.example")).expect(201).await["id"]);
        app.set_password(&office, &active).await;
        let nobody = "0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b";
        let ids = json!([office.client_user, active, nobody, smit.client_user, office.client_user]);
        let body = json!({ "client_user_ids": ids });
        let answer = app.post(&office.key, &format!("{users}/welcome-mails"), &body).expect(200).await;
        let results = answer["results"].as_array().unwrap();
        let statuses: Vec<_> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [202, 409, 404, 404, 202]);
        assert_eq!(results[0], results[4]);
        assert_eq!(results[1]["body"]["type"], "https://portal.example/problems/invitation-not-open");
        let one = app.get(&office.key, &format!("{users}/{}", office.client_user)).expect(200).await;
        assert_eq!(one["welcome_mail"]["id"], results[0]["body"]["welcome_mail"]["id"]);
        let call = app.post(&office.key, &format!("{users}/welcome-mails"), &json!({ "client_user_ids": ["x"] }));
        assert_eq!(call.faults().await, ["client_user_ids[0] malformed"]);
    }
}

on_both! {
    async fn many_mails_are_cancelled_and_retried(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        let bulk = office.at("mails/bulk");
        let ids = json!([office.mail, smit.mail, office.mail]);
        let statuses = async |action: &str| {
            let body = json!({ "action": action, "ids": ids });
            let answer = app.post(&office.key, &bulk, &body).expect(200).await;
            let results = answer["results"].as_array().unwrap().clone();
            results.iter().map(|r| r["status"].as_u64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(statuses("release").await, [409, 404, 409]);
        assert_eq!(statuses("cancel").await, [200, 404, 200]);
        assert_eq!(statuses("cancel").await, [409, 404, 409]);
        assert_eq!(statuses("retry").await, [202, 404, 202]);
        let call = app.post(&office.key, &bulk, &json!({ "action": "burn", "ids": "x" }));
        assert_eq!(call.faults().await, ["action unknown_value", "ids malformed"]);
    }
}

on_both! {
    async fn each_event_is_answered_as_the_single_call_would(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        let bulk = office.at("events/bulk");
        let wrong = json!({ "kind": "x", "dossier_id": office.dossier, "link": "javascript:x" });
        let items = json!([
            office.happening("failed_task"), wrong, smit.happening("message"), "niets", office.happening("user_request"),
            { "kind": "message", "summary": "Zonder dossier" },
        ]);
        let reply = app.post(&office.key, &bulk, &items).once("k").send().await;
        let answer = reply.json();
        let results = answer["results"].as_array().unwrap();
        let statuses: Vec<_> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
        assert_eq!((reply.status, statuses), (200, vec![202, 422, 404, 422, 202, 202]));
        assert_eq!(faults(&results[1]["body"]), ["kind unknown_value", "summary missing", "link malformed"]);
        assert_eq!(faults(&results[2]["body"]), ["dossier_id not_found"]);
        assert_eq!(faults(&results[3]["body"]), ["body malformed"]);
        assert_eq!(results[1]["body"], app.post(&office.key, &office.at("events"), &wrong).refused(422, "invalid-input").await);
        for (place, to) in [(0, "mia@maes.example"), (4, "mia@maes.example"), (5, "info@maes.example")] {
            let body = &results[place]["body"];
            assert_eq!(body["mails"][0]["to"]["address"], to);
            let seen = app.get(&office.key, &office.at(&format!("events/{}", text(&body["id"])))).expect(200).await;
            assert_eq!((&seen["mails"][0]["id"], &seen["mails"][0]["because"]), (&body["mails"][0]["id"], &body["mails"][0]["because"]));
        }
        let before = app.state(&office).await;
        let again = app.post(&office.key, &bulk, &items).once("k").send().await;
        assert_eq!((&again.text, again.header("idempotent-replayed")), (&reply.text, "true"));
        assert_eq!(app.state(&office).await, before, "nothing was told twice");
    }
}

on_both! {
    async fn a_thousand_events_fit_and_one_more_does_not(app) {
        let office = app.office("maes").await;
        let bulk = office.at("events/bulk");
        let items = vec![office.happening("message"); 1001];
        assert_eq!(app.post(&office.key, &bulk, &items.clone().into()).faults().await, ["body too_long"]);
        let answer = app.post(&office.key, &bulk, &items[..1000].into()).expect(200).await;
        let results = answer["results"].as_array().unwrap();
        assert!(results.len() == 1000 && results.iter().all(|result| result["status"] == 202));
        assert_eq!(app.post(&office.key, &bulk, &json!([])).expect(200).await, json!({ "results": [] }));
        assert_eq!(app.post(&office.key, &bulk, &json!({})).faults().await, ["body malformed"]);
    }
}
