//! Who sends the welcome mail: every case, from the HTTP request to the `From` on the wire.

use serde_json::{Value, json};

use crate::harness::{Installation, client, on_both};

on_both! {
    /// Manager none, active, inactive × group none, without, with address × functional address none, normal,
    /// send-only × `always_functional_sender`. The preview, the answer, the stored decision and the wire agree.
    async fn every_case_from_the_request_to_the_wire(database) {
        let installation = Installation::start(database).await;
        let mut cases = 0;
        for functional in ["none", "normal", "send-only"] {
            for always in [false, true] {
                let office = office(&installation, functional, always).await;
                let staff = staff(&installation, &office).await;
                for manager in ["none", "active", "inactive"] {
                    for group in ["none", "without", "with"] {
                        cases += 1;
                        let case = Case { functional, always, manager, group };
                        case.run(&installation, &office, &staff, cases).await;
                    }
                }
            }
        }
        assert_eq!(cases, 54);
    }
}

struct Case {
    functional: &'static str,
    always: bool,
    manager: &'static str,
    group: &'static str,
}

async fn office(installation: &Installation, functional: &str, always: bool) -> String {
    let mut body = json!({
        "name": "Kantoor Peeters & Zn.", "language": "nl", "communication_address": "info@kantoor.example",
        "always_functional_sender": always,
    });
    if functional != "none" {
        body["functional_address"] = json!("portaal@kantoor.example");
        body["functional_address_send_only"] = json!(functional == "send-only");
    }
    installation.create("/offices", body).await
}

/// The ids of an active and an inactive employee, and of a group without and with an address.
async fn staff(installation: &Installation, office: &str) -> [(&'static str, String); 4] {
    let employee =
        |name: &str, email: &str| json!({"name": name, "email": email, "language": "nl", "role": "employee"});
    let (employees, groups) =
        (format!("/offices/{office}/employees"), format!("/offices/{office}/client-groups"));
    let active = installation.create(&employees, employee("An Claes", "an@kantoor.example")).await;
    let inactive = installation.create(&employees, employee("Bo Maes", "bo@kantoor.example")).await;
    let gone = installation.api("PATCH", &format!("{employees}/{inactive}"), json!({"active": false})).await;
    assert_eq!(gone.0, 200);
    let without = installation.create(&groups, json!({"name": "Haven"})).await;
    let with =
        installation.create(&groups, json!({"name": "Horeca", "email": "horeca@kantoor.example"})).await;
    [("active", active), ("inactive", inactive), ("without", without), ("with", with)]
}

impl Case {
    /// What spec says: step, address, display name, reply-to, what was passed over.
    fn expected(&self) -> (&'static str, &'static str, &'static str, Option<&'static str>, Value) {
        let office = "Kantoor Peeters & Zn.";
        let mut skipped = Vec::new();
        let manager = |skipped: &mut Vec<Value>| match self.manager {
            "active" => true,
            other => {
                let reason = if other == "none" { "no_manager" } else { "manager_inactive" };
                skipped.push(json!({"step": "dossier_manager", "reason": reason}));
                false
            }
        };
        let group = |skipped: &mut Vec<Value>| match self.group {
            "with" => true,
            other => {
                let reason = if other == "none" { "no_group" } else { "group_without_address" };
                skipped.push(json!({"step": "client_group", "reason": reason}));
                false
            }
        };
        let functional = |skipped: &mut Vec<Value>| {
            if self.functional == "none" {
                skipped.push(json!({"step": "functional_address", "reason": "no_functional_address"}));
            }
            self.functional != "none"
        };
        // Who reads what is answered to a send-only address: whoever comes after it.
        let after = match (self.always, self.manager, self.group) {
            (true, "active", _) => "an@kantoor.example",
            (true, _, "with") => "horeca@kantoor.example",
            _ => "info@kantoor.example",
        };
        let reply = (self.functional == "send-only").then_some(after);
        let sent = |step, address, name, reply, skipped: Vec<Value>| {
            (step, address, name, reply, Value::from(skipped))
        };
        let by_functional = ("functional_address", "portaal@kantoor.example");
        if self.always && functional(&mut skipped) {
            return sent(by_functional.0, by_functional.1, office, reply, skipped);
        }
        if manager(&mut skipped) {
            return sent("dossier_manager", "an@kantoor.example", "An Claes", None, skipped);
        }
        if group(&mut skipped) {
            return sent("client_group", "horeca@kantoor.example", office, None, skipped);
        }
        if !self.always && functional(&mut skipped) {
            return sent(by_functional.0, by_functional.1, office, reply, skipped);
        }
        sent("communication_address", "info@kantoor.example", office, None, skipped)
    }

    async fn run(&self, installation: &Installation, office: &str, staff: &[(&str, String)], number: u64) {
        let id = |wanted: &str| staff.iter().find(|(name, _)| *name == wanted).map(|(_, id)| id);
        let dossier = json!({
            "name": format!("Dossier {number}"), "manager_id": id(self.manager), "client_group_id": id(self.group),
        });
        let dossier = installation.create(&format!("/offices/{office}/dossiers"), dossier).await;
        let preview = format!("/offices/{office}/dossiers/{dossier}/welcome-sender");
        let (status, preview) = installation.api("GET", &preview, Value::Null).await;
        let email = format!("client{number}@klant.example");
        let path = format!("/offices/{office}/client-users");
        let (created, answer) = installation.api("POST", &path, client(&dossier, &email)).await;
        let case = format!(
            "functional={} always={} manager={} group={}: {answer}",
            self.functional, self.always, self.manager, self.group
        );
        assert_eq!((status, created), (200, 201), "{case}");
        let (step, address, name, reply, skipped) = self.expected();
        let mail = answer["welcome_mail"]["id"].as_str().unwrap();
        let stored = installation.mail_in_state(office, mail, "sent").await;
        for told in [&preview, &answer["welcome_mail"]["sender"], &stored["decision"]["sender"]] {
            assert_eq!(told["step"], step, "{case}");
            assert_eq!(told["from"], json!({"name": name, "address": address}), "{case}");
            assert_eq!(told["skipped"], skipped, "{case}");
            assert_eq!(told["reply_to"].as_str(), reply, "{case}");
        }
        assert_eq!((&preview["ready"], &preview["causes"]), (&json!(true), &json!([])), "{case}");
        let mails = installation.sink.mails();
        let arrived = mails.iter().find(|mail| mail.rcpt_to == [email.as_str()]).unwrap();
        let parsed = mail_parser::MessageParser::default().parse(&arrived.data).unwrap();
        let from = parsed.from().unwrap().first().unwrap();
        assert_eq!((from.name(), from.address()), (Some(name), Some(address)), "{case}");
        assert_eq!(parsed.reply_to().and_then(|r| r.first()).and_then(|r| r.address()), reply, "{case}");
        assert_eq!(arrived.mail_from, address, "{case}");
    }
}
