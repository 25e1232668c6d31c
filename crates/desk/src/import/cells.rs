//! From the cells of a row to values that are valid, or what is wrong with each.
//!
//! **Formulas.** A spreadsheet that later opens an export of ours runs what begins with `=`, and some run what begins
//! with `+`, `-` or `@`. Nothing that could be run is stored: a cell that begins with `=` is refused, and so is one that
//! begins with `+`, `-` or `@` and calls something (`@SUM(1)`), names another sheet (`+Blad1!A1`) or pipes
//! (`+cmd|' /C calc'!A0`). A name like `+32 Catering` or `@Work (Gent)` does none of that, and is a name. The trick by
//! which exports keep leading zeros, `="0123456749"`, is text, and is read as that text.

use domain::{EmailAddress, EnterpriseNumber, Fault, Language, Name, dossier::VatPeriod};

use super::{
    columns::{Column, Columns},
    fault::{Code, LineError},
    table::{Cell, Row},
    words,
};

/// What a line says; empty cells say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub(super) dossier_name: Option<Name>,
    pub(super) number: Option<EnterpriseNumber>,
    pub(super) manager_name: Option<Name>,
    pub(super) manager_email: Option<EmailAddress>,
    pub(super) group_name: Option<Name>,
    pub(super) group_email: Option<EmailAddress>,
    pub(super) language: Option<Language>,
    pub(super) vat_period: Option<VatPeriod>,
    pub(super) private: Option<bool>,
    pub(super) user_name: Option<Name>,
    pub(super) user_email: Option<EmailAddress>,
    pub(super) user_language: Option<Language>,
}

/// A line of the file.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Where it stands.
    pub(super) number: u32,
    /// What it says.
    pub(super) said: Said,
    /// Some of its cells could not be read, so that what is missing need not be asked for.
    pub(super) faulty: bool,
}

/// Reads a row. What is wrong goes to `errors`, with the line's number.
pub(super) fn read(row: &Row, columns: &Columns, errors: &mut Vec<LineError>) -> Line {
    if let Some(extra) = row.cells.iter().skip(columns.width).position(|cell| !cell.is_empty()) {
        let message = format!(
            "There is something in cell {}, past the last column; put cells that hold the delimiter in quotation marks.",
            columns.width + extra + 1
        );
        errors.push(LineError::of_file(Code::TooManyCells, message).at(row.line));
        // Its cells stand in the wrong columns, so that nothing of it can be believed.
        return Line { number: row.line, said: Said::default(), faulty: true };
    }
    let before = errors.len();
    let mut cells = Cells { row, columns, errors };
    let said = Said {
        dossier_name: cells.get(Column::DossierName, Name::parse),
        number: cells.get(Column::EnterpriseNumber, number),
        manager_name: cells.get(Column::ManagerName, Name::parse),
        manager_email: cells.get(Column::ManagerEmail, EmailAddress::parse),
        group_name: cells.get(Column::GroupName, Name::parse),
        group_email: cells.get(Column::GroupEmail, EmailAddress::parse),
        language: cells.get(Column::DossierLanguage, words::language),
        vat_period: cells.get(Column::VatPeriod, words::vat_period),
        private: cells.get(Column::Private, words::yes_or_no),
        user_name: cells.get(Column::ClientUserName, Name::parse),
        user_email: cells.get(Column::ClientUserEmail, EmailAddress::parse),
        user_language: cells.get(Column::ClientUserLanguage, words::language),
    };
    Line { number: row.line, said, faulty: errors.len() > before }
}

struct Cells<'a> {
    row: &'a Row,
    columns: &'a Columns,
    errors: &'a mut Vec<LineError>,
}

impl Cells<'_> {
    fn get<T>(&mut self, column: Column, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let cell = self.columns.cell(self.row, column)?;
        match value(cell, column, parse) {
            Ok(value) => value,
            Err((code, message)) => {
                self.errors.push(LineError::on(self.row.line, column, code, message));
                None
            }
        }
    }
}

