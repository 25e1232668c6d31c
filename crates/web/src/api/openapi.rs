//! The API's description (OpenAPI 3.1): what the handlers say of themselves, and what holds for all of them.

mod example;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::{
    PREFIX,
    problem::{Base, Kind},
};

const ABOUT: &str = "Postmeester is the mail desk of an accounting office's client portal: it decides from which address a new client-user is welcomed and who in the office hears when something needs a human, sees to it that the mails go out, once, and shows why they went as they did.

Send your key with each request: `Authorization: Bearer KEY`. An operator's key reaches every office, an office's key its own; what belongs to another office is 404.

A write can be sent again safely with a header `Idempotency-Key`: the same key with the same request gets the same answer, marked `Idempotent-Replayed: true`. Keys are remembered for 7 days.

A change of who sends or who hears can be looked at first: with `?preview=true` it answers what would differ for which dossiers, and stores nothing.

Lists come in pages: send `next` of one page as `cursor` for the next. A refusal is a problem document (RFC 9457) whose `type` leads to a page that says what to do; `errors` lists every field that is at fault.";

const TAGS: [(&str, &str); 13] = [
    ("Offices", "Accounting offices and their settings."),
    ("Employees", "The people who work at an office."),
    ("Client groups", "Clients that the office treats alike."),
    ("Dossiers", "The office's clients, and who would welcome a client-user of theirs."),
    ("Client-users", "The people at the office's clients who may enter the portal."),
    ("Events", "What an office must hear about, who heard, and why."),
    ("Recipients", "Whom an office chose to hear, who would hear, and where its mails end."),
    ("Conversations", "What client-users and the office write to each other."),
    ("VAT confirmations", "Clients say that all documents of a VAT period are in."),
    ("User requests", "Somebody at a client's asks for a user, and the office decides."),
    ("Mails", "What became of each mail, and why it went as it did."),
    ("Mail set-up", "Whether an office's mails can go out, and what its IT partner must change."),
    ("Audit log", "Who changed what, when, from what to what."),
];

/// The whole description.
pub(crate) fn document(described: &OpenApi, base: &Base) -> Value {
    let mut document = serde_json::to_value(described).unwrap_or_default();
    document["info"] = json!({
        "title": "Postmeester", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT,
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    document["servers"] = json!([{ "url": base.as_str() }]);
    document["tags"] =
        TAGS.iter().map(|(name, description)| json!({ "name": name, "description": description })).collect();
    document["security"] = json!([{ "key": [] }]);
    document["components"]["securitySchemes"]["key"] = json!({
        "type": "http", "scheme": "bearer",
        "description": "A key, as `postmeester api-key create` prints it. It begins with `pmk_`.",
    });
    document["components"]["responses"] = Kind::ALL.into_iter().map(|kind| response(kind, base)).collect();
    add_problem_schemas(&mut document);
    describe_fields(&mut document["components"]["schemas"]);
    require_what_is_always_answered(&mut document);
    prefix_paths(&mut document);
    for_each_operation(&mut document, describe);
    example::add(&mut document);
    document
}

/// The answer for a kind of problem, as a component.
fn response(kind: Kind, base: &Base) -> (String, Value) {
    let about = kind.about();
    let example = json!({
        "type": format!("{}/problems/{}", base.as_str(), about.name),
        "title": about.title, "status": about.status, "detail": about.happened,
    });
    let content = json!({ "schema": { "$ref": "#/components/schemas/Problem" }, "example": example });
    let mut response = json!({
        "description": format!("`{}`: {}", about.name, about.happened),
        "content": { "application/problem+json": content },
    });
    let header = |text: &str| json!({ "description": text, "schema": { "type": "string" } });
    match kind {
        Kind::Unavailable | Kind::TooManyRefusals => {
            response["headers"]["Retry-After"] = header("In how many seconds it is worth trying again.");
        }
        Kind::Unauthorized => response["headers"]["WWW-Authenticate"] = header("`Bearer`."),
        Kind::MethodNotAllowed => response["headers"]["Allow"] = header("The methods that can be used."),
        _ => {}
    }
    (about.name.to_owned(), response)
}

fn add_problem_schemas(document: &mut Value) {
    use utoipa::{PartialSchema as _, ToSchema as _};
    let mut schemas = Vec::new();
    super::problem::Document::schemas(&mut schemas);
    schemas.push(("Problem".to_owned(), super::problem::Document::schema()));
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = serde_json::to_value(schema).unwrap_or_default();
    }
}

/// A field that may be `null` is described as a whole, not one of its choices.
fn describe_fields(schemas: &mut Value) {
    match schemas {
        Value::Object(object) => {
            let choices = object.get_mut("oneOf").and_then(Value::as_array_mut);
            let described = choices.and_then(|choices| {
                let null = choices.iter().any(|choice| choice["type"] == "null");
                let choice = choices.iter_mut().find(|choice| choice.get("description").is_some());
                choice.filter(|_| null)?.as_object_mut()?.remove("description")
            });
            object.extend(described.map(|described| ("description".to_owned(), described)));
            object.values_mut().for_each(describe_fields);
        }
        Value::Array(values) => values.iter_mut().for_each(describe_fields),
        _ => {}
    }
}

/// What is answered holds every field, `null` when there is nothing in it. A request, and a problem, may leave some
/// out.
fn require_what_is_always_answered(document: &mut Value) {
    let mut asked = BTreeSet::from(["Problem".to_owned()]);
    for_each_operation(document, |_, _, operation| {
        references(&operation["requestBody"], &mut asked);
    });
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| !asked.contains(*name)) {
        require_all(schema);
    }
}

