//! Each thing that can be wrong has words of its own.

use std::collections::BTreeSet;

use domain::{Language, delivery::SenderFault};
use mail::dns::{
    Detail, DomainReport, Finding, KeyFault, MxFault, Policy, TagFault, Trouble, Warning,
    spf::{Because, Census, Cost, SpfFault, SpfResult, SpfVerdict},
};

use crate::samples::{Found, checked, document};

fn finding(cause: SenderFault, name: &str, detail: Detail) -> Finding {
    Finding { cause, name: name.to_owned(), found: Vec::new(), wanted: None, detail }
}

fn keys() -> Vec<Finding> {
    let text = |text: &str| text.to_owned();
    let faults = [
        KeyFault::Nothing,
        KeyFault::AliasOfNothing { target: text("gone.desk.example") },
        KeyFault::NotAKey,
        KeyFault::SeveralRecords { count: 2 },
        KeyFault::Unreadable { why: TagFault::NotATag(String::new()) },
        KeyFault::Unreadable { why: TagFault::NotATag(text("k rsa")) },
        KeyFault::Unreadable { why: TagFault::Twice(text("p")) },
        KeyFault::Version { version: text("dkim1") },
        KeyFault::NoPublicKey,
        KeyFault::Revoked,
        KeyFault::OtherAlgorithm { algorithm: text("ed25519") },
        KeyFault::NotForMail { services: text("tlsrpt") },
        KeyFault::NotForSha256 { hashes: text("sha1") },
        KeyFault::OtherKey,
    ];
    faults
        .map(|fault| finding(SenderFault::DkimMismatch, "pm1._domainkey.office.be", Detail::Dkim(fault)))
        .to_vec()
}

fn spf() -> Vec<Finding> {
    let (term, through) =
        (|term: &str| term.to_owned(), || vec!["office.be".to_owned(), "_spf.host.example".to_owned()]);
    let broken = |fault| (SpfResult::PermError, Because::Broken { through: through(), fault });
    let matched = |result, sign: &str| {
        (result, Because::Matched { through: vec!["office.be".to_owned()], term: term(sign) })
    };
    let reasons = [
        (SpfResult::None, Because::NoRecord),
        matched(SpfResult::Fail, "-all"),
        matched(SpfResult::SoftFail, "~all"),
        matched(SpfResult::Neutral, "?all"),
        (SpfResult::Neutral, Because::NothingMatched),
        broken(SpfFault::SeveralRecords { count: 2 }),
        broken(SpfFault::Unreadable { term: term("ipv4:192.0.2.1") }),
        broken(SpfFault::NothingIncluded { term: term("include:gone.example"), name: term("gone.example") }),
        broken(SpfFault::TooManyLookups { term: term("include:eleventh.example") }),
        broken(SpfFault::Loop { term: term("include:office.be") }),
        broken(SpfFault::TooManyVoidLookups { term: term("a:nothing3.office.be") }),
        broken(SpfFault::TooManyMailServers { term: term("mx") }),
        (SpfResult::TempError, Because::NoAnswer { name: term("office.be"), trouble: Trouble::Timeout }),
    ];
    let verdict = |(result, because): (SpfResult, Because)| {
        let one = |address: &str| SpfVerdict {
            address: address.parse().expect("an address"),
            result,
            because: because.clone(),
            lookups: 1,
            void: vec!["nothing1.office.be".to_owned(), "nothing2.office.be".to_owned()],
        };
        let verdicts = vec![one("192.0.2.7"), one("2001:db8::7")];
        finding(SenderFault::SpfNotAuthorised, "office.be", Detail::Spf { verdicts })
    };
    reasons.map(verdict).to_vec()
}

fn answers() -> Vec<Finding> {
    let servers = [MxFault::NoSuchDomain, MxFault::Nothing, MxFault::NullMx, MxFault::NoAddress];
    let troubles = [
        Trouble::Timeout,
        Trouble::Said("ServFail".to_owned()),
        Trouble::Broken("connection refused".to_owned()),
        Trouble::OutOfTime,
        Trouble::OutOfQuestions,
    ];
    let servers = servers.map(|fault| finding(SenderFault::NoMx, "office.be", Detail::Mx(fault)));
    let troubles =
        troubles.map(|trouble| finding(SenderFault::DnsFailure, "office.be", Detail::Dns { trouble }));
    [servers.to_vec(), troubles.to_vec()].concat()
}

