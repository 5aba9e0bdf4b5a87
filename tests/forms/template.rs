//! The blank log of every procedure: an empty log to the engine, and a log that can be filled in.

use std::fs;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use escalog::edit::Script;
use escalog::policy::Policy;
use escalog::workbook;
use serde_json::{Value, json};

use super::office::Office;
use super::{err, folder, out, run};

fn blank(policy: &str) -> String {
    let path = folder("template").join(format!("{policy}.xlsx")).display().to_string();
    let made = run(&["template", "--policy", policy, "--as-of", "2025-06-30", "-o", &path]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    path
}

fn checked(path: &str) -> Value {
    // The procedure is known from the workbook itself.
    let answer = run(&["check", path, "--as-of", "2025-06-30", "--format", "json"]);
    serde_json::from_str(&out(&answer)).unwrap_or_else(|_| panic!("{}", err(&answer)))
}

#[test]
fn a_blank_log_is_a_nil_return_in_which_every_column_is_known() {
    for policy in Policy::built_in_ids() {
        let answer = checked(&blank(policy));
        assert_eq!(answer["policy"], policy);
        assert_eq!(answer["rows"], json!([]), "{policy}");
        let [log] = answer["logs"].as_array().unwrap().as_slice() else { panic!("{policy}: {}", answer["logs"]) };
        assert_eq!(log["unknown_columns"], json!([]), "{policy}");
        let codes: Vec<&str> =
            answer["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
        // The agency is still to be put in, and no row stands there.
        assert!(codes.iter().all(|code| ["F104", "F110"].contains(code)), "{policy}: {codes:?}");
    }
}

/// A case put into the blank log as a person would.
fn filled() -> String {
    let path = blank("liverpool");
    let cells = [
        ("A3", json!("Agency / School: Larkmoor Primary")),
        ("A6", json!("1")),
        ("B6", json!("Tansy Mossworthy 04/02/2014")),
        ("C6", json!("neglect")),
        ("D6", json!("S47")),
        ("E6", json!("threshold")),
        ("F6", json!("call made")),
        ("H6", json!({ "date": "2025-06-02" })),
        ("I6", json!(2)),
        ("J6", json!({ "date": "2025-05-30" })),
    ];
    let edits: Vec<Value> =
        cells.iter().map(|(cell, value)| json!({ "set": { "cell": cell, "value": value } })).collect();
    let script: Script = serde_json::from_value(json!({ "sheet": "Log", "edits": edits })).unwrap();
    let bytes = workbook::patch("blank.xlsx", &fs::read(path).unwrap(), &script).unwrap();
    super::file("template", "filled.xlsx", bytes)
}

#[test]
fn a_case_put_into_it_is_read_and_marked() {
    let path = filled();
    let answer = checked(&path);
    let row = &answer["rows"][0];
    assert_eq!((&row["number"], &row["stage"], &row["status"]), (&json!("1"), &json!(2), &json!("overdue")), "{row}");
    let marked = folder("template").join("marked.xlsx").display().to_string();
    let done = run(&["annotate", &path, "--as-of", "2025-06-30", "-o", &marked]);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(fs::read(&marked).unwrap())).unwrap();
    let cells = book.worksheet_range("Log").unwrap();
    // The engine's columns are those of the blank log: none stands there twice.
    let headings: Vec<String> = cells.rows().nth(4).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings.iter().filter(|heading| *heading == "Status").count(), 1, "{headings:?}");
    let status = headings.iter().position(|heading| heading == "Status").unwrap();
    assert_eq!(cells.get((5, status)).unwrap().to_string(), "overdue");
}

#[test]
fn libreoffice_opens_it_with_its_lists_and_turns_cells_red_by_itself() {
    let Some(office) = Office::new("template") else { return };
    let fods =
        office.converted("filled.xlsx", &fs::read(filled()).unwrap(), "fods").expect("LibreOffice Calc opens it");
    let text = String::from_utf8(fods).unwrap();
    for list in ["&quot;Early Help&quot;;&quot;S17&quot;;&quot;S47&quot;", "cell-content-is-date"] {
        assert!(text.contains(list), "no {list}");
    }
    assert!(text.contains("calcext:conditional-format"), "no conditional formats");
    let pdf = office.converted("blank.xlsx", &fs::read(blank("liverpool")).unwrap(), "pdf").unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    // Looked at by a person: the file is left where the tests' other files are.
    super::file("template", "blank.pdf", pdf);
}