fn require_all(schema: &mut Value) {
    if let Some(properties) = schema["properties"].as_object() {
        schema["required"] = properties.keys().cloned().collect();
    }
    if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(require_all);
    }
    if schema["required"].is_null()
        && let Some(schema) = schema.as_object_mut()
    {
        schema.remove("required");
    }
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let name = object.get("$ref").and_then(|r| r.as_str()?.rsplit('/').next());
            found.extend(name.map(str::to_owned));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

fn prefix_paths(document: &mut Value) {
    let paths = document["paths"].take();
    let paths = paths.as_object().cloned().unwrap_or_default();
    document["paths"] = paths.into_iter().map(|(path, item)| (format!("{PREFIX}{path}"), item)).collect();
}

/// Calls with method, path and operation.
fn for_each_operation(document: &mut Value, mut each: impl FnMut(&str, &str, &mut Value)) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, item) in paths {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            each(method, path, operation);
        }
    }
}

/// What holds for every operation of its kind: ids and the like, keys and problems.
fn describe(method: &str, path: &str, operation: &mut Value) {
    let write = method != "get";
    let body = operation.get("requestBody").is_some();
    let query = operation["parameters"].as_array().is_some_and(|all| !all.is_empty());
    let mut parameters: Vec<Value> = in_path(path).map(parameter).collect();
    parameters.extend(operation["parameters"].as_array().cloned().unwrap_or_default());
    if write {
        parameters.push(idempotency_key());
    }
    operation["parameters"] = parameters.into();
    let mut kinds = vec![Kind::Unauthorized, Kind::Unavailable, Kind::Internal];
    kinds.extend((path.contains('{') || method == "post").then_some(Kind::NotFound));
    kinds.extend((write || query).then_some(Kind::InvalidInput));
    if body {
        kinds.extend([Kind::MalformedJson, Kind::UnsupportedMediaType, Kind::PayloadTooLarge]);
    }
    add_responses(operation, &kinds);
}

fn add_responses(operation: &mut Value, kinds: &[Kind]) {
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (_, response) in responses.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        let content = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
        response["content"]["application/problem+json"] = content;
    }
    for kind in kinds {
        let about = kind.about();
        let reference = json!({ "$ref": format!("#/components/responses/{}", about.name) });
        responses.entry(about.status.to_string()).or_insert(reference);
    }
}

fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn parameter(name: &str) -> Value {
    let (schema, about) = match name {
        "kind" => ("EventKind", "The kind of event.".to_owned()),
        "address" => ("EmailAddress", "The address.".to_owned()),
        "period" => ("Period", "The VAT period.".to_owned()),
        _ => ("Id", format!("The id of the {}.", name.trim_end_matches("_id").replace('_', " "))),
    };
    json!({
        "name": name, "in": "path", "required": true, "description": about,
        "schema": { "$ref": format!("#/components/schemas/{schema}") },
    })
}

fn idempotency_key() -> Value {
    let schema: Map<String, Value> = [
        ("type".to_owned(), json!("string")),
        ("minLength".to_owned(), json!(1)),
        ("maxLength".to_owned(), json!(255)),
    ]
    .into_iter()
    .collect();
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false, "schema": schema,
        "description": "1 to 255 printable ASCII characters of your choice, new for each new request. The same key with the same request gets the same answer; with another request, `idempotency-key-reused`.",
        "example": "7f0c2b7e-import-line-12",
    })
}
