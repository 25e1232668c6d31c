//! Many requests at once, one unit of work.
//!
//! A durable answer costs a flush of the disk, or a round trip to the database's. While one unit of work is under
//! way, requests gather; the next takes all of them. A request alone is a batch of one and waits for nobody; where many ask
//! again and again, they are waited for a moment, since one large unit of work costs less than two small ones.

use std::{collections::HashSet, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};

use crate::{
    Desk,
    batch::{self, Batched, Job, JobAnswer},
};

/// The most items in one unit of work.
const BATCH: usize = 1000;
/// From so many requests on, those that were answered a moment ago are waited for, in case they ask again.
const MANY: usize = 16;
/// And so long.
const A_MOMENT: Duration = Duration::from_millis(1);
/// How many requests may wait before the next one has to wait to be let in.
const WAITING: usize = 4096;

type Reply<I> = oneshot::Sender<Result<JobAnswer<I>, store::Error>>;

/// A request, and where its answer goes.
pub(crate) struct Waiting<I: Batched> {
    job: Job<I>,
    reply: Reply<I>,
}

/// Where requests gather.
pub(crate) struct Queue<I: Batched>(mpsc::Sender<Waiting<I>>);

impl<I: Batched> Queue<I> {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Waiting<I>>) {
        let (sender, waiting) = mpsc::channel(WAITING);
        (Self(sender), waiting)
    }

    /// Waits until the request was part of a unit of work that was committed.
    pub(crate) async fn submit(&self, job: Job<I>) -> Result<JobAnswer<I>, store::Error> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Waiting { job, reply }).await.map_err(|_| store::Error::Stopping)?;
        answer.await.map_err(|_| store::Error::Stopping)?
    }
}

/// Runs what gathers, until the desk and every request are gone.
pub(crate) fn start<I: Batched>(
    desk: std::sync::Weak<crate::Shared>,
    mut waiting: mpsc::Receiver<Waiting<I>>,
) {
    tokio::spawn(async move {
        let mut usual = 0;
        while let Some(first) = waiting.recv().await {
            let Some(shared) = desk.upgrade() else { break };
            let batch = gather(first, &mut waiting, usual).await;
            let requests = batch.len();
            // In a task of its own: should a request make it fail, those after it are not to suffer.
            if let Err(error) = tokio::spawn(async move { run(&Desk(shared), batch).await }).await {
                tracing::error!(error = crate::chain(&error), requests, "a unit of work failed");
            }
            // Those that were answered just now, and those that came meanwhile.
            usual = requests + waiting.len();
        }
    });
}

/// The first request and whatever else waits, up to [`BATCH`] items; and where [`MANY`] requests are usual, those that come
/// within [`A_MOMENT`], until there are as many as usual.
async fn gather<I: Batched>(
    first: Waiting<I>,
    waiting: &mut mpsc::Receiver<Waiting<I>>,
    usual: usize,
) -> Vec<Waiting<I>> {
    let until = Instant::now() + A_MOMENT;
    let mut size = first.job.items.len();
    let mut batch = vec![first];
    while size < BATCH {
        let next = match waiting.try_recv() {
            Err(_) if usual >= MANY && batch.len() < usual => {
                timeout_at(until, waiting.recv()).await.ok().flatten()
            }
            next => next.ok(),
        };
        let Some(next) = next else { break };
        size += next.job.items.len();
        batch.push(next);
    }
    batch
}

/// One unit of work for all, but for those that repeat another's idempotency key: they get the next one, and find
/// there what the first was answered.
async fn run<I: Batched>(desk: &Desk, batch: Vec<Waiting<I>>) {
    let mut keys = HashSet::new();
    let mut repeats = |waiting: &Waiting<I>| {
        let keyed = waiting.job.once.as_ref().map(|once| &once.keyed);
        keyed.is_some_and(|keyed| !keys.insert((keyed.scope.clone(), keyed.key.clone())))
    };
    let (later, now): (Vec<_>, Vec<_>) = batch.into_iter().partition(|waiting| repeats(waiting));
    run_distinct(desk, now).await;
    if !later.is_empty() {
        Box::pin(run(desk, later)).await;
    }
}

/// If the database refuses the unit of work, each request gets one of its own, so that a request that the database
/// cannot take, or whose office cannot be read, fails alone.
async fn run_distinct<I: Batched>(desk: &Desk, batch: Vec<Waiting<I>>) {
    let (jobs, replies): (Vec<_>, Vec<_>) = batch.into_iter().map(|w| (w.job, w.reply)).unzip();
    match batch::run(desk, &jobs).await {
        Ok(answers) => replies.into_iter().zip(answers).for_each(|(reply, answer)| tell(reply, Ok(answer))),
        Err(error) if jobs.len() > 1 && error.is_about_one() => {
            let error = crate::chain(&error);
            tracing::warn!(
                error,
                requests = jobs.len(),
                "a shared unit of work failed; each request is tried alone"
            );
            for (job, reply) in jobs.iter().zip(replies) {
                let alone = batch::run(desk, std::slice::from_ref(job)).await;
                tell(reply, alone.and_then(|mut answers| answers.pop().ok_or(store::Error::Stopping)));
            }
        }
        // The database is away: nobody is made to wait for it one after the other.
        Err(error) => {
            if replies.len() > 1 {
                tracing::warn!(
                    error = crate::chain(&error),
                    requests = replies.len(),
                    "nothing could be stored"
                );
            }
            let mut error = Some(error);
            for reply in replies {
                tell(reply, Err(error.take().unwrap_or(store::Error::Away)));
            }
        }
    }
}

/// Whoever asked may have gone away; the work is done all the same.
fn tell<A>(reply: oneshot::Sender<A>, answer: A) {
    let _ = reply.send(answer);
}
