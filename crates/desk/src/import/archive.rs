//! Is it safe to open this zip archive as a workbook?
//!
//! The library that reads workbooks trusts them: it inflates whole parts into memory, and makes room for as many
//! strings as a number in the file says. So every part is inflated once before, into nothing, up to a limit; and the
//! number of strings is compared with the size of the part that should hold them.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::fault::{Code, LineError};

/// The most bytes that all parts take together when inflated. 100,000 lines of 12 cells are about 90 MB.
const MAX_INFLATED: u64 = 400 * 1024 * 1024;
/// The most parts; ordinary workbooks have a dozen.
const MAX_PARTS: usize = 5000;

/// Refuses what is no workbook, or would take too much memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), LineError> {
    check_within(bytes, MAX_INFLATED)
}

/// The same with a limit in bytes.
pub(super) fn check_within(bytes: &[u8], mut left: u64) -> Result<(), LineError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |name: &str| names.iter().any(|part| part == name);
    let wrong = |message| Err(LineError::of_file(Code::WrongFormat, message));
    if has("xl/workbook.bin") {
        return wrong("This is a binary Excel file (.xlsb); save it as .xlsx or CSV.");
    }
    if has("content.xml") && has("mimetype") {
        return wrong("This is an OpenDocument file; save it as .xlsx or CSV.");
    }
    if !has("[content_types].xml") {
        return wrong("This is a zip archive without an Excel workbook in it; unpack it first.");
    }
    for index in 0..archive.len() {
        left = left.checked_sub(inflate(&mut archive, index, left)?).ok_or_else(too_large)?;
    }
    Ok(())
}

/// How many bytes a part takes; one more than `limit` when it is more.
fn inflate(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, limit: u64) -> Result<u64, LineError> {
    let part = archive.by_index(index).map_err(|_| broken())?;
    let strings = part.name().map_err(|_| broken())?.to_ascii_lowercase().ends_with("sharedstrings.xml");
    let mut part = part.take(limit + 1);
    if !strings {
        return std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| broken());
    }
    let mut text = Vec::new();
    part.read_to_end(&mut text).map_err(|_| broken())?;
    let size = text.len() as u64;
    // In another encoding than UTF-8 the number would not be found.
    if claimed(&text) > size || text.iter().take(1024).any(|&byte| byte == 0) {
        return Err(broken());
    }
    Ok(size)
}

/// The highest number of strings that the part claims to hold.
fn claimed(text: &[u8]) -> u64 {
    let marks = text.windows(COUNT.len()).enumerate().filter(|(_, part)| *part == COUNT).map(|(at, _)| at);
    let number = |at: usize| {
        let after = text[at + COUNT.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
        let digits = after.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    };
    marks.take(10).map(number).max().unwrap_or(0)
}

const COUNT: &[u8] = b"uniqueCount";

fn broken() -> LineError {
    let message = "This Excel file is damaged; open it in Excel and save it again.";
    LineError::of_file(Code::Unreadable, message)
}

fn too_large() -> LineError {
    let message = "This Excel file holds too much; keep only the list, without pictures and other sheets.";
    LineError::of_file(Code::TooLarge, message)
}
