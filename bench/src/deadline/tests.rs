//! The day in small: what comes adds up, every mail goes out once, and nobody waits longer than the turns promise.

use std::num::NonZeroU32;
use std::time::Duration;

use domain::Timestamp;
use domain::delivery::Pace;
use domain::time::hours;
use tempfile::TempDir;

use super::arrivals::{Arrival, Kind, START, arrivals, deadline};
use super::chance::Chance;
use super::courier::Manner;
use super::letters::{Letters, number};
use super::offices::{DOSSIERS_EACH, Office, Relay, Size, offices};
use super::outbox::{Outbox, Taken, own_route};
use super::simulation::Simulation;
use super::sizing::{Costs, Database, Peak, need};

fn on_sqlite<T>(run: impl AsyncFnOnce(Outbox) -> T) -> T {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("deadline.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { run(Outbox::open(&url, Chance::new(1)).await.unwrap()).await })
}

fn per_minute(mails: u32) -> Option<Pace> {
    Some(Pace::per_minute(NonZeroU32::new(mails).unwrap()))
}

#[test]
fn dossiers_add_up_and_most_offices_are_small() {
    let offices = offices(3000, &mut Chance::new(7));
    let dossiers: Vec<u64> = offices.iter().map(|office| office.dossiers).collect();
    assert_eq!(dossiers.iter().sum::<u64>(), 3000 * DOSSIERS_EACH);
    let smaller = dossiers.iter().filter(|dossiers| **dossiers < 100).count();
    assert!((1800..2400).contains(&smaller), "{smaller}");
    assert!(dossiers.iter().any(|dossiers| *dossiers > 3000));
}

#[test]
fn what_comes_adds_up_and_most_of_the_burst_is_near_the_end() {
    let offices = offices(300, &mut Chance::new(7));
    let come = arrivals(&offices, 0.1, &mut Chance::new(7));
    assert!(come.is_sorted_by_key(|arrival| arrival.at));
    assert!(come.iter().all(|arrival| (START..=deadline()).contains(&arrival.at)));
    let notices = |from: Timestamp| {
        come.iter().filter(|arrival| arrival.kind == Kind::Notice && arrival.at >= from).count() as f64
    };
    let telling: u64 =
        offices.iter().filter(|office| !office.wants_digest).map(|office| office.dossiers).sum();
    let (all, two, one) = (notices(START), notices(deadline() - hours(2)), notices(deadline() - hours(1)));
    assert!((all / telling as f64 - 0.9).abs() < 0.02, "{all} of {telling}");
    assert!((two / all - 4.0 / 9.0).abs() < 0.03, "{two} of {all} in two hours");
    assert!(one / two > 0.4, "{one} of {two} in the last hour");
    let welcomes = come.iter().filter(|arrival| arrival.kind == Kind::Welcome).count();
    assert_eq!(welcomes, 864);
}

#[test]
fn every_mail_is_sent_once_and_a_welcome_mail_waits_for_few() {
    let chance = &mut Chance::new(7);
    let mut offices = offices(30, chance);
    // One in eight of what they would have, so that the test is short; and one that has its own relay and much to say.
    offices.iter_mut().for_each(|office| office.dossiers = office.dossiers.div_ceil(8));
    (offices[0].relay, offices[0].wants_digest) = (Relay::Own, false);
    let mut come = arrivals(&offices, 0.01, chance);
    come.retain(|arrival| arrival.kind != Kind::Invitation);
    let at = deadline() - hours(1);
    come.extend([Arrival { at, office: 0, kind: Kind::Notice }; 200]);
    let at = at + Duration::from_secs(60);
    come.push(Arrival { at, office: 0, kind: Kind::Welcome });
    come.sort_by_key(|arrival| arrival.at);
    let platform = Manner { pace: per_minute(20), latency: Duration::from_millis(50), connections: 2 };
    let own = Manner { pace: per_minute(30), latency: Duration::from_secs(1), connections: 1 };
    let day = on_sqlite(async |outbox| {
        Simulation::new(&offices, &come, outbox, platform, own).await.unwrap().run().await.unwrap()
    });
    assert_eq!(day.waits(|_, _, _| true).unwrap().mails, come.len());
    let longest =
        |relay| day.waits(|kind, through, _| kind == Kind::Welcome && through == relay).unwrap().longest_s;
    let notices = day.waits(|kind, through, _| kind == Kind::Notice && through == Relay::Own).unwrap();
    assert!(notices.longest_s > 300.0, "{notices:?}");
    // The mail that was leased before it, perhaps one that a place was kept for, and its own.
    assert!(longest(Relay::Own) <= 3.0 * 2.0 + 1.0, "{}", longest(Relay::Own));
    // The same, and another welcome mail before it.
    assert!(longest(Relay::Platform) <= 4.0 * 3.0 + 0.1, "{}", longest(Relay::Platform));
}

/// Three offices: one with its own relay, a busy one and a quiet one that share the platform's.
struct Queue {
    letters: Letters,
    offices: [Office; 3],
    outbox: Outbox,
    queued: Vec<Kind>,
}

const OWN: usize = 0;
const BUSY: usize = 1;
const QUIET: usize = 2;

impl Queue {
    async fn new(mut outbox: Outbox) -> Self {
        let offices: [Office; 3] = offices(3, &mut Chance::new(7)).try_into().unwrap();
        let letters = Letters::new().unwrap();
        let stored: Vec<_> = offices.iter().map(|office| letters.office(office.id, START)).collect();
        outbox.add_offices(&stored).await.unwrap();
        Self { letters, offices, outbox, queued: Vec::new() }
    }

    /// Queues mails of an office; returns the number of the first.
    async fn queue(&mut self, office: usize, kind: Kind, mails: usize) -> usize {
        let (first, id) = (self.queued.len(), self.offices[office].id);
        self.queued.extend(std::iter::repeat_n(kind, mails));
        let mail = |number| self.letters.mail(number, &Arrival { at: START, office, kind }, id);
        let mails: Vec<_> = (first..self.queued.len()).map(mail).collect();
        let own: Vec<_> = mails.iter().filter(|_| office == OWN).map(|mail| (mail.id, id)).collect();
        self.outbox.insert(&mails, &own).await.unwrap();
        first
    }

    /// The numbers of the mails that a lease finds.
    async fn lease(&mut self, route: &str, room: usize) -> Vec<usize> {
        match self.outbox.lease(route, None, room, START).await.unwrap() {
            Taken::Some(held) => held.into_iter().map(|(_, (mail, _))| number(mail)).collect(),
            Taken::Nothing | Taken::NotBefore(_) => Vec::new(),
        }
    }
}

#[test]
fn a_relay_that_is_far_ahead_sends_nobody_to_the_back_of_another() {
    on_sqlite(async |outbox| {
        let mut queue = Queue::new(outbox).await;
        let own = own_route(queue.offices[OWN].id);
        queue.queue(OWN, Kind::Notice, 100).await;
        queue.queue(BUSY, Kind::Notice, 100).await;
        for _ in 0..10 {
            assert!(!queue.lease(&own, 10).await.is_empty());
        }
        queue.lease("", 5).await;
        let single = queue.queue(QUIET, Kind::Notice, 1).await;
        let next = queue.lease("", 5).await;
        assert!(next.contains(&single), "{single} is not among {next:?}");
    });
}

#[test]
fn a_relay_that_is_given_one_mail_at_a_time_starves_no_class() {
    on_sqlite(async |outbox| {
        let mut queue = Queue::new(outbox).await;
        queue.queue(BUSY, Kind::Invitation, 200).await;
        queue.queue(BUSY, Kind::Notice, 200).await;
        queue.queue(BUSY, Kind::Digest, 200).await;
        let mut leased = [0; 3];
        for _ in 0..160 {
            let one = queue.lease("", 1).await;
            assert_eq!(one.len(), 1);
            leased[queue.queued[one[0]] as usize - Kind::Invitation as usize] += 1;
        }
        assert!(leased[0] > 110 && leased[1] > 8 && leased[2] > 0, "{leased:?}");
        assert!(leased[1] < 40 && leased[2] < 20, "{leased:?}");
    });
}

#[test]
fn a_place_kept_for_a_class_of_which_nothing_waits_is_not_left_empty() {
    on_sqlite(async |outbox| {
        let mut queue = Queue::new(outbox).await;
        queue.queue(BUSY, Kind::Welcome, 100).await;
        for _ in 0..100 {
            assert_eq!(queue.lease("", 1).await.len(), 1);
        }
        assert!(queue.lease("", 1).await.is_empty());
    });
}

const COSTS: Costs = Costs {
    cpu_per_mail_us: 100.0,
    db_cpu_per_mail_us: 200.0,
    written_per_mail: 10_000.0,
    stored_per_mail: 5_000.0,
    wire_per_mail: 6_250.0,
    mails_per_commit: 10.0,
    sqlite_mails_a_second: 1_000.0,
    postgres_mails_a_second: 2_000.0,
    mails_a_year_per_dossier: 20.0,
};

#[test]
fn a_platform_ten_times_as_large_needs_ten_times_as_much() {
    let peak =
        Peak { dossiers: 1e6, mails_a_second: 100.0, share_of_platform: 0.5, platform_relay: Some(100.0) };
    let one = need(1, &peak, &COSTS);
    let near = |left: f64, right: f64| assert!((left / right - 1.0).abs() < 1e-9, "{left} is not {right}");
    near(one.worker_cores, 0.01);
    near(one.database_cores, 0.02);
    near(one.commits_a_second, 30.0);
    near(one.written_a_second, 1e6);
    near(one.stored_a_year, 1e11);
    near(one.bits_a_second, 5e6);
    assert_eq!((one.database, one.loads[0].part), (Database::Sqlite, "the platform relay's pace"));
    near(one.loads[0].busy, 0.5);
    assert_eq!(need(10, &peak, &COSTS).database, Database::Postgres);
    let hundred = need(100, &peak, &COSTS);
    near(hundred.worker_cores, 1.0);
    assert_eq!(hundred.database, Database::Several(10));
    let without_pace = Peak { platform_relay: None, ..peak };
    assert_eq!(need(100, &without_pace, &COSTS).loads[0].part, "one PostgreSQL");
}

#[test]
fn offices_have_a_size_by_their_dossiers() {
    let sizes = offices(300, &mut Chance::new(7)).into_iter().map(|office| (office.dossiers, office.size));
    for (dossiers, size) in sizes {
        let place = [10, 100, 1000].iter().filter(|most| dossiers > **most).count();
        assert_eq!(Size::ALL[place], size, "{dossiers}");
    }
}
