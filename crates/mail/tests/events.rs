//! Mails about events: what they say to whom, and what holds their conversations together.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use domain::{
    Language,
    mail::{Content, DigestEvent, Mail, Notice},
};
use mail::compose::{ComposeError, Composer};
use mail_parser::MessageParser;
use samples::{Sample, events};

#[allow(dead_code, unreachable_pub, reason = "shared with the other tests and the example")]
mod samples;

fn composer() -> &'static Composer {
    static COMPOSER: std::sync::LazyLock<Composer> = std::sync::LazyLock::new(|| Composer::new().unwrap());
    &COMPOSER
}

struct Read {
    subject: String,
    text: String,
    html: String,
    headers: String,
}

fn read(mail: &Mail) -> Read {
    let composed = composer().compose(mail, None).unwrap();
    let message = MessageParser::new().parse(&composed.bytes).unwrap();
    let source = String::from_utf8(composed.bytes.clone()).unwrap();
    Read {
        subject: message.subject().unwrap().to_owned(),
        text: message.body_text(0).unwrap().into_owned(),
        html: message.body_html(0).unwrap().into_owned(),
        // Unfolded (RFC 5322 §2.2.3).
        headers: source.split("\r\n\r\n").next().unwrap().replace("\r\n ", " "),
    }
}

fn sample(language: Language, name: &str) -> Mail {
    samples::all(language).into_iter().find(|sample| sample.name == name).unwrap().mail
}

fn notice(content: &Content) -> Option<&Notice> {
    match content {
        Content::FailedTaskV1(notice)
        | Content::MessageV1(notice)
        | Content::VatDocumentsOkV1(notice)
        | Content::UserRequestV1(notice) => Some(notice),
        _ => None,
    }
}

#[test]
fn every_reader_is_told_why_they_hear() {
    for language in Language::ALL {
        let mut told = String::new();
        for Sample { name, mail } in samples::reasons::all(language) {
            let Read { text, html, .. } = read(&mail);
            let (top, why) = text.split_once(&"-".repeat(50)).unwrap();
            let opening: Vec<_> = top.lines().take(3).filter(|line| !line.is_empty()).collect();
            told.push_str(&format!(
                "## {name}\n{}\n{}\n\n",
                opening.join("\n"),
                why.trim().replace("\r\n", "\n")
            ));
            for sentence in why.lines().filter(|line| !line.is_empty()) {
                let sentence = sentence.replace('\'', "&#39;");
                assert!(html.contains(&sentence), "{language}, {name}: {sentence}");
            }
        }
        insta::assert_snapshot!(format!("reasons.{language}.txt"), told);
    }
}

#[test]
fn an_address_of_the_office_is_not_spoken_to_as_a_person() {
    for language in Language::ALL {
        for Sample { name, mail } in samples::reasons::all(language) {
            let greeting = read(&mail).text.lines().next().unwrap().to_owned();
            let is_person = mail.recipient.as_ref().unwrap().employee_id.is_some();
            assert_eq!(greeting.contains(mail.to.name.as_str()), is_person, "{name}: {greeting}");
        }
    }
}

#[test]
fn what_was_open_for_too_long_says_so_before_all_else() {
    for language in Language::ALL {
        let Read { text, html, .. } = read(&sample(language, "failed_task_open"));
        let second = text.lines().nth(2).unwrap();
        assert!(second.contains('8'), "{second}");
        // Once in the hidden first line, once at the top, once where it says why.
        assert_eq!(html.matches(second).count(), 3, "{second}");
    }
}

