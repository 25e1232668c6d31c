//! Is a domain set up in DNS so that the mails which we send for it arrive, and answers come back?
//!
//! * DKIM (RFC 6376, 8463): the keys that we sign with are published, and are the ones that we sign with;
//! * SPF (RFC 7208): the domain of the return path lets our servers send;
//! * DMARC (RFC 7489, 9989): what is authenticated belongs to the domain in `From`;
//! * MX (RFC 5321 §5.1, 7505): the domain takes mail.
//!
//! **The verdict never waits.** Every check is a pure function of what is [`Known`](known::Known) of the DNS. One that lacks an
//! answer notes its question and gives up; the questions of all checks are asked at once, and the verdict is tried again.
//! So the rules of four RFCs are plain code without I/O, and what a hostile zone may cost is bounded in one place
//! ([`gather`]): so many questions, so many seconds. A question beyond that is answered as failed, and the verdict
//! comes out of that like any other.

mod check;
mod dkim;
mod dmarc;
mod domain_name;
mod gather;
mod known;
mod mx;
mod plan;
mod question;
mod report;
mod resolver;
pub mod spf;
mod tags;

pub use self::check::{check, check_with};
pub use self::dkim::KeyFault;
pub use self::dmarc::{Alignment, DmarcVerdict, FoundPolicy, Policy};
pub use self::domain_name::DomainName;
pub use self::gather::{MOST_QUESTIONS, PATIENCE};
pub use self::mx::MxFault;
pub use self::plan::{Algorithm, Egress, Plan, SigningKey};
pub use self::question::{Answer, Data, Kind, Question, Trouble};
pub use self::report::{Detail, DomainReport, Finding, Record, Standing, ToPublish, Warning};
pub use self::resolver::{Resolver, ResolverError};
pub use self::tags::TagFault;
