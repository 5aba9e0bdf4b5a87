//! Where the marks find room beside a log.

use escalog::api;
use rust_xlsxwriter::{Format, Worksheet};

use super::{file, mark, mark_as, office, read, request, under};

/// A log of one case, with its headings in the second row and what else stands in its sheet.
fn with(more: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let cells = [
        ("Escalation Number", "1"),
        ("Child Name", "A.B."),
        ("Concern", "Neglect"),
        ("Date concern arose", "3 March 2025"),
    ];
    for (column, (heading, text)) in (0..).zip(cells) {
        sheet.write(1, column, heading).unwrap();
        sheet.write(2, column, text).unwrap();
    }
    more(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_title_over_the_whole_row_takes_no_room() {
    let log = with(|sheet| _ = sheet.merge_range(0, 0, 0, 16_383, "Our log", &Format::new()).unwrap());
    let (_, marked) = mark(log, "2025-03-12");
    let sheet = &read(&marked).sheets[0];
    assert_ne!(under(sheet, "Status", 3), "");
    assert!(sheet.cells.iter().all(|cell| cell.at.column < 20));
}

#[test]
fn what_leaves_no_room_is_named() {
    let cell = with(|sheet| _ = sheet.write(8, 16_383, "x").unwrap());
    let merged = with(|sheet| _ = sheet.merge_range(2, 4, 2, 16_380, "", &Format::new()).unwrap());
    for (log, what, help) in [
        (cell, "cell XFD9 leaves no room for more columns to its right", "empty it"),
        (merged, "the merged cell E3:XFA3 leaves no room for more columns to its right", "unmerge it"),
    ] {
        for prepare in [false, true] {
            let asked = api::AnnotateRequest { prepare, ..request("2025-03-12") };
            let error = api::annotate(&asked, &file(log.clone())).unwrap_err();
            assert_eq!(error.message(), what);
            assert!(error.advice().unwrap().contains(help), "{error:?}");
            assert!(error.place().unwrap().contains("sheet `Sheet1`"), "{error:?}");
        }
    }
}

#[test]
fn a_cell_gone_astray_far_below_fills_no_rows_between() {
    for row in [200_000, 1_048_570] {
        let log = with(|sheet| _ = sheet.write(row, 2, "x").unwrap());
        for prepare in [false, true] {
            let asked = api::AnnotateRequest { prepare, ..request("2025-03-12") };
            let (_, marked) = mark_as(&asked, &file(log.clone()));
            let sheet = office::part(&marked, "xl/worksheets/sheet1.xml");
            assert!(sheet.len() < 50_000, "{} bytes", sheet.len());
            assert_eq!(under(&read(&marked).sheets[0], "Rests on", row + 1), "unknown");
        }
    }
}
