//! What a link opens: the form, or a page that says what became of it.

use desk::access::Actor;
use domain::{Language, time::days};

use crate::{
    http::{Answer, get, get_in, head, post},
    world::{OFFICE, World},
};

const GOOD: &str = "zeven blauwe fietsen in de regen";

/// What a page must say in each language, in the order of [`Language::ALL`].
type Said = [&'static str; 4];

async fn says(world: &World, path: &str, status: u16, said: Said) {
    for (language, sentence) in Language::ALL.into_iter().zip(said) {
        let answer = get(world, &format!("{path}?lang={language}")).await;
        assert_eq!(answer.status, status, "{path} {language}");
        assert!(answer.text().contains(sentence), "{language}: {sentence}\n{}", answer.text());
        assert!(answer.body.contains(&format!("<html lang=\"{language}\">")));
        assert!(!answer.body.contains("<title></title>"));
    }
}

#[tokio::test]
async fn a_link_opens_the_form_in_the_clients_own_language() {
    let world = World::start().await;
    let people = [
        (
            Language::Nl,
            "Marie-José",
            "Stel uw wachtwoord in",
            "Beste Marie-José,",
            "maandag 7 december 2026 om 16.45 uur",
        ),
        (
            Language::Fr,
            "Hélène",
            "Définissez votre mot de passe",
            "Bonjour Hélène,",
            "lundi 7 décembre 2026 à 16 h 45",
        ),
        (Language::En, "Oliver", "Set your password", "Dear Oliver,", "Monday 7 December 2026 at 16:45"),
        (
            Language::De,
            "Jürgen",
            "Legen Sie Ihr Passwort fest",
            "Guten Tag Jürgen,",
            "Montag, 7. Dezember 2026, um 16.45 Uhr",
        ),
    ];
    for (language, who, heading, greeting, until) in people {
        let email = format!("{language}@example.be");
        let client = world.client(language, who, &email).await;
        // Whatever the browser asks for: the office knows its client's language.
        let page = get_in(&world, &format!("/welcome/{}", client.token), "es,en;q=0.5").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<html lang=\"{language}\">")));
        assert!(
            page.body.contains(&format!("<title>{heading} – Fiduciaire Léonard &#38; Vandenbroucke</title>"))
        );
        for said in [
            heading,
            greeting,
            until,
            OFFICE,
            &email,
            "12",
            "128",
            "sofie.claes@leonard-vandenbroucke.example.be",
        ] {
            assert!(page.text().contains(said), "{said}\n{}", page.text());
        }
        let fields = [
            "type=\"password\"",
            "autocomplete=\"new-password\"",
            "autocomplete=\"username\"",
            "aria-describedby=\"rules\"",
        ];
        assert!(fields.iter().all(|field| page.body.contains(field)), "{}", page.body);
        assert!(page.body.contains(&format!("<form method=\"post\" action=\"/welcome/{}\"", client.token)));
    }
}

#[tokio::test]
async fn opening_a_link_a_thousand_times_leaves_it_as_good_as_before() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}", client.token);
    let opened_at = async || {
        let found = world.desk().client_user(Actor::Console, world.office, client.id).await.unwrap();
        found.user.link_opened_at
    };
    for _ in 0..500 {
        let answer = head(&world, &path).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    }
    assert_eq!(opened_at().await, None, "a scanner's HEAD is nobody who opens their link");
    for _ in 0..500 {
        assert_eq!(get(&world, &path).await.status, 200);
    }
    assert_eq!(opened_at().await, Some(world.desk().clock().now()));
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 303);
}

#[tokio::test]
async fn an_expired_link_offers_a_new_one() {
    let world = World::start().await;
    let client = world.client(Language::Nl, "Jo", "jo@example.be").await;
    world.forward(days(14));
    let path = format!("/welcome/{}", client.token);
    says(
        &world,
        &path,
        410,
        ["Deze link is verlopen", "Ce lien a expiré", "This link has expired", "Dieser Link ist abgelaufen"],
    )
    .await;
    assert_eq!(head(&world, &path).await.status, 410);
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 410);

    let page = get(&world, &path).await;
    assert!(page.body.contains(&format!("action=\"{path}/new-link\"")));
    let asked = post(&world, &format!("{path}/new-link"), &[("lang", "nl")]).await;
    assert_eq!(asked.status, 200);
    let new = world.newest_token(client.id).await;
    assert_ne!(new, client.token);
    assert_eq!(get(&world, &format!("/welcome/{new}")).await.status, 200);
    assert_eq!(get(&world, &path).await.status, 410);
}

