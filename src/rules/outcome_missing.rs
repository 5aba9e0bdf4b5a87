//! A disagreement that was resolved without saying how.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R140",
    name: "outcome-missing",
    severity: Severity::Warning,
    message: "the disagreement was resolved on {day}, but the outcome under `{column}` {says}",
    advice: "write what was agreed for the child, and who does it by when",
    page: include_str!("outcome_missing.md"),
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        let Some(day) = row.timeline.resolved else { continue };
        let Some(place) = row.table.place(&Meaning::Outcome) else { continue };
        if !says_nothing(row.row.cells.get(place).and_then(Option::as_ref)) {
            continue;
        }
        let text = quoted(row.row, place);
        let says = if text.is_empty() { "is blank".to_owned() } else { format!("says only `{text}`") };
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("day", day_in_words(day))
            .with("column", heading(row.table, place))
            .with("says", says);
    }
}
