//! What is asked of the DNS, and what it answers.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

/// The type of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// Text.
    Txt,
    /// Where mail goes.
    Mx,
    /// An IPv4 address.
    A,
    /// An IPv6 address.
    Aaaa,
    /// The name of an address.
    Ptr,
    /// Another name for the same.
    Cname,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// Lower case, without the final dot.
    pub name: String,
    /// The type that is asked for.
    pub kind: Kind,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// At least one record, of the type that was asked for; aliases were followed.
    Records(Vec<Data>),
    /// The name exists and has no such record.
    NoData,
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// No answer that means anything.
    Failed(Trouble),
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// Its strings joined without anything between them, as RFC 7208 §3.3 and RFC 6376 §3.6.2.2 want it. What is not
    /// UTF-8 is replaced by U+FFFD.
    Text(String),
    /// Where mail goes; the host is empty for the "null MX" of RFC 7505.
    Exchange {
        /// Lowest first.
        preference: u16,
        /// Without the final dot.
        host: String,
    },
    /// An address.
    Address(IpAddr),
    /// A name, without the final dot.
    Name(String),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No server answered in time.
    Timeout,
    /// A server answered that it cannot: its word, such as `ServFail` or `Refused`.
    Said(String),
    /// No server can be reached, or what it sent cannot be read.
    Broken(String),
    /// The whole check took too long ([`PATIENCE`](super::PATIENCE)).
    OutOfTime,
    /// The domain made us ask too many questions ([`MOST_QUESTIONS`](super::MOST_QUESTIONS)).
    OutOfQuestions,
}

impl Kind {
    /// As in a zone file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Txt => "TXT",
            Self::Mx => "MX",
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Ptr => "PTR",
            Self::Cname => "CNAME",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// As in a zone file, but for the quotes.
impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Exchange { preference, host } => write!(f, "{preference} {host}."),
            Self::Address(address) => write!(f, "{address}"),
            Self::Name(name) => write!(f, "{name}."),
        }
    }
}