#[tokio::test]
async fn a_replaced_link_says_that_there_is_a_newer_one() {
    let world = World::start().await;
    let client = world.client(Language::Fr, "Jo", "jo@example.be").await;
    let new = world.renew(client.id).await;
    let path = format!("/welcome/{}", client.token);
    let said = [
        "Er is een nieuwere link",
        "Il existe un lien plus récent",
        "There is a newer link",
        "Es gibt einen neueren Link",
    ];
    says(&world, &path, 410, said).await;
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 410);
    assert_eq!(get(&world, &format!("/welcome/{new}")).await.status, 200);
}

#[tokio::test]
async fn a_used_link_says_that_the_password_is_set() {
    let world = World::start().await;
    let client = world.client(Language::De, "Jo", "jo@example.be").await;
    let path = format!("/welcome/{}", client.token);
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 303);
    let said = [
        "Uw wachtwoord is al ingesteld",
        "Votre mot de passe est déjà défini",
        "Your password is already set",
        "Ihr Passwort ist bereits festgelegt",
    ];
    says(&world, &path, 410, said).await;
    assert_eq!(post(&world, &path, &[("password", "another good password of mine")]).await.status, 410);
}

#[tokio::test]
async fn a_withdrawn_invitation_says_whom_to_ask() {
    let world = World::start().await;
    let client = world.client(Language::En, "Jo", "jo@example.be").await;
    world.withdraw(client.id).await;
    let path = format!("/welcome/{}", client.token);
    let said = [
        "Deze toegang is afgesloten",
        "Cet accès est fermé",
        "This access has been closed",
        "Dieser Zugang ist geschlossen",
    ];
    says(&world, &path, 410, said).await;
    let page = get(&world, &path).await;
    assert!(page.body.contains("href=\"mailto:sofie.claes@leonard-vandenbroucke.example.be\""));
    assert!(!page.body.contains("<form"), "there is nothing to ask for");
    assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 410);
}

#[tokio::test]
async fn what_is_no_link_of_ours_is_answered_in_the_browsers_language() {
    let world = World::start().await;
    let said = [
        "Wij kennen deze link niet",
        "Nous ne connaissons pas ce lien",
        "We do not know this link",
        "Wir kennen diesen Link nicht",
    ];
    let client = world.client(Language::En, "Jo", "jo@example.be").await;
    let (cut, longer) = (client.token[..60].to_owned(), format!("{}.", client.token));
    for token in ["x", "%ff%00", "..%2f..", &cut, &longer, "", "%3Cscript%3E"] {
        let path = format!("/welcome/{token}");
        says(&world, &path, 404, said).await;
        for (language, sentence) in Language::ALL.into_iter().zip(said) {
            let answer = get_in(&world, &path, &format!("{language}-BE,es;q=0.3")).await;
            assert_eq!(answer.status, 404);
            assert!(answer.text().contains(sentence), "{token} {language}");
        }
        assert_eq!(head(&world, &path).await.status, 404);
    }
    assert_eq!(get(&world, "/welcome").await.status, 404);
    assert_eq!(post(&world, "/welcome/x", &[("password", GOOD)]).await.status, 404);
}

