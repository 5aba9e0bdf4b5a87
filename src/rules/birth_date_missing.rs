//! A row without the child's date of birth.

use super::child::{birth_column, is_several, is_withheld};
use super::prelude::*;
use super::texts::{is_only_begun, tables};

pub const RULE: Rule = Rule {
    code: "R106",
    name: "birth-date-missing",
    severity: Severity::Warning,
    message: "{what} under `{column}`",
    advice: "fill in the date of birth, or the date expected for an unborn child",
    page: include_str!("birth_date_missing.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let Some(place) = birth_column(table) else { continue };
        let is_own = table.columns.get(place).is_some_and(|column| column.meaning == Meaning::Born);
        let lacks = |row: &&CheckedRow<'_>| {
            let name = row.row.name.known().map_or("", String::as_str);
            row.row.born.is_blank()
                && !row.row.unborn
                && !table.is_covered(row.row, place)
                && !is_several(name)
                // In the column of names, initials alone are a choice, and a missing name is a finding already.
                && (if is_own { !is_only_begun(row) } else { !name.is_empty() && !is_withheld(name) })
        };
        let lacking: Vec<&CheckedRow<'_>> = rows.iter().filter(lacks).collect();
        let column = heading(table, place);
        // An agency that gives none at all is told once.
        if lacking.len() > 1 && !rows.iter().any(|row| row.row.born.known().is_some()) {
            let at = table.columns.get(place).map(|column| column.at);
            let clause = &log.policy.edition_for(None).clauses.log;
            found
                .in_table(&RULE, table, at)
                .with("what", "no row has a date of birth")
                .with("column", column)
                .stated_in(clause);
            continue;
        }
        for row in lacking {
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("what", "there is no date of birth")
                .with("column", column)
                .stated_in(&row.edition.clauses.log);
        }
    }
}
