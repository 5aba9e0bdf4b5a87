use proptest::prelude::*;

use super::*;
use crate::error::Code;
use crate::grid::{COLUMNS, ROWS, Value};

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
        (
            "log.xlsx",
            b"Escalation",
            "this file is damaged: its name ends in .xlsx, but its content is not that of such a file",
        ),
        (
            "log.docx",
            b"Escalation",
            "this file is damaged: its name ends in .docx, but its content is not that of such a file",
        ),
        ("log.pptx", b"Escalation", "this is not a workbook, and what it is can't be told"),
        ("log.csv", b"\0\0\0\0", "this is not a workbook, and what it is can't be told"),
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
    assert!(message("log.csv", b"No;Con\0cern\n1;x\n").contains("what it is can't be told"));
}

#[test]
fn a_quotation_mark_of_a_csv_that_is_never_closed_is_said() {
    let csv = "No,Concern\n1,\"two\nlines\"\n2,\"Smith said no\n3,x\n";
    for csv in [csv.to_owned(), csv.replace('\n', "\r\n"), csv.trim_end().to_owned()] {
        let said = message("log.csv", csv.as_bytes());
        assert_eq!(said, "this file is damaged: a quotation mark that opens in line 4 is never closed");
    }
    assert!(message("log.csv", format!("sep=,\n\n{csv}").as_bytes()).contains("line 6"));
    assert_eq!(rows(b"No,Concern\n1,\"x\"").len(), 4);
    assert_eq!(rows(b"No,Concern\n1,6\" pipe\n2,").len(), 5);
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
    assert!(budget.cell(ROWS - 1, COLUMNS - 1).is_ok());
    assert!(budget.cell(ROWS, 0).is_err());
    assert!(budget.cell(0, COLUMNS).is_err());
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
    assert_eq!(message("a.xls", &ole("WordDocument")), "this is not a workbook: it looks like an old Word document");
    for cut_off in ["EncryptedPackage", "Workbook"] {
        assert!(message("a.xls", &ole(cut_off)).starts_with("this file is damaged"));
    }
    for (part, looks) in [("ppt/presentation.xml", "a presentation"), ("notes.txt", "a zip archive")] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(message("a.xlsx", &bytes), format!("this is not a workbook: it looks like {looks}"));
    }
}

