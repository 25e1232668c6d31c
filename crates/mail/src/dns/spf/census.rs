//! How many lookups the whole of a record takes: what an evaluation does not say, since it ends at the first match or
//! the first fault.

use serde::{Deserialize, Serialize};

use super::{
    Client,
    domain_spec::{DomainSpec, Values},
    record::{Mechanism, SpfRecord, is_spf},
};
use crate::dns::known::{Known, NotYet};

/// Where the count stops. Whoever is over ten has to cut anyway.
const COUNT_TO: usize = 30;

/// The lookups of a record, with those of all that it includes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    /// In all, no further than 30.
    pub lookups: usize,
    /// By the record's own terms, in their order; those that ask nothing are left out.
    pub costs: Vec<Cost>,
}

/// What one term of the record takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// As it is in the record.
    pub term: String,
    /// Its own, and those of what it includes.
    pub lookups: usize,
}

/// Counts, as if nothing matched. What cannot be read or has no answer counts as far as it is known.
pub(in crate::dns) fn census(client: &Client, text: &str, known: &Known) -> Result<Census, NotYet> {
    let mut counting = Counting { client, known, lookups: 0, through: vec![client.domain.clone()] };
    let mut census = Census::default();
    let Ok(record) = SpfRecord::parse(text) else { return Ok(census) };
    for (term, spec) in asking(&record) {
        if counting.lookups >= COUNT_TO {
            break;
        }
        let before = counting.lookups;
        counting.term(spec, &client.domain)?;
        census.costs.push(Cost { term: term.to_owned(), lookups: counting.lookups - before });
    }
    census.lookups = counting.lookups;
    Ok(census)
}

struct Counting<'c> {
    client: &'c Client,
    known: &'c Known,
    lookups: usize,
    through: Vec<String>,
}

impl Counting<'_> {
    fn term(&mut self, leads_to: Option<&DomainSpec>, domain: &str) -> Result<(), NotYet> {
        self.lookups += 1;
        let Some(spec) = leads_to else { return Ok(()) };
        let name = spec.expand(&Values {
            local_part: &self.client.local_part,
            sender_domain: &self.client.domain,
            domain,
            address: self.client.address.to_canonical(),
            helo: &self.client.helo,
            validated: "unknown",
        });
        if self.lookups >= COUNT_TO || self.through.contains(&name) {
            return Ok(());
        }
        let Ok(found) = self.known.texts(&name)? else { return Ok(()) };
        let text = found.records.iter().find(|text| is_spf(text));
        let Some(Ok(record)) = text.map(|text| SpfRecord::parse(text)) else { return Ok(()) };
        self.through.push(name.clone());
        for (_, spec) in asking(&record) {
            if self.lookups < COUNT_TO {
                self.term(spec, &name)?;
            }
        }
        self.through.pop();
        Ok(())
    }
}

/// The terms that ask the DNS, with the record to which they lead.
fn asking(record: &SpfRecord) -> impl Iterator<Item = (&str, Option<&DomainSpec>)> {
    let directives = record.directives.iter().filter_map(|directive| match &directive.mechanism {
        Mechanism::All | Mechanism::Net(_) => None,
        Mechanism::Include(spec) => Some((directive.term.as_str(), Some(spec))),
        Mechanism::A(..) | Mechanism::Mx(..) | Mechanism::Ptr(_) | Mechanism::Exists(_) => {
            Some((directive.term.as_str(), None))
        }
    });
    let redirect = record.redirect.as_ref().filter(|_| !record.has_all());
    directives.chain(redirect.map(|(term, spec)| (term.as_str(), Some(spec))))
}
