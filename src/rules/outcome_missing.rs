//! A disagreement that was resolved without saying how.

use super::prelude::*;
use super::texts::{how_empty, is_empty};

pub const RULE: Rule = Rule {
    code: "R140",
    name: "outcome-missing",
    severity: Severity::Warning,
    message: "the disagreement was resolved on {day}, but the outcome under `{column}` {says}",
    advice: "write what was agreed for the child, and who does it by when",
    page: include_str!("outcome_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        let Some(day) = row.timeline.resolved else { continue };
        let Some(place) = row.table.place(&Meaning::Outcome) else { continue };
        if !is_empty(row, place) {
            continue;
        }
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("day", day_in_words(day))
            .with("column", heading(row.table, place))
            .with("says", how_empty(row.row, place))
            .stated_in(&row.edition.clauses.record);
    }
}
