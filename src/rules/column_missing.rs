//! A column of the Escalation Summary Log that the log lacks.

use super::prelude::*;
use super::texts::{first_heading, listed};

pub const RULE: Rule = Rule {
    code: "F101",
    name: "column-missing",
    severity: Severity::Warning,
    message: "the log has no column for {columns}",
    advice: "add the column; if you have it under another heading, use the heading of the form",
    page: include_str!("column_missing.md"),
    by_row: false,
    check,
};

/// The seven columns of the form, each with the meanings that stand for it.
const SEVEN: [(&str, &[Meaning]); 7] = [
    ("`Escalation Number`", &[Meaning::Number]),
    ("`Child Name / DOB / Age`", &[Meaning::Child, Meaning::Name]),
    ("`Concern`", &[Meaning::Concern]),
    ("`Level of Need`", &[Meaning::Level]),
    ("`Summary of Professional Disagreement`", &[Meaning::Disagreement]),
    ("`Actions Undertaken Towards Resolution`", &[Meaning::Actions]),
    ("`Outcome of Resolution`", &[Meaning::Outcome]),
];

fn check(log: &Checked<'_>, found: &mut Findings) {
    let clause = &log.policy.edition_for(None).clauses.log;
    // Where the procedure has no such form, the columns are only what a log commonly has.
    let severity = if clause.is_some() { RULE.severity } else { Severity::Information };
    for table in &log.log.tables {
        let lacks = |meanings: &[Meaning]| meanings.iter().all(|meaning| table.place(meaning).is_none());
        let missing: Vec<_> = SEVEN.iter().filter(|(_, meanings)| lacks(meanings)).map(|(name, _)| *name).collect();
        if !missing.is_empty() {
            found
                .in_table(&RULE, table, first_heading(table))
                .with("columns", listed(&missing))
                .as_severe_as(severity)
                .stated_in(clause);
        }
    }
}
