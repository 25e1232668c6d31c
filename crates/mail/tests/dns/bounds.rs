//! A hostile zone costs so many questions and so many seconds.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    fmt::Write,
};

use domain::delivery::SenderFault;
use mail::dns::{Answer, Data, Detail, Kind, MOST_QUESTIONS, PATIENCE, Trouble, check_with};
use tokio::time::Instant;

use crate::support::{Keys, name, plan, report, zone};

fn troubles(findings: &[mail::dns::Finding]) -> Vec<&Trouble> {
    findings
        .iter()
        .filter_map(|finding| match &finding.detail {
            Detail::Dns { trouble } => Some(trouble),
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_never_answers_costs_the_patience_and_no_more() {
    let began = Instant::now();
    let plan = plan("office.be", &Keys::fixed());
    let report = check_with(|_| std::future::pending::<Answer>(), &plan).await;
    assert_eq!(began.elapsed(), PATIENCE);
    assert!(!report.findings.is_empty());
    assert!(report.findings.iter().all(|finding| finding.cause == SenderFault::DnsFailure));
    assert!(troubles(&report.findings).into_iter().all(|trouble| *trouble == Trouble::OutOfTime));
}

#[tokio::test(start_paused = true)]
async fn one_name_that_never_answers_does_not_hide_the_others() {
    let keys = Keys::fixed();
    let plan = plan("office.be", &keys);
    let zone = zone("- @ MX", "office.be", &keys);
    let report = check_with(
        |question| {
            let zone = &zone;
            async move {
                if question.name.starts_with("_dmarc") {
                    std::future::pending::<()>().await;
                }
                zone.answer(&question)
            }
        },
        &plan,
    )
    .await;
    let causes: Vec<_> = report.findings.iter().map(|finding| finding.cause).collect();
    assert_eq!(causes, [SenderFault::NoMx, SenderFault::DnsFailure]);
}

#[tokio::test]
async fn no_question_is_asked_twice() {
    let keys = Keys::fixed();
    let zone = zone("@ TXT v=spf1 a mx a mx include:_spf.desk.example -all", "office.be", &keys);
    let asked = RefCell::new(BTreeSet::new());
    check_with(
        |question| {
            assert!(asked.borrow_mut().insert(question.clone()), "{question:?}");
            std::future::ready(zone.answer(&question))
        },
        &plan("office.be", &keys),
    )
    .await;
    assert!(asked.borrow().len() < 25, "{:?}", asked.borrow());
}

/// Ten mail servers at each of ten `mx`, for two families of addresses, of two domains.
#[tokio::test]
async fn a_zone_that_makes_us_ask_is_cut_off() {
    let keys = Keys::fixed();
    let hostile = |domain: &str| {
        let mut text = format!("{domain} TXT v=spf1");
        for a in 0..10 {
            let _ = write!(text, " mx:m{a}.{domain}");
        }
        for a in 0..10 {
            for b in 0..10 {
                let _ = write!(text, "\nm{a}.{domain} MX 1 h{b}.m{a}.{domain}.");
                let _ =
                    write!(text, "\nh{b}.m{a}.{domain} A 192.0.2.99\nh{b}.m{a}.{domain} AAAA 2001:db8::99");
            }
        }
        text
    };
    let text = format!("{}\n{}", hostile("office.be"), hostile("bounce.office.be"));
    let zone = zone(&text, "office.be", &keys);
    let mut plan = plan("office.be", &keys);
    plan.return_path = name("bounce.office.be");
    let asked = Cell::new(0);
    let report = check_with(
        |question| {
            asked.set(asked.get() + 1);
            std::future::ready(zone.answer(&question))
        },
        &plan,
    )
    .await;
    assert_eq!(asked.get(), MOST_QUESTIONS);
    assert_eq!(troubles(&report.findings), [&Trouble::OutOfQuestions]);
}

/// Whatever is asked, the answer leads on.
#[tokio::test]
async fn a_zone_without_end_is_cut_off() {
    let keys = Keys::fixed();
    let asked = Cell::new(0);
    let report = check_with(
        |question| {
            asked.set(asked.get() + 1);
            let name = &question.name;
            std::future::ready(match question.kind {
                Kind::Txt => {
                    let includes: String =
                        (0..200).map(|n| format!(" include:%{{d}}.i{n}{}.be", asked.get())).collect();
                    Answer::Records(vec![Data::Text(format!("v=spf1{includes}"))])
                }
                Kind::Mx => Answer::Records(
                    (0..500)
                        .map(|n| Data::Exchange { preference: n, host: format!("m{n}.{name}") })
                        .collect(),
                ),
                _ => Answer::NoSuchName,
            })
        },
        &plan("office.be", &keys),
    )
    .await;
    assert!(asked.get() <= MOST_QUESTIONS, "{}", asked.get());
    assert!(!report.findings.is_empty());
    let size = serde_json::to_string(&report).expect("plain data").len();
    assert!(size < 60_000, "{size}");
}

#[tokio::test]
async fn enormous_records_are_read_in_no_time_and_shown_in_part() {
    let keys = Keys::fixed();
    let macros = format!("@ TXT v=spf1{} -all", " a:%{d}%{d}%{d}%{d}%{d}%{d}%{d}%{d}.be".repeat(1500));
    for text in [
        macros,
        format!("@ TXT v=spf1 exists:{}.be -all", "%{d}".repeat(15_000)),
        format!("s1._domainkey.@ TXT v=DKIM1; p={}", "A".repeat(60_000)),
        format!("s1._domainkey.@ TXT {}", "a=b;".repeat(15_000)),
        format!("_dmarc.@ TXT v=DMARC1;{}", "x=y;".repeat(15_000)),
    ] {
        let report = report(&zone(&text, "office.be", &keys), &plan("office.be", &keys)).await;
        let size = serde_json::to_string(&report).expect("plain data").len();
        assert!(size < 60_000, "{size}: {}", &text[..60]);
    }
}
