//! A procedure whose deadlines need more than the date of the concern: what is missing is named.

use chrono::NaiveDate;
use escalog::finding::Finding;
use escalog::policy::Policy;

use crate::examples::{Example, cell};

const PROCEDURE: &str = r#"
id = "papers"
partnership = "Partnership of papers (invented)"
title = "Papers first"
edition = "1"
subjects = ["child"]

[[role]]
id = "worker"
name = "worker"

[[fact]]
id = "agreed-days"
name = "Days agreed"
kind = "number"

[[event]]
id = "papers-complete"
name = "Papers complete"

[[stage]]
number = 1
name = "Papers"
who = "worker"
clause = "A"

[[stage.duty]]
id = "conclude"
does = "agree"
due = ["5 working days from papers-complete"]
strength = "must"
clause = "A.1"

[[stage]]
number = 2
name = "Meeting"
who = "worker"
clause = "B"

[[stage.duty]]
id = "meet"
does = "meet"
due = ["agreed-days working days from stage-2-began"]
strength = "must"
clause = "B.1"

[[stage.duty]]
id = "conclude"
does = "decide"
due = ["with meet"]
strength = "must"
clause = "B.2"
"#;

fn check(rows: &[[&str; 7]]) -> Vec<Finding> {
    let policy = Policy::from_files([("papers.toml", PROCEDURE)]).unwrap_or_else(|error| panic!("{error}"));
    let headings =
        ["Number", "Child Name", "Concern", "Date concern arose", "Papers complete", "Stage 2 began", "Days agreed"];
    let rows = std::iter::once(&headings).chain(rows).map(|row| row.map(str::to_owned).to_vec()).collect();
    let as_of = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let log = Example {
        line: 0,
        policy: "papers".to_owned(),
        as_of,
        rows,
        found: Vec::new(),
        marks: Vec::new(),
        form_aside: true,
        tidied: false,
    };
    log.findings(&policy)
}

/// Cell, code, message, clause.
fn lines(findings: &[Finding]) -> Vec<String> {
    let clause = |finding: &Finding| finding.clause.clone().unwrap_or_default();
    findings.iter().map(|f| format!("{} {} {} ({})", cell(f), f.rule.code, f.message, clause(f))).collect()
}

#[test]
fn the_record_that_is_missing_is_named() {
    let found = check(&[
        ["1", "A.B.", "threshold", "23/06/2025", "", "", ""],
        ["2", "C.D.", "threshold", "23/06/2025", "24/06/2025", "27/06/2025", ""],
        ["3", "E.F.", "threshold", "23/06/2025", "24/06/2025", "27/06/2025", "9"],
    ]);
    assert_eq!(
        lines(&found),
        [
            "E2 T105 no deadline for stage 1 can be worked out: the row does not record `Papers complete` (A.1)",
            "G3 T105 no deadline for stage 2 can be worked out: the row does not record `Days agreed` (B.2)",
        ]
    );
}

#[test]
fn a_record_that_cant_be_read_is_named_once() {
    let found = check(&[["1", "A.B.", "threshold", "23/06/2025", "soon", "", ""]]);
    assert_eq!(lines(&found), ["E2 R121 the date `soon` under `Papers complete` can't be read ()"]);
}
