//! Marking what is marked already.

use escalog::grid::{Address, Cell, Value, Workbook};
use escalog::log::Marks;

use super::{ROWS, log, log_of, mark, mark_as, read, request, under};

#[test]
fn twice_is_once() {
    let (script, once) = mark(log(), "2025-03-12");
    let (again, twice) = mark(once.clone(), "2025-03-12");
    assert_eq!(serde_json::to_string_pretty(&script).unwrap(), serde_json::to_string_pretty(&again).unwrap());
    assert_eq!(once, twice, "the bytes are other ones");
}

#[test]
fn on_a_later_day_the_same_columns_are_written_anew() {
    let (_, once) = mark(log(), "2025-03-12");
    let (_, later) = mark(once.clone(), "2025-04-12");
    let (once, later) = (read(&once), read(&later));
    assert_eq!(once.sheets[0].cells.len(), later.sheets[0].cells.len());
    assert_eq!(under(&later.sheets[0], "Status", 6), "overdue");
    assert!(under(&later.sheets[0], "Checks", 6).starts_with("12 Apr 2025: "));
}

/// The edits that marking these cells gives for the log's sheet, under the marks that stand in them.
fn remarked(workbook: &Workbook) -> Vec<Address> {
    let policy = escalog::policy::Policy::built_in("birmingham").unwrap();
    let calendars = escalog::calendar::Calendars::new(&[]).unwrap();
    let log = escalog::log::read("log.xlsx", workbook, &policy, super::day("2025-03-12"));
    let checked = escalog::timeline::check(&log, &policy, &calendars, super::day("2025-03-12"), 2);
    let findings = escalog::rules::check(&checked);
    let basis = escalog::annotate::Basis {
        workbook,
        checked: &checked,
        findings: &findings,
        readings: &[],
        due_soon: 2,
        closures: &[],
        version: "0",
    };
    let script = escalog::annotate::edits(&basis).unwrap();
    let sheet = script.sheets.iter().find(|sheet| sheet.sheet == "Our log").unwrap();
    let set = |edit: &escalog::edit::Edit| match edit {
        escalog::edit::Edit::Set(set) => Some(set.cell),
        _ => None,
    };
    sheet.edits.iter().filter_map(set).collect()
}

/// The marked log after someone inserted a column before the sixth and gave Status and Checks other names.
fn rearranged() -> Workbook {
    let mut workbook = read(&mark(log(), "2025-03-12").1);
    let marks = Marks::of(&workbook);
    for sheet in &mut workbook.sheets {
        let is_log = sheet.name == "Our log";
        for cell in &mut sheet.cells {
            if is_log && cell.at.column >= 5 {
                cell.at.column += 1;
            }
            if is_log && cell.at.row == 2 {
                match &cell.value {
                    Value::Text(text) if text == "Status" => cell.value = Value::Text("RAG".into()),
                    Value::Text(text) if text == "Checks" => cell.value = Value::Text("To put right".into()),
                    _ => {}
                }
            }
            // What a spreadsheet program does with a formula that refers to a cell that moved.
            if let Some(mark) = marks.columns.iter().find(|mark| cell.formula.as_deref() == Some(&reference(mark.at))) {
                cell.formula = Some(reference(Address::new(mark.at.row, mark.at.column + 1)));
            }
        }
    }
    workbook
}

fn reference(at: Address) -> String {
    format!("'Our log'!{at}")
}

#[test]
fn columns_that_were_moved_and_renamed_are_found_again() {
    let workbook = rearranged();
    let before = workbook.sheets[0].cells.iter().map(|cell| cell.at.column).max().unwrap();
    let written = remarked(&workbook);
    assert!(!written.is_empty() && written.iter().all(|at| at.column <= before && at.column >= 13), "{written:?}");
    let kept = escalog::log::read(
        "x",
        &workbook,
        &escalog::policy::Policy::built_in("birmingham").unwrap(),
        super::day("2025-03-12"),
    );
    let engine = kept.tables[0].columns.iter().filter(|column| column.meaning == escalog::log::Meaning::Engine);
    assert_eq!(engine.count(), 9);
}

#[test]
fn without_the_sheet_of_marks_they_are_found_by_their_headings() {
    let mut workbook = read(&mark(log(), "2025-03-12").1);
    workbook.sheets.retain(|sheet| sheet.name != "escalog");
    let widest = workbook.sheets[0].cells.iter().map(|cell| cell.at.column).max().unwrap();
    assert!(remarked(&workbook).iter().all(|at| at.column <= widest));
}

