//! Several processes on one PostgreSQL.

use std::time::Duration;

use serde_json::Value;
use smtp_sink::{Fault, Phase, Then};
use tokio::time::{Instant, sleep};

use crate::harness::{Database, Installation, client};

const CONNECTIONS: u64 = 8;

/// An office with so many mails in its queue.
async fn queued(installation: &Installation, mails: usize) {
    let office = installation.office("Kantoor Peeters").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let all: Vec<_> = (0..mails).map(|n| client(&dossier, &format!("client{n}@klant.example"))).collect();
    for some in all.chunks(500) {
        let path = format!("/offices/{office}/client-users/bulk");
        assert_eq!(installation.api("POST", &path, Value::from(some.to_vec())).await.0, 200);
    }
}

/// A lease lasts a minute. Nobody waits for that: the other worker sees within a second or two that this one is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: run ./test"]
async fn what_a_killed_worker_held_is_sent_by_the_other_within_seconds() {
    const MAILS: usize = 1500;
    let mut installation = Installation::start_with(Database::Postgres, &[("SERVE_DELIVERS", "false")]).await;
    installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(Duration::from_millis(20)))]);
    queued(&installation, MAILS).await;
    assert_eq!(installation.sink.counts().accepted, 0, "nobody delivers yet");
    installation.add_worker();
    installation.add_worker();
    installation.arrived(MAILS as u64 / 2).await;
    installation.kill_worker();
    let killed = Instant::now();
    let all = || installation.sink.counts().distinct_message_ids as usize == MAILS;
    while !all() && killed.elapsed() < Duration::from_secs(45) {
        sleep(Duration::from_millis(20)).await;
    }
    assert!(all(), "{:?}\n{}", installation.sink.counts(), installation.log());
    let twice = installation.sink.counts().duplicates;
    eprintln!("all sent {:.1} s after the kill, {twice} twice", killed.elapsed().as_secs_f64());
    assert!(twice <= CONNECTIONS, "{twice} sent twice");
}

/// As many mails a minute as the relay takes, however many workers there are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: run ./test"]
async fn workers_keep_the_relays_pace_together() {
    let settings = [("SERVE_DELIVERS", "false"), ("SMTP_MESSAGES_PER_MINUTE", "600")];
    let mut installation = Installation::start_with(Database::Postgres, &settings).await;
    queued(&installation, 200).await;
    let began = Instant::now();
    (0..3).for_each(|_| installation.add_worker());
    installation.arrived(50).await;
    let took = began.elapsed().as_secs_f64();
    // Ten a second, and a second's worth ahead: the first eleven at once, the fiftieth after 3.9 s. If each of the three kept
    // the pace by itself, it would be 0.7 s, and their start.
    assert!(took > 3.8, "50 mails in {took:.1} s");
    assert!(took < 20.0, "the relay was left waiting: 50 mails in {took:.1} s");
}

/// Whoever lost the connection by which others know that it lives is not gone: what it hands over at that moment is not sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: run ./test"]
async fn a_worker_that_is_cut_off_and_joins_again_sends_nothing_twice() {
    const NUMBER_HELD: &str = "FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND d.datname = current_database()";
    let installation = Installation::start(Database::Postgres).await;
    // Longer than it takes to join again and to look twice.
    installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(Duration::from_secs(4)))]);
    queued(&installation, 8).await;
    sleep(Duration::from_secs(1)).await;
    let cut = installation.sql(&format!("SELECT l.objid, pg_terminate_backend(l.pid) {NUMBER_HELD}"));
    installation.arrived(8).await;
    sleep(Duration::from_secs(8)).await;
    let counts = installation.sink.counts();
    assert_eq!((counts.distinct_message_ids, counts.duplicates), (8, 0), "{}", installation.log());
    let held = installation.sql(&format!("SELECT l.objid {NUMBER_HELD}"));
    assert!(!held.is_empty() && !cut.starts_with(&held), "was {cut}, is {held}");
    assert_eq!(installation.sql("SELECT count(*) FROM workers"), "1");
    assert_eq!(installation.sql("SELECT count(*) FROM queue"), "0");
}
