//! `kill -9` in the middle of everything.

use std::time::Duration;

use serde_json::Value;
use smtp_sink::{Fault, Phase, Then};
use tokio::time::{Instant, sleep};

use crate::harness::{Installation, client, on_both};

const MAILS: usize = 5000;
const KILLS: u32 = 10;
const CONNECTIONS: u64 = 8;

on_both! {
    /// What was answered is sent; at most one mail a connection is sent twice at each kill; every repeated mail is
    /// the same, byte for byte.
    async fn ten_kills_during_five_thousand_mails_lose_nothing(database) {
        let mut installation = Installation::start(database).await;
        // A relay that takes a few milliseconds, so that the kills fall among the mails.
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(Duration::from_millis(3)))]);
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let path = format!("/offices/{office}/client-users/bulk");
        let mut batches = (0..MAILS / 250).map(|b| {
            let one = |n: usize| client(&dossier, &format!("client{}@klant.example", b * 250 + n));
            (format!("batch-{b}"), Value::from((0..250).map(one).collect::<Vec<_>>()))
        });
        let mut pending = batches.next();
        let mut kills = 0;
        let mut next_kill = Instant::now() + random(50, 400);
        while pending.is_some() || kills < KILLS {
            if Instant::now() >= next_kill && kills < KILLS {
                installation.kill();
                kills += 1;
                installation.come_up().await;
                next_kill = Instant::now() + random(50, 400);
            }
            let Some((key, body)) = &pending else {
                sleep(Duration::from_millis(5)).await;
                continue;
            };
            // A request that the kill cuts off is sent again with its key, as a careful program does.
            let wait = next_kill.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            let call = installation.try_api("POST", &path, body.clone(), Some(key));
            let wait = if kills < KILLS { wait } else { Duration::from_secs(30) };
            if let Ok(Ok((status, answer))) = tokio::time::timeout(wait, call).await {
                assert_eq!(status, 200, "{answer}");
                let fresh = answer["results"].as_array().unwrap();
                assert!(fresh.iter().all(|r| r["status"] == 201), "{answer}");
                pending = batches.next();
            }
        }
        // Sooner than a lease ends: what the last kill cut off is taken over by who comes after.
        let until = Instant::now() + Duration::from_secs(40);
        while (installation.sink.counts().distinct_message_ids as usize) < MAILS && Instant::now() < until {
            sleep(Duration::from_millis(50)).await;
        }
        sleep(Duration::from_secs(1)).await;
        let counts = installation.sink.counts();
        eprintln!("{database:?}: {KILLS} kills, {} mails, {} sent twice", counts.distinct_message_ids, counts.duplicates);
        assert_eq!(counts.distinct_message_ids as usize, MAILS, "lost mails\n{}", installation.log());
        assert!(counts.duplicates <= u64::from(KILLS) * CONNECTIONS, "{} sent twice", counts.duplicates);
        assert_eq!(installation.sink.differing_repeats(), Vec::<String>::new());
        assert_eq!(counts.out_of_turn, 0);
        let (_, unsent) = installation.api("GET", &format!("/offices/{office}/mails?state=queued"), Value::Null).await;
        assert_eq!(unsent["items"], Value::Array(vec![]));
    }
}

fn random(least: u64, most: u64) -> Duration {
    Duration::from_millis(least + u64::from(getrandom::u32().unwrap()) % (most - least))
}

on_both! {
    /// A stop lets what is under way come to its end: nothing is sent twice, nothing is lost.
    async fn a_stop_finishes_what_is_under_way(database) {
        let mut installation = Installation::start(database).await;
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::SlowReply(Duration::from_millis(5)))]);
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let items = (0..1000).map(|n| client(&dossier, &format!("client{n}@klant.example")));
        let (status, _) = installation
            .api("POST", &format!("/offices/{office}/client-users/bulk"), Value::from(items.collect::<Vec<_>>()))
            .await;
        assert_eq!(status, 200);
        for _ in 0..3 {
            sleep(Duration::from_millis(100)).await;
            installation.stop().await;
            installation.come_up().await;
        }
        // Sooner than a lease ends: what was leased and not begun was given back.
        installation.sink.wait_for(1000, Duration::from_secs(25)).await.unwrap();
        sleep(Duration::from_millis(500)).await;
        let counts = installation.sink.counts();
        assert_eq!((counts.distinct_message_ids, counts.duplicates), (1000, 0));
    }
}
