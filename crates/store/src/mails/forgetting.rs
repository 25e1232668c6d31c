//! What a mail said is forgotten after a while. That it was sent, from whom, to whom and why, stays.

use domain::{Timestamp, id::MailId, mail::Content};
use serde::Serialize;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// The oldest mails from before a point in time that are over and not forgotten, with what they said. Those that cannot be
/// read are left alone, with what is wrong. Looks across offices.
pub async fn to_forget(
    tx: &mut Tx,
    before: Timestamp,
    limit: u32,
) -> Result<(Vec<(MailId, Content)>, Vec<MailId>)> {
    let rows: Vec<(Uuid, String)> = tx
        .query(
            "SELECT m.id, m.content FROM mails m WHERE m.forgotten_at IS NULL AND m.id < $1
                AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.mail_id = m.id)
             ORDER BY m.id LIMIT $2 SKIP_LOCKED",
        )
        .bind(first_id_at(before))
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    let (mut known, mut unreadable) = (Vec::new(), Vec::new());
    for (id, content) in rows {
        match read::json("a mail's values", &content) {
            Ok(content) => known.push((MailId::new(id), content)),
            Err(_) => unreadable.push(MailId::new(id)),
        }
    }
    Ok((known, unreadable))
}

/// Ids of version 7 begin with the time at which they were made.
fn first_id_at(time: Timestamp) -> Uuid {
    Uuid::from_u128(u128::from(time.millis().max(0).unsigned_abs()) << 80)
}

/// Forgets what mails said: keeps what is given for each, if anything is, and does not look at it again.
pub async fn forget(tx: &mut Tx, mails: &[(MailId, Option<Content>)], now: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        id: MailId,
        content: Option<String>,
    }
    let row = |(id, content): &(MailId, Option<Content>)| {
        let content =
            content.as_ref().map(|content| read::to_json("a mail's values", content)).transpose()?;
        Ok(Row { id: *id, content })
    };
    let rows = mails.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.query(
        "UPDATE mails SET content = coalesce(r.content, mails.content), forgotten_at = $2
         FROM ROWS(id uuid, content text) WHERE mails.id = r.id",
    )
    .rows(&rows)
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}
