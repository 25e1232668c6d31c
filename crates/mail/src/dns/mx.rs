//! MX: does the domain take mail, so that an answer to one of ours arrives (RFC 5321 §5.1, RFC 7505)?

use std::net::IpAddr;

use domain::delivery::SenderFault;
use serde::{Deserialize, Serialize};

use super::{
    dkim::dns_failure,
    known::{Failure, Known, NotYet},
    plan::Plan,
    question::Data,
    report::{Detail, Finding, Warning, shown},
};

/// Why no mail arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum MxFault {
    /// The domain does not exist.
    NoSuchDomain,
    /// Neither MX nor address.
    Nothing,
    /// The domain says that it takes no mail: `0 .` (RFC 7505).
    NullMx,
    /// None of its mail servers has an address.
    NoAddress,
}

/// The most mail servers that are looked up.
const MOST_SERVERS: usize = 10;

/// What a check of the mail servers says.
#[derive(Default)]
pub(super) struct Servers {
    pub(super) findings: Vec<Finding>,
    pub(super) warnings: Vec<Warning>,
}

/// Whether something has an address.
enum Reachable {
    Yes,
    No,
    Unknown(Failure),
}

pub(super) fn check(plan: &Plan, known: &Known) -> Result<Servers, NotYet> {
    let name = plan.domain.as_str();
    let found = match known.exchanges(name)? {
        Ok(found) => found,
        Err(failure) => return Ok(failed(failure)),
    };
    if !found.exists {
        return Ok(fault(name, &[], MxFault::NoSuchDomain));
    }
    if found.records.is_empty() {
        return Ok(match reachable(&[name], known)? {
            Reachable::Yes => {
                let warnings = vec![Warning::AddressInsteadOfMx { name: name.to_owned() }];
                Servers { warnings, ..Servers::default() }
            }
            Reachable::No => fault(name, &[], MxFault::Nothing),
            Reachable::Unknown(failure) => failed(failure),
        });
    }
    let servers: Vec<_> = found.records.iter().map(|(_, host)| host.as_str()).collect();
    if servers.iter().all(|host| host.is_empty()) {
        return Ok(fault(name, &found.records, MxFault::NullMx));
    }
    let servers: Vec<_> = servers.into_iter().filter(|host| !host.is_empty()).take(MOST_SERVERS).collect();
    Ok(match reachable(&servers, known)? {
        Reachable::Yes => Servers::default(),
        Reachable::No => fault(name, &found.records, MxFault::NoAddress),
        Reachable::Unknown(failure) => failed(failure),
    })
}

/// One that has an address is enough; one that did not answer may have it.
fn reachable(names: &[&str], known: &Known) -> Result<Reachable, NotYet> {
    let mut failure = None;
    let mut later = false;
    for name in names {
        // Both families at once: one round trip.
        for like in [IpAddr::from([0; 4]), IpAddr::from([0; 16])] {
            match known.addresses(name, like) {
                Ok(Ok(found)) if !found.records.is_empty() => return Ok(Reachable::Yes),
                Ok(Ok(_)) => {}
                Ok(Err(other)) => failure = failure.or(Some(other)),
                Err(NotYet) => later = true,
            }
        }
    }
    match (later, failure) {
        (true, _) => Err(NotYet),
        (false, Some(failure)) => Ok(Reachable::Unknown(failure)),
        (false, None) => Ok(Reachable::No),
    }
}

fn failed(Failure { name, trouble }: Failure) -> Servers {
    Servers { findings: vec![dns_failure(name, trouble)], warnings: Vec::new() }
}

fn fault(name: &str, found: &[(u16, String)], fault: MxFault) -> Servers {
    let found: Vec<_> = found
        .iter()
        .map(|(preference, host)| Data::Exchange { preference: *preference, host: host.clone() })
        .collect();
    let finding = Finding {
        cause: SenderFault::NoMx,
        name: name.to_owned(),
        found: shown(&found),
        // Which server takes the domain's mail is not for us to say.
        wanted: None,
        detail: Detail::Mx(fault),
    };
    Servers { findings: vec![finding], warnings: Vec::new() }
}
