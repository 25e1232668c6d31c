//! The same domains on a real name server, and what others make of them.

use std::time::Duration;

use mail::dns::{
    Algorithm, Answer, Data, DomainReport, Kind, Policy, Question, Resolver, Standing, Trouble, check,
};
use serde_json::{Value, json};

use crate::{
    catalogue::{Case, cases},
    others::{Expected, python},
    server::Server,
    support::{Keys, report},
    zone::Zone,
};

const NEEDS: &str = "server and libraries";

/// All domains at once.
fn joined(cases: &[Case]) -> Zone {
    let mut zone = Zone::default();
    for case in cases {
        zone.join(case.zone.clone());
    }
    zone
}

#[tokio::test]
#[ignore = "needs NSD and Python libraries; ./test runs it"]
async fn every_verdict_is_that_of_a_real_server_and_of_others() {
    let made = python(&["keys"], &Value::Null);
    let key = |name: &str| made["public"][name].as_str().expect(NEEDS).to_owned();
    let keys = Keys {
        rsa: key("rsa"),
        ed25519: key("ed25519"),
        other_rsa: key("other_rsa"),
        other_ed25519: key("other_ed25519"),
    };
    let cases = cases(&keys);
    let server = Server::start(&joined(&cases)).await;
    let resolver = server.resolver();
    let given: Vec<_> = cases.iter().map(given).collect();
    let given = json!({ "private": made["private"], "cases": given });
    let theirs = python(&["verdicts", &server.port().to_string()], &given);
    let mut differences = Vec::new();
    for (case, theirs) in cases.iter().zip(theirs.as_array().expect(NEEDS)) {
        let ours = check(&resolver, &case.plan).await;
        assert_eq!(ours, report(&case.zone, &case.plan).await, "{}: not as from memory", case.name);
        for (what, ours, theirs) in compared(&ours, theirs) {
            if ours != theirs {
                differences.push(format!("{} | {what} | {ours} | {theirs}", case.name));
            }
        }
    }
    assert_eq!(theirs.as_array().map(Vec::len), Some(cases.len()));
    Expected::read(include_str!("expected_differences.txt")).compare(&differences);
}

fn given(case: &Case) -> Value {
    let plan = &case.plan;
    let keys = std::iter::once(&plan.key).chain(&plan.second_key);
    let keys: Vec<_> = keys.map(|key| (&key.selector, key.algorithm.code())).collect();
    json!({
        "domain": plan.domain,
        "signing_domain": plan.signing_domain,
        "return_path": plan.return_path,
        "helo": "out.desk.example",
        "addresses": ["192.0.2.7", "2001:db8::7"],
        "keys": keys,
    })
}

/// What is looked at, what we say, what they say.
fn compared(ours: &DomainReport, theirs: &Value) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (verdict, theirs) in ours.spf.iter().zip(theirs["spf"].as_array().expect(NEEDS)) {
        let word = serde_json::to_value(verdict.result).expect("a word");
        let word = word.as_str().expect("a word").replace('_', "");
        all.push((format!("spf {}", verdict.address), word, text(theirs)));
    }
    let keys = [Algorithm::Rsa, Algorithm::Ed25519].into_iter().zip(theirs["dkim"].as_array().expect(NEEDS));
    for ((algorithm, theirs), record) in keys.zip(&ours.records) {
        // A text that is no key is none to us, and one that fails to them.
        let word = match (record.standing, theirs.as_str()) {
            (Standing::Right, _) => "pass",
            (Standing::Missing, Some("none")) => "none",
            (Standing::Missing | Standing::Wrong, _) => "fail",
            (Standing::Unknown, _) => "temperror",
        };
        all.push((format!("dkim {}", algorithm.code()), word.to_owned(), text(theirs)));
    }
    let policy = ours.dmarc.policy.as_ref().map(|policy| match policy.policy {
        Policy::None => "none",
        Policy::Quarantine => "quarantine",
        Policy::Reject => "reject",
    });
    let aligned = if ours.dmarc.dkim.aligned || ours.dmarc.spf.aligned { "pass" } else { "fail" };
    let word = policy.map_or_else(|| "none".to_owned(), |policy| format!("{aligned} {policy}"));
    all.push(("dmarc".to_owned(), word.clone(), text(&theirs["dmarc"])));
    all.push(("dmarc by tree".to_owned(), word, text(&theirs["newer_dmarc"])));
    all
}

fn text(value: &Value) -> String {
    value.as_str().expect(NEEDS).to_owned()
}

#[tokio::test]
#[ignore = "needs NSD; ./test runs it"]
async fn answers_are_told_apart() {
    let long = "x".repeat(3000);
    let text = format!(
        "out.desk.example A 192.0.2.7\n empty.below.desk.example TXT a|b\n long.desk.example TXT {long}\n \
         null.desk.example MX 0 .\n alias.desk.example CNAME long.desk.example.\n lost.desk.example CNAME none.example."
    );
    let server = Server::start(&Zone::new(&text)).await;
    let resolver = server.resolver();
    let ask = async |name: &str, kind| resolver.ask(Question { name: name.to_owned(), kind }).await;
    let text = |text: &str| Answer::Records(vec![Data::Text(text.to_owned())]);
    assert_eq!(ask("empty.below.desk.example", Kind::Txt).await, text("ab"));
    assert_eq!(ask("EMPTY.below.desk.EXAMPLE", Kind::Txt).await, text("ab"));
    // Too long for UDP.
    assert_eq!(ask("long.desk.example", Kind::Txt).await, text(&long));
    assert_eq!(ask("alias.desk.example", Kind::Txt).await, text(&long));
    let null = Data::Exchange { preference: 0, host: String::new() };
    assert_eq!(ask("null.desk.example", Kind::Mx).await, Answer::Records(vec![null]));
    assert_eq!(ask("out.desk.example", Kind::Aaaa).await, Answer::NoData);
    assert_eq!(ask("below.desk.example", Kind::Txt).await, Answer::NoData);
    assert_eq!(ask("none.desk.example", Kind::Txt).await, Answer::NoSuchName);
    assert_eq!(ask("lost.desk.example", Kind::Txt).await, Answer::NoSuchName);
    assert_eq!(ask("not a name, \u{e9}@\\.desk.example", Kind::Txt).await, Answer::NoSuchName);
    assert_eq!(ask(&"a".repeat(70), Kind::Txt).await, Answer::NoSuchName);
    let said = Answer::Failed(Trouble::Said("ServFail".to_owned()));
    assert_eq!(ask("a.servfail.be", Kind::Txt).await, said);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_silent_is_waited_for_some_seconds() {
    let silent = tokio::net::UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let resolver = Resolver::new(&[silent.local_addr().expect("bound")]).expect("named");
    let answer = tokio::time::timeout(
        Duration::from_secs(15),
        resolver.ask(Question { name: "office.be".to_owned(), kind: Kind::Txt }),
    )
    .await;
    assert!(matches!(answer, Ok(Answer::Failed(_))), "{answer:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_failure() {
    let port = std::net::UdpSocket::bind("127.0.0.1:0").and_then(|s| s.local_addr()).expect("a port");
    let resolver = Resolver::new(&[port]).expect("named");
    let answer = resolver.ask(Question { name: "office.be".to_owned(), kind: Kind::Txt }).await;
    assert!(matches!(answer, Answer::Failed(_)), "{answer:?}");
}
