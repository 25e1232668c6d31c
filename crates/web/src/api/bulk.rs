//! Requests that hold many items, and use cases that answer for each.

use desk::Outcome;
use domain::Fault;
use serde_json::Value;

use super::{
    fields::LIST,
    problem::{Kind, Problem},
    value::Wrong,
};

/// The items of a bulk request: a list of [`LIST`] at most.
pub(crate) fn items(body: Value) -> Result<Vec<Value>, Problem> {
    match body {
        Value::Array(items) if items.len() <= LIST => Ok(items),
        Value::Array(_) => {
            let message = format!("This list has more than {LIST} items; send them in several requests.");
            Err(Problem::field("body", Wrong::new(Fault::TooLong, message)))
        }
        _ => Err(Problem::field("body", Wrong::new(Fault::Malformed, "This must be a list."))),
    }
}

/// What became of the next item.
pub(crate) fn next<'a, T: 'a>(outcomes: &mut impl Iterator<Item = &'a Outcome<T>>) -> Result<&'a T, Problem> {
    let missing = || Problem::new(Kind::Internal, "It is not known what became of this.");
    outcomes.next().ok_or_else(missing)?.as_ref().map_err(|refusal| Problem::from(refusal.clone()))
}

/// What became of the only item.
pub(crate) fn only<T>(outcomes: &[Outcome<T>]) -> Result<&T, Problem> {
    next(&mut outcomes.iter())
}
