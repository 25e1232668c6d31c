//! Mails that come back: what was said of them, each once, and what followed.
//!
//! A notification says nothing of an office: these look across offices.

use domain::{
    Timestamp,
    bounce::{Action, Cause},
    id::{InvitationId, MailId, OfficeId},
    mail::LinkRef,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, deliveries::leave_queue, read};

/// Where a mail stands of which something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether a worker is handing it over at this moment: then nobody knows whether a relay has it.
    pub under_way: bool,
    /// It ended without success, and somebody heard of that.
    pub failed: bool,
    /// It came back already.
    pub bounced: bool,
    /// When a relay last took it, or may have taken it.
    pub handed_at: Option<Timestamp>,
}

/// Where a mail stands, held against whoever would hand it over, record it or put it back; `None` for one that is in no
/// place, as it is for a moment while somebody moves it.
pub async fn standing_for_update(tx: &mut Tx, mail: MailId) -> Result<Option<Standing>> {
    let queued: Option<(String,)> = tx
        .query("SELECT q.state FROM queue q WHERE q.mail_id = $1 FOR_UPDATE")
        .bind(mail.uuid())
        .fetch_optional()
        .await?;
    // In a statement of its own: whoever was waited for may just have moved it.
    let ended: Option<(String, Option<i64>)> = tx
        .query("SELECT e.state, e.bounced_at FROM endings e WHERE e.mail_id = $1 FOR_UPDATE")
        .bind(mail.uuid())
        .fetch_optional()
        .await?;
    if queued.is_none() && ended.is_none() {
        return Ok(None);
    }
    let (handed_at,): (Option<i64>,) = tx
        .query(
            "SELECT max(h.at) FROM (
                SELECT a.at FROM attempts a WHERE a.mail_id = $1 AND a.outcome IN ('accepted', 'uncertain')
                UNION ALL
                SELECT e.at FROM endings e WHERE e.mail_id = $1 AND e.outcome IN ('accepted', 'uncertain')) h",
        )
        .bind(mail.uuid())
        .fetch_one()
        .await?;
    Ok(Some(Standing {
        under_way: queued.is_some_and(|(state,)| state == "sending"),
        failed: ended.as_ref().is_some_and(|(state, _)| state == "failed"),
        bounced: ended.is_some_and(|(_, bounced_at)| bounced_at.is_some()),
        handed_at: handed_at.map(Timestamp::from_millis),
    }))
}

/// What was said of a mail.
#[derive(Debug, Clone, Copy)]
pub struct Notification<'a> {
    /// The same for every notification that says the same of the same mail.
    pub fingerprint: &'a [u8; 32],
    /// Of which mail.
    pub mail: MailId,
    /// Whose mail it is.
    pub office: OfficeId,
    /// When it came.
    pub at: Timestamp,
    /// What became of the mail.
    pub action: Action,
    /// The enhanced status code.
    pub status: Option<(u16, u16, u16)>,
    /// What the last server said.
    pub diagnostic: Option<&'a str>,
    /// Who reports.
    pub reporting_mta: Option<&'a str>,
    /// The code of how the mail was known.
    pub matched_by: &'a str,
    /// By which cause the mail came back, if that follows.
    pub cause: Option<Cause>,
}

/// Keeps what was said; false when the same was said before, and then nothing must follow.
pub async fn insert(tx: &mut Tx, said: Notification<'_>) -> Result<bool> {
    let fingerprint: String = said.fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
    let status = said.status.map(|(class, subject, detail)| format!("{class}.{subject}.{detail}"));
    let new = tx
        .query(
            "INSERT INTO bounces (fingerprint, mail_id, office_id, at, action, status, diagnostic, reporting_mta,
                matched_by, cause)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (fingerprint) DO NOTHING",
        )
        .bind(fingerprint)
        .bind(said.mail.uuid())
        .bind(said.office.uuid())
        .bind(said.at.millis())
        .bind(said.action.code())
        .bind(status)
        .bind(said.diagnostic)
        .bind(said.reporting_mta)
        .bind(said.matched_by)
        .bind(said.cause.map(Cause::code))
        .execute()
        .await?;
    Ok(new == 1)
}

/// A mail came back. One that was still to be tried again, since nobody knew whether the relay had it, is over by that.
pub async fn mark_mail(tx: &mut Tx, mail: MailId, cause: Cause, now: Timestamp) -> Result<()> {
    let over: Option<(Uuid,)> = tx
        .query(
            "INSERT INTO endings (mail_id, office_id, state, changed_at, route, lane, class, attempts, bounced_at,
                bounce_cause)
             SELECT q.mail_id, q.office_id, 'sent', $2, q.route, q.lane, q.class, q.attempts, $2, $3
             FROM queue q WHERE q.mail_id = $1 RETURNING mail_id",
        )
        .bind(mail.uuid())
        .bind(now.millis())
        .bind(cause.code())
        .fetch_optional()
        .await?;
    if over.is_some() {
        return leave_queue(tx, &[mail]).await;
    }
    tx.query("UPDATE endings SET bounced_at = $2, bounce_cause = $3 WHERE mail_id = $1")
        .bind(mail.uuid())
        .bind(now.millis())
        .bind(cause.code())
        .execute()
        .await?;
    Ok(())
}

/// The mail with this link came back; if it is the invitation's newest, the invitation did.
pub async fn mark_invitation(tx: &mut Tx, link: LinkRef, cause: Cause, now: Timestamp) -> Result<()> {
    let invitation: InvitationId = link.invitation;
    tx.query("UPDATE invitations SET bounced_at = $3, bounce_cause = $4 WHERE id = $1 AND link_number = $2")
        .bind(invitation.uuid())
        .bind(i64::from(link.number))
        .bind(now.millis())
        .bind(cause.code())
        .execute()
        .await?;
    Ok(())
}

/// What was said of a mail, as it is read back.
#[derive(Debug, Clone, FromRow, Serialize)]
pub struct Said {
    /// When it came, in milliseconds.
    pub at: i64,
    /// What became of the mail.
    pub action: String,
    /// The enhanced status code, such as `5.1.1`.
    pub status: Option<String>,
    /// What the last server said.
    pub diagnostic: Option<String>,
    /// Who reports.
    pub reporting_mta: Option<String>,
    /// How the mail was known.
    pub matched_by: String,
    /// By which cause the mail came back.
    pub cause: Option<String>,
}

/// What was said of a mail of this office, oldest first.
pub async fn of_mail(tx: &mut Tx, office: OfficeId, mail: MailId) -> Result<Vec<Said>> {
    Ok(tx
        .query(
            "SELECT b.at, b.action, b.status, b.diagnostic, b.reporting_mta, b.matched_by, b.cause FROM bounces b
             WHERE (b.office_id = $1) IS TRUE AND b.mail_id = $2 ORDER BY b.at, b.fingerprint",
        )
        .bind(office.uuid())
        .bind(mail.uuid())
        .fetch_all()
        .await?)
}

/// The cause by which something came back, from its code.
pub(crate) fn cause(code: &str) -> Result<Cause> {
    read::word("why a mail came back", code)
}
