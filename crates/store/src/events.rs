//! Events: what the office must hear about, what waits to be told, and what waits to be closed.

use domain::{
    Timestamp,
    event::{Event, EventKind},
    id::{DossierId, EventId, OfficeId},
    recipients::Step,
};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Result, Tx, read};

/// An event with what is still to happen with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What happened.
    pub event: Event,
    /// The step that heard, once somebody did.
    pub heard: Option<Step>,
    /// The event whose mail told this one too.
    pub told_with: Option<EventId>,
    /// A message that waits to be read: when it is told if nobody does.
    pub tell_at: Option<Timestamp>,
    /// When it goes to the next step if nobody closes it.
    pub escalate_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    office_id: Uuid,
    dossier_id: Option<Uuid>,
    kind: String,
    summary: String,
    link: Option<String>,
    facts: String,
    thread: Option<String>,
    occurred_at: i64,
    created_at: i64,
    heard: Option<String>,
    told_with: Option<Uuid>,
    tell_at: Option<i64>,
    escalate_at: Option<i64>,
    closed_at: Option<i64>,
}

macro_rules! columns {
    () => {
        "e.id, e.office_id, e.dossier_id, e.kind, e.summary, e.link, e.facts, e.thread, e.occurred_at, e.created_at,
         e.heard, e.told_with, e.tell_at, e.escalate_at, e.closed_at"
    };
}

impl Row {
    fn kept(self) -> Result<Kept> {
        let event = Event {
            id: EventId::new(self.id),
            office_id: OfficeId::new(self.office_id),
            dossier_id: self.dossier_id.map(DossierId::new),
            kind: read::word("a kind of event", &self.kind)?,
            summary: read::text(&self.summary)?,
            link: self.link.map(|link| read::link(&link)).transpose()?,
            facts: read::json("what is known of an event", &self.facts)?,
            thread: self.thread.map(|thread| read::name(&thread)).transpose()?,
            occurred_at: Timestamp::from_millis(self.occurred_at),
            created_at: Timestamp::from_millis(self.created_at),
            closed_at: self.closed_at.map(Timestamp::from_millis),
        };
        Ok(Kept {
            event,
            heard: self.heard.map(|step| read::word("a step", &step)).transpose()?,
            told_with: self.told_with.map(EventId::new),
            tell_at: self.tell_at.map(Timestamp::from_millis),
            escalate_at: self.escalate_at.map(Timestamp::from_millis),
        })
    }
}

fn kept(rows: Vec<Row>) -> Result<Vec<Kept>> {
    rows.into_iter().map(Row::kept).collect()
}

/// The event of this office.
pub async fn find(tx: &mut Tx, office: OfficeId, id: EventId) -> Result<Option<Kept>> {
    let sql = concat!("SELECT ", columns!(), " FROM events e WHERE e.office_id = $1 AND e.id = $2");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::kept).transpose()
}

/// The event of this office, held against other writers until the unit of work ends.
pub async fn find_for_update(tx: &mut Tx, office: OfficeId, id: EventId) -> Result<Option<Kept>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM events e WHERE e.office_id = $1 AND e.id = $2 FOR_UPDATE");
    tx.query(sql).bind(office.uuid()).bind(id.uuid()).fetch_optional().await?.map(Row::kept).transpose()
}

/// Those of these events that exist. Looks across offices, for work that the clock starts.
pub async fn find_many_anywhere(tx: &mut Tx, ids: &[EventId]) -> Result<Vec<Kept>> {
    let ids = read::wanted(ids);
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM ROWS(wanted uuid) JOIN events e ON e.id = r.wanted ORDER BY e.id"
    );
    kept(tx.query(sql).rows(&ids).fetch_all().await?)
}

/// The same, held in the order of their ids against other writers until the unit of work ends.
pub async fn find_many_for_update_anywhere(tx: &mut Tx, ids: &[EventId]) -> Result<Vec<Kept>> {
    let ids = read::wanted(ids);
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM events e WHERE e.id IN (SELECT r.wanted FROM ROWS(wanted uuid)) ORDER BY e.id FOR_UPDATE"
    );
    kept(tx.query(sql).rows(&ids).fetch_all().await?)
}

