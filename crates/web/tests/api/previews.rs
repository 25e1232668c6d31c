//! What would change: nothing is stored, and what is shown is what then happens.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    call::Call,
    example::{Office, text},
};

const KINDS: [&str; 4] = ["failed_task", "message", "vat_documents_ok", "user_request"];

/// What is decided for each dossier, and for events without one, as the API tells it: by question.
type Decisions = BTreeMap<(String, String), Vec<Value>>;

async fn decisions(app: &TestApp, office: &Office) -> Decisions {
    let mut found = Decisions::new();
    let dossiers = app.get(&office.key, &office.at("dossiers?limit=200")).expect(200).await;
    let ids = dossiers["items"].as_array().unwrap().iter().map(|dossier| text(&dossier["id"]));
    for dossier in ids.chain([String::new()]) {
        for kind in KINDS {
            let path = office.at(&format!("recipients?kind={kind}&dossier_id={dossier}"));
            let would = app.get(&office.key, &path).expect(200).await;
            let to = would["recipients"].as_array().unwrap().iter().map(|recipient| recipient["to"].clone());
            found.insert((dossier.clone(), kind.into()), to.collect());
        }
        if !dossier.is_empty() {
            let sender = office.at(&format!("dossiers/{dossier}/welcome-sender"));
            let sender = app.get(&office.key, &sender).expect(200).await;
            found.insert((dossier, "welcome_sender".into()), vec![sender["from"].clone()]);
        }
    }
    found
}

/// What a preview says, by dossier and question: from whom, to whom.
fn foretold(preview: &Value) -> BTreeMap<(String, String), (Vec<Value>, Vec<Value>)> {
    let mut found = BTreeMap::new();
    for change in preview["changes"].as_array().unwrap() {
        let list = |name: &str| change[name].as_array().unwrap().clone();
        assert_eq!(change["count"], list("dossiers").len());
        let ids = list("dossiers").iter().map(|dossier| text(&dossier["id"])).collect::<Vec<_>>();
        let bare = change["without_dossier"].as_bool().unwrap().then(String::new);
        for dossier in ids.into_iter().chain(bare) {
            for question in list("questions") {
                let before = found.insert((dossier.clone(), text(&question)), (list("from"), list("to")));
                assert!(before.is_none(), "told twice: {preview}");
            }
        }
    }
    found
}

/// Looks, and sees that nothing was done; then does it, and sees that what was shown is what happened.
async fn look_and_do(app: &TestApp, office: &Office, what: &str, send: impl Fn(&str) -> Call) {
    let (before, decided) = (app.state(office).await, decisions(app, office).await);
    let preview = send("?preview=true").once(what).expect(200).await;
    assert_eq!(app.state(office).await, before, "{what}: something was stored");
    assert_eq!(decisions(app, office).await, decided);
    assert_eq!(preview["preview"], true);
    // The key was not used: the same one does the change.
    let reply = send("").once(what).send().await;
    assert_eq!((reply.status, reply.header("idempotent-replayed")), (200, ""), "{what}: {}", reply.text);
    let now = decisions(app, office).await;
    let differs = |(key, was): (&(String, String), &Vec<Value>)| {
        let is = &now[key];
        let same = was.len() == is.len() && was.iter().all(|mailbox| is.contains(mailbox));
        (!same).then(|| (key.clone(), (was.clone(), is.clone())))
    };
    let happened: BTreeMap<_, _> = decided.iter().filter_map(differs).collect();
    assert_eq!(foretold(&preview), happened, "{what}");
    assert_eq!(preview["of"], before[3]["items"].as_array().unwrap().len(), "{what}");
    let mut dossiers: Vec<&String> =
        happened.keys().map(|(dossier, _)| dossier).filter(|id| !id.is_empty()).collect();
    dossiers.dedup();
    assert_eq!(preview["dossiers"], dossiers.len(), "{what}");
    assert!(!happened.is_empty(), "{what}: nothing changed");
}