/// A plain workbook with one part changed, or left out.
fn with_part(changed: &str, change: impl Fn(String) -> Option<Vec<u8>>) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Log").unwrap().write(0, 0, "Escalation No").unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(book.save_to_buffer().unwrap())).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let mut part = from.by_index(place).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        let bytes = if name == changed { change(text) } else { Some(text.into_bytes()) };
        if let Some(bytes) = bytes {
            to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(&bytes).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_that_can_not_be_found_or_read_is_no_empty_one() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    let elsewhere =
        |target: &'static str| move |text: String| Some(text.replace("\"worksheets/sheet1.xml\"", target).into_bytes());
    let in_utf_16 =
        |text: String| Some([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect());
    for (bytes, says) in [
        (with_part(SHEET, |_| None), "its part `xl/worksheets/sheet1.xml` is missing"),
        (with_part(SHEET, in_utf_16), "it is written in UTF-16"),
        (
            with_part(RELATIONS, elsewhere("\"worksheets/a%20sheet.xml\"")),
            "its part `xl/worksheets/a%20sheet.xml` is missing",
        ),
        (with_part(RELATIONS, elsewhere("\"./../xl/worksheets/sheet1.xml\"")), "Worksheet 'Log' not found"),
    ] {
        let error = read("log.xlsx", &bytes).unwrap_err();
        assert!(error.message().contains(says), "{error:?}");
        assert!(error.place().is_some_and(|place| place.contains("sheet `Log`")), "{error:?}");
    }
}

fn open_cells(sheets: &str) -> Vec<u8> {
    format!("{{\"escalog-cells\":1,\"sheets\":{sheets}}}").into_bytes()
}

#[test]
fn the_cells_of_an_open_workbook() {
    let json = br##"{"escalog-cells":1,"date_system":"1904","sheets":[
        {"name":"Log","hidden":true,"hidden_rows":[7],"hidden_columns":[2],"merged":["A1:F1"],"taken_columns":12,
         "notes":[{"at":"B5","text":"second"},{"at":"A1","text":"first"}],
         "blocks":[{"top":4,"left":1,
            "values":[["S-1",44257,true,null,{"error":"#REF!"},"",0.5],[44257.5,"say \"no\"",null,"",null,null,-1]],
            "formats":[["General","dd/mm/yyyy","General","General","General","@","dd/mm/yyyy"],
                       ["0.00","@","0","0","0","[h]:mm","dd/mm/yyyy"]],
            "formulas":[[null,null,null,null,"A1/0","\"\"",null],[null,null,null,null,null,"B1",null]]},
           {"top":0,"values":[["Our log"]]}]},
        {"name":"Other","blocks":[]}]}"##;
    for name in ["Log.xlsx", "log.csv", "log"] {
        let workbook = read(name, json).unwrap();
        assert_eq!(workbook.date_system, crate::grid::DateSystem::From1904);
        let [log, other] = workbook.sheets.as_slice() else { panic!() };
        let cells: Vec<_> =
            log.cells.iter().map(|cell| (cell.at.to_string(), &cell.value, cell.formula.as_deref())).collect();
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            cells,
            [
                ("A1".to_owned(), &text("Our log"), None),
                ("B5".to_owned(), &text("S-1"), None),
                ("C5".to_owned(), &Value::Date("2025-03-03".parse().unwrap()), None),
                ("D5".to_owned(), &Value::Boolean(true), None),
                ("F5".to_owned(), &Value::Error("#REF!".to_owned()), Some("A1/0")),
                ("G5".to_owned(), &text(""), Some("\"\"")),
                // A time without a day, a length of time, a number before the first day: none is a date.
                ("H5".to_owned(), &Value::Number(0.5), None),
                ("B6".to_owned(), &Value::Number(44257.5), None),
                ("C6".to_owned(), &text("say \"no\""), None),
                ("G6".to_owned(), &Value::NotCalculated, Some("B1")),
                ("H6".to_owned(), &Value::Number(-1.0), None),
            ]
        );
        assert!(log.hidden && log.hidden_rows.contains(&7) && log.hidden_columns.contains(&2));
        assert_eq!(log.merged, [crate::grid::Range::try_from("A1:F1".to_owned()).unwrap()]);
        assert_eq!(
            (log.taken_columns, log.notes[0].text.as_str(), log.notes[1].text.as_str()),
            (12, "first", "second")
        );
        assert_eq!((other.name.as_str(), other.cells.len(), other.hidden), ("Other", 0, false));
    }
}

