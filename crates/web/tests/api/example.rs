//! An office with one of everything.

use serde_json::{Value, json};

use crate::app::TestApp;

/// An office with one of everything; each is an id.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    pub(crate) id: String,
    pub(crate) key: String,
    /// `/offices/{id}`
    pub(crate) path: String,
    pub(crate) employee: String,
    pub(crate) colleague: String,
    pub(crate) client_group: String,
    pub(crate) dossier: String,
    pub(crate) client_user: String,
    pub(crate) mail: String,
    pub(crate) event: String,
    pub(crate) conversation: String,
    pub(crate) message: String,
    pub(crate) user_request: String,
}

/// The lists of an office that come in pages.
pub(crate) const LISTS: [&str; 11] = [
    "employees",
    "client-groups",
    "dossiers",
    "client-users",
    "events",
    "conversations",
    "vat-confirmations",
    "user-requests",
    "mails",
    "suppressions",
    "audit",
];

/// The VAT period for which the dossier's documents are in.
pub(crate) const PERIOD: &str = "2026-10";

impl TestApp {
    /// An office and its key, with nothing in it.
    pub(crate) async fn bare_office(&self, name: &str) -> (String, String) {
        let body = json!({ "name": name, "language": "nl", "communication_address": format!("info@{name}.example") });
        let office = self.post(&self.operator, "/offices", &body).expect(201).await;
        let id = text(&office["id"]);
        let key = self.key_of(&id).await;
        (id, key)
    }

    /// An office with one of everything; `name` is one label of a domain.
    pub(crate) async fn office(&self, name: &str) -> Office {
        let (id, key) = self.bare_office(name).await;
        let path = format!("/offices/{id}");
        let make = async |what: &str, body: Value| {
            self.post(&key, &format!("{path}/{what}"), &body).expect(201).await
        };
        let email = format!("mia@{name}.example");
        let employee = json!({ "name": "Mia Maes", "email": email, "language": "nl", "role": "employee" });
        let employee = text(&make("employees", employee).await["id"]);
        let colleague = json!({ "name": "Tom Thys", "email": format!("tom@{name}.example"), "language": "fr", "role": "admin" });
        let colleague = text(&make("employees", colleague).await["id"]);
        let group =
            json!({ "name": "Bakkers", "email": format!("bakkers@{name}.example"), "members": [employee] });
        let client_group = text(&make("client-groups", group).await["id"]);
        let dossier = json!({
            "name": "Bakkerij De Wafel", "manager_id": employee, "client_group_id": client_group, "vat_period": "monthly",
        });
        let dossier = text(&make("dossiers", dossier).await["id"]);
        let user = json!({ "dossier_id": dossier, "email": format!("klant@client-of-{name}.example"), "name": "An Peeters", "language": "nl" });
        let user = make("client-users", user).await;
        let (client_user, mail) = (text(&user["id"]), text(&user["welcome_mail"]["id"]));
        let event = json!({ "kind": "failed_task", "dossier_id": dossier, "summary": format!("Scan van {name} mislukt") });
        let event = self.post(&key, &format!("{path}/events"), &event).expect(202).await;
        let conversation =
            json!({ "dossier_id": dossier, "client_user_id": client_user, "text": format!("Dag {name}!") });
        let conversation = make("conversations", conversation).await;
        let request = json!({ "dossier_id": dossier, "email": format!("nieuw@client-of-{name}.example"), "name": "Bo Bal", "language": "nl" });
        let user_request = text(&make("user-requests", request).await["id"]);
        make(&format!("dossiers/{dossier}/vat-confirmations"), json!({ "period": PERIOD })).await;
        Office {
            event: text(&event["id"]),
            message: text(&conversation["messages"][0]["id"]),
            conversation: text(&conversation["id"]),
            id,
            key,
            path,
            employee,
            colleague,
            client_group,
            dossier,
            client_user,
            mail,
            user_request,
        }
    }

    /// The whole of what an office has, to see that nothing was done to it.
    pub(crate) async fn state(&self, office: &Office) -> Vec<Value> {
        let mut state = vec![self.get(&office.key, &office.path).expect(200).await];
        let conversation = format!("conversations/{}", office.conversation);
        for list in LISTS.into_iter().chain(["recipient-settings", &conversation]) {
            state.push(self.get(&office.key, &office.at(list)).expect(200).await);
        }
        state
    }

    /// Sets the first password with the link of the client-user's newest welcome mail.
    pub(crate) async fn set_password(&self, office: &Office, client_user: &str) {
        let user =
            self.get(&office.key, &format!("{}/client-users/{client_user}", office.path)).expect(200).await;
        let mail = text(&user["welcome_mail"]["id"]).parse().unwrap();
        let detail =
            self.desk.mail(desk::access::Actor::Console, office.id.parse().unwrap(), mail).await.unwrap();
        let token = self.desk.links().token(detail.tracked.mail.content.link().unwrap());
        let set = self.desk.set_first_password(&token, "zeven blauwe fietsen").await.unwrap();
        assert!(matches!(set, desk::welcome::PasswordSet::Done(_)), "{set:?}");
    }
}

impl Office {
    /// A client-user to create.
    pub(crate) fn newcomer(&self, email: &str) -> Value {
        json!({ "dossier_id": self.dossier, "email": email, "name": "Jo Claes", "language": "fr" })
    }

    /// Everything that it has an id of.
    pub(crate) fn ids(&self) -> [&str; 11] {
        [
            &self.id,
            &self.employee,
            &self.colleague,
            &self.client_group,
            &self.dossier,
            &self.client_user,
            &self.mail,
            &self.event,
            &self.conversation,
            &self.message,
            &self.user_request,
        ]
    }

    /// An event to post.
    pub(crate) fn happening(&self, kind: &str) -> Value {
        json!({ "kind": kind, "dossier_id": self.dossier, "summary": "Er is iets gebeurd." })
    }

    /// `/offices/{id}/…`
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.path)
    }
}

/// A text of a body.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
