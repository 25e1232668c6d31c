//! Examples of bodies, made from the examples of their fields.

use serde_json::{Map, Value, json};

/// Adds an example to every body that has none.
pub(super) fn add(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    let problems = document["components"]["responses"].clone();
    super::for_each_operation(document, |_, _, operation| {
        let request = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        for content in request.into_iter().flat_map(each) {
            give(content, &schemas);
        }
        for response in operation.get_mut("responses").into_iter().flat_map(each) {
            give_problem(response, &problems);
            for content in response.get_mut("content").into_iter().flat_map(each) {
                give(content, &schemas);
            }
        }
    });
}

fn each(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn give(content: &mut Value, schemas: &Value) {
    if content.get("example").is_none() && content.get("schema").is_some() {
        content["example"] = of(&content["schema"], schemas);
    }
}

/// A response that is described by the name of a problem gets the example of that problem.
fn give_problem(response: &mut Value, problems: &Value) {
    const CONTENT: &str = "application/problem+json";
    let name = response["description"].as_str().and_then(|text| text.split('`').nth(1));
    let known = name.and_then(|name| problems[name]["content"][CONTENT].get("example")).cloned();
    if let (Some(content), Some(example)) =
        (response.pointer_mut("/content/application~1problem+json"), known)
    {
        content["example"] = example;
    }
}

/// An example of a schema.
fn of(schema: &Value, schemas: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return of(&schemas[name], schemas);
    }
    for given in ["/example", "/examples/0", "/default", "/enum/0", "/const"] {
        if let Some(value) = schema.pointer(given) {
            return value.clone();
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| of(part, schemas));
        let merged: Map<String, Value> =
            parts.filter_map(|part| part.as_object().cloned()).flatten().collect();
        return merged.into();
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let null = json!({ "type": "null" });
        return choices
            .iter()
            .find(|choice| **choice != null)
            .map_or(Value::Null, |choice| of(choice, schemas));
    }
    by_type(schema, schemas)
}

fn by_type(schema: &Value, schemas: &Value) -> Value {
    let kind = schema["type"].as_str().or_else(|| schema.pointer("/type/0")?.as_str());
    match kind {
        Some("object") => {
            let properties = schema["properties"].as_object().into_iter().flatten();
            properties.map(|(name, property)| (name.clone(), of(property, schemas))).collect()
        }
        Some("array") => json!([of(&schema["items"], schemas)]),
        Some("boolean") => json!(false),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("string") => json!("…"),
        _ => Value::Null,
    }
}
