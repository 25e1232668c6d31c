//! The API's description says what the routes do: each of its examples is sent, and each answer is checked against it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    app::TestApp,
    call::faults,
    example::Office,
    schema,
    walk::{Operation, document, is_object, operations, resolved, with},
};

/// Brings the office's mail into the state that an operation asks for.
async fn prepare(app: &TestApp, operation: &Operation, office: &Office) {
    match operation.path.rsplit('/').next() {
        Some("release") => app.sql("UPDATE queue SET state = 'held' WHERE mail_id = {}", &office.mail).await,
        Some("retry") => app.ends(&office.mail, "failed", "recipient_refused").await,
        _ => {}
    }
}

on_both! {
    async fn every_example_is_accepted_and_every_answer_is_as_described(app) {
        let document = document(&app).await;
        for (n, operation) in operations(&document).into_iter().enumerate() {
            let office = app.office(&format!("kantoor{n}")).await;
            prepare(&app, &operation, &office).await;
            let path = operation.path_with(&document, |name| office.id_text(name));
            let mut body = operation.body_with(&document, &office, &format!("voorbeeld{n}"));
            if let Some(body) = body.as_mut().filter(|_| path.ends_with(&office.client_user)) {
                // An address is corrected before the password is set, an account closed after it; never both at once.
                body.as_object_mut().unwrap().remove("active");
            }
            if operation.query().contains("preview") {
                is_as_described(&app, &document, &operation, &with(&path, "preview", "true"), body.as_ref()).await;
            }
            is_as_described(&app, &document, &operation, &path, body.as_ref()).await;
        }
    }
}

/// Sends it, and checks what comes back against the description.
async fn is_as_described(
    app: &TestApp,
    document: &Value,
    operation: &Operation,
    path: &str,
    body: Option<&Value>,
) {
    let reply = operation.call(app, &app.operator, path, body).send().await;
    let what = format!("{} {path} {body:?}: {} {}", operation.method, reply.status, reply.text);
    assert!((200..300).contains(&reply.status), "{what}");
    let response = &operation.described["responses"][reply.status.to_string()];
    assert!(!response.is_null(), "not described: {what}");
    match response["content"].get("application/json") {
        Some(content) => {
            assert_eq!(schema::faults(document, &content["schema"], &reply.json()), [""; 0], "{what}");
        }
        None => assert_eq!(reply.text, "", "{what}"),
    }
}

on_both! {
    async fn every_refusal_is_as_described(app) {
        let office = app.office("maes").await;
        let document = document(&app).await;
        for operation in operations(&document) {
            let path = operation.path_with(&document, |name| office.id_text(name));
            let call = app.call(operation.method.parse().unwrap(), &with(&path, "onzin", "1"));
            let reply = call.send().await;
            assert_eq!(reply.status, 401);
            let response = resolved(&document, &operation.described["responses"]["401"]);
            let described = &response["content"]["application/problem+json"]["schema"];
            assert_eq!(schema::faults(&document, described, &reply.json()), [""; 0]);
        }
        for (_, response) in document["components"]["responses"].as_object().unwrap() {
            let content = &response["content"]["application/problem+json"];
            assert_eq!(schema::faults(&document, &content["schema"], &content["example"]), [""; 0]);
        }
    }
}

/// The schema of what an operation takes, or of each of its items.
fn taken<'a>(document: &'a Value, operation: &'a Operation) -> Option<(&'a Value, bool)> {
    let content = operation.described["requestBody"]["content"].get("application/json")?;
    let schema = resolved(document, &content["schema"]);
    Some(match schema.get("items") {
        Some(items) => (resolved(document, items), true),
        None => (schema, false),
    })
}

/// What an operation says is wrong with a body.
async fn wrongs(
    app: &TestApp,
    document: &Value,
    operation: &Operation,
    office: &Office,
    body: Value,
    list: bool,
) -> BTreeSet<String> {
    let path = operation.path_with(document, |name| office.id_text(name));
    let body = if list { json!([body]) } else { body };
    let call = operation.call(app, &app.operator, &path, Some(&body));
    let problem = if list {
        call.expect(200).await["results"][0]["body"].clone()
    } else {
        call.refused(422, "invalid-input").await
    };
    faults(&problem).into_iter().collect()
}

