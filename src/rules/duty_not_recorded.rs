//! A duty of the procedure that applies, fell due, and has a column in the log but no record.

use super::duties::{has_fallen_due, is_unrecorded, owed, the_procedure_says};
use super::prelude::*;
use super::texts::how_empty;

pub const RULE: Rule = Rule {
    code: "D101",
    name: "duty-not-recorded",
    severity: Severity::Error,
    message: "`{column}` {says}; {procedure} to {does}{by}",
    advice: "record the date on which it was done; if it was not done, do it today; if it does not apply, correct what says that it does",
    page: include_str!("duty_not_recorded.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| has_fallen_due(row)) {
        for (duty, deadline) in owed(row) {
            let Some(place) = row.column_for(duty) else { continue };
            if !is_unrecorded(row, duty, deadline, log) {
                continue;
            }
            // What stands there and is no date, or one that has not come, is for the rules on dates.
            if row.row.events.iter().any(|(at, _)| *at == place) {
                continue;
            }
            let by = deadline.due.map_or_else(String::new, |due| format!(", by {}", due_in_words(due, deadline)));
            found
                .in_row(&RULE, row, row.table.cell(row.row, place))
                .with("says", how_empty(row.row, place))
                .with("procedure", the_procedure_says(duty))
                .with("does", &duty.does)
                .with("by", by)
                .with("column", heading(row.table, place))
                .as_severe_as(severity_of(duty.strength))
                .resting_on(deadline.clause(duty));
        }
    }
}
