//! Mails: what was decided and what is said. Written once; how far each has come is in [`crate::deliveries`].

use domain::{
    EmailAddress, Mailbox, Timestamp,
    id::{ClientUserId, DossierId, EventId, MailId, OfficeId},
    mail::{Mail, MailKind},
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Tx,
    db::Query,
    deliveries::{Delivery, DeliveryRow, State},
    read,
};

mod forgetting;

pub use forgetting::{ToForget, forget, to_forget};

#[derive(Serialize)]
struct Written<'a> {
    id: MailId,
    office_id: OfficeId,
    dossier_id: Option<DossierId>,
    client_user_id: Option<ClientUserId>,
    event_id: Option<EventId>,
    kind: &'a str,
    created_at: i64,
    message_id: &'a str,
    sender: String,
    to_name: &'a str,
    to_address: &'a str,
    to_key: String,
    recipient: Option<String>,
    thread: Option<&'a str>,
    language: &'a str,
    content: String,
}

/// Stores mails, of any office. [`crate::deliveries::insert`] puts them in the queue, in the same unit of work.
pub async fn insert(tx: &mut Tx, mails: &[Mail]) -> Result<()> {
    let rows = mails.iter().map(row).collect::<Result<Vec<_>>>()?;
    tx.query(
        "INSERT INTO mails (id, office_id, dossier_id, client_user_id, event_id, kind, created_at, message_id, sender,
            to_name, to_address, to_key, recipient, thread, language, content)
         SELECT r.id, r.office_id, r.dossier_id, r.client_user_id, r.event_id, r.kind, r.created_at, r.message_id,
            r.sender, r.to_name, r.to_address, r.to_key, r.recipient, r.thread, r.language, r.content
         FROM ROWS(id uuid, office_id uuid, dossier_id uuid, client_user_id uuid, event_id uuid, kind text,
            created_at bigint, message_id text, sender text, to_name text, to_address text, to_key text,
            recipient text, thread text, language text, content text)",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

fn row(mail: &Mail) -> Result<Written<'_>> {
    let recipient = mail.recipient.as_ref().map(|because| read::to_json("a decision", because));
    Ok(Written {
        id: mail.id,
        office_id: mail.office_id,
        dossier_id: mail.dossier_id,
        client_user_id: mail.client_user_id,
        event_id: mail.event_id,
        kind: mail.content.kind().code(),
        created_at: mail.created_at.millis(),
        message_id: &mail.message_id,
        sender: read::to_json("a decision", &mail.sender)?,
        to_name: mail.to.name.as_str(),
        to_address: mail.to.address.as_str(),
        to_key: mail.to.address.key(),
        recipient: recipient.transpose()?,
        thread: mail.thread.as_deref(),
        language: mail.language.code(),
        content: read::to_json("a mail's values", &mail.content)?,
    })
}

/// A mail with how far it has come.
#[derive(Debug, Clone)]
pub struct Tracked {
    /// What was decided and what is said.
    pub mail: Mail,
    /// How far it has come.
    pub delivery: Delivery,
}

#[derive(FromRow)]
pub(crate) struct MailRow {
    id: Uuid,
    office_id: Uuid,
    dossier_id: Option<Uuid>,
    client_user_id: Option<Uuid>,
    event_id: Option<Uuid>,
    created_at: i64,
    message_id: String,
    sender: String,
    to_name: String,
    to_address: String,
    recipient: Option<String>,
    thread: Option<String>,
    language: String,
    content: String,
}

impl MailRow {
    pub(crate) fn mail(self) -> Result<Mail> {
        Ok(Mail {
            id: MailId::new(self.id),
            office_id: OfficeId::new(self.office_id),
            dossier_id: self.dossier_id.map(DossierId::new),
            client_user_id: self.client_user_id.map(ClientUserId::new),
            event_id: self.event_id.map(EventId::new),
            created_at: Timestamp::from_millis(self.created_at),
            message_id: self.message_id,
            sender: read::json("a decision", &self.sender)?,
            to: Mailbox { name: read::name(&self.to_name)?, address: read::address(&self.to_address)? },
            recipient: self.recipient.map(|because| read::json("a decision", &because)).transpose()?,
            thread: self.thread,
            language: read::language(&self.language)?,
            content: read::json("a mail's values", &self.content)?,
        })
    }
}

#[derive(FromRow)]
pub(crate) struct TrackedRow {
    #[sqlx(flatten)]
    mail: MailRow,
    #[sqlx(flatten)]
    delivery: DeliveryRow,
}

