//! What is asked often, and how each database answers it: through which indexes, and by which of their columns. A statement
//! that would read all that an office has, or all that there is, is seen here and not when there is much of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may panic")]

use std::collections::BTreeSet;

use domain::{
    EmailAddress, Timestamp,
    delivery::{Places, SenderFault},
    event::EventKind,
    id::{ClientUserId, DossierId, EventId, LeaseId, MailId, OfficeId},
    mail::MailKind,
};
use serde::Serialize;
use serde_json::json;
use store::{
    Db, Kind, Tx, bounces,
    deliveries::{self, Lease, State},
    digests, dkim_keys, events, mail_setups, mails, suppressions,
    workers::WorkerNumber,
};
use uuid::Uuid;

// PostgreSQL looks at 30,000 rows of a table before it plans: at all of these, so that the plans are always the same.
const OFFICES: u128 = 200;
/// Events and mails of each office. One in ten or twenty of them still waits for something.
const EACH: u128 = 150;
const DOSSIERS: u128 = 10;
const EMPLOYEES: u128 = 2;
const OFFICE: OfficeId = OfficeId::new(Uuid::from_u128((1 << 64) | 3));
const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// There are never many rows in these: PostgreSQL reads all of them, and may.
const SMALL: [&str; 2] = ["held_lanes", "route_clocks"];

/// What SQLite calls the indexes that tables bring along, as PostgreSQL calls them. The first of each is its primary key.
const UNIQUE: [(&str, &str); 1] = [("sqlite_autoindex_events_2", "events_office_id_id_key")];

/// The ways into the tables that the statements of a function take, each an index with what is asked of its columns:
/// `events_open (office_id=, id<)`. Nothing in the brackets is all that the index holds. Left out: one row by its
/// primary key, and small tables.
#[derive(Clone, Copy)]
enum Ways {
    Both(&'static [&'static str]),
    Each { sqlite: &'static [&'static str], postgres: &'static [&'static str] },
}
use Ways::{Both, Each};

/// The plans on one database, and what is wrong with them.
struct Plans<'a> {
    db: &'a Db,
    wrong: Vec<String>,
}

impl Plans<'_> {
    async fn pin(&mut self, name: &str, ways: Ways, run: impl AsyncFnOnce(&mut Tx) -> store::Result<()>) {
        let mut tx = self.db.write().await.unwrap();
        tx.explain_for_tests();
        run(&mut tx).await.unwrap();
        let plans = tx.explain_for_tests();
        tx.undo().await.unwrap();
        let (expected, found) = match (self.db.kind(), ways) {
            (Kind::Sqlite, Both(ways) | Each { sqlite: ways, .. }) => (ways, of_sqlite(&plans)),
            (Kind::Postgres, Both(ways) | Each { postgres: ways, .. }) => (ways, of_postgres(&plans)),
        };
        let found: BTreeSet<String> = found.into_iter().filter(|way| !is_primary_key(way)).collect();
        if found != expected.iter().copied().map(str::to_owned).collect() {
            let plans = plans.join("\n--\n");
            self.wrong.push(format!("{name}: expected {expected:?}\n  found {found:?}\n{plans}\n"));
        }
    }
}

/// One row by its primary key. `events_pkey (id<)` is not: that is all events of all offices, in their order.
fn is_primary_key(way: &str) -> bool {
    let (index, asked) = way.split_once(" (").unwrap_or_default();
    let mut asked = asked.trim_end_matches(')').split(", ");
    index.ends_with("_pkey") && asked.all(|column| column.ends_with('='))
}

