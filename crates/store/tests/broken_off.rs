//! What is broken off leaves nothing on the connection that it used, which somebody else has next. Whoever waits for a unit of
//! work to begin may go away: a client that hangs up, a time limit. A worker may give its number up and live on.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may panic")]

use std::{future::poll_fn, pin::pin, task::Poll};

use store::Db;

/// Lets it go so many steps, and drops it.
async fn broken_off_after<T>(steps: usize, work: impl Future<Output = T>) {
    let mut work = pin!(work);
    for _ in 0..steps {
        let done = poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx).is_ready())).await;
        if done {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

async fn a_unit_of_work_that_is_broken_off_leaves_nothing(db: &Db) {
    for steps in 1..6 {
        broken_off_after(steps, db.read()).await;
        let mut tx = db.write().await.unwrap();
        tx.query("DELETE FROM workers").execute().await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_unit_of_work_that_is_broken_off_leaves_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 1).await.unwrap();
    db.migrate().await.unwrap();
    a_unit_of_work_that_is_broken_off_leaves_nothing(&db).await;
}

/// SQLite undoes the whole unit of work by itself then, and the connection must not be taken for one that is inside it.
#[tokio::test]
async fn a_full_disk_keeps_nobody_from_writing_once_it_has_room() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 1).await.unwrap();
    db.migrate().await.unwrap();
    let insert = "INSERT INTO workers (number, name, version, since) VALUES ($1, $2, '', 0)";
    // Fewer pages than it has: not one more can be had.
    db.run_for_tests("PRAGMA max_page_count = 1").await.unwrap();
    let mut tx = db.write().await.unwrap();
    let full = tx.query(insert).bind(1_i64).bind("x".repeat(1 << 20)).execute().await.unwrap_err();
    assert!(full.to_string().contains("disk is full"), "{full}");
    drop(tx);
    for number in 2..5_i64 {
        let mut tx = db.write().await.unwrap();
        tx.query(insert).bind(number).bind("a small one").execute().await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = db.read().await.unwrap();
    let (workers,): (i64,) = tx.query("SELECT count(*) FROM workers").fetch_one().await.unwrap();
    assert_eq!(workers, 3);
}

async fn on_postgresql(name: &str, connections: u32, test: impl AsyncFnOnce(&Db)) {
    let url = std::env::var("POSTMEESTER_TEST_POSTGRES").expect("POSTMEESTER_TEST_POSTGRES");
    let admin = Db::open(&url, 1).await.unwrap();
    let name = format!("{name}_{}", std::process::id());
    admin.run_for_tests(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{server}/{name}"), connections).await.unwrap();
    db.migrate().await.unwrap();
    test(&db).await;
    db.close().await;
    admin.run_for_tests(&format!("DROP DATABASE {name}")).await.unwrap();
}

/// Over one connection, so that the next unit of work has the one that was broken off.
#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_unit_of_work_that_is_broken_off_leaves_nothing_on_postgresql() {
    on_postgresql("broken_off", 1, a_unit_of_work_that_is_broken_off_leaves_nothing).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_worker_that_joins_anew_gives_its_old_number_up() {
    on_postgresql("given_up", 4, async |db| {
        let numbers = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
            WHERE locktype = 'advisory' AND d.datname = current_database()";
        let joined = db.join(7).await.unwrap();
        let held = async || {
            let mut tx = db.read().await.unwrap();
            tx.query(numbers).fetch_one::<(i64,)>().await.unwrap().0
        };
        assert_eq!(held().await, 1);
        drop(joined);
        for _ in 0..100 {
            if held().await == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the number is still held");
    })
    .await;
}

/// Also what the database refused, which PostgreSQL would otherwise not forgive the whole unit of work.
async fn what_was_done_since_the_mark_is_undone_alone(db: &Db) {
    let insert = "INSERT INTO workers (number, name, version, since) VALUES ($1, 'name', '1', 0)";
    let mut tx = db.write().await.unwrap();
    tx.query(insert).bind(1_i64).execute().await.unwrap();
    for number in [2_i64, 3] {
        tx.mark().await.unwrap();
        tx.query(insert).bind(number).execute().await.unwrap();
        let refused = store::Error::from(tx.query(insert).bind(1_i64).execute().await.unwrap_err());
        assert!(refused.is_for_good(), "{refused:?}");
        tx.back_to_mark().await.unwrap();
    }
    tx.query(insert).bind(4_i64).execute().await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    let kept: Vec<(i64,)> = tx.query("SELECT number FROM workers ORDER BY number").fetch_all().await.unwrap();
    assert_eq!(kept, [(1,), (4,)]);
}

#[tokio::test]
async fn what_was_done_since_the_mark_is_undone_alone_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("test.db").display()), 1).await.unwrap();
    db.migrate().await.unwrap();
    what_was_done_since_the_mark_is_undone_alone(&db).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: run ./test"]
async fn what_was_done_since_the_mark_is_undone_alone_on_postgresql() {
    on_postgresql("mark", 2, what_was_done_since_the_mark_is_undone_alone).await;
}
