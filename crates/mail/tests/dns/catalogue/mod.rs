//! Domains with every mistake that is made, each with the causes that a check has to find.
//!
//! A mistake is told in the form of `support::zone`: what it has takes the place of the right records. `! key value` changes
//! what we send. Mistakes are spread over kinds of domains: below a country, below two labels, a subdomain, one of another
//! script, one that is written in capitals.

mod dkim;
mod dmarc;
mod mx;
mod spf;
mod spf_lookups;

use domain::delivery::SenderFault;
use mail::dns::Plan;

use crate::{
    support::{Keys, egress, filled, name, plan, zone},
    zone::Zone,
};

/// What it is called, what has to be found, how it is made.
pub(crate) type Mistake = (&'static str, &'static [SenderFault], String);

/// A domain with a mistake.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) causes: &'static [SenderFault],
    pub(crate) plan: Plan,
    pub(crate) zone: Zone,
}

/// All of them.
pub(crate) fn cases(keys: &Keys) -> Vec<Case> {
    let all = [spf::mistakes(), spf_lookups::mistakes(), dkim::mistakes(), dmarc::mistakes(), mx::mistakes()]
        .concat();
    all.into_iter().enumerate().map(|(number, mistake)| case(number, mistake, keys)).collect()
}

fn case(number: usize, (title, causes, text): Mistake, keys: &Keys) -> Case {
    let fixed = text.lines().find_map(|line| line.trim_start().strip_prefix("! domain "));
    let domain = match (fixed, number % 5) {
        (Some(fixed), _) => fixed.replace('#', &number.to_string()),
        (None, 0) => format!("office{number}.be"),
        (None, 1) => format!("office{number}.co.uk"),
        (None, 2) => format!("post.office{number}.nl"),
        (None, 3) => format!("zoë{number}.gent"),
        (None, _) => format!("OFFICE{number}.BE"),
    };
    let domain = name(&domain).as_str().to_owned();
    let mut plan = plan(&domain, keys);
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("! ")) {
        let (key, value) = line.split_once(' ').expect(line);
        let value = filled(value, &domain, keys);
        match key {
            "domain" => {}
            "return_path" => plan.return_path = name(&value),
            "signing_domain" => plan.signing_domain = name(&value),
            "keys" => plan.second_key = plan.second_key.filter(|_| value != "1"),
            "alias" => plan.key.alias = Some(name(&value)),
            "include" => plan.egress = egress(&value),
            _ => panic!("{line}"),
        }
    }
    let records: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("! ")).collect();
    Case { name: title, causes, plan, zone: zone(&records.join("\n"), &domain, keys) }
}
