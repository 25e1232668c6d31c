//! What an import does, or would do: for each line its fate and its sender, what is wrong, what is worth knowing, and
//! how much there is of everything. As JSON by its `Serialize`, as plain English by its `Display`.

use domain::{
    EmailAddress, EnterpriseNumber, Language, Name, invitation::StateName, mail::MailKind,
    sender::SenderDecision,
};
use serde::Serialize;

pub use super::{
    columns::Column,
    fault::{Code, LineError},
    table::Source,
};
pub(super) use text::state_words;

mod text;

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The file's name.
    pub file: String,
    /// The office's name.
    pub office: Name,
    /// True for a dry run.
    pub dry_run: bool,
    /// Something was stored. Never so when there are errors: it is all lines or none.
    pub stored: bool,
    /// How the file was read, if it could be.
    pub source: Option<Source>,
    /// Each line with its fate, in the file's order.
    pub lines: Vec<LineReport>,
    /// What keeps the file from being imported, in the file's order.
    pub errors: Vec<LineError>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
    /// How much there is of everything.
    pub totals: Totals,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LineReport {
    /// Its number in the file, counted from 1.
    pub line: u32,
    /// There is an error on it.
    pub failed: bool,
    /// It says the same as an earlier line, and nothing else becomes of it.
    pub same_as: Option<u32>,
    /// Its dossier.
    pub dossier: Option<DossierLine>,
    /// The manager that it names.
    pub manager: Option<ManagerLine>,
    /// The client group that it names.
    pub client_group: Option<GroupLine>,
    /// The client-user that it names.
    pub client_user: Option<ClientUserLine>,
    /// Who sends the welcome mails of its dossier, and why; not told of a line with errors.
    pub sender: Option<SenderDecision>,
    /// The mail that goes out because of it.
    pub mail: Option<MailKind>,
}

/// The dossier of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DossierLine {
    /// Its name.
    pub name: Name,
    /// Its enterprise number.
    pub enterprise_number: Option<EnterpriseNumber>,
    /// What becomes of it.
    pub fate: DossierFate,
}

/// What becomes of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DossierFate {
    /// It is new.
    Created,
    /// It exists, and gets other values.
    Changed {
        /// Which.
        changes: Vec<Change>,
    },
    /// It exists as the file has it.
    Unchanged,
    /// An earlier line has told it already.
    AsLine {
        /// Which line.
        line: u32,
    },
}

/// A value that a dossier gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which of its columns.
    pub column: Column,
    /// What it was.
    pub old: Option<String>,
    /// What it becomes.
    pub new: String,
}

/// Is it new?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It is created by this line.
    Created,
    /// It exists, and gets the address that this line names.
    Changed,
    /// It exists, or an earlier line creates it.
    Known,
}

/// The manager of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManagerLine {
    /// Their name.
    pub name: Name,
    /// Their address.
    pub email: EmailAddress,
    /// Are they new?
    pub fate: Found,
}

/// The client group of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupLine {
    /// Its name.
    pub name: Name,
    /// Its address.
    pub email: Option<EmailAddress>,
    /// Is it new?
    pub fate: Found,
}

/// The client-user of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientUserLine {
    /// Their name.
    pub name: Name,
    /// Their login.
    pub email: EmailAddress,
    /// The language of their mails.
    pub language: Language,
    /// What becomes of them.
    pub fate: ClientUserFate,
}

/// What becomes of a client-user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ClientUserFate {
    /// They are new, and welcomed.
    Invited,
    /// They are known here; they see one more dossier, and are told so.
    AccessAdded,
    /// They see the dossier already.
    HasAccess,
    /// Their invitation or account is over. The office decides whether it opens again, not a file.
    LeftAlone {
        /// Where they stand.
        state: StateName,
    },
}

/// Something worth knowing that keeps nothing from being imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The line of the file; none when it is the file as a whole.
    pub line: Option<u32>,
    /// What it is about.
    pub code: &'static str,
    /// The same in English.
    pub message: String,
}

impl Note {
    pub(super) fn of_file(code: &'static str, message: impl Into<String>) -> Self {
        Self { line: None, code, message: message.into() }
    }

    pub(super) fn on(line: u32, code: &'static str, message: impl Into<String>) -> Self {
        Self { line: Some(line), code, message: message.into() }
    }
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "each is the number of what its name says")]
pub struct Totals {
    pub lines: usize,
    pub duplicate_lines: usize,
    pub failed_lines: usize,
    pub dossiers_created: usize,
    pub dossiers_changed: usize,
    pub dossiers_unchanged: usize,
    pub managers_created: usize,
    pub client_groups_created: usize,
    pub client_groups_changed: usize,
    pub client_users_invited: usize,
    pub access_added: usize,
    pub client_users_with_access: usize,
    pub client_users_left_alone: usize,
    pub mails: usize,
}

impl Totals {
    pub(super) fn of(lines: &[LineReport]) -> Self {
        let mut totals = Self { lines: lines.len(), ..Self::default() };
        for line in lines {
            totals.failed_lines += usize::from(line.failed);
            totals.duplicate_lines += usize::from(line.same_as.is_some());
            totals.mails += usize::from(line.mail.is_some());
            match line.dossier.as_ref().map(|dossier| &dossier.fate) {
                Some(DossierFate::Created) => totals.dossiers_created += 1,
                Some(DossierFate::Changed { .. }) => totals.dossiers_changed += 1,
                Some(DossierFate::Unchanged) => totals.dossiers_unchanged += 1,
                Some(DossierFate::AsLine { .. }) | None => {}
            }
            let created = |fate: Option<Found>| usize::from(fate == Some(Found::Created));
            let group = line.client_group.as_ref().map(|group| group.fate);
            totals.managers_created += created(line.manager.as_ref().map(|manager| manager.fate));
            totals.client_groups_created += created(group);
            totals.client_groups_changed += usize::from(group == Some(Found::Changed));
            match line.client_user.as_ref().map(|user| user.fate) {
                Some(ClientUserFate::Invited) => totals.client_users_invited += 1,
                Some(ClientUserFate::AccessAdded) => totals.access_added += 1,
                Some(ClientUserFate::HasAccess) => totals.client_users_with_access += 1,
                Some(ClientUserFate::LeftAlone { .. }) => totals.client_users_left_alone += 1,
                None => {}
            }
        }
        totals
    }
}
