//! A row that does not say what the agencies disagree about.

use super::prelude::*;
use super::texts::find_missing;

pub const RULE: Rule = Rule {
    code: "R142",
    name: "disagreement-missing",
    severity: Severity::Warning,
    message: "the row does not say what the disagreement is: `{column}` {says}",
    advice: "write what your agency wanted, what the other agency decided, and why you do not agree",
    page: include_str!("disagreement_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    find_missing(&RULE, &Meaning::Disagreement, |_| true, log, found);
}