impl TrackedRow {
    pub(crate) fn mail_id(&self) -> MailId {
        MailId::new(self.mail.id)
    }

    pub(crate) fn tracked(self) -> Result<Tracked> {
        Ok(Tracked { mail: self.mail.mail()?, delivery: self.delivery.delivery()? })
    }
}

/// A mail joined with its delivery.
macro_rules! select_tracked {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.office_id, m.dossier_id, m.client_user_id, m.event_id, m.created_at, m.message_id, m.sender,
                m.to_name, m.to_address, m.recipient, m.thread, m.language, m.content,
                CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END AS state,
                coalesce(q.cause, e.bounce_cause, e.cause) AS cause,
                coalesce(q.attempts, e.attempts) AS attempts, coalesce(q.holds, 0) AS holds,
                coalesce(q.patience_ms, 0) AS patience_ms, coalesce(q.changed_at, e.bounced_at, e.changed_at) AS changed_at,
                e.relay_queue_id, coalesce(h.probes, 0) AS lane_probes,
                CASE WHEN q.state = 'held' THEN h.probe_at ELSE q.next_at END AS next_at ",
            $rest
        )
    };
}
pub(crate) use select_tracked;

/// Which mails to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those of this kind.
    pub kind: Option<MailKind>,
    /// Only those to this address.
    pub to: Option<EmailAddress>,
    /// Only those about this client-user.
    pub client_user: Option<ClientUserId>,
    /// Only those that carry this event's id. A mail that tells of several messages carries the first one's.
    pub event: Option<EventId>,
}

/// Mails of this office before an id, newest first. A statement for each of the ways in which they are looked for, so
/// that each has its index.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> Result<Vec<Tracked>> {
    let rows = match filter {
        Filter { event: Some(event), .. } => list_of_event(tx, office, *event, filter, before, limit).await?,
        Filter { client_user: Some(user), .. } => {
            list_of_client_user(tx, office, *user, filter, before, limit).await?
        }
        Filter { to: Some(to), .. } => list_to(tx, office, to, filter, before, limit).await?,
        Filter { state: Some(State::Failed | State::Cancelled), .. } => {
            list_in_vain(tx, office, filter, before, limit).await?
        }
        Filter { state: Some(State::Bounced), .. } => list_bounced(tx, office, filter, before, limit).await?,
        Filter { state: Some(State::Queued | State::Sending | State::Deferred | State::Held), .. } => {
            list_on_the_way(tx, office, filter, before, limit).await?
        }
        Filter { .. } => list_all(tx, office, filter, before, limit).await?,
    };
    rows.into_iter().map(TrackedRow::tracked).collect()
}

async fn list_of_event(
    tx: &mut Tx,
    office: OfficeId,
    event: EventId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    // IS TRUE: SQLite would otherwise look through all that the office has.
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE (m.office_id = $1) IS TRUE AND m.event_id = $6 AND m.id < $2 AND ($4 = ''
            OR CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END = $4)
            AND ($5 = '' OR m.kind = $5) AND ($7 = '' OR m.to_key = $7) AND ($8 OR m.client_user_id = $9)
         ORDER BY m.id DESC LIMIT $3"
    );
    let query = looked_for(tx, sql, office, filter, before, limit).bind(event.uuid()).bind(to_key(filter));
    let user = filter.client_user;
    query.bind(user.is_none()).bind(user.map_or(Uuid::nil(), ClientUserId::uuid)).fetch_all().await
}

async fn list_of_client_user(
    tx: &mut Tx,
    office: OfficeId,
    user: ClientUserId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    // IS TRUE: SQLite would otherwise look through all that the office has.
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE (m.office_id = $1) IS TRUE AND m.client_user_id = $6 AND m.id < $2 AND ($4 = ''
            OR CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END = $4)
            AND ($5 = '' OR m.kind = $5) AND ($7 = '' OR m.to_key = $7)
         ORDER BY m.id DESC LIMIT $3"
    );
    let query = looked_for(tx, sql, office, filter, before, limit).bind(user.uuid());
    query.bind(to_key(filter)).fetch_all().await
}

async fn list_to(
    tx: &mut Tx,
    office: OfficeId,
    to: &EmailAddress,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE m.office_id = $1 AND m.to_key = $6 AND m.id < $2 AND ($4 = ''
            OR CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END = $4)
            AND ($5 = '' OR m.kind = $5)
         ORDER BY m.id DESC LIMIT $3"
    );
    looked_for(tx, sql, office, filter, before, limit).bind(to.key()).fetch_all().await
}

