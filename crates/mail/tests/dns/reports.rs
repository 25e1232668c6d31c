//! What a report says, beyond its causes.

use domain::{delivery::SenderFault, input::Fault};
use mail::dns::{
    Answer, Detail, DomainReport, Egress, KeyFault, Kind, Policy, Question, Standing, TagFault, Warning,
    check_with,
    spf::{Because, SpfFault, SpfResult},
};

use crate::support::{Keys, name, plan, report, zone};

async fn of(text: &str) -> DomainReport {
    let keys = Keys::fixed();
    report(&zone(text, "office.be", &keys), &plan("office.be", &keys)).await
}

fn verdict(report: &DomainReport) -> (&SpfResult, &Because) {
    (&report.spf[0].result, &report.spf[0].because)
}

#[tokio::test]
async fn a_domain_that_is_right_has_nothing_to_say_but_its_records() {
    let report = of("").await;
    assert_eq!((report.findings.as_slice(), report.warnings.as_slice()), (&[][..], &[][..]));
    let records: Vec<_> =
        report.records.iter().map(|r| (r.record.name.as_str(), r.standing, r.needed)).collect();
    assert_eq!(
        records,
        [
            ("s1._domainkey.office.be", Standing::Right, true),
            ("s2._domainkey.office.be", Standing::Right, false),
            ("office.be", Standing::Right, true),
            ("_dmarc.office.be", Standing::Right, false),
        ]
    );
    assert!(report.dmarc.dkim.aligned && report.dmarc.spf.aligned);
    assert_eq!(report.spf.len(), 2);
}

#[tokio::test]
async fn a_report_is_stored_and_comes_back_the_same() {
    for text in ["", "- @ TXT\n - @ MX\n s1._domainkey.@ TXT p=\n _dmarc.@ CNAME a.servfail.be."] {
        let report = of(text).await;
        let stored = serde_json::to_string(&report).expect("plain data");
        assert_eq!(serde_json::from_str::<DomainReport>(&stored).expect("its own"), report);
    }
}

#[tokio::test]
async fn a_domain_without_anything_is_told_all_that_it_needs() {
    let report = of("- @ TXT\n- @ MX\n- s1._domainkey.@ TXT\n- s2._domainkey.@ TXT\n- _dmarc.@ TXT").await;
    let causes: Vec<_> = report.findings.iter().map(|finding| finding.cause).collect();
    assert_eq!(causes, [SenderFault::DkimMissing, SenderFault::SpfMissing, SenderFault::NoMx]);
    let wanted = report.findings[0].wanted.as_ref().expect("a key");
    assert_eq!((wanted.kind, wanted.name.as_str()), (Kind::Txt, "s1._domainkey.office.be"));
    assert!(wanted.value.starts_with("v=DKIM1; k=rsa; p=MII"), "{}", wanted.value);
    let wanted = report.findings[1].wanted.as_ref().expect("a record");
    assert_eq!(wanted.value, "v=spf1 include:_spf.desk.example ?all");
    let wanted: Vec<_> = report.records.iter().map(|r| (r.record.value.as_str(), r.standing)).collect();
    assert_eq!(wanted[3], ("v=DMARC1; p=none", Standing::Missing));
}

#[tokio::test]
async fn the_term_that_matched_and_the_way_to_it_are_named() {
    let report = of("@ TXT v=spf1 mx include:mid.@ -all\n mid.@ TXT v=spf1 redirect=_spf.desk.example").await;
    let (result, because) = verdict(&report);
    assert_eq!(*result, SpfResult::Pass);
    assert_eq!(
        *because,
        Because::Matched {
            through: vec!["office.be".to_owned(), "mid.office.be".to_owned(), "_spf.desk.example".to_owned()],
            term: "ip4:192.0.2.7".to_owned(),
        }
    );
    assert_eq!(report.spf[0].lookups, 3);
    let census = report.spf_census.expect("readable");
    let costs: Vec<_> = census.costs.iter().map(|cost| (cost.term.as_str(), cost.lookups)).collect();
    assert_eq!((census.lookups, costs), (3, vec![("mx", 1), ("include:mid.office.be", 2)]));
}

#[tokio::test]
async fn the_term_that_refuses_is_named() {
    let report = of("@ TXT v=spf1 mx ~all").await;
    let because = Because::Matched { through: vec!["office.be".to_owned()], term: "~all".to_owned() };
    assert_eq!(verdict(&report), (&SpfResult::SoftFail, &because));
    let finding = &report.findings[0];
    assert_eq!(finding.found, ["v=spf1 mx ~all"]);
    assert_eq!(finding.wanted.as_ref().expect("mended").value, "v=spf1 include:_spf.desk.example mx ~all");
}

