//! What was answered to writes that carried an `Idempotency-Key`.

use domain::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::{Result, Tx};

/// A write that carries a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Keyed {
    /// Whose keys these are: an office's id, or `operator`.
    pub scope: String,
    /// The key.
    pub key: String,
    /// What the key was used for: a hash of method, path and body.
    pub fingerprint: String,
}

/// What is known of a key that was used before.
#[derive(Debug, Clone, FromRow)]
pub struct Known {
    /// Whose key.
    pub scope: String,
    /// The key.
    pub key: String,
    /// What it was used for.
    pub fingerprint: String,
    /// What was answered, as JSON.
    pub answer: String,
}

/// Takes keys for this unit of work. Returns those that were taken before, with their answers; of two units of
/// work that take one key at once, the second waits here and then finds the first's answer.
pub async fn take(tx: &mut Tx, keyed: &[Keyed], now: Timestamp) -> Result<Vec<Known>> {
    let taken: Vec<(String, String)> = tx
        .query(
            "INSERT INTO idempotency_keys (scope, key, fingerprint, answer, created_at)
             SELECT r.scope, r.key, r.fingerprint, '', $2 FROM ROWS(scope text, key text, fingerprint text)
             WHERE TRUE ORDER BY r.scope, r.key ON CONFLICT (scope, key) DO NOTHING RETURNING scope, key",
        )
        .rows(keyed)
        .bind(now.millis())
        .fetch_all()
        .await?;
    let new = |k: &Keyed| taken.iter().any(|(scope, key)| *scope == k.scope && *key == k.key);
    let known: Vec<&Keyed> = keyed.iter().filter(|k| !new(k)).collect();
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let known = tx
        .query(
            "SELECT i.scope, i.key, i.fingerprint, i.answer FROM ROWS(scope text, key text)
             JOIN idempotency_keys i ON i.scope = r.scope AND i.key = r.key",
        )
        .rows(&known)
        .fetch_all()
        .await?;
    Ok(known)
}

/// An answer to remember.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    /// Whose key.
    pub scope: String,
    /// The key, taken in the same unit of work.
    pub key: String,
    /// The answer, as JSON.
    pub answer: String,
}

/// Remembers the answers.
pub async fn answer(tx: &mut Tx, answers: &[Answered]) -> Result<()> {
    tx.query(
        "UPDATE idempotency_keys SET answer = r.answer FROM ROWS(scope text, key text, answer text)
         WHERE idempotency_keys.scope = r.scope AND idempotency_keys.key = r.key",
    )
    .rows(answers)
    .execute()
    .await?;
    Ok(())
}

/// Frees keys that this unit of work took and did nothing with.
pub async fn free(tx: &mut Tx, keyed: &[Keyed]) -> Result<()> {
    tx.query(
        "DELETE FROM idempotency_keys WHERE EXISTS (
            SELECT 1 FROM ROWS(scope text, key text)
            WHERE r.scope = idempotency_keys.scope AND r.key = idempotency_keys.key)",
    )
    .rows(keyed)
    .execute()
    .await?;
    Ok(())
}

/// Forgets keys that are older.
pub async fn forget_before(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM idempotency_keys WHERE created_at < $1").bind(before.millis()).execute().await?)
}