fn warnings() -> Vec<Warning> {
    let name = || "office.be".to_owned();
    vec![
        Warning::DkimTesting { name: name() },
        Warning::DkimVersionNotFirst { name: name() },
        Warning::DkimSecondKeyMissing { name: name() },
        Warning::SpfAnybody { name: name() },
        Warning::SpfManyLookups { name: name(), lookups: 14 },
        Warning::SpfManyLookups { name: name(), lookups: 30 },
        Warning::SpfOfFrom { name: name(), result: SpfResult::SoftFail },
        Warning::DmarcMissing { name: name() },
        Warning::DmarcSeveral { name: name(), count: 2 },
        Warning::DmarcUnreadable { name: name() },
        Warning::DmarcAsksNothing { name: name() },
        Warning::DmarcBySpfAlone,
        Warning::AddressInsteadOfMx { name: name() },
    ]
}

async fn right() -> DomainReport {
    checked("", "office.be", |_| {}).await
}

fn text(report: DomainReport, language: Language) -> String {
    document(&Found::Domains(vec![report]), language).to_text()
}

/// The sentences between a finding's title and what the technician is to do.
fn detail_of(report: &DomainReport, finding: Finding, language: Language) -> String {
    let cause = finding.cause;
    let said =
        text(DomainReport { findings: vec![finding], ..report.clone() }, language).replace("\n  ", " ");
    let after =
        said.split_once("\n1. ").expect("a title").1.split_once("\n\n").expect("a detail").1.to_owned();
    let what_to_do = mail::setup_report::cause_for_technician(language, cause);
    let begins: String = what_to_do.chars().take(30).collect();
    after.split_once(&format!("\n\n{begins}")).expect("what to do").0.to_owned()
}

#[tokio::test]
async fn every_detail_and_warning_is_a_sentence_of_its_own() {
    let report = right().await;
    for language in Language::ALL {
        let all = [keys(), spf(), answers()].concat();
        let details: Vec<_> = all.into_iter().map(|finding| detail_of(&report, finding, language)).collect();
        assert_eq!(
            details.iter().collect::<BTreeSet<_>>().len(),
            details.len() - 1,
            "the timeout is there twice"
        );
        let warned = text(DomainReport { warnings: warnings(), ..report.clone() }, language);
        let warned: Vec<_> = warned.split("\n\n").filter(|part| part.starts_with("* ")).collect();
        insta::assert_snapshot!(
            format!("details.{language}"),
            [details.join("\n\n"), warned.join("\n\n")].join("\n\n")
        );
    }
}

#[tokio::test]
async fn what_dmarc_asks_and_what_keeps_us_out_is_said() {
    for (p, policy) in
        [("none", Policy::None), ("quarantine", Policy::Quarantine), ("reject", Policy::Reject)]
    {
        let mistakes = format!("_dmarc.@ TXT v=DMARC1; p={p}; adkim=s; aspf=s");
        let report = checked(&mistakes, "office.be", |plan| {
            plan.signing_domain = crate::support::name("post.office.be");
            plan.return_path = crate::support::name("bounce.desk.example");
        })
        .await;
        assert_eq!(report.dmarc.policy.as_ref().map(|found| found.policy), Some(policy));
        let said = text(report, Language::En);
        for part in [
            "We sign as post.office.be, and the policy wants exactly office.be (adkim=s).",
            "bounce.desk.example, which does not belong to",
            &format!("(p={p})"),
        ] {
            assert!(said.replace("\n  ", " ").contains(part), "{part} in {said}");
        }
        assert!(
            said.contains(&format!("\nv=DMARC1; p={p}\n")),
            "the record without what keeps us out: {said}"
        );
    }
}

