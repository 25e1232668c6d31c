//! A client-user, from the invitation on.

use domain::time::{days, minutes};
use serde_json::json;

use crate::{app::REFUSALS, example::text};

on_both! {
    async fn a_new_client_user_is_welcomed_by_the_dossiers_manager(app) {
        let office = app.office("maes").await;
        let mut body = office.newcomer("jo@klant.example");
        body["hold_welcome_mail"] = json!(true);
        let user = app.post(&office.key, &office.at("client-users"), &body).expect(201).await;
        assert_eq!(user, json!({
            "id": user["id"], "state": "invited", "linked": false,
            "welcome_mail": {
                "id": user["welcome_mail"]["id"], "kind": "welcome", "state": "queued",
                "sender": {
                    "step": "dossier_manager", "from": { "name": "Mia Maes", "address": "mia@maes.example" },
                    "reply_to": null, "on_behalf_of": null, "skipped": [],
                },
            },
        }));
        let one = office.at(&format!("client-users/{}", text(&user["id"])));
        let seen = app.get(&office.key, &one).expect(200).await;
        assert_eq!(seen, json!({
            "id": user["id"], "email": "jo@klant.example", "name": "Jo Claes", "language": "fr", "state": "invited",
            "dossiers": [office.dossier], "link_opened_at": null, "bounced": null, "link_valid_until": "2026-12-07T16:00:00Z",
            "created_at": "2026-11-23T16:00:00Z",
            "welcome_mail": {
                "id": user["welcome_mail"]["id"], "kind": "welcome", "state": "queued", "cause": null,
                "next_at": null, "relay_queue_id": null, "sender": user["welcome_mail"]["sender"],
            },
        }));
    }
}

on_both! {
    async fn somebody_who_is_known_here_gets_the_dossier_added(app) {
        let office = app.office("maes").await;
        let users = office.at("client-users");
        let first = app.post(&office.key, &users, &office.newcomer("jo@klant.example")).expect(201).await;
        let again = app.post(&office.key, &users, &office.newcomer("JO@Klant.example")).expect(200).await;
        assert_eq!(again, json!({ "id": first["id"], "state": "invited", "linked": true, "welcome_mail": null }));
        let other = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Ander" })).expect(201).await;
        let mut body = office.newcomer("jo@klant.example");
        body["dossier_id"] = other["id"].clone();
        let linked = app.post(&office.key, &users, &body).expect(200).await;
        assert_eq!((&linked["linked"], &linked["welcome_mail"]["kind"]), (&json!(true), &json!("access_added")));
        let one = office.at(&format!("client-users/{}", text(&first["id"])));
        let seen = app.get(&office.key, &one).expect(200).await;
        assert_eq!(seen["dossiers"], json!([office.dossier, other["id"]]));
    }
}

on_both! {
    async fn an_address_of_another_office_is_refused_without_a_trace_of_it(app) {
        let (maes, smit) = (app.office("maes").await, app.office("smit").await);
        let body = smit.newcomer("Klant@client-of-maes.example");
        let call = app.post(&smit.key, &smit.at("client-users"), &body);
        let problem = call.refused(409, "active-at-another-office").await;
        assert!(!problem.to_string().contains("maes") && !problem.to_string().contains(&maes.id), "{problem}");
        let list = app.get(&smit.key, &smit.at("client-users")).expect(200).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn an_office_that_is_refused_too_often_has_to_wait(app) {
        let (maes, smit) = (app.office("maes").await, app.office("smit").await);
        let (users, taken) = (smit.at("client-users"), smit.newcomer("klant@client-of-maes.example"));
        for _ in 0..REFUSALS {
            app.post(&smit.key, &users, &taken).refused(409, "active-at-another-office").await;
        }
        let reply = app.post(&smit.key, &users, &taken).send().await;
        assert_eq!((reply.status, reply.header("retry-after")), (429, "3600"), "{}", reply.text);
        let problem = app.post(&smit.key, &users, &smit.newcomer("vrij@klant.example"));
        let problem = problem.refused(429, "too-many-refusals").await;
        assert_eq!(problem["retry_after"], 3600);
        app.post(&maes.key, &maes.at("client-users"), &maes.newcomer("vrij@klant.example")).expect(201).await;
        app.clock.forward(minutes(61));
        app.post(&smit.key, &users, &smit.newcomer("vrij2@klant.example")).expect(201).await;
    }
}

on_both! {
    async fn client_users_are_found_by_any_spelling_of_their_address(app) {
        let office = app.office("maes").await;
        let users = office.at("client-users");
        let made = app.post(&office.key, &users, &office.newcomer("jo+x@MÜLLER.example")).expect(201).await;
        let found = app.get(&office.key, &format!("{users}?email=JO%2Bx@xn--mller-kva.example")).expect(200).await;
        assert_eq!(found["items"], json!([{
            "id": made["id"], "email": "jo+x@MÜLLER.example", "name": "Jo Claes", "language": "fr",
            "state": "invited", "link_opened_at": null, "bounced": null, "created_at": "2026-11-23T16:00:00Z",
        }]));
        let none = app.get(&office.key, &format!("{users}?email=jo@m%C3%BCller.example")).expect(200).await;
        assert_eq!(none, json!({ "items": [], "next": null }));
        assert_eq!(app.get(&office.key, &format!("{users}?email=jo")).faults().await, ["email malformed"]);
    }
}

on_both! {
    async fn a_corrected_address_gets_a_new_mail_and_frees_the_old(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("client-users/{}", office.client_user));
        let change = json!({ "email": "goed@klant.example", "name": "An P.", "language": "de" });
        let seen = app.patch(&office.key, &one, &change).expect(200).await;
        assert_eq!((&seen["email"], &seen["name"], &seen["language"]), (&json!("goed@klant.example"), &json!("An P."), &json!("de")));
        assert_ne!(seen["welcome_mail"]["id"], office.mail);
        let old = app.get(&office.key, &office.at(&format!("mails/{}", office.mail))).expect(200).await;
        assert_eq!((&old["state"], &old["cause"]), (&json!("cancelled"), &json!("link_replaced")));
        let smit = app.office("smit").await;
        let freed = smit.newcomer("klant@client-of-maes.example");
        app.post(&smit.key, &smit.at("client-users"), &freed).expect(201).await;
        let taken = json!({ "email": "klant@client-of-smit.example" });
        app.patch(&office.key, &one, &taken).refused(409, "active-at-another-office").await;
    }
}

