//! Reads an object field by field.
//!
//! Every fault is kept, so that one answer tells all; and every name that was asked for is kept, so that a field that
//! nobody asked for is a fault too: a typing error in a field's name must not look like success.

mod parts;

use axum::{extract::FromRequestParts, http::request::Parts};
use domain::Fault;
use serde_json::{Map, Value};
use url::form_urlencoded;

pub(crate) use self::parts::{pairs, parts};
use super::{
    problem::{FieldProblem, Problem},
    value::Wrong,
};

/// The most elements of a list in a field.
pub(crate) const LIST: usize = 1000;

/// An object that is being read.
#[derive(Debug)]
pub(crate) struct Fields {
    object: Map<String, Value>,
    asked: Vec<&'static str>,
    faults: Vec<FieldProblem>,
}

impl Fields {
    const fn new(object: Map<String, Value>) -> Self {
        Self { object, asked: Vec::new(), faults: Vec::new() }
    }

    /// The fields of a JSON object.
    pub(crate) fn of(value: Value) -> Result<Self, Problem> {
        match value {
            Value::Object(object) => Ok(Self::new(object)),
            _ => Err(Problem::field("body", Wrong::new(Fault::Malformed, "This must be a JSON object."))),
        }
    }

    /// The parameters of a query, each a text. One that is left empty is not given.
    fn of_query(query: &str) -> Self {
        let mut fields = Self::new(Map::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()) {
            if fields.object.insert(name.clone().into_owned(), value.into_owned().into()).is_some() {
                fields.faults.extend(Wrong::new(Fault::Malformed, "This is given twice.").at(&name));
            }
        }
        fields
    }

    fn ask(&mut self, name: &'static str) -> Option<Value> {
        self.asked.push(name);
        self.object.remove(name)
    }

    fn read<T>(
        &mut self,
        name: &str,
        value: &Value,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        parse(value).map_err(|wrong| self.faults.extend(wrong.at(name))).ok()
    }

