//! Invitations: what happens to their links. They are made together with their client-user.

use domain::{
    Timestamp,
    id::{ClientUserId, InvitationId, OfficeId},
    invitation::Invitation,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx};

/// Notes that a link was opened, the first time. The link is as good as before.
pub async fn note_opened(tx: &mut Tx, id: InvitationId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE invitations SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL")
        .bind(id.uuid())
        .bind(now.millis())
        .execute()
        .await?;
    Ok(())
}

/// Uses a link up: the client-user has this password and is active, for ever the holder of their address. False when
/// the link is no longer good or the address is no longer theirs; the unit of work must not be committed then.
///
/// The client-user's row comes first, as everywhere: whoever else changes them waits here, and of two passwords that
/// come at once one finds the state changed.
pub async fn use_up(
    tx: &mut Tx,
    invitation: Invitation,
    password_hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let user: Option<(Uuid,)> = tx
        .query(
            "UPDATE client_users SET state = 'active', password_hash = $2
             WHERE state = 'invited' AND id = (SELECT i.client_user_id FROM invitations i WHERE i.id = $1)
             RETURNING id",
        )
        .bind(invitation.id.uuid())
        .bind(password_hash)
        .fetch_optional()
        .await?;
    let Some((user,)) = user else { return Ok(false) };
    let used = tx
        .query(
            "UPDATE invitations SET used_at = $3
             WHERE id = $1 AND link_number = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(invitation.id.uuid())
        .bind(i64::from(invitation.link_number))
        .bind(now.millis())
        .execute()
        .await?;
    let held = tx
        .query("UPDATE address_claims SET expires_at = NULL WHERE client_user_id = $1")
        .bind(user)
        .execute()
        .await?;
    Ok(used == 1 && held == 1)
}

#[derive(Serialize)]
struct Renewed {
    id: InvitationId,
    link_number: u32,
    expires_at: i64,
}

/// Writes the newest link of each invitation.
pub async fn renew(tx: &mut Tx, invitations: &[Invitation], now: Timestamp) -> Result<()> {
    let renewed =
        |i: &Invitation| Renewed { id: i.id, link_number: i.link_number, expires_at: i.expires_at.millis() };
    let rows: Vec<Renewed> = invitations.iter().map(renewed).collect();
    tx.query(
        "UPDATE invitations SET link_number = r.link_number, expires_at = r.expires_at, sent_at = $2,
            reminders_sent = 0, opened_at = NULL, bounced_at = NULL, bounce_cause = NULL
         FROM ROWS(id uuid, link_number bigint, expires_at bigint) WHERE invitations.id = r.id",
    )
    .rows(&rows)
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}

/// Counts the next reminder of up to `limit` open invitations of offices that want reminders, whose newest link was
/// sent before `sent_before` and that have had at most `already` reminders. Whoever counts one sends it. Looks across offices.
pub async fn count_reminder(
    tx: &mut Tx,
    already: u32,
    sent_before: Timestamp,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(OfficeId, ClientUserId)>> {
    #[derive(FromRow)]
    struct Row {
        office_id: Uuid,
        client_user_id: Uuid,
    }
    let rows: Vec<Row> = tx
        .query(
            "UPDATE invitations SET reminders_sent = $1 + 1 WHERE id IN (
                SELECT i.id FROM invitations i
                JOIN offices o ON o.id = i.office_id AND o.reminders
                JOIN client_users u ON u.id = i.client_user_id AND u.state = 'invited'
                WHERE i.used_at IS NULL AND i.sent_at <= $2 AND i.reminders_sent <= $1 AND i.expires_at > $3
                ORDER BY i.sent_at LIMIT $4)
             AND reminders_sent <= $1 RETURNING office_id, client_user_id",
        )
        .bind(i64::from(already))
        .bind(sent_before.millis())
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|r| (OfficeId::new(r.office_id), ClientUserId::new(r.client_user_id))).collect())
}

/// When the newest link of this client-user's invitation was sent.
pub async fn sent_at(tx: &mut Tx, office: OfficeId, user: ClientUserId) -> Result<Option<Timestamp>> {
    let row: Option<(i64,)> = tx
        .query("SELECT sent_at FROM invitations WHERE office_id = $1 AND client_user_id = $2")
        .bind(office.uuid())
        .bind(user.uuid())
        .fetch_optional()
        .await?;
    Ok(row.map(|(at,)| Timestamp::from_millis(at)))
}
