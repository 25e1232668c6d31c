//! Every mail in every language: what it says, and what holds for all of them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use domain::{Language, Name, mail::Content};
use mail::compose::{ComposeError, Composed, Composer};
use mail_parser::MessageParser;
use samples::Sample;
use url::Url;

#[allow(dead_code, unreachable_pub, reason = "shared with the other tests and the example")]
mod samples;

struct Read {
    sample: Sample,
    language: Language,
    composed: Composed,
    text: String,
    html: String,
}

impl Read {
    fn name(&self) -> String {
        format!("{}.{}", self.sample.name, self.language)
    }

    fn source(&self) -> &str {
        std::str::from_utf8(&self.composed.bytes).unwrap()
    }
}

fn read_all() -> Vec<Read> {
    let composer = Composer::new().unwrap();
    let samples = Language::ALL
        .into_iter()
        .flat_map(|language| samples::all(language).into_iter().map(move |sample| (language, sample)));
    samples
        .map(|(language, sample)| {
            let composed = composer.compose(&sample.mail, sample.link().as_ref()).unwrap();
            let message = MessageParser::new().parse(&composed.bytes).unwrap();
            let text = message.body_text(0).unwrap().into_owned();
            let html = message.body_html(0).unwrap().into_owned();
            Read { sample, language, composed, text, html }
        })
        .collect()
}

#[test]
fn every_mail_reads_as_it_was_approved() {
    for read in read_all() {
        if read.sample.name.contains("nasty") && read.language != Language::Nl {
            continue;
        }
        insta::assert_snapshot!(format!("{}.txt", read.name()), read.text);
        // A line per element, so that a change can be read.
        insta::assert_snapshot!(format!("{}.html", read.name()), read.html.replace("><", ">\n<"));
    }
}

#[test]
fn the_source_of_every_mail_is_as_it_was_approved() {
    let chosen = [
        "welcome_unread_sender.nl",
        "welcome_nasty_names.nl",
        "reminder.fr",
        "access_added.en",
        "follow_up_notice.de",
        "failed_task_open.fr",
        "message_several.nl",
        "message_nasty.nl",
        "digest.de",
        "office_message.en",
    ];
    for read in read_all() {
        if chosen.contains(&read.name().as_str()) {
            insta::assert_snapshot!(format!("{}.eml", read.name()), read.source().replace("\r\n", "\n"));
        }
    }
}

#[test]
fn a_mail_is_made_to_the_same_bytes_each_time() {
    let (first, second) = (read_all(), read_all());
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one.composed, other.composed, "{}", one.name());
    }
}

#[test]
fn the_envelope_holds_the_addresses_that_the_wire_knows() {
    for read in read_all() {
        assert_eq!(read.composed.envelope_from, read.sample.mail.sender.from.address.wire());
        assert_eq!(read.composed.envelope_to, read.sample.mail.to.address.wire());
    }
}

#[test]
fn the_bytes_are_seven_bit_in_short_lines_ended_by_crlf() {
    for read in read_all() {
        assert!(read.composed.bytes.is_ascii(), "{}", read.name());
        for line in read.source().split("\r\n") {
            assert!(!line.contains(['\r', '\n', '\0']), "{}: {line:?}", read.name());
            assert!(line.len() <= 76, "{}: {line:?}", read.name());
        }
    }
}

#[test]
fn no_bidi_isolation_mark_reaches_the_reader() {
    for read in read_all() {
        for part in [&read.text, &read.html] {
            assert!(!part.contains(['\u{2068}', '\u{2069}']), "{}", read.name());
        }
    }
}

#[test]
fn the_html_part_fetches_nothing_and_runs_nothing() {
    for read in read_all() {
        let html = read.html.to_lowercase();
        for sign in
            ["<img", "<script", "<link", "<form", "<iframe", " src=", "url(", "@import", "javascript:"]
        {
            assert!(!html.contains(sign), "{}: {sign}", read.name());
        }
    }
}

