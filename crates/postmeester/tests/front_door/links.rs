//! A link stands up to scanners, is used once, and is nowhere but in the mail.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{Installation, on_both};

const PASSWORD: &str = "zeven blauwe fietsen";

async fn invited(installation: &Installation) -> (String, Value, String) {
    let office = installation.office("Kantoor Peeters").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let (status, answer) = installation.invite(&office, &dossier, "zoe@klant.example").await;
    assert_eq!(status, 201);
    installation.arrived(1).await;
    let link = installation.link_to("zoe@klant.example");
    (office, answer, link)
}

on_both! {
    /// Scanners open links with HEAD and GET as often as they like.
    async fn a_link_opened_a_thousand_times_is_still_good(database) {
        let installation = Installation::start(database).await;
        let (office, answer, link) = invited(&installation).await;
        for n in 0..1000 {
            let request = if n % 2 == 0 { installation.http.head(&link) } else { installation.http.get(&link) };
            assert_eq!(request.send().await.unwrap().status(), 200, "request {n}");
        }
        let path = format!("/offices/{office}/client-users/{}", answer["id"].as_str().unwrap());
        let (_, user) = installation.api("GET", &path, Value::Null).await;
        assert_eq!(user["state"], "invited");
        assert!(user["link_opened_at"].is_string(), "{user}");
        let set = installation.http.post(&link).form(&[("password", PASSWORD)]).send().await.unwrap();
        assert!(set.status().is_success() || set.status().is_redirection(), "{}", set.status());
        let (_, user) = installation.api("GET", &path, Value::Null).await;
        assert_eq!(user["state"], "active");
    }
}

on_both! {
    /// Twenty passwords at once: one is set.
    async fn of_twenty_passwords_at_once_one_wins(database) {
        let installation = Installation::start(database).await;
        let (office, answer, link) = invited(&installation).await;
        let posts = (0..20).map(|n| {
            let password = format!("{PASSWORD} {n}");
            installation.http.post(&link).form(&[("password", password)]).send()
        });
        let answers = futures::future::join_all(posts).await;
        let won = |s: &reqwest::StatusCode| s.is_success() || s.is_redirection();
        let statuses: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().status()).collect();
        assert_eq!(statuses.iter().filter(|status| won(status)).count(), 1, "{statuses:?}");
        let path = format!("/offices/{office}/client-users/{}", answer["id"].as_str().unwrap());
        let (_, user) = installation.api("GET", &path, Value::Null).await;
        assert_eq!(user["state"], "active");
    }
}

on_both! {
    /// Nothing that is kept can be turned into a link: not the database, not its journal, not the log.
    async fn no_file_of_the_data_folder_holds_a_token(database) {
        let mut installation = Installation::start(database).await;
        let (office, answer, link) = invited(&installation).await;
        let resend = format!("/offices/{office}/client-users/{}/welcome-mail", answer["id"].as_str().unwrap());
        assert_eq!(installation.api("POST", &resend, Value::Null).await.0, 202);
        installation.arrived(2).await;
        let newest = installation.link_to("zoe@klant.example");
        assert_ne!(link, newest);
        for link in [&link, &newest] {
            installation.http.get(link).send().await.unwrap();
            installation.http.post(link).form(&[("password", "short")]).send().await.unwrap();
        }
        installation.http.post(&newest).form(&[("password", PASSWORD)]).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let look = |installation: &Installation| {
            let mut looked = 0;
            for (name, bytes) in installation.everything_kept() {
                looked += bytes.len();
                for link in [&link, &newest] {
                    let token = link.rsplit('/').next().unwrap();
                    // The secret half of the token, in the letters of the link and as raw bytes in hexadecimal.
                    for needle in [token, &token[26..]] {
                        let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
                        assert!(!found, "{name} holds a token");
                    }
                    let found = bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes());
                    assert!(!found, "{name} holds a password");
                }
            }
            assert!(looked > 20_000, "there was nothing to look at");
        };
        look(&installation);
        installation.stop().await;
        look(&installation);
    }
}

on_both! {
    /// A new link makes the old one worthless, and the old one's page offers a new one.
    async fn a_new_link_replaces_the_old(database) {
        let installation = Installation::start(database).await;
        let (office, answer, link) = invited(&installation).await;
        let path = format!("/offices/{office}/client-users/{}", answer["id"].as_str().unwrap());
        let (status, sent) = installation.api("POST", &format!("{path}/welcome-mail"), Value::Null).await;
        assert_eq!(status, 202, "{sent}");
        installation.arrived(2).await;
        let old = installation.http.get(&link).send().await.unwrap();
        assert_eq!(old.status(), 410);
        let refused = installation.http.post(&link).form(&[("password", PASSWORD)]).send().await.unwrap();
        assert!(refused.status().is_client_error(), "{}", refused.status());
        let corrected = serde_json::json!({"email": "zoe.desmet@klant.example"});
        let (status, user) = installation.api("PATCH", &path, corrected).await;
        assert_eq!((status, user["email"].as_str()), (200, Some("zoe.desmet@klant.example")));
        installation.arrived(3).await;
        let newest = installation.link_to("zoe.desmet@klant.example");
        let set = installation.http.post(&newest).form(&[("password", PASSWORD)]).send().await.unwrap();
        assert!(set.status().is_success() || set.status().is_redirection(), "{}", set.status());
        assert_eq!(installation.api("POST", &format!("{path}/welcome-mail"), Value::Null).await.0, 409);
    }
}
