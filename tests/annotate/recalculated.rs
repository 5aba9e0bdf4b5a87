//! A marked log on later days, really recalculated by LibreOffice.

use std::collections::BTreeSet;

use escalog::api::{self, Settings};
use escalog::edit::{Edit, Script, Set, SheetEdits, Value};
use escalog::grid::Address;
use escalog::workbook;

use super::office::Office;
use super::{HEADINGS, In, ROWS, day, file, log, mark, read};

/// What stands under a heading in the rows of the log, from row 4 on.
fn column(rows: &[Vec<String>], heading: &str) -> Vec<String> {
    let place = rows[2].iter().position(|cell| cell == heading).unwrap_or_else(|| panic!("{heading}: {:?}", rows[2]));
    rows[3..].iter().map(|row| row.get(place).cloned().unwrap_or_default()).collect()
}

/// How each row of the log stands on a day, by `check`; the blank row has nothing.
fn checked(log: &[u8], as_of: &str) -> Vec<String> {
    let settings = Settings { policy: Some("birmingham".into()), as_of: Some(day(as_of)), ..Settings::default() };
    let answer = api::check(&settings, &[file(log.to_vec())], &mut |_| {}).unwrap();
    let mut all = vec![String::new(); 10];
    for row in answer.rows {
        all[row.row as usize - 4] = row.status.in_words().to_owned();
    }
    all
}

