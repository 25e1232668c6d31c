//! Whatever people are called: the headers are the intended ones, and so are the parts.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use domain::{
    EmailAddress, Language, Mailbox, Name, Text,
    event::{EventKind, Facts},
    mail::{Contact, Content, Mail, Notice, OfficeMessage, Welcome},
    recipients,
    sender::{SenderDecision, Step},
};
use mail::compose::Composer;
use mail_parser::{Message, MessageParser};
use proptest::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "shared with the other tests and the example")]
mod samples;

fn composer() -> &'static Composer {
    static COMPOSER: std::sync::LazyLock<Composer> = std::sync::LazyLock::new(|| Composer::new().unwrap());
    &COMPOSER
}

const NASTY: [&str; 12] = [
    "O'Brien, \"Jo\" <x>",
    "Zoë Ünlü 王",
    "👩‍🌾 Hoeve 👨‍👩‍👧‍👦",
    "=?utf-8?Q?Bcc=3A_x=40y.be?=",
    "Jo <jo@example.be>, Bcc: x@y.be",
    "\\",
    "\"",
    "a\\\"; b",
    "--=_7c8d9e0f1a2b--",
    "{{ link }} {% if x %} {# [[greeting]]",
    "</title><script>alert(1)</script>",
    ".",
];

fn names() -> impl Strategy<Value = Name> {
    let text = prop_oneof![
        "\\PC{1,60}",
        "[A-Za-zéüß ,.;:'\"<>()@=?_\\\\&{}%#/-]{1,200}",
        "[A-Z][a-z]{1,12} [A-Z][a-z]{1,12}",
        "[🙂-🙏王李あ]{1,200}",
        prop::sample::select(NASTY.to_vec()).prop_map(str::to_owned),
    ];
    text.prop_filter_map("a name", |text| Name::parse(&text).ok())
}

fn texts() -> impl Strategy<Value = Text> {
    let line = prop_oneof![
        "\\PC{1,80}",
        prop::sample::select(NASTY.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["Bcc: x@y.be", ".", "", "\t<!-- ", "<![endif]-->", "--=_x", "-->"])
            .prop_map(str::to_owned),
    ];
    let lines = prop::collection::vec(line, 1..8);
    (lines, prop::sample::select(vec!["\n", "\r\n", "\n\n"]))
        .prop_filter_map("a text", |(lines, end)| Text::parse(&lines.join(end)).ok())
}

fn addresses() -> impl Strategy<Value = EmailAddress> {
    "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}@([a-zé0-9]{1,30}\\.){1,5}(be|example)"
        .prop_filter_map("an address", |text| EmailAddress::parse(&text).ok())
}

fn mailboxes() -> impl Strategy<Value = Mailbox> {
    (names(), addresses()).prop_map(|(name, address)| Mailbox { name, address })
}

fn senders() -> impl Strategy<Value = SenderDecision> {
    (mailboxes(), prop::option::of(addresses()))
        .prop_map(|(from, reply_to)| samples::sender(Step::FunctionalAddress, from, reply_to))
}

fn welcome(sender: &SenderDecision, office: &Name, dossier: &Name) -> Content {
    Content::WelcomeV1(Welcome {
        office_name: office.clone(),
        dossier_name: dossier.clone(),
        contact: Contact::of(sender),
        ..samples::welcome(sender)
    })
}

/// The HTML of a mail in which nobody has a strange name, and which is otherwise the same.
fn plain_html(language: Language, sender: &SenderDecision, office: &Name) -> String {
    let plain = |name: &Name| samples::name(if name == office { "Kantoor" } else { "Jo" });
    let mut sender = sender.clone();
    sender.from = Mailbox { name: plain(&sender.from.name), address: samples::address("a@example.be") };
    sender.reply_to = sender.reply_to.map(|_| samples::address("b@example.be"));
    let to = samples::mailbox("An", "c@example.be");
    let content = welcome(&sender, &samples::name("Kantoor"), &samples::name("Dossier"));
    let mail = samples::mail(language, to, sender, content);
    let composed = composer().compose(&mail, Some(&samples::link())).unwrap();
    MessageParser::new().parse(&composed.bytes).unwrap().body_html(0).unwrap().into_owned()
}

