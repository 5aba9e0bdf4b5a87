use proptest::prelude::*;

use super::*;
use crate::error::Code;
use crate::grid::Value;

fn message(name: &str, bytes: &[u8]) -> String {
    let error = read(name, bytes).unwrap_err();
    assert_eq!(error.code(), Code::UnreadableFile);
    assert!(error.advice().is_some());
    error.message().to_owned()
}

fn rows(bytes: &[u8]) -> Vec<(String, String)> {
    let workbook = read("log.csv", bytes).unwrap();
    workbook.sheets[0].cells.iter().map(|cell| (cell.at.to_string(), cell.value.shown())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(at, value)| ((*at).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn what_is_no_workbook_is_said() {
    for (name, bytes, looks) in [
        ("log.xlsx", b"".as_slice(), "the file is empty"),
        ("log.xlsx", b"%PDF-1.7\n", "this is not a workbook: it looks like a PDF"),
        ("log.xlsx", b"\x89PNG\r\n\x1a\n", "this is not a workbook: it looks like a picture"),
        ("log.csv", b"\xFF\xD8\xFF\xE0", "this is not a workbook: it looks like a picture"),
        ("log.xls", b"<!DOCTYPE html><table>", "this is not a workbook: it looks like a web page"),
        ("log.xls", b"<html><table>", "this is not a workbook: it looks like a web page"),
        ("log.xls", b"<?xml version=\"1.0\"?>", "this is not a workbook: it looks like an XML file"),
        ("log.rtf", b"{\\rtf1", "this is not a workbook: it looks like a text document (RTF)"),
        ("log.xlsx", b"PK\x03\x04 cut", "this file is damaged: its parts can't be found; it may be cut off"),
        ("log.xlsx", b"Escalation", "this file is damaged: it does not begin as such a file does"),
        ("log.docx", b"Escalation", "this is not a workbook: it looks like something else"),
        ("log.csv", b"\0\0\0\0", "this is not a workbook: it looks like something else"),
    ] {
        assert_eq!(message(name, bytes), looks);
    }
    assert!(message("log.csv", &vec![b'a'; (32 << 20) + 1]).contains("larger than 32 MB"));
}

#[test]
fn a_csv_in_every_encoding() {
    let expected = pairs(&[("A1", "Child’s name"), ("B1", "Café"), ("A2", "AB")]);
    let text = "Child’s name,Café\r\nAB,\r\n";
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(rows(text.as_bytes()), expected);
    assert_eq!(rows(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected);
    assert_eq!(rows(b"Child\x92s name,Caf\xe9\r\nAB,\r\n"), expected);
    assert_eq!(rows(&[b"\xFF\xFE".as_slice(), &utf16(text)].concat()), expected);
    assert_eq!(rows(&utf16(text)), expected);
}

#[test]
fn a_csv_with_every_delimiter_and_empty_lines() {
    let expected = pairs(&[("A1", "No"), ("B1", "Concern"), ("A3", "1"), ("B3", "a, b, and c; d")]);
    assert_eq!(rows(b"No,Concern\n\n1,\"a, b, and c; d\"\n"), expected);
    assert_eq!(rows(b"No\tConcern\n\n1\ta, b, and c; d\n"), expected);
    assert_eq!(rows(b"No;Concern\r\n;\r\n1;\"a, b, and c; d\"\r\n"), expected);
    assert_eq!(rows(b"sep=;\nNo;Concern\n\n1;\"a, b, and c; d\"\n"), expected);
    let lines =
        pairs(&[("A1", "No"), ("B1", "Concern"), ("A2", "1"), ("B2", "two\n\nlines"), ("A4", "2"), ("B4", "x")]);
    assert_eq!(rows(b"No,Concern\n1,\"two\n\nlines\"\n\n2,x\n"), lines);
}

#[test]
fn stray_control_characters_of_a_csv_are_left_out() {
    let words = "Concern about a child, ".repeat(10);
    let text = format!("No;Concern\r\n1;\u{1b}[2J{words}\r\n\u{1a}");
    assert_eq!(rows(text.as_bytes())[3], ("B2".to_owned(), format!("[2J{words}")));
    assert!(message("log.csv", b"No;Con\0cern\n1;x\n").contains("something else"));
}

#[test]
fn an_enormous_line_of_a_csv_is_never_held_as_a_whole() {
    assert!(message("log.csv", &[b','; 1 << 17]).contains("beyond the last row or column"));
}

#[test]
fn commas_in_sentences_are_no_delimiters() {
    let csv = "Our log\nNo;Concern;Outcome\n1;one, two, three;none\n2;one, two;a, b, c\n3;x;y\n";
    assert_eq!(rows(csv.as_bytes())[2], ("B2".to_owned(), "Concern".to_owned()));
}

#[test]
fn cells_are_put_in_reading_order() {
    let cell = |at: (u32, u32), text: &str| crate::grid::Cell {
        at: crate::grid::Address::new(at.0, at.1),
        value: Value::Text(text.to_owned()),
        formula: None,
    };
    let mut sheet = Sheet {
        cells: vec![cell((1, 0), "c"), cell((0, 1), "b"), cell((0, 0), "a"), cell((0, 1), "B")],
        ..Sheet::default()
    };
    put_in_order(&mut sheet);
    assert_eq!(sheet.cells, [cell((0, 0), "a"), cell((0, 1), "B"), cell((1, 0), "c")]);
}

#[test]
fn more_than_the_limits_allow_is_refused_by_the_setting_s_name() {
    let csv = b"a,b\nc,d\n";
    let limited = |limits: Limits| {
        let error = read_with("log.csv", csv, &Reading { limits, ..Reading::default() }).unwrap_err();
        assert_eq!(error.code(), Code::UnreadableFile);
        (error.message().to_owned(), error.advice().unwrap().to_owned())
    };
    let usual = Limits::default();
    for (limits, message, setting) in [
        (Limits { cells: 3, ..usual }, "it has more than 3 cells", "`cells`"),
        (Limits { rows: 1, ..usual }, "it has more than 1 rows", "`rows`"),
        (Limits { text_mb: 0, ..usual }, "its cells hold more than 0 MB of text", "`text-mb`"),
        (Limits { file_mb: 0, ..usual }, "it is larger than 0 MB", "`file-mb`"),
    ] {
        let (said, help) = limited(limits);
        assert_eq!(said, message);
        assert!(help.contains(setting), "{help}");
    }
    assert!(
        read_with("log.csv", csv, &Reading { limits: Limits { cells: 4, rows: 2, ..usual }, password: None }).is_ok()
    );
}

#[test]
fn a_place_beyond_any_sheet_is_refused() {
    let mut budget = Budget::new(Limits::default());
    assert!(budget.cell(limits::ROWS - 1, limits::COLUMNS - 1).is_ok());
    assert!(budget.cell(limits::ROWS, 0).is_err());
    assert!(budget.cell(0, limits::COLUMNS).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), sign in 0usize..5) {
        let signs = [b"".as_slice(), b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x09\x08", b"\xFF\xFE"];
        let bytes = [signs[sign], &bytes].concat();
        for name in ["log.xlsx", "log.csv", "log"] {
            let _ = read(name, &bytes);
        }
    }
}

#[test]
fn other_office_files_are_said() {
    let ole = |part: &str| {
        let name: Vec<u8> = part.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &name].concat()
    };
    assert_eq!(message("a.xls", &ole("WordDocument")), "this is not a workbook: it looks like a Word document");
    assert_eq!(read("a.xls", &ole("EncryptedPackage")).unwrap_err().code(), Code::NeedsPassword);
    assert!(message("a.xls", &ole("Workbook")).starts_with("this file is damaged"));
    for (part, looks) in [
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a presentation"),
        ("notes.txt", "a zip archive"),
    ] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(message("a.xlsx", &bytes), format!("this is not a workbook: it looks like {looks}"));
    }
}
