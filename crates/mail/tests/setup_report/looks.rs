//! What the whole looks like, in four languages.

use domain::{Language, Name, Timestamp};
use jiff::tz::TimeZone;
use mail::setup_report::{Checked, Request, report};

use crate::samples;

#[tokio::test]
async fn reports_look_as_they_did() {
    for sample in samples::all().await {
        for language in Language::ALL {
            let document = sample.document(language);
            insta::assert_snapshot!(format!("{}.{language}.txt", sample.name), document.to_text());
        }
    }
}

#[tokio::test]
async fn a_page_and_a_mail_look_as_they_did() {
    let samples = samples::all().await;
    let one = |name: &str| samples.iter().find(|sample| sample.name == name).expect("a sample");
    insta::assert_snapshot!("page.html", one("one_thing_wrong").document(Language::Nl).to_html());
    insta::assert_snapshot!("mail.html", one("addresses_denied").document(Language::Fr).to_mail().html);
    insta::assert_snapshot!("stylesheet.css", mail::setup_report::stylesheet());
}

/// What is to be copied has no end that is told from another; all else fits into a window of 80 columns.
#[tokio::test]
async fn lines_are_short_but_for_what_is_copied() {
    for sample in samples::all().await {
        for language in Language::ALL {
            let text = sample.document(language).to_text();
            for line in text.lines().filter(|line| line.chars().count() > 78) {
                let starts = [
                    "v=",
                    "dig ",
                    "nslookup ",
                    "> ",
                    "Add-",
                    "New-",
                    "Set-",
                    "s1.",
                    "s2.",
                    "kantoor",
                    "post.",
                    "fiduc",
                    "boek",
                ];
                assert!(
                    starts.iter().any(|start| line.starts_with(start)),
                    "{}.{language}: {line}",
                    sample.name
                );
            }
            assert!(!text.contains("\n\n\n\n") && !text.lines().any(|line| line.ends_with(' ')), "{text}");
        }
    }
}

#[tokio::test]
async fn both_parts_of_a_mail_say_the_same_and_the_subject_is_one_line() {
    for sample in samples::all().await {
        for language in Language::ALL {
            let (document, mail) = (sample.document(language), sample.document(language).to_mail());
            assert_eq!(mail.text.replace("\r\n", "\n"), document.to_text());
            assert_eq!(mail.subject, document.subject());
            assert!(
                !mail.subject.contains(['\r', '\n']) && mail.subject.chars().count() < 100,
                "{}",
                mail.subject
            );
            // Word by word: folding and markup apart, one is the other.
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().concat();
            let body = mail.html.split_once("<body").expect("a body").1;
            let shown = words(&without_tags(body.split_once('>').expect("its end").1));
            for line in mail.text.lines().filter(|line| line.starts_with("v=") || line.starts_with("dig ")) {
                assert!(shown.contains(&words(line)), "{}.{language}: {line}", sample.name);
            }
        }
    }
}

/// The text that a browser shows.
pub(crate) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    marks.into_iter().fold(text, |text, (mark, c)| text.replace(mark, c))
}

#[test]
fn a_zone_without_a_name_is_told_by_its_distance() {
    let office = Name::parse("Kantoor").unwrap();
    let zone = TimeZone::fixed(jiff::tz::offset(1));
    let said = report(&Request {
        office: &office,
        platform: "portaal.example",
        language: Language::En,
        checked_at: Timestamp::from_millis(0),
        zone: &zone,
        checked: Checked::Domains(&[]),
    });
    assert!(
        said.to_text().contains("Checked on Thursday 1 January 1970 at 01:00 (UTC+01)."),
        "{}",
        said.to_text()
    );
    assert!(said.subject().ends_with("something to look at"), "nothing was checked: {}", said.subject());
}
