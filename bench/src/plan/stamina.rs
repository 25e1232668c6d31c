//! Whether it stays so: beside others, after a long time, with more processes.

use super::{Case, Group, case};
use crate::kit::Kit;
use crate::product::database::Kind;
use crate::product::office::Letters;
use crate::scenarios::{e2e, fairness, growth, memory, workers};
use crate::sizes::Sizes;

pub(super) fn fair<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let run = move |kind| fairness::run(kit, kind, sizes.queued, sizes.singles);
    Group {
        key: "fairness",
        title: "A single mail beside another office's hundred thousand",
        explanation: "An office's mails wait in the queue; another office has one mail every 100 ms. Milliseconds \
            from the request to the relay, against the same on an idle system.",
        field: "busy.p50_ms",
        cases: kinds.iter().map(|&kind| case(kind.name(), &[], move || run(kind))).collect(),
    }
}

pub(super) fn history<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let mut cases = Vec::new();
    for &kind in kinds {
        let fresh = format!("{}, no history", kind.name());
        let run = move || e2e::run(kit, kind, Letters::Notices, sizes.mails, &[]);
        cases.push(case(fresh.clone(), &[], run));
        let mut grown = None;
        let run = move || match &mut grown {
            Some(grown) => growth::Grown::end_to_end(grown, sizes.mails),
            none => none.insert(growth::Grown::make(kit, kind, sizes.finished)?).end_to_end(sizes.mails),
        };
        let name = format!("{}, {} finished mails", kind.name(), sizes.finished);
        cases.push(case(name, &[("to no history", &fresh)], run));
    }
    Group {
        key: "growth",
        title: "End to end with a history",
        explanation: "The history is made of the rows of mails that the product really sent, copied with SQL under \
            new ids. The database with the history is kept from run to run.",
        field: "mails_per_second",
        cases,
    }
}

pub(super) fn memory<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let measure = move |kind| memory::run(kit, kind, sizes.memory_steps, sizes.memory_step);
    let cases =
        kinds.iter().map(|&kind| Case { at_most: 1, ..case(kind.name(), &[], move || measure(kind)) });
    Group {
        key: "memory",
        title: "Memory of `serve`",
        explanation: "Resident MiB before the first mail, and after each 20,000 that were sent. One run.",
        field: "end_mib",
        cases: cases.collect(),
    }
}

pub(super) fn two_workers<'a>(kit: &'a Kit, sizes: Sizes, kinds: &[Kind]) -> Group<'a> {
    let run = move |workers| workers::run(kit, workers, sizes.worker_mails);
    let mut cases = vec![
        case("one worker", &[], move || run(1)),
        case("two workers", &[("to one", "one worker")], move || run(2)),
    ];
    cases.retain(|_| kinds.contains(&Kind::Postgres));
    Group {
        key: "workers",
        title: "Workers on one PostgreSQL",
        explanation: "The queue was filled beforehand; no `serve` runs. The relay takes 5 ms for each mail; a worker has \
            eight connections.",
        field: "mails_per_second",
        cases,
    }
}
