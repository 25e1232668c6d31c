//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::product::database::Kind;
use crate::sink::faults::Fault;

/// Postmeester, the machine's own limits and Postfix, measured in one run.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// The program under test; the release build of this tree, brought up to date, if nothing is said
    #[arg(long, global = true, value_name = "FILE")]
    pub binary: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Everything, with a report and a picture of it
    All {
        /// How often each is measured; the median counts
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// Only these: e2e, latency, events, far, signing, fairness, growth, memory, workers
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
        /// Only this database
        #[arg(long)]
        database: Option<Kind>,
        /// Where the report goes; the picture lies beside it
        #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/RESULTS.md"))]
        report: PathBuf,
    },
    /// A little of everything, as a test: fails unless every mail arrives exactly once. On SQLite, and on PostgreSQL
    /// if `POSTMEESTER_TEST_POSTGRES` names a server
    Short,
    /// From the first request to the last mail in the relay, and nothing else
    E2e {
        #[arg(long, default_value = "sqlite")]
        database: Kind,
        #[arg(long, default_value_t = 20_000)]
        mails: usize,
        /// Connections to the relay
        #[arg(long)]
        connections: Option<u32>,
        #[arg(long, default_value_t = 1)]
        runs: usize,
        /// Welcome mails instead of notices
        #[arg(long)]
        welcomes: bool,
    },
    /// The sink alone, for as long as it is left running: to try things by hand
    Sink {
        #[arg(long, default_value = "127.0.0.1:2525")]
        listen: String,
        /// Milliseconds before each batch of replies
        #[arg(long, default_value_t = 0)]
        reply_delay: u64,
        /// Milliseconds before the reply to each final dot
        #[arg(long, default_value_t = 0)]
        dot_delay: u64,
        /// What goes wrong: mail|rcpt|data|dot, then a code, drop, drop-taken, garbage, half-line or stall, then every
        /// how many, such as `dot:451:3`
        #[arg(long)]
        fault: Option<Fault>,
    },
    /// What becomes of mails when something breaks in the middle of them
    Faults(crate::faults::Asked),
    /// The two days before a VAT deadline, simulated: how long mails wait, and what a larger platform would need
    Deadline(crate::deadline::Asked),
    /// Mail to a server, as fast as it takes it
    Blast {
        to: std::net::SocketAddr,
        #[arg(long, default_value_t = 20_000)]
        mails: u64,
        #[arg(long, default_value_t = 4)]
        connections: usize,
        #[arg(long, default_value_t = 6_000)]
        size: usize,
        /// One command at a time
        #[arg(long)]
        stepwise: bool,
    },
}
