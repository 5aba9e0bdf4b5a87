//! A disagreement that is open after the day by which the child was to be protected.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T108",
    name: "protect-by-passed",
    severity: Severity::Error,
    message: "`{column}` says {day}; that day has passed, and the disagreement is not resolved",
    advice: "make sure today that the child is safe, and take it to the next stage; if it was resolved, record the date",
    page: include_str!("protect_by_passed.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.timeline.resolved.is_none() && row.timeline.exempt.is_none()) {
        let Some(day) = row.row.protect_by.known().filter(|day| day.date < log.as_of) else { continue };
        let Some(place) = row.table.place(&Meaning::ProtectBy) else { continue };
        found
            .in_row(&RULE, row, row.table.cell(row.row, place))
            .with("day", day_in_words(*day))
            .with("column", heading(row.table, place))
            .resting_on(clause_of_stage(row, row.timeline.stage));
    }
}
