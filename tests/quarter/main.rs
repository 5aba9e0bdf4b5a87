//! The quarterly report over the returned logs of `examples/`: its figures, and the workbook that shows them.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::log::{self, Log};
use escalog::merge;
use escalog::policy::Policy;
use escalog::quarter::{Basis, Report};
use escalog::{rules, timeline, workbook};
use serde_json::Value;

mod figures;
mod recalculate;
mod sheets;

fn returned() -> PathBuf {
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

/// All returned logs.
fn every_file() -> Vec<String> {
    expected()["files"].as_object().unwrap().keys().cloned().collect()
}

/// The workbook of all returned logs.
fn whole_workbook() -> Vec<u8> {
    let files = every_file();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    report(&files, "2025-Q2", "2025-06-30", |report| workbook::write::quarter(report).unwrap())
}
