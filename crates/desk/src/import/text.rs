//! CSV, as programs really write it.
//!
//! * **Letters**: what a byte order mark says; else UTF-16 when every other byte is zero; else UTF-8 when the bytes are
//!   UTF-8; else Windows-1252, which is what Excel writes in Belgium. What was assumed stands in the report.
//! * **Delimiter**: what a first line `sep=;` says; else whichever of `;`, tab and `,` makes the most names of columns
//!   readable in the first lines, and then gives the widest line; `;` before the others.
//! * Cells may be quoted (RFC 4180), lines may be empty, end in delimiters, and differ in length. A quotation mark that
//!   is never closed is refused: everything after it would silently be one cell.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{
    columns::is_name,
    fault::{Code, LineError},
    report::Note,
    table::{Cell, MAX_COLUMNS, MAX_LINES, MAX_TEXT, Row, Source, Table, too_many_lines},
};

/// How many lines decide what the delimiter is.
const LOOKED_AT: usize = 20;
/// Follows the file's last line; a reader that does not find it there is inside quotation marks.
const END: &str = "\u{1}end";

pub(super) fn read(bytes: &[u8]) -> Result<Table, LineError> {
    let (mut text, encoding) = decoded(bytes)?;
    let mut notes = vec![Note::of_file("encoding", format!("Letters were read as {}.", encoding.name()))];
    if ["Ã©", "Ã«", "Ã¨", "Ã¯"].iter().any(|garbled| text.contains(garbled)) {
        let message = "Some letters look garbled (Ã© for é): the program that made this file may have mixed up encodings.";
        notes.push(Note::of_file("garbled", message));
    }
    let (delimiter, skip) = delimiter(&text);
    text.push('\n');
    text.push_str(END);
    let rows = rows(&text, delimiter, skip)?;
    let source = Source::Csv { delimiter: char::from(delimiter), encoding: encoding.name() };
    Ok(Table { source, rows, notes })
}

/// The text, and how its letters were written.
fn decoded(bytes: &[u8]) -> Result<(String, &'static Encoding), LineError> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (guessed(bytes), 0));
    let (text, wrong) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if wrong {
        let message = format!("This looks like {} text but is damaged; export it again.", encoding.name());
        return Err(LineError::of_file(Code::Unreadable, message));
    }
    if text.contains('\0') {
        let message = "This is neither text nor an Excel workbook; save the list as .xlsx or CSV.";
        return Err(LineError::of_file(Code::WrongFormat, message));
    }
    if text.len() > MAX_TEXT {
        return Err(LineError::of_file(Code::TooLarge, "The file holds too much text; split it in parts."));
    }
    Ok((text.into_owned(), encoding))
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let most = head.len() * 2 / 5;
    if head.len() >= 4 && zeros(1) >= most && zeros(0) == 0 {
        UTF_16LE
    } else if head.len() >= 4 && zeros(0) >= most && zeros(1) == 0 {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

/// What stands between cells, and how many lines at the start only say so.
fn delimiter(text: &str) -> (u8, u32) {
    let first = text.lines().next().unwrap_or_default().trim().trim_matches('"');
    if let Some([delimiter @ (b';' | b',' | b'|')]) = first.strip_prefix("sep=").map(str::as_bytes) {
        return (*delimiter, 1);
    }
    if first == "sep=" {
        return (b'\t', 1);
    }
    let sense = |delimiter: &u8| {
        let records = reader(text, *delimiter).into_records().take(LOOKED_AT).filter_map(Result::ok);
        let names =
            |record: &StringRecord| record.iter().take(MAX_COLUMNS).filter(|cell| is_name(cell)).count();
        records.map(|record| (names(&record), record.len())).max()
    };
    let best = [b',', b'\t', b';'].into_iter().max_by_key(sense);
    (best.unwrap_or(b';'), 0)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn rows(text: &str, delimiter: u8, skip: u32) -> Result<Vec<Row>, LineError> {
    let mut rows = Vec::new();
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    let (mut last, mut ended) = (1, false);
    let mut lines = LineNumbers { text: text.as_bytes(), at: 0, line: 1 };
    let unreadable = |_| LineError::of_file(Code::Unreadable, "This text cannot be read as a table.");
    while reader.read_record(&mut record).map_err(unreadable)? {
        last = lines.of(record.position().map_or(0, csv::Position::byte));
        ended = record.len() == 1 && record.get(0) == Some(END);
        if last > skip && !ended && record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row(last, &record)?);
        }
        // The header and what may stand above it are lines too.
        if rows.len() > MAX_LINES + LOOKED_AT {
            return Err(too_many_lines());
        }
    }
    if ended {
        return Ok(rows);
    }
    let message = "A quotation mark that is opened here is never closed; close it or take it away.";
    Err(LineError::of_file(Code::Unreadable, message).at(last))
}

/// Line numbers as an editor shows them. The reader's own do not count empty lines, nor `\r\n` as one.
struct LineNumbers<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl LineNumbers<'_> {
    /// The line of the record that begins at or, after line breaks, behind this byte; bytes must be asked for in order.
    fn of(&mut self, byte: u64) -> u32 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&here) = self.text.get(self.at) {
            if self.at >= byte && !matches!(here, b'\r' | b'\n') {
                break;
            }
            let pair = here == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
            self.line += u32::from(matches!(here, b'\r' | b'\n') && !pair);
            self.at += 1;
        }
        self.line
    }
}

fn row(line: u32, record: &StringRecord) -> Result<Row, LineError> {
    let filled = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let full = filled.map(|(place, _)| place + 1).last().unwrap_or(0);
    if full > MAX_COLUMNS {
        let message = format!("This line has more than {MAX_COLUMNS} cells.");
        return Err(LineError::of_file(Code::TooManyCells, message).at(line));
    }
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    Ok(Row { line, cells: record.iter().take(full).map(cell).collect() })
}
