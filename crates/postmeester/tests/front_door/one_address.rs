//! An address belongs to one office at a time.

use serde_json::{Value, json};

use crate::harness::{Installation, client, on_both};

/// How often the race is run; `./test` runs the whole of it.
fn rounds() -> usize {
    std::env::var("POSTMEESTER_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

on_both! {
    /// 40 creations of one address at 4 offices at once, in several spellings: one is new, those of the same office
    /// find it there, those of the others are refused.
    async fn of_forty_at_once_at_four_offices_one_wins(database) {
        // Refusals are limited to 100 an hour, and each round makes 30.
        let installation = Installation::start_with(database, &[("REFUSALS_PER_HOUR", "1000000")]).await;
        let mut places = Vec::new();
        for n in 0..4 {
            let office = installation.office(&format!("Kantoor {n}")).await;
            let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
            places.push((office, dossier));
        }
        for round in 0..rounds() {
            let spellings = [
                format!("zoe+{round}@müller.example"),
                format!("ZOE+{round}@xn--mller-kva.example"),
                format!("Zoe+{round}@MÜLLER.example"),
                format!("  zoe+{round}@Xn--Mller-Kva.Example "),
            ];
            let calls = (0..40).map(|i| {
                let (office, dossier) = &places[i % 4];
                let body = client(dossier, &spellings[(i / 4) % 4]);
                let (installation, path) = (&installation, format!("/offices/{office}/client-users"));
                async move { (i % 4, installation.api("POST", &path, body).await) }
            });
            let answers = futures::future::join_all(calls).await;
            let winner = answers.iter().filter(|(_, (status, _))| *status == 201).map(|(office, _)| *office);
            let winner: Vec<usize> = winner.collect();
            assert_eq!(winner.len(), 1, "round {round}: {answers:?}");
            for (office, (status, body)) in &answers {
                match status {
                    201 => assert_eq!(body["linked"], false),
                    200 => assert_eq!((*office, &body["linked"]), (winner[0], &json!(true)), "{body}"),
                    409 => {
                        assert_ne!(*office, winner[0], "{body}");
                        assert!(body["type"].as_str().unwrap().ends_with("active-at-another-office"), "{body}");
                        assert!(!body.to_string().contains("Kantoor"), "the other office is never named: {body}");
                    }
                    _ => panic!("{status} {body}"),
                }
            }
            assert_eq!(answers.iter().filter(|(_, (status, _))| *status == 200).count(), 9);
        }
        // One welcome mail a round, and no more: the dossier was not new to those who were linked.
        installation.arrived(rounds() as u64).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(installation.sink.counts().accepted, rounds() as u64);
    }
}

on_both! {
    /// An office that tries out addresses is stopped; an honest one is told when to come back.
    async fn too_many_refusals_have_to_wait(database) {
        let installation = Installation::start_with(database, &[("REFUSALS_PER_HOUR", "3")]).await;
        let (here, there) = (installation.office("Hier").await, installation.office("Daar").await);
        let (mine, theirs) = (installation.dossier(&here, "A").await, installation.dossier(&there, "B").await);
        for n in 0..5 {
            assert_eq!(installation.invite(&there, &theirs, &format!("jo{n}@klant.example")).await.0, 201);
        }
        let items: Vec<Value> = (0..5).map(|n| client(&mine, &format!("jo{n}@klant.example"))).collect();
        let (status, answer) =
            installation.api("POST", &format!("/offices/{here}/client-users/bulk"), Value::from(items)).await;
        let statuses: Vec<_> = answer["results"].as_array().unwrap().iter().map(|r| r["status"].clone()).collect();
        assert_eq!((status, statuses), (200, vec![json!(409), json!(409), json!(409), json!(429), json!(429)]));
        let path = format!("{}/api/v1/offices/{here}/client-users", installation.base);
        let request = installation.http.post(path).bearer_auth(&installation.operator);
        let refused = request.json(&client(&mine, "nobody@elsewhere.example")).send().await.unwrap();
        assert_eq!(refused.status(), 429);
        let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((3500..=3600).contains(&wait), "{wait}");
        // An address that was asked for in vain is not held: the other office can have it.
        assert_eq!(installation.invite(&there, &theirs, "nobody@elsewhere.example").await.0, 201);
    }
}

on_both! {
    /// Withdrawing frees an address; so does closing an account.
    async fn an_address_that_is_given_up_is_free_for_another_office(database) {
        let installation = Installation::start(database).await;
        let (here, there) = (installation.office("Hier").await, installation.office("Daar").await);
        let (mine, theirs) = (installation.dossier(&here, "A").await, installation.dossier(&there, "B").await);
        let (_, first) = installation.invite(&here, &mine, "jo@klant.example").await;
        assert_eq!(installation.invite(&there, &theirs, "jo@klant.example").await.0, 409);
        let path = format!("/offices/{here}/client-users/{}", first["id"].as_str().unwrap());
        assert_eq!(installation.api("DELETE", &path, Value::Null).await.0, 204);
        assert_eq!(installation.invite(&there, &theirs, "jo@klant.example").await.0, 201);
        assert_eq!(installation.invite(&there, &theirs, "jo+hier@klant.example").await.0, 201, "an alias is another");
    }
}