on_both! {
    async fn an_address_is_not_corrected_to_one_that_is_known_here(app) {
        let office = app.office("maes").await;
        app.post(&office.key, &office.at("client-users"), &office.newcomer("jo@klant.example")).expect(201).await;
        let one = office.at(&format!("client-users/{}", office.client_user));
        let call = app.patch(&office.key, &one, &json!({ "email": "JO@klant.example" }));
        assert_eq!(call.faults().await, ["email taken"]);
    }
}

on_both! {
    async fn trying_out_addresses_by_correcting_one_is_counted_too(app) {
        let (maes, smit) = (app.office("maes").await, app.office("smit").await);
        let one = smit.at(&format!("client-users/{}", smit.client_user));
        let change = json!({ "email": "klant@client-of-maes.example" });
        for _ in 0..REFUSALS {
            app.patch(&smit.key, &one, &change).refused(409, "active-at-another-office").await;
        }
        app.patch(&smit.key, &one, &change).refused(429, "too-many-refusals").await;
        let log = app.get(&smit.key, &smit.at("audit")).expect(200).await.to_string();
        assert_eq!(log.matches("address_refused").count() as u64, REFUSALS);
        assert!(!log.contains(&maes.id));
    }
}

on_both! {
    async fn a_welcome_mail_is_sent_again_with_a_new_link_and_a_new_decision(app) {
        let office = app.office("maes").await;
        let employee = office.at(&format!("employees/{}", office.employee));
        app.patch(&office.key, &employee, &json!({ "active": false })).expect(200).await;
        let one = office.at(&format!("client-users/{}", office.client_user));
        let sent = app.push(&office.key, &format!("{one}/welcome-mail")).expect(202).await;
        assert_eq!((&sent["id"], &sent["state"]), (&json!(office.client_user), &json!("invited")));
        assert_eq!(sent["welcome_mail"]["state"], "queued");
        assert_eq!(sent["welcome_mail"]["sender"]["step"], "client_group");
        let seen = app.get(&office.key, &one).expect(200).await;
        assert_eq!(seen["welcome_mail"]["id"], sent["welcome_mail"]["id"]);
        let retry = office.at(&format!("mails/{}/retry", office.mail));
        app.push(&office.key, &retry).refused(409, "mail-not-in-state").await;
    }
}

on_both! {
    async fn an_expired_invitation_is_opened_again_by_a_new_link(app) {
        let office = app.office("maes").await;
        app.clock.forward(days(14));
        let one = office.at(&format!("client-users/{}", office.client_user));
        assert_eq!(app.get(&office.key, &one).expect(200).await["state"], "expired");
        app.push(&office.key, &format!("{one}/welcome-mail")).expect(202).await;
        assert_eq!(app.get(&office.key, &one).expect(200).await["state"], "invited");
    }
}

on_both! {
    async fn a_withdrawn_invitation_frees_its_address_and_stays_withdrawn(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("client-users/{}", office.client_user));
        let reply = app.delete(&office.key, &one).send().await;
        assert_eq!((reply.status, reply.text.as_str()), (204, ""));
        app.delete(&office.key, &one).expect(204).await;
        let seen = app.get(&office.key, &one).expect(200).await;
        assert_eq!((&seen["state"], &seen["link_valid_until"]), (&json!("withdrawn"), &json!(null)));
        app.push(&office.key, &format!("{one}/welcome-mail")).refused(409, "invitation-not-open").await;
        let smit = app.office("smit").await;
        let freed = smit.newcomer("klant@client-of-maes.example");
        app.post(&smit.key, &smit.at("client-users"), &freed).expect(201).await;
    }
}

on_both! {
    async fn an_account_is_closed_and_opened_again(app) {
        let office = app.office("maes").await;
        let one = office.at(&format!("client-users/{}", office.client_user));
        let call = app.patch(&office.key, &one, &json!({ "active": true }));
        assert_eq!(call.faults().await, ["active unknown_value"]);
        app.set_password(&office, &office.client_user).await;
        let state = async |body| app.patch(&office.key, &one, &body).expect(200).await["state"].clone();
        assert_eq!(state(json!({ "active": true })).await, "active");
        assert_eq!(state(json!({ "active": false })).await, "deactivated");
        app.delete(&office.key, &one).refused(409, "invitation-not-open").await;
        let smit = app.office("smit").await;
        let freed = smit.newcomer("klant@client-of-maes.example");
        app.post(&smit.key, &smit.at("client-users"), &freed).expect(201).await;
        app.patch(&office.key, &one, &json!({ "active": true })).refused(409, "active-at-another-office").await;
    }
}
