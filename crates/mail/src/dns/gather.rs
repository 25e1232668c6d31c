//! Asks what a verdict has yet to know, until it stands; bounded, whatever the zones say.

use std::{collections::BTreeSet, time::Duration};

use futures::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use super::{
    known::{Known, NotYet},
    question::{Answer, Question, Trouble},
};

/// The most questions that one verdict may ask. A record that uses all that RFC 7208 §4.6.4 allows asks some 120.
pub const MOST_QUESTIONS: usize = 300;
/// The longest that one verdict may take. RFC 7208 §4.6.4 wants 20 seconds at least for SPF alone.
pub const PATIENCE: Duration = Duration::from_secs(25);
/// How many questions are under way at once.
const AT_ONCE: usize = 16;

/// Every round answers all of its questions, if only with [`Answer::Failed`]; so there are at most as many rounds as
/// questions, and the verdict comes.
pub(super) async fn gather<T, F>(
    ask: impl Fn(Question) -> F,
    verdict: impl Fn(&Known) -> Result<T, NotYet>,
) -> T
where
    F: Future<Output = Answer>,
{
    let mut known = Known::default();
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Ok(verdict) = verdict(&known) {
            return verdict;
        }
        let mut open = known.take_open();
        for (question, answer) in answers(&ask, &mut open, known.len(), deadline).await {
            known.learn(question, answer);
        }
        let trouble = if Instant::now() < deadline { Trouble::OutOfQuestions } else { Trouble::OutOfTime };
        for question in open {
            known.learn(question, Answer::Failed(trouble.clone()));
        }
    }
}

/// What could be answered of these; it is taken out of them.
async fn answers<F>(
    ask: &impl Fn(Question) -> F,
    open: &mut BTreeSet<Question>,
    asked: usize,
    deadline: Instant,
) -> Vec<(Question, Answer)>
where
    F: Future<Output = Answer>,
{
    let may = MOST_QUESTIONS.saturating_sub(asked);
    let asked: Vec<_> = open.iter().take(may).cloned().collect();
    let mut coming = stream::iter(asked.into_iter().map(|question| {
        let answer = ask(question.clone());
        async move { (question, answer.await) }
    }))
    .buffer_unordered(AT_ONCE);
    let mut answers = Vec::new();
    while let Ok(Some((question, answer))) = timeout_at(deadline, coming.next()).await {
        open.remove(&question);
        answers.push((question, answer));
    }
    answers
}
