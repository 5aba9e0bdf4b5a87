//! A row that does not say which child it is about.

use super::prelude::*;
use super::texts::{instead, tables};

pub const RULE: Rule = Rule {
    code: "R104",
    name: "name-missing",
    severity: Severity::Warning,
    message: "there is no name, no initials and no case number under `{column}`{instead}",
    advice: "write the child's name, or the initials or case number by which your agency knows the child",
    page: include_str!("name_missing.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let place = table.place(&Meaning::Name).or_else(|| table.place(&Meaning::Child));
        let Some(place) = place else { continue };
        let lacks = |row: &&CheckedRow<'_>| row.row.name.known().is_none() && !row.row.unborn;
        for row in rows.iter().filter(lacks).filter(|row| !table.is_covered(row.row, place)) {
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("column", heading(table, place))
                .with("instead", instead(&row.row.name, row.row, place))
                .stated_in(&row.edition.clauses.log);
        }
    }
}
