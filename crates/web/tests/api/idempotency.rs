//! The same key and request, the same answer.

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    call::{Call, Reply},
    example::{Office, PERIOD},
};

async fn count(app: &TestApp, office: &Office, list: &str) -> usize {
    let page = app.get(&office.key, &office.at(&format!("{list}?limit=200"))).expect(200).await;
    page["items"].as_array().unwrap().len()
}

fn same(first: &Reply, again: &Reply) {
    assert_eq!((first.status, &first.text), (again.status, &again.text));
    assert_eq!(first.header("content-type"), again.header("content-type"));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
}

on_both! {
    async fn a_write_that_is_sent_twice_is_done_once(app) {
        let office = app.office("maes").await;
        let user = office.at(&format!("client-users/{}", office.client_user));
        let conversation = office.at(&format!("conversations/{}", office.conversation));
        let dossier = office.at(&format!("dossiers/{}", office.dossier));
        let asked = json!({ "dossier_id": office.dossier, "email": "zo@klant.example", "name": "Zo", "language": "nl" });
        let chosen = json!({ "configuration": "personalised", "recipients": [{ "role": "admins" }] });
        let leaves = json!({ "active": false, "hand_over_to": office.employee });
        let employee = json!({ "name": "Bo", "email": "bo@maes.example", "language": "nl", "role": "admin" });
        let writes: Vec<(&str, String, Option<Value>)> = vec![
            ("POST", office.at("employees"), Some(employee)),
            ("POST", office.at("client-groups"), Some(json!({ "name": "Slagers" }))),
            ("POST", office.at("dossiers"), Some(json!({ "name": "Slagerij" }))),
            ("PATCH", office.path.clone(), Some(json!({ "reminders": true }))),
            ("PATCH", office.at(&format!("employees/{}", office.employee)), Some(json!({ "name": "Mia M." }))),
            ("PATCH", office.at(&format!("client-groups/{}", office.client_group)), Some(json!({ "email": null }))),
            ("PATCH", office.at(&format!("dossiers/{}", office.dossier)), Some(json!({ "private": true }))),
            ("POST", office.at("client-users"), Some(office.newcomer("jo@klant.example"))),
            ("POST", office.at("client-users/bulk"), Some(json!([office.newcomer("bo@klant.example"), 7]))),
            ("PATCH", user.clone(), Some(json!({ "name": "An" }))),
            ("POST", format!("{user}/welcome-mail"), None),
            ("POST", office.at("client-users/welcome-mails"), Some(json!({ "client_user_ids": [office.client_user] }))),
            ("POST", office.at("events"), Some(office.happening("message"))),
            ("POST", office.at("events/bulk"), Some(json!([office.happening("message"), 7]))),
            ("POST", office.at(&format!("events/{}/close", office.event)), None),
            ("PUT", office.at("recipient-settings/message"), Some(chosen)),
            ("PATCH", office.at(&format!("employees/{}", office.colleague)), Some(leaves)),
            ("POST", office.at("conversations"), Some(json!({ "dossier_id": office.dossier, "text": "Dag" }))),
            ("POST", format!("{conversation}/messages"), Some(json!({ "text": "Nog iets" }))),
            ("POST", format!("{conversation}/read"), Some(json!({ "by": "client" }))),
            ("POST", format!("{dossier}/vat-confirmations"), Some(json!({}))),
            ("DELETE", format!("{dossier}/vat-confirmations/{PERIOD}"), None),
            ("POST", office.at("user-requests"), Some(asked)),
            ("POST", office.at(&format!("user-requests/{}/approve", office.user_request)), None),
            ("POST", office.at("mails/bulk"), Some(json!({ "action": "cancel", "ids": [office.mail] }))),
            ("DELETE", user, None),
        ];
        for (n, (method, path, body)) in writes.into_iter().enumerate() {
            let send = async || {
                let method = method.parse().unwrap();
                let call = app.call(method, &format!("/api/v1{path}")).key(&office.key).once(&format!("key {n}"));
                body.iter().fold(call, Call::json).send().await
            };
            let first = send().await;
            assert!((200..300).contains(&first.status), "{method} {path}: {}", first.text);
            let before = app.state(&office).await;
            same(&first, &send().await);
            assert_eq!(app.state(&office).await, before, "{method} {path}");
        }
    }
}

