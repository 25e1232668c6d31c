//! Setting the password: once, and only a good one.

use std::sync::Arc;

use desk::access::Actor;
use domain::{Language, invitation::StateName};

use crate::{
    http::{get, post, send},
    world::World,
};

const GOOD: &str = "zeven blauwe fietsen in de regen";

async fn state(world: &World, id: domain::id::ClientUserId) -> StateName {
    world.desk().client_user(Actor::Console, world.office, id).await.unwrap().state
}

#[tokio::test]
async fn a_good_password_is_set_and_the_next_page_says_what_now() {
    let world = World::start().await;
    let said = [
        ("Uw wachtwoord is ingesteld", "laat u weten wanneer u zich kunt aanmelden"),
        ("Votre mot de passe est défini", "vous fera savoir quand vous pourrez vous connecter"),
        ("Your password is set", "will let you know when you can log in"),
        ("Ihr Passwort ist festgelegt", "teilt Ihnen mit, wann Sie sich anmelden können"),
    ];
    for (language, (heading, next)) in Language::ALL.into_iter().zip(said) {
        let email = format!("{language}@example.be");
        let client = world.client(language, "Jo", &email).await;
        let path = format!("/welcome/{}", client.token);
        let page = get(&world, &format!("{path}/done")).await;
        assert_eq!((page.status, page.header("location")), (303, path.as_str()), "nothing is done yet");

        let answer =
            post(&world, &path, &[("username", &email), ("password", GOOD), ("lang", language.code())]).await;
        assert_eq!(answer.status, 303);
        let page = get(&world, answer.header("location")).await;
        assert_eq!(page.status, 200);
        for sentence in [heading, next, &email] {
            assert!(page.text().contains(sentence), "{sentence}\n{}", page.text());
        }
        assert_eq!(state(&world, client.id).await, StateName::Active);
    }
}

#[tokio::test]
async fn the_language_of_the_page_stays_that_of_the_next() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}", client.token);
    let page = get(&world, &format!("{path}?lang=fr")).await;
    assert!(page.body.contains("<input type=\"hidden\" name=\"lang\" value=\"fr\">"));
    let refused = post(&world, &path, &[("password", "x"), ("lang", "fr")]).await;
    assert!(refused.body.contains("<html lang=\"fr\">"));
    let set = post(&world, &path, &[("password", GOOD), ("lang", "fr")]).await;
    assert_eq!(set.header("location"), format!("{path}/done?lang=fr"));
    assert!(get(&world, set.header("location")).await.text().contains("Votre mot de passe est défini"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_that_come_at_once_one_wins() {
    let world = Arc::new(World::start().await);
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}", client.token);
    let posts: Vec<_> = (0..20)
        .map(|i| {
            let (world, path) = (world.clone(), path.clone());
            tokio::spawn(
                async move { post(&world, &path, &[("password", &format!("{GOOD} {i}"))]).await.status },
            )
        })
        .collect();
    let mut statuses = Vec::new();
    for post in posts {
        statuses.push(post.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![303], vec![410; 19]].concat());
}

#[tokio::test]
async fn a_password_that_is_not_good_enough_is_explained_and_the_link_stays_good() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Marie-José Vandenberghe", "mariejose@telenet.example").await;
    let path = format!("/welcome/{}", client.token);
    let (long, names) = ("é".repeat(129), "Marie-José Vandenberghe");
    let cases: [(&str, [&str; 4]); 5] = [
        (
            "",
            [
                "Vul een wachtwoord in",
                "Saisissez un mot de passe",
                "Fill in a password",
                "Geben Sie ein Passwort ein",
            ],
        ),
        ("kort", ["te kort", "trop court", "too short", "zu kurz"]),
        (&long, ["te lang", "trop long", "too long", "zu lang"]),
        (
            "passwordpassword",
            ["makkelijk te raden", "facile à deviner", "easy to guess", "leicht zu erraten"],
        ),
        (names, ["makkelijk te raden", "facile à deviner", "easy to guess", "leicht zu erraten"]),
    ];
    for (password, said) in cases {
        for (language, sentence) in Language::ALL.into_iter().zip(said) {
            let answer = post(&world, &path, &[("password", password), ("lang", language.code())]).await;
            assert_eq!(answer.status, 422, "{password}");
            let fault = answer.body.split("id=\"fault\"").nth(1).unwrap().split("</p>").next().unwrap();
            assert!(fault.contains(sentence), "{fault}");
            assert!(answer.body.contains("aria-describedby=\"fault rules\" aria-invalid=\"true\" autofocus"));
            let first_seen = get(&world, &format!("{path}?lang={language}")).await;
            let times = |page: &str| {
                page.matches(&format!("\"{password}\"")).count() + page.matches(password).count()
            };
            assert!(
                password.len() < 8 || times(&answer.body) == times(&first_seen.body),
                "it is never sent back"
            );
            // Without a script, this is how the page says how strong it was.
            assert!(answer.body.contains("<div class=\"strength\" data-score=\""));
            assert!(!answer.body.contains("data-enough=\"false\" hidden"));
        }
    }
    assert_eq!(state(&world, client.id).await, StateName::Invited);
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 303);
}

#[tokio::test]
async fn what_is_no_form_or_too_much_sets_no_password() {
    let world = World::start().await;
    let client = world.client(Language::En, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}", client.token);
    let json = ("Content-Type", "application/json");
    let bodies =
        ["", "{\"password\":\"zeven blauwe fietsen in de regen\"}", "%%%&&&===", "Password=x", "\0\0"];
    for body in bodies {
        let answer = send(world.address(), "POST", &path, &[json], body).await;
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.text().contains("Fill in a password."));
    }
    let answer = post(&world, &path, &[("password", &"x".repeat(40_000))]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("This password is too long."));
    assert_eq!(post(&world, "/welcome/unknown", &[("password", &"x".repeat(40_000))]).await.status, 404);
    for method in ["PUT", "DELETE", "PATCH"] {
        assert_eq!(send(world.address(), method, &path, &[], "").await.status, 405);
    }
    assert_eq!(state(&world, client.id).await, StateName::Invited);
}
