//! The verdict for one server: `check_host()` of RFC 7208 §4.

use std::net::IpAddr;

use super::{
    Because, Client, MOST_LOOKUPS, MOST_VOID_LOOKUPS, SpfFault, SpfResult, SpfVerdict,
    domain_spec::{DomainSpec, Values, dotted},
    record::{Directive, Lengths, Mechanism, SpfRecord, Unreadable, is_spf},
};
use crate::dns::{
    domain_name::is_domain,
    known::{Failure, Found, Known, NotYet},
    question::Kind,
};

/// The most mail servers of a `mx`, and names of an address, that are looked at (§4.6.4).
const MOST_NAMES: usize = 10;

/// What a domain says of a server.
pub(in crate::dns) fn evaluate(client: &Client, known: &Known) -> Result<SpfVerdict, NotYet> {
    let address = client.address.to_canonical();
    let mut evaluation =
        Evaluation { client, address, known, lookups: 0, void: Vec::new(), through: Vec::new() };
    let (result, because) = match evaluation.check_host(&client.domain) {
        Ok(ended) => ended,
        Err(Stop::NotYet) => return Err(NotYet),
        Err(Stop::NoAnswer(Failure { name, trouble })) => {
            (SpfResult::TempError, Because::NoAnswer { name, trouble })
        }
        Err(Stop::Broken(fault)) => {
            (SpfResult::PermError, Because::Broken { through: evaluation.through.clone(), fault })
        }
    };
    Ok(SpfVerdict { address, result, because, lookups: evaluation.lookups, void: evaluation.void })
}

struct Evaluation<'e> {
    client: &'e Client,
    address: IpAddr,
    known: &'e Known,
    lookups: usize,
    void: Vec<String>,
    /// The domains whose records are being evaluated, each within the one before.
    through: Vec<String>,
}

/// There is no going on.
enum Stop {
    NotYet,
    NoAnswer(Failure),
    Broken(SpfFault),
}

impl From<NotYet> for Stop {
    fn from(_: NotYet) -> Self {
        Self::NotYet
    }
}

