//! What must hold after every step, whatever happened before; [`Picture::no_mail_is_lost`] is the first of them.
//!
//! Cancelled and held, exactly: nobody begins a mail who could know that it is cancelled or held. Cancelling takes out only
//! what no worker has: a mail that is being sent is refused to whoever wants to cancel it. One exception is left. A worker
//! that has lost a lease and cannot know it, because clocks disagree by more than the margin or because it was cut off, may
//! begin one more mail of that lease over each connection; and somebody may have cancelled it meanwhile.

use domain::Timestamp;

use crate::{
    Checked,
    crew::InHand,
    must,
    picture::{MAILS, Picture},
    step::Step,
    world::World,
};

impl World {
    pub(crate) fn check(&mut self, before: &Picture, step: Step) -> Checked {
        self.now.no_mail_is_lost()?;
        self.a_worker_that_lives_keeps_its_leases(before, step)?;
        self.an_acceptance_is_recorded_once_and_stands()?;
        self.mails_are_sent_twice_only_after_a_crash_or_a_lost_lease()
    }

    /// A lease is taken away when its time is over by the clock of whoever takes it, or when its worker's number is free.
    fn a_worker_that_lives_keeps_its_leases(&mut self, before: &Picture, step: Step) -> Checked {
        for worker in self.workers.iter().filter(|worker| worker.lives) {
            for &lease in worker.leases.keys() {
                for (was, is) in before.mails.iter().zip(&self.now.mails) {
                    if !was.is_held_under(lease) || is.is_held_under(lease) {
                        continue;
                    }
                    let may = match step {
                        Step::Lease(by, _) => {
                            was.lease_until <= Some(self.workers[by].now(self.elapsed).millis())
                        }
                        Step::TakeOver(_) => was.worker != Some(worker.number.0) || worker.is_cut_off,
                        // Its own doing.
                        Step::Record(_) | Step::GiveBack(_) => continue,
                        _ => false,
                    };
                    must(may, || format!("{step:?} took {was:?} from a worker that lives"))?;
                    self.seen.lost.entry(lease).or_default();
                }
            }
        }
        Ok(())
    }

    /// Whoever begins a mail holds its lease, so that it is neither held, nor cancelled, nor sent already; but for the
    /// exception above.
    pub(crate) fn only_the_holder_begins(&mut self, begun: InHand) -> Checked {
        let row = &self.now.mails[begun.mail];
        if row.is_held_under(begun.lease) {
            return Ok(());
        }
        let (disturbed, connections) = (self.seen.is_disturbed, self.connections);
        let unknowing = self.seen.lost.get_mut(&begun.lease).filter(|_| disturbed);
        let times = unknowing.map(|times| {
            *times += 1;
            *times
        });
        must(times.is_some_and(|times| times <= connections), || {
            format!("mail {} is begun by one who does not hold it: {row:?}", begun.mail)
        })
    }

    /// Nobody begins a mail whose lease ends within ten seconds, neither by its clock on the wall as it stands now nor by the
    /// one that nobody sets.
    pub(crate) fn a_mail_is_begun_while_its_lease_lasts(&self, n: usize, begun: InHand) -> Checked {
        let (worker, now) = (&self.workers[n], self.workers[n].now(self.elapsed).millis());
        let lasts = worker.leases.get(&begun.lease).is_some_and(|belief| {
            belief.until.saturating_sub(now).min(belief.ends.saturating_sub(self.elapsed)) > 10_000
        });
        must(lasts, || format!("mail {} is begun when its lease is over, or about to be", begun.mail))
    }

    /// No mail is recorded as sent by two, and none that was is ever anything else again.
    fn an_acceptance_is_recorded_once_and_stands(&self) -> Checked {
        for mail in 0..MAILS {
            let (row, accepted) = (&self.now.mails[mail], self.seen.accepted[mail]);
            must(accepted == usize::from(row.is("sent")) && accepted <= self.seen.taken[mail], || {
                format!("mail {mail} was recorded as sent {accepted} times: {row:?}")
            })?;
        }
        Ok(())
    }

    /// For each crash and each lost lease, one mail a connection; and the relay may keep its answer to itself.
    fn mails_are_sent_twice_only_after_a_crash_or_a_lost_lease(&self) -> Checked {
        let twice: usize = self.seen.taken.iter().map(|taken| taken.saturating_sub(1)).sum();
        let reasons = (self.seen.crashes + self.seen.lost.len()) * self.connections + self.seen.silences;
        must(twice <= reasons, || format!("{twice} mails too many at the relay: {:?}", self.seen))
    }

    /// What is due is back in the queue; and what is due next lies ahead, so that nobody looks again and again in vain.
    pub(crate) fn what_is_due_is_taken_up(
        &self,
        requeued: &Picture,
        now: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Checked {
        let next_due = next_due.map(Timestamp::millis);
        must(next_due == requeued.next_due(), || format!("due next: {next_due:?}, but {requeued}"))?;
        must(next_due.is_none_or(|at| at > now.millis()), || {
            format!("at {now}, after what is due was put back, {next_due:?} is due: {requeued}")
        })
    }
}
