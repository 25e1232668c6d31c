//! The example as the programs of an office would export it.

use std::error::Error;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    /// What somebody typed without an apostrophe: the leading zero is gone.
    Number(u32),
}

/// CSV as Excel writes it in Belgium: `;`, Windows-1252, CRLF.
pub(crate) fn csv(rows: &[Vec<Cell>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
        }))?;
    }
    let text = String::from_utf8(writer.into_inner()?)?;
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
    if lost { Err("a letter is not in Windows-1252".into()) } else { Ok(bytes.into_owned()) }
}

/// The same cells on the first sheet of a workbook.
pub(crate) fn xlsx(rows: &[Vec<Cell>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::parse_from_str("2026-11-02T09:00:00")?;
    workbook.set_properties(&DocProperties::new().set_author("Vandenbroucke").set_creation_datetime(&made));
    let sheet = workbook.add_worksheet().set_name("Klanten")?;
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (u32::try_from(r)?, u16::try_from(c)?);
            match cell {
                Cell::Text(text) if text.is_empty() => continue,
                // The quotation marks are a trick of CSV.
                Cell::Text(text) => {
                    sheet.write_string(r, c, text.trim_start_matches("=\"").trim_end_matches('"'))?
                }
                Cell::Number(number) => sheet.write_number(r, c, *number)?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}