/// Which events to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Only those of this kind.
    pub kind: Option<EventKind>,
    /// Only those about this dossier.
    pub dossier: Option<DossierId>,
    /// Only those that are open, or that are not.
    pub open: Option<bool>,
}

/// Events of this office before an id, newest first. What waits for nobody is never open. A statement for each of the
/// ways in which they are looked for, so that each has its index.
pub async fn list(
    tx: &mut Tx,
    office: OfficeId,
    filter: &Filter,
    before: Option<EventId>,
    limit: u32,
) -> Result<Vec<Kept>> {
    let before = before.map_or(Uuid::max(), EventId::uuid);
    let rows = match *filter {
        Filter { dossier: Some(dossier), kind, open } => {
            list_of_dossier(tx, office, dossier, kind, open, before, limit).await?
        }
        Filter { dossier: None, kind, open: Some(true) } => {
            list_open(tx, office, kind, before, limit).await?
        }
        Filter { dossier: None, kind: Some(kind), open } => {
            list_of_kind(tx, office, kind, open, before, limit).await?
        }
        Filter { dossier: None, kind: None, open } => list_all(tx, office, open, before, limit).await?,
    };
    kept(rows)
}

async fn list_of_dossier(
    tx: &mut Tx,
    office: OfficeId,
    dossier: DossierId,
    kind: Option<EventKind>,
    open: Option<bool>,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM events e WHERE e.office_id = $1 AND e.dossier_id = $4 AND e.id < $2 AND ($5 = '' OR e.kind = $5)
            AND ($6 OR (e.closed_at IS NULL AND e.kind <> 'vat_documents_ok') = $7)
         ORDER BY e.id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit)).bind(dossier.uuid());
    let query = query.bind(kind.map_or("", EventKind::code));
    query.bind(open.is_none()).bind(open.unwrap_or_default()).fetch_all().await
}

async fn list_open(
    tx: &mut Tx,
    office: OfficeId,
    kind: Option<EventKind>,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    // What is open is said as its index says it.
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM events e WHERE e.office_id = $1 AND e.closed_at IS NULL AND e.kind <> 'vat_documents_ok' AND e.id < $2
            AND ($4 = '' OR e.kind = $4)
         ORDER BY e.id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit));
    query.bind(kind.map_or("", EventKind::code)).fetch_all().await
}

async fn list_of_kind(
    tx: &mut Tx,
    office: OfficeId,
    kind: EventKind,
    open: Option<bool>,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM events e WHERE e.office_id = $1 AND e.kind = $4 AND e.id < $2
            AND ($5 OR (e.closed_at IS NULL AND e.kind <> 'vat_documents_ok') = $6)
         ORDER BY e.id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit)).bind(kind.code());
    query.bind(open.is_none()).bind(open.unwrap_or_default()).fetch_all().await
}

async fn list_all(
    tx: &mut Tx,
    office: OfficeId,
    open: Option<bool>,
    before: Uuid,
    limit: u32,
) -> sqlx::Result<Vec<Row>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM events e WHERE e.office_id = $1 AND e.id < $2
            AND ($4 OR (e.closed_at IS NULL AND e.kind <> 'vat_documents_ok') = $5)
         ORDER BY e.id DESC LIMIT $3"
    );
    let query = tx.query(sql).bind(office.uuid()).bind(before).bind(i64::from(limit));
    query.bind(open.is_none()).bind(open.unwrap_or_default()).fetch_all().await
}

#[derive(Serialize)]
struct Written<'a> {
    id: EventId,
    office_id: OfficeId,
    dossier_id: Option<DossierId>,
    kind: &'a str,
    summary: &'a str,
    link: Option<&'a str>,
    facts: String,
    thread: Option<&'a str>,
    occurred_at: i64,
    created_at: i64,
    heard: Option<String>,
    told_with: Option<EventId>,
    tell_at: Option<i64>,
    escalate_at: Option<i64>,
}