on_both! {
    async fn what_is_shown_before_is_what_happens_after(app) {
        let office = app.office("maes").await;
        for body in [
            json!({ "name": "Tweede", "manager_id": office.employee }), json!({ "name": "Derde", "manager_id": office.colleague }),
            json!({ "name": "Vierde", "client_group_id": office.client_group }), json!({ "name": "Vijfde" }),
        ] {
            app.post(&office.key, &office.at("dossiers"), &body).expect(201).await;
        }
        let (mia, tom) = (office.at(&format!("employees/{}", office.employee)), office.at(&format!("employees/{}", office.colleague)));
        let group = office.at(&format!("client-groups/{}", office.client_group));
        let dossier = office.at(&format!("dossiers/{}", office.dossier));
        let message = office.at("recipient-settings/message");
        let personalised = json!({ "configuration": "personalised", "recipients": [{ "employee_id": office.colleague }, { "role": "client_group" }] });
        let away = json!({ "absence": { "from": "2026-11-23", "to": "2026-11-23", "deputy_id": office.employee } });
        let changes = [
            (&office.path, json!({ "functional_address": "post@maes.example" })),
            (&office.path, json!({ "functional_address_send_only": true })),
            (&group, json!({ "email": "klanten@maes.example" })),
            (&dossier, json!({ "manager_id": office.colleague })),
            (&tom, away),
            (&tom, json!({ "absence": null, "email": "thys@maes.example" })),
            (&message, personalised),
            (&mia, json!({ "active": false, "hand_over_to": { "dossiers": office.colleague } })),
            (&message, json!({ "configuration": "standard" })),
            (&office.path, json!({ "communication_address": "hallo@maes.example", "name": "Maes & Zn." })),
        ];
        for (n, (path, body)) in changes.iter().enumerate() {
            let send = |query: &str| match path.contains("recipient-settings") {
                true => app.put(&office.key, &format!("{path}{query}"), body),
                false => app.patch(&office.key, &format!("{path}{query}"), body),
            };
            look_and_do(&app, &office, &format!("{n} {body}"), send).await;
        }
    }
}

on_both! {
    async fn a_preview_reads_as_it_is_described(app) {
        let office = app.office("maes").await;
        let other = app.post(&office.key, &office.at("dossiers"), &json!({ "name": "Tweede", "manager_id": office.employee })).expect(201).await;
        let path = office.at(&format!("employees/{}?preview=true", office.employee));
        let preview = app.patch(&office.key, &path, &json!({ "email": "m@maes.example" })).expect(200).await;
        let mailbox = |address: &str| json!([{ "name": "Mia Maes", "address": address }]);
        let change = |questions: &[&str]| json!({
            "questions": questions, "from": mailbox("mia@maes.example"), "to": mailbox("m@maes.example"), "count": 2,
            "dossiers": [{ "id": office.dossier, "name": "Bakkerij De Wafel" }, { "id": other["id"], "name": "Tweede" }],
            "without_dossier": false,
        });
        assert_eq!(preview, json!({
            "preview": true, "of": 2, "dossiers": 2, "changes": [change(&["welcome_sender"]), change(&KINDS)],
        }));
        let nothing = app.patch(&office.key, &path, &json!({ "role": "support" })).expect(200).await;
        assert_eq!(nothing, json!({ "preview": true, "of": 2, "dossiers": 0, "changes": [] }));
    }
}

on_both! {
    async fn a_preview_is_refused_as_the_change_would_be(app) {
        let office = app.office("maes").await;
        let mia = office.at(&format!("employees/{}", office.employee));
        let send = |query: &str, body: Value| app.patch(&office.key, &format!("{mia}{query}"), &body);
        for (query, body, wanted) in [
            ("?preview=true", json!({ "email": "tom@maes.example" }), "email taken"),
            ("?preview=true", json!({ "naam": 1 }), "naam unknown_field"),
            ("?preview=ja", json!({}), "preview unknown_value"),
            ("?preview=TRUE", json!({}), "preview unknown_value"),
            ("?preview=true&preview=false", json!({}), "preview malformed"),
            ("?voorbeeld=true", json!({}), "voorbeeld unknown_field"),
        ] {
            assert_eq!(send(query, body).faults().await, [wanted], "{query}");
        }
        let path = office.at("employees/0199a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b?preview=true");
        app.patch(&office.key, &path, &json!({})).refused(404, "not-found").await;
        let stored = send("?preview=false", json!({ "name": "Mia M." })).expect(200).await;
        assert_eq!((&stored["name"], stored.get("preview")), (&json!("Mia M."), None));
    }
}
