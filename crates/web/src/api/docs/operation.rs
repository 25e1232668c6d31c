//! One operation of the description, in the words and rows that the page shows.

use serde_json::{Value, json};

/// Operations that belong together.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) about: String,
    pub(super) operations: Vec<Operation>,
}

/// A method on a path.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) summary: String,
    pub(super) about: String,
    pub(super) parameters: Vec<Row>,
    pub(super) body: Option<Body>,
    pub(super) responses: Vec<Answer>,
    pub(super) curl: String,
}

/// A parameter or a field.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) about: String,
}

/// A body: its fields, and an example.
pub(super) struct Body {
    pub(super) fields: Vec<Row>,
    pub(super) example: String,
}

/// An answer, with its body or the one of several that it has.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) about: String,
    pub(super) bodies: Vec<Body>,
}

/// The operations of the document, in the order of its tags and paths.
pub(super) fn groups(document: &Value) -> Vec<Group> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.map(|tag| {
        let name = text(&tag["name"]);
        Group {
            anchor: name.to_lowercase().replace(' ', "-"),
            about: text(&tag["description"]),
            operations: operations(document, &name),
            name,
        }
    })
    .collect()
}

fn operations(document: &Value, tag: &str) -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in ["post", "get", "put", "patch", "delete"] {
            let operation = &item[method];
            if operation["tags"][0] == tag {
                found.push(Operation::read(document, method, path, operation));
            }
        }
    }
    found
}

impl Operation {
    fn read(document: &Value, method: &str, path: &str, operation: &Value) -> Self {
        let content = &operation["requestBody"]["content"]["application/json"];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let responses = operation["responses"].as_object().into_iter().flatten();
        Self {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            about: text(&operation["description"]),
            parameters: parameters.map(|parameter| Row::parameter(document, parameter)).collect(),
            body: Body::sent(document, content),
            responses: responses.map(|(status, response)| Answer::read(document, status, response)).collect(),
            curl: curl(document, method, path, content),
        }
    }
}

impl Row {
    fn parameter(document: &Value, parameter: &Value) -> Self {
        Self {
            name: text(&parameter["name"]),
            place: text(&parameter["in"]),
            kind: kind(document, &parameter["schema"]),
            required: parameter["required"] == true,
            about: text(&parameter["description"]),
        }
    }

    fn field(document: &Value, name: &str, schema: &Value, required: bool) -> Self {
        let (name, place) = (name.to_owned(), String::new());
        Self { name, place, kind: kind(document, schema), required, about: about(document, schema) }
    }
}

impl Body {
    /// What is sent, with the parts of its fields.
    fn sent(document: &Value, content: &Value) -> Option<Self> {
        let fields = fields(document, content.get("schema")?, true);
        Some(Self { fields, example: pretty(&content["example"]) })
    }

    /// What is answered is always there; only of what is sent it is worth saying. Of several bodies, the example is the
    /// first one's.
    fn answered(document: &Value, content: &Value) -> Vec<Self> {
        let Some(schema) = content.get("schema") else { return Vec::new() };
        let one = vec![schema.clone()];
        let schemas = resolved(document, schema)["oneOf"].as_array().unwrap_or(&one);
        let body = |(place, schema): (usize, &Value)| {
            let fields = fields(document, schema, false).into_iter();
            let example = if place == 0 { pretty(&content["example"]) } else { String::new() };
            Self { fields: fields.map(|row| Row { required: false, ..row }).collect(), example }
        };
        schemas.iter().enumerate().map(body).collect()
    }
}

fn pretty(example: &Value) -> String {
    serde_json::to_string_pretty(example).unwrap_or_default()
}

impl Answer {
    /// Problems all look the same, and are described once: those that many operations share by their names alone.
    fn read(document: &Value, status: &str, response: &Value) -> Self {
        let name = response["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        Self {
            status: status.to_owned(),
            about: name.map_or_else(|| text(&response["description"]), |name| format!("`{name}`")),
            bodies: Body::answered(document, &response["content"]["application/json"]),
        }
    }
}

/// The fields of an object, or of the elements of a list; with the parts of those that are objects, if they are wanted.
fn fields(document: &Value, schema: &Value, with_parts: bool) -> Vec<Row> {
    let schema = resolved(document, schema);
    if let Some(items) = schema.get("items") {
        return fields(document, items, with_parts);
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().flat_map(|part| fields(document, part, with_parts)).collect();
    }
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|n| n == name));
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut rows: Vec<(Row, Vec<Row>)> = properties
        .map(|(name, field)| {
            let parts = if with_parts { parts(document, name, field) } else { Vec::new() };
            (Row::field(document, name, field, required(name)), parts)
        })
        .collect();
    rows.sort_by_key(|(row, _)| !row.required);
    rows.into_iter().flat_map(|(row, parts)| [row].into_iter().chain(parts)).collect()
}

/// The parts of a field that may be an object, or a list of objects: `absence.from`, `recipients[].role`.
fn parts(document: &Value, name: &str, field: &Value) -> Vec<Row> {
    let field = resolved(document, field);
    if let Some(items) = field.get("items") {
        return parts(document, &format!("{name}[]"), items);
    }
    if let Some(choices) = field["oneOf"].as_array() {
        return choices.iter().flat_map(|choice| parts(document, name, choice)).collect();
    }
    let part = |row: Row| Row { name: format!("{name}.{}", row.name), required: false, ..row };
    fields(document, field, true).into_iter().map(part).collect()
}

/// What is said of a field, or else of its type.
fn about(document: &Value, schema: &Value) -> String {
    text(schema.get("description").unwrap_or_else(|| &resolved(document, schema)["description"]))
}

/// What a reference stands for.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

/// A type in a few words.
fn kind(document: &Value, schema: &Value) -> String {
    if let Some(choices) = schema["oneOf"].as_array() {
        let choices: Vec<String> = choices.iter().map(|choice| kind(document, choice)).collect();
        return choices.join(" or ");
    }
    if let Some(items) = schema.get("items") {
        let list = format!("list of {}", kind(document, items));
        let null = schema["type"].as_array().is_some_and(|kinds| kinds.contains(&json!("null")));
        return if null { format!("{list}, or null") } else { list };
    }
    let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    let schema = resolved(document, schema);
    if schema.get("oneOf").is_some() {
        return kind(document, schema);
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<String> = words.iter().map(text).collect();
        return words.join(", ");
    }
    let named = name.filter(|_| schema["type"] == "object").map(str::to_owned);
    let format = schema["format"].as_str().filter(|format| !format.starts_with("int")).map(str::to_owned);
    named.or(format).unwrap_or_else(|| match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        other => text(other),
    })
}

fn curl(document: &Value, method: &str, path: &str, content: &Value) -> String {
    let url = format!("{}{path}", text(&document["servers"][0]["url"]));
    let mut line = match method {
        "get" => "curl".to_owned(),
        method => format!("curl -X {}", method.to_uppercase()),
    };
    line.push_str(&format!(" '{url}' \\\n  -H \"Authorization: Bearer $KEY\""));
    if method != "get" {
        line.push_str(" \\\n  -H \"Idempotency-Key: $(uuidgen)\"");
    }
    if content.get("schema").is_some() {
        let example = content["example"].to_string().replace('\'', "'\\''");
        line.push_str(&format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{example}'"));
    }
    line
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
