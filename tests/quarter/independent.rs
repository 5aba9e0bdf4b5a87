//! The same quarter computed by a script in another language, from the workbook's tables alone.

use std::process::Command;

use calamine::{DataType, Reader};
use escalog::workbook::write;
use serde_json::{Map, Value};

use super::sheets::open;
use super::{every_kind, office};

#[test]
fn another_program_comes_to_every_figure_of_the_summary_from_the_tables_alone() {
    all_alike(every_kind(|report| write::quarter(report).unwrap()));
}

/// Has another program work out the figures of these workbooks, and compares them.
pub fn all_alike(books: Vec<(&str, Vec<u8>)>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/quarter/independent.py");
    let Some(python) = office::python() else { return };
    let (own, first) = (std::process::id(), books[0].0);
    let file = std::env::temp_dir().join(format!("escalog-independent-{own}-{first}.xlsx"));
    for (kind, bytes) in books {
        // Without a row the script finds no stages.
        if kind == "blank" {
            continue;
        }
        std::fs::write(&file, &bytes).unwrap();
        let answer = Command::new(python).arg(script).arg(&file).output().unwrap();
        assert!(answer.status.success(), "{kind}: {}", String::from_utf8_lossy(&answer.stderr));
        let theirs: Map<String, Value> = serde_json::from_slice(&answer.stdout).unwrap();
        assert!(theirs.len() > 20, "{kind}: {} figures", theirs.len());

        let mut book = open(&bytes);
        let summary = book.worksheet_range("Summary").unwrap();
        let mut compared = 0;
        let names = book.defined_names().iter().filter(|(name, _)| !name.starts_with("_xlnm"));
        for (name, cell) in names.cloned().collect::<Vec<_>>() {
            let Some(cell) = cell.strip_prefix("Summary!").or(cell.strip_prefix("'Summary'!")) else { continue };
            // The period is given; what a procedure has no limit for is no figure.
            let own = summary.get_value(place(cell)).cloned().unwrap_or_default();
            let Some(theirs) = theirs.get(&name) else {
                assert!(name == "AsOf" || name.starts_with("Period") || own == *"–", "{kind}: {name} is {own}");
                continue;
            };
            compared += 1;
            match theirs.as_f64() {
                Some(number) => {
                    let own = own.as_f64().unwrap_or_else(|| panic!("{kind}: {name} is {own}, theirs {number}"));
                    assert!((own - number).abs() < 1e-9, "{kind}: {name} is {own}, theirs {number}");
                }
                None => assert_eq!(Some(own.to_string().as_str()), theirs.as_str(), "{kind}: {name}"),
            }
        }
        assert_eq!(compared, theirs.len(), "{kind}");
    }
    let _ = std::fs::remove_file(&file);
}

/// `$B$12` as row and column, counted from 0.
fn place(cell: &str) -> (u32, u32) {
    let (column, row) = cell.trim_start_matches('$').split_once('$').unwrap();
    let column = column.bytes().fold(0, |all, letter| all * 26 + u32::from(letter - b'A') + 1);
    (row.parse::<u32>().unwrap() - 1, column - 1)
}
