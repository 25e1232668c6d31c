//! A report in plain English, one line of text for each line of the file.

use std::fmt;

use domain::{
    invitation::StateName,
    mail::MailKind,
    sender::{SenderDecision, SkipReason, Step},
};

use super::{
    Change, ClientUserFate, ClientUserLine, DossierFate, DossierLine, Found, GroupLine, LineReport,
    ManagerLine, Report, Source, Totals,
};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => writeln!(f, "{}: {source}", self.file)?,
            None => writeln!(f, "{}", self.file)?,
        }
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        for note in &self.notes {
            match note.line {
                Some(line) => writeln!(f, "note, line {line}: {}", note.message)?,
                None => writeln!(f, "note: {}", note.message)?,
            }
        }
        for error in &self.errors {
            writeln!(f, "ERROR {error}")?;
        }
        writeln!(f, "{}", self.totals)?;
        writeln!(f, "{}", self.conclusion())
    }
}

impl Report {
    /// What came of it, in one sentence.
    #[must_use]
    pub fn conclusion(&self) -> &'static str {
        match (self.errors.is_empty(), self.dry_run, self.stored) {
            (false, true, _) => {
                "There are errors: the import would store nothing. Correct them and try again."
            }
            (false, false, _) => "There are errors: nothing was stored. Correct them and try again.",
            (true, true, _) => "This was a dry run: nothing was stored.",
            (true, false, true) => "All lines were imported.",
            (true, false, false) => "Everything is as the file has it already: nothing was changed.",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csv { delimiter: '\t', encoding } => write!(f, "CSV, tabs between cells, {encoding}"),
            Self::Csv { delimiter, encoding } => write!(f, "CSV, \"{delimiter}\" between cells, {encoding}"),
            Self::Excel { sheet } => write!(f, "Excel, sheet {sheet:?}"),
        }
    }
}

impl fmt::Display for LineReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if let Some(line) = self.same_as {
            return write!(f, "the same as line {line}");
        }
        let mut told: Vec<String> = Vec::new();
        told.extend(self.dossier.as_ref().map(DossierLine::to_string));
        told.extend(self.manager.as_ref().map(ManagerLine::to_string));
        told.extend(self.client_group.as_ref().map(GroupLine::to_string));
        told.extend(self.client_user.as_ref().map(ClientUserLine::to_string));
        told.extend(self.sender.as_ref().map(|sender| sent(self.mail, sender)));
        if self.failed {
            told.push("HAS ERRORS, see below".into());
        }
        f.write_str(&told.join("; "))
    }
}

impl fmt::Display for DossierLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dossier \"{}\"", self.name)?;
        if let Some(number) = &self.enterprise_number {
            write!(f, " ({number})")?;
        }
        match &self.fate {
            DossierFate::Created => f.write_str(" created"),
            DossierFate::Unchanged => f.write_str(" unchanged"),
            DossierFate::AsLine { line } => write!(f, " as on line {line}"),
            DossierFate::Changed { changes } => {
                let changes: Vec<_> = changes.iter().map(Change::to_string).collect();
                write!(f, " changed: {}", changes.join(", "))
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let old = self.old.as_deref().unwrap_or("nothing");
        write!(f, "{} from {old} to {}", self.column, self.new)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Changed => "gets this address",
            Self::Known => "known",
        })
    }
}

impl fmt::Display for ManagerLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "manager {} <{}> {}", self.name, self.email, self.fate)
    }
}

impl fmt::Display for GroupLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client group \"{}\"", self.name)?;
        match &self.email {
            Some(email) => write!(f, " <{email}> {}", self.fate),
            None => write!(f, " without address {}", self.fate),
        }
    }
}

impl fmt::Display for ClientUserLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client-user {} <{}> ({}) ", self.name, self.email, self.language)?;
        match self.fate {
            ClientUserFate::Invited => f.write_str("invited"),
            ClientUserFate::AccessAdded => f.write_str("gets access"),
            ClientUserFate::HasAccess => f.write_str("has access already"),
            ClientUserFate::LeftAlone { state } => write!(f, "left alone, {}", state_words(state)),
        }
    }
}

/// Where a client-user stands, after "is".
pub(in super::super) const fn state_words(state: StateName) -> &'static str {
    match state {
        StateName::Invited => "invited",
        StateName::Expired => "invited too long ago",
        StateName::Withdrawn => "withdrawn",
        StateName::Active => "active",
        StateName::Deactivated => "deactivated",
    }
}

/// `welcome mail from "An Claes" <an@kantoor.example> (dossier manager)`.
fn sent(mail: Option<MailKind>, sender: &SenderDecision) -> String {
    let mail = match mail {
        Some(MailKind::AccessAdded) => "\"access added\" mail",
        Some(_) => "welcome mail",
        None => "welcome mails would come",
    };
    let mut because = step(sender.step).to_owned();
    for skipped in &sender.skipped {
        because.push_str(", ");
        because.push_str(reason(skipped.reason));
    }
    if let Some(reply_to) = &sender.reply_to {
        because.push_str(&format!("; replies go to <{reply_to}>"));
    }
    format!("{mail} from \"{}\" <{}> ({because})", sender.from.name, sender.from.address)
}

const fn step(step: Step) -> &'static str {
    match step {
        Step::DossierManager => "dossier manager",
        Step::ClientGroup => "client group",
        Step::FunctionalAddress => "functional address",
        Step::CommunicationAddress => "communication address",
        Step::SystemAddress => "system address",
    }
}

const fn reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::NoManager => "no manager",
        SkipReason::ManagerInactive => "manager inactive",
        SkipReason::NoGroup => "no group",
        SkipReason::GroupWithoutAddress => "group without address",
        SkipReason::NoFunctionalAddress => "no functional address",
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lines, failed_lines, duplicate_lines, .. } = self;
        writeln!(f, "{lines} lines: {failed_lines} with errors, {duplicate_lines} twice in the file")?;
        let Self { dossiers_created, dossiers_changed, dossiers_unchanged, .. } = self;
        writeln!(
            f,
            "dossiers: {dossiers_created} created, {dossiers_changed} changed, {dossiers_unchanged} unchanged"
        )?;
        let Self { managers_created, client_groups_created, client_groups_changed, .. } = self;
        writeln!(
            f,
            "managers: {managers_created} created; client groups: {client_groups_created} created, {client_groups_changed} changed"
        )?;
        let Self {
            client_users_invited,
            access_added,
            client_users_with_access,
            client_users_left_alone,
            ..
        } = self;
        write!(
            f,
            "client-users: {client_users_invited} invited, {access_added} given access, {client_users_with_access} with access already, {client_users_left_alone} left alone; {} mails",
            self.mails
        )
    }
}