/// A mail about an event in which everything comes from somebody else.
fn about_event(
    kind: EventKind,
    names: [&Name; 4],
    to: Mailbox,
    texts: Vec<Text>,
    language: Language,
) -> Mail {
    let [office, dossier, by, newcomer] = names;
    let newcomer = Mailbox { name: newcomer.clone(), address: samples::address("joris@example.be") };
    let period = Some("2026-11".parse().unwrap());
    let notice = Notice {
        office_name: office.clone(),
        dossier_name: Some(dossier.clone()),
        texts,
        facts: Facts {
            by: Some(by.clone()),
            period,
            taken_back: false,
            newcomer: Some(newcomer),
            undelivered: None,
            broken_domains: Vec::new(),
            came_back: None,
        },
        ..samples::events::failed(language)
    };
    let because = samples::reasons::instead_of_jan(recipients::Step::DossierManager, None);
    let mail = samples::events::about_event(language, to, because, Content::notice(kind, notice));
    Mail { thread: Some(samples::events::THREAD.to_owned()), ..mail }
}

fn mailbox_of(header: Option<&mail_parser::Address<'_>>) -> (String, String) {
    let all: Vec<_> = header.unwrap().iter().collect();
    let [one] = all[..] else { panic!("{all:?} is not one address") };
    (one.name().unwrap_or_default().to_owned(), one.address().unwrap_or_default().to_owned())
}

