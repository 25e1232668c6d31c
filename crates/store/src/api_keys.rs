//! Keys to the HTTP API, known by their SHA-256 in hexadecimal.

use domain::{
    Timestamp,
    id::{ApiKeyId, OfficeId},
};
use uuid::Uuid;

use crate::{Result, Tx};

/// Adds a key; without an office it is an operator's.
pub async fn insert(
    tx: &mut Tx,
    id: ApiKeyId,
    office: Option<OfficeId>,
    hash: &str,
    created_at: Timestamp,
) -> Result<()> {
    tx.query("INSERT INTO api_keys (id, office_id, key_hash, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id.uuid())
        .bind(office.map(OfficeId::uuid))
        .bind(hash)
        .bind(created_at.millis())
        .execute()
        .await?;
    Ok(())
}

/// The key of this hash: its id, and its office unless it is an operator's.
pub async fn find(tx: &mut Tx, hash: &str) -> Result<Option<(ApiKeyId, Option<OfficeId>)>> {
    let row: Option<(Uuid, Option<Uuid>)> = tx
        .query("SELECT id, office_id FROM api_keys WHERE key_hash = $1")
        .bind(hash)
        .fetch_optional()
        .await?;
    Ok(row.map(|(id, office)| (ApiKeyId::new(id), office.map(OfficeId::new))))
}
