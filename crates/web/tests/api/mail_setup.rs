//! The mail set-up over HTTP: what is told of domains, and what follows for whoever creates client-users.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use desk::mail_setup::{
    Ask, Checks,
    dns::{Answer, Data, DomainName, Egress, Kind, Question},
};
use serde_json::{Value, json};

use crate::{
    app::{Database, TestApp},
    schema,
    walk::document,
};

/// A DNS that a test writes.
#[derive(Clone, Default)]
struct Zone(Arc<Mutex<BTreeMap<(String, Kind), Data>>>);

impl Zone {
    fn answer(&self, question: &Question) -> Answer {
        let found = self.0.lock().unwrap().get(&(question.name.clone(), question.kind)).cloned();
        found.map_or(Answer::NoSuchName, |data| Answer::Records(vec![data]))
    }

    fn set(&self, name: &str, kind: Kind, data: Data) {
        self.0.lock().unwrap().insert((name.to_owned(), kind), data);
    }

    fn takes_mail(&self, domain: &str) {
        self.set(domain, Kind::Mx, Data::Exchange { preference: 10, host: "mx.example".to_owned() });
        self.set("mx.example", Kind::A, Data::Address("198.51.100.1".parse().unwrap()));
    }

    /// Publishes the records of an answer of the API.
    fn publish(&self, setup: &Value) {
        for record in
            setup["domains"].as_array().unwrap().iter().flat_map(|d| d["records"].as_array().unwrap())
        {
            let text = |key: &str| record[key].as_str().unwrap().to_owned();
            assert_eq!(record["type"], "TXT");
            self.set(&text("name"), Kind::Txt, Data::Text(text("value")));
        }
    }

    fn checks(&self) -> Option<Checks> {
        let zone = self.clone();
        let ask = Ask::new(move |question| {
            let answer = zone.answer(&question);
            async move { answer }
        });
        let helo = DomainName::parse("out.portal.example").unwrap();
        let egress = Egress::new(vec!["192.0.2.25".parse().unwrap()], None, helo).unwrap();
        Some(Checks { ask, egress, return_path: None })
    }
}