fn header_names(message: &Message<'_>) -> Vec<String> {
    message.headers_raw().map(|(name, _)| name.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn no_name_becomes_a_header_or_a_part(
        sender in senders(),
        to in mailboxes(),
        office in names(),
        dossier in names(),
        language in prop::sample::select(Language::ALL.to_vec()),
    ) {
        let content = welcome(&sender, &office, &dossier);
        let mail = samples::mail(language, to.clone(), sender.clone(), content);
        let composed = composer().compose(&mail, Some(&samples::link())).unwrap();

        prop_assert!(composed.bytes.is_ascii());
        for line in composed.bytes.split(|byte| *byte == b'\n') {
            prop_assert!(line.len() <= 998);
            prop_assert!(line.is_empty() || line.ends_with(b"\r"));
            prop_assert!(line.iter().filter(|byte| **byte == b'\r').count() <= 1);
        }

        let message = MessageParser::new().parse(&composed.bytes).unwrap();
        let mut expected = vec!["From", "To"];
        expected.extend(sender.reply_to.as_ref().map(|_| "Reply-To"));
        expected.extend(["Subject", "Date", "Message-ID", "MIME-Version", "Content-Language"]);
        expected.extend(["Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type"]);
        prop_assert_eq!(header_names(&message), expected);
        prop_assert_eq!(
            mailbox_of(message.from()),
            (sender.from.name.as_str().to_owned(), sender.from.address.wire())
        );
        prop_assert_eq!(mailbox_of(message.to()), (to.name.as_str().to_owned(), to.address.wire()));
        if let Some(reply_to) = &sender.reply_to {
            prop_assert_eq!(mailbox_of(message.reply_to()), (String::new(), reply_to.wire()));
        }
        prop_assert!(message.subject().unwrap().contains(office.as_str()));
        prop_assert_eq!(message.message_id(), Some(mail.message_id.as_str()));
        prop_assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-23T15:45:00Z");

        prop_assert_eq!(message.parts.len(), 3);
        prop_assert_eq!((message.text_body_count(), message.html_body_count()), (1, 1));
        prop_assert_eq!(message.attachment_count(), 0);
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        prop_assert!(text.lines().any(|line| line == samples::link().as_str()));
        prop_assert!(text.lines().any(|line| line == dossier.as_str()));
        let href = format!(r#"href="{}""#, samples::link());
        prop_assert_eq!(html.matches(&href).count(), 2);
        let plain = plain_html(language, &sender, &office);
        for mark in ['<', '>', '"'] {
            prop_assert_eq!(html.matches(mark).count(), plain.matches(mark).count(), "{}", html);
        }
    }

    #[test]
    fn nothing_that_a_client_writes_becomes_a_header_or_a_part(
        kind in prop::sample::select(EventKind::ALL.to_vec()),
        names in [names(), names(), names(), names()],
        to in mailboxes(),
        texts in prop::collection::vec(texts(), 1..4),
        language in prop::sample::select(Language::ALL.to_vec()),
    ) {
        let [office, dossier, by, newcomer] = &names;
        let mail = about_event(kind, [office, dossier, by, newcomer], to.clone(), texts.clone(), language);
        let composed = composer().compose(&mail, None).unwrap();
        prop_assert!(composed.bytes.is_ascii());
        for line in composed.bytes.split(|byte| *byte == b'\n') {
            prop_assert!(line.len() <= 998);
            prop_assert!(line.is_empty() || line.ends_with(b"\r"));
            prop_assert!(line.iter().filter(|byte| **byte == b'\r').count() <= 1);
        }

        let message = MessageParser::new().parse(&composed.bytes).unwrap();
        let mut expected = vec!["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"];
        // As the parser spells it.
        expected.extend(["List-ID", "MIME-Version", "Content-Language", "Auto-Submitted"]);
        expected.extend(["X-Auto-Response-Suppress", "Content-Type"]);
        prop_assert_eq!(header_names(&message), expected);
        prop_assert_eq!(mailbox_of(message.to()), (to.name.as_str().to_owned(), to.address.wire()));
        prop_assert!(message.subject().unwrap().contains(dossier.as_str()));
        prop_assert_eq!(message.in_reply_to().as_text(), Some(samples::events::THREAD));
        prop_assert_eq!(message.references().as_text(), Some(samples::events::THREAD));

        prop_assert_eq!(message.parts.len(), 3);
        let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
        for line in texts.iter().flat_map(|text| text.as_str().lines()).filter(|line| !line.is_empty()) {
            prop_assert!(text.lines().any(|there| there == format!("  {line}")), "{:?} in {}", line, text);
        }
        // Marks of HTML: as many as when nobody is called or writes anything odd.
        let [kantoor, wafel, an, joris] = ["Kantoor", "Wafel", "An", "Joris"].map(samples::name);
        let plain = |text: &Text| Text::parse(&vec!["a"; text.as_str().lines().count()].join("\n")).unwrap();
        let to = Mailbox { name: samples::name("Sofie"), ..to };
        let plain = texts.iter().map(plain).collect();
        let plain = about_event(kind, [&kantoor, &wafel, &an, &joris], to, plain, language);
        let plain = composer().compose(&plain, None).unwrap();
        let plain = MessageParser::new().parse(&plain.bytes).unwrap().body_html(0).unwrap().into_owned();
        for mark in ['<', '>', '"'] {
            prop_assert_eq!(html.matches(mark).count(), plain.matches(mark).count(), "{}", html);
        }
    }

    #[test]
    fn what_the_office_writes_to_a_client_stays_text(
        sender in senders(),
        names in [names(), names(), names()],
        said in texts(),
        language in prop::sample::select(Language::ALL.to_vec()),
    ) {
        let [office, dossier, by] = names;
        let message = OfficeMessage {
            office_name: office,
            dossier_name: dossier.clone(),
            by,
            text: said.clone(),
            ..samples::events::office_message(language, Contact::of(&sender))
        };
        let to = samples::mailbox("An", "an@example.be");
        let mail = samples::mail(language, to, sender.clone(), Content::OfficeMessageV1(message));
        let composed = composer().compose(&mail, None).unwrap();
        let message = MessageParser::new().parse(&composed.bytes).unwrap();
        let mut expected = vec!["From", "To"];
        expected.extend(sender.reply_to.as_ref().map(|_| "Reply-To"));
        expected.extend(["Subject", "Date", "Message-ID", "MIME-Version", "Content-Language"]);
        expected.extend(["Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type"]);
        prop_assert_eq!(header_names(&message), expected);
        prop_assert!(message.subject().unwrap().contains(dossier.as_str()));
        prop_assert_eq!(message.parts.len(), 3);
        let text = message.body_text(0).unwrap();
        for line in said.as_str().lines().filter(|line| !line.is_empty()) {
            prop_assert!(text.lines().any(|there| there == format!("  {line}")), "{:?} in {}", line, text);
        }
    }
}
