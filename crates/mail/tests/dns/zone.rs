//! Zones as texts: answered from memory, or written for a server.
//!
//! A line is `name TYPE value`. In a TXT value, `|` is where one string ends and the next begins.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use mail::dns::{Answer, Data, Kind, Question, Trouble};

/// Below this, nothing is answered.
pub(crate) const BROKEN: &str = "servfail.be";

/// Records by name and type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zone {
    records: BTreeMap<(String, Kind), BTreeSet<String>>,
    names: BTreeSet<String>,
}

impl Zone {
    pub(crate) fn new(text: &str) -> Self {
        let mut zone = Self::default();
        for line in text.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
            let mut fields = line.splitn(3, ' ');
            let (name, kind, value) = (fields.next(), fields.next(), fields.next());
            let kinds = [Kind::Txt, Kind::Mx, Kind::A, Kind::Aaaa, Kind::Ptr, Kind::Cname];
            let kind = kinds.into_iter().find(|one| Some(one.code()) == kind).expect(line);
            zone.add(name.expect(line), kind, value.unwrap_or_default());
        }
        zone
    }

    pub(crate) fn add(&mut self, name: &str, kind: Kind, value: &str) {
        let name = name.to_ascii_lowercase();
        let mut above = Some(name.as_str());
        while let Some(name) = above {
            self.names.insert(name.to_owned());
            above = name.split_once('.').map(|(_, above)| above);
        }
        self.records.entry((name, kind)).or_default().insert(value.to_owned());
    }

    /// What the other has takes the place of what is there; an alias that of everything at its name.
    pub(crate) fn replace(&mut self, other: &Self) {
        for (name, kind) in other.records.keys() {
            let alias = *kind == Kind::Cname;
            let goes = |(n, k): &(String, Kind)| n == name && (alias || k == kind || *k == Kind::Cname);
            self.records.retain(|key, _| !goes(key) || other.records.contains_key(key));
            self.records.remove(&(name.clone(), *kind));
        }
        self.join(other.clone());
    }

    /// Without what the other has, whatever the values.
    pub(crate) fn take(&mut self, other: &Self) {
        self.records.retain(|key, _| !other.records.contains_key(key));
        let kept = std::mem::take(&mut self.records);
        self.names.clear();
        self.join(Self { records: kept, names: BTreeSet::new() });
    }

    pub(crate) fn join(&mut self, other: Self) {
        for ((name, kind), values) in other.records {
            for value in values {
                self.add(&name, kind, &value);
            }
        }
    }

    /// As a server of all these names would answer, aliases followed.
    pub(crate) fn answer(&self, question: &Question) -> Answer {
        let mut name = question.name.clone();
        for _ in 0..8 {
            if name.ends_with(BROKEN) {
                return Answer::Failed(Trouble::Said("ServFail".to_owned()));
            }
            let Some(owner) = self.owner(&name) else { return Answer::NoSuchName };
            if let Some(values) = self.records.get(&(owner.clone(), question.kind)) {
                return Answer::Records(values.iter().map(|value| data(question.kind, value)).collect());
            }
            match self.records.get(&(owner, Kind::Cname)).and_then(BTreeSet::first) {
                Some(target) => name = target.trim_end_matches('.').to_ascii_lowercase(),
                None => return Answer::NoData,
            }
        }
        // A loop. NSD answers with it; a resolver may say ServFail.
        Answer::NoData
    }

    /// The name, or the wildcard that stands for it (RFC 4592).
    fn owner(&self, name: &str) -> Option<String> {
        if self.names.contains(name) {
            return Some(name.to_owned());
        }
        let mut above = name;
        while let Some((_, next)) = above.split_once('.') {
            above = next;
            let wildcard = format!("*.{above}");
            if self.names.contains(&wildcard) {
                return Some(wildcard);
            }
            if self.names.contains(above) {
                return None;
            }
        }
        None
    }

    /// As a zone file of the root.
    pub(crate) fn file(&self) -> String {
        let mut file =
            "$TTL 1\n. SOA ns.desk.example. nobody.desk.example. 1 3600 900 86400 1\n. NS ns.desk.example.\n"
                .to_owned();
        for ((name, kind), values) in &self.records {
            for value in values {
                let value = if *kind == Kind::Txt { quoted(value) } else { value.clone() };
                let _ = writeln!(file, "{name}. {kind} {value}");
            }
        }
        file
    }
}

fn data(kind: Kind, value: &str) -> Data {
    let plain = |name: &str| name.trim_end_matches('.').to_owned();
    match kind {
        Kind::Txt => Data::Text(value.replace('|', "")),
        Kind::A | Kind::Aaaa => Data::Address(value.parse().expect(value)),
        Kind::Ptr | Kind::Cname => Data::Name(plain(value)),
        Kind::Mx => {
            let (preference, host) = value.split_once(' ').expect(value);
            Data::Exchange { preference: preference.parse().expect(value), host: plain(host) }
        }
    }
}

/// Strings of 255 octets at most, every octet that is not plain as `\DDD`.
fn quoted(text: &str) -> String {
    let mut line = String::new();
    for part in text.split('|') {
        let chunks: Vec<_> =
            if part.is_empty() { vec![&b""[..]] } else { part.as_bytes().chunks(255).collect() };
        for chunk in chunks {
            line.push_str(" \"");
            for byte in chunk {
                match byte {
                    b'"' | b'\\' | 0..=31 | 127.. => {
                        let _ = write!(line, "\\{byte:03}");
                    }
                    _ => line.push(char::from(*byte)),
                }
            }
            line.push('"');
        }
    }
    line
}