impl<'a> Written<'a> {
    fn of(kept: &'a Kept) -> Result<Self> {
        let event = &kept.event;
        Ok(Self {
            id: event.id,
            office_id: event.office_id,
            dossier_id: event.dossier_id,
            kind: event.kind.code(),
            summary: event.summary.as_str(),
            link: event.link.as_ref().map(domain::WebLink::as_str),
            facts: read::to_json("what is known of an event", &event.facts)?,
            thread: event.thread.as_ref().map(domain::Name::as_str),
            occurred_at: event.occurred_at.millis(),
            created_at: event.created_at.millis(),
            heard: kept.heard.map(|step| read::to_word(&step)),
            told_with: kept.told_with,
            tell_at: kept.tell_at.map(Timestamp::millis),
            escalate_at: kept.escalate_at.map(Timestamp::millis),
        })
    }
}

/// Adds events, of any office.
pub async fn insert(tx: &mut Tx, events: &[Kept]) -> Result<()> {
    let rows = events.iter().map(Written::of).collect::<Result<Vec<_>>>()?;
    tx.query(
        "INSERT INTO events (id, office_id, dossier_id, kind, summary, link, facts, thread, occurred_at, created_at, heard,
            told_with, tell_at, escalate_at)
         SELECT r.id, r.office_id, r.dossier_id, r.kind, r.summary, r.link, r.facts, r.thread, r.occurred_at,
            r.created_at, r.heard, r.told_with, r.tell_at, r.escalate_at
         FROM ROWS(id uuid, office_id uuid, dossier_id uuid, kind text, summary text, link text, facts text,
            thread text, occurred_at bigint, created_at bigint, heard text, told_with uuid, tell_at bigint,
            escalate_at bigint)",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// Writes what is still to happen with events that exist, of any office.
pub async fn update(tx: &mut Tx, events: &[Kept]) -> Result<()> {
    let rows = events.iter().map(Written::of).collect::<Result<Vec<_>>>()?;
    tx.query(
        "UPDATE events SET heard = r.heard, told_with = r.told_with, tell_at = r.tell_at, escalate_at = r.escalate_at
         FROM ROWS(id uuid, heard text, told_with uuid, tell_at bigint, escalate_at bigint) WHERE events.id = r.id",
    )
    .rows(&rows)
    .execute()
    .await?;
    Ok(())
}

/// Closes open events of this office: they are told no more and go to no further step. Returns those that were open.
pub async fn close(tx: &mut Tx, office: OfficeId, ids: &[EventId], now: Timestamp) -> Result<Vec<EventId>> {
    let closed: Vec<(Uuid,)> = tx
        .query(
            "UPDATE events SET closed_at = $3, tell_at = NULL, escalate_at = NULL
             WHERE office_id = $2 AND closed_at IS NULL AND kind <> 'vat_documents_ok'
                AND id IN (SELECT r.wanted FROM ROWS(wanted uuid)) RETURNING id",
        )
        .rows(&read::wanted(ids))
        .bind(office.uuid())
        .bind(now.millis())
        .fetch_all()
        .await?;
    Ok(closed.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// Takes up to `limit` messages whose time to be read is over, and with each whatever else of its thread waits. Whoever
/// takes them tells them, in this unit of work. They are held in the order of their ids, as by whoever reads them, so
/// that no two wait for each other. Looks across offices.
pub async fn take_unread(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<EventId>> {
    let taken: Vec<(Uuid,)> = tx
        .query(
            "WITH held AS (SELECT e.id FROM events e WHERE e.tell_at IS NOT NULL AND e.id IN (
                SELECT w.id FROM (SELECT id, office_id, thread FROM events WHERE tell_at <= $1
                    ORDER BY tell_at LIMIT $2) due
                JOIN events w ON w.tell_at IS NOT NULL AND (w.id = due.id
                    OR (w.thread = due.thread AND w.office_id = due.office_id)))
                ORDER BY e.id FOR_UPDATE)
             UPDATE events SET tell_at = NULL WHERE tell_at IS NOT NULL AND id IN (SELECT id FROM held) RETURNING id",
        )
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    Ok(taken.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// Takes up to `limit` open events that have waited for their step long enough. Whoever takes them tells the next
/// step, in this unit of work. Looks across offices.
pub async fn take_to_escalate(tx: &mut Tx, now: Timestamp, limit: u32) -> Result<Vec<EventId>> {
    let taken: Vec<(Uuid,)> = tx
        .query(
            "WITH held AS (SELECT e.id FROM events e WHERE e.escalate_at <= $1 AND e.id IN (
                SELECT id FROM events WHERE escalate_at <= $1 ORDER BY escalate_at LIMIT $2)
                ORDER BY e.id FOR_UPDATE)
             UPDATE events SET escalate_at = NULL WHERE escalate_at <= $1 AND id IN (SELECT id FROM held) RETURNING id",
        )
        .bind(now.millis())
        .bind(i64::from(limit))
        .fetch_all()
        .await?;
    Ok(taken.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// Puts off the message that has waited to be told for longest. Looks across offices.
pub async fn put_off_unread(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE events SET tell_at = $2 WHERE id = (
            SELECT id FROM events WHERE tell_at <= $1 ORDER BY tell_at LIMIT 1)",
    )
    .bind(now.millis())
    .bind(until.millis())
    .execute()
    .await?;
    Ok(())
}

/// Puts off what has waited for the next step for longest. Looks across offices.
pub async fn put_off_escalation(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE events SET escalate_at = $2 WHERE id = (
            SELECT id FROM events WHERE escalate_at <= $1 ORDER BY escalate_at LIMIT 1)",
    )
    .bind(now.millis())
    .bind(until.millis())
    .execute()
    .await?;
    Ok(())
}

/// The events that the mails of these told too. Looks across offices.
pub async fn told_with(tx: &mut Tx, ids: &[EventId]) -> Result<Vec<EventId>> {
    let rows: Vec<(Uuid,)> = tx
        .query("SELECT e.id FROM ROWS(wanted uuid) JOIN events e ON e.told_with = r.wanted")
        .rows(&read::wanted(ids))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| EventId::new(id)).collect())
}

