//! The database, the workers, the relay, and what was seen of them so far. [`World::make`] lets one step happen and checks
//! everything after it.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use domain::{
    Timestamp,
    delivery::{PATIENCE, Places},
    id::LeaseId,
};
use store::{
    deliveries::{self, Lease, State},
    workers::{self, WorkerNumber},
};
use uuid::Uuid;

use crate::{
    Checked,
    crew::{Answer, Belief, InHand, LEASE, Worker},
    must,
    picture::{MAILS, Picture, START, mail_id, number, office_of},
    step::Step,
    units::Units,
};

pub(crate) const MOST_WORKERS: usize = 3;
pub(crate) const NEXT_PROBE: Duration = Duration::from_secs(300);

/// Everything but the database itself, so that it can be kept and gone back to.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// Over how many connections each worker sends.
    pub(crate) connections: usize,
    pub(crate) workers: Vec<Worker>,
    /// What the database holds.
    pub(crate) now: Picture,
    /// By the clock that nobody sets.
    pub(crate) elapsed: i64,
    pub(crate) seen: Seen,
}

/// What the rules of [`crate::rules`] look back at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// How often the relay has taken each mail.
    pub(crate) taken: [usize; MAILS],
    /// How often that was recorded.
    pub(crate) accepted: [usize; MAILS],
    pub(crate) crashes: usize,
    /// How often the relay took a mail and did not say so.
    pub(crate) silences: usize,
    /// Leases that were taken from a worker that lives, and how many of their mails it began without knowing.
    pub(crate) lost: BTreeMap<LeaseId, usize>,
    /// Somebody set a clock, or cut a worker off: it may be sure of a lease that it has lost.
    pub(crate) is_disturbed: bool,
    /// Numbers that nobody holds, and that are still known.
    gone: BTreeSet<WorkerNumber>,
    numbers: i64,
}

impl World {
    /// Two workers, and all mails in the queue.
    pub(crate) async fn begin(units: &mut Units, connections: usize) -> Result<Self, String> {
        let (now, seen) = (Picture::default(), Seen::default());
        let mut world = Self { connections, workers: Vec::new(), now, elapsed: 0, seen };
        units.run(async |tx| crate::picture::accept_mails(tx).await).await?;
        world.join(units).await?;
        world.join(units).await?;
        world.now = units.run(Picture::of).await?;
        Ok(world)
    }

    /// Lets a step happen, if it can at the moment, and checks what came of it.
    pub(crate) async fn make(&mut self, step: Step, units: &mut Units) -> Checked {
        if !step.can_be(self) {
            return Ok(());
        }
        let mut promised = self.now.clone();
        match step {
            Step::Join => self.join(units).await?,
            Step::Lease(n, places) => promised = self.lease(n, places, units).await?,
            Step::Send(n) => self.send(n)?,
            Step::Hear(n, answer) => self.hear(n, answer),
            Step::Record(n) => self.record(n, &mut promised, units).await?,
            Step::Renew(n) => self.renew(n, &mut promised, units).await?,
            Step::GiveBack(n) => {
                let rest = self.workers[n].rest();
                promised.give_back(&rest);
                units.run(async |tx| deliveries::give_back(tx, &rest).await).await?;
                self.workers[n].feed.clear();
                rest.iter().for_each(|(_, lease)| self.workers[n].done(*lease));
            }
            Step::TakeOver(n) => {
                let gone = units.gone(self.workers[n].number, self.gone(n)).await?;
                promised.take_over(&gone);
                units.run(async |tx| workers::take_over(tx, &gone).await).await?;
                self.seen.gone.retain(|worker| !gone.contains(worker));
            }
            Step::Crash(n) => {
                self.leave(n, units).await;
                self.workers[n].dies();
                self.seen.crashes += 1;
            }
            Step::CutOff(n) => {
                self.leave(n, units).await;
                (self.workers[n].is_cut_off, self.seen.is_disturbed) = (true, true);
            }
            Step::FindOut(n) => {
                let number = self.new_number(units).await?;
                let worker = &mut self.workers[n];
                let lost = std::mem::take(&mut worker.leases);
                self.seen.lost.extend(lost.into_keys().map(|lease| (lease, 0)));
                (worker.is_cut_off, worker.number) = (false, number);
            }
            Step::SetClock(n, by) => (self.workers[n].ahead, self.seen.is_disturbed) = (by, true),
            Step::Pass(time) => self.elapsed += time,
            Step::Cancel(mail) => {
                let (id, now) = ([mail_id(mail)], self.clock());
                let done =
                    units.run(async |tx| deliveries::cancel(tx, office_of(mail), &id, now).await).await?;
                let can = promised.cancel(mail);
                must(can == (done == id), || format!("cancelled: {done:?}"))?;
            }
            Step::Release(mail) => self.put_back(mail, &[State::Held], &mut promised, units).await?,
            Step::Retry(mail) => {
                let from = [State::Failed, State::Cancelled, State::Deferred];
                self.put_back(mail, &from, &mut promised, units).await?;
            }
        }
        let before = std::mem::replace(&mut self.now, units.run(Picture::of).await?);
        self.now.keeps(&promised)?;
        self.check(&before, step)
    }