on_both! {
    async fn an_office_is_created_once_for_each_key(app) {
        let body = json!({ "name": "Maes", "language": "nl", "communication_address": "info@maes.example" });
        let first = app.post(&app.operator, "/offices", &body).once("k").send().await;
        assert_eq!(first.status, 201);
        same(&first, &app.post(&app.operator, "/offices", &body).once("k").send().await);
        assert_eq!(app.get(&app.operator, "/offices").expect(200).await["items"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn a_key_for_another_request_is_refused(app) {
        let office = app.office("maes").await;
        let users = office.at("client-users");
        let body = office.newcomer("jo@klant.example");
        app.post(&office.key, &users, &body).once("k").expect(201).await;
        let other = office.newcomer("bo@klant.example");
        app.post(&office.key, &users, &other).once("k").refused(422, "idempotency-key-reused").await;
        app.post(&office.key, &office.at("dossiers"), &json!({ "name": "X" })).once("k").refused(422, "idempotency-key-reused").await;
        app.delete(&office.key, &office.at(&format!("client-users/{}", office.client_user))).once("k").refused(422, "idempotency-key-reused").await;
        app.post(&office.key, &users, &other).once("k2").expect(201).await;
        let smit = app.office("smit").await;
        app.post(&smit.key, &smit.at("client-users"), &smit.newcomer("mo@klant.example")).once("k").expect(201).await;
    }
}

on_both! {
    async fn the_order_and_the_spaces_of_a_body_do_not_make_it_another(app) {
        let office = app.office("maes").await;
        let send = async |body: String| {
            let call = app.push(&office.key, &office.at("dossiers")).once("k");
            call.header("content-type", "application/json; charset=UTF-8").bytes(body.into_bytes()).send().await
        };
        let first = send(r#"{"name":"Slagerij","private":true}"#.into()).await;
        assert_eq!(first.status, 201);
        same(&first, &send("{ \"private\" : true,\n\"name\": \"Slagerij\" }".into()).await);
    }
}

on_both! {
    async fn twenty_at_once_are_one(app) {
        let office = app.office("maes").await;
        let employee = json!({ "name": "Bo", "email": "bo@maes.example", "language": "nl", "role": "admin" });
        let writes = [
            (office.at("client-users"), office.newcomer("jo@klant.example")),
            (office.at("client-users/bulk"), json!([office.newcomer("bo@klant.example"), office.newcomer("mo@klant.example")])),
            (office.at("employees"), employee),
        ];
        for (path, body) in writes {
            let before = count(&app, &office, "audit").await;
            let calls: Vec<_> = (0..20)
                .map(|_| tokio::spawn(app.post(&office.key, &path, &body).once(&path[path.len() - 9..]).send()))
                .collect();
            let mut replies = Vec::new();
            for call in calls {
                replies.push(call.await.unwrap());
            }
            let (again, first): (Vec<_>, Vec<_>) =
                replies.iter().partition(|reply| reply.header("idempotent-replayed") == "true");
            assert_eq!((first.len(), again.len()), (1, 19), "{path}");
            assert!((200..300).contains(&first[0].status));
            again.iter().for_each(|again| same(first[0], again));
            let done = if path.ends_with("bulk") { 2 } else { 1 };
            assert_eq!(count(&app, &office, "audit").await, before + done);
        }
    }
}

on_both! {
    async fn a_refusal_leaves_the_key_free(app) {
        let (office, smit) = (app.office("maes").await, app.office("smit").await);
        let users = office.at("client-users");
        let taken = office.newcomer("klant@client-of-smit.example");
        app.post(&office.key, &users, &taken).once("k").refused(409, "active-at-another-office").await;
        app.delete(&smit.key, &smit.at(&format!("client-users/{}", smit.client_user))).expect(204).await;
        let reply = app.post(&office.key, &users, &taken).once("k").send().await;
        assert_eq!((reply.status, reply.header("idempotent-replayed")), (201, ""));
    }
}

on_both! {
    async fn a_refused_step_by_hand_is_answered_the_same_again(app) {
        let office = app.office("maes").await;
        let release = office.at(&format!("mails/{}/release", office.mail));
        let first = app.push(&office.key, &release).once("k").send().await;
        assert_eq!((first.status, first.header("content-type")), (409, "application/problem+json"));
        same(&first, &app.push(&office.key, &release).once("k").send().await);
    }
}

on_both! {
    async fn a_key_is_printable_ascii_of_at_most_255_characters(app) {
        let office = app.office("maes").await;
        let dossier = json!({ "name": "Slagerij" });
        let call = || app.post(&office.key, &office.at("dossiers"), &dossier);
        call().once(&"k".repeat(255)).expect(201).await;
        call().once("~ !").expect(201).await;
        for key in ["", &"k".repeat(256), "sleutel\u{e9}", "a\tb"] {
            assert_eq!(call().once(key).faults().await, ["Idempotency-Key malformed"], "{key:?}");
        }
        assert_eq!(call().once("a").once("b").faults().await, ["Idempotency-Key malformed"]);
    }
}
