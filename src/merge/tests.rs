//! Rows are joined where they say the same, and none is lost.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::log;
use crate::policy::Policy;

static LIVERPOOL: LazyLock<Policy> = LazyLock::new(|| Policy::built_in("liverpool").unwrap());

/// A log with these rows: number, concern and date of concern; the agency stands above the table if given.
fn log_of(file: &str, agency: Option<&str>, rows: &[[&str; 3]]) -> Log {
    let headings = ["Agency / School & Escalation Number", "Concern", "Date concern arose"];
    let above = agency.map(|name| format!("Agency / School: {name}"));
    let mut lines: Vec<Vec<&str>> = vec![above.as_deref().into_iter().collect(), headings.to_vec()];
    lines.extend(rows.iter().map(|row| row.to_vec()));
    let cell = |row: usize, column: usize, text: &str| Cell {
        at: Address::new(u32::try_from(row).unwrap(), u32::try_from(column).unwrap()),
        value: Value::Text(text.to_owned()),
        formula: None,
    };
    let cells = lines.iter().enumerate().flat_map(|(row, line)| {
        let filled = line.iter().enumerate().filter(|(_, text)| !text.is_empty());
        filled.map(move |(column, text)| cell(row, column, text))
    });
    let sheet = Sheet { name: "Log".to_owned(), cells: cells.collect(), ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    log::read(file, &workbook, &LIVERPOOL, "2025-06-30".parse().unwrap())
}

fn sources(register: &Register<'_>) -> Vec<(Source, Vec<Source>, String)> {
    let of = |entry: &Entry<'_>| (entry.source.clone(), entry.copies.clone(), entry.agency.clone());
    register.entries.iter().map(of).collect()
}

#[test]
fn the_same_row_returned_twice_is_one_with_both_sources() {
    let logs = [
        log_of(
            "june.xlsx",
            Some("Oakfield School"),
            &[["1", "Threshold", "03/03/2025"], ["2", "Step down", "3/4/2025"]],
        ),
        log_of("april.xlsx", Some("Oakfield School"), &[["1", "Threshold ", "3 March 2025"]]),
    ];
    let register = merge(&logs).unwrap();
    let at = |file: &str, row| Source { file: file.to_owned(), sheet: "Log".to_owned(), row };
    let agency = "Oakfield School".to_owned();
    let expected =
        [(at("april.xlsx", 3), vec![at("june.xlsx", 3)], agency.clone()), (at("june.xlsx", 4), vec![], agency)];
    assert_eq!(sources(&register), expected);
    let counts = register.counts(&logs);
    assert_eq!(counts, Counts { rows_in: 3, rows_out: 2, duplicates: 1, ..Counts::default() });
}

#[test]
fn rows_of_two_agencies_are_two_though_they_say_the_same() {
    let row = [["1", "Threshold", "03/03/2025"]];
    let logs = [log_of("a.xlsx", Some("Oakfield School"), &row), log_of("b.xlsx", Some("Ashdale School"), &row)];
    assert_eq!(merge(&logs).unwrap().entries.len(), 2);
}

#[test]
fn a_row_that_differs_in_one_cell_is_another() {
    let logs = [
        log_of("a.xlsx", Some("Oakfield School"), &[["1", "Threshold", "03/03/2025"]]),
        log_of("b.xlsx", Some("Oakfield School"), &[["1", "Threshold", "04/03/2025"]]),
    ];
    assert_eq!(merge(&logs).unwrap().entries.len(), 2);
}

#[test]
fn where_nothing_else_does_the_file_s_name_says_the_agency() {
    let logs = [
        log_of("returns/oakfield-school.june.xlsx", None, &[["1", "Threshold", "03/03/2025"]]),
        log_of("b.xlsx", Some("OAKFIELD school"), &[["1", "Threshold", "03/03/2025"]]),
        log_of("c.xlsx", Some("Oakfield School"), &[["2", "Threshold", "03/03/2025"]]),
    ];
    let register = merge(&logs).unwrap();
    let agencies: Vec<_> =
        register.entries.iter().map(|entry| (entry.agency.as_str(), entry.agency_from_file_name)).collect();
    // Capitals alone make no other agency.
    assert_eq!(agencies, [("OAKFIELD school", false), ("OAKFIELD school", false), ("oakfield-school.june", true)]);
}

/// Three cells out of few words, so that copies are frequent.
fn row() -> impl Strategy<Value = [&'static str; 3]> {
    let number = prop::sample::select(vec!["", "1", "2"]);
    let concern = prop::sample::select(vec!["", "Threshold", "Step down"]);
    let date = prop::sample::select(vec!["", "3/3/2025", "03.03.2025", "last Tues"]);
    (number, concern, date).prop_map(|(number, concern, date)| [number, concern, date])
}

fn returned() -> impl Strategy<Value = Log> {
    let file = prop::sample::select(vec!["a.xlsx", "b.xlsx", "c.xlsx"]);
    let agency = prop::sample::select(vec![None, Some("Oakfield School"), Some("Ashdale School")]);
    (file, agency, prop::collection::vec(row(), 0..6)).prop_map(|(file, agency, rows)| log_of(file, agency, &rows))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_row_is_lost(logs in prop::collection::vec(returned(), 0..5)) {
        let register = merge(&logs).unwrap();
        let counts = register.counts(&logs);
        prop_assert_eq!(counts.rows_in, counts.rows_out + counts.duplicates + counts.set_aside);
        let mut came_in: Vec<Source> = Vec::new();
        for log in &logs {
            came_in.extend(log.rows().map(|(table, row)| Source {
                file: log.file.clone(),
                sheet: table.sheet.clone(),
                row: row.row + 1,
            }));
        }
        let kept = register.entries.iter().flat_map(|entry| [&entry.source].into_iter().chain(&entry.copies));
        let mut kept: Vec<Source> = kept.chain(register.set_aside.iter().map(|row| &row.source)).cloned().collect();
        came_in.sort();
        kept.sort();
        prop_assert_eq!(kept, came_in);
    }

    #[test]
    fn the_order_of_files_changes_nothing(logs in prop::collection::vec(returned(), 0..5), turn in 0..5usize) {
        let mut turned = logs.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        prop_assert_eq!(sources(&merge(&logs).unwrap()), sources(&merge(&turned).unwrap()));
    }

    #[test]
    fn a_return_given_again_changes_nothing(logs in prop::collection::vec(returned(), 1..4)) {
        let once = merge(&logs).unwrap();
        let twice: Vec<Log> = logs.iter().chain(logs.first()).cloned().collect();
        let again = merge(&twice).unwrap();
        let rows = |register: &Register<'_>| {
            register.entries.iter().map(|entry| (entry.source.clone(), entry.agency.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(rows(&once), rows(&again));
    }
}