/// From lines such as `SEARCH e USING INDEX events_open (office_id=? AND id<?)` or `SCAN d`.
fn of_sqlite(plans: &[String]) -> Vec<String> {
    let mut ways = Vec::new();
    for plan in plans {
        let made = |line: &str| {
            let name = line.strip_prefix("CO-ROUTINE ").or_else(|| line.strip_prefix("MATERIALIZE "));
            name.map(str::to_owned)
        };
        let made: BTreeSet<String> = plan.lines().filter_map(made).collect();
        for line in plan.lines() {
            let Some(rest) = line.strip_prefix("SEARCH ").or_else(|| line.strip_prefix("SCAN ")) else {
                continue;
            };
            let (table, how) = rest.split_once(' ').unwrap_or((rest, ""));
            if made.contains(table) || how.starts_with("VIRTUAL TABLE") {
                continue;
            }
            let Some((_, index)) = how.split_once("INDEX ") else {
                ways.push(format!("all of {table}"));
                continue;
            };
            let (index, asked) = index.split_once(" (").unwrap_or((index, ""));
            let (asked, _) = asked.split_once(')').unwrap_or_default();
            let known = UNIQUE.iter().find(|(here, _)| *here == index).map(|(_, there)| (*there).to_owned());
            let key =
                || Some(format!("{}_pkey", index.strip_prefix("sqlite_autoindex_")?.strip_suffix("_1")?));
            let index = known.or_else(key).unwrap_or_else(|| index.to_owned());
            if !SMALL.iter().any(|table| index.starts_with(table)) {
                ways.push(format!("{index} ({})", asked.replace('?', "").replace(" AND ", ", ")));
            }
        }
    }
    ways
}

/// From lines such as `Index Scan using events_open on events e`, which are followed by
/// `Index Cond: ((office_id = '…'::uuid) AND (id < '…'::uuid))`; and from `Seq Scan on queue q`.
fn of_postgres(plans: &[String]) -> Vec<String> {
    let mut ways = Vec::new();
    let mut lines =
        plans.iter().flat_map(|plan| plan.lines()).map(|line| line.trim_start_matches(['-', '>', ' ']));
    let mut lines = lines.by_ref().peekable();
    while let Some(line) = lines.next() {
        let name = |rest: &str| rest.split(' ').next().unwrap_or_default().to_owned();
        if let Some(table) = line.strip_prefix("Seq Scan on ").map(name) {
            ways.extend((!SMALL.contains(&table.as_str())).then(|| format!("all of {table}")));
        }
        let using = || line.strip_prefix("Index ").and_then(|rest| Some(rest.split_once(" using ")?.1));
        let Some(index) = line.strip_prefix("Bitmap Index Scan on ").or_else(using).map(name) else {
            continue;
        };
        let asked = lines.next_if(|line| line.starts_with("Index Cond: ")).unwrap_or_default();
        let asked = asked.trim_start_matches("Index Cond: ").split_terminator(" AND ").map(|one| {
            let mut words = one.trim_start_matches('(').split(' ');
            let column = words.next().unwrap_or_default();
            // SQLite says `<` of `<=` too.
            let how = match words.next().unwrap_or_default() {
                "IS" => " IS NOT NULL",
                "<=" => "<",
                ">=" => ">",
                how => how,
            };
            format!("{column}{how}")
        });
        let way = format!("{index} ({})", asked.collect::<Vec<_>>().join(", "));
        ways.extend((!SMALL.iter().any(|table| index.starts_with(table))).then_some(way));
    }
    ways
}

fn id(table: u128, office: u128, n: u128) -> Uuid {
    Uuid::from_u128((table << 64) | (n * OFFICES + office))
}
fn office(office: u128) -> Uuid {
    id(1, office, 0)
}
fn dossier(office: u128, n: u128) -> Uuid {
    id(2, office, n % DOSSIERS)
}
fn employee(office: u128, n: u128) -> Uuid {
    id(3, office, n % EMPLOYEES)
}
fn event(office: u128, n: u128) -> Uuid {
    id(4, office, n)
}
fn mail(office: u128, n: u128) -> Uuid {
    id(5, office, n)
}
fn client_user(office: u128, n: u128) -> Uuid {
    id(6, office, n % 20)
}

/// When something is due: the oldest tenth of what waits is.
fn time(office: u128, n: u128) -> i64 {
    NOW.millis() + i64::try_from(n * OFFICES + office).unwrap() - i64::try_from(EACH * OFFICES / 10).unwrap()
}

/// Something of each office, so many times.
fn each<T>(count: u128, of: impl Fn(u128, u128) -> T) -> Vec<T> {
    (0..count)
        .flat_map(|n| (0..OFFICES).map(move |office| (office, n)))
        .map(|(office, n)| of(office, n))
        .collect()
}

