//! The record as it must be.

use std::net::IpAddr;

use super::record::is_readable;

/// The terms that let us send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::dns) enum Ours {
    /// One term that stays right when our servers change.
    Include(String),
    /// A term for each server, which asks nothing of the DNS.
    Addresses(Vec<IpAddr>),
}

/// The most octets of records that are carried over; RFC 7208 §3.4 wants one to have less than 450.
const LONGEST: usize = 10_000;

/// The domain's records with our terms in them, as one record; a fresh one when there is none.
///
/// 1. Ours come first: an evaluation ends at the first match, so nothing that is wrong further on can keep us out.
/// 2. Then what was there, without what cannot be read. Several records become one (RFC 7208 §3.2); their redirects
///    become includes.
/// 3. One `all` at the end: the mildest of those that were there. `+all` of several records is not kept.
/// 4. Records that are longer than anybody needs are not carried over.
/// 5. A fresh record ends in `?all`: who else sends for this domain is not known here, and must not be refused.
pub(in crate::dns) fn wanted(records: &[String], ours: &Ours) -> String {
    let records = if records.iter().map(String::len).sum::<usize>() > LONGEST { &[] } else { records };
    let ours = ours.terms();
    let mut kept: Vec<String> = vec!["v=spf1".to_owned()];
    kept.extend(ours);
    let mut all = None;
    let mut redirect = None;
    for term in records.iter().flat_map(|record| meant(record)).filter(|term| is_readable(term)) {
        let lower = term.to_ascii_lowercase();
        if matches!(lower.as_str(), "all" | "+all" | "-all" | "~all" | "?all") {
            all = all.max(Some(mildness(&lower)));
        } else if let Some(target) = lower.strip_prefix("redirect=").map(|_| &term["redirect=".len()..]) {
            if records.len() > 1 {
                kept.push(format!("include:{target}"));
            } else {
                redirect = Some(term);
            }
        } else if !kept.iter().any(|other| other.eq_ignore_ascii_case(term)) {
            kept.push(term.to_owned());
        }
    }
    match (all, redirect) {
        (None, Some(redirect)) => kept.push(redirect.to_owned()),
        (None, None) => kept.push("?all".to_owned()),
        (Some(0), _) if records.len() == 1 => kept.push("+all".to_owned()),
        (Some(1), _) => kept.push("-all".to_owned()),
        (Some(3), _) => kept.push("?all".to_owned()),
        (Some(_), _) => kept.push("~all".to_owned()),
    }
    kept.join(" ")
}

/// The terms as they were meant, whatever white space is between them.
fn meant(record: &str) -> impl Iterator<Item = &str> {
    record.split_ascii_whitespace().skip(1)
}

fn mildness(all: &str) -> u8 {
    match all {
        "-all" => 1,
        "~all" => 2,
        "?all" => 3,
        _ => 0,
    }
}

impl Ours {
    fn terms(&self) -> Vec<String> {
        match self {
            Self::Include(name) => vec![format!("include:{name}")],
            Self::Addresses(addresses) => addresses
                .iter()
                .map(|address| match address.to_canonical() {
                    IpAddr::V4(address) => format!("ip4:{address}"),
                    IpAddr::V6(address) => format!("ip6:{address}"),
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_terms_come_first_and_what_was_there_stays() {
        let include = Ours::Include("_spf.desk.example".to_owned());
        let addresses = Ours::Addresses(vec!["192.0.2.7".parse().unwrap(), "2001:db8::7".parse().unwrap()]);
        for (records, ours, wanted_record) in [
            (&[][..], &include, "v=spf1 include:_spf.desk.example ?all"),
            (&["v=spf1 mx -all"], &include, "v=spf1 include:_spf.desk.example mx -all"),
            (&["v=spf1 mx all"], &include, "v=spf1 include:_spf.desk.example mx +all"),
            (&["v=spf1 mx -all"], &addresses, "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 mx -all"),
            (&["v=spf1 mx -all", "V=SPF1 MX a ~all"], &include, "v=spf1 include:_spf.desk.example mx a ~all"),
            (&["v=spf1 +all", "v=spf1 a"], &include, "v=spf1 include:_spf.desk.example a ~all"),
            (&["v=spf1 redirect=a.be"], &include, "v=spf1 include:_spf.desk.example redirect=a.be"),
            (
                &["v=spf1 redirect=a.be", "v=spf1 mx"],
                &include,
                "v=spf1 include:_spf.desk.example include:a.be mx ?all",
            ),
            (&["v=spf1 inlcude:a.be ip4:1.2.3 -all"], &include, "v=spf1 include:_spf.desk.example -all"),
            (&["v=spf1 -all include:_SPF.desk.example"], &include, "v=spf1 include:_spf.desk.example -all"),
        ] {
            let records: Vec<String> = records.iter().map(|&record| record.to_owned()).collect();
            assert_eq!(wanted(&records, ours), wanted_record, "{records:?}");
        }
    }
}
