//! Units of work on a real database. A step is one: either all of a schedule's steps share a transaction that is undone in
//! the end (no disk is waited for, and one can go back to any step), or each commits, as in the program.

use std::collections::BTreeMap;

use store::{
    Db, Tx,
    db::Signals,
    workers::{self, WorkerNumber},
};

use crate::{must, picture::open_offices};

pub(crate) enum Units {
    Undone(Box<Tx>),
    /// PostgreSQL only, where workers are known by a lock.
    Committed {
        db: Db,
        living: BTreeMap<i64, Signals>,
    },
}

impl Units {
    pub(crate) async fn undone(db: &Db) -> Self {
        db.migrate().await.unwrap();
        let mut tx = db.write().await.unwrap();
        open_offices(&mut tx).await.unwrap();
        Self::Undone(Box::new(tx))
    }

    pub(crate) async fn committed(db: Db) -> Self {
        db.migrate().await.unwrap();
        let mut units = Self::Committed { db, living: BTreeMap::new() };
        units.run(open_offices).await.unwrap();
        units
    }

    pub(crate) async fn run<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Tx) -> store::Result<T>,
    ) -> Result<T, String> {
        let done = match self {
            Self::Undone(tx) => work(tx).await,
            Self::Committed { db, .. } => {
                let mut tx = db.write().await.unwrap();
                match work(&mut tx).await {
                    Ok(done) => tx.commit().await.map(|()| done),
                    Err(error) => Err(error),
                }
            }
        };
        done.map_err(|error| format!("{error:?}"))
    }

    /// From here on everything can be undone.
    pub(crate) async fn mark(&mut self) {
        if let Self::Undone(tx) = self {
            tx.query("SAVEPOINT mark").execute().await.unwrap();
        }
    }

    /// Undoes everything since the last mark.
    pub(crate) async fn undo(&mut self) {
        match self {
            Self::Undone(tx) => {
                tx.query("ROLLBACK TO SAVEPOINT mark").execute().await.unwrap();
                tx.query("RELEASE SAVEPOINT mark").execute().await.unwrap();
            }
            Self::Committed { db, living } => {
                for (number, _) in std::mem::take(living) {
                    cut(db, number).await;
                }
                let tables = ["queue", "endings", "attempts", "held_lanes", "workers", "mails"];
                for table in tables {
                    db.run_for_tests(&format!("DELETE FROM {table}")).await.unwrap();
                }
            }
        }
    }

    /// A worker holds its number.
    pub(crate) async fn joins(&mut self, worker: WorkerNumber) -> Result<(), String> {
        if let Self::Committed { db, living } = self {
            let signals = db.join(worker.0).await.map_err(|error| format!("{error:?}"))?;
            living.extend(signals.map(|signals| (worker.0, signals)));
        }
        Ok(())
    }

    /// Its connection ends, and the number is free.
    pub(crate) async fn leaves(&mut self, worker: WorkerNumber) {
        if let Self::Committed { db, living } = self
            && let Some(signals) = living.remove(&worker.0)
        {
            cut(db, worker.0).await;
            drop(signals);
        }
    }

    /// Who is gone, as this worker finds. In a transaction that all share nobody holds a number; then it is as the schedule
    /// knows.
    pub(crate) async fn gone(
        &mut self,
        but: WorkerNumber,
        known: Vec<WorkerNumber>,
    ) -> Result<Vec<WorkerNumber>, String> {
        if let Self::Undone(_) = self {
            return Ok(known);
        }
        let mut gone = self.run(async |tx| workers::gone(tx, but).await).await?;
        gone.sort();
        must(gone == known, || format!("{known:?} are gone, and {gone:?} are found"))?;
        Ok(gone)
    }
}

/// Ends the connection that holds this number, as the server does when a process is killed.
async fn cut(db: &Db, number: i64) {
    // Other tests' workers, in other databases of the server, have the same numbers.
    let holders = format!(
        "FROM pg_locks JOIN pg_database d ON d.oid = database
         WHERE locktype = 'advisory' AND CAST(objid AS BIGINT) = {number} AND d.datname = current_database()"
    );
    db.run_for_tests(&format!("SELECT pg_terminate_backend(pid) {holders}")).await.unwrap();
    let is_held = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE locktype = 'advisory' AND CAST(objid AS BIGINT) = $1 AND d.datname = current_database()";
    loop {
        let mut tx = db.read().await.unwrap();
        let (held,): (i64,) = tx.query(is_held).bind(number).fetch_one().await.unwrap();
        if held == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
}
