//! Requests that hold many items and are answered item by item: creating client-users, posting events.
//!
//! Every such use case is set-based: it takes the items of any number of requests of any offices and runs a constant
//! number of statements. What is common to them is here: each request's idempotency key is taken in the unit of work
//! that does its work, and its answer is kept in it.

use domain::id::OfficeId;
use futures::future::BoxFuture;
use store::{
    Tx,
    idempotency::{self, Answered, Keyed},
};

use crate::{
    Desk, Once, Outcome, Refusal, Said,
    access::Actor,
    once::{self, Taken},
};

/// A request that holds items of one office.
pub struct Job<I: Batched> {
    /// Who asks.
    pub actor: Actor,
    /// At which office.
    pub office: OfficeId,
    /// What is asked for.
    pub items: Vec<I>,
    /// The request's idempotency key, if it has one.
    pub once: Option<Once<[Outcome<I::Done>]>>,
}

/// What became of a [`Job`]: an answer for each of its items, in their order.
pub type JobAnswer<I> = Outcome<Said<Vec<Outcome<<I as Batched>::Done>>>>;

/// One item, with whose request it is part of.
pub(crate) struct Item<'j, I> {
    pub(crate) actor: Actor,
    pub(crate) office: OfficeId,
    pub(crate) what: &'j I,
}

/// Something that can be asked for many times at once.
pub trait Batched: Sized + Send + Sync + 'static {
    /// What became of one that was not refused.
    type Done: Send + Sync + 'static;

    /// Does what is asked in a constant number of statements, and answers for each item in their order.
    #[doc(hidden)]
    fn act<'t>(work: Work<'t, Self>) -> BoxFuture<'t, Result<Vec<Outcome<Self::Done>>, store::Error>>;
}

/// What a [`Batched`] use case works with.
pub struct Work<'t, I> {
    pub(crate) tx: &'t mut Tx,
    pub(crate) desk: &'t Desk,
    pub(crate) items: &'t [Item<'t, I>],
}

/// Runs jobs in one unit of work; all of them are stored when this returns, or none. No two may carry the same
/// idempotency key.
pub(crate) async fn run<I: Batched>(desk: &Desk, jobs: &[Job<I>]) -> Result<Vec<JobAnswer<I>>, store::Error> {
    let mut tx = desk.0.db.write().await?;
    let keyed: Vec<Keyed> =
        jobs.iter().filter_map(|job| job.once.as_ref()).map(|once| once.keyed.clone()).collect();
    let known = if keyed.is_empty() {
        Vec::new()
    } else {
        idempotency::take(&mut tx, &keyed, desk.0.clock.now()).await?
    };
    let taken =
        |job: &Job<I>| job.once.as_ref().map_or(Taken::Fresh, |once| once::taken(&once.keyed, &known));
    let (mut answers, mut fresh) = (Vec::new(), Vec::new());
    for job in jobs {
        answers.push(match taken(job) {
            Taken::Answered(answer) => Ok(Said::Before(answer)),
            Taken::Reused => Err(Refusal::IdempotencyKeyReused),
            Taken::Fresh => {
                fresh.push((answers.len(), job));
                Ok(Said::Now(Vec::new()))
            }
        });
    }
    let items: Vec<Item<'_, I>> = fresh.iter().flat_map(|(_, job)| items(job)).collect();
    let mut done = I::act(Work { tx: &mut tx, desk, items: &items }).await?.into_iter();
    for (place, job) in &fresh {
        answers[*place] = Ok(Said::Now(done.by_ref().take(job.items.len()).collect()));
    }
    remember(&mut tx, fresh.iter().map(|&(place, job)| (job, &answers[place]))).await?;
    tx.commit().await?;
    desk.ring();
    Ok(answers)
}

fn items<I: Batched>(job: &Job<I>) -> impl Iterator<Item = Item<'_, I>> {
    let (actor, office) = (job.actor, job.office);
    job.items.iter().map(move |what| Item { actor, office, what })
}

/// An answer is kept with its key when something was stored with it. When everything was refused, the key is free
/// again, and the next request with it is decided anew.
async fn remember<'a, I: Batched>(
    tx: &mut Tx,
    answered: impl Iterator<Item = (&'a Job<I>, &'a JobAnswer<I>)>,
) -> Result<(), store::Error> {
    let (mut kept, mut freed) = (Vec::new(), Vec::new());
    for (job, answer) in answered {
        let (Some(once), Ok(Said::Now(outcomes))) = (&job.once, answer) else { continue };
        if outcomes.iter().any(Result::is_ok) {
            let Keyed { scope, key, .. } = once.keyed.clone();
            kept.push(Answered { scope, key, answer: (once.encode)(outcomes) });
        } else {
            freed.push(once.keyed.clone());
        }
    }
    if !kept.is_empty() {
        idempotency::answer(tx, &kept).await?;
    }
    if !freed.is_empty() {
        idempotency::free(tx, &freed).await?;
    }
    Ok(())
}
