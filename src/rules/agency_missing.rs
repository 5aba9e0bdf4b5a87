//! A log that does not say whose it is.

use super::prelude::*;
use super::texts::{first_heading, rows_in_words};

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

/// What follows where agencies have closures of their own.
const NO_CLOSURES: &str = ", so no agency's closures move a day to act by";

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
    let has_closures = log.calendars.has_closures_of_agencies();
    let is_named = |table: &Table| table.agency.is_some() || table.rows.iter().any(|row| row.agency.is_some());
    if let Some(first) = tables.first()
        && !tables.iter().any(|table| table.placeholder.is_some() || is_named(table))
    {
        let closures = if has_closures { NO_CLOSURES } else { "" };
        found
            .in_table(&RULE, first, first_heading(first))
            .with("what", format_args!("the log does not say which agency or school it is from{closures}"))
            .stated_in(clause);
        return;
    }
    if !has_closures {
        return;
    }
    for table in tables.iter().filter(|table| table.agency.is_none() && table.placeholder.is_none()) {
        let unnamed = table.rows.iter().filter(|row| row.agency.is_none()).map(|row| row.row);
        let unnamed: Vec<u32> = unnamed.collect();
        if !unnamed.is_empty() {
            let rows = rows_in_words(&unnamed);
            found
                .in_table(&RULE, table, first_heading(table))
                .with("what", format_args!("no agency is named for {rows}{NO_CLOSURES}"))
                .stated_in(clause);
        }
    }
}