async fn insert<T: Serialize>(tx: &mut Tx, sql: &'static str, rows: &[T]) {
    tx.query(sql).rows(rows).execute().await.unwrap();
}

async fn fill(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let rows = each(1, |o, _| json!({"id": office(o)}));
    insert(
        &mut tx,
        "INSERT INTO offices (id, name, language, communication_address, functional_address_send_only,
            always_functional_sender, follow_up_notice, reminders, invitation_days, created_at)
         SELECT r.id, 'Office', 'en', 'office@example.be', FALSE, FALSE, FALSE, FALSE, 7, 0 FROM ROWS(id uuid)",
        &rows,
    )
    .await;
    let rows = each(DOSSIERS, |o, n| json!({"id": dossier(o, n), "office": office(o)}));
    insert(
        &mut tx,
        "INSERT INTO dossiers (id, office_id, name, vat_period, private)
         SELECT r.id, r.office, 'Dossier', 'monthly', FALSE FROM ROWS(id uuid, office uuid)",
        &rows,
    )
    .await;
    let rows =
        each(EMPLOYEES, |o, n| json!({"id": employee(o, n), "office": office(o), "key": format!("e{n}")}));
    insert(
        &mut tx,
        "INSERT INTO employees (id, office_id, name, email, email_key, language, role, active)
         SELECT r.id, r.office, 'Employee', r.key, r.key, 'en', 'employee', TRUE
         FROM ROWS(id uuid, office uuid, key text)",
        &rows,
    )
    .await;
    let rows = each(EACH, |o, n| {
        let waits = (n % 10 == 0).then_some(time(o, n));
        json!({"id": event(o, n), "office": office(o), "dossier": dossier(o, n),
            "kind": (["failed_task", "message", "vat_documents_ok", "user_request"][n as usize / 7 % 4]),
            "thread": format!("thread {}", n / 5), "waits": waits, "closed": waits.is_none().then_some(1)})
    });
    insert(
        &mut tx,
        "INSERT INTO events (id, office_id, dossier_id, kind, summary, facts, thread, occurred_at, created_at, tell_at,
            escalate_at, closed_at)
         SELECT r.id, r.office, r.dossier, r.kind, 'Something happened', '{}', r.thread, 0, 0, r.waits, r.waits, r.closed
         FROM ROWS(id uuid, office uuid, dossier uuid, kind text, thread text, waits bigint, closed bigint)",
        &rows,
    )
    .await;
    let rows = each(EACH, |o, n| {
        json!({"id": mail(o, n), "office": office(o), "event": event(o, n), "client": client_user(o, n),
            "key": format!("client{}@example.be", n % 20)})
    });
    insert(
        &mut tx,
        "INSERT INTO mails (id, office_id, client_user_id, event_id, kind, created_at, message_id, sender, to_name,
            to_address, to_key, language, content)
         SELECT r.id, r.office, r.client, r.event, 'welcome', 0, 'message', '{}', 'Client', r.key, r.key, 'en', '{}'
         FROM ROWS(id uuid, office uuid, client uuid, event uuid, key text)",
        &rows,
    )
    .await;
    let rows = each(EACH, |o, n| {
        let state = match n % 20 {
            0 => "queued",
            1 => "sending",
            2 => "deferred",
            3 => "held",
            4 => "failed",
            _ => "sent",
        };
        json!({"mail": mail(o, n), "office": office(o), "turn": n, "at": time(o, n), "state": state, "lease": id(7, o, n)})
    });
    insert(
        &mut tx,
        "INSERT INTO queue (mail_id, office_id, lane, class, turn, state, next_at, attempts, holds, patience_ms,
            lease_id, lease_until, worker, changed_at)
         SELECT r.mail, r.office, 'lane', 1, r.turn, r.state, r.at, 0, 0, 0, r.lease, r.at, 1, 0
         FROM ROWS(mail uuid, office uuid, turn bigint, at bigint, state text, lease uuid)
         WHERE r.state NOT IN ('failed', 'sent')",
        &rows,
    )
    .await;
    insert(
        &mut tx,
        "INSERT INTO endings (mail_id, office_id, state, changed_at, lane, class, attempts, bounced_at)
         SELECT r.mail, r.office, r.state, 0, 'lane', 1, 0, CASE WHEN r.turn % 40 = 5 THEN 1 END
         FROM ROWS(mail uuid, office uuid, state text, turn bigint) WHERE r.state IN ('failed', 'sent')",
        &rows,
    )
    .await;
    let rows = each(
        EACH / 10,
        |o, n| json!({"mail": mail(o, n), "office": office(o), "key": format!("gone{n}@example.be"), "print": format!("{o} {n}")}),
    );
    insert(
        &mut tx,
        "INSERT INTO bounces (fingerprint, mail_id, office_id, at, action, matched_by)
         SELECT r.print, r.mail, r.office, 0, 'failed', 'header' FROM ROWS(mail uuid, office uuid, print text)",
        &rows,
    )
    .await;
    insert(
        &mut tx,
        "INSERT INTO suppressions (office_id, to_key, address, cause, since, until_at, mail_id)
         SELECT r.office, r.key, r.key, 'address_unknown', 0, 0, r.mail
         FROM ROWS(mail uuid, office uuid, key text)",
        &rows,
    )
    .await;
    let rows = each(EACH, |o, n| {
        let due = (n % 10 == 0).then_some(time(o, n));
        json!({"event": event(o, n), "employee": employee(o, n), "office": office(o), "due": due,
            "mail": due.is_none().then_some(mail(o, n))})
    });
    insert(
        &mut tx,
        "INSERT INTO digest_entries (event_id, employee_id, office_id, pace, due_at, mail_id, because)
         SELECT r.event, r.employee, r.office, 'daily', r.due, r.mail, '{}'
         FROM ROWS(event uuid, employee uuid, office uuid, due bigint, mail uuid)",
        &rows,
    )
    .await;
    let rows = each(1, |o, n| json!({"office": office(o), "at": time(o, n), "domain": "a.be"}));
    insert(
        &mut tx,
        "INSERT INTO mail_setups (office_id, send_on_behalf, ready, causes, next_check_at)
         SELECT r.office, FALSE, TRUE, '[]', r.at FROM ROWS(office uuid, at bigint)",
        &rows,
    )
    .await;
    insert(
        &mut tx,
        "INSERT INTO mail_domains (office_id, domain, verdict, report)
         SELECT r.office, r.domain, '{}', '{}' FROM ROWS(office uuid, domain text)",
        &rows,
    )
    .await;
    insert(
        &mut tx,
        "INSERT INTO dkim_keys (office_id, domain, generation, rsa, ed25519, created_at)
         SELECT r.office, r.domain, 1, '', '', 0 FROM ROWS(office uuid, domain text)",
        &rows,
    )
    .await;
    let rows: Vec<_> = (0..OFFICES / 20).map(|o| json!({"office": office(o * 20)})).collect();
    insert(
        &mut tx,
        "INSERT INTO held_lanes (office_id, lane, probes, probe_at) SELECT r.office, 'lane', 1, 0 FROM ROWS(office uuid)",
        &rows,
    )
    .await;
    tx.commit().await.unwrap();
    db.run_for_tests("ANALYZE").await.unwrap();
}

