//! What a check says: what is wrong, what is to be published, and what had better be otherwise.
//!
//! Nothing here is a sentence. Whoever shows it puts it into words.

use domain::delivery::SenderFault;
use serde::{Deserialize, Serialize};

use super::{
    dkim::KeyFault,
    dmarc::DmarcVerdict,
    domain_name::DomainName,
    mx::MxFault,
    question::{Kind, Trouble},
    spf::{Census, SpfResult, SpfVerdict},
};

/// How a domain is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainReport {
    /// The domain.
    pub domain: DomainName,
    /// What is wrong, in the order of [`SenderFault::ALL`]. Empty when the domain is set up right.
    pub findings: Vec<Finding>,
    /// What stops no mail, and had better be otherwise.
    pub warnings: Vec<Warning>,
    /// The records to publish, also those that are right already.
    pub records: Vec<ToPublish>,
    /// What SPF says of each of our servers.
    pub spf: Vec<SpfVerdict>,
    /// How many lookups the SPF record takes, when there is one that can be read.
    pub spf_census: Option<Census>,
    /// What DMARC makes of our mails.
    pub dmarc: DmarcVerdict,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which of the closed list.
    pub cause: SenderFault,
    /// The name that was looked at.
    pub name: String,
    /// The records that are there, as they are: ten at most, and 2,000 characters of each.
    pub found: Vec<String>,
    /// The record as it must be. None when no record of this domain mends it.
    pub wanted: Option<Record>,
    /// What is wrong with what was found.
    pub detail: Detail,
}

/// What is wrong, for words to be put to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Detail {
    /// With a key.
    Dkim(KeyFault),
    /// With the SPF record: the verdicts of the servers that may not send.
    Spf {
        /// One for each such server.
        verdicts: Vec<SpfVerdict>,
    },
    /// With what is authenticated: see [`DomainReport::dmarc`].
    Dmarc,
    /// With where answers go.
    Mx(MxFault),
    /// The name gave no answer.
    Dns {
        /// Why.
        trouble: Trouble,
    },
}

/// A record of the DNS.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// Its type.
    pub kind: Kind,
    /// Its name, without the final dot.
    pub name: String,
    /// Its value; of a text, without quotes.
    pub value: String,
}

/// A record that has to be there, and whether it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToPublish {
    /// As it has to be. When it is right already, as it is, up to 2,000 characters.
    pub record: Record,
    /// Whether it is.
    pub standing: Standing,
    /// Whether mail waits for it. One that is not needed is good advice.
    pub needed: bool,
}

/// Whether a record is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is there, and right.
    Right,
    /// There is none.
    Missing,
    /// There is another in its place.
    Wrong,
    /// The DNS gave no answer.
    Unknown,
}

/// What stops no mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum Warning {
    /// The key says `t=y`: verifiers may treat a mail as if it were not signed (RFC 6376 §3.6.1).
    DkimTesting {
        /// Where.
        name: String,
    },
    /// `v=` is not the first tag of the key. Most verifiers take it.
    DkimVersionNotFirst {
        /// Where.
        name: String,
    },
    /// The second key is not published. Signatures with it count for nothing.
    DkimSecondKeyMissing {
        /// Where.
        name: String,
    },
    /// The record lets every server of the world send.
    SpfAnybody {
        /// Where.
        name: String,
    },
    /// The record takes more than ten lookups in all. Our servers match before that; others may not.
    SpfManyLookups {
        /// Where.
        name: String,
        /// So many, no further than 30.
        lookups: usize,
    },
    /// The return path is of another domain, so nobody asks this one's SPF. Some filters do all the same, and it says
    /// this.
    SpfOfFrom {
        /// Where.
        name: String,
        /// What it says.
        result: SpfResult,
    },
    /// There is no DMARC policy. Some receivers ask for one.
    DmarcMissing {
        /// Where it would be.
        name: String,
    },
    /// More than one DMARC record, so that none counts (RFC 9989 §4.10).
    DmarcSeveral {
        /// Where.
        name: String,
        /// So many.
        count: usize,
    },
    /// Part of the record cannot be read, `p=` is missing, or no such policy exists.
    DmarcUnreadable {
        /// Where.
        name: String,
    },
    /// The policy, or the one that a subdomain inherits, is `none`: others can send in the name of this domain.
    DmarcAsksNothing {
        /// Where.
        name: String,
    },
    /// Only SPF is aligned: a mail that is forwarded is authenticated no more.
    DmarcBySpfAlone,
    /// No MX, but an address: mail arrives there, if a server listens (RFC 5321 §5.1).
    AddressInsteadOfMx {
        /// Where.
        name: String,
    },
}

/// The most records that a finding shows.
const MOST_SHOWN: usize = 10;
/// The most characters of each, and of a record that is right as it is.
const LONGEST_SHOWN: usize = 2000;

/// Records as a finding shows them.
pub(super) fn shown<T: ToString>(records: &[T]) -> Vec<String> {
    records.iter().take(MOST_SHOWN).map(|record| cut(&record.to_string())).collect()
}

/// A record as it is shown.
pub(super) fn cut(record: &str) -> String {
    record.chars().take(LONGEST_SHOWN).collect()
}

impl Record {
    /// A text.
    pub(super) fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { kind: Kind::Txt, name: name.into(), value: value.into() }
    }

    /// The value as a zone file has it (RFC 1035 §5.1): a text in quoted strings of 255 octets at most.
    #[must_use]
    pub fn zone_value(&self) -> String {
        if self.kind != Kind::Txt {
            return self.value.clone();
        }
        let mut strings = vec![String::new()];
        let mut octets = 0;
        for c in self.value.chars() {
            if octets + c.len_utf8() > 255 {
                strings.push(String::new());
                octets = 0;
            }
            octets += c.len_utf8();
            if let Some(string) = strings.last_mut() {
                if matches!(c, '"' | '\\') {
                    string.push('\\');
                }
                string.push(c);
            }
        }
        format!("\"{}\"", strings.join("\" \""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_several_strings_in_a_zone_file() {
        let record = Record::text("a.be", format!("{}\"é", "x".repeat(254)));
        assert_eq!(record.zone_value(), format!("\"{}\\\"\" \"é\"", "x".repeat(254)));
        let alias = Record { kind: Kind::Cname, name: "a.be".to_owned(), value: "b.be.".to_owned() };
        assert_eq!(alias.zone_value(), "b.be.");
    }

    #[test]
    fn what_is_shown_is_bounded() {
        let many = vec!["é".repeat(5000); 50];
        let shown = shown(&many);
        assert_eq!((shown.len(), shown[0].chars().count()), (10, 2000));
    }
}