async fn list_all(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE m.office_id = $1 AND m.id < $2 AND ($4 = ''
            OR CASE WHEN e.bounced_at IS NULL THEN coalesce(q.state, e.state) ELSE 'bounced' END = $4) AND ($5 = '' OR m.kind = $5)
         ORDER BY m.id DESC LIMIT $3"
    );
    looked_for(tx, sql, office, filter, before, limit).fetch_all().await
}

/// Few: of all that ended, only these are in the index.
async fn list_in_vain(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    let sql = select_tracked!(
        "FROM endings e JOIN mails m ON m.id = e.mail_id LEFT JOIN queue q ON q.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE e.office_id = $1 AND e.mail_id < $2 AND e.state <> 'sent' AND e.bounced_at IS NULL AND e.state = $4
            AND ($5 = '' OR m.kind = $5)
         ORDER BY e.mail_id DESC LIMIT $3"
    );
    looked_for(tx, sql, office, filter, before, limit).fetch_all().await
}

/// Few, and in an index of their own.
async fn list_bounced(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    let sql = select_tracked!(
        "FROM endings e JOIN mails m ON m.id = e.mail_id LEFT JOIN queue q ON q.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE e.office_id = $1 AND e.mail_id < $2 AND e.bounced_at IS NOT NULL AND $4 = 'bounced'
            AND ($5 = '' OR m.kind = $5)
         ORDER BY e.mail_id DESC LIMIT $3"
    );
    looked_for(tx, sql, office, filter, before, limit).fetch_all().await
}

/// The queue is small: what is over is not in it.
async fn list_on_the_way(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> sqlx::Result<Vec<TrackedRow>> {
    let sql = select_tracked!(
        "FROM queue q JOIN mails m ON m.id = q.mail_id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE q.office_id = $1 AND q.mail_id < $2 AND q.state = $4 AND ($5 = '' OR m.kind = $5)
         ORDER BY q.mail_id DESC LIMIT $3"
    );
    looked_for(tx, sql, office, filter, before, limit).fetch_all().await
}

/// What all of these statements ask with: `$1` to `$5`.
fn looked_for<'t>(
    tx: &'t mut Tx,
    sql: &'static str,
    office: OfficeId,
    filter: &Filter,
    before: Option<MailId>,
    limit: u32,
) -> Query<'t> {
    let query = tx.query(sql).bind(office.uuid()).bind(before.map_or(Uuid::max(), MailId::uuid));
    let query = query.bind(i64::from(limit));
    let query = query.bind(filter.state.map(|s| read::to_word(&s)).unwrap_or_default());
    query.bind(filter.kind.map_or("", MailKind::code))
}

fn to_key(filter: &Filter) -> String {
    filter.to.as_ref().map(EmailAddress::key).unwrap_or_default()
}

/// The mail of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: MailId) -> Result<Option<Tracked>> {
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane WHERE m.office_id = $1 AND m.id = $2"
    );
    let row: Option<TrackedRow> = tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?;
    row.map(TrackedRow::tracked).transpose()
}

/// Those of these mails that exist, in no order. Looks across offices, for the operator and for what follows a delivery.
pub async fn find_many_anywhere(tx: &mut Tx, ids: &[MailId]) -> Result<Vec<Tracked>> {
    #[derive(Serialize)]
    struct Wanted {
        wanted: MailId,
    }
    let wanted: Vec<Wanted> = ids.iter().map(|&wanted| Wanted { wanted }).collect();
    let sql = select_tracked!(
        "FROM ROWS(wanted uuid) JOIN mails m ON m.id = r.wanted LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane"
    );
    let rows: Vec<TrackedRow> = tx.query(sql).rows(&wanted).fetch_all().await?;
    rows.into_iter().map(TrackedRow::tracked).collect()
}

/// The newest of this client-user's mails that told them a link, with how far it has come.
pub async fn newest_welcome(tx: &mut Tx, office: OfficeId, user: ClientUserId) -> Result<Option<Tracked>> {
    let sql = select_tracked!(
        "FROM mails m LEFT JOIN queue q ON q.mail_id = m.id LEFT JOIN endings e ON e.mail_id = m.id
         LEFT JOIN held_lanes h ON h.office_id = q.office_id AND h.lane = q.lane
         WHERE m.office_id = $1 AND m.client_user_id = $2 AND m.kind = 'welcome' ORDER BY m.id DESC LIMIT 1"
    );
    let row: Option<TrackedRow> =
        tx.query(sql).bind(office.uuid()).bind(user.uuid()).fetch_optional().await?;
    row.map(TrackedRow::tracked).transpose()
}
