//! The front page, and what all pages load.

use domain::{Language, Timestamp};

use crate::{
    http::{get, get_in, head},
    world::{NOW, World},
};

#[tokio::test]
async fn the_front_page_says_what_this_is_and_leads_on() {
    let world = World::start().await;
    let said = ["De maildienst", "Le service de messagerie", "The mail desk", "Der Maildienst"];
    for (language, sentence) in Language::ALL.into_iter().zip(said) {
        let page = get_in(&world, "/", language.code()).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(sentence));
        let leads_to = page.addresses();
        for place in ["/mailbox", "/api/v1/docs", "/readyz"] {
            assert!(leads_to.iter().any(|to| to == place), "{place}: {leads_to:?}");
        }
        assert!(page.text().contains("pmk_example"), "what whoever started it wants to be said");
    }
    let chosen = get(&world, "/?lang=de").await;
    assert!(chosen.addresses().contains(&"/mailbox?lang=de".to_owned()), "the choice goes along");
    assert!(get_in(&world, "/?lang=xx", "pt").await.text().contains("The mail desk"));
}

#[tokio::test]
async fn without_a_mailbox_nothing_leads_there() {
    let world = World::start_at(NOW, false).await;
    assert!(!get(&world, "/").await.body.contains("mailbox"));
    for path in [
        "/mailbox",
        "/mailbox/1",
        "/mailbox/1/html",
        "/mailbox/1/text",
        "/mailbox/1/source",
        "/mailbox/1/raw",
        "/mailbox/1/why",
    ] {
        let answer = get_in(&world, path, "fr").await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("Cette page n’existe pas"));
    }
    assert!(world.folder().exists() && world.desk().clock().now() > Timestamp::from_millis(0));
}

#[tokio::test]
async fn where_there_is_nothing_the_page_says_so() {
    let world = World::start().await;
    let said = [
        "Deze pagina bestaat niet",
        "Cette page n’existe pas",
        "This page does not exist",
        "Diese Seite gibt es nicht",
    ];
    for (language, sentence) in Language::ALL.into_iter().zip(said) {
        for path in ["/nothing", "/welcome/a/b/c", "/mailbox/1/2/3", "/%00"] {
            let page = get_in(&world, path, language.code()).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.text().contains(sentence), "{path}");
            assert_eq!(page.header("referrer-policy"), "no-referrer");
        }
    }
}

#[tokio::test]
async fn style_and_script_are_ours_and_kept_for_as_long_as_they_are_right() {
    let world = World::start().await;
    let page = get(&world, "/").await;
    let assets: Vec<_> = page.addresses().into_iter().filter(|to| to.starts_with("/assets/")).collect();
    assert_eq!(assets.len(), 3, "{assets:?}");
    for asset in assets {
        let answer = get(&world, &asset).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("cache-control").contains("immutable"));
        assert!(!answer.body.is_empty() && !answer.body.contains("https://"), "nothing from elsewhere");
        let kind = answer.header("content-type").to_owned();
        assert!(kind.starts_with(match asset.rsplit('.').next().unwrap() {
            "css" => "text/css",
            "js" => "text/javascript",
            _ => "image/svg+xml",
        }));
        let older = format!("/assets/0123456789abcdef/{}", asset.rsplit('/').next().unwrap());
        let answer = get(&world, &older).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"));
    }
    assert_eq!(get(&world, "/assets/x/secret").await.status, 404);
    assert_eq!(head(&world, "/").await.status, 200);
}