/// In each of the ways in which an office looks for its events.
async fn lists_of_events(plans: &mut Plans<'_>) {
    const ALL: Ways = Both(&["events_office_id_id_key (office_id=, id<)"]);
    const OPEN: Ways = Both(&["events_open (office_id=, id<)"]);
    const OF_KIND: Ways = Both(&["events_of_a_kind (office_id=, kind=, id<)"]);
    const OF_DOSSIER: Ways = Both(&["events_of_a_dossier (office_id=, dossier_id=, id<)"]);
    let (kind, dossier) = (Some(EventKind::Message), Some(DossierId::new(dossier(3, 3))));
    for (name, kind, dossier, open, ways) in [
        ("events", None, None, None, ALL),
        ("events that are closed", None, None, Some(false), ALL),
        ("events that are open", None, None, Some(true), OPEN),
        ("events of a kind that are open", kind, None, Some(true), OPEN),
        ("events of a kind", kind, None, None, OF_KIND),
        ("events of a kind that are closed", kind, None, Some(false), OF_KIND),
        ("events of a dossier", None, dossier, None, OF_DOSSIER),
        ("events of a dossier that are open", None, dossier, Some(true), OF_DOSSIER),
        ("events of a dossier and a kind that are closed", kind, dossier, Some(false), OF_DOSSIER),
    ] {
        let filter = events::Filter { kind, dossier, open };
        plans.pin(name, ways, async |tx| events::list(tx, OFFICE, &filter, None, 50).await.map(drop)).await;
    }
}