async fn refused_held_and_mended(app: TestApp, zone: Zone) {
    zone.takes_mail("maes.example");
    let (id, key) = app.bare_office("maes").await;
    let at = |what: &str| format!("/offices/{id}/{what}");
    let dossier = app.post(&key, &at("dossiers"), &json!({ "name": "Bakkerij" })).expect(201).await;
    let newcomer = |email: &str, hold: bool| json!({ "dossier_id": dossier["id"], "email": email, "name": "An", "language": "nl", "hold_welcome_mail": hold });
    let create = |email: &str, hold: bool| app.post(&key, &at("client-users"), &newcomer(email, hold));
    let problem = create("an@klant.example", false).once("een").refused(422, "mail-setup-incorrect").await;
    assert_eq!(problem["causes"], json!(["unconfigured"]));
    let setup = app.get(&key, &at("mail-setup")).expect(200).await;
    assert_eq!(
        (&setup["ready"], &setup["route"], &setup["last_checked_at"]),
        (&json!(false), &json!("platform"), &Value::Null)
    );
    assert_eq!(setup["domains"][0]["causes"], json!(["unconfigured"]));
    assert_eq!(setup["domains"][0]["records"], json!([]));
    let report = app.get(&key, &at("mail-setup/report")).expect(200).await;
    assert_eq!(report, json!({ "language": "nl", "checked_at": null, "report": null }), "nobody looked");

    let setup = app.push(&key, &at("mail-setup/check")).expect(200).await;
    let causes = json!(["dkim_missing", "spf_missing"]);
    assert_eq!(setup["domains"][0]["causes"], causes);
    let names: Vec<_> =
        setup["domains"][0]["records"].as_array().unwrap().iter().map(|r| r["name"].clone()).collect();
    let wanted = [
        "pm1._domainkey.maes.example",
        "pm1e._domainkey.maes.example",
        "maes.example",
        "_dmarc.maes.example",
    ];
    assert_eq!(names, wanted.map(Value::from));
    assert!(
        !setup.to_string().contains("PRIVATE")
            && setup["domains"][0]["findings"][0]["wanted"]["value"]
                .as_str()
                .unwrap()
                .starts_with("v=DKIM1; k=rsa; p=")
    );
    let described = document(&app).await;
    let answer = &described["paths"]["/api/v1/offices/{office_id}/mail-setup"]["get"]["responses"]["200"]["content"]
        ["application/json"]["schema"];
    assert_eq!(schema::faults(&described, answer, &setup), [""; 0]);

    for (language, word) in
        [("nl", "publiceren"), ("fr", "publier"), ("en", "publish"), ("de", "veröffentlichen")]
    {
        let report = app.get(&key, &at(&format!("mail-setup/report?language={language}"))).expect(200).await;
        assert_eq!((&report["language"], report["checked_at"].is_string()), (&json!(language), true));
        let text = report["report"]["text"].as_str().unwrap();
        assert!(text.contains("pm1._domainkey") && text.contains(word), "{language}: {text}");
        let record = setup["domains"][0]["findings"][0]["wanted"]["value"].as_str().unwrap();
        assert!(text.contains(record), "the record to copy is on one line");
        assert!(report["report"]["html"].as_str().unwrap().starts_with("<section"));
    }
    assert_eq!(
        app.get(&key, &at("mail-setup/report?language=xx")).faults().await,
        ["language unknown_value"]
    );

    let sender = app
        .get(&key, &at(&format!("dossiers/{}/welcome-sender", dossier["id"].as_str().unwrap())))
        .expect(200)
        .await;
    assert_eq!((&sender["ready"], &sender["causes"]), (&json!(false), &causes));
    // What was refused left its idempotency key free, and the address.
    let held = create("an@klant.example", true).once("een").expect(201).await;
    assert_eq!(held["welcome_mail"]["state"], "held");
    let many = json!([newcomer("bo@klant.example", true), newcomer("cas@klant.example", false)]);
    let many = app.post(&key, &at("client-users/bulk"), &many).expect(200).await;
    let statuses: Vec<_> =
        many["results"].as_array().unwrap().iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, [201, 422]);
    assert_eq!(many["results"][1]["body"]["causes"], causes);
    let list = app.get(&key, &at("mails?state=held")).expect(200).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);

    // What the operator sees.
    let broken = app.get(&app.operator, "/mail-setups?ready=false&cause=spf_missing").expect(200).await;
    assert_eq!((&broken["items"][0]["office_id"], &broken["items"][0]["causes"]), (&json!(id), &causes));
    app.get(&key, "/mail-setups").refused(404, "not-found").await;
    assert_eq!(app.get(&app.operator, "/mail-setups?cause=onzin").faults().await, ["cause unknown_value"]);
    let asked =
        app.post(&app.operator, "/mail-setups/check", &json!({ "office_ids": [id] })).expect(202).await;
    assert_eq!(asked["offices"], 1);
    app.post(&key, "/mail-setups/check", &json!({})).refused(404, "not-found").await;

    zone.publish(&setup);
    let setup = app.push(&key, &at("mail-setup/check")).once("twee").expect(200).await;
    assert_eq!((&setup["ready"], &setup["domains"][0]["causes"]), (&json!(true), &json!([])));
    let again = app.push(&key, &at("mail-setup/check")).once("twee").expect(200).await;
    assert_eq!(again, setup);
    let list = app.get(&key, &at("mails?state=queued")).expect(200).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "released");
    assert_eq!(create("dirk@klant.example", false).expect(201).await["welcome_mail"]["state"], "queued");

    // No other way than the platform's relay, and nothing on behalf of others without an address to do so from.
    let change = |body: Value| app.put(&key, &at("mail-setup"), &body);
    change(json!({ "route": "platform", "send_on_behalf": false })).expect(200).await;
    assert_eq!(change(json!({ "route": "own" })).faults().await, ["route unknown_value"]);
    assert_eq!(change(json!({ "send_on_behalf": true })).faults().await, ["send_on_behalf unknown_value"]);
    let audit = app.get(&key, &at("audit?limit=200")).expect(200).await.to_string();
    assert!(audit.contains("mail_setup_checked"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let zone = Zone::default();
    TestApp::run_with(Database::Sqlite, zone.checks(), |app| refused_held_and_mended(app, zone)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: run ./test"]
async fn postgres() {
    let zone = Zone::default();
    TestApp::run_with(Database::Postgres, zone.checks(), |app| refused_held_and_mended(app, zone)).await;
}
