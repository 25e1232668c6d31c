//! The only file that knows there are two databases.
//!
//! SQL is written once, in the dialect that SQLite and PostgreSQL share (`docs/sql.md`). Values are bound with
//! each driver's own types; [`Query`] picks the driver. Some words of the dialect are spelled differently by the
//! two and are written here in full:
//!
//! * `ROWS(name type, …)` is a table made from the slice given to [`Query::rows`]: many rows in one statement;
//! * `FOR_UPDATE` holds the rows that were read against other writers, where there can be another writer;
//! * `SKIP_LOCKED` does so too, and passes over rows that another worker holds;
//! * `AMONG(SELECT …)` is `IN`, for a few of many: PostgreSQL, which guesses how many a `LIMIT $n` lets through, would
//!   otherwise read the whole table;
//! * `NOBODY_HOLDS(number)` asks whether a process that is [`Signals::join`]ed under this number is gone.

use std::{
    path::Path,
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde::Serialize;
use sqlx::{
    Arguments as _, AssertSqlSafe, Connection as _, Encode, Error, Executor as _, FromRow, PgConnection,
    PgPool, Postgres, Row as _, SqlSafeStr as _, Sqlite, SqliteConnection, SqlitePool, Transaction, Type,
    postgres::{PgArguments, PgRow},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow,
        SqliteSynchronous,
    },
};

use crate::Result;

mod columns;
mod primary;
mod signals;
mod spelling;

use primary::Patience;
pub use signals::Signals;
use spelling::{Spelled, spelled};

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// A database that holds one installation.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    patience: Patience,
    statements: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
enum Pools {
    /// SQLite has one writer: a pool of one for writes, a wider one for reads.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// One unit of work. Rolls back when dropped.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    patience: Patience,
    statements: Arc<AtomicU64>,
    plans: Option<Vec<String>>,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Embedded, one process.
    Sqlite,
    /// A server, any number of processes.
    Postgres,
}

impl Db {
    /// Opens the database named by `sqlite:PATH` or `postgres://…`, which may name several servers, without migrating
    /// it. `connections` bounds the pool of readers on SQLite and the whole pool on PostgreSQL.
    ///
    /// # Errors
    /// When the URL is neither, or the database cannot be reached.
    pub async fn open(url: &str, connections: u32) -> Result<Self> {
        let (pools, patience) = if url.starts_with("postgres") {
            let (pool, patience) = primary::open(url, connections).await?;
            (Pools::Postgres(pool), patience)
        } else {
            (Self::open_sqlite(url, connections).await?, Patience::with_a_file())
        };
        Ok(Self { pools, patience, statements: Arc::default() })
    }

    /// `synchronous=FULL`: what was answered survives a power cut. Group commit pays for it.
    async fn open_sqlite(url: &str, connections: u32) -> sqlx::Result<Pools> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-32000")
            .pragma("temp_store", "memory");
        let write = sqlite_pool(1).connect_with(options.clone()).await?;
        let read = sqlite_pool(connections).connect_with(options.read_only(true)).await?;
        Ok(Pools::Sqlite { read, write })
    }

    /// Brings the tables to this version's form. Does nothing when they are.
    ///
    /// # Errors
    /// When a migration fails or one that ran before has been changed.
    pub async fn migrate(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => MIGRATOR.run(write).await?,
            Pools::Postgres(pool) => {
                MIGRATOR.run(pool).await?;
                tend_queue(pool).await?;
            }
        }
        Ok(())
    }

    /// Which of the two it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.pools {
            Pools::Sqlite { .. } => Kind::Sqlite,
            Pools::Postgres(_) => Kind::Postgres,
        }
    }

    /// How many statements were run on this database by this process, so that a test can count them.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Begins a unit of work that only reads, and sees one state of the database throughout.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self) -> Result<Tx> {
        Ok(self.begin(match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                Inner::Postgres(self.patience.begin(pool, begin).await?)
            }
        }))
    }

    /// Begins a unit of work that writes. On SQLite it takes the write lock at once, so that it never fails
    /// halfway because another one wrote first.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write(&self) -> Result<Tx> {
        Ok(self.begin(match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(self.patience.begin(pool, "BEGIN").await?),
        }))
    }

    /// The same, seeing one state of the database and its own changes throughout. It fails when somebody else changed what
    /// it changes; the same may work again.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write_on_one_state(&self) -> Result<Tx> {
        Ok(self.begin(match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => {
                Inner::Postgres(self.patience.begin(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ").await?)
            }
        }))
    }

    fn begin(&self, inner: Inner) -> Tx {
        let patience = self.patience.starting_now();
        Tx { inner, patience, statements: self.statements.clone(), plans: None }
    }

    /// Copies the whole database into a new file, while it is in use. Only SQLite can: PostgreSQL has `pg_dump`.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        let Pools::Sqlite { read, .. } = &self.pools else {
            return Err(Error::Configuration("a PostgreSQL database is backed up with pg_dump".into()).into());
        };
        let sql = format!("VACUUM INTO '{}'", file.display().to_string().replace('\'', "''"));
        read.execute(AssertSqlSafe(sql)).await?;
        Ok(())
    }

    /// Asks the database to plan a statement without running it, which checks it against the tables.
    ///
    /// # Errors
    /// When the database does not accept the statement.
    pub async fn check(&self, sql: &'static str) -> sqlx::Result<()> {
        let sql = AssertSqlSafe(spelled(sql, self.kind()).sql);
        match &self.pools {
            Pools::Sqlite { write, .. } => write.prepare(sql.into_sql_str()).await.map(drop),
            Pools::Postgres(pool) => pool.prepare(sql.into_sql_str()).await.map(drop),
        }
    }

    /// Runs a statement that belongs to no unit of work, such as `CREATE DATABASE`. Only tests need one.
    ///
    /// # Errors
    /// What the database says.
    #[doc(hidden)]
    pub async fn run_for_tests(&self, sql: &str) -> sqlx::Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.pools {
            Pools::Sqlite { write, .. } => write.execute(sql).await.map(drop),
            Pools::Postgres(pool) => pool.execute(sql).await.map(drop),
        }
    }

    /// Asks whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        let _: (i64,) = self.read().await?.query("SELECT CAST(1 AS BIGINT)").fetch_one().await?;
        Ok(())
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A full disk or a fault of it makes SQLite undo the whole unit of work by itself. sqlx, whose own undoing is refused then,
/// takes the connection for one inside a unit of work, and would begin no other on it: it is replaced.
fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

