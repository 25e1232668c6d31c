//! A thousand client-users: in one call, and in a thousand.

use std::time::Instant;

use futures::StreamExt as _;
use serde_json::Value;

use crate::harness::{Installation, client, on_both};

on_both! {
    /// Every one is created, welcomed once, and answered for in its place. The times are told, not judged.
    #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
    async fn a_thousand_in_one_call_and_a_thousand_calls(database) {
        let installation = Installation::start(database).await;
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let mut items: Vec<Value> = (0..1000).map(|n| client(&dossier, &format!("bulk{n}@klant.example"))).collect();
        items[500]["email"] = "not an address".into();
        items[501] = client(&dossier, "BULK7@klant.example");
        let began = Instant::now();
        let (status, answer) =
            installation.api("POST", &format!("/offices/{office}/client-users/bulk"), Value::from(items)).await;
        let bulk = began.elapsed();
        assert_eq!(status, 200, "{answer}");
        let results = answer["results"].as_array().unwrap();
        assert_eq!(results.len(), 1000);
        for (n, result) in results.iter().enumerate() {
            let expected = match n {
                500 => 422,
                501 => 200,
                _ => 201,
            };
            assert_eq!(result["status"], expected, "{n}: {result}");
        }
        assert_eq!(results[501]["body"]["id"], results[7]["body"]["id"]);
        installation.arrived(998).await;
        let began = Instant::now();
        let emails: Vec<String> = (0..1000).map(|n| format!("single{n}@klant.example")).collect();
        let calls = emails.iter().map(|email| installation.invite(&office, &dossier, email));
        let statuses: Vec<u16> =
            futures::stream::iter(calls).buffer_unordered(32).map(|(status, _)| status).collect().await;
        let single = began.elapsed();
        assert!(statuses.iter().all(|status| *status == 201));
        installation.arrived(1998).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let counts = installation.sink.counts();
        assert_eq!((counts.distinct_message_ids, counts.duplicates), (1998, 0));
        eprintln!("{database:?}: 1,000 in one call {bulk:.0?}; 1,000 calls from 32 connections {single:.0?}");
    }
}