    /// The clock of the machine that serves the office.
    pub(crate) fn clock(&self) -> Timestamp {
        Timestamp::from_millis(START.millis() + self.elapsed)
    }

    /// Workers whose number nobody holds and that nobody has taken over from yet, other than this one.
    pub(crate) fn gone(&self, but: usize) -> Vec<WorkerNumber> {
        self.seen.gone.iter().copied().filter(|gone| *gone != self.workers[but].number).collect()
    }

    async fn new_number(&mut self, units: &mut Units) -> Result<WorkerNumber, String> {
        self.seen.numbers += 1;
        let (number, now) = (WorkerNumber(self.seen.numbers), self.clock());
        units.joins(number).await?;
        units.run(async |tx| workers::insert(tx, number, "test", "1", now).await).await?;
        Ok(number)
    }

    async fn join(&mut self, units: &mut Units) -> Checked {
        let number = self.new_number(units).await?;
        self.workers.push(Worker::new(number));
        Ok(())
    }

    /// The lease that this worker asks for next.
    pub(crate) fn lease_of(&self, n: usize, places: u32) -> Lease<'static> {
        let worker = &self.workers[n];
        let number = (worker.leased << 32) | worker.number.0 as u128;
        Lease {
            id: LeaseId::new(Uuid::from_u128((7 << 96) | number)),
            worker: worker.number,
            until: worker.now(self.elapsed) + Duration::from_millis(LEASE as u64),
            route: "",
            places: Places { by_class: places, notices: 0, digests: 0 },
        }
    }

    /// Its number is free, unless it was before; whoever was taken over from is not known any more.
    async fn leave(&mut self, n: usize, units: &mut Units) {
        let worker = &self.workers[n];
        if !worker.is_cut_off {
            units.leaves(worker.number).await;
            self.seen.gone.insert(worker.number);
        }
    }

    async fn lease(&mut self, n: usize, places: u32, units: &mut Units) -> Result<Picture, String> {
        let (now, was) = (self.workers[n].now(self.elapsed), self.now.clone());
        let mut due = was.clone();
        due.requeue_due(now, now + NEXT_PROBE);
        let lease = self.lease_of(n, places);
        self.workers[n].leased += 1;
        let took = async |tx: &mut store::Tx| {
            deliveries::requeue_due(tx, now, now + NEXT_PROBE).await?;
            let next_due = deliveries::next_due(tx).await?;
            // Where nothing was due, the look after the lease sees it.
            let back = if due == was { was } else { Picture::of(tx).await? };
            deliveries::lease(tx, lease).await?;
            let (leased, _) = deliveries::leased(tx, lease.id).await?;
            Ok((back, next_due, leased))
        };
        let (back, next_due, leased) = units.run(took).await?;
        back.keeps(&due)?;
        self.what_is_due_is_taken_up(&back, now, next_due)?;
        let mut promised = back;
        promised.lease(&lease);
        if !leased.is_empty() {
            let (mails, until) = (leased.len(), lease.until.millis());
            let belief = Belief { mails, until, ends: self.elapsed + LEASE };
            self.workers[n].leases.insert(lease.id, belief);
        }
        for it in &leased {
            let (mail, tried, is_probe) = (number(it.mail.id), it.tried, it.is_probe);
            self.workers[n].feed.push_back(InHand { mail, lease: it.lease, tried, is_probe });
        }
        Ok(promised)
    }

    /// The mails of a lease that is not good are left to whoever has it by now.
    fn send(&mut self, n: usize) -> Checked {
        let (elapsed, worker) = (self.elapsed, &mut self.workers[n]);
        let Some(next) = worker.feed.pop_front() else { return Ok(()) };
        if !worker.may_begin(next.lease, elapsed) {
            worker.done(next.lease);
            return Ok(());
        }
        worker.under_way.push_back(next);
        self.a_mail_is_begun_while_its_lease_lasts(n, next)?;
        self.only_the_holder_begins(next)
    }

    fn hear(&mut self, n: usize, answer: Answer) {
        let (elapsed, worker) = (self.elapsed, &mut self.workers[n]);
        let Some(first) = worker.under_way.pop_front() else { return };
        worker.ended.push(first.attempted(answer, worker.now(elapsed)));
        self.seen.taken[first.mail] += usize::from(answer.has_taken());
        self.seen.silences += usize::from(answer == Answer::SaysNothing { taken: true });
    }

    async fn record(&mut self, n: usize, promised: &mut Picture, units: &mut Units) -> Checked {
        let ended = std::mem::take(&mut self.workers[n].ended);
        let now = self.workers[n].now(self.elapsed);
        let mut written =
            units.run(async |tx| deliveries::record(tx, &ended, now, PATIENCE, false).await).await?;
        written.sort();
        let mut by_the_holder = promised.record(&ended);
        by_the_holder.sort();
        must(written == by_the_holder, || format!("recorded {written:?}, held {by_the_holder:?}"))?;
        // As when the commit was not answered: it is tried again, finds that nothing is its own any more, and adds nothing.
        let again = units.run(async |tx| deliveries::record(tx, &ended, now, PATIENCE, true).await).await?;
        must(again.is_empty(), || format!("recorded once more: {again:?}"))?;
        for attempt in &ended {
            let worker = &mut self.workers[n];
            if written.contains(&(attempt.mail_id, attempt.lease)) {
                worker.done(attempt.lease);
                let is_sent = matches!(attempt.next, domain::delivery::Next::Sent);
                self.seen.accepted[number(attempt.mail_id)] += usize::from(is_sent);
            } else {
                worker.leases.remove(&attempt.lease);
            }
        }
        Ok(())
    }

    async fn renew(&mut self, n: usize, promised: &mut Picture, units: &mut Units) -> Checked {
        let (elapsed, worker) = (self.elapsed, &mut self.workers[n]);
        let leases = worker.held_leases();
        let until = worker.now(elapsed) + Duration::from_millis(LEASE as u64);
        let held = units.run(async |tx| deliveries::extend(tx, &leases, until).await).await?;
        let expected = promised.extend(&leases, until);
        must(held == expected, || format!("renewed {held:?}, held {expected:?}"))?;
        worker.leases.retain(|lease, _| held.contains(lease));
        for belief in worker.leases.values_mut() {
            (belief.until, belief.ends) = (until.millis(), elapsed + LEASE);
        }
        Ok(())
    }

    async fn put_back(
        &self,
        mail: usize,
        from: &[State],
        promised: &mut Picture,
        units: &mut Units,
    ) -> Checked {
        let (id, now) = ([mail_id(mail)], self.clock());
        let back = async |tx: &mut store::Tx| {
            deliveries::put_back(tx, office_of(mail), &id, from, now, PATIENCE).await
        };
        let back = units.run(back).await?;
        let can = promised.put_back(mail, from);
        must(can == (back == id), || format!("put back: {back:?}"))
    }

    /// Two worlds of one fingerprint go on alike.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.now.hash(&mut hasher);
        format!("{:?} {:?} {}", self.workers, self.seen, self.elapsed).hash(&mut hasher);
        hasher.finish()
    }

    /// Everybody who lives works until nothing is left; if nobody lives, somebody joins. The relay takes everything. Worlds
    /// that were seen to come to an end before are not played to it again.
    pub(crate) async fn play_to_the_end(&mut self, units: &mut Units, ended: &mut HashSet<u64>) -> Checked {
        for _ in 0..100 {
            if self.now.all_are_over() || !ended.insert(self.fingerprint()) {
                return Ok(());
            }
            if self.workers.iter().all(|worker| !worker.lives) {
                self.join(units).await?;
            }
            let before = self.now.clone();
            let living: Vec<usize> = (0..self.workers.len()).filter(|&n| self.workers[n].lives).collect();
            for &n in &living {
                self.make(Step::FindOut(n), units).await?;
                self.send_all(n, units).await?;
            }
            // One does for all what is left.
            if let [first, ..] = living[..] {
                self.make(Step::TakeOver(first), units).await?;
                self.make(Step::Lease(first, 3), units).await?;
                self.send_all(first, units).await?;
            }
            if self.now == before {
                self.wait_for_what_is_due(units).await?;
            }
        }
        Err(format!("not everything comes to an end: {}", self.now))
    }

    async fn send_all(&mut self, n: usize, units: &mut Units) -> Checked {
        loop {
            let heard = Step::Hear(n, Answer::Takes);
            for step in [heard, heard, Step::Record(n), Step::Send(n)] {
                self.make(step, units).await?;
            }
            let worker = &self.workers[n];
            if worker.feed.is_empty() && worker.under_way.is_empty() && worker.ended.is_empty() {
                return Ok(());
            }
        }
    }

    async fn wait_for_what_is_due(&mut self, units: &mut Units) -> Checked {
        let due = units.run(async |tx| deliveries::next_due(tx).await).await?;
        let worker = self.workers.iter().find(|worker| worker.lives);
        let now = worker.map_or(self.clock(), |worker| worker.now(self.elapsed));
        let due = due.ok_or_else(|| format!("nothing is due, and not all is over: {}", self.now))?;
        self.elapsed += i64::try_from(due.since(now).as_millis()).unwrap_or(i64::MAX).max(1);
        Ok(())
    }
}
