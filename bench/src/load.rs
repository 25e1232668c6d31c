//! Load on the API: many connections, each with one call under way.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use tokio::time::sleep;

use crate::clock::{self, Nanos};
use crate::http::{self, Answer, Connection};

/// One call that was answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered {
    pub(crate) call: usize,
    pub(crate) began: Nanos,
    pub(crate) ended: Nanos,
}

/// Makes all calls, as fast as they are answered, over so many connections. Every answer is looked at by
/// `check`, which gets the number of its call.
pub(crate) fn closed(
    to: SocketAddr,
    calls: &[Vec<u8>],
    connections: usize,
    check: impl Fn(usize, Answer<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Answered>> {
    open(to, calls, connections, |_| 0, check)
}

/// The same, where no call is made before it is due.
pub(crate) fn open(
    to: SocketAddr,
    calls: &[Vec<u8>],
    connections: usize,
    due: impl Fn(usize) -> Nanos,
    check: impl Fn(usize, Answer<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<Answered>> {
    let next = Cell::new(0);
    let all = RefCell::new(Vec::with_capacity(calls.len()));
    let lane = async || {
        let mut connection = Connection::open(to).await?;
        while let Some(call) = calls.get(next.get()) {
            let number = next.replace(next.get() + 1);
            let wait = due(number).saturating_sub(clock::now());
            if wait > 0 {
                sleep(Duration::from_nanos(wait)).await;
            }
            let began = clock::now();
            let answer = connection.call(call).await.with_context(|| format!("call {number}"))?;
            let ended = clock::now();
            check(number, answer)?;
            all.borrow_mut().push(Answered { call: number, began, ended });
        }
        anyhow::Ok(())
    };
    http::runtime()?.block_on(futures::future::try_join_all((0..connections).map(|_| lane())))?;
    Ok(all.into_inner())
}
