//! What a mail said is forgotten after a while. That it was sent, from whom, to whom and why, stays.

use domain::{Timestamp, id::MailId, mail::Content};
use serde::Serialize;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// Mails whose content is to be forgotten.
#[derive(Debug)]
pub struct ToForget {
    /// With what they said.
    pub known: Vec<(MailId, Content)>,
    /// Those that another version may be able to read.
    pub unreadable: Vec<MailId>,
    /// After which to look for more; `None` when there are none.
    pub last: Option<MailId>,
}

/// The oldest mails from before a point in time that are over and not forgotten, after this one. Looks across offices.
pub async fn to_forget(
    tx: &mut Tx,
    after: Option<MailId>,
    before: Timestamp,
    limit: u32,
) -> Result<ToForget> {
    let rows: Vec<(Uuid, String)> = tx
        .query(
            "SELECT m.id, m.content FROM mails m WHERE m.forgotten_at IS NULL AND m.id > $3 AND m.id < $1
                AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.mail_id = m.id)
             ORDER BY m.id LIMIT $2 SKIP_LOCKED",
        )
        .bind(first_id_at(before))
        .bind(i64::from(limit))
        .bind(after.map_or(Uuid::nil(), MailId::uuid))
        .fetch_all()
        .await?;
    let mut found = ToForget { known: Vec::new(), unreadable: Vec::new(), last: None };
    if u32::try_from(rows.len()).unwrap_or(u32::MAX) == limit {
        found.last = rows.last().map(|(id, _)| MailId::new(*id));
    }
    for (id, content) in rows {
        match read::json("a mail's values", &content) {
            Ok(content) => found.known.push((MailId::new(id), content)),
            Err(_) => found.unreadable.push(MailId::new(id)),
        }
    }
    Ok(found)
}

/// Ids of version 7 begin with the time at which they were made.
fn first_id_at(time: Timestamp) -> Uuid {
    Uuid::from_u128(u128::from(time.millis().max(0).unsigned_abs()) << 80)
}

/// Forgets what mails said: keeps what is given for each.
pub async fn forget(tx: &mut Tx, mails: &[(MailId, Content)], now: Timestamp) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        id: MailId,
        content: String,
    }
    let row = |(id, content): &(MailId, Content)| {
        Ok(Row { id: *id, content: read::to_json("a mail's values", content)? })
    };
    let rows = mails.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.query(
        "UPDATE mails SET content = r.content, forgotten_at = $2
         FROM ROWS(id uuid, content text)
         WHERE mails.id = r.id AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.mail_id = mails.id)",
    )
    .rows(&rows)
    .bind(now.millis())
    .execute()
    .await?;
    Ok(())
}
