//! What programs write is read as it was meant, and what is no table is refused and never panics.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::import::{archive, lines};

fn file(bytes: impl Into<Vec<u8>>) -> File {
    File { name: "test".into(), bytes: bytes.into() }
}

/// The rows as text.
fn cells(bytes: impl Into<Vec<u8>>) -> Vec<Vec<String>> {
    let table = read(&file(bytes)).unwrap();
    let texts = |row: &Row| row.cells.iter().map(|cell| cell.text().unwrap_or_default().to_owned()).collect();
    table.rows.iter().map(texts).collect()
}

fn code(bytes: impl Into<Vec<u8>>) -> Code {
    read(&file(bytes)).unwrap_err().code
}

fn encoding(bytes: impl Into<Vec<u8>>) -> &'static str {
    match read(&file(bytes)).unwrap().source {
        Source::Csv { encoding, .. } => encoding,
        Source::Excel { .. } => "excel",
    }
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            sheet.write_string(u32::try_from(r).unwrap(), u16::try_from(c).unwrap(), text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TEXT: &str = "Dossier;Taal\nZoë & Zn.;FR\n";

#[test]
fn letters_are_read_in_whichever_encoding_they_were_written() {
    let wanted = vec![vec!["Dossier", "Taal"], vec!["Zoë & Zn.", "FR"]];
    let windows = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    for (name, bytes) in [
        ("UTF-8", TEXT.as_bytes().to_vec()),
        ("UTF-8", marked(b"\xEF\xBB\xBF", TEXT.as_bytes().to_vec())),
        ("windows-1252", windows),
        ("UTF-16LE", marked(b"\xFF\xFE", utf16(TEXT, true))),
        ("UTF-16BE", marked(b"\xFE\xFF", utf16(TEXT, false))),
        ("UTF-16LE", utf16(TEXT, true)),
        ("UTF-16BE", utf16(TEXT, false)),
    ] {
        assert_eq!(cells(bytes.clone()), wanted, "{name}");
        assert_eq!(encoding(bytes), name);
    }
}

#[test]
fn delimiters_are_found_whatever_stands_inside_the_cells() {
    let wanted = vec![vec!["Dossier", "Taal"], vec!["Jans, Maes, Claes, Nys & co", "nl"]];
    for text in [
        "Dossier;Taal\nJans, Maes, Claes, Nys & co;nl\n",
        "Dossier\tTaal\nJans, Maes, Claes, Nys & co\tnl\n",
        "Dossier,Taal\n\"Jans, Maes, Claes, Nys & co\",nl\n",
        "sep=|\nDossier|Taal\nJans, Maes, Claes, Nys & co|nl\n",
        "\"sep=;\"\r\nDossier;Taal\r\nJans, Maes, Claes, Nys & co;nl\r\n",
        "\n\nDossier;Taal;;;\n;;;;\n\nJans, Maes, Claes, Nys & co;nl;;;\n;;;\n",
        "Dossier;Taal\rJans, Maes, Claes, Nys & co;nl\r",
    ] {
        assert_eq!(cells(text), wanted, "{text:?}");
    }
}

#[test]
fn lines_have_the_number_that_an_editor_shows() {
    let table = read(&file("Dossier;Taal\n\n\"twee\nregels\";nl\nlaatste;fr")).unwrap();
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 5]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_refused_with_its_line() {
    let error = read(&file("Dossier;Taal\nA;nl\n\"B;fr\nC;nl\n")).unwrap_err();
    assert_eq!((error.line, error.code), (Some(3), Code::Unreadable));
}

#[test]
fn numbers_and_formulas_of_a_workbook_are_read_as_excel_shows_them() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number(0, 0, 202_239_951).unwrap();
    sheet.write_number(0, 1, 1.5).unwrap();
    sheet.write_boolean(0, 2, true).unwrap();
    sheet.write_formula(0, 3, rust_xlsxwriter::Formula::new("=A1&\"x\"").set_result("202239951x")).unwrap();
    sheet.write_number_with_format(0, 4, 45_000, &date).unwrap();
    sheet.write_formula(0, 5, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
    workbook.add_worksheet().set_name("Tweede").unwrap();
    let table = read(&file(workbook.save_to_buffer().unwrap())).unwrap();
    let text = |text: &str| Cell::Text(text.into());
    let failed = Cell::Failed("#N/A".into());
    let wanted = [text("202239951"), text("1.5"), text("true"), text("202239951x"), Cell::Date, failed];
    assert_eq!(table.rows[0].cells, wanted);
    assert_eq!(table.notes[0].code, "other_sheets");
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let encrypted = [old.clone(), vec![0; 600], utf16("EncryptedPackage", true)].concat();
    let whole = workbook(&[vec!["Dossier".into()]]);
    for (bytes, wanted) in [
        (Vec::new(), Code::Empty),
        (b"\n\n;;;\n".to_vec(), Code::Empty),
        (old, Code::WrongFormat),
        (encrypted, Code::Encrypted),
        (b"  <HTML><table><tr><td>Dossier".to_vec(), Code::WrongFormat),
        (b"%PDF-1.7".to_vec(), Code::WrongFormat),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Code::WrongFormat),
        (whole[..whole.len() / 2].to_vec(), Code::Unreadable),
        (zipped(&[("brief.txt", b"Beste")]), Code::WrongFormat),
        (zipped(&[("content.xml", b""), ("mimetype", b"")]), Code::WrongFormat),
        (zipped(&[("[Content_Types].xml", b"<Types/>")]), Code::Unreadable),
        (vec![b'a'; MAX_BYTES + 1], Code::TooLarge),
        ("Dossier\nA\n".repeat(MAX_LINES).into_bytes(), Code::TooLarge),
    ] {
        let head = bytes.get(..20).unwrap_or(&bytes).to_vec();
        assert_eq!(code(bytes), wanted, "{head:?}");
    }
}

