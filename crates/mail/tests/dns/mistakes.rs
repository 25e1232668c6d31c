//! Every mistake is found; and what a check wants to be published mends it.

use domain::delivery::SenderFault;
use mail::dns::{Kind, Record, Standing};

use crate::{
    catalogue::cases,
    support::{Keys, report},
    zone::Zone,
};

#[tokio::test]
async fn every_mistake_has_its_causes_and_no_others() {
    let cases = cases(&Keys::fixed());
    assert!(cases.len() >= 300, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let report = report(&case.zone, &case.plan).await;
        let causes: Vec<_> = report.findings.iter().map(|finding| finding.cause).collect();
        let once: Vec<_> = SenderFault::ALL.into_iter().filter(|cause| causes.contains(cause)).collect();
        if once != case.causes {
            wrong.push(format!("{}: {once:?}, not {:?}: {:#?}", case.name, case.causes, report.findings));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[tokio::test]
async fn what_is_to_be_published_is_right_once_it_is() {
    for case in cases(&Keys::fixed()) {
        let before = report(&case.zone, &case.plan).await;
        let mut zone = case.zone.clone();
        for finding in &before.findings {
            if let Some(wanted) = &finding.wanted {
                publish(&mut zone, wanted, &case.plan.key.public);
            }
        }
        let after = report(&zone, &case.plan).await;
        let left: Vec<_> = after.findings.iter().filter(|finding| finding.wanted.is_some()).collect();
        assert!(left.is_empty(), "{}: {before:#?} then {left:#?}", case.name);
        for record in after.records.iter().filter(|record| record.needed) {
            let unknown = before.findings.iter().any(|finding| finding.cause == SenderFault::DnsFailure);
            assert!(record.standing == Standing::Right || unknown, "{}: {record:?}", case.name);
        }
    }
}

/// As an IT partner would: the old records of that name out, the new one in.
fn publish(zone: &mut Zone, record: &Record, public: &str) {
    let kind = record.kind;
    let mut new = Zone::default();
    new.add(&record.name, kind, &record.value);
    if kind == Kind::Cname {
        // The platform's side of it.
        new.add(record.value.trim_end_matches('.'), Kind::Txt, &format!("v=DKIM1; k=rsa; p={public}"));
    }
    zone.replace(&new);
}