#[tokio::test]
async fn where_the_lookups_go_is_said_with_the_dearest_first() {
    let costs = [("mx", 1), ("include:a.example", 7), ("include:b.example", 4)];
    let costs = costs.map(|(term, lookups)| Cost { term: term.to_owned(), lookups }).to_vec();
    let mut report = right().await;
    report.findings = vec![Finding { cause: SenderFault::SpfTooManyLookups, ..spf().remove(8) }];
    report.spf_census = Some(Census { lookups: 12, costs });
    let said = text(report, Language::En);
    let list = "takes 12 lookups:\n\n* include:a.example: 7 lookups\n* include:b.example: 4 lookups\n* mx: 1 lookup\n";
    assert!(said.contains(list), "{said}");
}

/// The same record is not asked for twice, and is not to be published twice.
#[tokio::test]
async fn a_record_that_mends_two_findings_is_stated_once() {
    let mut report = checked("- @ TXT", "office.be", |_| {}).await;
    let twin = Finding { cause: SenderFault::SpfNotAuthorised, ..report.findings[0].clone() };
    report.findings.push(twin);
    let said = text(report, Language::En);
    assert_eq!(said.matches("\nv=spf1 include:_spf.desk.example ?all\n").count(), 1, "{said}");
    assert!(said.contains("already stated above"));
}

#[tokio::test]
async fn what_is_in_order_asks_for_nothing() {
    for language in Language::ALL {
        let said = text(right().await, language);
        assert!(
            !said.contains("dig ") && !said.contains("Cloudflare") && said.lines().count() < 40,
            "{said}"
        );
    }
}

/// A policy that is there, be it twice, is not to be replaced by one that asks for nothing.
#[tokio::test]
async fn several_policies_are_no_reason_to_publish_a_third() {
    let report =
        checked("_dmarc.@ TXT v=DMARC1; p=reject\n _dmarc.@ TXT v=DMARC1; p=quarantine", "office.be", |_| {})
            .await;
    let said = text(report, Language::En);
    assert!(said.contains("2 DMARC records") && !said.contains("v=DMARC1; p=none"), "{said}");
}

/// The return path may be of the platform's domain, and an `include` of anybody's.
#[tokio::test]
async fn what_is_wrong_at_somebody_else_s_name_is_not_asked_of_the_office() {
    let mistakes = "bounce.desk.example TXT v=spf1 -all";
    let report =
        checked(mistakes, "office.be", |plan| plan.return_path = crate::support::name("bounce.desk.example"))
            .await;
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    let said = text(report, Language::En).replace('\n', " ");
    assert!(said.contains("bounce.desk.example does not belong to office.be"), "{said}");
    assert!(
        !said.contains("as it must be") && !said.contains("How to enter") && !said.contains("dig "),
        "{said}"
    );
    let report = checked("@ TXT v=spf1 include:a.servfail.be -all", "office.be", |_| {}).await;
    let said = text(report, Language::En).replace('\n', " ");
    assert!(said.starts_with("E-mail set-up of Kantoor Peeters & Zonen: something to look at "), "{said}");
    assert!(said.contains("a.servfail.be does not belong to office.be"), "{said}");
}

#[tokio::test]
async fn a_domain_of_another_script_is_also_shown_as_it_is_written() {
    let domain = crate::support::name("zoë.gent");
    let said = text(checked("", domain.as_str(), |_| {}).await, Language::En);
    assert!(said.contains(&format!("\nDomain {domain} (zoë.gent)\n")), "{said}");
}

/// What belongs to the domain and is not published authenticates nothing.
#[tokio::test]
async fn nothing_is_called_right_that_is_not_there() {
    let report = checked("- s1._domainkey.@ TXT\n @ TXT v=spf1 -all", "office.be", |_| {}).await;
    assert!(report.dmarc.dkim.aligned && report.dmarc.spf.aligned);
    let said = text(report, Language::En);
    assert!(!said.contains("as DMARC demands"), "{said}");
}

#[tokio::test]
async fn a_policy_above_two_domains_is_advised_once() {
    let mut reports = Vec::new();
    for domain in ["gent.office.be", "brugge.office.be"] {
        reports.push(checked("- _dmarc.@ TXT", domain, |_| {}).await);
    }
    let said = document(&Found::Domains(reports), Language::En).to_text();
    assert_eq!(said.matches("\nFull name: _dmarc.office.be\n").count(), 1, "{said}");
}
