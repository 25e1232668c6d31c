//! Every operation that the API describes, with the ids of an office put in the places for ids.

use serde_json::{Map, Value, json};

use crate::{app::TestApp, call::Call, example::Office};

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
    assert!(found.len() >= 30, "only {} operations are described", found.len());
    found
}

impl Operation {
    /// The call, with `key`; `body` for the body and `query` for the query.
    pub(crate) fn call(&self, app: &TestApp, key: &str, path: &str, body: Option<&Value>) -> Call {
        let call = app.call(self.method.parse().unwrap(), path).key(key);
        body.into_iter().fold(call, Call::json)
    }

    /// The names of the ids in the path.
    pub(crate) fn ids_in_path(&self) -> Vec<&str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
    }

    /// The names of the ids in the query.
    pub(crate) fn ids_in_query(&self) -> Vec<&str> {
        let parameters = self.described["parameters"].as_array().unwrap().iter();
        let ids = parameters.filter(|p| p["in"] == "query" && is_id(&p["schema"]));
        ids.map(|parameter| parameter["name"].as_str().unwrap()).collect()
    }

    /// The path, with ids that `id` gives by their names.
    pub(crate) fn path_with(&self, id: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => id(name),
            None => part.to_owned(),
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// The example of its body, with the ids of an office, and an address that nobody else has.
    pub(crate) fn body_with(&self, document: &Value, office: &Office, unique: &str) -> Option<Value> {
        let content = self.described["requestBody"]["content"].get("application/json")?;
        let schema = resolved(document, &content["schema"]);
        if let Some(items) = schema.get("items") {
            let item = content["example"][0].as_object().unwrap();
            return Some(json!([object_with(item, resolved(document, items), office, unique)]));
        }
        Some(object_with(content["example"].as_object().unwrap(), schema, office, unique))
    }

    /// The names of the ids in its body.
    pub(crate) fn ids_in_body(&self, document: &Value) -> Vec<String> {
        let Some(content) = self.described["requestBody"]["content"].get("application/json") else {
            return Vec::new();
        };
        let schema = resolved(document, &content["schema"]);
        let schema = schema.get("items").map_or(schema, |items| resolved(document, items));
        let properties = schema["properties"].as_object().unwrap().iter();
        properties.filter(|(_, property)| is_id(property)).map(|(name, _)| name.clone()).collect()
    }
}

fn object_with(example: &Map<String, Value>, schema: &Value, office: &Office, unique: &str) -> Value {
    let mut object = example.clone();
    for (name, value) in &mut object {
        if is_id(&schema["properties"][name]) {
            *value = office.id_of(name);
        } else if name == "email" {
            *value = json!(format!("{unique}@example.be"));
        }
    }
    object.into()
}

/// A property that holds an id, or ids.
fn is_id(schema: &Value) -> bool {
    let text = schema.to_string();
    text.contains("\"#/components/schemas/Id\"")
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
    /// The office's id, or list of ids, for a name that a path, a query or a body gives to it. A name that is not known here
    /// belongs to a new route: say what it stands for.
    pub(crate) fn id_of(&self, name: &str) -> Value {
        match name {
            "office_id" => json!(self.id),
            "employee_id" | "manager_id" => json!(self.employee),
            "members" => json!([self.employee]),
            "client_group_id" => json!(self.client_group),
            "dossier_id" => json!(self.dossier),
            "client_user_id" => json!(self.client_user),
            "client_user_ids" => json!([self.client_user]),
            "mail_id" => json!(self.mail),
            "ids" => json!([self.mail]),
            _ => panic!("what does {name} stand for?"),
        }
    }

    /// [`Office::id_of`] for a path.
    pub(crate) fn id_text(&self, name: &str) -> String {
        self.id_of(name).as_str().unwrap().to_owned()
    }
}