/// An address that was told of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Of which event.
    pub event: EventId,
    /// The address's key.
    pub key: String,
    /// The mail failed, came back or was cancelled: nobody read it there.
    pub in_vain: bool,
}

/// The addresses that were told of these events: by a mail, by a digest, or in a digest that is still to come. Looks across
/// offices.
pub async fn told(tx: &mut Tx, ids: &[EventId]) -> Result<Vec<Heard>> {
    let rows: Vec<(Uuid, String, bool)> = tx
        .query(
            "WITH asked AS (SELECT e.id, coalesce(e.told_with, e.id) AS mail_of FROM ROWS(wanted uuid)
                JOIN events e ON e.id = r.wanted)
             SELECT asked.id, m.to_key, coalesce(d.state <> 'sent' OR d.bounced_at IS NOT NULL, FALSE) FROM asked
             JOIN mails m ON m.event_id = asked.mail_of LEFT JOIN endings d ON d.mail_id = m.id
             UNION
             SELECT asked.id, e.email_key, coalesce(d.state <> 'sent' OR d.bounced_at IS NOT NULL, FALSE) FROM asked
             JOIN digest_entries g ON g.event_id = asked.id JOIN employees e ON e.id = g.employee_id
             LEFT JOIN endings d ON d.mail_id = g.mail_id",
        )
        .rows(&read::wanted(ids))
        .fetch_all()
        .await?;
    let heard = |(id, key, in_vain)| Heard { event: EventId::new(id), key, in_vain };
    Ok(rows.into_iter().map(heard).collect())
}
