//! A row without an escalation number.

use super::prelude::*;
use super::texts::instead;

pub const RULE: Rule = Rule {
    code: "R101",
    name: "number-missing",
    severity: Severity::Warning,
    message: "there is no escalation number under `{column}`{instead}",
    advice: "give the row a number that no other row of your agency has",
    page: include_str!("number_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.row.number.known().is_none()) {
        let place = row.table.place(&Meaning::Number).filter(|place| !row.table.is_covered(row.row, *place));
        let Some(place) = place else { continue };
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("column", heading(row.table, place))
            .with("instead", instead(&row.row.number, row.row, place))
            .stated_in(&row.edition.clauses.number);
    }
}
