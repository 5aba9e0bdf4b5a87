//! The returned logs of `examples/`, whose faults are known: every one is found, and hardly anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use escalog::calendar::Calendars;
use escalog::finding::{Finding, Severity};
use escalog::policy::Policy;
use escalog::timeline::{self, Days};
use escalog::{log, rules, workbook};

use crate::examples::cell;

#[derive(serde::Deserialize)]
struct Expected {
    as_of: NaiveDate,
    files: BTreeMap<String, ExpectedFile>,
}

#[derive(serde::Deserialize)]
struct ExpectedFile {
    rows: usize,
    faults: Vec<Fault>,
}

/// A fault at a cell, or at the headings from one cell to another.
#[derive(serde::Deserialize)]
struct Fault {
    cell: String,
}

/// Whether a finding says that a log is not kept as it should be, and not only how a case stands.
fn is_fault(finding: &Finding) -> bool {
    let of_log = finding.rule.code.starts_with(['F', 'R', 'P']);
    of_log && finding.severity != Severity::Information
}

#[test]
fn every_known_fault_is_found_and_hardly_anything_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/returned");
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Expected = serde_json::from_str(&expected).unwrap();
    let (policy, calendars) = (Policy::built_in("liverpool").unwrap(), Calendars::new(&[]).unwrap());
    let (mut rows, mut known, mut others) = (0, 0, Vec::new());
    let as_of = expected.as_of;
    for (name, expected) in &expected.files {
        let workbook = workbook::read(name, &std::fs::read(folder.join(name)).unwrap()).unwrap();
        let log = log::read(name, &workbook, &policy, as_of);
        let checked = timeline::check(&log, &policy, &calendars, as_of, Days::DUE_SOON);
        let found = rules::check(&checked);
        let faults: BTreeSet<&str> = expected.faults.iter().filter_map(|fault| fault.cell.split(':').next()).collect();
        for fault in &faults {
            assert!(found.iter().any(|finding| cell(finding) == *fault), "{name}: nothing is found at {fault}");
        }
        let is_other = |finding: &&Finding| is_fault(finding) && !faults.contains(cell(finding).as_str());
        others
            .extend(found.iter().filter(is_other).map(|f| format!("{name} {} {} {}", cell(f), f.rule.code, f.message)));
        rows += expected.rows;
        known += faults.len();
    }
    println!("{known} known faults in {rows} rows, all found; {} findings besides", others.len());
    assert!(others.len() * 100 <= rows, "{others:#?}");
}
