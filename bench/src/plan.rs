//! What is measured in one run, and what is compared with what.
//!
//! A group is measured together: first each case once, then each again (A B A B …), so that what the machine
//! does meanwhile falls on all of them. Where a case is compared with another, run is divided by run.

mod speed;
mod stamina;

use serde::Serialize;
use serde_json::Value;

use crate::kit::Kit;
use crate::product::database::Kind;
use crate::sizes::Sizes;

/// Questions that are asked together.
pub(crate) struct Group<'a> {
    /// By which the command line knows it.
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) explanation: &'static str,
    /// The figure that ratios are of.
    pub(crate) field: &'static str,
    pub(crate) cases: Vec<Case<'a>>,
}

pub(crate) struct Case<'a> {
    pub(crate) name: String,
    /// What it is compared with: the column, and the name of the case.
    pub(crate) against: Vec<(&'static str, String)>,
    pub(crate) run: Box<dyn FnMut() -> anyhow::Result<Value> + 'a>,
    /// Enough of them, however many others there are.
    pub(crate) at_most: usize,
}

fn case<'a, F: Serialize>(
    name: impl Into<String>,
    against: &[(&'static str, &str)],
    mut run: impl FnMut() -> anyhow::Result<F> + 'a,
) -> Case<'a> {
    Case {
        name: name.into(),
        against: against.iter().map(|(column, name)| (*column, (*name).to_owned())).collect(),
        run: Box::new(move || Ok(serde_json::to_value(run()?)?)),
        at_most: usize::MAX,
    }
}

/// Everything, on these databases.
pub(crate) fn groups<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Vec<Group<'a>> {
    vec![
        speed::throughput(kit, sizes, kinds),
        speed::latencies(kit, sizes, kinds),
        speed::single_events(kit, sizes, kinds),
        speed::far_away(kit, sizes, kinds),
        speed::signatures(sizes),
        stamina::fair(kit, sizes, kinds),
        stamina::history(kit, sizes, kinds),
        stamina::memory(kit, sizes, kinds),
        stamina::two_workers(kit, sizes, kinds),
    ]
}