on_both! {
    async fn the_fields_that_are_described_are_the_fields_that_are_read(app) {
        let office = app.office("maes").await;
        let document = document(&app).await;
        let mut checked = 0;
        for operation in operations(&document) {
            let Some((schema, list)) = taken(&document, &operation) else { continue };
            let properties = schema["properties"].as_object().unwrap();
            // No field can be both an object and a number, so that each field that is read is at fault, and no other is
            // known.
            let odd = |property| if is_object(&document, property) { json!(7) } else { json!({}) };
            let odd: Map<String, Value> =
                properties.iter().map(|(name, property)| (name.clone(), odd(property))).collect();
            let wanted: BTreeSet<String> = properties.keys().map(|name| format!("{name} malformed")).collect();
            let what = format!("{} {}", operation.method, operation.path);
            assert_eq!(wrongs(&app, &document, &operation, &office, odd.into(), list).await, wanted, "{what}");
            // A field that must be there is missed; one that cannot be null says so.
            let nulls: Map<String, Value> = properties.keys().map(|name| (name.clone(), json!(null))).collect();
            let not_null = properties.iter().filter(|(name, property)| {
                let may = property["type"].as_array().is_some_and(|kinds| kinds.contains(&json!("null")))
                    || property["oneOf"].as_array().is_some_and(|all| all.contains(&json!({ "type": "null" })));
                let required = schema["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
                // What is left out when a thing is created may be null as well, whatever its type.
                !may && (required || operation.method == "PATCH")
            });
            let wanted: BTreeSet<String> = not_null.map(|(name, _)| format!("{name} missing")).collect();
            let nothing = json!({ "onzin": 1 });
            if operation.method == "PATCH" {
                assert_eq!(wrongs(&app, &document, &operation, &office, nulls.into(), list).await, wanted, "{what}");
                let unknown = BTreeSet::from(["onzin unknown_field".to_owned()]);
                assert_eq!(wrongs(&app, &document, &operation, &office, nothing, list).await, unknown, "{what}");
            } else {
                // Where every field may be left out, nothing is wrong with that.
                if !wanted.is_empty() {
                    assert_eq!(wrongs(&app, &document, &operation, &office, nulls.into(), list).await, wanted, "{what}");
                }
                let mut all = wanted.clone();
                all.insert("onzin unknown_field".to_owned());
                assert_eq!(wrongs(&app, &document, &operation, &office, nothing, list).await, all, "{what}");
            }
            checked += 1;
        }
        assert!(checked >= 20, "{checked}");
    }
}

on_both! {
    async fn the_parameters_that_are_described_are_those_that_are_read(app) {
        let office = app.office("maes").await;
        let document = document(&app).await;
        for operation in operations(&document) {
            let names = operation.query();
            if names.is_empty() {
                continue;
            }
            let query: Vec<String> = names.iter().map(|name| format!("{name}=%F0%9F%92%A5")).collect();
            let path = operation.path_with(&document, |name| office.id_text(name));
            let path = path.split('?').next().unwrap();
            let body = operation.body_with(&document, &office, "vraag");
            let call = operation.call(&app, &app.operator, &format!("{path}?{}&onzin=1", query.join("&")), body.as_ref());
            let faults = call.faults().await;
            let unknown: Vec<_> = faults.iter().filter(|fault| fault.ends_with("unknown_field")).collect();
            assert_eq!(unknown, ["onzin unknown_field"], "{path}");
            let found: BTreeSet<&str> = faults.iter().map(|fault| fault.split(' ').next().unwrap()).collect();
            assert!(names.is_subset(&found), "{path}: {names:?} {faults:?}");
        }
    }
}

on_both! {
    async fn the_document_is_whole_and_readable(app) {
        let document = document(&app).await;
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
        assert_eq!(document["components"]["securitySchemes"]["key"]["scheme"], "bearer");
        let page = app.call(reqwest::Method::GET, "/api/v1/docs").send().await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(!page.text.contains("<script") && !page.text.contains("http-equiv"));
        let mut ids = BTreeSet::new();
        for operation in operations(&document) {
            let described = &operation.described;
            let id = described["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            let summary = described["summary"].as_str().unwrap();
            assert!(page.text.contains(&format!("id=\"{id}\"")) && page.text.contains(summary), "{id}");
            for parameter in described["parameters"].as_array().unwrap() {
                assert!(!parameter["description"].as_str().unwrap_or_default().is_empty(), "{id}: {parameter}");
            }
            for content in contents(described) {
                assert_eq!(schema::faults(&document, &content["schema"], &content["example"]), [""; 0], "the example of {id}");
            }
            for status in ["401", "500", "503"] {
                assert!(described["responses"].get(status).is_some(), "{id} {status}");
            }
        }
        check_references(&document, &document);
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                let choices = property["oneOf"].as_array().into_iter().flatten();
                let mut told = choices.chain([property, resolved(&document, property)]);
                assert!(told.any(|schema| schema.get("description").is_some()), "{name}.{field} is not described: {property}");
            }
        }
    }
}

/// What is sent and what is answered, in JSON.
fn contents(operation: &Value) -> impl Iterator<Item = &Value> {
    let responses = operation["responses"].as_object().unwrap().values();
    responses.chain([&operation["requestBody"]]).filter_map(|part| part["content"].get("application/json"))
}

fn check_references(document: &Value, value: &Value) {
    match value {
        Value::Object(object) => {
            if object.contains_key("$ref") {
                resolved(document, value);
            }
            object.values().for_each(|value| check_references(document, value));
        }
        Value::Array(values) => values.iter().for_each(|value| check_references(document, value)),
        _ => {}
    }
}
