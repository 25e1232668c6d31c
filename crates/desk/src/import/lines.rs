//! From a file to its lines: finds the header, and reads every row below it.

use std::cmp::Reverse;

use super::{
    File,
    cells::{self, Line},
    columns::{Column, Columns},
    fault::{Code, LineError},
    report::Note,
    table::{self, MAX_LINES, Row, Source, Table, too_many_lines},
};

/// How many rows may stand above the header: a title, a date.
const HEADER_WITHIN: usize = 20;

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) source: Option<Source>,
    pub(super) columns: Columns,
    pub(super) lines: Vec<Line>,
    pub(super) errors: Vec<LineError>,
    pub(super) notes: Vec<Note>,
}

impl Read {
    /// Nothing could be read.
    pub(super) fn unreadable() -> Self {
        let error =
            LineError::of_file(Code::Unreadable, "This file cannot be read; save it again as .xlsx or CSV.");
        Self { errors: vec![error], ..Self::default() }
    }
}

/// Reads a file. What cannot be read is told in the errors.
pub(super) fn read(file: &File) -> Read {
    let mut read = Read::default();
    let table = match table::read(file) {
        Ok(table) => table,
        Err(error) => {
            read.errors.push(error);
            return read;
        }
    };
    let Table { source, rows, notes } = table;
    (read.source, read.notes) = (Some(source), notes);
    let Some(header) = header(&rows) else {
        read.errors.push(no_header(&rows));
        return read;
    };
    if let (Some(first), true) = (rows.first(), header > 0) {
        let message = format!("What stands above the header, from line {}, was not read.", first.line);
        read.notes.push(Note::of_file("above_header", message));
    }
    let (columns, errors, notes) = Columns::read(&rows[header]);
    (read.columns, read.errors) = (columns, errors);
    read.notes.extend(notes);
    let rows = &rows[header + 1..];
    if rows.len() > MAX_LINES {
        read.errors.push(too_many_lines());
    } else if rows.is_empty() {
        read.errors.push(LineError::of_file(Code::Empty, "There are no lines below the header."));
    } else if read.errors.is_empty() {
        read.lines = rows.iter().map(|row| cells::read(row, &read.columns, &mut read.errors)).collect();
    }
    read
}

/// The first row, among those at the start, that names most columns; at least one of them must name a dossier.
fn header(rows: &[Row]) -> Option<usize> {
    let candidates = rows.iter().take(HEADER_WITHIN).enumerate();
    let names_dossier = |row: &Row| {
        let columns = Columns::read(row).0;
        columns.has(Column::DossierName) || columns.has(Column::EnterpriseNumber)
    };
    let named = candidates.filter(|(_, row)| names_dossier(row));
    named.max_by_key(|&(place, row)| (Columns::recognised(row), Reverse(place))).map(|(place, _)| place)
}

fn no_header(rows: &[Row]) -> LineError {
    let first = rows.first().map_or(&[][..], |row| &row.cells);
    let found: Vec<&str> = first.iter().filter_map(|cell| cell.text()).take(10).collect();
    let message = format!(
        "No line names the columns. The first line holds {found:?}; it should name a column for the dossier's name or its \
         enterprise number, such as \"Dossier\" or \"Ondernemingsnummer\"."
    );
    LineError::of_file(Code::NoHeader, message)
}
