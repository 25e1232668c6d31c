//! Mails that come back: over LMTP to a running `serve`.

use std::time::Duration;

use serde_json::{Value, json};
use smtp_sink::{Fault, Phase, Received, Sink, Then};
use store::Db;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::{Instant, sleep},
};

use crate::harness::{Database, Installation, on_both};

const UNKNOWN: &str = "550 5.1.1 <zoe@klant.example>: Recipient address rejected: User unknown";

/// An installation that listens for what comes back, and where.
async fn listening(database: Database) -> (Installation, String) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let listen = format!("127.0.0.1:{port}");
    let settings = [("BOUNCE_DOMAIN", "bounces.example"), ("BOUNCE_LISTEN", listen.as_str())];
    (Installation::start_with(database, &settings).await, listen)
}

/// Brings a message over LMTP, as a mail server does: the answer to its recipient, or to its content.
async fn bring(listen: &str, to: &str, content: &str) -> String {
    let mut stream = BufReader::new(TcpStream::connect(listen).await.unwrap());
    let mut answer = String::new();
    let rcpt = format!("RCPT TO:<{to}>\r\n");
    let content = format!("{}\r\n.\r\n", content.replace("\r\n", "\n").replace('\n', "\r\n"));
    for say in ["", "LHLO mx.example\r\n", "MAIL FROM:<>\r\n", &rcpt, "DATA\r\n", &content] {
        stream.get_mut().write_all(say.as_bytes()).await.unwrap();
        loop {
            answer.clear();
            stream.read_line(&mut answer).await.unwrap();
            if answer.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
        if !answer.starts_with(['2', '3']) {
            break;
        }
    }
    answer.trim_end().to_owned()
}

/// What a server makes of a mail that it could not deliver.
fn notification(mail: &Received, said: &str) -> String {
    let (to, status) = (&mail.rcpt_to[0], said.split(' ').nth(1).unwrap());
    let text = String::from_utf8_lossy(&mail.data).into_owned();
    let (headers, _) = text.split_once("\r\n\r\n").unwrap();
    format!(
        "From: MAILER-DAEMON@mx.klant.example\nTo: {}\nSubject: Undelivered Mail\nAuto-Submitted: auto-replied\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\n\n--x\n\
         Content-Type: text/plain\n\nIt could not be delivered.\n\n--x\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.klant.example\n\n\
         Final-Recipient: rfc822; {to}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n\n--x\n\
         Content-Type: text/rfc822-headers\n\n{headers}\n\n--x--\n",
        mail.mail_from
    )
}

async fn get(installation: &Installation, path: &str) -> Value {
    let (status, answer) = installation.api("GET", path, Value::Null).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// An invited client-user, whose mail the relay took: office, client-user, mail, and the mail as it arrived.
async fn invited(
    installation: &Installation,
    email: &str,
) -> (String, String, String, std::sync::Arc<Received>) {
    let office = installation.office("Kantoor Peeters").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let (_, user) = installation.invite(&office, &dossier, email).await;
    let mail = user["welcome_mail"]["id"].as_str().unwrap().to_owned();
    installation.mail_in_state(&office, &mail, "sent").await;
    let arrived = installation.sink.mails().into_iter().find(|mail| mail.rcpt_to[0] == email).unwrap();
    (office, user["id"].as_str().unwrap().to_owned(), mail, arrived)
}

/// Everything of an office that a mail which comes back may change.
async fn picture(installation: &Installation, office: &str) -> Vec<Value> {
    let mut lists = Vec::new();
    for list in ["mails", "events", "client-users", "suppressions", "audit"] {
        lists.push(get(installation, &format!("/offices/{office}/{list}")).await);
    }
    lists
}

on_both! {
    async fn a_mail_that_comes_back_is_bounced_and_the_office_corrects_the_address(database) {
        let (mut installation, listen) = listening(database).await;
        let (office, user, mail, arrived) = invited(&installation, "zoe@klant.example").await;
        assert!(arrived.mail_from.starts_with("b+") && arrived.mail_from.ends_with("@bounces.example"), "{}", arrived.mail_from);
        assert!(arrived.data.starts_with(b"Postmeester-Mail: "));
        let message = notification(&arrived, UNKNOWN);
        let answer = bring(&listen, &arrived.mail_from, &message).await;
        assert!(answer.starts_with("250 "), "{answer}");

        let bounced = installation.mail_in_state(&office, &mail, "bounced").await;
        assert_eq!(bounced["cause"], "address_unknown");
        assert_eq!((&bounced["notifications"][0]["diagnostic"], &bounced["notifications"][0]["matched_by"]), (&json!(UNKNOWN), &json!("return_path")));
        let path = format!("/offices/{office}/client-users/{user}");
        let seen = get(&installation, &path).await;
        assert_eq!((&seen["bounced"], &seen["welcome_mail"]["state"]), (&json!("address_unknown"), &json!("bounced")));

        // The office is told, once, and what to do.
        installation.arrived(2).await;
        let told = installation.sink.mails().pop().unwrap();
        assert_eq!(told.rcpt_to, ["info@kantoor.example"]);
        let parsed = mail_parser::MessageParser::default().parse(&told.data).unwrap();
        let text = parsed.body_text(0).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Vraag de klant om het juiste e-mailadres"), "{text}");
        assert!(text.contains("User unknown"), "{text}");
        installation.mail_in_state(&office, told.message_id.as_deref().unwrap().split('@').next().unwrap(), "sent").await;
        let before = picture(&installation, &office).await;
        let (_, posted) = installation.api("POST", "/bounces", json!({ "message": message })).await;
        assert_eq!(posted["reason"], "already_bounced");
        assert!(bring(&listen, &arrived.mail_from, &message).await.starts_with("250 "));
        assert_eq!(picture(&installation, &office).await, before, "a replay changes nothing");

        // The corrected address is another one.
        let (status, _) = installation.api("PATCH", &path, json!({ "email": "zoe@goed.example" })).await;
        assert_eq!(status, 200);
        installation.arrived(3).await;
        assert_eq!(installation.sink.mails().pop().unwrap().rcpt_to, ["zoe@goed.example"]);
        let seen = get(&installation, &path).await;
        assert_eq!((&seen["bounced"], &seen["state"]), (&Value::Null, &json!("invited")));
        installation.stop().await;
        assert!(TcpStream::connect(&listen).await.is_err(), "it listens no more");
    }
}

on_both! {
    async fn what_is_forged_changes_nothing(database) {
        let (installation, listen) = listening(database).await;
        let (office, _, _, arrived) = invited(&installation, "zoe@klant.example").await;
        let before = picture(&installation, &office).await;
        let (first, rest) = arrived.mail_from.split_at(10);
        let changed = format!("{first}{}{}", if rest.starts_with('a') { 'b' } else { 'a' }, &rest[1..]);
        for to in [changed.as_str(), "b+x@bounces.example", "info@bounces.example", "zoe@klant.example"] {
            let answer = bring(&listen, to, &notification(&arrived, UNKNOWN)).await;
            assert!(answer.starts_with("550 5.1.1"), "{to}: {answer}");
        }
        // A right return path, about another recipient, or about nothing: taken, so that it does not come again.
        let other = notification(&arrived, UNKNOWN).replace("rfc822; zoe@klant.example", "rfc822; jan@klant.example");
        for message in [other.as_str(), "Subject: Ik ben er niet\nAuto-Submitted: auto-replied\n\nTot maandag.\n"] {
            let answer = bring(&listen, &arrived.mail_from, message).await;
            assert!(answer.starts_with("250 "), "{answer}");
        }
        assert_eq!(picture(&installation, &office).await, before);
        let metrics = installation.http.get(format!("{}/metrics", installation.base)).send().await.unwrap().text().await.unwrap();
        for reason in ["other_recipient", "auto_reply"] {
            assert!(metrics.lines().any(|line| line.starts_with("postmeester_bounces_total") && line.contains(reason)), "{metrics}");
        }
    }
}

/// Runs SQL behind the program's back.
async fn sql(installation: &Installation, database: Database, sql: &str) {
    match database {
        Database::Postgres => drop(installation.sql(sql)),
        Database::Sqlite => {
            let file = installation.data_folder().join("postmeester.db");
            let db = Db::open(&format!("sqlite:{}", file.display()), 1).await.unwrap();
            db.run_for_tests(sql).await.unwrap();
            db.close().await;
        }
    }
}

on_both! {
    /// While it cannot be stored, the mail server is asked to come back, and nothing is lost.
    async fn what_cannot_be_stored_is_asked_for_again(database) {
        let (installation, listen) = listening(database).await;
        let (office, user, mail, arrived) = invited(&installation, "zoe@klant.example").await;
        let message = notification(&arrived, UNKNOWN);
        // The last of what is written: all before it is undone.
        sql(&installation, database, "ALTER TABLE suppressions RENAME TO away").await;
        let before = get(&installation, &format!("/offices/{office}/client-users/{user}")).await;
        for _ in 0..2 {
            let answer = bring(&listen, &arrived.mail_from, &message).await;
            assert!(answer.starts_with("451 4.3.0"), "{answer}");
        }
        assert_eq!(get(&installation, &format!("/offices/{office}/client-users/{user}")).await, before);
        sql(&installation, database, "ALTER TABLE away RENAME TO suppressions").await;
        let answer = bring(&listen, &arrived.mail_from, &message).await;
        assert!(answer.starts_with("250 "), "{answer}");
        installation.mail_in_state(&office, &mail, "bounced").await;
        let tasks = get(&installation, &format!("/offices/{office}/events?kind=failed_task")).await;
        assert_eq!(tasks["items"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    /// The relay took it and its answer was lost: when it comes back, it is not offered again.
    async fn an_uncertain_mail_that_comes_back_is_over(database) {
        let (installation, listen) = listening(database).await;
        installation.sink.set_faults(vec![Fault::at(Phase::Content, Then::DropAfterAccept).first(1)]);
        let office = installation.office("Kantoor Peeters").await;
        let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
        let (_, user) = installation.invite(&office, &dossier, "zoe@klant.example").await;
        let mail = user["welcome_mail"]["id"].as_str().unwrap();
        installation.mail_in_state(&office, mail, "deferred").await;
        let arrived = installation.sink.mails().pop().unwrap();
        let answer = bring(&listen, &arrived.mail_from, &notification(&arrived, UNKNOWN)).await;
        assert!(answer.starts_with("250 "), "{answer}");
        let bounced = installation.mail_in_state(&office, mail, "bounced").await;
        assert_eq!((&bounced["next_at"], bounced["attempts"].as_array().unwrap().len()), (&Value::Null, 1));
        let (status, _) = installation.api("POST", &format!("/offices/{office}/mails/{mail}/retry"), Value::Null).await;
        assert_eq!(status, 409);
    }
}

/// SPF is asked of the return path's domain: who has set none keeps the one that they have.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_domain_for_it_nothing_changes_on_the_wire() {
    let installation = Installation::start(Database::Sqlite).await;
    let (.., arrived) = invited(&installation, "zoe@klant.example").await;
    assert_eq!(arrived.mail_from, "info@kantoor.example");
    assert!(!String::from_utf8_lossy(&arrived.data).contains("Postmeester-Mail"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Postfix: run ./test"]
async fn an_unknown_user_comes_back_through_postfix_on_sqlite() {
    an_unknown_user_comes_back_through_postfix(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Postfix and PostgreSQL: run ./test"]
async fn an_unknown_user_comes_back_through_postfix_on_postgresql() {
    an_unknown_user_comes_back_through_postfix(Database::Postgres).await;
}

/// The two ports on which Postfix looks for us are one test's at a time.
static PORTS: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Postfix takes the mail, the next server does not know its reader, and Postfix brings back what it makes of that.
async fn an_unknown_user_comes_back_through_postfix(database: Database) {
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name}: run ./test"));
    let _ports = PORTS.lock().await;
    let listen = variable("POSTMEESTER_TEST_POSTFIX_RELAYED").parse().unwrap();
    let next = Sink::start(smtp_sink::Config { listen, ..smtp_sink::Config::default() }).await.unwrap();
    let unknown = Then::reply(550, "5.1.1 Recipient address rejected: User unknown");
    next.set_faults(vec![Fault::at(Phase::RcptTo, unknown)]);
    let (relay, bounces) =
        (variable("POSTMEESTER_TEST_POSTFIX"), variable("POSTMEESTER_TEST_POSTFIX_BOUNCES"));
    let settings =
        [("SMTP_URL", relay.as_str()), ("BOUNCE_DOMAIN", "bounces.example"), ("BOUNCE_LISTEN", &bounces)];
    let mut installation = Installation::start_with(database, &settings).await;
    let office = installation.office("Kantoor Peeters").await;
    let dossier = installation.dossier(&office, "Bakkerij De Wafel").await;
    let (_, user) = installation.invite(&office, &dossier, &format!("zoe-{office}@relayed.example")).await;
    let path = format!("/offices/{office}/client-users/{}", user["id"].as_str().unwrap());
    let until = Instant::now() + Duration::from_secs(60);
    let seen = loop {
        let seen = get(&installation, &path).await;
        if seen["bounced"] != Value::Null {
            break seen;
        }
        assert!(Instant::now() < until, "it never came back: {seen}\n{}", installation.log());
        sleep(Duration::from_millis(100)).await;
    };
    assert_eq!(
        (&seen["bounced"], &seen["welcome_mail"]["state"]),
        (&json!("address_unknown"), &json!("bounced"))
    );
    let mail = format!("/offices/{office}/mails/{}", user["welcome_mail"]["id"].as_str().unwrap());
    let mail = get(&installation, &mail).await;
    let said = mail["notifications"][0]["diagnostic"].as_str().unwrap();
    assert!(said.contains("User unknown"), "{said}");
    assert_eq!(mail["notifications"][0]["reporting_mta"], "postfix.test.invalid");
    installation.stop().await;
    next.stop().await;
}