impl Tx {
    /// A statement of the shared dialect, with `$1`, `$2`, … for its values.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let (kind, target) = match &mut self.inner {
            Inner::Sqlite(tx) => (Kind::Sqlite, Target::Sqlite(tx, SqliteArguments::default())),
            Inner::Postgres(tx) => (Kind::Postgres, Target::Postgres(tx, PgArguments::default())),
        };
        let (patience, plans) = (&mut self.patience, self.plans.as_mut());
        Query { spelled: spelled(sql, kind), target, patience, error: None, plans }
    }

    /// From here on statements are planned and not run: each finds and touches no rows. Returns the plans since the last
    /// call, each the lines that the database says of it. Only tests need them.
    #[doc(hidden)]
    pub fn explain_for_tests(&mut self) -> Vec<String> {
        self.plans.replace(Vec::new()).unwrap_or_default()
    }

    /// From here on, what is done can be undone alone: [`Tx::back_to_mark`].
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn mark(&mut self) -> Result<()> {
        self.query("SAVEPOINT mark").execute().await?;
        Ok(())
    }

    /// Undoes what was done since the last mark, also when the database refused some of it. The unit of work goes on.
    ///
    /// # Errors
    /// When the connection is gone, or nothing was marked.
    pub async fn back_to_mark(&mut self) -> Result<()> {
        self.query("ROLLBACK TO SAVEPOINT mark").execute().await?;
        Ok(())
    }

    /// Undoes it. Dropping a unit of work does so too, at some later moment.
    ///
    /// # Errors
    /// When the connection is gone; nothing of it lasts then either.
    pub async fn undo(mut self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await?,
            Inner::Postgres(tx) => self.patience.with(tx.rollback()).await?,
        }
        Ok(())
    }

    /// Makes it last. Once this returns, it survives a power cut.
    ///
    /// # Errors
    /// When it could not be written; nothing of it lasts then. When the connection broke while it was being written, nobody
    /// knows: it may last.
    pub async fn commit(mut self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => self.patience.with(tx.commit()).await?,
        }
        Ok(())
    }
}

/// A value that both drivers can bind.
pub trait Value<'q>: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> {}
impl<'q, T> Value<'q> for T where T: Encode<'q, Sqlite> + Type<Sqlite> + Encode<'q, Postgres> + Type<Postgres> {}

/// A row that both drivers can read; `#[derive(FromRow)]` is enough.
pub trait Row: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Row for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// A statement on its way.
#[must_use = "a query does nothing until it is run"]
pub struct Query<'t> {
    spelled: Spelled,
    target: Target<'t>,
    patience: &'t mut Patience,
    error: Option<Error>,
    plans: Option<&'t mut Vec<String>>,
}

