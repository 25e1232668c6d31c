//! Many offices ask for one address at once, in several spellings: one of them gets it.

use crate::example::Office;

/// How often the race is run: `POSTMEESTER_TEST_ROUNDS`, or 3 times.
fn rounds() -> u32 {
    std::env::var("POSTMEESTER_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

on_both! {
    async fn of_forty_creations_of_one_address_at_four_offices_one_wins(app) {
        let mut offices: Vec<Office> = Vec::new();
        for name in ["maes", "smit", "roux", "horn"] {
            offices.push(app.office(name).await);
        }
        for round in 0..rounds() {
            // The refusals of the rounds before are forgotten, so that nobody has to wait.
            app.clock.forward(domain::time::hours(2));
            let spellings = [
                format!("jo{round}@müller.example"),
                format!("JO{round}@MÜLLER.example"),
                format!("Jo{round}@xn--mller-kva.example"),
            ];
            let calls: Vec<_> = (0..40)
                .map(|n| {
                    let office = offices[n % 4].clone();
                    let body = office.newcomer(&spellings[n % 3]);
                    let call = app.post(&office.key, &office.at("client-users"), &body).send();
                    tokio::spawn(async move { (office.id, call.await) })
                })
                .collect();
            let mut replies = Vec::new();
            for call in calls {
                replies.push(call.await.unwrap());
            }
            let winners: Vec<_> = replies.iter().filter(|(_, reply)| reply.status == 201).collect();
            assert_eq!(winners.len(), 1, "round {round}");
            let (winner, made) = winners[0];
            for (office, reply) in &replies {
                match reply.status {
                    201 => {}
                    200 => {
                        assert_eq!(office, winner, "round {round}");
                        assert_eq!(reply.json()["id"], made.json()["id"]);
                        assert_eq!(reply.json()["linked"], true);
                    }
                    409 => assert_ne!(office, winner, "round {round}: {}", reply.text),
                    other => panic!("{other}: {}", reply.text),
                }
            }
            let same_office = replies.iter().filter(|(office, _)| office == winner).count();
            assert_eq!((same_office, replies.iter().filter(|(_, reply)| reply.status == 200).count()), (10, 9));
        }
    }
}
