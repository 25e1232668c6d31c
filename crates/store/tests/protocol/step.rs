//! What can happen: each step is one unit of work on the database, one exchange with the relay, or one blow of fate.

use crate::{
    crew::Answer,
    picture::MAILS,
    world::{MOST_WORKERS, World},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// One more worker.
    Join,
    /// Puts back what is due, and takes so many mails.
    Lease(usize, u32),
    /// Takes the next mail, and begins its content if its lease is good.
    Send(usize),
    /// The relay answers to the content that is longest under way.
    Hear(usize, Answer),
    /// Records everything that the relay said, in one write.
    Record(usize),
    Renew(usize),
    GiveBack(usize),
    /// Takes over from workers whose number nobody holds.
    TakeOver(usize),
    /// The process is killed.
    Crash(usize),
    /// Its connection breaks: its number is free, and it does not know.
    CutOff(usize),
    /// It finds that out.
    FindOut(usize),
    /// Somebody sets its clock, so many milliseconds ahead or back.
    SetClock(usize, i64),
    /// Time passes for everybody.
    Pass(i64),
    Cancel(usize),
    /// By hand: a held mail.
    Release(usize),
    /// By hand: a failed, cancelled or deferred mail.
    Retry(usize),
}

impl Step {
    /// Does it change anything? What cannot happen at the moment is passed over.
    pub(crate) fn can_be(self, world: &World) -> bool {
        let worker = |n: usize| world.workers.get(n).filter(|worker| worker.lives);
        let in_state = |mail: usize, states: &[&str]| states.contains(&world.now.mails[mail].state.as_str());
        match self {
            Self::Join => world.workers.len() < MOST_WORKERS,
            // A feed that is full asks for nothing.
            Self::Lease(n, _) => worker(n).is_some_and(|it| it.feed.is_empty()),
            Self::Send(n) => worker(n).is_some_and(|it| {
                !it.feed.is_empty() && it.under_way.len() + it.ended.len() < world.connections
            }),
            Self::Hear(n, _) => worker(n).is_some_and(|it| !it.under_way.is_empty()),
            Self::Record(n) => worker(n).is_some_and(|it| !it.ended.is_empty()),
            Self::Renew(n) => worker(n).is_some_and(|it| !it.leases.is_empty()),
            Self::GiveBack(n) => worker(n).is_some_and(|it| !it.feed.is_empty()),
            Self::TakeOver(n) => worker(n).is_some() && !world.gone(n).is_empty(),
            Self::Crash(n) => worker(n).is_some(),
            Self::CutOff(n) => worker(n).is_some_and(|it| !it.is_cut_off),
            Self::FindOut(n) => worker(n).is_some_and(|it| it.is_cut_off),
            Self::SetClock(n, _) => worker(n).is_some(),
            Self::Pass(_) => true,
            Self::Cancel(mail) => !world.now.mails[mail].has_ended,
            Self::Release(mail) => in_state(mail, &["held", "sending"]),
            Self::Retry(mail) => in_state(mail, &["failed", "cancelled", "deferred", "sending", "sent"]),
        }
    }

    /// Any step, by chance: work is likelier than blows.
    pub(crate) fn by_chance(mut below: impl FnMut(usize) -> usize) -> Self {
        const ANSWERS: [Answer; 8] = [
            Answer::Takes,
            Answer::Takes,
            Answer::Takes,
            Answer::RefusesSender,
            Answer::RefusesSender,
            Answer::Later,
            Answer::RefusesRecipient,
            Answer::SaysNothing { taken: true },
        ];
        const PAUSES: [i64; 6] = [5_000, 20_000, 45_000, 61_000, 301_000, 4_000_000];
        const JUMPS: [i64; 6] = [-3_600_000, -61_000, -5_000, 5_000, 61_000, 3_600_000];
        let (worker, mail) = (below(MOST_WORKERS), below(MAILS));
        match below(60) {
            0..10 => Self::Lease(worker, 1 + below(3) as u32),
            10..20 => Self::Send(worker),
            20..30 => Self::Hear(worker, ANSWERS[below(ANSWERS.len())]),
            30..37 => Self::Record(worker),
            37..40 => Self::Renew(worker),
            40..42 => Self::GiveBack(worker),
            42..44 => Self::TakeOver(worker),
            44 => Self::Join,
            45 => Self::Crash(worker),
            46 => Self::CutOff(worker),
            47 => Self::FindOut(worker),
            48 => Self::SetClock(worker, JUMPS[below(JUMPS.len())]),
            49..54 => Self::Pass(PAUSES[below(PAUSES.len())]),
            54..56 => Self::Cancel(mail),
            56..58 => Self::Release(mail),
            _ => Self::Retry(mail),
        }
    }
}
