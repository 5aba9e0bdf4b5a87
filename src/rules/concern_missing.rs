//! A row that does not say what the concern is.

use super::prelude::*;
use super::texts::find_missing;

pub const RULE: Rule = Rule {
    code: "R141",
    name: "concern-missing",
    severity: Severity::Warning,
    message: "the row does not say what the concern is: `{column}` {says}",
    advice: "write in a few words what the worry about the child is",
    page: include_str!("concern_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_missing(&RULE, &Meaning::Concern, |_| true, log, found);
}
