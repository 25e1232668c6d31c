//! The real database with the real statements; only the clock is not real.

use anyhow::Context as _;
use domain::delivery::{Next, Outcome, PATIENCE, Pace, Phase, Places};
use domain::id::{LeaseId, MailId, OfficeId};
use domain::mail::Mail;
use domain::time::minutes;
use domain::{Timestamp, office::Office};
use serde::Serialize;
use store::deliveries::{self, Attempted, Lease, Leased};
use store::workers::WorkerNumber;
use store::{Db, Tx, mails, offices};
use uuid::Uuid;

use super::chance::Chance;

/// Statements are kept together in one unit of work: that nothing lasts until then is nothing to a simulation.
const UNITS_A_COMMIT: u32 = 2_000;
/// Outcomes are written together, as the recorder does; nothing that is leased looks at them.
const OUTCOMES_A_WRITE: usize = 200;
const LEASE: std::time::Duration = minutes(1);

/// A mail that a worker holds.
pub(super) type Held = (MailId, LeaseId);

/// What a lease found.
pub(super) enum Taken {
    /// Each with its office.
    Some(Vec<(OfficeId, Held)>),
    Nothing,
    /// The relay takes no more for now.
    NotBefore(Timestamp),
}

pub(super) struct Outbox {
    db: Db,
    tx: Option<Tx>,
    units: u32,
    leases: u128,
    chance: Chance,
    outcomes: Vec<Attempted>,
}

impl Outbox {
    /// An empty one. `url` names a database that is to be thrown away.
    pub(super) async fn open(url: &str, chance: Chance) -> anyhow::Result<Self> {
        let db = Db::open(url, 2).await?;
        db.migrate().await?;
        Ok(Self { db, tx: None, units: 0, leases: 0, chance, outcomes: Vec::new() })
    }

    async fn tx(&mut self) -> anyhow::Result<&mut Tx> {
        self.units += 1;
        if self.units.is_multiple_of(UNITS_A_COMMIT) {
            self.commit().await?;
        }
        if self.tx.is_none() {
            self.tx = Some(self.db.write().await?);
        }
        self.tx.as_mut().context("a unit of work")
    }

    pub(super) async fn commit(&mut self) -> anyhow::Result<()> {
        if let Some(tx) = self.tx.take() {
            tx.commit().await?;
        }
        Ok(())
    }

    pub(super) async fn add_offices(&mut self, offices: &[Office]) -> anyhow::Result<()> {
        for office in offices {
            offices::insert(self.tx().await?, office).await?;
        }
        Ok(())
    }

    /// Stores mails and queues them. Those of `own` go through their offices' own relays.
    pub(super) async fn insert(&mut self, mails: &[Mail], own: &[(MailId, OfficeId)]) -> anyhow::Result<()> {
        let tx = self.tx().await?;
        mails::insert(tx, mails).await?;
        deliveries::insert(tx, mails, PATIENCE).await?;
        set_own_routes(tx, own).await
    }

    /// As the leaser does, step by step.
    pub(super) async fn lease(
        &mut self,
        route: &str,
        pace: Option<Pace>,
        room: usize,
        now: Timestamp,
    ) -> anyhow::Result<Taken> {
        self.leases += 1;
        let (id, chance) = (LeaseId::new(Uuid::from_u128(self.leases)), self.chance.share());
        let mut room = u32::try_from(room)?;
        let tx = self.tx().await?;
        let mut free_at = now;
        if let Some(of) = pace {
            free_at = deliveries::relay_free_at(tx, route, now).await?;
            room = of.allowed(free_at, now, room);
            if room == 0 {
                return Ok(Taken::NotBefore(of.next_at(free_at, now)));
            }
        }
        let places = Places::share(room, chance);
        let lease = Lease { id, worker: WorkerNumber(1), until: now + LEASE, route, places };
        deliveries::lease(tx, lease).await?;
        let (leased, unreadable) = deliveries::leased(tx, id).await?;
        anyhow::ensure!(unreadable.is_empty(), "a mail that cannot be read: {unreadable:?}");
        if leased.is_empty() {
            return Ok(Taken::Nothing);
        }
        if let Some(of) = pace {
            let after = of.after(free_at, now, u32::try_from(leased.len())?);
            deliveries::set_relay_free_at(tx, route, after).await?;
        }
        let held = |leased: &Leased| (leased.mail.office_id, (leased.mail.id, leased.lease));
        Ok(Taken::Some(leased.iter().map(held).collect()))
    }

    /// The relay took a mail.
    pub(super) async fn accepted(
        &mut self,
        (mail_id, lease): Held,
        relay: &str,
        began: Timestamp,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        self.outcomes.push(Attempted {
            mail_id,
            lease,
            at: began,
            took_ms: u64::try_from(now.since(began).as_millis())?,
            outcome: Outcome::Accepted,
            phase: Phase::FinalDot,
            reply: "250 2.0.0 Ok".into(),
            relay: relay.into(),
            relay_queue_id: None,
            next: Next::Sent,
            was_probe: false,
        });
        if self.outcomes.len() >= OUTCOMES_A_WRITE { self.record(now).await } else { Ok(()) }
    }

    /// Writes the outcomes that wait to be written.
    pub(super) async fn record(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let outcomes = std::mem::take(&mut self.outcomes);
        let recorded = deliveries::record(self.tx().await?, &outcomes, now, PATIENCE, false).await?;
        anyhow::ensure!(recorded.len() == outcomes.len(), "an outcome was not recorded");
        Ok(())
    }

    /// How many mails are in the queue, and how many were sent, as the database has it.
    pub(super) async fn count(&mut self) -> anyhow::Result<(usize, usize)> {
        let sql = "SELECT (SELECT count(*) FROM queue), (SELECT count(*) FROM endings WHERE state = 'sent')";
        let (queued, sent): (i64, i64) = self.tx().await?.query(sql).fetch_one().await?;
        Ok((usize::try_from(queued)?, usize::try_from(sent)?))
    }
}

/// The name of an office's own relay.
pub(super) fn own_route(office: OfficeId) -> String {
    format!("relay of {office}")
}

/// Relays of offices come in a later version; until then every mail is queued for the platform's. A simulation sends them
/// another way after they were queued. Their turns stay in order: they were given by the platform's clock alone.
async fn set_own_routes(tx: &mut Tx, mails: &[(MailId, OfficeId)]) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Row {
        mail_id: MailId,
        route: String,
    }
    if mails.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row> =
        mails.iter().map(|&(mail_id, office)| Row { mail_id, route: own_route(office) }).collect();
    tx.query("UPDATE queue SET route = r.route FROM ROWS(mail_id uuid, route text) WHERE queue.mail_id = r.mail_id")
        .rows(&rows)
        .execute()
        .await?;
    Ok(())
}