#[tokio::test]
async fn the_term_that_cannot_be_read_is_named_with_its_record() {
    let report = of("@ TXT v=spf1 include:mid.@ -all\n mid.@ TXT v=spf1 ipv4:192.0.2.1").await;
    assert_eq!(
        verdict(&report),
        (
            &SpfResult::PermError,
            &Because::Broken {
                through: vec!["office.be".to_owned(), "mid.office.be".to_owned()],
                fault: SpfFault::Unreadable { term: "ipv4:192.0.2.1".to_owned() },
            }
        )
    );
}

#[tokio::test]
async fn an_include_of_nothing_and_a_loop_are_named() {
    let fault = |report: &DomainReport| match &report.spf[0].because {
        Because::Broken { fault, .. } => fault.clone(),
        other => panic!("{other:?}"),
    };
    let report = of("@ TXT v=spf1 include:none.@ -all").await;
    let (term, name) = ("include:none.office.be".to_owned(), "none.office.be".to_owned());
    assert_eq!(fault(&report), SpfFault::NothingIncluded { term, name });
    let report = of("@ TXT v=spf1 include:@ -all").await;
    assert_eq!(fault(&report), SpfFault::Loop { term: "include:office.be".to_owned() });
    let report = of("@ TXT v=spf1 a:n1.@ a:n2.@ a:n3.@ -all").await;
    assert_eq!(fault(&report), SpfFault::TooManyVoidLookups { term: "a:n3.office.be".to_owned() });
    assert_eq!(report.spf[0].void, ["n1.office.be", "n2.office.be", "n3.office.be"]);
}

#[tokio::test]
async fn a_record_without_room_for_our_include_gets_our_addresses() {
    let report = of("@ TXT v=spf1 a a a a a a a a a a -all\n @ A 192.0.2.9\n @ AAAA 2001:db8::9").await;
    let wanted = report.findings[0].wanted.as_ref().expect("mended");
    assert!(wanted.value.starts_with("v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 a "), "{}", wanted.value);
}

#[tokio::test]
async fn what_stops_no_mail_is_a_warning() {
    let name = "office.be".to_owned();
    let key = "s1._domainkey.office.be".to_owned();
    let policy = "_dmarc.office.be".to_owned();
    for (text, warning) in [
        ("s1._domainkey.@ TXT v=DKIM1; t=y:s; p={rsa}", Warning::DkimTesting { name: key.clone() }),
        ("s1._domainkey.@ TXT p={rsa}; v=DKIM1", Warning::DkimVersionNotFirst { name: key }),
        (
            "- s2._domainkey.@ TXT",
            Warning::DkimSecondKeyMissing { name: "s2._domainkey.office.be".to_owned() },
        ),
        ("@ TXT v=spf1 +all", Warning::SpfAnybody { name: name.clone() }),
        ("- _dmarc.@ TXT", Warning::DmarcMissing { name: policy.clone() }),
        (
            "_dmarc.@ TXT v=DMARC1; p=none\n _dmarc.@ TXT v=DMARC1; p=reject",
            Warning::DmarcSeveral { name: policy.clone(), count: 2 },
        ),
        ("_dmarc.@ TXT v=DMARC1; p=reject; what", Warning::DmarcUnreadable { name: policy.clone() }),
        ("_dmarc.@ TXT v=DMARC1; p=x", Warning::DmarcUnreadable { name: policy.clone() }),
        ("_dmarc.@ TXT v=DMARC1; p=none", Warning::DmarcAsksNothing { name: policy }),
        ("- @ MX\n @ A 192.0.2.1", Warning::AddressInsteadOfMx { name }),
    ] {
        let report = of(text).await;
        assert_eq!(report.warnings, [warning], "{text}");
        assert_eq!(report.findings, [], "{text}");
    }
    let many = "@ TXT v=spf1 include:_spf.desk.example a a a a a a a a a a a -all\n @ A 192.0.2.9";
    assert_eq!(
        of(many).await.warnings,
        [Warning::SpfManyLookups { name: "office.be".to_owned(), lookups: 12 }]
    );
}

#[tokio::test]
async fn a_return_path_of_the_platform_leaves_the_domains_own_spf_a_warning() {
    let keys = Keys::fixed();
    let mut plan = plan("office.be", &keys);
    plan.return_path = name("bounce.desk.example");
    let report = report(&zone("@ TXT v=spf1 -all", "office.be", &keys), &plan).await;
    assert_eq!(report.findings, []);
    let warning = Warning::SpfOfFrom { name: "office.be".to_owned(), result: SpfResult::Fail };
    assert_eq!(report.warnings, [warning]);
    assert!(report.dmarc.dkim.aligned && !report.dmarc.spf.aligned);
}