#[test]
fn cells_of_an_open_workbook_that_make_no_sense_are_refused_by_what_is_wrong() {
    let block = |block: &str| open_cells(&format!(r#"[{{"name":"Log","blocks":[{{{block}}}]}}]"#));
    for (bytes, said) in [
        (b"{\"escalog-cells\":2,\"sheets\":[]}".to_vec(), "their form is 2"),
        (b"{\"escalog-cells\":1}".to_vec(), "missing field `sheets`"),
        (b"{\"escalog-cells\":1,\"sheets\":[]".to_vec(), "EOF"),
        (b"{\"escalog-cells\":1,\"sheets\":[\"\xff\"]}".to_vec(), "line 1"),
        (open_cells(r#"[{"name":"Log"}]"#), "missing field `blocks`"),
        (open_cells(r#"[{"name":"Log","blocks":[],"colour":1}]"#), "unknown field `colour`"),
        (open_cells(r#"[{"name":"Log","blocks":[],"merged":["A9:A1"]}]"#), "`A9:A1` does not go from top left"),
        (open_cells(r#"[{"name":"Log","blocks":[],"notes":[{"at":"5B","text":""}]}]"#), "`5B` is not a cell"),
        (open_cells(r#"[{"name":"Log","blocks":[],"hidden_rows":[1048576]}]"#), "beyond the last one"),
        (block(r#""values":[["a"]],"formats":[]"#), "`formats` has 0 rows, `values` 1"),
        (block(r#""values":[["a"],["b"]],"formulas":[[null],[]]"#), "row 2 of `formulas` has 0 cells, of `values` 1"),
        (block(r#""values":[[1]],"formulas":[["=A1"]]"#), "the formula of A1 begins with an equals sign"),
        (block(r#""values":[[["a"]]]"#), "expected a text, a number, true, false, null or `{\"error\": \"#REF!\"}`"),
        (block(r##""values":[[{"error":"#REF!","cell":1}]]"##), "unknown field `cell`"),
        (block(r#""values":[[{"error":""}]]"#), "an error has no text"),
        (block(r#""top":1048575,"values":[["a"],["b"]]"#), "beyond the last row or column"),
        (block(r#""left":4294967295,"values":[["a","b"]]"#), "it begins beyond the last row or column"),
        (block(r#""top":-1,"values":[]"#), "expected u32"),
    ] {
        let found = message("Log.xlsx", &bytes);
        assert!(found.contains(said), "{found}");
    }
    let error = read("Log.xlsx", &block(r#""values":[[1]],"formulas":[["=A1"]]"#)).unwrap_err();
    assert_eq!(error.place(), Some("Log.xlsx: sheet `Log`: block 1"));
}

#[test]
fn an_open_workbook_has_the_limits_of_a_file() {
    let bytes = open_cells(r#"[{"name":"Log","blocks":[{"values":[["a","b"],["c","d"]]}]}]"#);
    let usual = Limits::default();
    for (limits, message) in [
        (Limits { cells: 3, ..usual }, "it has more than 3 cells"),
        (Limits { rows: 1, ..usual }, "it has more than 1 rows"),
        (Limits { text_mb: 0, ..usual }, "its cells hold more than 0 MB of text"),
        (Limits { sheets: 0, ..usual }, "it has more than 0 sheets"),
        (Limits { file_mb: 0, ..usual }, "it is larger than 0 MB"),
    ] {
        let error = read_with("log", &bytes, &Reading { limits, ..Reading::default() }).unwrap_err();
        assert_eq!(error.message(), message);
    }
    // Nothing takes two bytes in a file, and much more in memory.
    let rows = "[],".repeat(2_000_000);
    let bytes = open_cells(&format!(r#"[{{"name":"Log","blocks":[{{"values":[{rows}[]]}}]}}]"#));
    assert!(message("log", &bytes).contains("more than 500,000 cells"));
}

/// A workbook whose sheet holds these cells.
fn with_cells(cells: &str) -> Vec<u8> {
    with_part("xl/worksheets/sheet1.xml", |text| {
        let (before, rest) = text.split_once("<sheetData>").unwrap();
        let (_, after) = rest.split_once("</sheetData>").unwrap();
        Some(format!("{before}<sheetData>{cells}</sheetData>{after}").into_bytes())
    })
}

#[test]
fn errors_that_only_newer_programs_know_are_errors_too() {
    let bytes = with_cells(
        "<row r='1'><c r='A1' t='e'><f>B1:B2</f><v>#SPILL!</v></c><c t=\"e\" r='B1'><v>Err:508</v></c></row>\
         <row r='2'><c r='A2' t='e'><v>#N/A</v></c><c r='B2' t='inlineStr'><is><t>#BUSY!</t></is></c></row>",
    );
    let cells = read("log.xlsx", &bytes).unwrap().sheets.remove(0).cells;
    let values: Vec<_> = cells.iter().map(|cell| cell.value.clone()).collect();
    let error = |text: &str| Value::Error(text.to_owned());
    let expected = [error("#SPILL!"), error("Err:508"), error("#N/A"), Value::Text("#BUSY!".to_owned())];
    assert_eq!(values, expected);
    assert_eq!(cells[0].formula.as_deref(), Some("B1:B2"));
}

#[test]
fn what_shares_a_formula_is_one_and_takes_no_text() {
    let long = "A".repeat(8_000);
    let first = format!("<row r='1'><c r='B1'><f t='shared' ref='B1:B9000' si='0'>&quot;{long}&quot;</f></c></row>");
    let rest: String =
        (2..=9_000).map(|n| format!("<row r='{n}'><c r='B{n}'><f t='shared' si='0'/></c></row>")).collect();
    let sheet = read("log.xlsx", &with_cells(&(first + &rest))).unwrap().sheets.remove(0);
    assert_eq!(sheet.cells.len(), 9_000);
    assert!(sheet.cells.iter().all(|cell| cell.formula.is_some()));
}

#[test]
fn a_hidden_row_without_a_number_is_hidden() {
    let sheet = read(
        "log.xlsx",
        &with_cells("<row><c><v>1</v></c></row><row hidden='1'><c><v>2</v></c></row><row r='9'/><row hidden='true'/>"),
    );
    assert_eq!(sheet.unwrap().sheets[0].hidden_rows.iter().copied().collect::<Vec<_>>(), [1, 9]);
}

#[test]
fn each_sheet_has_its_own_cells_whatever_its_name() {
    let renamed = with_part("xl/workbook.xml", |text| Some(text.replace("\"Log\"", "\"Log\tof\nours\"").into_bytes()));
    assert_eq!(read("log.xlsx", &renamed).unwrap().sheets[0].cells.len(), 1);
    let twice = with_part("xl/workbook.xml", |text| {
        let from = text.find("<sheet ").unwrap();
        let sheet = &text[from..from + text[from..].find("/>").unwrap() + 2];
        Some(text.replace(sheet, &sheet.repeat(2)).into_bytes())
    });
    assert!(message("log.xlsx", &twice).contains("two of its sheets have the same name"));
}

/// An ods file whose spreadsheet holds these tables.
fn ods(tables: &str) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    for (part, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())]
    {
        zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_an_ods_keeps_of_another_workbook_is_no_sheet_of_its_own() {
    let table = |name: &str| {
        format!(
            "<table:table table:name=\"{name}\"><table:table-source/><table:table-row><table:table-cell \
             office:value-type=\"string\"><text:p>{name}</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let tables = [table("Log"), table("'file:///C:/old.ods'#Log"), table("'#2 Log'")].concat();
    let names = |bytes: &[u8]| -> Vec<String> {
        let sheets = read("log.ods", bytes).unwrap().sheets.into_iter();
        sheets.map(|sheet| format!("{}: {}", sheet.name, sheet.cells.len())).collect()
    };
    assert_eq!(names(&ods(&tables)), ["Log: 1", "'#2 Log': 1"]);
}

#[test]
fn a_time_of_an_ods_is_rounded_to_its_second() {
    let cell = |value: &str| {
        let value = format!("office:value-type=\"date\" office:date-value=\"{value}\"");
        format!("<table:table-row><table:table-cell {value}/></table:table-row>")
    };
    let cells =
        ["2025-03-03T23:59:59.99", "2025-03-03T09:14:59.5000", "2025-03-03T09:15:00.499Z", "2025-03-03"].map(cell);
    let bytes = ods(&format!("<table:table table:name=\"Log\">{}</table:table>", cells.concat()));
    let cells = read("log.ods", &bytes).unwrap().sheets.remove(0).cells;
    let shown: Vec<String> = cells.iter().map(|cell| cell.value.shown()).collect();
    assert_eq!(shown, ["2025-03-04", "2025-03-03T09:15", "2025-03-03T09:15", "2025-03-03"]);
}

/// A number in a cell of each of these formats, as calamine reads it from an xlsx: whether it is a date.
fn dates_in_an_xlsx(codes: &[String]) -> Vec<bool> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, code) in (0..).zip(codes) {
        let format = rust_xlsxwriter::Format::new().set_num_format(code);
        sheet.write_number_with_format(row, 0, 45_719, &format).unwrap();
    }
    let workbook = read("log.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    workbook.sheets[0].cells.iter().map(|cell| matches!(cell.value, Value::Date(_))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// What calamine takes for a date in a file is one in an open workbook.
    #[test]
    fn formats_mean_the_same_in_a_file_and_in_an_open_workbook(
        codes in proptest::collection::vec(
            proptest::collection::vec(
                proptest::sample::select(vec![
                    "d", "dd", "mmm", "yyyy", "h", "hh", "mm", "ss", "0", "0.00", "#,##0", "@", "?/?", "E+00",
                    "\"day\"", "\\-", "\\d", "_)", "_d", "* ", "*y", "/", "-", ":", " ", ";", "AM/PM", "A/P",
                    "[$-809]", "[$£-809]", "[Red]", "[h]", "[mm]", "[ss]", "[>100]", "%",
                ]),
                1..6,
            ),
            1..40,
        )
    ) {
        let codes: Vec<String> = codes.into_iter().map(|parts| parts.concat()).collect();
        let here: Vec<bool> = codes.iter().map(|code| formats::is_date(code)).collect();
        let in_file = dates_in_an_xlsx(&codes);
        for ((code, here), in_file) in codes.iter().zip(here).zip(in_file) {
            prop_assert_eq!(here, in_file, "{}", code);
        }
    }
}
