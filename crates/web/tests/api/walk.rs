//! Every operation that the API describes, with the ids of an office put in the places for ids.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    app::TestApp,
    call::Call,
    example::{Office, PERIOD},
};

/// An operation of the description.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) described: Value,
}

/// The description.
pub(crate) async fn document(app: &TestApp) -> Value {
    app.call(reqwest::Method::GET, "/api/v1/openapi.json").expect(200).await
}

/// Every operation.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let (method, path) = (method.to_uppercase(), path.clone());
            found.push(Operation { method, path, described: described.clone() });
        }
    }
    assert!(found.len() >= 55, "only {} operations are described", found.len());
    found
}

impl Operation {
    /// The call, with `key`; `body` for the body.
    pub(crate) fn call(&self, app: &TestApp, key: &str, path: &str, body: Option<&Value>) -> Call {
        let call = app.call(self.method.parse().unwrap(), path).key(key);
        body.into_iter().fold(call, Call::json)
    }

    /// The names of the ids in the path.
    pub(crate) fn ids_in_path(&self) -> Vec<&str> {
        let names = self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        names.filter(|name| name.ends_with("_id")).collect()
    }

    fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.described["parameters"].as_array().unwrap().iter().filter(|p| p["in"] == "query")
    }

    /// The names of the parameters in the query.
    pub(crate) fn query(&self) -> BTreeSet<&str> {
        self.parameters().map(|parameter| parameter["name"].as_str().unwrap()).collect()
    }

    /// The names of the ids in the query.
    pub(crate) fn ids_in_query(&self, document: &Value) -> Vec<&str> {
        let ids = self.parameters().filter(|parameter| is_id(document, &parameter["schema"]));
        ids.map(|parameter| parameter["name"].as_str().unwrap()).collect()
    }

    /// The path, with what `id` gives by the names of its parts, and with what its query must hold.
    pub(crate) fn path_with(&self, document: &Value, id: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some("kind") => "message".to_owned(),
            Some("period") => PERIOD.to_owned(),
            Some("address") => "klant@weg.example".to_owned(),
            Some(name) => id(name),
            None => part.to_owned(),
        };
        let path = self.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let must = self.parameters().filter(|parameter| parameter["required"] == true).map(|parameter| {
            let schema = resolved(document, &parameter["schema"]);
            let example = schema.pointer("/examples/0").unwrap().as_str().unwrap();
            (parameter["name"].as_str().unwrap(), example)
        });
        must.fold(path, |path, (name, value)| with(&path, name, value))
    }

    /// The example of its body, with the ids of an office, and an address that nobody else has.
    pub(crate) fn body_with(&self, document: &Value, office: &Office, unique: &str) -> Option<Value> {
        let content = self.described["requestBody"]["content"].get("application/json")?;
        let mut body = content["example"].clone();
        for (place, name) in ids_in(document, &content["schema"], &body) {
            *body.pointer_mut(&place).unwrap() = office.id_of(&name);
        }
        let object = if body.is_array() { &mut body[0] } else { &mut body };
        if object.get("email").is_some() {
            object["email"] = json!(format!("{unique}@example.be"));
        }
        Some(body)
    }

    /// Its body, once for each id that it has room for, with an id of another office in that place.
    pub(crate) fn bodies_with_one_of(&self, document: &Value, body: &Value, other: &Office) -> Vec<Value> {
        let content = &self.described["requestBody"]["content"]["application/json"];
        let schema = resolved(document, &content["schema"]);
        let (schema, at) = match schema.get("items") {
            Some(items) => (resolved(document, items), "/0"),
            None => (schema, ""),
        };
        let properties = schema["properties"].as_object().unwrap().iter();
        let mut places: BTreeMap<String, String> = properties
            .filter(|(_, p)| is_id(document, p))
            .map(|(name, _)| (format!("{at}/{name}"), name.clone()))
            .collect();
        places.retain(|place, _| !body.pointer(place).is_some_and(Value::is_array));
        places.extend(ids_in(document, &content["schema"], body));
        let with_one = |(place, name): (&String, &String)| {
            let mut body = body.clone();
            let (parent, field) = place.rsplit_once('/').unwrap();
            match body.pointer_mut(parent).unwrap() {
                Value::Object(object) => {
                    // A message has one author.
                    let rival = [("employee_id", "client_user_id"), ("client_user_id", "employee_id")];
                    let rival = rival.into_iter().find(|(one, _)| *one == field);
                    rival
                        .filter(|(_, rival)| object.contains_key(*rival))
                        .map(|(_, rival)| object.remove(rival));
                    object.insert(field.to_owned(), other.id_of(name));
                }
                list => list[field.parse::<usize>().unwrap()] = other.id_of(name),
            }
            body
        };
        places.iter().map(with_one).collect()
    }
}

