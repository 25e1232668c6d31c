//! Is a body what the description says? As much of JSON Schema as the description uses.

use serde_json::Value;

use crate::walk::resolved;

/// Everything that is not as described.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "$", &mut found);
    found
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = resolved(document, schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|choice| faults(document, choice, value).is_empty());
        if !fits {
            found.push(format!("{at}: {value} is none of {choices:?}"));
        }
        return;
    }
    let mut objects = vec![schema];
    if let Some(parts) = schema["allOf"].as_array() {
        objects = parts.iter().map(|part| resolved(document, part)).collect();
    }
    if objects.iter().any(|object| object.get("properties").is_some()) {
        return check_object(document, &objects, value, at, found);
    }
    if !kinds(schema).iter().any(|kind| is(kind, value)) {
        found.push(format!("{at}: {value} is not {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{at}: {value} is none of {words:?}"));
    }
    for (place, element) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], element, &format!("{at}[{place}]"), found);
    }
}

fn check_object(document: &Value, objects: &[&Value], value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else {
        return found.push(format!("{at}: {value} is no object"));
    };
    for object in objects {
        for name in object["required"].as_array().into_iter().flatten() {
            if !fields.contains_key(name.as_str().unwrap()) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
    }
    for (name, field) in fields {
        match objects.iter().find_map(|object| object["properties"].get(name)) {
            Some(schema) => check(document, schema, field, &format!("{at}.{name}"), found),
            None => found.push(format!("{at}: {name} is not described")),
        }
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().map(|kind| kind.as_str().unwrap()).collect(),
        _ => vec!["any"],
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}
