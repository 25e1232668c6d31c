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
    pub(crate) client_group: String,
    pub(crate) dossier: String,
    pub(crate) client_user: String,
    pub(crate) mail: String,
}

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
        let group =
            json!({ "name": "Bakkers", "email": format!("bakkers@{name}.example"), "members": [employee] });
        let client_group = text(&make("client-groups", group).await["id"]);
        let dossier =
            json!({ "name": "Bakkerij De Wafel", "manager_id": employee, "client_group_id": client_group });
        let dossier = text(&make("dossiers", dossier).await["id"]);
        let user = json!({ "dossier_id": dossier, "email": format!("klant@client-of-{name}.example"), "name": "An Peeters", "language": "nl" });
        let user = make("client-users", user).await;
        let (client_user, mail) = (text(&user["id"]), text(&user["welcome_mail"]["id"]));
        Office { id, key, path, employee, client_group, dossier, client_user, mail }
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

    /// `/offices/{id}/…`
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.path)
    }
}

/// A text of a body.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
