//! How good the rules are: of the faults that people labelled, how many are found, and how much else is.

use std::collections::BTreeMap;
use std::path::Path;

use escalog::api::{self, File, Settings};
use serde_json::Value;

use crate::corpus::{corpus, line};

/// At most this many findings that nobody labelled, for a hundred rows.
const MOST_UNLABELLED: f64 = 1.0;

#[test]
fn every_labelled_fault_of_the_corpus_is_found_and_hardly_anything_else() {
    let (mut rows, mut labelled, mut missed, mut unlabelled) = (0, 0, 0, 0);
    for (_, examples) in corpus() {
        for example in examples {
            rows += example.rows.len() - 1;
            labelled += example.found.len();
            let mut expected: BTreeMap<String, i32> = BTreeMap::new();
            example.found.iter().for_each(|entry| *expected.entry(entry.clone()).or_default() += 1);
            for finding in example.findings(example.policy()) {
                *expected.entry(line(&finding)).or_default() -= 1;
            }
            missed += expected.values().filter(|left| **left > 0).sum::<i32>();
            unlabelled -= expected.values().filter(|left| **left < 0).sum::<i32>();
        }
    }
    let rate = 100.0 * f64::from(unlabelled) / rows as f64;
    println!(
        "corpus: {rows} rows, {} of {labelled} labelled faults found, {rate:.2} unlabelled findings for a hundred rows",
        labelled as i32 - missed
    );
    assert!(rows > 200 && labelled > 100, "{rows} rows with {labelled} labels show little");
    assert_eq!(missed, 0);
    assert!(rate <= MOST_UNLABELLED, "{rate:.2} unlabelled findings for a hundred rows");
}

/// The faults of the returned logs were put there by another program, which does not know the rules.
#[test]
fn every_fault_put_into_the_returned_logs_is_found_at_its_cell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/returned");
    let expected: Value = serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let settings = Settings {
        policy: Some("liverpool".to_owned()),
        as_of: Some(expected["as_of"].as_str().unwrap().parse().unwrap()),
        ..Settings::default()
    };
    let (mut faults, mut overdue) = (0, 0);
    for (name, of_file) in expected["files"].as_object().unwrap() {
        let file = File { name: name.clone(), bytes: std::fs::read(folder.join(name)).unwrap() };
        let found = api::check(&settings, &[file], &mut |_| {}).unwrap().findings;
        let is_at = |cell: &str| found.iter().any(|finding| finding.cell.is_some_and(|at| at.to_string() == cell));
        for fault in of_file["faults"].as_array().unwrap() {
            let cell = fault["cell"].as_str().unwrap();
            // "Ongoing" where the date of the resolution would stand says that there is none yet.
            if fault["what"].as_str().unwrap().starts_with("`ongoing` where a date") {
                continue;
            }
            let first = cell.split(':').next().unwrap();
            assert!(is_at(first), "{name}, {cell}: {}", fault["what"]);
            faults += 1;
        }
        let mut rows: Vec<u32> =
            found.iter().filter(|finding| finding.rule.code == "T101").filter_map(|f| f.row).collect();
        rows.sort_unstable();
        let wanted: Vec<u32> = serde_json::from_value(of_file["overdue_sheet_rows"].clone()).unwrap();
        assert_eq!(rows, wanted, "{name}: the rows that are overdue");
        overdue += rows.len();
    }
    println!("returned logs: all {faults} faults and all {overdue} overdue cases found");
    assert!(faults > 15 && overdue > 10);
}
