//! What is wrong with a file or a line, and what to do about it.

use std::fmt;

use domain::Fault;
use serde::{Serialize, Serializer};

use super::columns::Column;

/// What is wrong. The code is the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A value that the field does not take.
    Fault(Fault),
    /// A cell that a spreadsheet would run as a formula.
    Formula,
    /// A cell that a spreadsheet has turned into a date.
    Date,
    /// A cell whose formula failed in the spreadsheet.
    FailedFormula,
    /// Letters that an earlier program lost.
    LostLetters,
    /// More cells than the header has.
    TooManyCells,
    /// Two lines say different things of one dossier, manager, group or client-user.
    Contradiction,
    /// A name that stands for several.
    Ambiguous,
    /// See [`crate::Refusal::MailSetupIncorrect`].
    MailSetupIncorrect,
    /// See [`crate::Refusal::ActiveAtAnotherOffice`].
    ActiveAtAnotherOffice,
    /// See [`crate::Refusal::TooManyRefusals`].
    TooManyRefusals,
    /// Somebody else changed the same thing while the import ran.
    Changed,
    /// The file cannot be read.
    Unreadable,
    /// The file is of a kind that is not read.
    WrongFormat,
    /// The file is protected by a password.
    Encrypted,
    /// The file is too big.
    TooLarge,
    /// The file has no lines.
    Empty,
    /// No line names the columns.
    NoHeader,
    /// Two columns have the same name.
    ColumnTwice,
}

impl Code {
    /// The code, as JSON has it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code(),
            Self::Formula => "formula",
            Self::Date => "date",
            Self::FailedFormula => "failed_formula",
            Self::LostLetters => "lost_letters",
            Self::TooManyCells => "too_many_cells",
            Self::Contradiction => "contradiction",
            Self::Ambiguous => "ambiguous",
            Self::MailSetupIncorrect => "mail-setup-incorrect",
            Self::ActiveAtAnotherOffice => "active-at-another-office",
            Self::TooManyRefusals => "too-many-refusals",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
            Self::WrongFormat => "wrong_format",
            Self::Encrypted => "encrypted",
            Self::TooLarge => "too_large",
            Self::Empty => "empty",
            Self::NoHeader => "no_header",
            Self::ColumnTwice => "column_twice",
        }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Something that keeps the file from being imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineError {
    /// The line of the file, counted from 1; none when it is the file as a whole.
    pub line: Option<u32>,
    /// The column, if it is one.
    pub column: Option<Column>,
    /// What the file calls the column.
    pub header: Option<String>,
    /// What is wrong.
    pub code: Code,
    /// What is wrong and what to do, in English.
    pub message: String,
}

impl LineError {
    pub(super) fn of_file(code: Code, message: impl Into<String>) -> Self {
        Self { line: None, column: None, header: None, code, message: message.into() }
    }

    pub(super) fn on(line: u32, column: Column, code: Code, message: impl Into<String>) -> Self {
        Self::of_file(code, message).at(line).in_column(column)
    }

    pub(super) fn at(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }

    pub(super) fn in_column(self, column: Column) -> Self {
        Self { column: Some(column), ..self }
    }
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if let Some(header) = &self.header {
            write!(f, "column {header:?}, ")?;
        }
        write!(f, "{}: {}", self.code.code(), self.message)
    }
}
