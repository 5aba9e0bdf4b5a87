//! A bare Appendix 1 log given its date columns.

use escalog::api::AnnotateRequest;

use super::{file, mark, mark_as, read, request, shown, under};

fn bare() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(&super::HEADINGS[..7]) {
        sheet.write(0, column, *heading).unwrap();
    }
    sheet.write(1, 0, "1").unwrap().write(1, 1, "A.B.").unwrap().write(1, 2, "threshold").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn the_columns_its_procedure_needs_are_added_once() {
    let asked = AnnotateRequest { prepare: true, ..request("2025-03-12") };
    let (_, prepared) = mark_as(&asked, &file(bare()));
    let sheet = &read(&prepared).sheets[0];
    let headings: Vec<String> =
        sheet.cells.iter().filter(|cell| cell.at.row == 0).map(|cell| cell.value.shown()).collect();
    let expected = [
        "Date concern arose",
        "Stage",
        "Stage 2 began",
        "Stage 3 began",
        "Stage 4 began",
        "Stage 5 began",
        "Date resolved",
        "Outcome confirmed in writing",
        "Immediate risk",
        "Resolve sooner by",
        "Status",
    ];
    assert_eq!(headings[7..18], expected);
    let (script, again) = mark_as(&asked, &file(prepared.clone()));
    assert_eq!(again, prepared);
    assert!(script.sheets.iter().all(|sheet| sheet.sheet == "Sheet1" || sheet.sheet == "escalog"));
}

#[test]
fn each_procedure_has_its_own() {
    let headings = |policy: &str| {
        let mut asked = AnnotateRequest { prepare: true, ..request("2025-03-12") };
        asked.settings.policy = Some(policy.into());
        let (_, prepared) = mark_as(&asked, &file(bare()));
        let sheet = read(&prepared).sheets.swap_remove(0);
        let cells = sheet.cells.into_iter().filter(|cell| cell.at.row == 0 && cell.at.column >= 7);
        let all: Vec<String> = cells.map(|cell| cell.value.shown()).take_while(|heading| heading != "Status").collect();
        format!("{policy}: {}", all.join(" · "))
    };
    let all: Vec<String> = escalog::policy::Policy::built_in_ids().map(headings).collect();
    insta::assert_snapshot!(all.join("\n"));
}

/// What every row of a bare log lacks is said once, of the log: a row whose status is unknown says where.
#[test]
fn an_unknown_row_says_where_what_is_missing_is_said() {
    let (_, marked) = mark(bare(), "2025-03-12");
    let book = read(&marked);
    assert_eq!(under(&book.sheets[0], "Status", 2), "unknown");
    let checks = under(&book.sheets[0], "Checks", 2);
    assert!(checks.ends_with(" See also `About the log as a whole` on sheet escalog."), "{checks}");
    let says = (1..=120).map(|row| shown(&book.sheets[1], &format!("A{row}")));
    assert!(says.into_iter().any(|key| key == "About the log as a whole"));
}
