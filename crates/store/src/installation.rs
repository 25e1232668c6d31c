//! What there is one of.

use crate::{Result, Tx};

/// What tells the installation's secret key from others: as it is kept, or `check` if none is kept yet.
pub async fn key_check(tx: &mut Tx, check: &str) -> Result<String> {
    tx.query("INSERT INTO installation (id, key_check) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
        .bind(check)
        .execute()
        .await?;
    let (kept,): (String,) = tx.query("SELECT key_check FROM installation WHERE id = 1").fetch_one().await?;
    Ok(kept)
}