#[test]
fn the_html_part_is_one_that_a_screen_reader_can_read_out() {
    for read in read_all() {
        let html = &read.html;
        assert_eq!(html.matches("<h1").count(), 1, "{}", read.name());
        assert!(html.starts_with(&format!(r#"<!doctype html><html lang="{}" dir="ltr""#, read.language)));
        for table in html.split("<table").skip(1) {
            let tag = table.split('>').next().unwrap();
            assert!(tag.contains(r#"role="presentation""#), "{}: {tag}", read.name());
        }
    }
}

#[test]
fn text_is_large_and_the_button_too() {
    for read in read_all() {
        for style in read.html.split("font-size:").skip(1) {
            let px: u32 = style.split("px").next().unwrap().parse().unwrap();
            assert!(px >= 16, "{}: {px}px", read.name());
        }
        if read.sample.link().is_some() {
            // 24 + 2 × 16 = 56 px high.
            let button = read.html.split("display:inline-block").nth(1).unwrap().split('"').next().unwrap();
            assert!(button.contains("padding:16px 32px") && button.contains("line-height:24px"), "{button}");
        }
    }
}

/// The HTML as Outlook for Windows reads it: what others take for a comment is part of it.
fn as_outlook(html: &str) -> String {
    html.replace("<!--[if mso]>", "").replace("<![endif]-->", "")
}

/// The HTML as everybody else reads it.
fn as_others(html: &str) -> String {
    let mut parts = html.split("<!--[if mso]>");
    let first = parts.next().unwrap().to_owned();
    parts.map(|part| part.split_once("<![endif]-->").unwrap().1).fold(first, |all, part| all + part)
}

/// Nothing repairs our layouts: each element is closed, in its place, whoever reads it.
#[test]
fn every_element_is_closed_in_its_place() {
    for read in read_all() {
        for html in [as_outlook(&read.html), as_others(&read.html)] {
            assert!(!html.contains("<!--") && !html.contains("-->"), "{}: {html}", read.name());
            let mut open = Vec::new();
            for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
                if let Some(closed) = tag.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(closed), "{}: {html}", read.name());
                } else {
                    let name = tag.split(' ').next().unwrap();
                    if !["!doctype", "meta", "br"].contains(&name) {
                        open.push(name);
                    }
                }
            }
            assert!(open.is_empty(), "{}: {open:?}", read.name());
            for nested in ["<p><p", "<p><div", "<p><table"] {
                assert!(!html.contains(nested), "{}: {nested}", read.name());
            }
        }
    }
}

#[test]
fn a_wide_window_does_not_make_wide_lines() {
    for read in read_all() {
        assert!(as_others(&read.html).contains("width:100%;max-width:600px"), "{}", read.name());
        assert!(as_outlook(&read.html).contains(r#"width="600" cellspacing="0" style="width:600px""#));
    }
}

/// Octets on the wire, in the longest language: what MJML made of the same mails had 12 400 to 20 800.
const BUDGETS: [(&str, usize); 21] = [
    ("welcome", 6_900),
    ("welcome_unread_sender", 7_500),
    ("welcome_nasty_names", 7_600),
    ("reminder", 7_000),
    ("access_added", 5_700),
    ("access_added_open_link", 7_100),
    ("follow_up_notice", 4_800),
    ("failed_task", 7_000),
    ("failed_task_open", 8_100),
    ("failed_task_undelivered", 7_000),
    ("failed_task_broken", 7_000),
    ("message", 6_700),
    ("message_several", 7_400),
    ("message_nasty", 7_600),
    ("vat_documents_ok", 6_400),
    ("vat_taken_back", 6_700),
    ("user_request", 6_900),
    ("user_request_free", 6_700),
    ("digest", 11_100),
    ("office_message", 6_500),
    ("office_message_unread_sender", 6_900),
];

#[test]
fn no_mail_grows_unseen() {
    for read in read_all() {
        let budget = BUDGETS.iter().find(|(name, _)| *name == read.sample.name).unwrap().1;
        let octets = read.composed.bytes.len();
        assert!(octets <= budget, "{}: {octets} octets, {budget} at most", read.name());
        // A budget far above what is needed holds nothing back.
        assert!(octets >= budget * 4 / 5, "{}: {octets} octets are far below {budget}", read.name());
    }
}

/// WCAG 2.2 §1.4.3, for every pair of the style sheet and the layouts: text, ground.
#[test]
fn colours_can_be_told_apart_in_light_and_dark() {
    let light = [
        ("#1b2733", "#ffffff"),
        ("#4a5866", "#ffffff"),
        ("#0b5a8c", "#ffffff"),
        ("#1b2733", "#eef3f7"),
        ("#ffffff", "#123f5c"),
        ("#ffffff", "#0d5c8f"),
        ("#1b2733", "#fff1cc"),
    ];
    let dark = [
        ("#e9eef3", "#1c242d"),
        ("#b9c5d0", "#1c242d"),
        ("#8fcbf7", "#1c242d"),
        ("#e9eef3", "#2a3540"),
        ("#ffffff", "#0d3550"),
        ("#0b1a26", "#8fcbf7"),
        ("#e9eef3", "#4d3d12"),
    ];
    let html: String = read_all().into_iter().map(|read| read.html).collect();
    for (text, ground) in light.into_iter().chain(dark) {
        assert!(html.contains(text) && html.contains(ground), "{text} on {ground} is no longer used");
        let (one, other) = (luminance(text), luminance(ground));
        let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
        assert!(contrast >= 4.5, "{text} on {ground}: {contrast:.2}");
    }
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn what_a_name_holds_stays_text() {
    for read in read_all().iter().filter(|read| read.sample.name == "welcome_nasty_names") {
        for escaped in [
            "&lt;script&gt;alert(&quot;Zoë&quot;)&lt;/script&gt;",
            "O&#39;Brien, &quot;Jo&quot; &lt;x&gt;",
            "Fiduciaire &lt;b&gt;L’Élan&lt;/b&gt; &amp; {{ link }} 王",
            "&#39;; --&quot; &lt;/td&gt;&lt;/table&gt;",
        ] {
            assert!(read.html.contains(escaped), "{escaped}");
        }
        assert!(read.text.contains("O'Brien, \"Jo\" <x>"));
    }
    for read in read_all().iter().filter(|read| read.sample.name == "message_nasty") {
        for escaped in [
            "&lt;script&gt;alert(&quot;Zoë&quot;)&lt;/script&gt;<br><br>-----",
            "{{ link }} {% if x %} [[greeting]]<br>&lt;/blockquote&gt;&lt;a href=&#39;https://x.example&#39;&gt;",
            r#"href="https://portaal.example.be/berichten/1?a=b&amp;c=%27%22%3Cd%3E""#,
        ] {
            assert!(read.html.contains(escaped), "{escaped} in {}", read.html);
        }
        assert!(!read.text.lines().any(|line| line.starts_with("<") || line.starts_with("</")));
    }
}

#[test]
fn the_text_part_stands_alone() {
    for read in read_all() {
        let (mail, text) = (&read.sample.mail, &read.text);
        let says = |value: &str| assert!(text.contains(value), "{}: {value:?} in {text}", read.name());
        let (dossier, contact) = match &mail.content {
            Content::WelcomeV1(w) | Content::WelcomeReminderV1(w) => (&w.dossier_name, Some(&w.contact)),
            Content::AccessAddedV1(added) => (&added.dossier_name, Some(&added.contact)),
            Content::OfficeMessageV1(message) => (&message.dossier_name, Some(&message.contact)),
            Content::FollowUpNoticeV1(notice) => (&notice.dossier_name, None),
            // tests/events.rs looks at these.
            _ => continue,
        };
        says(mail.to.name.as_str());
        says(dossier.as_str());
        if let Some(contact) = contact {
            if read.sample.link().is_some() {
                says(mail.to.address.as_str());
            }
            says(contact.name.as_str());
            says(contact.address.as_str());
            if contact.sender_is_unread {
                says(mail.sender.from.address.as_str());
            }
        }
        if let Some(link) = read.sample.link() {
            assert!(text.lines().any(|line| line == link.as_str()), "{}", read.name());
            says(match read.language {
                Language::Nl => "maandag 7 december 2026 om 16.45\u{a0}uur",
                Language::Fr => "lundi 7 décembre 2026 à 16\u{a0}h\u{a0}45",
                Language::En => "Monday 7 December 2026 at 16:45",
                Language::De => "Montag, 7. Dezember 2026, um 16.45\u{a0}Uhr",
            });
        }
    }
}

#[test]
fn both_parts_hold_the_link_as_it_is_and_no_other_mail_holds_one() {
    for read in read_all() {
        let href = format!(r#"href="{}""#, samples::link());
        let count = if read.sample.link().is_some() { 2 } else { 0 };
        assert_eq!(read.html.matches(&href).count(), count, "{}", read.name());
        assert_eq!(read.html.contains("/welcome/"), count > 0, "{}", read.name());
        assert_eq!(read.text.contains("/welcome/"), count > 0, "{}", read.name());
    }
}

#[test]
fn a_link_is_given_exactly_when_the_mail_holds_one() {
    let composer = Composer::new().unwrap();
    for sample in samples::all(Language::Nl) {
        match sample.mail.content.link() {
            Some(_) => {
                let without = composer.compose(&sample.mail, None);
                assert!(matches!(without, Err(ComposeError::LinkMissing)), "{}", sample.name);
            }
            None => {
                let with = composer.compose(&sample.mail, Some(&samples::link()));
                assert!(matches!(with, Err(ComposeError::LinkUnexpected)), "{}", sample.name);
            }
        }
    }
}

#[test]
fn a_link_that_is_no_web_address_is_refused() {
    let composer = Composer::new().unwrap();
    let sample = samples::all(Language::Nl).remove(0);
    let link = Url::parse("javascript:alert(1)").unwrap();
    let refused = composer.compose(&sample.mail, Some(&link));
    assert!(matches!(refused, Err(ComposeError::LinkScheme(scheme)) if scheme == "javascript"));
}

#[test]
fn a_time_zone_that_there_is_not_is_refused() {
    let composer = Composer::new().unwrap();
    let mut mail = samples::all(Language::Nl).remove(0).mail;
    let Content::WelcomeV1(welcome) = &mut mail.content else { panic!("the first sample is a welcome mail") };
    welcome.time_zone = "Europe/Brugge".to_owned();
    let refused = composer.compose(&mail, Some(&samples::link()));
    assert!(matches!(refused, Err(ComposeError::TimeZone { name, .. }) if name == "Europe/Brugge"));
}

#[test]
fn a_message_id_that_carries_more_than_itself_is_refused() {
    let composer = Composer::new().unwrap();
    let mut mail = samples::all(Language::Nl).remove(0).mail;
    for id in ["", "x", "a@b@c", "a b@c", "a@b>\r\nBcc: x@y.be\r\nX: <a@b", "<a@b>", "é@b", ".a@b", "a@"] {
        mail.message_id = id.to_owned();
        let refused = composer.compose(&mail, Some(&samples::link()));
        assert!(matches!(refused, Err(ComposeError::MessageId(_))), "{id:?}");
    }
}

#[test]
fn a_contact_who_is_the_office_signs_once() {
    let composer = Composer::new().unwrap();
    let mut sample = samples::all(Language::Nl).remove(0);
    let Content::WelcomeV1(welcome) = &mut sample.mail.content else { panic!("a welcome mail") };
    welcome.office_name = Name::parse("Sofie Claes").unwrap();
    let composed = composer.compose(&sample.mail, Some(&samples::link())).unwrap();
    let message = MessageParser::new().parse(&composed.bytes).unwrap();
    let text = message.body_text(0).unwrap();
    assert_eq!(text.lines().filter(|line| *line == "Sofie Claes").count(), 1, "{text}");
}
