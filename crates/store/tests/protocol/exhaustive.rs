//! Every order in which the steps of a few workers can happen, up to so many steps. What two orders lead to alike is
//! followed once; all orders that lead there are counted. From each last step everybody works until nothing is left.
//!
//! On SQLite these are 50,991 orders of five or seven steps, through 7,527 worlds; on PostgreSQL, where each step takes longer,
//! 5,524 orders of four or five steps.

use std::collections::{HashMap, HashSet};

use crate::{
    crew::Answer::{self, RefusesSender, Takes},
    step::Step::{self, *},
    units::Units,
    world::World,
};

/// Steps that belong together, and how far their orders are followed on each database.
pub(crate) struct Story {
    pub(crate) name: &'static str,
    /// What has happened before.
    before: &'static [Step],
    steps: &'static [Step],
    /// On SQLite, and on PostgreSQL.
    pub(crate) depths: (usize, usize),
}

pub(crate) const LEASES_END: Story = Story {
    name: "two workers, and leases that end",
    before: &[],
    steps: &[
        Lease(0, 2),
        Send(0),
        Hear(0, Takes),
        Record(0),
        Renew(0),
        GiveBack(0),
        Lease(1, 2),
        Send(1),
        Hear(1, Takes),
        Record(1),
        Pass(55_000),
    ],
    depths: (7, 5),
};

pub(crate) const WORKERS_ARE_GONE: Story = Story {
    name: "workers that are killed or cut off, and a third",
    before: &[Lease(0, 1), Lease(1, 1)],
    steps: &[
        Send(0),
        Hear(0, Takes),
        Record(0),
        Renew(0),
        Crash(0),
        CutOff(1),
        FindOut(1),
        Send(1),
        Hear(1, Takes),
        Record(1),
        TakeOver(0),
        TakeOver(1),
        Lease(0, 1),
        Lease(1, 1),
        Join,
        TakeOver(2),
        Lease(2, 3),
    ],
    depths: (5, 4),
};

pub(crate) const CLOCKS_ARE_SET: Story = Story {
    name: "clocks that are set",
    before: &[Lease(0, 2)],
    steps: &[
        SetClock(0, -3_600_000),
        SetClock(1, 61_000),
        Send(0),
        Hear(0, Takes),
        Hear(0, Answer::SaysNothing { taken: true }),
        Record(0),
        Renew(0),
        Lease(1, 3),
        Send(1),
        Hear(1, Takes),
        Record(1),
        Pass(55_000),
        Cancel(0),
    ],
    depths: (5, 4),
};

pub(crate) const MAILS_ARE_HELD: Story = Story {
    name: "a sender at fault, and hands that hold, release, cancel and retry",
    before: &[Lease(0, 1), Send(0), Hear(0, RefusesSender), Record(0)],
    steps: &[
        Lease(0, 1),
        Send(0),
        Hear(0, RefusesSender),
        Hear(0, Answer::Later),
        Record(0),
        Lease(1, 1),
        Send(1),
        Hear(1, Takes),
        Record(1),
        Pass(301_000),
        Cancel(0),
        Release(0),
        Retry(0),
    ],
    depths: (5, 4),
};

/// What was followed.
pub(crate) struct Walk<'a> {
    units: &'a mut Units,
    steps: &'static [Step],
    /// In how many orders so many steps can be made from a world.
    known: HashMap<(u64, usize), u128>,
    ended: HashSet<u64>,
    path: Vec<Step>,
}

impl Story {
    /// Follows every order of steps. Returns how many there are, and how many worlds were seen.
    pub(crate) async fn follow(&self, depth: usize, units: &mut Units) -> (u128, usize) {
        units.mark().await;
        let mut world = World::begin(units, 1).await.unwrap();
        for step in self.before {
            world.make(*step, units).await.unwrap();
        }
        let (known, ended) = Default::default();
        let mut walk = Walk { units, steps: self.steps, known, ended, path: Vec::new() };
        let orders = Box::pin(walk.go_on(&world, depth)).await;
        let orders = orders.unwrap_or_else(|broken| panic!("{}: {:?}\n{broken}", self.name, walk.path));
        let worlds = walk.known.len();
        units.undo().await;
        (orders, worlds)
    }
}

impl Walk<'_> {
    /// In how many orders it goes on from here.
    async fn go_on(&mut self, world: &World, left: usize) -> Result<u128, String> {
        let fingerprint = (world.fingerprint(), left);
        if let Some(orders) = self.known.get(&fingerprint) {
            return Ok(*orders);
        }
        if left == 0 {
            self.units.mark().await;
            world.clone().play_to_the_end(self.units, &mut self.ended).await?;
            self.units.undo().await;
        }
        let mut orders = u128::from(left == 0);
        for step in self.steps.iter().filter(|step| left > 0 && step.can_be(world)) {
            self.units.mark().await;
            self.path.push(*step);
            let mut next = world.clone();
            next.make(*step, self.units).await?;
            orders += Box::pin(self.go_on(&next, left - 1)).await?;
            self.path.pop();
            self.units.undo().await;
        }
        self.known.insert(fingerprint, orders);
        Ok(orders)
    }
}