fn edited(marked: &[u8], edits: &str) -> Vec<u8> {
    let script: Script = serde_json::from_str(&format!(r#"{{"sheet": "Our log", "edits": [{edits}]}}"#)).unwrap();
    workbook::patch("log.xlsx", marked, &script).unwrap()
}

#[test]
fn on_the_day_of_marking_every_formula_comes_to_what_is_stored() {
    let Some(office) = Office::on_days("same-day") else { return };
    let (_, marked) = mark(log(), "2025-03-12");
    let rows = &office.on_day("2025-03-12", std::slice::from_ref(&marked))[0];
    let sheet = &read(&marked).sheets[0];
    for heading in ["Status", "Days left"] {
        let stored: Vec<String> = (4..=13).map(|row| super::under(sheet, heading, row)).collect();
        assert_eq!(column(rows, heading), stored, "{heading}");
    }
}

#[test]
fn on_later_days_every_row_stands_as_a_check_of_that_day_says() {
    let Some(office) = Office::on_days("later") else { return };
    let log = log();
    let (_, marked) = mark(log.clone(), "2025-03-12");
    // The days around the deadlines, a month later, and a bank holiday.
    for later in
        ["2025-03-13", "2025-03-17", "2025-03-18", "2025-03-21", "2025-03-25", "2025-04-12", "2025-04-29", "2025-05-05"]
    {
        let rows = &office.on_day(later, std::slice::from_ref(&marked))[0];
        assert_eq!(column(rows, "Status"), checked(&log, later), "{later}");
    }
}

#[test]
fn the_right_rows_are_coloured_and_no_others() {
    let Some(office) = Office::on_days("colours") else { return };
    let (_, marked) = mark(log(), "2025-03-12");
    let edited = edited(&marked, r#"{"set": {"cell": "H7", "value": {"date": "2025-03-11"}}}"#);
    let pages = office.as_pages("2025-03-17", &[marked, edited]);
    let (overdue, today, again) = ("#F5B7A8", "#FBD38D", "#CFE3F7");
    let rows = coloured(&pages[0]);
    assert_eq!(rows.iter().filter(|(_, color)| color == overdue).map(|(row, _)| *row).collect::<Vec<_>>(), [5, 10, 13]);
    assert_eq!(rows.iter().filter(|(_, color)| color == today).map(|(row, _)| *row).collect::<Vec<_>>(), [6]);
    assert_eq!(rows.iter().filter(|(_, color)| color == again).count(), 0);
    let rows = coloured(&pages[1]);
    assert_eq!(rows.iter().filter(|(_, color)| color == again).map(|(row, _)| *row).collect::<Vec<_>>(), [7]);
}

/// The rows of the first table of a page that are coloured, with the colour; the headings' row left out.
fn coloured(page: &str) -> BTreeSet<(usize, String)> {
    let table = page.split("<table").nth(1).unwrap();
    let rows = table.split("<tr").skip(1).enumerate().filter(|(row, _)| *row > 2);
    rows.flat_map(|(row, cells)| cells.split("bgcolor=\"").skip(1).map(move |cell| (row + 1, cell[..7].to_owned())))
        .collect()
}

#[test]
fn a_row_edited_since_says_check_again() {
    let Some(office) = Office::on_days("edited") else { return };
    let (_, marked) = mark(log(), "2025-03-12");
    let plain = column(&office.on_day("2025-03-13", std::slice::from_ref(&marked))[0], "Status");
    let edits = [
        ("another date", r#"{"set": {"cell": "H5", "value": {"date": "2025-03-04"}}}"#, 5, "check again"),
        ("a date filled in", r#"{"set": {"cell": "J6", "value": {"date": "2025-03-12"}}}"#, 6, "check again"),
        ("another stage", r#"{"set": {"cell": "I6", "value": 2}}"#, 6, "check again"),
        ("another level", r#"{"set": {"cell": "D6", "value": "S17"}}"#, 6, "check again"),
        ("a date emptied", r#"{"set": {"cell": "J5", "value": null}}"#, 5, "check again"),
        ("more words", r#"{"set": {"cell": "F5", "value": "Telephone call, then a letter"}}"#, 5, "check again"),
        ("a date as text", r#"{"set": {"cell": "H11", "value": "06/03/2025"}}"#, 11, "check again"),
        ("resolved", r#"{"set": {"cell": "K5", "value": {"date": "2025-03-12"}}}"#, 5, "resolved, check again"),
        ("their own notes", r#"{"set": {"cell": "L5", "value": "another note"}}"#, 5, "overdue"),
        ("a row emptied", r#"{"clear": {"range": "A5:L5"}}"#, 5, ""),
    ];
    let books: Vec<Vec<u8>> = edits.iter().map(|(_, edit, _, _)| edited(&marked, edit)).collect();
    for (rows, (what, _, row, says)) in office.on_day("2025-03-13", &books).iter().zip(&edits) {
        let mut expected = plain.clone();
        expected[row - 4] = (*says).to_owned();
        assert_eq!(column(rows, "Status"), expected, "{what}");
        let left = &column(rows, "Days left")[row - 4];
        assert_eq!(left.is_empty(), *says != "overdue", "{what}: {left}");
    }
}

/// The row below which the log stands that is put into another workbook.
const BELOW: u32 = 60;

#[test]
fn in_a_workbook_with_tables_filters_charts_macros_or_protection_the_marks_are_right_too() {
    let Some(office) = Office::on_days("others") else { return };
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/patch/workbooks");
    let names = ["table.xlsx", "busy.xlsx", "protected.xlsx", "xlsxwriter.xlsm", "libreoffice.xlsx"];
    let with_logs: Vec<_> = names.iter().map(|name| with_log(&std::fs::read(folder.join(name)).unwrap())).collect();
    let mut marked = Vec::new();
    for (name, with_log) in names.iter().zip(&with_logs) {
        let (script, once) = mark(with_log.clone(), "2025-03-12");
        let (again, twice) = mark(once.clone(), "2025-03-12");
        assert_eq!(script, again, "{name}");
        assert_eq!(once, twice, "{name}");
        marked.push(once);
    }
    for ((name, with_log), rows) in names.iter().zip(&with_logs).zip(office.on_day("2025-04-12", &marked)) {
        let settings =
            Settings { policy: Some("birmingham".into()), as_of: Some(day("2025-04-12")), ..Settings::default() };
        let answer = api::check(&settings, &[file(with_log.clone())], &mut |_| {}).unwrap();
        let sheet = read(with_log).sheets.swap_remove(0).name;
        let put: Vec<_> = answer.rows.iter().filter(|row| row.sheet == sheet && row.row > BELOW).collect();
        assert_eq!(put.len(), 9, "{name}");
        let heading = rows.iter().rev().find(|row| row.iter().any(|cell| cell == "Status")).unwrap();
        let place = heading.iter().position(|cell| cell == "Status").unwrap();
        for row in put {
            assert_eq!(rows[row.row as usize - 1][place], row.status.in_words(), "{name}, row {}", row.row);
        }
    }
}

/// A workbook with the log put below what stands in its first sheet.
fn with_log(bytes: &[u8]) -> Vec<u8> {
    let mut edits = Vec::new();
    let mut set = |row: u32, column: u32, value: Value| {
        edits.push(Edit::Set(Set { cell: Address::new(BELOW + row, column), formula: None, value: Some(value) }));
    };
    for (column, heading) in (0..).zip(HEADINGS) {
        set(0, column, Value::text(heading));
    }
    for (row, cells) in (1..).zip(ROWS) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                In::Blank => {}
                In::Text(text) => set(row, column, Value::text(*text)),
                In::Number(number) => set(row, column, Value::Number(*number)),
                In::Day(text) => set(row, column, Value::date(day(&text[..10]))),
                In::Yes => set(row, column, Value::Boolean(true)),
            }
        }
    }
    let sheet = read(bytes).sheets.swap_remove(0).name;
    let sheets = vec![SheetEdits { sheet, create: false, remove: false, edits }];
    workbook::patch("log.xlsx", bytes, &Script { sheets }).unwrap()
}