/// In each of the ways in which an office looks for its mails.
async fn lists_of_mails(plans: &mut Plans<'_>) {
    const ALL: Ways = Both(&["mails_of_an_office (office_id=, id<)"]);
    const TO: Ways = Both(&["mails_to_an_address (office_id=, to_key=, id<)"]);
    const OF_CLIENT_USER: Ways = Both(&["mails_of_a_client_user (client_user_id=, id<)"]);
    const OF_EVENT: Ways = Both(&["mails_of_an_event (event_id=)"]);
    const IN_VAIN: Ways = Both(&["endings_in_vain (office_id=, mail_id<)"]);
    let to = Some(EmailAddress::parse("client3@example.be").unwrap());
    let (user, event) = (Some(ClientUserId::new(client_user(3, 3))), Some(EventId::new(event(3, 3))));
    for (name, to, client_user, event, ways) in [
        ("mails", &None, None, None, ALL),
        ("mails to an address", &to, None, None, TO),
        ("mails of a client-user", &None, user, None, OF_CLIENT_USER),
        ("mails of a client-user to an address", &to, user, None, OF_CLIENT_USER),
        ("mails of an event", &None, None, event, OF_EVENT),
        ("mails of an event and a client-user to an address", &to, user, event, OF_EVENT),
    ] {
        for (state, kind) in [(None, None), (Some(State::Failed), Some(MailKind::Welcome))] {
            let filter = mails::Filter { state, kind, to: to.clone(), client_user, event };
            let ways = if name == "mails" && state.is_some() { IN_VAIN } else { ways };
            plans
                .pin(name, ways, async |tx| mails::list(tx, OFFICE, &filter, None, 50).await.map(drop))
                .await;
        }
    }
}

/// Mails that came back, and what follows.
async fn what_comes_back(plans: &mut Plans<'_>) {
    let bounced = Both(&["endings_bounced (office_id=, mail_id<)"]);
    let filter = mails::Filter { state: Some(State::Bounced), ..mails::Filter::default() };
    plans
        .pin("mails that came back", bounced, async |tx| {
            mails::list(tx, OFFICE, &filter, None, 50).await.map(drop)
        })
        .await;
    let mail = MailId::new(mail(3, 3));
    let said = Both(&["bounces_of_a_mail (mail_id=)"]);
    plans.pin("bounces::of_mail", said, async |tx| bounces::of_mail(tx, OFFICE, mail).await.map(drop)).await;
    let listed = Both(&["suppressions_of_an_office (office_id=, mail_id<)"]);
    plans
        .pin("suppressions::list", listed, async |tx| {
            suppressions::list(tx, OFFICE, NOW, None, 50).await.map(drop)
        })
        .await;
    // Whether an address is left alone is found by its key.
    let leased = Both(&["queue_leased (lease_id=)"]);
    let lease = LeaseId::new(Uuid::max());
    plans.pin("leased", leased, async |tx| deliveries::leased(tx, lease).await.map(drop)).await;
}

