//! The use cases: the single door for the API, the pages, the import and the command line.
//!
//! * [`invite`]: an office creates client-users; who sends is decided, and all is stored in one unit of work;
//! * [`invitations`]: resend, correct, withdraw, close, remind; [`welcome`]: what a client does with their link;
//! * [`events`]: something happens that needs the office; who hears is decided, and told at once, unread, in a digest,
//!   or at the next step when nobody acts;
//! * [`conversations`], [`vat`], [`user_requests`]: where events come from inside the portal, and how the office answers;
//! * [`offices`], [`employees`], [`client_groups`], [`dossiers`], [`client_users`]: what an office keeps;
//! * [`recipient_settings`]: whom an office chose; [`reach`]: where its mails end; [`leaving`]: what an employee hands
//!   over; and before a change is stored, what would differ after it (`preview_…` beside each `change_…`);
//! * [`mail_setup`]: whether the mails of an office can go out, and what its IT partner must change;
//! * [`mails`]: what became of each mail, and why; [`deliver`]: the way to the relay; [`bounces`]: what comes back from
//!   there; [`suppressions`]: addresses that are left alone for a while;
//! * [`import`]: dossiers, managers, groups and client-users from a file.
//!
//! Each takes values that are valid, runs one unit of work, and answers with values or a [`Refusal`] that says what
//! to do. No HTTP and no HTML here.

mod batch;
mod clock;
mod failure;
mod group_commit;
mod letters;
mod once;
mod portal;
mod preview;
mod refusals;
mod secrets;

pub mod access;
pub mod bounces;
pub mod client_groups;
pub mod client_users;
pub mod conversations;
pub mod deliver;
pub mod dossiers;
pub mod employees;
pub mod events;
pub mod housekeeping;
pub mod import;
pub mod invitations;
pub mod invite;
pub mod leaving;
pub mod mail_setup;
pub mod mails;
pub mod offices;
pub mod reach;
pub mod recipient_settings;
pub mod suppressions;
pub mod user_requests;
pub mod vat;
pub mod welcome;

use std::{sync::Arc, time::Duration};

use store::Db;
use tokio::sync::{Notify, Semaphore};
use url::Url;

pub use batch::{Batched, Job, JobAnswer};
pub use clock::Clock;
pub use failure::{Failure, Outcome, Refusal, chain};
pub use once::{Once, Said};
pub use secrets::{Links, SecretKey};
pub use store::idempotency::Keyed;

/// How this installation is set up, as far as the use cases need to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the pages are reached from outside; links begin with it.
    pub base_url: Url,
    /// The IANA time zone that readers of mails live in.
    pub time_zone: String,
    /// The platform's own address, from which an office hears of its own affairs.
    pub system_from: Option<domain::EmailAddress>,
    /// How many addresses may be refused to an office in an hour because another office holds them.
    pub refusals_an_hour: u64,
    /// After how many days what a mail said is forgotten; never if `None`.
    pub content_days: Option<std::num::NonZeroU32>,
    /// How the domains that send are checked; not at all if `None`: then nothing is refused, held or signed.
    pub checks: Option<mail_setup::Checks>,
    /// The seals that each mail carries, so that it is known when it comes back; none where no domain takes what comes back.
    pub seals: Option<mail::bounce::Seals>,
}

/// Everything that the use cases share. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) links: Links,
    /// What encrypts the private keys of domains.
    pub(crate) seal: secrets::seal::Seal,
    pub(crate) settings: Settings,
    /// The time zone of the settings; UTC should its name not be known.
    pub(crate) zone: jiff::tz::TimeZone,
    /// Rung when there may be something to deliver.
    pub(crate) queue_bell: Notify,
    /// Rung when the other processes should know of it.
    others_bell: Notify,
    /// What this process calls itself when it wakes others.
    pub(crate) number: i64,
    /// Hashing a password takes 19 MiB and one core for a while: this many at once.
    pub(crate) hashing: Semaphore,
    /// Domains that are looked at in DNS at the same time: by the clock, and for somebody who waits.
    pub(crate) looking: mail_setup::Turns,
    known_keys: access::KnownKeys,
    pub(crate) invites: group_commit::Queue<invite::Invite>,
    pub(crate) events: group_commit::Queue<events::NewEvent>,
}

impl Desk {
    /// The desk on a migrated database. Starts the task that groups creations of client-users; needs a runtime.
    #[must_use]
    pub fn new(db: Db, clock: Clock, key: &SecretKey, settings: Settings) -> Self {
        let links = Links::new(key, settings.base_url.clone());
        let seal = key.dkim_seal();
        let (invites, invite_jobs) = group_commit::Queue::new();
        let (events, event_jobs) = group_commit::Queue::new();
        let zone = jiff::tz::TimeZone::get(&settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let number = clock.number();
        let desk = Self(Arc::new(Shared {
            db,
            clock,
            links,
            seal,
            settings,
            zone,
            queue_bell: Notify::new(),
            others_bell: Notify::new(),
            number,
            hashing: Semaphore::new(2),
            looking: mail_setup::Turns::default(),
            known_keys: access::KnownKeys::default(),
            invites,
            events,
        }));
        group_commit::start(Arc::downgrade(&desk.0), invite_jobs);
        group_commit::start(Arc::downgrade(&desk.0), event_jobs);
        if desk.0.db.kind() == store::Kind::Postgres {
            tokio::spawn(wake_others(Arc::downgrade(&desk.0)));
        }
        desk
    }

    /// Makes sure that this database belongs to this secret key: with another one, every link that was ever sent
    /// would be worthless. The first key that a database sees is its own.
    ///
    /// # Errors
    /// When the database does not do its part. False when it belongs to another key.
    pub async fn belongs_to(&self, key: &SecretKey) -> Result<bool, store::Error> {
        let mut tx = self.0.db.write().await?;
        let check = store::installation::key_check(&mut tx, &key.check()).await?;
        tx.commit().await?;
        Ok(check == key.check())
    }

    /// The database, for commands that look after it.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The links of invitations.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.0.links
    }

    /// How this installation is set up.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Tells the courier that there may be something to deliver, and those of the other processes.
    pub(crate) fn ring(&self) {
        self.0.queue_bell.notify_one();
        self.0.others_bell.notify_one();
    }
}

/// Passes the bell on to the other processes, at once, and then not again for a moment: what is rung for meanwhile goes
/// with the next. That is outside every unit of work, since PostgreSQL lets those that notify commit one by one only.
async fn wake_others(desk: std::sync::Weak<Shared>) {
    const MOMENT: Duration = Duration::from_millis(20);
    const AGAIN: Duration = Duration::from_secs(5);
    while let Some(shared) = desk.upgrade() {
        // Looks now and then whether the desk is still there.
        if tokio::time::timeout(AGAIN, shared.others_bell.notified()).await.is_err() {
            continue;
        }
        if let Err(error) = shared.db.wake_others(shared.number).await {
            tracing::debug!(error = chain(&error), "other workers were not woken; they look by themselves");
        }
        drop(shared);
        tokio::time::sleep(MOMENT).await;
    }
}
