//! Objects that stand in fields.

use std::collections::BTreeMap;

use domain::Fault;
use serde_json::{Map, Value};

use super::Fields;
use crate::api::value::Wrong;

/// An object in a field, read the same way; each of its faults is named `field.part`.
pub(crate) fn parts<T>(value: &Value, read: impl FnOnce(&mut Fields) -> Option<T>) -> Result<T, Wrong> {
    let mut fields = Fields::new(object(value)?.clone());
    let read = read(&mut fields);
    fields.end(read).map_err(Wrong::of_parts)
}

/// An object in a field whose names are values too, such as ids; each of its faults is named `field.name`.
pub(crate) fn pairs<K: Ord, T>(
    value: &Value,
    name: impl Fn(&str) -> Result<K, Wrong>,
    parse: impl Fn(&Value) -> Result<T, Wrong>,
) -> Result<BTreeMap<K, T>, Wrong> {
    let (mut read, mut faults) = (BTreeMap::new(), Vec::new());
    for (key, value) in object(value)? {
        match name(key).and_then(|key| Ok((key, parse(value)?))) {
            Ok((key, value)) => drop(read.insert(key, value)),
            Err(wrong) => faults.extend(wrong.at(key)),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(Wrong::of_parts(faults)) }
}

fn object(value: &Value) -> Result<&Map<String, Value>, Wrong> {
    value.as_object().ok_or_else(|| Wrong::new(Fault::Malformed, "This must be an object."))
}