#[test]
fn a_small_archive_cannot_claim_a_lot_of_memory() {
    let blank = vec![b' '; 600_000];
    let bomb = zipped(&[("[Content_Types].xml", b"<Types/>"), ("a", &blank), ("b", &blank)]);
    assert!(bomb.len() < 3000);
    let error = archive::check_within(&bomb, 1_000_000).unwrap_err();
    assert_eq!(error.code, Code::TooLarge);
    assert_eq!(archive::check_within(&bomb, 1_300_000), Ok(()));
    let strings = b"<sst uniqueCount = \"9999999999999\"></sst>";
    let claim = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/sharedStrings.xml", strings)]);
    assert_eq!(code(claim), Code::Unreadable);
}

#[test]
fn two_cells_far_apart_take_the_room_of_two() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Dossier").unwrap();
    sheet.write_string(1_048_575, 0, "De Wafel").unwrap();
    let table = read(&file(workbook.save_to_buffer().unwrap())).unwrap();
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 1_048_576]);
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 16_383, "Dossier").unwrap();
    assert_eq!(code(workbook.save_to_buffer().unwrap()), Code::TooManyCells);
}

/// Cells as people fill them; none begins or ends with a space, which is not read.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = "([!-~éëçüß€][ -~éëçüß€\n]{0,12}[!-~éëçüß€])?";
    prop::collection::vec(prop::collection::vec(cell, 3), 0..8).prop_map(|mut rows| {
        rows.insert(0, ["Dossiernaam", "Ondernemingsnummer", "Taal dossier"].map(String::from).to_vec());
        rows
    })
}

/// As they are read: without empty rows, and without empty cells at the end of one.
fn as_read(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let full = |row: &Vec<String>| {
        let len = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        row[..len].to_vec()
    };
    rows.iter().map(full).filter(|row| !row.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_a_writer_wrote_is_read(
        rows in rows(),
        delimiter in prop::sample::select(vec![b';', b',', b'\t']),
        letters in 0..4,
        crlf: bool,
        quoted: bool,
    ) {
        let ends = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let style = if quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(ends)
            .quote_style(style)
            .from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = match letters {
            0 => text.into_bytes(),
            1 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            2 => [&b"\xFF\xFE"[..], &utf16(&text, true)].concat(),
            _ => [&b"\xFE\xFF"[..], &utf16(&text, false)].concat(),
        };
        prop_assert_eq!(cells(bytes), as_read(&rows));
    }

    #[test]
    fn what_a_workbook_holds_is_read(rows in rows()) {
        prop_assert_eq!(cells(workbook(&rows)), as_read(&rows));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(
        start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xFF\xFE", b"sep=;\n", b"Dossier;E-mail\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let _ = lines::read(&file([start, &bytes].concat()));
    }

    #[test]
    fn no_damage_to_a_workbook_makes_the_reader_panic(
        rows in rows(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        cuts: bool,
    ) {
        let mut bytes = workbook(&rows);
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = lines::read(&file(bytes));
    }

    #[test]
    fn no_damage_to_the_parts_of_a_workbook_makes_the_reader_panic(
        sheet in "(<(/)?(row|c|v|is|t|f|sheetData)( (r|t|s)=\"[A-Za-z0-9]{0,12}\")?(/)?>|[a-z0-9=&;#]{0,4}){0,30}",
        strings in "(<(/)?(si|t|sst)>|[a-z&;#0-9]{0,4}){0,10}",
    ) {
        let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        let strings = format!("<sst uniqueCount=\"3\">{strings}</sst>");
        let whole = workbook(&[vec!["Dossier".into()]]);
        let mut old = zip::ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for index in 0..old.len() {
            let mut part = old.by_index(index).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut text = Vec::new();
            std::io::copy(&mut part, &mut text).unwrap();
            let text = if name.ends_with("sheet1.xml") { sheet.clone().into_bytes() }
                else if name.ends_with("sharedStrings.xml") { strings.clone().into_bytes() } else { text };
            parts.push((name, text));
        }
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
        let _ = lines::read(&file(zipped(&parts)));
    }

    #[test]
    fn every_line_has_valid_fields_or_an_error_with_its_number(
        cells in prop::collection::vec(
            prop::collection::vec("[ -~é\t]{0,12}|(=|@|\\+)[a-z(|!]{0,5}|[a-z]{1,5}@[a-z]{1,5}\\.be|nl|FR|0202\\.239\\.951", 12),
            1..6,
        ),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        writer.write_record(crate::import::report::Column::ALL.map(|column| column.names()[0])).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let read = lines::read(&file(writer.into_inner().unwrap()));
        let numbers: Vec<u32> = read.lines.iter().map(|line| line.number).collect();
        prop_assert!(read.errors.iter().all(|error| error.line.is_none_or(|line| numbers.contains(&line))));
        for line in &read.lines {
            let wrong = read.errors.iter().any(|error| error.line == Some(line.number));
            prop_assert_eq!(line.faulty, wrong, "{:?}", line);
        }
    }
}
