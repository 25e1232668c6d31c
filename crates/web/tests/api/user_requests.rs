//! Somebody asks for a user, and the office decides once.

use serde_json::{Value, json};

use crate::example::{Office, text};

fn request(office: &Office, email: &str) -> Value {
    json!({ "dossier_id": office.dossier, "asked_by": office.client_user, "email": email, "name": "Bo Bal", "language": "fr", "note": "Doet onze facturen." })
}

on_both! {
    async fn a_request_is_made_heard_and_approved(app) {
        let office = app.office("maes").await;
        let made = app.post(&office.key, &office.at("user-requests"), &request(&office, "bo@klant.example")).expect(201).await;
        let told = json!({ "id": made["id"], "mails": made["told"]["mails"], "digests": [], "waits_until": null });
        let open = json!({
            "id": made["id"], "dossier_id": office.dossier, "asked_by": office.client_user, "email": "bo@klant.example",
            "name": "Bo Bal", "language": "fr", "summary": "Doet onze facturen.", "asked_at": "2026-11-23T16:00:00Z",
            "state": "open", "reason": null, "client_user_id": null, "decided_at": null,
        });
        let mut wanted = open.clone();
        wanted["told"] = told;
        assert_eq!(made, wanted);
        let one = office.at(&format!("user-requests/{}", text(&made["id"])));
        assert_eq!(app.get(&office.key, &one).expect(200).await, open);
        let mail = app.get(&office.key, &office.at(&format!("mails/{}", text(&made["told"]["mails"][0]["id"])))).expect(200).await;
        assert_eq!(mail["content"]["notice"]["facts"], json!({
            "by": "An Peeters", "period": null, "taken_back": false, "newcomer": { "name": "Bo Bal", "address": "bo@klant.example" },
            "undelivered": null, "broken_domains": [], "came_back": null,
        }));

        let approved = app.push(&office.key, &format!("{one}/approve")).expect(200).await;
        let user = &approved["client_user"];
        assert_eq!((&approved["state"], &approved["client_user_id"], &approved["decided_at"]), (&json!("approved"), &user["id"], &json!("2026-11-23T16:00:00Z")));
        assert_eq!(*user, json!({
            "id": user["id"], "state": "invited", "linked": false,
            "welcome_mail": {
                "id": user["welcome_mail"]["id"], "kind": "welcome", "state": "queued",
                "sender": {
                    "step": "dossier_manager", "from": { "name": "Mia Maes", "address": "mia@maes.example" },
                    "reply_to": null, "on_behalf_of": null, "skipped": [],
                },
            },
        }), "as the call that creates client-users answers");
        let seen = app.get(&office.key, &office.at(&format!("client-users/{}", text(&user["id"])))).expect(200).await;
        assert_eq!((&seen["email"], &seen["language"]), (&json!("bo@klant.example"), &json!("fr")));
        let event = app.get(&office.key, &office.at(&format!("events/{}", text(&made["id"])))).expect(200).await;
        assert_eq!(event["open"], false);
        app.push(&office.key, &format!("{one}/approve")).refused(409, "request-decided").await;
        app.post(&office.key, &format!("{one}/refuse"), &json!({ "reason": "Toch niet." })).refused(409, "request-decided").await;
        let again = app.post(&office.key, &office.at("user-requests"), &request(&office, "BO@klant.example")).expect(201).await;
        let linked = app.push(&office.key, &office.at(&format!("user-requests/{}/approve", text(&again["id"])))).expect(200).await;
        assert_eq!((&linked["client_user"]["linked"], &linked["client_user_id"]), (&json!(true), &user["id"]));
    }
}

on_both! {
    async fn a_request_is_refused_with_a_reason(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("user-requests/{}", office.user_request));
        for (body, fault) in [(json!({}), "reason missing"), (json!({ "reason": " " }), "reason missing"), (json!({ "reason": "a\u{202e}b" }), "reason control_character"), (json!({ "reason": 7 }), "reason malformed")] {
            assert_eq!(app.post(&office.key, &format!("{one}/refuse"), &body).faults().await, [fault]);
        }
        let refused = app.post(&office.key, &format!("{one}/refuse"), &json!({ "reason": "Werkt er niet meer." })).expect(200).await;
        assert_eq!((&refused["state"], &refused["reason"], &refused["client_user"]), (&json!("refused"), &json!("Werkt er niet meer."), &json!(null)));
        app.push(&office.key, &format!("{one}/approve")).refused(409, "request-decided").await;
        let found = app.get(&office.key, &office.at("client-users?email=nieuw@client-of-maes.example")).expect(200).await;
        assert_eq!(found["items"], json!([]));
        let list = async |query: &str| {
            let page = app.get(&office.key, &office.at(&format!("user-requests?{query}"))).expect(200).await;
            page["items"].as_array().unwrap().iter().map(|request| text(&request["id"])).collect::<Vec<_>>()
        };
        let next = text(&app.post(&office.key, &office.at("user-requests"), &request(&office, "bo@klant.example")).expect(201).await["id"]);
        assert_eq!(list("").await, [next.as_str(), office.user_request.as_str()], "newest first");
        assert_eq!((list("state=open").await, list("state=refused").await), (vec![next], vec![office.user_request.clone()]));
        assert_eq!(app.get(&office.key, &office.at("user-requests?state=closed")).faults().await, ["state unknown_value"]);
    }
}

on_both! {
    async fn a_user_of_another_office_cannot_be_approved_and_the_request_stays(app) {
        let (maes, smit) = (app.office("maes").await, app.office("smit").await);
        let made = app.post(&smit.key, &smit.at("user-requests"), &request(&smit, "klant@client-of-maes.example")).expect(201).await;
        let one = smit.at(&format!("user-requests/{}", text(&made["id"])));
        let problem = app.push(&smit.key, &format!("{one}/approve")).refused(409, "active-at-another-office").await;
        assert!(!problem.to_string().contains("maes"), "{problem}");
        assert_eq!(app.get(&smit.key, &one).expect(200).await["state"], "open");
        app.delete(&maes.key, &maes.at(&format!("client-users/{}", maes.client_user))).expect(204).await;
        assert_eq!(app.push(&smit.key, &format!("{one}/approve")).expect(200).await["state"], "approved");
    }
}

on_both! {
    async fn every_fault_of_a_request_is_told_at_once(app) {
        let office = app.office("maes").await;
        let wrong = json!({ "dossier_id": 7, "asked_by": "x", "email": "geen adres", "name": "a\nb", "language": "es", "note": "\u{0}", "x": 1 });
        assert_eq!(app.post(&office.key, &office.at("user-requests"), &wrong).faults().await, [
            "dossier_id malformed", "asked_by malformed", "email malformed", "name control_character",
            "language unknown_value", "note control_character", "x unknown_field",
        ]);
        let other = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Ander" })).expect(201).await;
        let mut stranger = request(&office, "bo@klant.example");
        stranger["dossier_id"] = other["id"].clone();
        assert_eq!(app.post(&office.key, &office.at("user-requests"), &stranger).faults().await, ["asked_by unknown_value"]);
    }
}
