//! What a relay would say to mails from these addresses, asked without sending one.
//!
//! It connects, agrees on TLS and logs in as a delivery does; then says `MAIL FROM` and `RCPT TO` for each address, and
//! takes that back by `RSET`. `DATA` is never said.
//!
//! **What it cannot know**: some relays look at the sender only when they have the mail. Microsoft 365 takes any
//! `MAIL FROM` of whoever is logged in, and answers the final dot by `5.2.252 SendAsDenied` or `5.7.60`. Such a fault
//! is found by the first mail, which is held for it (`send_as_denied`), with all others of that sender.

use std::time::Duration;

use domain::EmailAddress;
use domain::delivery::{Ending, Outcome, Phase, Reply, SenderFault, outcome};
use tokio::time::timeout;

use super::{Connection, Envelope, Relay, Timeouts};

/// How many addresses are asked over one connection. Postfix counts `RSET` as junk, and hangs up some time after the
/// hundredth without a mail between.
const PER_CONNECTION: usize = 50;
/// How many addresses are asked in all.
const MOST_SENDERS: usize = 1_000;
/// How long it takes in all.
const LONGEST: Duration = Duration::from_secs(300);

/// What a relay said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeReport {
    /// Of the connection, TLS and the log-in. When this is a fault, no address was asked.
    pub session: Finding,
    /// Of each address, in the order in which they were given.
    pub senders: Vec<ProbedSender>,
}

/// What a relay said of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbedSender {
    /// The address.
    pub address: EmailAddress,
    /// What was said.
    pub finding: Finding,
}

/// What a relay said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// All is well.
    Good,
    /// The set-up is at fault.
    Fault {
        /// How.
        fault: SenderFault,
        /// In the relay's words, or the token provider's; or ours, when there were none.
        said: String,
    },
    /// It cannot be told: the relay wants it later, does not take mails for the recipient, or was not asked.
    Unsaid {
        /// Why, likewise.
        said: String,
    },
}

impl ProbeReport {
    /// The faults, each once, in the order of [`SenderFault::ALL`]; none when the set-up is good as far as can be told.
    #[must_use]
    pub fn faults(&self) -> Vec<SenderFault> {
        let all: Vec<_> = self.findings().filter_map(Finding::fault).collect();
        SenderFault::ALL.into_iter().filter(|fault| all.contains(fault)).collect()
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(&self.session).chain(self.senders.iter().map(|sender| &sender.finding))
    }
}

impl Finding {
    /// The fault, if it is one.
    #[must_use]
    pub fn fault(&self) -> Option<SenderFault> {
        match self {
            Self::Fault { fault, .. } => Some(*fault),
            Self::Good | Self::Unsaid { .. } => None,
        }
    }

    fn of(ending: &Ending) -> Self {
        let said = words(ending);
        match outcome(ending) {
            Outcome::SenderFault(fault) => Self::Fault { fault, said },
            Outcome::RelayUnavailable => Self::Fault { fault: SenderFault::Unreachable, said },
            _ => Self::Unsaid { said },
        }
    }

    fn unasked() -> Self {
        Self::Unsaid { said: "it was not asked".to_owned() }
    }
}

/// Asks a relay whether it would take mails from these senders to `recipient`, an address that it surely takes mails for;
/// `None` asks with each sender as its own recipient. It is over after five minutes, whatever the relay does.
///
/// A thousand senders are asked at most, fifty over each connection.
pub async fn probe(
    relay: &Relay,
    timeouts: &Timeouts,
    senders: &[EmailAddress],
    recipient: Option<&EmailAddress>,
) -> ProbeReport {
    probe_within(LONGEST, relay, timeouts, senders, recipient).await
}

async fn probe_within(
    limit: Duration,
    relay: &Relay,
    timeouts: &Timeouts,
    senders: &[EmailAddress],
    recipient: Option<&EmailAddress>,
) -> ProbeReport {
    let mut findings = Vec::with_capacity(senders.len());
    let asking = Box::pin(ask_all(relay, timeouts, senders, recipient, &mut findings));
    let session = match timeout(limit, asking).await {
        Ok(session) => session,
        // Whoever has answered something was reached.
        Err(_) if !findings.is_empty() => Finding::Good,
        Err(_) => Finding::of(&Ending::Broken(Phase::Connect, "it took too long".to_owned())),
    };
    findings.resize(senders.len(), Finding::unasked());
    let pair =
        |(address, finding): (&EmailAddress, Finding)| ProbedSender { address: address.clone(), finding };
    ProbeReport { session, senders: senders.iter().zip(findings).map(pair).collect() }
}

/// Returns what is to be said of the session: of the first, since a relay that let us in once does so.
async fn ask_all(
    relay: &Relay,
    timeouts: &Timeouts,
    senders: &[EmailAddress],
    recipient: Option<&EmailAddress>,
    findings: &mut Vec<Finding>,
) -> Finding {
    let mut rest = &senders[..senders.len().min(MOST_SENDERS)];
    let mut is_first = true;
    while is_first || !rest.is_empty() {
        let mut connection = match Connection::open(relay, timeouts).await {
            Ok(connection) => connection,
            Err(ending) if is_first => return Finding::of(&ending),
            Err(ending) => {
                findings.extend(rest.iter().map(|_| Finding::Unsaid { said: words(&ending) }));
                return Finding::Good;
            }
        };
        let now = &rest[..rest.len().min(PER_CONNECTION)];
        let asked = ask(&mut connection, now, recipient, findings).await;
        connection.quit().await;
        rest = &rest[asked..];
        is_first = false;
    }
    Finding::Good
}

/// Asks until all were, or the connection is over; how many were, at least one.
async fn ask(
    connection: &mut Connection,
    senders: &[EmailAddress],
    recipient: Option<&EmailAddress>,
    findings: &mut Vec<Finding>,
) -> usize {
    for (asked, sender) in (1..).zip(senders) {
        let (from, to) = (sender.wire(), recipient.unwrap_or(sender).wire());
        findings.push(match Envelope::new(&from, &to, 0) {
            Ok(envelope) => connection
                .would_take(envelope)
                .await
                .map_or_else(|ending| Finding::of(&ending), |()| Finding::Good),
            Err(error) => Finding::Unsaid { said: error.to_string() },
        });
        if !connection.is_open() {
            return asked;
        }
    }
    senders.len()
}

fn words(ending: &Ending) -> String {
    match ending {
        Ending::Taken(reply) | Ending::Refused(_, reply) => said(reply),
        Ending::Broken(_, why) | Ending::NotOffered(_, why) => why.clone(),
    }
}

fn said(reply: &Reply) -> String {
    match reply.enhanced {
        Some((class, subject, detail)) => format!("{} {class}.{subject}.{detail} {}", reply.code, reply.text),
        None => format!("{} {}", reply.code, reply.text),
    }
}

#[cfg(test)]
#[path = "probe_tests.rs"]
mod tests;
