//! Each fault of a relay at each phase: the state, cause and next attempt that follow. The table in
//! `docs/delivery.md` is what this test sees; it fails when the page says something else.

use std::fmt::Write as _;

use serde_json::Value;
use smtp_sink::{Fault, Phase, Then};

use crate::harness::{Database, Installation, on_both};

/// What the relay does, at which phase.
fn cases() -> Vec<(&'static str, Phase, Then)> {
    use Phase::{Content, Data, Ehlo, Greeting, MailFrom, RcptTo};
    vec![
        ("takes it", Content, Then::reply(250, "2.0.0 Ok: queued as 4BXYZ1")),
        ("`MAIL`: 451 4.3.0", MailFrom, Then::reply(451, "4.3.0 later")),
        ("`MAIL`: 553 5.7.1 not owned by user", MailFrom, Then::reply(553, "5.7.1 not owned by user")),
        ("`MAIL`: 553 without an enhanced code", MailFrom, Then::reply(553, "not your address")),
        ("`MAIL`: 530 5.7.57 not authenticated", MailFrom, Then::reply(530, "5.7.57 not authenticated")),
        (
            "`MAIL`: 550 5.7.30 basic authentication",
            MailFrom,
            Then::reply(550, "5.7.30 basic authentication"),
        ),
        ("`MAIL`: 552 5.3.4 too big", MailFrom, Then::reply(552, "5.3.4 too big")),
        ("`MAIL`: connection dropped", MailFrom, Then::Drop),
        ("`RCPT`: 450 4.7.1 greylisted", RcptTo, Then::reply(450, "4.7.1 greylisted")),
        ("`RCPT`: 452 4.2.2 mailbox full for now", RcptTo, Then::reply(452, "4.2.2 mailbox full")),
        ("`RCPT`: 550 5.1.1 no such user", RcptTo, Then::reply(550, "5.1.1 no such user")),
        ("`RCPT`: 550 without an enhanced code", RcptTo, Then::reply(550, "no such user")),
        ("`RCPT`: 553 5.7.1 sender not owned by user", RcptTo, Then::reply(553, "5.7.1 sender not owned")),
        ("`RCPT`: 550 5.1.8 sender's domain not found", RcptTo, Then::reply(550, "5.1.8 domain not found")),
        ("`RCPT`: connection dropped", RcptTo, Then::Drop),
        ("`DATA`: 451 4.3.0", Data, Then::reply(451, "4.3.0 later")),
        ("`DATA`: 554 5.6.0", Data, Then::reply(554, "5.6.0 not like this")),
        ("`DATA`: connection dropped", Data, Then::Drop),
        ("content: connection dropped after 2,000 octets", Content, Then::DropMidData(2000)),
        ("final dot: 452 4.2.2 over quota", Content, Then::reply(452, "4.2.2 over quota")),
        ("final dot: 554 5.6.0 cannot be read", Content, Then::reply(554, "5.6.0 cannot be read")),
        (
            "final dot: 550 5.7.60 may not send as this sender",
            Content,
            Then::reply(550, "5.7.60 may not send as"),
        ),
        ("final dot: 550 5.7.23 SPF", Content, Then::reply(550, "5.7.23 SPF")),
        ("final dot: 550 5.7.26 not authenticated", Content, Then::reply(550, "5.7.26 unauthenticated")),
        ("final dot: connection dropped, mail not taken", Content, Then::Drop),
        ("final dot: connection dropped, mail taken", Content, Then::DropAfterAccept),
        ("final dot: an answer that is none", Content, Then::Garbage(b"\x00\xffwhat\r\n".to_vec())),
        ("`MAIL`: 421 4.3.2 shutting down", MailFrom, Then::reply_then_drop(421, "4.3.2 shutting down")),
        ("`RCPT`: 421 4.7.0 too many mails", RcptTo, Then::reply_then_drop(421, "4.7.0 too many")),
        ("final dot: 421 4.4.2 time is up", Content, Then::reply_then_drop(421, "4.4.2 time is up")),
        ("greeting: 554 no service", Greeting, Then::reply(554, "no service")),
        ("greeting: connection dropped", Greeting, Then::Drop),
        ("`EHLO`: connection dropped", Ehlo, Then::Drop),
        ("does not listen", Phase::Connect, Then::Drop),
    ]
}

