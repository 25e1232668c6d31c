//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use domain::{
    event::EventKind,
    id::{DossierId, OfficeId},
};

/// The mail desk of an accounting office's client portal.
#[derive(Debug, Parser)]
#[command(version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// A TOML file with settings; POSTMEESTER_… variables come before it (docs/configuration.md)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The main job in one go: an example office, and a mailbox page that shows every mail
    Demo(Demo),
    /// Web, API and delivery in one process
    Serve,
    /// Delivery only, beside others, on PostgreSQL
    Worker,
    /// Brings the database to this version's form
    Migrate,
    /// Checks configuration, database and relay, and says what to do
    Doctor,
    /// Copies the database into a new file, while it is in use (SQLite)
    Backup {
        /// The file to write; must not exist
        file: PathBuf,
    },
    /// Says who would send a dossier's welcome mail, and why
    Explain(Explain),
    /// Imports dossiers, managers, client groups and client-users from CSV or Excel
    Import(Import),
    /// Keys to the HTTP API
    ApiKey {
        #[command(subcommand)]
        command: ApiKey,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Create, deliver, print the decision and the mail, and exit
    #[arg(long)]
    pub once: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The office
    #[arg(long)]
    pub office: OfficeId,
    /// The dossier
    #[arg(long)]
    pub dossier: DossierId,
    /// Who hears of an event of this kind, instead of who welcomes: `failed_task`, `message`, `vat_documents_ok` or
    /// `user_request`
    #[arg(long, value_parser = kind)]
    pub kind: Option<EventKind>,
    /// As JSON, as the API answers
    #[arg(long)]
    pub json: bool,
}

fn kind(text: &str) -> Result<EventKind, String> {
    let known = EventKind::ALL.into_iter().find(|kind| kind.code() == text);
    known.ok_or_else(|| format!("it is one of {}", EventKind::ALL.map(EventKind::code).join(", ")))
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A CSV or Excel file (docs/import.md)
    pub file: PathBuf,
    /// The office that it is for
    #[arg(long)]
    pub office: OfficeId,
    /// Show what would happen, and store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The report as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ApiKey {
    /// Makes a key and prints it, once, alone on standard output
    Create(ApiKeyFor),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ApiKeyFor {
    /// A key that reaches every office
    #[arg(long)]
    pub operator: bool,
    /// A key that reaches this office
    #[arg(long)]
    pub office: Option<OfficeId>,
}
