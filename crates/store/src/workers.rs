//! Which processes deliver, so that the mails of one that is gone are taken up at once and not when its leases end.

use domain::Timestamp;
use serde::Serialize;

use crate::{Result, Tx};

/// A process that delivers: a number by chance, for as long as it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkerNumber(pub i64);

/// Makes a worker known. Does nothing when it is.
pub async fn insert(
    tx: &mut Tx,
    worker: WorkerNumber,
    name: &str,
    version: &str,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO workers (number, name, version, since) VALUES ($1, $2, $3, $4) ON CONFLICT (number) DO NOTHING",
    )
    .bind(worker.0)
    .bind(name)
    .bind(version)
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}

/// A worker that was cut off goes on under another number, with what it is sending, and is forgotten under its old one. What
/// others took over meanwhile is theirs. Looks across offices.
pub async fn renumber(tx: &mut Tx, before: &[WorkerNumber], now: WorkerNumber) -> Result<()> {
    if before.is_empty() {
        return Ok(());
    }
    tx.query(
        "UPDATE queue SET worker = $2
         WHERE mail_id AMONG(
            SELECT q.mail_id FROM queue q
            WHERE q.state = 'sending' AND q.worker IN (SELECT r.number FROM ROWS(number bigint))
            ORDER BY q.mail_id FOR_UPDATE)",
    )
    .rows(&rows(before))
    .bind(now.0)
    .execute()
    .await?;
    tx.query("DELETE FROM workers WHERE number IN (SELECT r.number FROM ROWS(number bigint))")
        .rows(&rows(before))
        .execute()
        .await?;
    Ok(())
}

#[derive(Serialize)]
struct Row {
    number: i64,
}

fn rows(workers: &[WorkerNumber]) -> Vec<Row> {
    workers.iter().map(|worker| Row { number: worker.0 }).collect()
}

/// The workers other than this one that are gone: on SQLite, where there is one process, all; on PostgreSQL those whose
/// number nobody holds. One that has lost its connection for a moment is among them.
pub async fn gone(tx: &mut Tx, but: WorkerNumber) -> Result<Vec<WorkerNumber>> {
    let rows: Vec<(i64,)> = tx
        .query("SELECT number FROM workers WHERE number <> $1 AND NOBODY_HOLDS(number)")
        .bind(but.0)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(number,)| WorkerNumber(number)).collect())
}

/// Forgets workers and puts what they were sending back into the queue, in its turn. Returns how many mails. Looks across
/// offices.
pub async fn take_over(tx: &mut Tx, gone: &[WorkerNumber]) -> Result<u64> {
    let rows = rows(gone);
    let mails = tx
        .query(
            "UPDATE queue SET state = 'queued', lease_id = NULL, lease_until = NULL, worker = NULL
             WHERE mail_id AMONG(
                SELECT q.mail_id FROM queue q
                WHERE q.state = 'sending' AND q.worker IN (SELECT r.number FROM ROWS(number bigint))
                ORDER BY q.mail_id FOR_UPDATE)",
        )
        .rows(&rows)
        .execute()
        .await?;
    tx.query("DELETE FROM workers WHERE number IN (SELECT r.number FROM ROWS(number bigint))")
        .rows(&rows)
        .execute()
        .await?;
    Ok(mails)
}
