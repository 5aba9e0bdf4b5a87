//! A disagreement within one agency, which the procedures leave to that agency.

use super::prelude::*;
use super::texts::{tables, text};

pub const RULE: Rule = Rule {
    code: "R150",
    name: "within-one-agency",
    severity: Severity::Warning,
    message: "`{agency}` raised the concern and is named under `{column}` as well, and the procedure is for disagreements between agencies",
    advice: "correct the agency; a disagreement inside your own agency follows your agency's own policy, not this log",
    page: include_str!("within_one_agency.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::ReceivingAgency) else { continue };
        for row in rows {
            let (Some(raising), Some(receiving)) = (row.row.agency_in(table), text(row.row, place)) else { continue };
            if is_same(raising, receiving) {
                found
                    .in_row(&RULE, row, table.cell(row.row, place))
                    .with("column", heading(table, place))
                    .with("agency", receiving.trim())
                    .stated_in(&row.edition.clauses.between_agencies);
            }
        }
    }
}

/// Whether two names are the same but for case, spaces and marks.
fn is_same(one: &str, other: &str) -> bool {
    letters(one).next().is_some() && letters(one).eq(letters(other))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
