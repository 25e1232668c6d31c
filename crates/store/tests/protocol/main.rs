//! Who may send which mail, and what is written of it: the protocol between the workers and the database, under every
//! order of events that we could think of.
//!
//! * A [`step::Step`] is what can happen: a worker leases, sends, records, renews; it is killed or cut off; a clock is set;
//!   somebody cancels. The steps call the real functions of `store::deliveries` and `store::workers` on a real database.
//! * [`crew`] is what workers have in memory, and how the relay answers. No clock but the schedule's is asked.
//! * [`promises`] says without SQL what each function does; the database must look so after each step.
//! * [`rules`] says what must never be seen, whatever happens.
//! * [`exhaustive`] makes the steps in every order, [`seeded`] in long orders by chance, [`overlap`] lets two units of work
//!   run into each other on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may panic")]

mod crew;
mod exhaustive;
mod overlap;
mod picture;
mod promises;
mod rules;
mod seeded;
mod step;
mod units;
mod world;

use exhaustive::Story;
use store::Db;
use units::Units;

/// What is wrong, if anything is.
type Checked = Result<(), String>;

fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// How many schedules by chance: `POSTMEESTER_TEST_ROUNDS`, or 10 times as many.
fn schedules(each_round: u64) -> std::ops::Range<u64> {
    let rounds = std::env::var("POSTMEESTER_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    0..rounds.unwrap_or(10) * each_round
}

async fn sqlite(folder: &tempfile::TempDir) -> Db {
    Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 1).await.unwrap()
}

/// A database of its own on the server that `./test` starts.
async fn on_postgresql(name: &str, test: impl AsyncFnOnce(Db)) {
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
    let admin = Db::open(&url, 1).await.unwrap();
    let name = format!("protocol_{name}_{}", std::process::id());
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    // What is in question is who does what, and not a power cut: the disk is not waited for.
    admin.run_for_tests(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}"), 8).await.unwrap();
    test(db.clone()).await;
    db.close().await;
    admin.run_for_tests(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

async fn follow_on_sqlite(story: &Story) {
    let folder = tempfile::tempdir().unwrap();
    let mut units = Units::undone(&sqlite(&folder).await).await;
    let (orders, worlds) = story.follow(story.depths.0, &mut units).await;
    eprintln!("{}: {orders} orders, {worlds} worlds", story.name);
}

#[tokio::test]
async fn no_order_breaks_a_rule_when_leases_end_on_sqlite() {
    follow_on_sqlite(&exhaustive::LEASES_END).await;
}

#[tokio::test]
async fn no_order_breaks_a_rule_when_workers_are_gone_on_sqlite() {
    follow_on_sqlite(&exhaustive::WORKERS_ARE_GONE).await;
}

#[tokio::test]
async fn no_order_breaks_a_rule_when_clocks_are_set_on_sqlite() {
    follow_on_sqlite(&exhaustive::CLOCKS_ARE_SET).await;
}

#[tokio::test]
async fn no_order_breaks_a_rule_when_mails_are_held_on_sqlite() {
    follow_on_sqlite(&exhaustive::MAILS_ARE_HELD).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn no_order_breaks_a_rule_on_postgresql() {
    use exhaustive::{CLOCKS_ARE_SET, LEASES_END, MAILS_ARE_HELD, WORKERS_ARE_GONE};
    on_postgresql("orders", async |db| {
        let mut units = Units::undone(&db).await;
        for story in [LEASES_END, WORKERS_ARE_GONE, CLOCKS_ARE_SET, MAILS_ARE_HELD] {
            let (orders, worlds) = story.follow(story.depths.1, &mut units).await;
            eprintln!("{}: {orders} orders, {worlds} worlds", story.name);
        }
    })
    .await;
}

#[tokio::test]
async fn no_schedule_by_chance_breaks_a_rule_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let mut units = Units::undone(&sqlite(&folder).await).await;
    seeded::run_known(&mut units).await;
    seeded::run_all(schedules(100), &mut units).await;
}

/// Each step commits, and workers are known by their locks.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn no_schedule_by_chance_breaks_a_rule_on_postgresql() {
    on_postgresql("chance", async |db| {
        let mut units = Units::committed(db).await;
        seeded::run_known(&mut units).await;
        seeded::run_all(schedules(5), &mut units).await;
    })
    .await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn two_at_once_are_as_one_after_the_other_on_postgresql() {
    on_postgresql("overlap", async |db| {
        for scene in &overlap::SCENES {
            eprintln!("{}: {} met", scene.name, overlap::play(scene, &db).await);
        }
    })
    .await;
}
