//! Which column of a file holds what, by the names in its header.
//!
//! Case, accents, spaces and signs do not count: `N° d'entreprise` and `n dentreprise` are one name. When two columns
//! of a file could be the same one (`Ondernemingsnummer` and `Btw-nummer`), the name that stands first in the list
//! here is read and the other is passed over with a note.

use std::{collections::HashMap, fmt, sync::LazyLock};

use serde::Serialize;

use super::{
    fault::{Code, LineError},
    report::Note,
    table::{Cell, Row},
};

mod names;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Name of the dossier.
    DossierName,
    /// Enterprise number of the dossier.
    EnterpriseNumber,
    /// Name of its manager.
    ManagerName,
    /// Address of its manager.
    ManagerEmail,
    /// Name of its client group.
    GroupName,
    /// Address of its client group.
    GroupEmail,
    /// Language of the dossier.
    DossierLanguage,
    /// How often it declares VAT.
    VatPeriod,
    /// Only its manager sees it.
    Private,
    /// Name of the client-user.
    ClientUserName,
    /// Address of the client-user.
    ClientUserEmail,
    /// Language of the client-user.
    ClientUserLanguage,
}

impl Column {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::DossierName,
        Self::EnterpriseNumber,
        Self::ManagerName,
        Self::ManagerEmail,
        Self::GroupName,
        Self::GroupEmail,
        Self::DossierLanguage,
        Self::VatPeriod,
        Self::Private,
        Self::ClientUserName,
        Self::ClientUserEmail,
        Self::ClientUserLanguage,
    ];

    /// What it is called in English.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::DossierName => "dossier name",
            Self::EnterpriseNumber => "enterprise number",
            Self::ManagerName => "dossier manager",
            Self::ManagerEmail => "manager e-mail",
            Self::GroupName => "client group",
            Self::GroupEmail => "group e-mail",
            Self::DossierLanguage => "dossier language",
            Self::VatPeriod => "VAT period",
            Self::Private => "private",
            Self::ClientUserName => "client user",
            Self::ClientUserEmail => "client user e-mail",
            Self::ClientUserLanguage => "client user language",
        }
    }

    /// The column that goes by this name, with the name's place in the list.
    fn named(name: &str) -> Option<(Self, usize)> {
        static NAMED: LazyLock<HashMap<String, (Column, usize)>> = LazyLock::new(|| {
            let names = |column: Column| {
                column.names().iter().enumerate().map(move |(rank, name)| (column, rank, name))
            };
            Column::ALL
                .into_iter()
                .flat_map(names)
                .map(|(column, rank, name)| (folded(name), (column, rank)))
                .collect()
        });
        // No name of ours is longer.
        if name.len() > 100 { None } else { NAMED.get(&folded(name)).copied() }
    }
}

/// Is this what a column may be called?
pub(super) fn is_name(text: &str) -> bool {
    Column::named(text.trim()).is_some()
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// A word without case, accents, spaces and signs.
pub(super) fn folded(text: &str) -> String {
    let letter = |c: char| -> &'static [char] {
        match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' => &['a'],
            'ç' => &['c'],
            'è' | 'é' | 'ê' | 'ë' => &['e'],
            'ì' | 'í' | 'î' | 'ï' => &['i'],
            'ñ' => &['n'],
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => &['o'],
            'ù' | 'ú' | 'û' | 'ü' => &['u'],
            'ß' => &['s', 's'],
            _ => &[],
        }
    };
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match letter(c) {
            [] if c.is_alphanumeric() => folded.push(c),
            plain => folded.extend(plain),
        }
    }
    folded
}

/// The columns of a file.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// What is read: the place of each column, and its name in the file.
    found: Vec<(Column, usize, String)>,
    /// How many cells a line has at most.
    pub(super) width: usize,
}

impl Columns {
    /// How many of the row's cells name a column.
    pub(super) fn recognised(row: &Row) -> usize {
        row.cells.iter().filter(|cell| cell.text().is_some_and(is_name)).count()
    }

    /// Reads a header.
    pub(super) fn read(header: &Row) -> (Self, Vec<LineError>, Vec<Note>) {
        let mut columns = Self { found: Vec::new(), width: header.cells.len() };
        let (mut errors, mut notes) = (Vec::new(), Vec::new());
        let mut named: Vec<(Column, usize, usize, &str)> = Vec::new();
        for (place, cell) in header.cells.iter().enumerate() {
            match cell.text().map(|text| (text, Column::named(text))) {
                Some((text, Some((column, rank)))) => named.push((column, rank, place, text)),
                Some((text, None)) => {
                    notes.push(Note::on(
                        header.line,
                        "unknown_column",
                        format!("The column {text:?} is not read."),
                    ));
                }
                None => {}
            }
        }
        named.sort_by_key(|&(column, rank, place, _)| (column, rank, place));
        let mut last: Option<(Column, usize, &str)> = None;
        for (column, rank, place, text) in named {
            match last {
                Some((before, its_rank, other)) if before == column && its_rank == rank => {
                    let message = format!("Two columns are called {other:?} and {text:?}; keep one of them.");
                    errors.push(
                        LineError::of_file(Code::ColumnTwice, message).at(header.line).in_column(column),
                    );
                }
                Some((before, _, other)) if before == column => {
                    let message = format!("The column {text:?} is not read: {other:?} holds the {column}.");
                    notes.push(Note::on(header.line, "column_passed_over", message));
                }
                _ => {
                    columns.found.push((column, place, text.to_owned()));
                    last = Some((column, rank, text));
                }
            }
        }
        (columns, errors, notes)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.found.iter().any(|found| found.0 == column)
    }

    /// What the column is called in the file, or in English when the file has none.
    pub(super) fn header(&self, column: Column) -> String {
        let found = self.found.iter().find(|found| found.0 == column);
        found.map_or_else(|| column.title().to_owned(), |found| found.2.clone())
    }

    /// The row's cell of a column.
    pub(super) fn cell<'r>(&self, row: &'r Row, column: Column) -> Option<&'r Cell> {
        let found = self.found.iter().find(|found| found.0 == column)?;
        row.cells.get(found.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_columns() {
        let mut seen = HashMap::new();
        for column in Column::ALL {
            for name in column.names() {
                if let Some(other) = seen.insert(folded(name), column) {
                    assert_eq!(other, column, "{name}");
                }
            }
        }
    }

    #[test]
    fn case_accents_and_spaces_do_not_count() {
        for name in ["N° d'entreprise", "n d entreprise", "N DENTREPRISE", "Numéro d’entreprise"] {
            assert_eq!(Column::named(name).map(|n| n.0), Some(Column::EnterpriseNumber), "{name}");
        }
        assert_eq!(Column::named("PRIVE\u{301}").map(|n| n.0), Some(Column::Private));
        assert_eq!(Column::named("opmerking"), None);
    }
}
