//! Offices whose set-up was checked, as they are met.

use domain::{EmailAddress, Language, Name, Timestamp, delivery::SenderFault};
use jiff::tz::TimeZone;
use mail::{
    dns::{DomainReport, Plan},
    setup_report::{Checked, Document, Request, report},
    smtp::{Finding, ProbeReport, ProbedSender},
};

use crate::support::{self, Keys, egress, name, zone};

/// What was found at an office.
pub(crate) enum Found {
    Domains(Vec<DomainReport>),
    Relay { host: &'static str, probe: ProbeReport },
}

/// An office.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) found: Found,
}

impl Sample {
    pub(crate) fn document(&self, language: Language) -> Document {
        document(&self.found, language)
    }
}

pub(crate) fn document(found: &Found, language: Language) -> Document {
    let office = Name::parse("Kantoor Peeters & Zonen").expect("a name");
    let zone = TimeZone::get("Europe/Brussels").expect("a zone");
    let checked = match found {
        Found::Domains(reports) => Checked::Domains(reports),
        Found::Relay { host, probe } => Checked::Relay { host, probe },
    };
    // Monday 7 December 2026, 9.05 in Brussels.
    let checked_at = Timestamp::from_millis(1_796_630_700_000);
    report(&Request {
        office: &office,
        platform: "portaal.example",
        language,
        checked_at,
        zone: &zone,
        checked,
    })
}

/// All of them.
pub(crate) async fn all() -> Vec<Sample> {
    let domains = |name, reports| Sample { name, found: Found::Domains(reports) };
    let relay = |name, host, probe| Sample { name, found: Found::Relay { host, probe } };
    vec![
        domains("everything_wrong", everything_wrong().await),
        domains(
            "one_thing_wrong",
            vec![checked("- s1._domainkey.@ TXT", "kantoor-peeters.be", |_| {}).await],
        ),
        domains("all_right", vec![checked("", "kantoor-peeters.be", |_| {}).await]),
        relay("password_switched_off", "smtp.office365.com", password_switched_off()),
        relay("addresses_denied", "mail.kantoor-peeters.be", addresses_denied()),
        relay("token_ended", "smtp.gmail.com", token_ended()),
    ]
}

/// A domain, with these mistakes in its zone, after `change` was made to what we send.
pub(crate) async fn checked(mistakes: &str, domain: &str, change: impl FnOnce(&mut Plan)) -> DomainReport {
    let keys = Keys::fixed();
    let mut plan = support::plan(domain, &keys);
    change(&mut plan);
    support::report(&zone(mistakes, domain, &keys), &plan).await
}

async fn everything_wrong() -> Vec<DomainReport> {
    let first = "
        s1._domainkey.@ TXT v=DKIM1; k=rsa; p={other_rsa}
        s2._domainkey.@ TXT v=DKIM1; k=ed25519; p=
        @ TXT v=spf1 include:mid.@ include:mid2.@ a mx include:spf.mailings.example ~all
        mid.@ TXT v=spf1 a:a1.@ a:a2.@ a:a3.@ a:a4.@ -all
        mid2.@ TXT v=spf1 a:a1.@ a:a2.@ a:a3.@ -all
        a1.@ A 192.0.2.101
        a2.@ A 192.0.2.102
        a3.@ A 192.0.2.103
        a4.@ A 192.0.2.104
        @ A 192.0.2.80
        spf.mailings.example TXT v=spf1 ip4:198.51.100.0/24 -all
        @ MX 0 .
        _dmarc.@ TXT v=DMARC1; p=reject; adkim=s; aspf=s; fo=1";
    let second = "
        - s1._domainkey.@ TXT
        - s2._domainkey.@ TXT
        - _dmarc.@ TXT
        @ TXT v=spf1 include:spf.protection.outlook.example -all
        spf.protection.outlook.example TXT v=spf1 ip4:198.51.100.0/24 -all";
    let third = "_dmarc.@ CNAME a.servfail.be.\n @ TXT v=spf1 +all";
    vec![
        checked(first, "kantoor-peeters.be", |plan| {
            plan.signing_domain = name("post.kantoor-peeters.be");
            plan.return_path = name("post.kantoor-peeters.be");
        })
        .await,
        checked(
            &first.replace("_dmarc.@ TXT v=DMARC1; p=reject; adkim=s; aspf=s; fo=1", ""),
            "fiduciaire-peeters.be",
            |_| {},
        )
        .await,
        checked(second, "boekhouding.example", |plan| {
            plan.key.alias = Some(name("boekhouding-example.dkim.desk.example"));
            plan.egress = egress("_spf.desk.example");
        })
        .await,
        checked(third, "peeters.example", |_| {}).await,
    ]
}

fn fault(fault: SenderFault, said: &str) -> Finding {
    Finding::Fault { fault, said: said.to_owned() }
}

pub(crate) fn sender(address: &str, finding: Finding) -> ProbedSender {
    ProbedSender { address: EmailAddress::parse(address).expect("an address"), finding }
}

fn password_switched_off() -> ProbeReport {
    let said = "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [AM0PR04CA0001]";
    let unasked = || Finding::Unsaid { said: "it was not asked".to_owned() };
    ProbeReport {
        session: fault(SenderFault::BasicAuthDisabled, said),
        senders: vec![
            sender("sofie@kantoor-peeters.be", unasked()),
            sender("info@kantoor-peeters.be", unasked()),
        ],
    }
}

fn addresses_denied() -> ProbeReport {
    let denied = |who: &str| {
        let said = format!("553 5.7.1 <{who}>: Sender address rejected: not owned by user portaal");
        sender(who, fault(SenderFault::SendAsDenied, &said))
    };
    let later = Finding::Unsaid { said: "450 4.7.1 Greylisted, come back in 300 seconds".to_owned() };
    ProbeReport {
        session: Finding::Good,
        senders: vec![
            sender("info@kantoor-peeters.be", Finding::Good),
            denied("sofie@kantoor-peeters.be"),
            denied("team-gent@kantoor-peeters.be"),
            sender("jan@kantoor-peeters.be", later),
        ],
    }
}

fn token_ended() -> ProbeReport {
    let said = "400 invalid_grant Token has been expired or revoked.";
    ProbeReport { session: fault(SenderFault::OauthToken, said), senders: Vec::new() }
}
