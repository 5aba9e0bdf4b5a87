//! A case that went on without saying what was done.

use super::prelude::*;
use super::texts::find_missing;

pub const RULE: Rule = Rule {
    code: "R143",
    name: "actions-missing",
    severity: Severity::Warning,
    message: "the row does not say what was done to resolve it: `{column}` {says}",
    advice: "write who spoke to whom, when, and what came of it",
    page: include_str!("actions_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_missing(&RULE, &Meaning::Actions, is_needed, log, found);
}

/// Once a stage has been concluded, or should have been, something has been done.
fn is_needed(row: &CheckedRow<'_>) -> bool {
    row.timeline.resolved.is_some() || row.timeline.stage > 1 || row.status() == RowStatus::Open(Status::Overdue)
}
