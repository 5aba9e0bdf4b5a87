//! A workbook that stands open in a spreadsheet program answers as its file does.
//!
//! In: the workbooks beside this file and the logs in `examples/returned`, and their cells in the form in which
//! the add-in hands over a sheet. Out: the same grid, and the same answers of every verb.

use std::fs;
use std::path::Path;

use escalog::api::{self, File};
use escalog::grid::{Cell, Sheet, Value, Workbook};
use escalog::workbook;
use serde_json::{Value as Json, json};

/// Every xlsx at hand, by its name.
fn workbooks() -> Vec<File> {
    let mut files = Vec::new();
    for folder in ["tests/workbooks", "examples/returned"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".xlsx") && name != "locked.xlsx" {
                files.push(File { name, bytes: fs::read(path).unwrap() });
            }
        }
    }
    assert!(files.len() > 10);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// The cells of a workbook as the add-in hands them over: a block from the first cell to the last.
fn open(file: &File) -> File {
    let grid = workbook::read(&file.name, &file.bytes).unwrap();
    let sheets: Vec<Json> = grid.sheets.iter().map(|sheet| open_sheet(sheet, &grid, &sheet.cells)).collect();
    handed_over(&file.name, &grid, sheets)
}

fn handed_over(name: &str, grid: &Workbook, sheets: Vec<Json>) -> File {
    let json = json!({ "escalog-cells": 1, "date_system": grid.date_system, "sheets": sheets });
    File { name: name.to_owned(), bytes: serde_json::to_vec(&json).unwrap() }
}

fn open_sheet(sheet: &Sheet, grid: &Workbook, cells: &[Cell]) -> Json {
    let mut blocks = Vec::new();
    if let Some(last) = cells.last() {
        let (top, left) = (cells[0].at.row, cells.iter().map(|cell| cell.at.column).min().unwrap());
        let height = (last.at.row - top + 1) as usize;
        let width = (cells.iter().map(|cell| cell.at.column).max().unwrap() - left + 1) as usize;
        let mut values = vec![vec![Json::Null; width]; height];
        let mut formats = vec![vec![json!("General"); width]; height];
        let mut formulas = values.clone();
        for cell in cells {
            let (row, column) = ((cell.at.row - top) as usize, (cell.at.column - left) as usize);
            let (value, format) = as_office_says(&cell.value, grid);
            (values[row][column], formats[row][column]) = (value, json!(format));
            formulas[row][column] = json!(cell.formula);
        }
        blocks.push(json!({ "top": top, "left": left, "values": values, "formats": formats, "formulas": formulas }));
    }
    let merged: Vec<String> = sheet.merged.iter().map(|range| format!("{}:{}", range.from, range.to)).collect();
    json!({
        "name": sheet.name, "hidden": sheet.hidden, "blocks": blocks, "merged": merged, "notes": sheet.notes,
        "hidden_rows": sheet.hidden_rows, "hidden_columns": sheet.hidden_columns, "taken_columns": sheet.taken_columns, "frozen": sheet.frozen,
    })
}

/// A value as Office says it, and its number format: a date is a number there.
fn as_office_says(value: &Value, grid: &Workbook) -> (Json, &'static str) {
    match value {
        Value::Text(text) => (json!(text), "@"),
        Value::Number(number) => (json!(number), "General"),
        Value::Boolean(truth) => (json!(truth), "General"),
        Value::Error(error) => (json!({ "error": error }), "General"),
        Value::NotCalculated => (Json::Null, "General"),
        Value::Date(moment) => {
            let day = grid.date_system.serial(moment.date).unwrap() as f64;
            let time = moment.time().map(|time| time.signed_duration_since(chrono::NaiveTime::MIN));
            let minutes = time.map_or(0.0, |time| time.num_minutes() as f64);
            (json!(day + minutes / 1440.0), if minutes > 0.0 { "dd/mm/yyyy hh:mm" } else { "dd/mm/yyyy" })
        }
    }
}

#[test]
fn an_open_workbook_is_the_same_grid_as_its_file() {
    for file in workbooks() {
        let (in_file, open) = (workbook::read(&file.name, &file.bytes), open(&file));
        assert_eq!(workbook::read(&file.name, &open.bytes).unwrap(), in_file.unwrap(), "{}", file.name);
    }
}

