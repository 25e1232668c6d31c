//! The test suite of RFC 7208's authors.

use std::future::ready;

use mail::dns::{
    Answer, Kind, Question, Trouble,
    spf::{Client, verdict},
};
use serde_json::Value;

use crate::{
    others::{Expected, python, variable},
    zone::Zone,
};

#[tokio::test]
#[ignore = "needs Python libraries and the suite; ./test runs it"]
async fn every_verdict_is_one_that_the_suite_allows() {
    let suite = python(&["suite", &variable("POSTMEESTER_TEST_SPF_SUITE")], &Value::Null);
    let tests = suite.as_array().expect("a list");
    assert!(tests.len() > 200, "{}", tests.len());
    let mut differences = Vec::new();
    for test in tests {
        let text = |field: &str| test[field].as_str().expect(field).to_owned();
        let client = Client {
            address: text("address").parse().expect("an address"),
            local_part: text("local_part"),
            domain: text("domain"),
            helo: text("helo"),
        };
        let (zone, silent) = zone(test);
        let ours = verdict(|question| ready(answer(&zone, &silent, &question)), &client).await;
        let ours = serde_json::to_value(ours.result).expect("a word");
        let ours = ours.as_str().expect("a word").replace('_', "");
        let allowed: Vec<_> =
            test["results"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        if !allowed.contains(&ours.as_str()) {
            differences.push(format!("{} | {ours} | {}", text("name"), allowed.join(" or ")));
        }
    }
    Expected::read(include_str!("expected_suite_differences.txt")).compare(&differences);
}

/// And the names that give no answer but for what they have.
fn zone(test: &Value) -> (Zone, Vec<String>) {
    let mut zone = Zone::default();
    for record in test["records"].as_array().expect("a list") {
        let field = |number: usize| record[number].as_str().expect("a text");
        let kind = match field(1) {
            "TXT" => Kind::Txt,
            "MX" => Kind::Mx,
            "A" => Kind::A,
            "AAAA" => Kind::Aaaa,
            "PTR" => Kind::Ptr,
            "CNAME" => Kind::Cname,
            other => panic!("{other}"),
        };
        zone.add(field(0).trim_end_matches('.'), kind, field(2));
    }
    let silent = test["silent"].as_array().expect("a list").iter().filter_map(Value::as_str);
    (zone, silent.map(str::to_owned).collect())
}

fn answer(zone: &Zone, silent: &[String], question: &Question) -> Answer {
    match zone.answer(question) {
        Answer::NoData | Answer::NoSuchName
            if silent.contains(&question.name) || question.name.starts_with("error.") =>
        {
            Answer::Failed(Trouble::Timeout)
        }
        answer => answer,
    }
}
