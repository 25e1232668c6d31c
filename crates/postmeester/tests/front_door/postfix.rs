//! A real Postfix takes the mails, and delivers them to a mailbox that the test reads.

use std::{path::PathBuf, time::Duration};

use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::harness::{Database, Installation, client, link_in};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Postfix: run ./test"]
async fn a_mail_through_postfix_leads_to_a_password_on_sqlite() {
    a_mail_through_postfix_leads_to_a_password(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Postfix and PostgreSQL: run ./test"]
async fn a_mail_through_postfix_leads_to_a_password_on_postgresql() {
    a_mail_through_postfix_leads_to_a_password(Database::Postgres).await;
}

/// From the request to the mailbox, and from the mailbox's mail to a password that is set.
async fn a_mail_through_postfix_leads_to_a_password(database: Database) {
    let relay = std::env::var("POSTMEESTER_TEST_POSTFIX").expect("POSTMEESTER_TEST_POSTFIX: run ./test");
    let folder = PathBuf::from(std::env::var("POSTMEESTER_TEST_MAILDIR").expect("run ./test")).join("new");
    let installation = Installation::start_with(database, &[("SMTP_URL", &relay)]).await;
    let office = installation.office("Boekhoudkantoor Vandenbroucke & Zn.").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let email = format!("zoe+{office}@klant.example");
    let items: Vec<Value> = (0..100)
        .map(|n| {
            client(&dossier, &if n == 0 { email.clone() } else { format!("c{n}-{office}@klant.example") })
        })
        .collect();
    let path = format!("/offices/{office}/client-users/bulk");
    let (status, answer) = installation.api("POST", &path, Value::from(items)).await;
    assert_eq!(status, 200, "{answer}");
    let ours = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&office);
    let until = Instant::now() + Duration::from_secs(60);
    let arrived = loop {
        let read = |entry: std::fs::DirEntry| std::fs::read(entry.path()).ok();
        let found: Vec<Vec<u8>> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(read)
            .filter(|m| ours(m))
            .collect();
        if found.len() >= 100 {
            break found;
        }
        assert!(Instant::now() < until, "{} of 100 arrived\n{}", found.len(), installation.log());
        sleep(Duration::from_millis(100)).await;
    };
    assert_eq!(arrived.len(), 100);
    let mail = arrived.iter().find(|m| String::from_utf8_lossy(m).contains(&email)).unwrap();
    let first = answer["results"][0]["body"]["welcome_mail"]["id"].as_str().unwrap();
    let sent = installation.mail_in_state(&office, first, "sent").await;
    let queue_id = sent["relay_queue_id"].as_str().expect("Postfix names its queue id");
    assert!(queue_id.len() >= 8, "{queue_id}");
    let parsed = mail_parser::MessageParser::default().parse(mail).unwrap();
    assert_eq!(parsed.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(parsed.from().unwrap().first().unwrap().name(), Some("Boekhoudkantoor Vandenbroucke & Zn."));
    let link = link_in(mail);
    let set =
        installation.http.post(&link).form(&[("password", "zeven blauwe fietsen")]).send().await.unwrap();
    assert!(set.status().is_success() || set.status().is_redirection(), "{}", set.status());
    let user = answer["results"][0]["body"]["id"].as_str().unwrap();
    let (_, user) =
        installation.api("GET", &format!("/offices/{office}/client-users/{user}"), Value::Null).await;
    assert_eq!(user["state"], "active");
}
