//! A log that does not say whose it is.

use super::prelude::*;
use super::texts::first_heading;

pub const RULE: Rule = Rule {
    code: "F104",
    name: "agency-missing",
    severity: Severity::Warning,
    message: "{what}",
    advice: "write your agency's or school's name above the table, after `Agency / School:`",
    page: include_str!("agency_missing.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let clause = &log.policy.edition_for(None).clauses.log;
    let tables = &log.log.tables;
    for table in tables {
        if let Some(at) = table.placeholder {
            found
                .in_table(&RULE, table, Some(at))
                .with("what", "`(INSERT)` still stands where the agency's name should be")
                .stated_in(clause);
        }
    }
    let is_named = |table: &Table| table.agency.is_some() || table.rows.iter().any(|row| row.agency.is_some());
    if let Some(first) = tables.first()
        && !tables.iter().any(|table| table.placeholder.is_some() || is_named(table))
    {
        found
            .in_table(&RULE, first, first_heading(first))
            .with("what", "the log does not say which agency or school it is from")
            .stated_in(clause);
    }
}
