//! Measures what was planned, in turns.

use serde_json::Value;

use crate::clock;
use crate::figures::Spread;
use crate::plan::Group;

/// A group, measured.
pub(crate) struct Measured {
    pub(crate) title: &'static str,
    pub(crate) explanation: &'static str,
    pub(crate) key: &'static str,
    field: &'static str,
    pub(crate) cases: Vec<MeasuredCase>,
}

pub(crate) struct MeasuredCase {
    pub(crate) name: String,
    pub(crate) against: Vec<(&'static str, String)>,
    runs: Vec<Value>,
}

/// Measures each case so often, A B A B, and says what it does.
pub(crate) fn measure(group: Group<'_>, runs: usize) -> anyhow::Result<Measured> {
    let Group { key, title, explanation, field, cases: mut planned } = group;
    let case = |case: &crate::plan::Case<'_>| MeasuredCase {
        name: case.name.clone(),
        against: case.against.clone(),
        runs: Vec::new(),
    };
    let mut cases: Vec<_> = planned.iter().map(case).collect();
    for run in 0..runs {
        for (case, measured) in planned.iter_mut().zip(&mut cases) {
            if run >= case.at_most {
                continue;
            }
            let began = clock::now();
            let figures = (case.run)()?;
            let took = clock::seconds(began, clock::now());
            eprintln!("{key} {}/{runs}, {}: {figures} ({took:.1} s)", run + 1, case.name);
            measured.runs.push(figures);
        }
    }
    Ok(Measured { key, title, explanation, field, cases })
}

impl Measured {
    /// The names of the figures, such as `idle.p50_ms`, the one that counts first.
    pub(crate) fn fields(&self) -> Vec<String> {
        let mut names = vec![self.field.to_owned()];
        for run in self.cases.iter().filter_map(|case| case.runs.first()) {
            let mut found = Vec::new();
            flatten(run, "", &mut found);
            for (name, _) in found {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// The columns of comparisons.
    pub(crate) fn comparisons(&self) -> Vec<&'static str> {
        let mut columns = Vec::new();
        for (column, _) in self.cases.iter().flat_map(|case| &case.against) {
            if !columns.contains(column) {
                columns.push(*column);
            }
        }
        columns
    }

    /// A case divided by what it is compared with in this column, run by run.
    pub(crate) fn ratio(&self, case: &MeasuredCase, column: &str) -> Option<Spread> {
        let (_, reference) = case.against.iter().find(|(known, _)| *known == column)?;
        let reference = self.cases.iter().find(|other| other.name == *reference)?;
        let pairs = case.values(self.field).into_iter().zip(reference.values(self.field));
        Spread::of(pairs.map(|(ours, theirs)| ours / theirs).collect())
    }
}

impl MeasuredCase {
    fn values(&self, field: &str) -> Vec<f64> {
        let value = |run: &Value| {
            let mut found = Vec::new();
            flatten(run, "", &mut found);
            found.into_iter().find(|(name, _)| name == field).map(|(_, value)| value)
        };
        self.runs.iter().filter_map(value).collect()
    }

    /// A figure, over all runs.
    pub(crate) fn spread(&self, field: &str) -> Option<Spread> {
        Spread::of(self.values(field))
    }

    pub(crate) fn runs(&self) -> &[Value] {
        &self.runs
    }
}

/// The numbers in it, by their paths.
fn flatten(value: &Value, path: &str, into: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => into.extend(number.as_f64().map(|number| (path.to_owned(), number))),
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(value, &path, into);
            }
        }
        _ => {}
    }
}
