//! The first sheet of an Excel workbook (`.xlsx`).
//!
//! Cells are read one by one as the file has them, so that two cells far apart take the room of two. A number is read
//! as Excel shows it without a format: `202239951`, not `2.02239951e8`. Of a formula, the value that Excel last
//! computed is read.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::{
    archive,
    fault::{Code, LineError},
    report::Note,
    table::{Cell, MAX_COLUMNS, MAX_LINES, MAX_TEXT, Row, Source, Table, too_many_lines},
};

/// Rows that may stand above the header.
const ABOVE: usize = 20;

pub(super) fn read(bytes: &[u8]) -> Result<Table, LineError> {
    archive::check(bytes)?;
    // The library is not written for files that mean harm, and may panic on one.
    catch_unwind(AssertUnwindSafe(|| read_checked(bytes)))
        .unwrap_or_else(|_| Err(broken(&"it makes no sense")))
}

fn read_checked(bytes: &[u8]) -> Result<Table, LineError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unopened(&error))?;
    let names = workbook.sheet_names();
    let Some(sheet) = names.first().cloned() else {
        return Err(LineError::of_file(Code::Empty, "There is no sheet in this workbook."));
    };
    let mut notes = Vec::new();
    if names.len() > 1 {
        let message =
            format!("Only the first sheet, {sheet:?}, was read; there are {} more.", names.len() - 1);
        notes.push(Note::of_file("other_sheets", message));
    }
    let rows = rows(&mut workbook, &sheet)?;
    Ok(Table { source: Source::Excel { sheet }, rows, notes })
}

fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Row>, LineError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut room = MAX_TEXT;
    while let Some(found) = cells.next_cell().map_err(|error| broken(&error))? {
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        let (row, column) = found.get_position();
        let (line, column) = (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
        if column >= MAX_COLUMNS {
            let message = format!("This line has a cell past the first {MAX_COLUMNS} columns.");
            return Err(LineError::of_file(Code::TooManyCells, message).at(line));
        }
        room = room.checked_sub(cell.text().map_or(1, str::len)).ok_or_else(too_many_lines)?;
        let last = rows.last().map_or(0, |last| last.line);
        if last > line {
            return Err(broken(&"its rows are not in order"));
        }
        if last < line {
            rows.push(Row { line, cells: Vec::new() });
        }
        if rows.len() > MAX_LINES + ABOVE {
            return Err(too_many_lines());
        }
        if let Some(row) = rows.last_mut() {
            put(row, column, cell);
        }
    }
    Ok(rows)
}

fn put(row: &mut Row, column: usize, cell: Cell) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Empty);
    }
    row.cells[column] = cell;
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Text(number.to_string()),
        DataRef::Bool(yes) => Cell::Text(if *yes { "true" } else { "false" }.to_owned()),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => Cell::Date,
        DataRef::Error(error) => Cell::Failed(error.to_string()),
    }
}

fn unopened(error: &XlsxError) -> LineError {
    match error {
        XlsxError::Password => {
            let message = "This workbook is protected by a password; save it without one.";
            LineError::of_file(Code::Encrypted, message)
        }
        other => broken(other),
    }
}

fn broken(why: &dyn std::fmt::Display) -> LineError {
    let message = format!("This Excel file is damaged; open it in Excel and save it again ({why}).");
    LineError::of_file(Code::Unreadable, message)
}
