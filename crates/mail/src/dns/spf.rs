//! SPF (RFC 7208): may a server send with this return path?
//!
//! The evaluation is our own (docs/decisions/0017): `mail-auth`, the kept library, says neither which term did it nor
//! where the lookups went, and of the domains in `tests/dns` it is wrong about one in eight. Ours is held there
//! against `pyspf` and against the test suite of the RFC's authors.
//!
//! * `record`: a record becomes terms, or says which of them cannot be read (§4.6.1, §12);
//! * `domain_spec`: names with macros in them (§7);
//! * `evaluate`: the verdict for one address (§4.6.2, §5, §6);
//! * `census`: how many lookups the whole of a record takes, and through which includes;
//! * `wanted`: the record as it must be.

mod census;
mod domain_spec;
mod evaluate;
mod record;
mod wanted;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

pub use self::census::{Census, Cost};
pub(super) use self::{
    census::census,
    evaluate::evaluate,
    record::{is_spf, letting_anybody_send},
    wanted::{Ours, wanted},
};
use super::{
    gather,
    question::{Answer, Question, Trouble},
};

/// The most terms of an evaluation that may ask the DNS (RFC 7208 §4.6.4).
pub const MOST_LOOKUPS: usize = 10;
/// The most of their questions that may have nothing for an answer (RFC 7208 §4.6.4).
pub const MOST_VOID_LOOKUPS: usize = 2;

/// Who sends, as SPF sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The server that sends.
    pub address: IpAddr,
    /// The part of the return path before the `@`; only macros look at it.
    pub local_part: String,
    /// The domain of the return path.
    pub domain: String,
    /// The name with which the server introduces itself; only macros look at it.
    pub helo: String,
}

/// What a record says of a server (RFC 7208 §2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpfResult {
    /// There is no record.
    None,
    /// It may send.
    Pass,
    /// It may not.
    Fail,
    /// It probably may not.
    SoftFail,
    /// Nothing is said of it.
    Neutral,
    /// The record, or one that it includes, cannot be evaluated.
    PermError,
    /// The DNS gave no answer.
    TempError,
}

/// What a domain says of one server, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpfVerdict {
    /// The server.
    pub address: IpAddr,
    /// The verdict.
    pub result: SpfResult,
    /// What led to it.
    pub because: Because,
    /// How many terms asked the DNS before the verdict stood.
    pub lookups: usize,
    /// The names that were asked for and have nothing.
    pub void: Vec<String>,
}

/// What a verdict comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Because {
    /// The domain has no record.
    NoRecord,
    /// This term matched.
    Matched {
        /// The domains whose records were gone through, ours first: by `include` and `redirect`.
        through: Vec<String>,
        /// The term, as it is in the record of the last of them.
        term: String,
    },
    /// No term matched.
    NothingMatched,
    /// It cannot be evaluated.
    Broken {
        /// The domains whose records were gone through, ours first.
        through: Vec<String>,
        /// What is wrong with the record of the last of them.
        fault: SpfFault,
    },
    /// A name gave no answer.
    NoAnswer {
        /// The name.
        name: String,
        /// Why.
        trouble: Trouble,
    },
}

/// Why a record cannot be evaluated (`permerror`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum SpfFault {
    /// More than one record.
    SeveralRecords {
        /// So many.
        count: usize,
    },
    /// A term that cannot be read.
    Unreadable {
        /// The term.
        term: String,
    },
    /// `include` or `redirect` of a domain without a record.
    NothingIncluded {
        /// The term.
        term: String,
        /// The domain.
        name: String,
    },
    /// More than [`MOST_LOOKUPS`].
    TooManyLookups {
        /// The term at which it was too many.
        term: String,
    },
    /// A record that leads back to itself, until the lookups are used up.
    Loop {
        /// The term that leads back.
        term: String,
    },
    /// More than [`MOST_VOID_LOOKUPS`].
    TooManyVoidLookups {
        /// The term at which it was too many.
        term: String,
    },
    /// More than ten mail servers at a `mx` (RFC 7208 §4.6.4).
    TooManyMailServers {
        /// The term.
        term: String,
    },
}

/// Evaluates a domain's record with answers from wherever they come.
pub async fn verdict<F>(ask: impl Fn(Question) -> F, client: &Client) -> SpfVerdict
where
    F: Future<Output = Answer>,
{
    gather::gather(ask, |known| evaluate(client, known)).await
}
