//! What processes on one PostgreSQL tell each other without a table: that there is something to deliver (`LISTEN` and
//! `NOTIFY`), and that they live (an advisory lock, which the server gives up when their connection ends). Both belong to
//! one connection that is kept for as long as the process lives. On SQLite there is one process, and nothing to tell.

use std::{io, time::Duration};

use sqlx::{Error, PgPool, Row as _, postgres::PgListener};
use tokio::{runtime::Handle, time::timeout};

use super::{
    Db, Pools,
    primary::{self, Patience},
};
use crate::Result;

const CHANNEL: &str = "postmeester_queue";
/// How long the server may take for what it has nothing to wait for.
const ANSWER: Duration = Duration::from_secs(5);

/// The connection on which a process hears the others, and by which they know that it lives: one of its own, beyond those
/// that units of work share.
#[derive(Debug)]
pub struct Signals {
    listener: PgListener,
    own: PgPool,
    patience: Patience,
}

impl Db {
    /// Joins the processes on this database under a number that nobody had before. None on SQLite.
    ///
    /// # Errors
    /// When no connection can be had, or somebody else holds the number.
    pub async fn join(&self, number: i64) -> Result<Option<Signals>> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres(pool) => {
                let patience = self.patience.starting_now();
                let joining = Signals::join(pool, number, patience.clone());
                let joined = Box::pin(patience.clone().with(joining)).await;
                Ok(Some(joined?))
            }
        }
    }

    /// Wakes the other processes: there is something to deliver. `from` is who says so. Does nothing on SQLite.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn wake_others(&self, from: i64) -> Result<()> {
        if let Pools::Postgres(pool) = &self.pools {
            in_time(run(pool, from, "SELECT pg_notify($2, CAST($1 AS TEXT))")).await?;
        }
        Ok(())
    }
}

impl Signals {
    async fn join(pool: &PgPool, number: i64, patience: Patience) -> sqlx::Result<Self> {
        let own = primary::one_more(pool).await?;
        let joining = async {
            let mut listener = PgListener::connect_with(&own).await?;
            // A lost connection is an error here, and not something to be mended quietly: the number is lost with it.
            listener.eager_reconnect(false);
            listener.listen(CHANNEL).await?;
            let held =
                run(&mut listener, number, "SELECT pg_try_advisory_lock($1), CAST($2 AS TEXT)").await?;
            if !held.try_get::<bool, _>(0)? {
                return Err(Error::Protocol(format!("another process is known by the number {number}")));
            }
            Ok(listener)
        };
        let listener = in_time(joining).await?;
        Ok(Self { listener, own, patience })
    }

    /// Waits until a process other than `this` wakes this one.
    ///
    /// # Errors
    /// When the connection is lost: this process no longer counts as alive, and must join again.
    pub async fn woken(&mut self, this: i64) -> Result<()> {
        loop {
            let heard = tokio::select! {
                heard = self.listener.try_recv() => heard?.ok_or(Error::PoolClosed)?,
                moved = self.patience.moved() => return Err(moved.into()),
            };
            if heard.payload() != this.to_string() {
                return Ok(());
            }
        }
    }

    /// Asks the server something, to see whether the connection still works.
    ///
    /// # Errors
    /// When it does not.
    pub async fn make_sure(&mut self) -> Result<()> {
        run(&mut self.listener, 0, "SELECT CAST($1 AS BIGINT), $2").await?;
        Ok(())
    }
}

impl Drop for Signals {
    /// The number must not be held by nobody: the connection ends, and the number with it.
    fn drop(&mut self) {
        if let Ok(runtime) = Handle::try_current() {
            let own = self.own.clone();
            runtime.spawn(async move { own.close().await });
        }
    }
}

async fn in_time<T>(asked: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    timeout(ANSWER, asked).await.unwrap_or_else(|_| {
        let late = io::Error::new(io::ErrorKind::TimedOut, "there was no answer within five seconds");
        Err(Error::Io(late))
    })
}

#[expect(clippy::disallowed_methods, reason = "these are PostgreSQL's own, and no unit of work")]
async fn run<'c>(
    on: impl sqlx::PgExecutor<'c>,
    number: i64,
    sql: &'static str,
) -> sqlx::Result<sqlx::postgres::PgRow> {
    sqlx::query(sql).bind(number).bind(CHANNEL).fetch_one(on).await
}
