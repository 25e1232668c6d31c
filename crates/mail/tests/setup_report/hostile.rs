//! What strangers write into their zones and replies is shown, and does nothing.

use domain::{Language, delivery::SenderFault};
use mail::{
    dns::{Detail, DomainReport, Finding, KeyFault, Kind, Record, TagFault, Trouble},
    setup_report::Document,
    smtp,
};

use crate::{
    looks::without_tags,
    samples::{Found, checked, document, sender},
};

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "v=spf1\u{a0}mx\r\nBcc: everybody@example.com\u{0}\u{7}\u{1b}[31m",
    "\u{202e}lla+ 1fps=v\u{2066}\u{200f}\u{200b}\u{feff}\u{fdd0}\u{fdd1}\u{e000}",
    "`p=` { $office } [[setup-right]] {{ office }}",
    "עברית عربى 王小明",
    "&lt;script&gt; &amp; %00 \\u003c",
];

async fn with(text: &str) -> Document {
    let mut report = checked("", "office.be", |_| {}).await;
    let owned = || text.to_owned();
    let wanted = |value: &str| {
        Some(Record { kind: Kind::Txt, name: "_dmarc.office.be".to_owned(), value: value.to_owned() })
    };
    let finding = |cause, detail, wanted| Finding {
        cause,
        name: owned(),
        found: vec![owned(), owned()],
        wanted,
        detail,
    };
    let unreadable = Detail::Dkim(KeyFault::Unreadable { why: TagFault::NotATag(owned()) });
    report.findings = vec![
        finding(SenderFault::DkimMismatch, unreadable, wanted(text)),
        finding(SenderFault::DmarcUnaligned, Detail::Dmarc, wanted(&format!("v=DMARC1; {text}"))),
        finding(SenderFault::DnsFailure, Detail::Dns { trouble: Trouble::Said(owned()) }, None),
    ];
    document(&Found::Domains(vec![DomainReport { ..report }]), Language::Fr)
}

/// No element but ours, no attribute but ours, nothing that runs or loads.
fn assert_harmless(html: &str) {
    let ours = [
        "a", "b", "body", "code", "div", "h1", "h2", "h3", "h4", "head", "html", "li", "meta", "ol", "p",
        "section", "style", "table", "tbody", "td", "th", "title", "tr", "ul", "!doctype",
    ];
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().expect("a tag");
        let mut parts = tag.trim_start_matches('/').split_ascii_whitespace();
        assert!(ours.contains(&parts.next().unwrap_or_default()), "<{tag}>");
        assert!(!tag.contains("onerror=") && !tag.contains("href") && !tag.contains("src="), "<{tag}>");
    }
}

#[tokio::test]
async fn what_strangers_wrote_is_text_and_nothing_else() {
    for text in HOSTILE {
        let document = with(text).await;
        let mail = document.to_mail();
        for html in [document.to_html(), mail.html] {
            assert_harmless(&html);
        }
        assert!(!document.to_html().contains("style="), "the page's policy forbids it");
        for said in [document.to_text(), mail.subject, without_tags(&document.to_html())] {
            let hidden = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(u32::from(c), 0x200b..=0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xe000 | 0xfdd0 | 0xfdd1 | 0xfeff)
            };
            assert!(!said.contains(hidden), "{said:?}");
        }
        assert!(!document.to_text().lines().any(|line| line.starts_with("Bcc:")));
    }
}

#[tokio::test]
async fn what_cannot_be_seen_in_a_record_is_shown_and_not_handed_on() {
    let said = with("v=spf1\u{a0}mx\u{200b}").await.to_text();
    assert!(said.contains("> v=spf1<U+00A0>mx<U+200B>\n"), "{said}");
    assert!(said.contains("\nv=spf1mx\n") && said.contains("\nv=DMARC1; v=spf1mx\n"), "{said}");
}

/// What is copied goes into a form as it is: printable ASCII on one line.
#[tokio::test]
async fn what_is_copied_holds_nothing_but_printable_characters() {
    for text in HOSTILE {
        let html = with(text).await.to_html();
        let values: Vec<_> = html
            .split("class=\"setup-value\"")
            .skip(1)
            .map(|after| after.split("</td>").next().expect("one"))
            .collect();
        assert!(values.len() >= 8);
        for value in values.iter().chain(
            &html
                .split("class=\"setup-copy\"")
                .skip(1)
                .map(|after| after.split("</div>").next().expect("one"))
                .collect::<Vec<_>>(),
        ) {
            let value = without_tags(&format!("<td{value}"));
            assert!(value.chars().all(|c| matches!(c, ' '..='~')), "{value:?}");
        }
    }
}

#[tokio::test]
async fn a_name_that_a_shell_would_run_is_no_command() {
    let said = with("$(reboot).office.be; reboot").await.to_text();
    assert!(!said.lines().any(|line| line.starts_with("dig ") && line.contains("reboot")), "{said}");
    assert!(said.contains("dig +short TXT _dmarc.office.be @1.1.1.1"));
}

#[tokio::test]
async fn a_record_of_sixty_thousand_octets_is_shown_in_part() {
    let long = "x".repeat(60_000);
    let document = with(&long).await;
    let shown = document.to_text();
    let line = shown.lines().find(|line| line.starts_with("> x")).expect("the record");
    assert_eq!(line.chars().count(), 2 + 2000 + 1);
    assert!(line.ends_with('…'));
    // What is to be copied is whole, or it would be wrong; each finding has one, in two forms.
    assert!(document.to_text().len() < 300_000 && document.to_html().len() < 320_000);
}

#[test]
fn a_relay_that_says_much_and_strange_things_is_told_in_short() {
    let said = format!("550 <script>\u{202e}{}", "y".repeat(60_000));
    let denied = |n: usize| {
        let finding = smtp::Finding::Fault { fault: SenderFault::SendAsDenied, said: format!("{said}{n}") };
        sender(&format!("u{n}@office.be"), finding)
    };
    let probe = smtp::ProbeReport { session: smtp::Finding::Good, senders: (0..1000).map(denied).collect() };
    let document = document(&Found::Relay { host: "<b>.example", probe }, Language::De);
    assert_harmless(&document.to_html());
    let text = document.to_text();
    assert!(text.len() < 12_000 && text.contains("und 950 weitere"), "{}", text.len());
}