#[test]
fn a_mail_about_an_event_stands_alone_in_both_parts() {
    for language in Language::ALL {
        for Sample { name, mail } in samples::all(language) {
            let Some(notice) = notice(&mail.content) else { continue };
            let Read { text, html, .. } = read(&mail);
            let html = html.replace("<br>", "\n").replace("&quot;", "\"").replace("&#39;", "'");
            let html = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let says = |value: &str| {
                assert!(text.contains(value), "{name}.{language}: {value:?} in {text}");
                assert!(html.contains(value), "{name}.{language}: {value:?} in {html}");
            };
            for line in notice.texts.iter().flat_map(|text| text.as_str().lines()) {
                says(line);
            }
            for name in notice.dossier_name.iter().chain(&notice.facts.by) {
                says(name.as_str());
            }
            if let Some(newcomer) = &notice.facts.newcomer {
                says(newcomer.name.as_str());
                says(newcomer.address.as_str());
            }
            if notice.facts.period.is_some() {
                says("2026");
            }
            says(notice.link.as_str());
            says(if language == Language::En { "16:38" } else { "16" });
            assert_eq!(html.matches(&format!(r#"href="{}""#, notice.link.as_str())).count(), 2);
        }
    }
}

#[test]
fn nothing_that_is_not_known_leaves_a_hole() {
    for language in Language::ALL {
        for Sample { name, mut mail } in samples::all(language) {
            let (Content::FailedTaskV1(notice)
            | Content::MessageV1(notice)
            | Content::VatDocumentsOkV1(notice)
            | Content::UserRequestV1(notice)) = &mut mail.content
            else {
                continue;
            };
            notice.facts = domain::event::Facts { taken_back: notice.facts.taken_back, ..Default::default() };
            notice.dossier_name = None;
            mail.recipient = None;
            let Read { subject, text, html, .. } = read(&mail);
            for part in [&subject, &text] {
                assert!(!part.contains("  \u{2013}") && !part.contains("\u{2013}  "), "{name}: {part}");
                assert!(!part.contains("\r\n\r\n\r\n"), "{name}: {part}");
            }
            assert!(!subject.ends_with([' ', '\u{2013}']), "{name}: {subject}");
            for hole in ["<b></b>", "<p></p>", r#""></blockquote>"#] {
                assert!(!html.contains(hole), "{name}: {hole} in {html}");
            }
        }
    }
}

#[test]
fn the_subjects_of_a_conversation_are_one() {
    for language in Language::ALL {
        let subject = |count| {
            let mail = sample(language, "message");
            read(&Mail { content: Content::MessageV1(events::message(language, count)), ..mail }).subject
        };
        assert_eq!(subject(1), subject(3));
        assert!(subject(1).contains("Bakkerij De Gouden Korst bv"));
        let mut other = events::message(language, 1);
        other.facts.by = None;
        let mail = Mail { content: Content::MessageV1(other), ..sample(language, "message") };
        assert_eq!(read(&mail).subject, subject(1));
    }
}

#[test]
fn a_conversation_is_held_together_by_its_thread() {
    for name in ["message", "office_message"] {
        let headers = read(&sample(Language::Nl, name)).headers;
        for header in ["References", "In-Reply-To"] {
            let line = format!("{header}: <{}>", events::THREAD);
            assert!(headers.lines().any(|there| there == line), "{line} in {headers}");
        }
    }
    let headers = read(&sample(Language::Nl, "failed_task")).headers;
    assert!(!headers.contains("References") && !headers.contains("In-Reply-To"), "{headers}");
}

#[test]
fn a_thread_that_carries_more_than_itself_is_refused() {
    let mut mail = sample(Language::Nl, "message");
    let own = mail.message_id.clone();
    for thread in ["", "x", "a@b c@d", "a@b> <c@d", "a@b>\r\nBcc: x@y.be\r\nX: <a@b", "<a@b>", "é@b", &own] {
        mail.thread = Some(thread.to_owned());
        let refused = composer().compose(&mail, None);
        assert!(matches!(refused, Err(ComposeError::Thread(_))), "{thread:?}");
    }
}

#[test]
fn a_mail_program_can_sort_by_kind_and_office() {
    let office = "019ab1c2-0000-7000-8000-000000000001.portaal.example.be";
    let cases = [
        ("failed_task", Some((r#""Gefaalde taken""#, "failed-task"))),
        ("message", Some((r#""Berichten van de communicatiemodule""#, "message"))),
        ("vat_taken_back", Some((r#""Documenten btw ok""#, "vat-documents-ok"))),
        ("user_request", Some((r#""Gebruikersaanvragen""#, "user-request"))),
        ("digest", Some((r#""Overzicht van meldingen""#, "digest"))),
        ("office_message", None),
        ("follow_up_notice", None),
    ];
    for (name, list) in cases {
        let headers = read(&sample(Language::Nl, name)).headers;
        let found: Vec<_> = headers.lines().filter(|line| line.starts_with("List-Id: ")).collect();
        let expected: Vec<_> =
            list.iter().map(|(phrase, kind)| format!("List-Id: {phrase} <{kind}.{office}>")).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_list_whose_name_would_be_too_long_is_not_named() {
    let mut mail = sample(Language::Nl, "failed_task");
    mail.message_id =
        format!("a@{}.be", ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(40)].join("."));
    assert!(!read(&mail).headers.contains("List-Id"));
}

#[test]
fn a_digest_counts_what_it_has_no_room_for() {
    for language in Language::ALL {
        let mut mail = sample(language, "digest");
        let Content::DigestV1(digest) = &mut mail.content else { panic!("a digest") };
        let one: DigestEvent = digest.dossiers[0].events[0].clone();
        digest.dossiers[0].events = vec![one; 1000];
        let Read { subject, text, html, .. } = read(&mail);
        assert!(subject.contains("1003"), "{subject}");
        assert!(text.contains("943") && html.contains("943"), "{text}");
        assert!(html.len() < 100_000, "{}", html.len());
    }
}