#[test]
fn columns_of_the_agency_that_are_called_as_ours_stay_its_own() {
    let own = r#"{"sheet": "Our log", "edits": [{"set": {"cell": "M3", "value": "Status"}},
        {"set": {"cell": "N3", "value": "Checks"}}, {"set": {"cell": "M4", "value": "open, we say"}}]}"#;
    let log = escalog::workbook::patch("log.xlsx", &log(), &serde_json::from_str(own).unwrap()).unwrap();
    let (first, once) = mark(log.clone(), "2025-03-12");
    let (second, twice) = mark(once.clone(), "2025-03-12");
    assert_eq!(first, second);
    assert_eq!(once, twice, "the bytes are other ones");
    let unknown = |log: &[u8]| {
        let settings = request("2025-03-12").settings;
        let answer = escalog::api::check(&settings, &[super::file(log.to_vec())], &mut |_| {}).unwrap();
        answer.logs[0].unknown_columns.clone()
    };
    assert_eq!(unknown(&once), unknown(&log));
    assert!(unknown(&once).ends_with(&["Status".to_owned(), "Checks".to_owned()]), "{:?}", unknown(&once));
    let last = Address::try_from("N3".to_owned()).unwrap().column;
    assert!(remarked(&read(&once)).iter().all(|at| at.column > last));
}

#[test]
fn a_column_put_in_by_a_program_that_moves_no_formula_loses_nothing() {
    let (_, marked) = mark(log(), "2025-03-12");
    let mut workbook = read(&marked);
    let sheet = &mut workbook.sheets[0];
    for cell in &mut sheet.cells {
        cell.at.column += u32::from(cell.at.column >= 2);
    }
    let own: Vec<Address> = sheet.cells.iter().map(|cell| cell.at).filter(|at| at.column <= 12).collect();
    let written = remarked(&workbook);
    assert!(written.iter().all(|at| !own.contains(at)), "{written:?}");
    // The engine's own columns are known by their headings.
    assert!(written.iter().all(|at| at.column < 13 + 9), "{written:?}");
    assert!(!written.is_empty());
}

#[test]
fn a_row_added_since_is_marked_and_one_taken_out_leaves_nothing() {
    let (_, marked) = mark(log(), "2025-03-12");
    let mut workbook = read(&marked);
    let sheet = &mut workbook.sheets[0];
    // Row 5 is emptied but for the marks, and row 14 is new.
    sheet.cells.retain(|cell| cell.at.row != 4 || cell.at.column >= 12);
    let copy: Vec<Cell> = sheet.cells.iter().filter(|cell| cell.at.row == 5 && cell.at.column < 12).cloned().collect();
    sheet.cells.extend(copy.into_iter().map(|cell| Cell { at: Address::new(13, cell.at.column), ..cell }));
    sheet.cells.sort_by_key(|cell| cell.at);
    let written = remarked(&workbook);
    assert!(written.iter().any(|at| at.row == 13));
    let emptied = workbook.sheets[0].cells.iter().filter(|cell| cell.at.row == 4).count();
    assert_eq!(written.iter().filter(|at| at.row == 4).count(), emptied);
}

#[test]
fn several_tables_of_one_sheet_each_have_their_columns() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/two-tables.xlsx");
    let bytes = std::fs::read(path).unwrap();
    let (first, once) = mark(bytes, "2025-06-30");
    let (second, twice) = mark(once.clone(), "2025-06-30");
    assert_eq!(first, second);
    assert_eq!(once, twice);
    let sheet = &read(&once).sheets[0];
    let headings = sheet.cells.iter().filter(|cell| cell.value.shown() == "Status").count();
    assert_eq!(headings, 2);
}

#[test]
fn a_log_without_rows_gets_its_columns_and_lists() {
    let (script, marked) = mark(log_of(&[]), "2025-03-12");
    let (again, _) = mark(marked.clone(), "2025-03-12");
    assert_eq!(script, again);
    assert_eq!(super::shown(&read(&marked).sheets[0], "M3"), "Status");
}

#[test]
fn another_kind_of_file_is_marked_in_a_new_workbook() {
    let csv = "Escalation Number,Child Name,Concern,Level of Need,Date concern arose,Stage,Date resolved\n\
               =1+1,A.B.,threshold,S17,03/03/2025,1,\n";
    let file = escalog::api::File { name: "returned.csv".into(), bytes: csv.as_bytes().to_vec() };
    let (_, marked) = mark_as(&request("2025-03-12"), &file);
    let sheet = &read(&marked).sheets[0];
    assert_eq!(super::shown(sheet, "A2"), "=1+1");
    assert!(sheet.cell(Address::new(1, 0)).unwrap().formula.is_none());
    assert_eq!(under(sheet, "Status", 2), "overdue");
    assert!(ROWS.len() > 1);
}

#[test]
fn a_formula_that_goes_into_a_new_workbook_as_its_value_is_not_said_to_be_one() {
    for name in ["calculated.ods", "calculated.xls"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name);
        let file = escalog::api::File { name: name.into(), bytes: std::fs::read(path).unwrap() };
        let (first, marked) = mark_as(&request("2025-06-30"), &file);
        assert!(!under(&read(&marked).sheets[0], "Checks", 2).contains("F107"), "{name}");
        assert_eq!(mark(marked, "2025-06-30").0, first, "{name}");
    }
}
