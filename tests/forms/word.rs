//! Logs that come back as Word tables: read as the same log in a csv file is.

use std::io::{Cursor, Write};

use escalog::grid::{Sheet, Workbook};
use escalog::workbook;
use escalog::workbook::write::docx::{Document, Paragraph, Row, Style, Table};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::office::Office;
use super::{escalog, file, folder, log, out};

mod continued;
mod layout;
mod seen;

/// A docx whose text is this XML.
fn docx(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    write!(zip, "<w:document xmlns:w=\"{words}\"><w:body>{body}</w:body></w:document>").unwrap();
    zip.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(inside: &str) -> String {
    format!("<w:tc>{inside}</w:tc>")
}

fn table(columns: usize, rows: &[String]) -> String {
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    format!("<w:tbl><w:tblGrid>{}</w:tblGrid>{rows}</w:tbl>", "<w:gridCol/>".repeat(columns))
}

fn read(body: &str) -> Workbook {
    workbook::read("log.docx", &docx(body)).unwrap()
}

fn cells(sheet: &Sheet) -> Vec<(String, String)> {
    sheet.cells.iter().map(|cell| (cell.at.to_string(), cell.value.shown())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(at, text)| ((*at).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn each_table_is_a_sheet_with_what_stands_above_it() {
    let body = paragraph("Agency / School: Larkmoor Primary")
        + "<w:p/>"
        + &table(2, &[cell(&paragraph("a")) + &cell(&(paragraph("b") + &paragraph("c &amp; d")))])
        + &paragraph("second")
        + &table(1, &[cell(&paragraph("e"))])
        + "<w:p/>"
        + &table(1, &[cell("<w:p/>"), cell(&paragraph("f"))]);
    let workbook = read(&body);
    let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Table 1", "Table 2"]);
    let first = pairs(&[("A1", "Agency / School: Larkmoor Primary"), ("A2", "a"), ("B2", "b\nc & d")]);
    assert_eq!(cells(&workbook.sheets[0]), first);
    // The table that only a gap parts goes on below.
    assert_eq!(cells(&workbook.sheets[1]), pairs(&[("A1", "second"), ("A2", "e"), ("A5", "f")]));
}

#[test]
fn merged_cells_keep_their_columns() {
    let merges = |properties: &str, text: &str| cell(&(format!("<w:tcPr>{properties}</w:tcPr>") + &paragraph(text)));
    let restart = "<w:vMerge w:val=\"restart\"/>";
    let body = table(
        3,
        &[
            merges("<w:gridSpan w:val=\"2\"/>", "wide") + &cell(&paragraph("x")),
            merges(restart, "tall") + &cell(&paragraph("y")) + &cell(&paragraph("z")),
            merges("<w:vMerge/>", "") + &cell(&paragraph("v")) + &merges(restart, "alone"),
            "<w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>".to_owned() + &cell(&paragraph("last")),
            merges(restart, "first") + &merges(restart, "both") + &cell("<w:p/>"),
            merges(restart, "second") + &merges("<w:vMerge/>", "") + &cell("<w:p/>"),
            merges("<w:vMerge/>", "") + &cell(&paragraph("below")) + &cell("<w:p/>"),
        ],
    );
    let workbook = read(&body);
    let sheet = &workbook.sheets[0];
    let expected =
        [("A1", "wide"), ("C1", "x"), ("A2", "tall"), ("B2", "y"), ("C2", "z"), ("B3", "v"), ("C3", "alone")];
    let below = [("C4", "last"), ("A5", "first"), ("B5", "both"), ("A6", "second"), ("B7", "below")];
    assert_eq!(cells(sheet), pairs(&[expected.as_slice(), &below].concat()));
    let merged: Vec<String> = sheet.merged.iter().map(|range| format!("{}:{}", range.from, range.to)).collect();
    assert_eq!(merged, ["A1:B1", "A2:A3", "B5:B6", "A6:A7"]);
}

#[test]
fn cells_whose_borders_are_a_little_off_stand_under_their_headings() {
    let wide = |columns: u8, text: &str| {
        cell(&(format!("<w:tcPr><w:gridSpan w:val=\"{columns}\"/></w:tcPr>") + &paragraph(text)))
    };
    let before = |columns: u8| format!("<w:trPr><w:gridBefore w:val=\"{columns}\"/></w:trPr>");
    let widths = ["900", "100", "900", "900", "100", "900"].map(|width| format!("<w:gridCol w:w=\"{width}\"/>"));
    let body = table(
        6,
        &[
            wide(1, "a") + &wide(2, "b") + &wide(1, "c") + &wide(2, "d"),
            // As many cells as headings, each of other grid columns.
            wide(2, "1") + &wide(1, "2") + &wide(2, "3") + &wide(1, "4"),
            // Fewer cells: each stands where most of it lies.
            before(2) + &wide(1, "5") + &wide(2, "6"),
            before(1) + &wide(1, "7") + &wide(1, "8") + &wide(1, "9"),
        ],
    )
    .replace(&"<w:gridCol/>".repeat(6), &widths.concat());
    let sheet = &read(&body).sheets[0];
    let headings = [("A1", "a"), ("B1", "b"), ("D1", "c"), ("E1", "d")];
    let below = [("A2", "1"), ("B2", "2"), ("D2", "3"), ("E2", "4"), ("B3", "5"), ("D3", "6")];
    // Two that lie under one heading stay two.
    let apart = [("B4", "7"), ("C4", "8"), ("D4", "9")];
    assert_eq!(cells(sheet), pairs(&[headings.as_slice(), &below, &apart].concat()));
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let kept = "<w:p><w:r><w:t>was </w:t></w:r><w:del><w:r><w:delText>S17</w:delText><w:t>S17</w:t></w:r></w:del>\
                <w:ins><w:r><w:t>S47</w:t></w:r></w:ins></w:p>";
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p>\
                  <w:p><w:r><w:t> line</w:t></w:r></w:p>";
    let body = table(
        2,
        &[
            cell(kept) + &cell(joined),
            "<w:trPr><w:del/></w:trPr>".to_owned() + &cell(&paragraph("deleted row")) + &cell("<w:p/>"),
            "<w:trPr><w:ins/></w:trPr>".to_owned() + &cell(&paragraph("new row")) + &cell("<w:p/>"),
        ],
    );
    let workbook = read(&body);
    assert_eq!(cells(&workbook.sheets[0]), pairs(&[("A1", "was S47"), ("B1", "one line"), ("A2", "new row")]));
}

#[test]
fn fields_of_forms_breaks_and_tables_in_cells() {
    let field = |shows: &str| {
        format!("<w:sdt><w:sdtPr>{shows}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", paragraph("Choose a level"))
    };
    let broken = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>";
    let inner = table(1, &[cell(&paragraph("in")), cell(&paragraph("side"))]) + "<w:p/>";
    let body = table(4, &[cell(&field("<w:showingPlcHdr/>")) + &cell(&field("")) + &cell(broken) + &cell(&inner)]);
    let expected = [("B1", "Choose a level"), ("C1", "a\nb c"), ("D1", "in\nside")];
    assert_eq!(cells(&read(&body).sheets[0]), pairs(&expected));
}

#[test]
fn a_field_of_a_form_that_is_still_empty_takes_its_text_along_and_no_cell() {
    let field = |inside: &str| {
        format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    };
    let filled = |inside: &str| format!("<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>");
    let text = |text: &str| cell(&paragraph(text));
    let rows = |body: &str| {
        let workbook = read(body);
        let first = cells(&workbook.sheets[0]);
        assert_eq!(workbook.sheets.len(), 1);
        first
    };
    let around_cell = table(3, &[text("a") + &field(&text("Choose a date")) + &text("c")]);
    assert_eq!(rows(&around_cell), pairs(&[("A1", "a"), ("C1", "c")]));
    let row = |inside: &str| format!("<w:tr>{inside}</w:tr>");
    let around_row =
        table(1, &[]).replace("</w:tbl>", &(field(&row(&text("Type here"))) + &row(&text("b")) + "</w:tbl>"));
    assert_eq!(rows(&around_row), pairs(&[("A2", "b")]));
    // A field that was filled in within one that shows what it does.
    let within = table(2, &[field(&(text("Choose") + &filled(&text("b"))))]);
    assert_eq!(rows(&within), pairs(&[("B1", "b")]));
    let around_table = field(&table(1, &[text("Type here")])) + "<w:p/>" + &table(1, &[text("b")]);
    assert_eq!(rows(&around_table), pairs(&[("A3", "b")]));
}

#[test]
fn a_document_that_breaks_off_or_holds_no_log_is_said() {
    let error = workbook::read("log.docx", &docx("<w:tbl>")).unwrap_err();
    assert!(error.message().starts_with("this file is damaged"), "{error}");
    let letter = file("letter", "letter.docx", docx(&paragraph("Dear all")));
    let answer = escalog(&["check", &letter]);
    assert_eq!(answer.status.code(), Some(2));
    assert!(super::err(&answer).contains("no escalation log stands in this file"), "{}", super::err(&answer));
}

/// The lines of the log of every test: above the table, and its rows.
fn rows() -> (String, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(log("rows")).unwrap();
    let (above, table) = text.split_once('\n').unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
    let rows = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    (above.to_owned(), rows)
}

/// What `check` says of a log, without where it stands.
fn said(path: &str) -> (Value, Vec<Value>) {
    let mut answer: Value = serde_json::from_str(&out(&escalog(&["check", path, "--format", "json"]))).unwrap();
    let rows = answer["rows"].as_array_mut().unwrap();
    for row in rows.iter_mut() {
        row.as_object_mut().unwrap().retain(|key, _| !["file", "sheet"].contains(&key.as_str()));
    }
    let rows = answer["rows"].clone();
    let findings = answer["findings"].as_array().unwrap();
    (
        rows,
        findings.iter().map(|finding| serde_json::json!([finding["code"], finding["row"], finding["cell"]])).collect(),
    )
}

#[test]
fn a_word_log_is_read_as_the_same_log_in_another_file() {
    let (above, rows) = rows();
    let mut document = Document::new("Log", chrono::NaiveDate::from_ymd_opt(2025, 6, 30).unwrap());
    document.paragraph(Style::Text, &above);
    let row = |row: &Vec<String>| Row::Cells(row.iter().map(|text| vec![Paragraph::new(Style::Text, text)]).collect());
    let table =
        Table { shares: vec![1; rows[0].len()], headings: rows[0].clone(), rows: rows[1..].iter().map(row).collect() };
    document.table(table);
    let path = file("word", "log.docx", document.to_bytes().unwrap());
    assert_eq!(said(&path), said(&log("word")));
}

#[test]
fn a_word_log_of_libreoffice_is_read_as_the_same_log_in_another_file() {
    let Some(office) = Office::new("word") else { return };
    let (above, rows) = rows();
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |text: &String| {
        let paragraphs: String = text.split('\n').map(|line| format!("<text:p>{}</text:p>", escaped(line))).collect();
        format!("<table:table-cell office:value-type=\"string\">{paragraphs}</table:table-cell>")
    };
    let row = |row: &Vec<String>| {
        // A row of the csv file may end before the last column.
        let blank = "<table:table-cell><text:p/></table:table-cell>".repeat(rows[0].len() - row.len());
        format!("<table:table-row>{}{blank}</table:table-row>", row.iter().map(cell).collect::<String>())
    };
    let table: String = rows.iter().map(row).collect();
    let columns = rows[0].len();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" office:version=\"1.2\" \
         office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text>\
         <text:p>{above}</text:p><table:table table:name=\"Log\">\
         <table:table-column table:number-columns-repeated=\"{columns}\"/>{table}</table:table>\
         </office:text></office:body></office:document>"
    );
    let docx =
        office.converted("log.fodt", text.as_bytes(), "docx:MS Word 2007 XML").expect("LibreOffice Writer converts");
    let path = file("office-word", "log.docx", docx);
    assert_eq!(said(&path), said(&log("office-word")));
}
