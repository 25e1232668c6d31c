//! Long schedules by chance. One that breaks a rule is made as short as it can be and printed with its seed:
//! `POSTMEESTER_TEST_SEED=n` runs that one alone.

use std::collections::HashSet;

use crate::{
    Checked,
    crew::Answer,
    step::Step::{self, *},
    units::Units,
    world::World,
};

/// Chance that can be had again (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// The schedule of a seed.
fn schedule(seed: u64) -> Vec<Step> {
    let mut chance = Chance(seed);
    let steps = 20 + chance.below(60);
    (0..steps).map(|_| Step::by_chance(|n| chance.below(n))).collect()
}

/// Over how many connections.
fn connections(seed: u64) -> usize {
    1 + seed as usize % 2
}

/// Runs a schedule, lets everybody work until nothing is left, and undoes it all.
async fn run(connections: usize, schedule: &[Step], units: &mut Units) -> Checked {
    units.mark().await;
    let run = async {
        let mut world = World::begin(units, connections).await?;
        for step in schedule {
            world.make(*step, units).await?;
        }
        world.play_to_the_end(units, &mut HashSet::new()).await
    };
    let ran = run.await;
    units.undo().await;
    ran
}

/// Leaves out what is not needed for it to break.
async fn shortest(seed: u64, mut schedule: Vec<Step>, units: &mut Units) -> Vec<Step> {
    let mut at = 0;
    while at < schedule.len() {
        let mut shorter = schedule.clone();
        shorter.remove(at);
        if run(connections(seed), &shorter, units).await.is_err() {
            (schedule, at) = (shorter, 0);
        } else {
            at += 1;
        }
    }
    schedule
}

/// Runs the schedules of these seeds, or of the one that was asked for.
pub(crate) async fn run_all(seeds: std::ops::Range<u64>, units: &mut Units) {
    let asked = std::env::var("POSTMEESTER_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in asked.map_or(seeds, |seed: u64| seed..seed + 1) {
        let schedule = schedule(seed);
        if let Err(first) = run(connections(seed), &schedule, units).await {
            // At once: to make it short takes a while.
            eprintln!("POSTMEESTER_TEST_SEED={seed}: {first}");
            let shortest = shortest(seed, schedule, units).await;
            let broken = run(connections(seed), &shortest, units).await.err();
            let broken = broken.as_deref().unwrap_or("(it does not break again)");
            panic!("POSTMEESTER_TEST_SEED={seed}: {shortest:?}\n{broken}");
        }
    }
}

/// Schedules that once broke a rule.
const KNOWN: [&[Step]; 2] = [
    // A worker lost a mail, leased it again, and records both attempts in one write: only the second one counts.
    &[
        Lease(0, 1),
        Send(0),
        Pass(61_000),
        Lease(0, 1),
        Send(0),
        Hear(0, Answer::RefusesRecipient),
        Hear(0, Answer::Later),
        Record(0),
    ],
    // A probe is under way for longer than until the next one, and there is no other mail to probe with: it was looked for
    // every few milliseconds.
    &[
        Lease(0, 1),
        Send(0),
        Hear(0, Answer::RefusesSender),
        Record(0),
        Pass(301_000),
        Lease(0, 1),
        Send(0),
        Hear(0, Answer::Later),
        Record(0),
        Pass(301_000),
        Lease(1, 3),
    ],
];

pub(crate) async fn run_known(units: &mut Units) {
    for schedule in KNOWN {
        run(2, schedule, units).await.unwrap_or_else(|broken| panic!("{schedule:?}\n{broken}"));
    }
}