/// A path with one more parameter in its query.
pub(crate) fn with(path: &str, name: &str, value: &str) -> String {
    format!("{path}{}{name}={value}", if path.contains('?') { '&' } else { '?' })
}

/// The ids in a value, with their places and the names of their fields.
fn ids_in(document: &Value, schema: &Value, value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(document, schema, value, "", "", &mut found);
    found
}

fn collect(
    document: &Value,
    schema: &Value,
    value: &Value,
    place: &str,
    name: &str,
    found: &mut Vec<(String, String)>,
) {
    if value.is_string() && is_id(document, schema) {
        return found.push((place.to_owned(), name.to_owned()));
    }
    let schema = resolved(document, schema);
    for part in ["oneOf", "allOf"].into_iter().flat_map(|part| schema[part].as_array().into_iter().flatten())
    {
        let before = found.len();
        collect(document, part, value, place, name, found);
        if found.len() > before {
            return;
        }
    }
    for (n, element) in value.as_array().into_iter().flatten().enumerate() {
        collect(document, &schema["items"], element, &format!("{place}/{n}"), name, found);
    }
    for (field, element) in value.as_object().into_iter().flatten() {
        if let Some(property) = schema["properties"].get(field) {
            collect(document, property, element, &format!("{place}/{field}"), field, found);
        }
    }
}

/// May a value of this schema be an id, or a list of ids?
fn is_id(document: &Value, schema: &Value) -> bool {
    if schema["$ref"] == "#/components/schemas/Id" {
        return true;
    }
    let schema = resolved(document, schema);
    let choices = schema["oneOf"].as_array().into_iter().flatten();
    choices.chain(schema.get("items")).any(|choice| is_id(document, choice))
}

/// May a value of this schema be an object?
pub(crate) fn is_object(document: &Value, schema: &Value) -> bool {
    let schema = resolved(document, schema);
    let mut choices = schema["oneOf"].as_array().into_iter().flatten();
    schema["type"] == "object" || choices.any(|choice| is_object(document, choice))
}

/// What a reference stands for.
pub(crate) fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            document.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"))
        }
        None => schema,
    }
}

impl Office {
    /// The office's id for a name that a path, a query or a body gives to it. A name that is not known here belongs to a
    /// new route: say what it stands for.
    pub(crate) fn id_of(&self, name: &str) -> Value {
        json!(match name {
            "office_id" | "office_ids" => &self.id,
            "employee_id" | "manager_id" | "members" | "without_employee_id" => &self.employee,
            "deputy_id" | "hand_over_to" => &self.colleague,
            "client_group_id" => &self.client_group,
            "dossier_id" => &self.dossier,
            "client_user_id" | "client_user_ids" | "asked_by" => &self.client_user,
            "mail_id" | "ids" => &self.mail,
            "event_id" => &self.event,
            "conversation_id" => &self.conversation,
            "up_to" => &self.message,
            "user_request_id" => &self.user_request,
            _ => panic!("what does {name} stand for?"),
        })
    }

    /// [`Office::id_of`] for a path.
    pub(crate) fn id_text(&self, name: &str) -> String {
        self.id_of(name).as_str().unwrap().to_owned()
    }
}
