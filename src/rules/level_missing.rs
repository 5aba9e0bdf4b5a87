//! A row without a level of need.

use super::child::is_adult;
use super::prelude::*;
use super::texts::{is_only_begun, tables};

pub const RULE: Rule = Rule {
    code: "R111",
    name: "level-missing",
    severity: Severity::Warning,
    message: "there is no level of need under `{column}`",
    advice: "write the level that your agency thinks right: Early Help, S17, S47, or Level 1, 2, 3 or 4",
    page: include_str!("level_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::Level) else { continue };
        // Words that are no level are for the rule on unknown levels.
        let is_empty = |row: &&CheckedRow<'_>| is_wordless(row.row.value(place)) && !table.is_covered(row.row, place);
        for row in rows.iter().filter(is_empty).filter(|row| !is_adult(row.row) && !is_only_begun(row)) {
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("column", heading(table, place))
                .stated_in(&row.edition.clauses.level_of_need);
        }
    }
}