fn value<T>(
    cell: &Cell,
    column: Column,
    parse: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<Option<T>, (Code, String)> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Date => {
            let message =
                "This cell was turned into a date; give the column the format Text and type it again.";
            return Err((Code::Date, message.to_owned()));
        }
        Cell::Failed(error) => {
            return Err((
                Code::FailedFormula,
                format!("The formula in this cell failed with {error}; correct it."),
            ));
        }
        Cell::Text(text) => text.trim(),
    };
    let text = quoted(text).unwrap_or(text);
    if text.is_empty() || words::is_nothing(text) {
        return Ok(None);
    }
    let shown = shown(text);
    if text.contains('\u{fffd}') {
        let message = format!("{shown}: letters were lost before; export the list again, as UTF-8 or .xlsx.");
        return Err((Code::LostLetters, message));
    }
    if is_formula(text) {
        return Err((
            Code::Formula,
            format!("{shown}: a spreadsheet would run this as a formula; write it out."),
        ));
    }
    parse(text)
        .map(Some)
        .map_err(|fault| (Code::Fault(fault), format!("{shown}: {}", advice(column, fault, text))))
}

/// `="text"`, by which exports keep a spreadsheet from reading text as a number.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then(|| inner.trim())
}

/// Would a spreadsheet run it?
pub(super) fn is_formula(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix(['=', '+', '-', '@']) else { return false };
    let pairs = || rest.chars().zip(rest.chars().skip(1));
    let calls = pairs().any(|(name, open)| open == '(' && (name.is_alphanumeric() || name == '.'));
    let names_sheet = pairs().any(|(bang, cell)| bang == '!' && (cell.is_alphanumeric() || cell == '$'));
    text.trim_start().starts_with('=') || rest.contains('|') || calls || names_sheet
}

/// An enterprise number, also with the apostrophe by which Excel keeps a leading zero.
fn number(text: &str) -> Result<EnterpriseNumber, Fault> {
    EnterpriseNumber::parse(text.trim_start_matches('\''))
}

/// A cell as an error shows it: short, and on one line.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{short:?}{more}")
}

/// What to do, in the words of the column where that helps more than the fault's own.
fn advice(column: Column, fault: Fault, text: &str) -> String {
    match (column, fault) {
        (Column::EnterpriseNumber, Fault::Malformed) => {
            "an enterprise number has ten digits, such as 0123.456.749.".into()
        }
        (Column::DossierLanguage | Column::ClientUserLanguage, Fault::UnknownValue) => {
            "write nl, fr, en or de.".into()
        }
        (Column::VatPeriod, Fault::UnknownValue) => {
            "write maand, kwartaal or geen (mois, trimestre, aucune; month, quarter, none; Monat, Quartal, keine).".into()
        }
        (Column::Private, Fault::UnknownValue) => "write yes or no (ja, nee; oui, non; ja, nein).".into(),
        (Column::ManagerEmail | Column::GroupEmail | Column::ClientUserEmail, Fault::Malformed)
            if text.matches('@').count() > 1 =>
        {
            "a cell holds one address; put each client-user on a line of their own.".into()
        }
        _ => fault.advice().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_a_formula_and_a_name_is_not() {
        for text in [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+cmd|' /C calc'!A0",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "+Blad1!A1",
            "-IMPORTXML(\"http://example.com\")",
            "=HYPERLINK(\"http://example.com\")",
            "\t=1+1",
        ] {
            assert!(is_formula(text), "{text}");
        }
        for text in ["+32 Catering", "@Work", "@Work (Gent)", "-18 Jeugdhuis", "De = Wafel", "Hoera! Feesten"]
        {
            assert!(!is_formula(text), "{text}");
        }
    }

    #[test]
    fn text_that_is_kept_text_by_a_trick_is_text() {
        let read = |text: &str| value(&Cell::Text(text.into()), Column::EnterpriseNumber, number);
        for text in ["=\"0202239951\"", "'0202239951", "BE 0202.239.951", " 202239951 "] {
            assert_eq!(read(text).unwrap().unwrap().as_str(), "0202.239.951", "{text}");
        }
        assert_eq!(read("=\"=1\"").unwrap_err().0, Code::Formula);
        assert_eq!(read("n.v.t."), Ok(None));
    }
}
