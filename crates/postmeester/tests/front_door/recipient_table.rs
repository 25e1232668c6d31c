//! Who hears of an event: every case, from the HTTP request to the envelope on the wire.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::harness::{Installation, on_both};

const KINDS: [&str; 4] = ["failed_task", "message", "vat_documents_ok", "user_request"];
const MANAGERS: [&str; 5] = ["none", "an", "gone", "cas", "eva"];
const GROUPS: [&str; 3] = ["none", "without", "with"];
const FUNCTIONAL: [&str; 3] = ["none", "normal", "send-only"];

/// What an office chose: a name for it, and the body; `None` is an office that never chose.
fn choices(id: &dyn Fn(&str) -> String) -> Vec<(&'static str, Option<Value>)> {
    let employee = |who: &str| json!({ "employee_id": id(who) });
    let role = |role: &str| json!({ "role": role });
    let personalised =
        |recipients: Vec<Value>| Some(json!({ "configuration": "personalised", "recipients": recipients }));
    vec![
        ("never", None),
        ("standard", Some(json!({ "configuration": "standard" }))),
        ("one", personalised(vec![employee("gil")])),
        ("two", personalised(vec![employee("gil"), employee("hob")])),
        ("one gone", personalised(vec![employee("gone"), employee("gil")])),
        ("all gone", personalised(vec![employee("gone")])),
        ("manager", personalised(vec![role("dossier_manager")])),
        ("group", personalised(vec![role("client_group")])),
        ("nobody is an admin", personalised(vec![role("admins")])),
        ("absent", personalised(vec![employee("cas")])),
        ("deputy absent too", personalised(vec![employee("eva")])),
    ]
}

on_both! {
    /// Manager none, active, gone, absent with a deputy, absent with a deputy who is absent too × group none, without,
    /// with address × functional address none, normal, send-only × private or not × eleven choices of the office × four
    /// kinds. The preview, the answer, the stored decision and the wire agree with each other and with the table below.
    async fn every_case_from_the_request_to_the_wire(database) {
        let installation = Installation::start(database).await;
        let mut cases = 0;
        for functional in FUNCTIONAL {
            let office = Office::new(&installation, functional).await;
            let ids = office.people.clone();
            for (choice, body) in choices(&|who| ids[who].clone()) {
                for kind in KINDS {
                    if let Some(body) = &body {
                        let path = format!("/offices/{}/recipient-settings/{kind}", office.id);
                        let (status, answer) = installation.api("PUT", &path, body.clone()).await;
                        assert_eq!(status, 200, "{answer}");
                    }
                    cases += office.every_dossier(&installation, kind, choice).await;
                }
            }
        }
        assert_eq!(cases, 3 * 30 * 11 * 4);
    }
}

struct Office {
    id: String,
    functional: &'static str,
    people: HashMap<&'static str, String>,
    dossiers: Vec<Case>,
}

/// One dossier.
struct Case {
    dossier: String,
    manager: &'static str,
    group: &'static str,
    private: bool,
}

impl Office {
    async fn new(installation: &Installation, functional: &'static str) -> Self {
        let mut body = json!({
            "name": "Kantoor Peeters & Zn.", "language": "nl", "communication_address": "info@kantoor.example",
        });
        if functional != "none" {
            body["functional_address"] = json!("portaal@kantoor.example");
            body["functional_address_send_only"] = json!(functional == "send-only");
        }
        let id = installation.create("/offices", body).await;
        let at = |what: &str| format!("/offices/{id}/{what}");
        let mut people = HashMap::new();
        for who in ["an", "gone", "cas", "dora", "eva", "fons", "gil", "hob"] {
            let body = json!({
                "name": who.to_uppercase(), "email": format!("{who}@kantoor.example"), "language": "fr", "role": "employee",
            });
            people.insert(who, installation.create(&at("employees"), body).await);
        }
        let away = |deputy: &str| json!({ "absence": { "from": "2020-01-01", "to": "2099-12-31", "deputy_id": people[deputy] } });
        for (who, change) in [
            ("gone", json!({ "active": false })),
            ("cas", away("dora")),
            ("fons", away("dora")),
            ("eva", away("fons")),
        ] {
            let (status, answer) =
                installation.api("PATCH", &at(&format!("employees/{}", people[who])), change).await;
            assert_eq!(status, 200, "{answer}");
        }
        let without = json!({ "name": "Haven", "members": [people["gil"]] });
        let with = json!({ "name": "Horeca", "email": "horeca@kantoor.example" });
        let groups = HashMap::from([
            ("without", installation.create(&at("client-groups"), without).await),
            ("with", installation.create(&at("client-groups"), with).await),
        ]);
        let mut dossiers = Vec::new();
        for manager in MANAGERS {
            for group in GROUPS {
                for private in [false, true] {
                    let body = json!({
                        "name": format!("{manager} {group} {private}"), "private": private,
                        "manager_id": people.get(manager), "client_group_id": groups.get(group),
                    });
                    let dossier = installation.create(&at("dossiers"), body).await;
                    dossiers.push(Case { dossier, manager, group, private });
                }
            }
        }
        Self { id, functional, people, dossiers }
    }