on_both! {
    async fn each_fault_has_the_consequence_that_the_page_says(database) {
        let installation = Installation::start_with(database, &[("SMTP_CONNECTIONS", "1")]).await;
        let mut table = String::new();
        for (n, (what, phase, then)) in cases().into_iter().enumerate() {
            // An office for each, so that a held sender does not meet the next case's success.
            let office = installation.office(&format!("Kantoor {n}")).await;
            let dossier = installation.dossier(&office, "A").await;
            if phase == Phase::Connect {
                installation.sink.go_down().await;
            } else {
                if matches!(phase, Phase::Greeting | Phase::Ehlo) {
                    // A kept connection has its greeting behind it.
                    installation.sink.go_down().await;
                    installation.sink.come_back().await.unwrap();
                }
                installation.sink.set_faults(vec![Fault::at(phase, then)]);
            }
            let (_, answer) = installation.invite(&office, &dossier, &format!("client{n}@klant.example")).await;
            let mail = answer["welcome_mail"]["id"].as_str().unwrap();
            let mail = attempted(&installation, &office, mail).await;
            let _ = writeln!(table, "| {what} | {} |", told(&mail));
            installation.sink.set_faults(Vec::new());
            if phase == Phase::Connect {
                installation.sink.come_back().await.unwrap();
            }
            if mail["cause"] == "unreachable" {
                // The relay was left alone for a moment; a mail that gets through ends that.
                let (_, answer) = installation.invite(&office, &dossier, &format!("after{n}@klant.example")).await;
                let after = answer["welcome_mail"]["id"].as_str().unwrap();
                installation.mail_in_state(&office, after, "sent").await;
            }
        }
        compare(database, &table);
    }
}

/// The mail, once an attempt was made.
async fn attempted(installation: &Installation, office: &str, mail: &str) -> Value {
    for _ in 0..4000 {
        let (_, answer) =
            installation.api("GET", &format!("/offices/{office}/mails/{mail}"), Value::Null).await;
        if answer["attempts"].as_array().is_some_and(|a| !a.is_empty()) && answer["state"] != "sending" {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no attempt:\n{}", installation.log());
}

/// State, cause, and how long until the next attempt, by what the first attempt may draw.
fn told(mail: &Value) -> String {
    let seconds = |field: &Value| -> i64 {
        field.as_str().map_or(0, |text| text.parse::<jiff::Timestamp>().unwrap().as_second())
    };
    let attempt = &mail["attempts"][0];
    let pause = seconds(&mail["next_at"]) - seconds(&attempt["at"]);
    let next = match mail["state"].as_str().unwrap() {
        "deferred" if (29..=39).contains(&pause) => "in 30 to 38 s",
        "held" if (299..=376).contains(&pause) => "one probe in 5 to 6¼ min",
        "sent" | "failed" if mail["next_at"].is_null() => "–",
        _ => panic!("{mail}"),
    };
    let cause = mail["cause"].as_str().unwrap_or("–");
    format!(
        "{} | {} | {} | {next}",
        attempt["outcome"].as_str().unwrap(),
        mail["state"].as_str().unwrap(),
        cause
    )
}

fn compare(database: Database, table: &str) {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/delivery.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once("<!-- table -->\n").unwrap();
    let (kept, after) = rest.split_once("<!-- end of table -->").unwrap();
    let head = "| the relay | outcome | state | cause | next attempt by itself |\n|---|---|---|---|---|\n";
    let seen = format!("{head}{table}");
    if std::env::var_os("UPDATE_DOCS").is_some() && database == Database::Sqlite {
        std::fs::write(&page, format!("{before}<!-- table -->\n{seen}<!-- end of table -->{after}")).unwrap();
        return;
    }
    assert_eq!(kept, seen, "docs/delivery.md is stale: UPDATE_DOCS=1 cargo test -p postmeester fault_table");
}