#[tokio::test]
async fn whoever_asks_for_a_new_link_gets_the_same_answer() {
    let world = World::start().await;
    let expired = world.client(Language::Nl, "A", "a@example.be").await;
    world.forward(days(15));
    let replaced = world.client(Language::Nl, "B", "b@example.be").await;
    world.renew(replaced.id).await;
    let good = world.client(Language::Nl, "C", "c@example.be").await;
    let withdrawn = world.client(Language::Nl, "D", "d@example.be").await;
    world.withdraw(withdrawn.id).await;
    let used = world.client(Language::Nl, "E", "e@example.be").await;
    world.desk().set_first_password(&used.token, GOOD).await.unwrap();
    let said = [
        "Kijk in uw mailbox",
        "Consultez votre messagerie",
        "Look in your mailbox",
        "Sehen Sie in Ihr Postfach",
    ];
    let unknown = "unknown".to_owned();
    for token in [&expired.token, &replaced.token, &good.token, &withdrawn.token, &used.token, &unknown] {
        for (language, sentence) in Language::ALL.into_iter().zip(said) {
            let path = format!("/welcome/{token}/new-link");
            let answer = post(&world, &path, &[("lang", language.code())]).await;
            assert_eq!(answer.status, 200);
            assert!(answer.text().contains(sentence), "{}", answer.text());
        }
    }
    // One new link for the expired one, however often it was asked for; none for the one that was renewed just now.
    let links = async |client: &crate::world::Client| world.newest_token(client.id).await;
    assert_ne!(links(&expired).await, expired.token);
    assert_eq!(links(&good).await, good.token);
    let back = get(&world, &format!("/welcome/{}/new-link?lang=fr", good.token)).await;
    assert_eq!(
        (back.status, back.header("location")),
        (303, format!("/welcome/{}?lang=fr", good.token).as_str())
    );
}

/// What every page of a client carries, whatever it says.
fn is_guarded(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"));
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
}

#[tokio::test]
async fn no_page_lets_its_token_out() {
    let world = World::start().await;
    let expired = world.client(Language::Nl, "A", "a@example.be").await;
    world.forward(days(15));
    let good = world.client(Language::Nl, "B", "b@example.be").await;
    let used = world.client(Language::Nl, "C", "c@example.be").await;
    let path = |token: &str| format!("/welcome/{token}");
    let done = post(&world, &path(&used.token), &[("password", GOOD)]).await;
    assert_eq!(done.header("location"), format!("/welcome/{}/done", used.token));
    let mut answers = vec![done];
    for token in [&expired.token, &good.token, &used.token, &"unknown".to_owned()] {
        answers.push(get(&world, &path(token)).await);
        answers.push(head(&world, &path(token)).await);
        answers.push(post(&world, &path(token), &[("password", "short")]).await);
        answers.push(get(&world, &format!("{}/done", path(token))).await);
        answers.push(post(&world, &format!("{}/new-link", path(token)), &[]).await);
        answers.push(post(&world, &format!("{}/strength", path(token)), &[("password", "short")]).await);
    }
    for answer in &answers {
        is_guarded(answer);
        assert!(
            !answer.body.contains("<script>")
                && !answer.body.contains(" style=")
                && !answer.body.contains(" onclick=")
        );
        for address in answer.addresses() {
            let ours = address.starts_with('/') && !address.starts_with("//");
            assert!(ours || address.starts_with("?lang=") || address.starts_with("mailto:"), "{address}");
            assert!(!(address.starts_with("mailto:") && address.contains(&good.token)));
        }
    }
}

#[tokio::test]
async fn a_name_stays_a_name() {
    let world = World::start().await;
    let client = world
        .client(Language::En, "<script>alert(\"Jo\")</script> & O'Brien {{ 7 }}", "o'brien+a&b@example.be")
        .await;
    let page = get(&world, &format!("/welcome/{}", client.token)).await;
    assert!(!page.body.contains("<script>alert"));
    assert!(
        page.text().contains("Dear <script>alert(\"Jo\")</script> & O'Brien {{ 7 }},"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("o'brien+a&b@example.be"));
}

#[tokio::test]
async fn when_the_database_is_gone_the_page_says_so_and_comes_back() {
    let world = World::start().await;
    let client = world.client(Language::En, "Jo", "jo@example.be").await;
    world.desk().db().close().await;
    let path = format!("/welcome/{}", client.token);
    let said = [
        "Dat lukte nu niet",
        "Cela n’a pas fonctionné",
        "That did not work just now",
        "Das hat gerade nicht geklappt",
    ];
    says(&world, &path, 503, said).await;
    for path in [path.clone(), format!("{path}/new-link"), format!("{path}/strength")] {
        assert_eq!(post(&world, &path, &[("password", GOOD)]).await.status, 503, "{path}");
    }
    is_guarded(&get(&world, &path).await);
}
