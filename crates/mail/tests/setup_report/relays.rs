//! What is said of an office's own relay.

use domain::{Language, delivery::SenderFault};
use mail::smtp::{Finding, ProbeReport};

use crate::samples::{Found, document, sender};

fn said(host: &'static str, session: Finding) -> String {
    document(&Found::Relay { host, probe: ProbeReport { session, senders: Vec::new() } }, Language::En)
        .to_text()
}

fn fault(fault: SenderFault) -> Finding {
    Finding::Fault { fault, said: "a reply".to_owned() }
}

#[test]
fn each_provider_has_its_own_steps_and_no_other_s() {
    let of = |host| said(host, fault(SenderFault::OauthToken));
    let (microsoft, google, own) = (of("smtp.office365.com"), of("smtp.gmail.com"), of("mail.office.be"));
    for (said, there) in
        [(&microsoft, [true, false, false]), (&google, [false, true, false]), (&own, [false, false, true])]
    {
        let marks = ["SMTP.SendAsApp", "https://mail.google.com/", "smtpd_sender_login_maps."];
        assert_eq!(marks.map(|mark| said.contains(mark)), there, "{said}");
    }
}

#[test]
fn password_log_in_that_is_off_leads_to_the_steps_of_microsoft_whatever_the_host() {
    let said = said("relay.office.be", fault(SenderFault::BasicAuthDisabled));
    assert!(said.contains("Set-CASMailbox") && said.contains("end of December 2026"), "{said}");
}

#[test]
fn a_relay_that_is_right_asks_for_nothing_and_says_what_was_not_seen() {
    let senders = vec![sender("jo@office.be", Finding::Good)];
    let probe = ProbeReport { session: Finding::Good, senders };
    let said = document(&Found::Relay { host: "smtp.office365.com", probe }, Language::En).to_text();
    let said = said.replace("\n  ", " ");
    assert!(said.contains("as sender: jo@office.be."), "{said}");
    assert!(said.contains("only when a whole e-mail has") && !said.contains("PowerShell"), "{said}");
}

#[test]
fn addresses_that_were_not_asked_since_nobody_was_let_in_are_no_news() {
    let senders = vec![sender("jo@office.be", Finding::Unsaid { said: "it was not asked".to_owned() })];
    let probe = ProbeReport { session: fault(SenderFault::Tls), senders };
    let said = document(&Found::Relay { host: "mail.office.be", probe }, Language::En).to_text();
    assert!(!said.contains("jo@office.be") && said.contains("> a reply"), "{said}");
}

/// The commands and names are those of `docs/mail-setup.md`, which offices read.
#[test]
fn what_is_typed_is_what_the_documents_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mail-setup.md");
    let docs = std::fs::read_to_string(path)
        .expect("the document")
        .replace("kantoor.be", "example.com")
        .replace("sofie@", "manager@");
    let said = [
        said("smtp.office365.com", fault(SenderFault::BasicAuthDisabled)),
        said("smtp.gmail.com", fault(SenderFault::OauthToken)),
    ]
    .concat();
    let typed = ["New-", "Add-", "Set-", "https://", "Host: "];
    let lines: Vec<_> =
        said.lines().filter(|line| typed.iter().any(|start| line.starts_with(start))).collect();
    assert!(lines.len() >= 9, "{lines:?}");
    for line in lines {
        assert!(docs.contains(line.trim_start_matches("Host: ")), "{line}");
    }
}
