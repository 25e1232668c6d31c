//! Requests that hold many items, and use cases that answer for each.

use desk::Outcome;
use domain::Fault;
use serde::Serialize;
use serde_json::Value;

use super::{
    answer::{Answer, Bulk, BulkResult},
    fields::{Fields, LIST},
    problem::{Base, Kind, Problem},
    value::Wrong,
};

/// What was wrong with items of a bulk request, each in its place.
#[derive(Clone)]
pub(crate) struct Refused(Vec<Option<Problem>>);

/// The items of a bulk request that can be taken, and what was wrong with the others.
pub(crate) fn read<I>(
    body: Value,
    item: impl Fn(Fields) -> Result<I, Problem>,
) -> Result<(Vec<I>, Refused), Problem> {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for value in items(body)? {
        match Fields::of(value).and_then(&item) {
            Ok(item) => {
                taken.push(item);
                refused.push(None);
            }
            Err(problem) => refused.push(Some(problem)),
        }
    }
    Ok((taken, Refused(refused)))
}

impl Refused {
    /// For each item its own problem, or else the next outcome.
    pub(crate) fn answer<T, B: Serialize>(
        &self,
        outcomes: &[Outcome<T>],
        base: &Base,
        done: impl Fn(&T) -> BulkResult<B>,
    ) -> Answer {
        let mut outcomes = outcomes.iter();
        let result = |problem: &Option<Problem>| match problem {
            Some(problem) => BulkResult::refused(problem, base),
            None => match next(&mut outcomes) {
                Ok(value) => done(value),
                Err(problem) => BulkResult::refused(&problem, base),
            },
        };
        Answer::ok(&Bulk { results: self.0.iter().map(result).collect() })
    }
}

/// The items of a bulk request: a list of [`LIST`] at most.
fn items(body: Value) -> Result<Vec<Value>, Problem> {
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
