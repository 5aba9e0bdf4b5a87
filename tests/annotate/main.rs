//! A log marked in its own workbook: the script, the file it gives, and what spreadsheet programs make of it.
//!
//! In: small logs made here, and the workbooks of other tests. Out: scripts compared, files read again, and
//! LibreOffice's answer on later days.

use chrono::NaiveDate;
use escalog::api::{self, AnnotateRequest, File, Settings};
use escalog::edit::Script;
use escalog::grid::{Address, Sheet, Workbook};
use escalog::workbook::{self, Patching};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format};

mod again;
mod beside;
mod cleared;
#[path = "../office/mod.rs"]
mod office;
mod prepared;
mod program;
mod protected;
mod recalculated;
#[path = "../running/mod.rs"]
mod running;
mod scripts;
mod settings;

/// The headings of the log below.
const HEADINGS: [&str; 12] = [
    "Agency / School & Escalation Number",
    "Child Name / DOB / Age",
    "Concern",
    "Level of Need",
    "Summary of Professional Disagreement",
    "Actions Undertaken Towards Resolution",
    "Outcome of Resolution",
    "Date concern arose",
    "Stage",
    "Stage 2 began",
    "Date resolved",
    "Our notes",
];

/// A cell of a log.
#[derive(Clone, Copy)]
enum In {
    Blank,
    Text(&'static str),
    Number(f64),
    /// A day, with a time where the number has a fraction.
    Day(&'static str),
    Yes,
}
use In::{Blank, Day, Number, Text};

/// A log of every kind of row; row 10 of the sheet is blank.
const ROWS: &[[In; 12]] = &[
    row("1", "S17", Day("2025-03-03"), Number(2.0), Day("2025-03-06"), Day("2025-03-07")),
    row("2", "S47", Day("2025-03-03"), Number(2.0), Day("2025-03-06"), Blank),
    row("3", "S47", Day("2025-03-10T10:15"), Number(1.0), Blank, Blank),
    row("4", "S17", Blank, Blank, Blank, Blank),
    row("5", "S17", Day("2025-02-03"), Number(1.0), Blank, Day("2025-03-01")),
    [Blank; 12],
    row("6", "S17", Day("2025-03-05"), Number(1.0), Blank, Text("ongoing")),
    row("7", "=1+1", Text("05/03/2025"), Number(4.0), Blank, Blank),
    row("8", "S17", Day("2025-04-22"), Number(1.0), Blank, Blank),
    row("9", "S17", Day("2025-03-05"), Number(1.0), Blank, In::Yes),
];

const fn row(number: &'static str, level: &'static str, concern: In, stage: In, second: In, resolved: In) -> [In; 12] {
    [
        Text(number),
        Text("AB / 03.04.2012 / 12"),
        Text("Referral not accepted"),
        Text(level),
        Text("Threshold"),
        Text("Telephone call"),
        Text("Agreed"),
        concern,
        stage,
        second,
        resolved,
        Text("a note of ours"),
    ]
}

/// The log as an xlsx: a title, the agency, the headings in row 3, the rows from row 4 on.
fn log() -> Vec<u8> {
    log_of(ROWS)
}

fn log_of(rows: &[[In; 12]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    // Without it the bytes would say when they were made.
    let made = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2025, 3, 1).unwrap());
    book.set_properties(&made);
    let sheet = book.add_worksheet().set_name("Our log").unwrap();
    sheet.write(0, 0, "Agency escalation summary log").unwrap();
    sheet.write(1, 0, "Agency / School: Larkrise Primary").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(2, column, heading).unwrap();
    }
    for (row, cells) in (3..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, row, column, *cell);
        }
    }
    book.add_worksheet().set_name("Other").unwrap().write(4, 4, "stays").unwrap();
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: In) {
    match cell {
        Blank => {}
        Text(text) => drop(sheet.write_string(row, column, text).unwrap()),
        Number(number) => drop(sheet.write_number(row, column, number).unwrap()),
        In::Yes => drop(sheet.write_boolean(row, column, true).unwrap()),
        Day(text) => {
            let (code, day) = if text.contains('T') {
                ("dd/mm/yyyy hh:mm", text.to_owned())
            } else {
                ("dd/mm/yyyy", text.to_owned())
            };
            let day = ExcelDateTime::parse_from_str(&day).unwrap();
            sheet.write_with_format(row, column, &day, &Format::new().set_num_format(code)).unwrap();
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn file(bytes: Vec<u8>) -> File {
    File { name: "log.xlsx".to_owned(), bytes }
}

fn request(as_of: &str) -> AnnotateRequest {
    let settings = Settings { policy: Some("birmingham".into()), as_of: Some(day(as_of)), ..Settings::default() };
    AnnotateRequest { settings, ..AnnotateRequest::default() }
}

/// The script that marks this file, and the file marked.
fn mark_as(request: &AnnotateRequest, file: &File) -> (Script, Vec<u8>) {
    let answer = api::annotate(request, file).unwrap();
    let bytes = api::write(&answer.edits, file, Patching::default()).unwrap();
    (answer.edits, bytes)
}

fn mark(bytes: Vec<u8>, as_of: &str) -> (Script, Vec<u8>) {
    mark_as(&request(as_of), &file(bytes))
}

fn read(bytes: &[u8]) -> Workbook {
    workbook::read("log.xlsx", bytes).unwrap()
}

/// What a cell of a sheet says, by its name.
fn shown(sheet: &Sheet, cell: &str) -> String {
    let at = Address::try_from(cell.to_owned()).unwrap();
    sheet.cell(at).map(|cell| cell.value.shown()).unwrap_or_default()
}

/// What stands under a heading in this row of the sheet, counted from 1.
fn under(sheet: &Sheet, heading: &str, row: u32) -> String {
    let head = sheet.cells.iter().find(|cell| cell.value.shown() == heading).unwrap_or_else(|| panic!("{heading}"));
    sheet.cell(Address::new(row - 1, head.at.column)).map(|cell| cell.value.shown()).unwrap_or_default()
}
