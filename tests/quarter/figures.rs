//! The figures of `examples/returned`, against those worked out independently.

use std::collections::BTreeMap;

use calamine::Reader;
use escalog::quarter::Figures;
use escalog::workbook::write;
use serde_json::{Value, json};

use super::sheets::open;
use super::{every_file, expected, report, report_given};

fn figures(files: &[&str], quarter: &str, as_of: &str) -> Figures {
    report(files, quarter, as_of, |report| report.figures.clone())
}

/// What `expected.json` says of one file or of all.
fn agree(figures: &Figures, expected: &Value, what: &str) {
    let figures = serde_json::to_value(figures).unwrap();
    for (ours, theirs) in [
        ("raised", "raised_in_q2"),
        ("open", "open_on_2025_06_30"),
        ("overdue", "overdue_on_2025_06_30"),
        ("by_stage", "raised_by_stage"),
        ("in_time", "stages_ended_in_q2"),
    ] {
        assert_eq!(figures[ours], expected[theirs], "{ours} of {what}");
    }
}

#[test]
fn the_figures_of_each_returned_log_are_those_worked_out_independently() {
    let expected = expected();
    for (file, of_file) in expected["files"].as_object().unwrap() {
        let (figures, open, overdue) = report(&[file], "2025-Q2", "2025-06-30", |report| {
            let rows = |wanted: &dyn Fn(&escalog::quarter::Line<'_>) -> bool| -> Value {
                let rows = report.lines.iter().filter(|line| wanted(line));
                rows.map(|line| json!(line.entry.at.source.row)).collect()
            };
            let open = rows(&|line| line.standing.is_open());
            (report.figures.clone(), open, rows(&|line| line.standing.is_overdue()))
        });
        assert_eq!(open, of_file["open_sheet_rows"], "open rows of {file}");
        assert_eq!(overdue, of_file["overdue_sheet_rows"], "overdue rows of {file}");
        agree(&figures, of_file, file);
    }
}

#[test]
fn the_figures_of_all_returned_logs_are_those_worked_out_independently() {
    let expected = expected();
    let files: Vec<&str> = expected["files"].as_object().unwrap().keys().map(String::as_str).collect();
    let all = figures(&files, "2025-Q2", "2025-06-30");
    agree(&all, &expected["all"], "all files");
    assert_eq!(all.by_agency.values().sum::<usize>(), all.raised);
    assert_eq!(all.by_stage.values().sum::<usize>(), all.raised);
    assert_eq!(all.by_level.values().sum::<usize>(), all.raised);
    let raised = |file: &str| expected["files"][file]["raised_in_q2"].as_u64().unwrap() as usize;
    assert_eq!(all.by_agency["Hollowbrook High School"], raised("hollowbrook-high-school.xlsx"));
    assert_eq!(figures(&files, "2025/26-Q1", "2025-06-30"), all);

    // In any other order, and with one of them given twice.
    let again: Vec<&str> = files.iter().rev().chain(&files[..1]).copied().collect();
    assert_eq!(figures(&again, "2025-Q2", "2025-06-30"), all);
}

#[test]
fn what_is_dated_after_the_day_has_not_happened() {
    let file = ["ferrybridge-nhs-community-trust.xlsx"];
    let late = figures(&file, "2025-Q2", "2025-06-30");
    let mid = figures(&file, "2025-Q2", "2025-05-15");
    assert!(mid.raised < late.raised, "{mid:?}");
    let ended = |figures: &Figures| figures.in_time.values().map(|n| n.in_time + n.late).sum::<usize>();
    assert!(ended(&mid) < ended(&late));
    assert!(mid.resolved < late.resolved);

    let before = figures(&file, "2024-Q1", "2024-03-31");
    assert_eq!((before.raised, before.open, before.overdue, before.resolved), (0, 0, 0, 0));
    let nothing: BTreeMap<u8, _> = (1..=4).map(|stage| (stage, Default::default())).collect();
    assert_eq!(before.in_time, nothing);
}

#[test]
fn a_finding_points_at_the_cell_of_the_returned_log() {
    // The README of the returned logs says where the known faults are.
    let wanted = [("H11", "date-unreadable"), ("H12", "date-unreadable"), ("L16", "dates-out-of-order")];
    report(&["hollowbrook-high-school.xlsx"], "2025-Q2", "2025-06-30", |report| {
        for (cell, rule) in wanted {
            let found = report.findings.iter().map(|found| &found.finding).any(|finding| {
                finding.rule.name == rule
                    && finding.file == "hollowbrook-high-school.xlsx"
                    && finding.cell.is_some_and(|at| at.to_string() == cell)
            });
            let all: Vec<_> = report
                .findings
                .iter()
                .map(|f| (f.finding.cell.map(|at| at.to_string()), f.finding.rule.name))
                .collect();
            assert!(found, "{cell} {rule}: {all:?}");
        }
    });
}

#[test]
fn what_was_raised_before_is_told_where_logs_were_returned_for_that_quarter() {
    let before = |given: &[(&[super::File], Option<&str>)]| {
        report_given(given, "liverpool", "2025-Q2", "2025-06-30", |report| {
            let mut book = open(&write::quarter(report).unwrap());
            let summary = book.worksheet_range("Summary").unwrap();
            let line = |label: &str| summary.rows().find(|row| row[0] == label).unwrap()[1].to_string();
            [line("The quarter before"), line("The same quarter a year ago")]
        })
    };
    let all = every_file();
    assert_eq!(
        before(&[(&all, Some("2025-Q2"))]),
        ["not known", "not known"],
        "older rows of this quarter's logs are not all"
    );
    assert_eq!(before(&[(&all, None)]), ["6", "not known"], "a register that was merged for no quarter reaches back");
    let nil = [("nil.csv".to_owned(), b"Agency,Escalation Number,Concern,Date concern arose\n".to_vec())];
    assert_eq!(before(&[(&nil, Some("2024-Q2")), (&all, Some("2025-Q2"))]), ["not known", "0"]);
    assert_eq!(before(&[(&nil, Some("2025-Q1")), (&all, Some("2025-Q2"))]), ["6", "not known"]);
}