impl Evaluation<'_> {
    fn check_host(&mut self, domain: &str) -> Result<(SpfResult, Because), Stop> {
        if !is_domain(domain) {
            return Ok((SpfResult::None, Because::NoRecord));
        }
        let mut texts = self.known.texts(domain)?.map_err(Stop::NoAnswer)?.records;
        texts.retain(|text| is_spf(text));
        self.through.push(domain.to_ascii_lowercase());
        let record = match texts.as_slice() {
            [] => {
                self.through.pop();
                return Ok((SpfResult::None, Because::NoRecord));
            }
            [text] => {
                SpfRecord::parse(text).map_err(|Unreadable(term)| broken(SpfFault::Unreadable { term }))?
            }
            several => return Err(broken(SpfFault::SeveralRecords { count: several.len() })),
        };
        for directive in &record.directives {
            if let Some(because) = self.matches(directive, domain)? {
                self.through.pop();
                return Ok((directive.result, because));
            }
        }
        // Beside an `all` we do not get here.
        let ended = match &record.redirect {
            Some((term, spec)) => self.redirect(term, spec, domain)?,
            None => (SpfResult::Neutral, Because::NothingMatched),
        };
        self.through.pop();
        Ok(ended)
    }

    /// What led to the match, if there is one.
    fn matches(&mut self, directive: &Directive, domain: &str) -> Result<Option<Because>, Stop> {
        let term = &directive.term;
        let matches = match &directive.mechanism {
            Mechanism::All => true,
            Mechanism::Net(net) => net.holds(self.address),
            Mechanism::Include(spec) => return self.include(term, spec, domain),
            Mechanism::A(spec, lengths) => {
                self.count(term)?;
                let name = self.name(spec.as_ref(), domain)?;
                self.has_address(term, &name, *lengths)?
            }
            Mechanism::Mx(spec, lengths) => {
                self.count(term)?;
                let name = self.name(spec.as_ref(), domain)?;
                self.has_mail_server(term, &name, *lengths)?
            }
            Mechanism::Ptr(spec) => {
                self.count(term)?;
                let name = self.name(spec.as_ref(), domain)?.to_ascii_lowercase();
                self.validated_names(term)?.iter().any(|other| is_within(other, &name))
            }
            Mechanism::Exists(spec) => {
                self.count(term)?;
                let name = self.name(Some(spec), domain)?;
                // An IPv4 address, whatever the server has (§5.7).
                let found = self.known.addresses(&name, IpAddr::from([0, 0, 0, 0]))?;
                !self.not_void(term, &name, found)?.is_empty()
            }
        };
        Ok(matches.then(|| Because::Matched { through: self.through.clone(), term: term.clone() }))
    }

    /// Only a pass within is a match (§5.2).
    fn include(&mut self, term: &str, spec: &DomainSpec, domain: &str) -> Result<Option<Because>, Stop> {
        let (result, because) = self.enter(term, spec, domain)?;
        Ok((result == SpfResult::Pass).then_some(because))
    }

    /// The verdict of the other is the verdict (§6.1).
    fn redirect(
        &mut self,
        term: &str,
        spec: &DomainSpec,
        domain: &str,
    ) -> Result<(SpfResult, Because), Stop> {
        self.enter(term, spec, domain)
    }

    fn enter(&mut self, term: &str, spec: &DomainSpec, domain: &str) -> Result<(SpfResult, Because), Stop> {
        let name = self.name(Some(spec), domain)?;
        let returns = self.through.iter().any(|other| other.eq_ignore_ascii_case(&name));
        if returns && self.lookups >= MOST_LOOKUPS {
            return Err(broken(SpfFault::Loop { term: term.to_owned() }));
        }
        self.count(term)?;
        match self.check_host(&name)? {
            (SpfResult::None, _) => Err(broken(SpfFault::NothingIncluded { term: term.to_owned(), name })),
            ended => Ok(ended),
        }
    }

    fn count(&mut self, term: &str) -> Result<(), Stop> {
        if self.lookups >= MOST_LOOKUPS {
            return Err(broken(SpfFault::TooManyLookups { term: term.to_owned() }));
        }
        self.lookups += 1;
        Ok(())
    }

    /// The records, or no more than so many times none.
    fn not_void<T>(
        &mut self,
        term: &str,
        name: &str,
        found: Result<Found<T>, Failure>,
    ) -> Result<Vec<T>, Stop> {
        let Found { records, asked, .. } = found.map_err(Stop::NoAnswer)?;
        if records.is_empty() && asked {
            self.void.push(name.to_owned());
            if self.void.len() > MOST_VOID_LOOKUPS {
                return Err(broken(SpfFault::TooManyVoidLookups { term: term.to_owned() }));
            }
        }
        Ok(records)
    }

    /// The name that a term is about: its own, or that of the record's domain.
    fn name(&mut self, spec: Option<&DomainSpec>, domain: &str) -> Result<String, Stop> {
        let Some(spec) = spec else { return Ok(domain.to_owned()) };
        let validated = if spec.asks_for_a_name() { self.best_name(domain)? } else { String::new() };
        Ok(spec.expand(&Values {
            local_part: &self.client.local_part,
            sender_domain: &self.client.domain,
            domain,
            address: self.address,
            helo: &self.client.helo,
            validated: &validated,
        }))
    }

    fn has_address(&mut self, term: &str, name: &str, lengths: Lengths) -> Result<bool, Stop> {
        let found = self.known.addresses(name, self.address)?;
        let addresses = self.not_void(term, name, found)?;
        Ok(addresses.iter().any(|address| lengths.alike(*address, self.address)))
    }

    fn has_mail_server(&mut self, term: &str, name: &str, lengths: Lengths) -> Result<bool, Stop> {
        let found = self.known.exchanges(name)?;
        let servers = self.not_void(term, name, found)?;
        if servers.len() > MOST_NAMES {
            return Err(broken(SpfFault::TooManyMailServers { term: term.to_owned() }));
        }
        for (_, server) in servers {
            if !server.is_empty() && self.has_address(term, &server, lengths)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The names that the address has, and that have the address (§5.5). A failure is no name.
    fn validated_names(&mut self, term: &str) -> Result<Vec<String>, Stop> {
        let reverse = reverse_name(self.address);
        let Ok(found) = self.known.names(&reverse, Kind::Ptr)? else { return Ok(Vec::new()) };
        let names = self.not_void(term, &reverse, Ok(found))?;
        let mut validated = Vec::new();
        for name in names.into_iter().take(MOST_NAMES) {
            let Ok(found) = self.known.addresses(&name, self.address)? else { continue };
            if self.not_void(term, &name, Ok(found))?.contains(&self.address) {
                validated.push(name.to_ascii_lowercase());
            }
        }
        Ok(validated)
    }

    /// What `%{p}` stands for (§7.3): the domain itself when the address has that name, then a name within, then any.
    fn best_name(&mut self, domain: &str) -> Result<String, Stop> {
        let domain = domain.to_ascii_lowercase();
        let names = self.validated_names("%{p}")?;
        let own = names.iter().find(|name| **name == domain);
        let within = names.iter().find(|name| is_within(name, &domain));
        Ok(own.or(within).or(names.first()).map_or_else(|| "unknown".to_owned(), Clone::clone))
    }
}

fn broken(fault: SpfFault) -> Stop {
    Stop::Broken(fault)
}

fn is_within(name: &str, domain: &str) -> bool {
    name == domain || name.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn reverse_name(address: IpAddr) -> String {
    let labels = dotted(address);
    let mut labels: Vec<&str> = labels.split('.').collect();
    labels.reverse();
    format!("{}.{}.arpa", labels.join("."), if address.is_ipv4() { "in-addr" } else { "ip6" })
}
