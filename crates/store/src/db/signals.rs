//! What processes on one PostgreSQL tell each other without a table: that there is something to deliver (`LISTEN` and
//! `NOTIFY`), and that they live (an advisory lock, which the server gives up when their connection ends). Both belong to
//! one connection that is kept for as long as the process lives. On SQLite there is one process, and nothing to tell.

use sqlx::{Error, Executor as _, PgPool, postgres::PgListener};
use tokio::runtime::Handle;

use super::{Db, Pools};
use crate::Result;

const CHANNEL: &str = "postmeester_queue";

/// The connection on which a process hears the others, and by which they know that it lives.
#[derive(Debug)]
pub struct Signals(Option<PgListener>);

impl Db {
    /// Joins the processes on this database under a number that nobody had before. None on SQLite.
    ///
    /// # Errors
    /// When no connection can be had, or somebody else holds the number.
    pub async fn join(&self, number: i64) -> Result<Option<Signals>> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres(pool) => Signals::join(pool, number).await.map(Some),
        }
    }

    /// Wakes the other processes: there is something to deliver. `from` is who says so. Does nothing on SQLite.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn wake_others(&self, from: i64) -> Result<()> {
        if let Pools::Postgres(pool) = &self.pools {
            run(pool, from, "SELECT pg_notify($2, CAST($1 AS TEXT))").await?;
        }
        Ok(())
    }
}

impl Signals {
    async fn join(pool: &PgPool, number: i64) -> Result<Self> {
        let mut listener = PgListener::connect_with(pool).await?;
        // A lost connection is an error here, and not something to be mended quietly: the number is lost with it.
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        run(&mut listener, number, "SELECT CAST(pg_try_advisory_lock($1) AS TEXT), $2").await?;
        Ok(Self(Some(listener)))
    }

    fn listener(&mut self) -> sqlx::Result<&mut PgListener> {
        self.0.as_mut().ok_or(Error::PoolClosed)
    }

    /// Waits until a process other than `this` wakes this one.
    ///
    /// # Errors
    /// When the connection is lost: this process no longer counts as alive, and must join again.
    pub async fn woken(&mut self, this: i64) -> Result<()> {
        loop {
            let heard = self.listener()?.try_recv().await?.ok_or(Error::PoolClosed)?;
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
        run(self.listener()?, 0, "SELECT CAST($1 AS BIGINT), $2").await?;
        Ok(())
    }
}

impl Drop for Signals {
    /// The connection goes back to the pool if it still works; the number must not be held there by nobody.
    fn drop(&mut self) {
        if let (Some(mut listener), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(async move { listener.execute("SELECT pg_advisory_unlock_all()").await.map(drop) });
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "these are PostgreSQL's own, and no unit of work")]
async fn run<'c>(
    on: impl sqlx::PgExecutor<'c>,
    number: i64,
    sql: &'static str,
) -> sqlx::Result<sqlx::postgres::PgRow> {
    sqlx::query(sql).bind(number).bind(CHANNEL).fetch_one(on).await
}