enum Target<'t> {
    Sqlite(&'t mut SqliteConnection, SqliteArguments),
    Postgres(&'t mut PgConnection, PgArguments),
}

impl Query<'_> {
    /// Binds the next value.
    pub fn bind<'q>(mut self, value: impl Value<'q>) -> Self {
        let bound = match &mut self.target {
            Target::Sqlite(_, arguments) => arguments.add(value),
            Target::Postgres(_, arguments) => arguments.add(value),
        };
        if let Err(error) = bound {
            self.error.get_or_insert(Error::Encode(error));
        }
        self
    }

    /// Binds the rows that `ROWS(…)` stands for; always the first value, `$1`. Each must serialise as an object
    /// that has the named columns.
    pub fn rows<T: Serialize>(mut self, rows: &[T]) -> Self {
        let bound = match &mut self.target {
            Target::Sqlite(_, arguments) => {
                serde_json::to_string(rows).map_err(Into::into).and_then(|json| arguments.add(json))
            }
            Target::Postgres(_, arguments) => columns::bind(arguments, &self.spelled.columns, rows),
        };
        if let Err(error) = bound {
            self.error.get_or_insert(Error::Encode(error));
        }
        self
    }

    /// Runs the statement and returns how many rows it touched.
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(self) -> sqlx::Result<u64> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.plans.is_some() {
            return self.explain().await.map(|()| 0);
        }
        let sql = AssertSqlSafe(self.spelled.sql);
        Ok(match self.target {
            Target::Sqlite(conn, arguments) => conn.execute(with(sql, arguments)).await?.rows_affected(),
            Target::Postgres(conn, arguments) => {
                self.patience.with(conn.execute(with(sql, arguments))).await?.rows_affected()
            }
        })
    }

    /// Runs the statement and returns its rows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fetch_all<R: Row>(self) -> sqlx::Result<Vec<R>> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.plans.is_some() {
            return self.explain().await.map(|()| Vec::new());
        }
        let sql = AssertSqlSafe(self.spelled.sql);
        match self.target {
            Target::Sqlite(conn, arguments) => {
                conn.fetch_all(with(sql, arguments)).await?.iter().map(R::from_row).collect()
            }
            Target::Postgres(conn, arguments) => {
                let rows = self.patience.with(conn.fetch_all(with(sql, arguments))).await?;
                rows.iter().map(R::from_row).collect()
            }
        }
    }

    /// Notes the plan of the statement for [`Tx::explain_for_tests`].
    async fn explain(self) -> sqlx::Result<()> {
        let lines: Vec<String> = match self.target {
            Target::Sqlite(conn, arguments) => {
                let sql = AssertSqlSafe(Arc::from(format!("EXPLAIN QUERY PLAN {}", self.spelled.sql)));
                let rows = conn.fetch_all(with(sql, arguments)).await?;
                rows.iter().map(|row| row.try_get("detail")).collect::<Result<_, _>>()?
            }
            Target::Postgres(conn, arguments) => {
                let sql = AssertSqlSafe(Arc::from(format!("EXPLAIN (COSTS OFF) {}", self.spelled.sql)));
                let rows = conn.fetch_all(with(sql, arguments)).await?;
                rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?
            }
        };
        self.plans.into_iter().for_each(|plans| plans.push(lines.join("\n")));
        Ok(())
    }

    /// Runs the statement and returns its first row, if it has one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fetch_optional<R: Row>(self) -> sqlx::Result<Option<R>> {
        Ok(self.fetch_all().await?.into_iter().next())
    }

    /// Runs the statement and returns its first row.
    ///
    /// # Errors
    /// What the database says, or [`Error::RowNotFound`].
    pub async fn fetch_one<R: Row>(self) -> sqlx::Result<R> {
        self.fetch_optional().await?.ok_or(Error::RowNotFound)
    }
}

/// Every statement finds its few rows by an index and goes from them to others by theirs: so SQLite plans, and
/// `tests/plans.rs` sees to it. PostgreSQL guesses anew from what it knows of a queue that was empty a moment ago, and
/// keeps a plan that reads the whole table, or all the dead entries of a small index (three times fewer mails a second,
/// measured). It is told not to.
async fn plan_as_sqlite_does(connection: &mut PgConnection) -> sqlx::Result<()> {
    let plan =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
        SET plan_cache_mode = force_generic_plan";
    connection.execute(plan).await.map(drop)
}

/// Every mail passes through the queue, which is small: PostgreSQL is to clear it of what has left it after so many rows,
/// and not after a part of what it holds, lest whoever looks for the next mail have to step over those that are gone.
async fn tend_queue(pool: &PgPool) -> sqlx::Result<()> {
    let as_it_came = "SELECT 1 FROM pg_class WHERE oid = to_regclass('queue') AND reloptions IS NULL";
    if pool.fetch_optional(as_it_came).await?.is_some() {
        let often = "ALTER TABLE queue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
            autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)";
        pool.execute(often).await?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn with<DB: sqlx::Database>(
    sql: AssertSqlSafe<Arc<str>>,
    arguments: DB::Arguments,
) -> sqlx::query::Query<'static, DB, DB::Arguments>
where
    DB::Arguments: sqlx::IntoArguments<DB>,
{
    sqlx::query_with(sql, arguments)
}