    /// Posts an event for each dossier. Returns how many.
    async fn every_dossier(&self, installation: &Installation, kind: &str, choice: &str) -> usize {
        let already = installation.sink.mails().len();
        let mut previews = Vec::new();
        for case in &self.dossiers {
            let path = format!("/offices/{}/recipients?kind={kind}&dossier_id={}", self.id, case.dossier);
            previews.push(installation.api("GET", &path, Value::Null).await);
        }
        let event = |case: &Case| json!({ "kind": kind, "dossier_id": case.dossier, "summary": format!("{choice} {kind}") });
        let events: Vec<Value> = self.dossiers.iter().map(event).collect();
        let (status, answer) =
            installation.api("POST", &format!("/offices/{}/events/bulk", self.id), events.into()).await;
        assert_eq!(status, 200, "{answer}");
        let results = answer["results"].as_array().unwrap();
        let count: usize =
            results.iter().map(|result| result["body"]["mails"].as_array().unwrap().len()).sum();
        installation.arrived(u64::try_from(already + count).unwrap()).await;
        let arrived: HashMap<String, Vec<String>> = installation.sink.mails()[already..]
            .iter()
            .map(|mail| (message_id(&mail.data), mail.rcpt_to.clone()))
            .collect();
        for ((case, (status, preview)), result) in self.dossiers.iter().zip(previews).zip(results) {
            let (expected, step, skipped) = self.expected(case, choice);
            let told = format!(
                "functional={} manager={} group={} private={} choice={choice} {kind}: {result} {preview}",
                self.functional, case.manager, case.group, case.private
            );
            assert_eq!((status, &result["status"]), (200, &json!(202)), "{told}");
            let mails = result["body"]["mails"].as_array().unwrap();
            let previewed = preview["recipients"].as_array().unwrap();
            assert_eq!((mails.len(), previewed.len()), (expected.len(), expected.len()), "{told}");
            for ((mail, would), reader) in mails.iter().zip(previewed).zip(&expected) {
                let address = format!("{reader}@kantoor.example");
                for said in [mail, would] {
                    assert_eq!(said["to"]["address"], address.as_str(), "{told}");
                    assert_eq!(said["because"]["step"], step, "{told}");
                    assert_eq!(said["because"]["skipped"], skipped, "{told}");
                }
                assert_eq!(
                    (&mail["because"], &mail["language"]),
                    (&would["because"], &would["language"]),
                    "{told}"
                );
                let id = mail["id"].as_str().unwrap();
                assert_eq!(arrived.get(id), Some(&vec![address]), "{told}");
            }
        }
        // What is stored, of the last one.
        let last = &results[results.len() - 1]["body"]["mails"][0];
        let stored = installation.mail_in_state(&self.id, last["id"].as_str().unwrap(), "sent").await;
        assert_eq!(stored["decision"]["recipient"], last["because"]);
        self.dossiers.len()
    }

    /// The table: who hears, at which step, and what was passed over.
    fn expected(&self, case: &Case, choice: &str) -> (Vec<&'static str>, &'static str, Value) {
        let can = |who: &str| {
            let member = case.group == "without" && who == "gil";
            who != "gone" && (!case.private || case.manager == who || member)
        };
        let reads = |who: &'static str| match who {
            "cas" if can("dora") => "dora",
            "eva" if can("fons") => "fons",
            who => who,
        };
        let named = |names: &[&'static str]| -> Vec<&'static str> {
            names.iter().copied().filter(|who| can(who)).map(reads).collect()
        };
        let chosen = match choice {
            "one" | "one gone" => named(&["gil"]),
            "two" => named(&["gil", "hob"]),
            "manager" if case.manager != "none" => named(&[case.manager]),
            "group" if case.group == "with" => vec!["horeca"],
            "group" if case.group == "without" => named(&["gil"]),
            "absent" => named(&["cas"]),
            "deputy absent too" => named(&["eva"]),
            _ => vec![],
        };
        let mut skipped = Vec::new();
        if !["never", "standard"].contains(&choice) {
            if !chosen.is_empty() {
                return (chosen, "personalised", json!([]));
            }
            skipped.push(json!({ "step": "personalised", "reason": "nobody_left" }));
        }
        match case.manager {
            "none" => skipped.push(json!({ "step": "dossier_manager", "reason": "no_manager" })),
            "gone" => skipped.push(json!({ "step": "dossier_manager", "reason": "manager_inactive" })),
            who => return (vec![reads(who)], "dossier_manager", skipped.into()),
        }
        match case.group {
            "none" => skipped.push(json!({ "step": "client_group", "reason": "no_group" })),
            "without" => skipped.push(json!({ "step": "client_group", "reason": "group_without_address" })),
            _ => return (vec!["horeca"], "client_group", skipped.into()),
        }
        match self.functional {
            "none" => {
                skipped.push(json!({ "step": "functional_address", "reason": "no_functional_address" }));
            }
            "send-only" => skipped.push(json!({ "step": "functional_address", "reason": "send_only" })),
            _ => return (vec!["portaal"], "functional_address", skipped.into()),
        }
        (vec!["info"], "communication_address", skipped.into())
    }
}

/// The id in a message's `Message-ID`.
fn message_id(data: &[u8]) -> String {
    let parsed = mail_parser::MessageParser::default().parse(data).unwrap();
    parsed.message_id().unwrap().split('@').next().unwrap().to_owned()
}

on_both! {
    async fn an_event_without_a_dossier_starts_at_the_functional_address(database) {
        let installation = Installation::start(database).await;
        for (functional, local, step) in [
            ("none", "info", "communication_address"),
            ("normal", "portaal", "functional_address"),
            ("send-only", "info", "communication_address"),
        ] {
            let office = Office::new(&installation, functional).await;
            let event = json!({ "kind": "failed_task", "summary": "De koppeling met de bank ligt stil." });
            let (status, answer) = installation.api("POST", &format!("/offices/{}/events", office.id), event).await;
            let mail = &answer["mails"][0];
            assert_eq!((status, mail["to"]["address"].as_str()), (202, Some(&*format!("{local}@kantoor.example"))));
            assert_eq!(mail["because"]["step"], step, "{answer}");
        }
    }
}