#[tokio::test]
async fn strict_alignment_that_keeps_us_out_is_to_be_relaxed() {
    let keys = Keys::fixed();
    let mut plan = plan("mail.office.be", &keys);
    plan.signing_domain = name("office.be");
    plan.return_path = name("bounce.desk.example");
    let text =
        "s1._domainkey.^ TXT p={rsa}\n - _dmarc.@ TXT\n _dmarc.^ TXT v=DMARC1; p=reject; adkim=s; rua=x";
    let report = report(&zone(text, "mail.office.be", &keys), &plan).await;
    let finding =
        report.findings.iter().find(|f| f.cause == SenderFault::DmarcUnaligned).expect("not aligned");
    assert_eq!((finding.name.as_str(), &finding.detail), ("_dmarc.office.be", &Detail::Dmarc));
    assert_eq!(finding.wanted.as_ref().expect("mended").value, "v=DMARC1; p=reject; rua=x");
}

#[tokio::test]
async fn an_alias_of_nothing_shows_where_it_leads() {
    let report = of("s1._domainkey.@ CNAME k1.nowhere.example.").await;
    assert_eq!(report.findings[0].cause, SenderFault::DkimMissing);
    assert_eq!(report.findings[0].found, ["CNAME k1.nowhere.example."]);
}

#[tokio::test]
async fn what_is_wrong_with_a_key_is_told() {
    let unreadable = |why| KeyFault::Unreadable { why };
    for (record, fault) in [
        ("v=DKIM1; p=", KeyFault::Revoked),
        ("v=DKIM1; p={other_rsa}", KeyFault::OtherKey),
        ("v=DKIM1; k=ed25519; p={ed25519}", KeyFault::OtherAlgorithm { algorithm: "ed25519".to_owned() }),
        ("v=DKIM1; k=rsa", KeyFault::NoPublicKey),
        ("v=DKIM1; p=#", KeyFault::NoPublicKey),
        ("v=DKIM2; p={rsa}", KeyFault::Version { version: "DKIM2".to_owned() }),
        ("v=DKIM1; s=tlsrpt; p={rsa}", KeyFault::NotForMail { services: "tlsrpt".to_owned() }),
        ("v=DKIM1; h=sha1; p={rsa}", KeyFault::NotForSha256 { hashes: "sha1".to_owned() }),
        ("v=DKIM1;; p={rsa}", unreadable(TagFault::NotATag(String::new()))),
        ("v=DKIM1; p={rsa}; p={rsa}", unreadable(TagFault::Twice("p".to_owned()))),
        ("hello", KeyFault::NotAKey),
    ] {
        let report = of(&format!("s1._domainkey.@ TXT {record}")).await;
        assert_eq!(report.findings[0].detail, Detail::Dkim(fault), "{record}");
    }
    let report = of("s1._domainkey.@ TXT p={rsa}\n s1._domainkey.@ TXT x").await;
    assert_eq!(report.findings[0].detail, Detail::Dkim(KeyFault::SeveralRecords { count: 2 }));
    assert_eq!(report.findings[0].found.len(), 2);
}

#[tokio::test]
async fn a_subdomain_inherits_the_policy_that_its_organisation_has_for_it() {
    let keys = Keys::fixed();
    for (record, policy) in [
        ("v=DMARC1; p=none; sp=reject", Policy::Reject),
        ("v=DMARC1; p=reject; sp=none", Policy::None),
        ("v=DMARC1; p=quarantine", Policy::Quarantine),
        ("v=DMARC1; p=Reject; sp=what", Policy::Reject),
    ] {
        let plan = plan("mail.office.be", &keys);
        let text = format!("- _dmarc.@ TXT\n _dmarc.^ TXT {record}");
        let report = report(&zone(&text, "mail.office.be", &keys), &plan).await;
        let found = report.dmarc.policy.expect("there is one");
        assert_eq!((found.name.as_str(), found.policy), ("_dmarc.office.be", policy), "{record}");
    }
    // At the domain itself, `sp=` is for others.
    let found = of("_dmarc.@ TXT v=DMARC1; p=reject; sp=none").await.dmarc.policy.expect("there is one");
    assert_eq!(found.policy, Policy::Reject);
}

#[tokio::test]
async fn records_that_come_in_another_order_give_the_same_report() {
    let keys = Keys::fixed();
    let text = "@ TXT v=spf1 a\n @ TXT v=spf1 mx\n s1._domainkey.@ TXT p=1\n s1._domainkey.@ TXT p=2\n @ MX 1 a.\n @ MX 1 b.";
    let (zone, plan) = (zone(text, "office.be", &keys), plan("office.be", &keys));
    let turned = |question: Question| {
        let mut answer = zone.answer(&question);
        if let Answer::Records(records) = &mut answer {
            records.reverse();
        }
        std::future::ready(answer)
    };
    assert_eq!(check_with(turned, &plan).await, report(&zone, &plan).await);
}

#[test]
fn servers_are_at_least_one_and_not_too_many() {
    let servers =
        |count| Egress::new(vec!["192.0.2.7".parse().expect("one"); count], None, name("out.desk.example"));
    assert_eq!(servers(0), Err(Fault::Missing));
    assert!(servers(1).is_ok() && servers(Egress::MOST).is_ok());
    assert_eq!(servers(Egress::MOST + 1), Err(Fault::OutOfRange));
}