/// What the clock and the workers ask for again and again.
async fn work(plans: &mut Plans<'_>) {
    let unread = Both(&["events_of_a_thread (office_id=, thread=)", "events_to_tell (tell_at<)"]);
    plans.pin("take_unread", unread, async |tx| events::take_unread(tx, NOW, 10).await.map(drop)).await;
    let escalate = Both(&["events_to_escalate (escalate_at<)"]);
    plans
        .pin("take_to_escalate", escalate, async |tx| events::take_to_escalate(tx, NOW, 10).await.map(drop))
        .await;
    let due = Each {
        sqlite: &["digest_entries_due (due_at<)", "digest_entries_of_an_employee (employee_id=)"],
        postgres: &["digest_entries_due (due_at<)", "digest_entries_due (due_at<, employee_id=)"],
    };
    plans.pin("take_due", due, async |tx| digests::take_due(tx, NOW, 10).await.map(drop)).await;
    // What is new finds its turn without a look at the rest of the queue.
    let turns = Each {
        sqlite: &["queue_turns (office_id=, class=)"],
        postgres: &["queue_turns (office_id=, class=, turn IS NOT NULL)"],
    };
    let patience = std::time::Duration::from_secs(1);
    plans.pin("insert", turns, async |tx| deliveries::insert(tx, &[], patience).await).await;
    // In the queue's order, until there are enough.
    let (worker, places) = (WorkerNumber(1), Places::share(100, 0.5));
    let lease = Lease { id: LeaseId::new(Uuid::max()), worker, until: NOW, route: "", places };
    let queued = Both(&["queue_in_turn (route=)", "queue_in_turn (route=, class=)"]);
    plans.pin("lease", queued, async |tx| deliveries::lease(tx, lease).await.map(drop)).await;
    // Domains that are looked at, and mails that wait for them.
    let due = Both(&["mail_setups_due (next_check_at<)"]);
    plans.pin("take_due", due, async |tx| mail_setups::take_due(tx, NOW, NOW, 4).await.map(drop)).await;
    let keyed = [(OFFICE, "a.be".to_owned())];
    let none = Both(&[]);
    plans.pin("sending", none, async |tx| dkim_keys::sending(tx, &keyed).await.map(drop)).await;
    plans.pin("standings", none, async |tx| mail_setups::standings(tx, &keyed).await.map(drop)).await;
    let mail = MailId::new(mail(3, 3));
    let held = [(mail, SenderFault::DkimMissing)];
    plans.pin("hold_new", none, async |tx| deliveries::hold_new(tx, &held, NOW, NOW).await).await;
    plans
        .pin("check_soon_after", none, async |tx| mail_setups::check_soon_after(tx, &[mail], NOW, NOW).await)
        .await;
    let lanes = Each {
        sqlite: &["all of held_lanes", "queue_held (office_id=, lane=)"],
        postgres: &["queue_of_a_lane (office_id=, lane=)"],
    };
    plans
        .pin("release_lanes", lanes, async |tx| {
            deliveries::release_lanes(tx, OFFICE, &["lane".to_owned()], NOW, patience).await.map(drop)
        })
        .await;
    let requeue = Both(&[
        "queue_deferred (next_at<)",
        "queue_held (office_id=, lane=)",
        "queue_lease_ends (lease_until<)",
        "queue_of_a_lane (office_id=, lane=)",
    ]);
    plans.pin("requeue_due", requeue, async |tx| deliveries::requeue_due(tx, NOW, NOW).await.map(drop)).await;
}

async fn what_is_wrong(db: &Db) -> String {
    db.migrate().await.unwrap();
    // SQLite plans by the indexes alone: nobody tells it how much there is of what.
    if db.kind() == Kind::Postgres {
        fill(db).await;
    }
    let mut plans = Plans { db, wrong: Vec::new() };
    lists_of_events(&mut plans).await;
    lists_of_mails(&mut plans).await;
    what_comes_back(&mut plans).await;
    work(&mut plans).await;
    plans.wrong.join("\n")
}

#[tokio::test]
async fn everything_has_its_index_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 2).await.unwrap();
    let wrong = what_is_wrong(&db).await;
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn everything_has_its_index_on_postgresql() {
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
    let admin = Db::open(&url, 1).await.unwrap();
    let name = format!("plans_{}", std::process::id());
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}"), 2).await.unwrap();
    let wrong = what_is_wrong(&db).await;
    db.close().await;
    admin.run_for_tests(&format!("DROP DATABASE {name}")).await.unwrap();
    assert!(wrong.is_empty(), "{wrong}");
}
