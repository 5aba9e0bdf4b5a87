//! A row without the date on which the concern arose.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R120",
    name: "concern-date-missing",
    severity: Severity::Error,
    message: "there is no date under `{column}`, and the deadlines count from the day the concern arose",
    advice: "fill in the day on which the concern or disagreement arose; your own records of the child show it",
    page: include_str!("concern_date_missing.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.case.recorded(EventId::CONCERN).is_none()) {
        // A date that can't be read is for the rule on unreadable dates.
        let Some(place) = row.place_of(EventId::CONCERN).filter(|_| row.field(EventId::CONCERN).is_none()) else {
            continue;
        };
        if counts_from_decision(row) || row.table.is_covered(row.row, place) {
            continue;
        }
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("column", heading(row.table, place))
            .resting_on(clause_of_stage(row, row.timeline.stage));
    }
}

/// Whether the procedure counts from the receipt of a decision as well, and the row records that.
fn counts_from_decision(row: &CheckedRow<'_>) -> bool {
    row.case.recorded(EventId::DECISION_RECEIVED).is_some()
        && conclude(row).is_some_and(|(deadline, _, _)| deadline.due.is_some())
}
