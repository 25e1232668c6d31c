//! From the bytes of a file to a table of cells, whatever the file claims to be.
//!
//! What a file is shows in its first bytes, not in its name: a zip archive is an Excel workbook ([`sheet`]); anything
//! that is text is CSV ([`text`]). Old Excel workbooks (`.xls`) and OpenDocument (`.ods`) are refused with what to do
//! instead: their formats let a file of a few bytes claim gigabytes of cells.
//!
//! [`sheet`]: super::sheet
//! [`text`]: super::text

use serde::Serialize;

use super::{
    File,
    fault::{Code, LineError},
    report::Note,
    sheet, text,
};

/// The biggest file that is read, in bytes.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;
/// The most lines that are imported at once.
pub const MAX_LINES: usize = 100_000;
/// The most cells that a line has.
pub(super) const MAX_COLUMNS: usize = 500;
/// The most bytes of text in one table. What it is made of takes a few times as much memory.
pub(super) const MAX_TEXT: usize = 100 * 1024 * 1024;

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "format", rename_all = "snake_case")]
pub enum Source {
    /// Text with a delimiter between cells.
    Csv {
        /// What stands between cells.
        delimiter: char,
        /// How letters are written, such as `UTF-8` or `windows-1252`.
        encoding: &'static str,
    },
    /// An Excel workbook.
    Excel {
        /// The sheet that was read.
        sheet: String,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, or a number as text; not trimmed.
    Text(String),
    /// A date or time, which none of our columns holds.
    Date,
    /// The error of a formula, such as `#N/A`.
    Failed(String),
}

impl Cell {
    /// Its text, without the spaces around it, if there is any.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A line of the file that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its line in a text editor, its row in Excel; counted from 1.
    pub(super) line: u32,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

/// A file's cells.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) source: Source,
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<Note>,
}

/// Reads a file's cells.
pub(super) fn read(file: &File) -> Result<Table, LineError> {
    let bytes = file.bytes.as_slice();
    if bytes.len() > MAX_BYTES {
        return Err(LineError::of_file(Code::TooLarge, "The file is larger than 50 MB; split it in parts."));
    }
    if let Some(message) = unwanted(bytes) {
        return Err(message);
    }
    let table = if bytes.starts_with(b"PK") { sheet::read(bytes)? } else { text::read(bytes)? };
    if table.rows.is_empty() {
        return Err(LineError::of_file(Code::Empty, "There are no lines in this file."));
    }
    Ok(table)
}

/// What is wrong with a file of a kind that is not read.
fn unwanted(bytes: &[u8]) -> Option<LineError> {
    const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let head = bytes.get(..512).unwrap_or(bytes).trim_ascii_start().to_ascii_lowercase();
    let wrong = |message| Some(LineError::of_file(Code::WrongFormat, message));
    if bytes.starts_with(COMPOUND) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|part| part == encrypted) {
            let message = "This workbook is protected by a password; save it without one.";
            return Some(LineError::of_file(Code::Encrypted, message));
        }
        return wrong("This is an old Excel file (.xls); open it in Excel and save it as .xlsx or CSV.");
    }
    if [&b"<html"[..], b"<!doctype", b"<table", b"<?xml"].iter().any(|start| head.starts_with(start)) {
        return wrong(
            "This is a web page or XML, whatever its name says; open it in Excel and save it as .xlsx.",
        );
    }
    if bytes.starts_with(b"%PDF") {
        return wrong("This is a PDF; save the list as .xlsx or CSV.");
    }
    None
}

/// The refusal of a table that is longer than what is imported at once.
pub(super) fn too_many_lines() -> LineError {
    let message = format!("There are more than {MAX_LINES} lines; split the file in parts.");
    LineError::of_file(Code::TooLarge, message)
}

#[cfg(test)]
mod tests;