    /// A field that must be there.
    pub(crate) fn required<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        match self.ask(name) {
            None | Some(Value::Null) => {
                self.faults.push(FieldProblem::new(name, Fault::Missing));
                None
            }
            Some(value) => self.read(name, &value, parse),
        }
    }

    /// A field that may be left out or `null`.
    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        self.ask(name).filter(|value| !value.is_null()).and_then(|value| self.read(name, &value, parse))
    }

    /// A field that stays as it is when it is left out, and cannot be taken away.
    pub(crate) fn change<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        if self.object.contains_key(name) { self.required(name, parse) } else { self.optional(name, parse) }
    }

    /// A field that stays as it is when it is left out, and that `null` takes away.
    pub(crate) fn change_or_clear<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<Option<T>> {
        match self.ask(name)? {
            Value::Null => Some(None),
            value => self.read(name, &value, parse).map(Some),
        }
    }

    /// A list that may be left out or `null`, of [`LIST`] elements at most; each of its faults is named `name[place]`.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<Vec<T>> {
        let elements = self.optional(name, array)?;
        let read = |(place, value): (usize, &Value)| self.read(&format!("{name}[{place}]"), value, &parse);
        let found: Vec<Option<T>> = elements.iter().enumerate().map(read).collect();
        found.into_iter().collect()
    }

    /// A list that stays as it is when it is left out.
    pub(crate) fn change_list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<Vec<T>> {
        if self.object.contains_key(name) { self.required_list(name, parse) } else { self.list(name, parse) }
    }

    /// A list that must be there.
    pub(crate) fn required_list<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<Vec<T>> {
        if self.object.get(name).is_none_or(Value::is_null) {
            return self.required(name, |_| Err(Fault::Missing.into()));
        }
        self.list(name, parse)
    }

    /// Is a field there, and not `null`?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.get(name).is_some_and(|value| !value.is_null())
    }

    /// A fault that shows only when several fields are looked at together.
    pub(crate) fn fault<T>(&mut self, name: &str, wrong: Wrong) -> Option<T> {
        self.faults.extend(wrong.at(name));
        None
    }

    /// What was read, if there was no fault in it; `None` is what a missing field leaves.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T, Problem> {
        self.end(read).map_err(Problem::fields)
    }

    fn end<T>(mut self, read: Option<T>) -> Result<T, Vec<FieldProblem>> {
        let asked = self.asked.join(", ");
        for name in self.object.keys() {
            let message = if asked.is_empty() {
                "There are no fields here.".to_owned()
            } else {
                format!("There is no field of this name here; there are: {asked}.")
            };
            self.faults.extend(Wrong::new(Fault::UnknownField, message).at(name));
        }
        match read {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}

fn array(value: &Value) -> Result<Vec<Value>, Wrong> {
    match value.as_array() {
        None => Err(Wrong::new(Fault::Malformed, "This must be a list.")),
        Some(list) if list.len() > LIST => {
            Err(Wrong::new(Fault::TooLong, format!("This list has more than {LIST} elements.")))
        }
        Some(list) => Ok(list.clone()),
    }
}

/// The parameters of the request's query, read the same way.
#[derive(Debug)]
pub(crate) struct Params(pub(crate) Fields);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(Fields::of_query(parts.uri.query().unwrap_or_default())))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::{problem::Base, value};

    fn faults(result: Result<(), Problem>) -> Vec<String> {
        let document =
            serde_json::to_value(result.unwrap_err().document(&Base::new("https://portal.example/")))
                .unwrap();
        let fault = |e: &Value| format!("{} {}", e["field"].as_str().unwrap(), e["code"].as_str().unwrap());
        document["errors"].as_array().unwrap().iter().map(fault).collect()
    }

    #[test]
    fn every_fault_is_told_at_once_and_so_is_a_name_that_nobody_knows() {
        let body = json!({ "name": "", "email": 7, "members": [1, "x"], "naam": "Jo", "active": null });
        let mut fields = Fields::of(body).unwrap();
        fields.required("name", value::name);
        fields.required("email", value::address);
        fields.required("language", value::language);
        fields.change("active", value::flag);
        fields.list("members", value::id::<domain::id::kind::Employee>);
        assert_eq!(
            faults(fields.finish(Some(()))),
            [
                "name missing",
                "email malformed",
                "language missing",
                "active missing",
                "members[0] malformed",
                "members[1] malformed",
                "naam unknown_field"
            ]
        );
    }

    #[test]
    fn the_parts_of_a_field_are_named_after_it() {
        let body = json!({
            "absence": { "from": "morgen", "van": 1 }, "away": 7, "to": { "x": 1, "y": "z" },
            "who": [{ "name": "An" }, { "name": "" }, "An"],
        });
        let absence = |value: &Value| {
            parts(value, |parts| {
                let from = parts.required("from", value::day(&jiff::tz::TimeZone::UTC));
                from.zip(parts.required("to", value::day(&jiff::tz::TimeZone::UTC)))
            })
        };
        let mut fields = Fields::of(body).unwrap();
        fields.change_or_clear("absence", absence);
        fields.change_or_clear("away", absence);
        fields.optional("to", |value| pairs(value, |name| Ok(name.to_owned()), value::name));
        fields.list("who", |value| parts(value, |parts| parts.required("name", value::name)));
        assert_eq!(
            faults(fields.finish(Some(()))),
            [
                "absence.from malformed",
                "absence.to missing",
                "absence.van unknown_field",
                "away malformed",
                "to.x malformed",
                "who[1].name missing",
                "who[2] malformed"
            ]
        );
    }

    #[test]
    fn left_out_stays_and_null_takes_away() {
        let mut fields = Fields::of(json!({ "email": null })).unwrap();
        assert_eq!(fields.change_or_clear("email", value::address), Some(None));
        assert_eq!(fields.change_or_clear("other", value::address), None);
        assert_eq!(fields.change("name", value::name), None);
        assert!(fields.finish(Some(())).is_ok());
    }

    #[test]
    fn a_query_is_read_the_same_way() {
        let mut fields = Fields::of_query("limit=5&state=&kind=a&kind=b&x=%00");
        assert_eq!(fields.optional("limit", value::number_in_text(1..=10)), Some(5));
        assert_eq!(fields.optional("state", value::flag), None);
        assert_eq!(fields.optional("kind", |_| Ok(())), Some(()));
        assert_eq!(faults(fields.finish(Some(()))), ["kind malformed", "x unknown_field"]);
    }
}
