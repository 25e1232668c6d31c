//! How strong a password would be, while it is typed.

use std::sync::Arc;

use domain::{Language, time::days};
use serde_json::{Value, json};

use crate::{
    http::{Answer, post},
    world::World,
};

fn read(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn the_servers_estimate_is_told_in_the_readers_words() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Marie-José Vandenberghe", "mariejose@telenet.example").await;
    let path = format!("/welcome/{}/strength", client.token);
    let ask = async |password: &str, lang: &str| {
        read(&post(&world, &path, &[("password", password), ("lang", lang)]).await)
    };
    assert_eq!(
        ask("", "").await,
        json!({ "score": 0, "enough": false, "words": "Hier ziet u hoe sterk uw wachtwoord is." })
    );
    assert_eq!(ask("zeven blauw", "").await["words"], "Er is nog één teken nodig.");
    assert_eq!(ask("zeven blauw", "").await["enough"], false);
    assert_eq!(
        ask("zeven blauwe fietsen in de regen", "en").await,
        json!({ "score": 4, "enough": true, "words": "Very good: this is a strong password." })
    );
    assert_eq!(
        ask(&"x".repeat(129), "de").await["words"],
        "Das ist zu lang: Verwenden Sie höchstens 128 Zeichen."
    );
    let own = ask("Marie-José Vandenberghe", "fr").await;
    assert_eq!((&own["enough"], own["score"].as_u64() < Some(3)), (&json!(false), true), "{own}");
}

#[tokio::test]
async fn the_meter_and_the_form_are_of_one_mind() {
    let world = World::start().await;
    for (i, password) in ["aaaaaaaaaaaa", "correct horse", "Tr0ub4dour&3xy", "de kat krabt", "qwertyuiop12"]
        .into_iter()
        .enumerate()
    {
        let client = world.client(Language::En, "Jo", &format!("jo{i}@example.be")).await;
        let path = format!("/welcome/{}", client.token);
        let told = read(&post(&world, &format!("{path}/strength"), &[("password", password)]).await);
        let set = post(&world, &path, &[("password", password)]).await;
        assert_eq!(told["enough"] == true, set.status == 303, "{password}: {told}");
    }
}

#[tokio::test]
async fn only_a_good_link_is_told() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}/strength", client.token);
    assert_eq!(post(&world, "/welcome/unknown/strength", &[("password", "x")]).await.status, 404);
    assert_eq!(post(&world, &path, &[("password", &"x".repeat(40_000))]).await.status, 413);
    world.forward(days(15));
    assert_eq!(post(&world, &path, &[("password", "x")]).await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_asked_to_come_back() {
    let world = Arc::new(World::start().await);
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}/strength", client.token);
    // As difficult to estimate as any.
    let long = "4@8({[<369&#!1/|0$5+7%2".repeat(5);
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let (world, path, long) = (world.clone(), path.clone(), long.clone());
            tokio::spawn(async move { post(&world, &path, &[("password", &long)]).await })
        })
        .collect();
    let mut asked_to_come_back = 0;
    for answer in asked {
        let answer = answer.await.unwrap();
        match answer.status {
            200 => {}
            429 => {
                assert_eq!(answer.header("retry-after"), "1");
                asked_to_come_back += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert!(asked_to_come_back > 0);
    // And then there is room again.
    while post(&world, &path, &[("password", "x")]).await.status != 200 {}
}
