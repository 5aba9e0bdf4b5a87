//! A log without a case: a nil return.

use super::prelude::*;
use super::texts::first_heading;

pub const RULE: Rule = Rule {
    code: "F110",
    name: "log-empty",
    severity: Severity::Information,
    message: "the log holds no case, and is taken as a nil return",
    advice: "if your agency escalated nothing, there is nothing to do; if it did, fill in the cases and return the log again",
    page: include_str!("log_empty.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let tables = &log.log.tables;
    // A case outside the table is no nil return.
    let is_empty = |table: &Table| table.rows.is_empty() && table.above.is_empty() && table.headless.is_empty();
    if let Some(first) = tables.first().filter(|_| tables.iter().all(is_empty)) {
        found.in_table(&RULE, first, first_heading(first)).stated_in(&log.policy.edition_for(None).clauses.log);
    }
}
