//! The quarter's figures over the returned logs of `examples/`, against those worked out independently.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::log::{self, Log};
use escalog::merge;
use escalog::policy::Policy;
use escalog::quarter::{Basis, Figures, Report};
use escalog::{rules, timeline, workbook};
use serde_json::{Value, json};

fn returned() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/returned")
}

fn expected() -> Value {
    serde_json::from_slice(&std::fs::read(returned().join("expected.json")).unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The logs of these files of `examples/returned`, as of a day.
fn read(files: &[&str], policy: &Policy, as_of: NaiveDate) -> Vec<Log> {
    let one = |file: &&str| {
        let grid = workbook::read(file, &std::fs::read(returned().join(file)).unwrap()).unwrap();
        log::read(file, &grid, policy, as_of)
    };
    files.iter().map(one).collect()
}

/// What a test asks of the report on these files.
fn report<T>(files: &[&str], quarter: &str, as_of: &str, ask: impl FnOnce(&Report<'_>) -> T) -> T {
    let policy = Policy::built_in("liverpool").unwrap();
    let calendars = Calendars::new(&[]).unwrap();
    let basis = Basis { policy: &policy, calendars: &calendars, quarter: quarter.parse().unwrap(), as_of: day(as_of) };
    let logs = read(files, &policy, basis.as_of);
    let register = merge::merge(&logs).unwrap();
    let checked: Vec<_> = logs.iter().map(|log| timeline::check(log, &policy, &calendars, basis.as_of, 2)).collect();
    let findings: Vec<_> = checked.iter().flat_map(rules::check).collect();
    ask(&Report::new(basis, &register, &checked, &findings, &[]))
}

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
                rows.map(|line| json!(line.entry.source.row)).collect()
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
