//! The marks taken off again.

use escalog::api::{self, AnnotateRequest};
use escalog::workbook::Patching;

use super::{file, log, mark, read};

fn clear(marked: Vec<u8>) -> Vec<u8> {
    let file = file(marked);
    let answer = api::clear(&AnnotateRequest::default(), &file).unwrap();
    api::write_cleared(&answer.edits, &file, Patching::default()).unwrap()
}

/// The same workbook, which does not remember any more how it was.
fn saved_since(marked: &[u8]) -> Vec<u8> {
    let script = r#"{"sheet": "Other", "edits": [{"set": {"cell": "A1", "value": "saved"}}]}"#;
    escalog::workbook::patch("log.xlsx", marked, &serde_json::from_str(script).unwrap()).unwrap()
}

#[test]
fn where_nothing_saved_it_since_it_is_byte_for_byte_what_it_was() {
    let (_, marked) = mark(log(), "2025-03-12");
    assert_eq!(clear(marked.clone()), log());
    let (_, again) = mark(marked, "2025-04-12");
    assert_eq!(clear(again), log());
}

#[test]
fn what_was_marked_is_what_it_was() {
    let log = log();
    let log = saved_since(&log);
    let cleared = clear(saved_since(&mark(log.clone(), "2025-03-12").1));
    assert_eq!(read(&cleared), read(&log));
    let part = |bytes: &[u8]| super::office::part(bytes, "xl/worksheets/sheet1.xml");
    let after = part(&cleared);
    for ours in ["conditionalFormatting", "dataValidation", "escalog", "<cols>"] {
        assert!(!after.contains(ours), "{ours}");
    }
}

#[test]
fn of_a_cell_gone_astray_far_below_the_marks_are_taken_off_too() {
    let stray = r#"{"sheet": "Our log", "edits": [{"set": {"cell": "C1048571", "value": "x"}}]}"#;
    let log = escalog::workbook::patch("log.xlsx", &log(), &serde_json::from_str(stray).unwrap()).unwrap();
    let cleared = clear(saved_since(&mark(log.clone(), "2025-03-12").1));
    assert_eq!(read(&cleared), read(&saved_since(&log)));
}

#[test]
fn rows_that_marking_froze_are_let_go_and_those_of_the_agency_stay() {
    let freeze = r#"{"sheet": "Our log", "edits": [{"freeze": {"rows": 3}}]}"#;
    let frozen = escalog::workbook::patch("log.xlsx", &log(), &serde_json::from_str(freeze).unwrap()).unwrap();
    let marked = [log(), frozen].map(|log| mark(log, "2025-03-12").1);
    let is_frozen = |book: &[u8]| read(book).sheets[0].frozen;
    assert!(marked.iter().all(|book| is_frozen(book)));
    // Marked once more, it is still known whose it is.
    let again = marked.map(|book| mark(saved_since(&book), "2025-03-13").1);
    assert_eq!(again.map(|book| is_frozen(&clear(saved_since(&book)))), [false, true]);
}

#[test]
fn a_workbook_without_marks_says_so() {
    let error = api::clear(&AnnotateRequest::default(), &file(log())).unwrap_err();
    assert!(error.to_string().contains("no marks"), "{error}");
}

#[test]
fn marks_whose_log_has_lost_its_headings_are_not_half_taken_off() {
    let (_, marked) = mark(log(), "2025-03-12");
    let own = |cell: &&escalog::grid::Cell| !cell.value.shown().is_empty();
    let first = read(&marked).sheets[0].clone();
    let row = first.cells.iter().find(|cell| cell.value.shown() == "Status").unwrap().at.row;
    let headings = first.cells.iter().filter(own).filter(|cell| cell.at.row == row);
    let edits: Vec<_> =
        headings.map(|cell| serde_json::json!({"set": {"cell": cell.at.to_string(), "value": "x"}})).collect();
    let script = serde_json::json!({"sheet": first.name, "edits": edits}).to_string();
    let changed = escalog::workbook::patch("log.xlsx", &marked, &serde_json::from_str(&script).unwrap()).unwrap();
    let error = api::clear(&AnnotateRequest::default(), &file(changed)).unwrap_err();
    assert!(error.to_string().contains("in no log that can be found"), "{error}");
}

#[test]
fn a_workbook_without_a_log_says_so() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "nothing").unwrap();
    let error = api::annotate(&super::request("2025-03-12"), &file(book.save_to_buffer().unwrap())).unwrap_err();
    assert!(error.to_string().contains("no escalation log"), "{error}");
}

#[test]
fn marked_saved_and_marked_again_it_is_cleared_of_all_marks() {
    let log = saved_since(&log());
    let again = mark(saved_since(&mark(log.clone(), "2025-03-12").1), "2025-03-14").1;
    assert_eq!(escalog::workbook::unmarked(&again), None, "how it was before the first time is not known");
    assert_eq!(read(&clear(again)), read(&log));
}

#[test]
fn what_a_person_wrote_in_the_columns_of_the_marks_stays() {
    let (_, marked) = mark(log(), "2025-03-12");
    let sheet = |grid: &escalog::grid::Workbook| grid.sheets[0].clone();
    let is_status = |cell: &&escalog::grid::Cell| cell.value.shown() == "Status";
    let status = sheet(&read(&marked)).cells.iter().find(is_status).unwrap().at;
    let last = sheet(&read(&marked)).cells.iter().map(|cell| cell.at.row).max().unwrap();
    let own = escalog::grid::Address::new(last + 3, status.column + 1);
    let script = format!(
        r#"{{"sheet": "{}", "edits": [{{"set": {{"cell": "{own}", "value": "Ring them before the 27th"}}}}]}}"#,
        sheet(&read(&marked)).name
    );
    let noted = escalog::workbook::patch("log.xlsx", &marked, &serde_json::from_str(&script).unwrap()).unwrap();
    let says = |bytes: &[u8]| sheet(&read(bytes)).cell(own).map(|cell| cell.value.shown());
    let again = mark(noted.clone(), "2025-03-14").1;
    assert_eq!(says(&again).as_deref(), Some("Ring them before the 27th"));
    assert_eq!(says(&clear(again)).as_deref(), Some("Ring them before the 27th"));
    let cleared = sheet(&read(&clear(noted)));
    assert!(
        cleared.cells.iter().all(|cell| cell.at == own || cell.at.column < status.column),
        "{:?}",
        cleared.cells.last()
    );
}