fn settings() -> Json {
    json!({ "policy": "liverpool", "as_of": "2025-06-30" })
}

/// What a verb answers, or its error, without what alone a file can say.
fn answer(verb: &str, request: &Json, file: &File) -> (Json, usize) {
    match api::call(verb, request.clone(), vec![file.clone()]) {
        Ok(answer) => (serde_json::to_value(&answer.json).unwrap(), answer.files.len()),
        Err(error) => (json!({ "error": error.message() }), 0),
    }
}

#[test]
fn every_verb_answers_as_for_the_file() {
    let with_settings = json!({ "settings": settings() });
    let quarter = json!({ "quarter": "2025-Q2", "settings": settings() });
    for file in workbooks() {
        let open = open(&file);
        for (verb, request) in [
            ("check", &settings()),
            ("view", &settings()),
            ("fix", &settings()),
            ("calendar", &settings()),
            ("note", &with_settings),
            ("report", &json!({ "number": "1", "settings": settings() })),
            ("why", &json!({ "sheet": "Log", "row": 4, "settings": settings() })),
        ] {
            assert_eq!(answer(verb, request, &open), answer(verb, request, &file), "{verb} {}", file.name);
        }
        // A file's own properties say when it was saved; so does the hash of its bytes. An open workbook has neither.
        for (verb, request) in [("merge", &with_settings), ("quarter", &quarter)] {
            let of = |file| {
                let (mut json, files) = answer(verb, request, file);
                json.as_object_mut().unwrap().remove("returns");
                json.as_object_mut().unwrap().remove("agencies");
                (json, files)
            };
            assert_eq!(of(&open), of(&file), "{verb} {}", file.name);
        }
    }
}

#[test]
fn marking_and_clearing_an_open_workbook_are_edits_without_a_file() {
    let request = json!({ "settings": settings(), "prepare": true });
    let mut marked = 0;
    for file in workbooks() {
        let (of_open, files) = answer("annotate", &request, &open(&file));
        let (of_file, written) = answer("annotate", &request, &file);
        assert_eq!((&of_open, files), (&of_file, 0), "{}", file.name);
        let Ok(in_file) = api::call("annotate", request.clone(), vec![file.clone()]) else { continue };
        assert_eq!(written, 1);
        marked += 1;
        let [in_file] = in_file.files.as_slice() else { panic!("{}", file.name) };
        let cleared = json!({ "settings": settings() });
        let (of_open, files) = answer("clear", &cleared, &open(in_file));
        assert_eq!((&of_open, files), (&answer("clear", &cleared, in_file).0, 0), "{}", file.name);
        assert!(of_open["edits"].is_object() || of_open["edits"].is_array(), "{of_open}");
    }
    assert!(marked > 5);
}

#[test]
fn the_headings_and_one_row_are_enough_to_check_the_row() {
    let file = workbooks().into_iter().find(|file| file.name == "log.xlsx").unwrap();
    let grid = workbook::read(&file.name, &file.bytes).unwrap();
    let sheet = &grid.sheets[0];
    let of_rows = |rows: std::ops::Range<u32>| {
        let cells: Vec<Cell> = sheet.cells.iter().filter(|cell| rows.contains(&cell.at.row)).cloned().collect();
        open_sheet(sheet, &grid, &cells)["blocks"][0].clone()
    };
    // The row first: the order of the blocks is nobody's concern.
    let sheets = vec![json!({ "name": sheet.name, "blocks": [of_rows(4..5), of_rows(0..3)] })];
    let row = answer("view", &settings(), &handed_over(&file.name, &grid, sheets)).0;
    let whole = answer("view", &settings(), &file).0;
    let row_5 = |view: &Json| {
        let rows = view["tables"][0]["rows"].as_array().unwrap().clone();
        let mut row = rows.into_iter().find(|row| row["row"] == 5).unwrap();
        // Its place among the others is theirs too.
        row.as_object_mut().unwrap().remove("urgency");
        row
    };
    assert_eq!(row["tables"][0]["rows"].as_array().unwrap().len(), 1);
    assert_eq!(row_5(&row), row_5(&whole));
    assert_eq!(row["tables"][0]["agency"], whole["tables"][0]["agency"]);
}
