//! A stage whose deadline has passed and that is not concluded.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T101",
    name: "overdue",
    severity: Severity::Error,
    message: "stage {stage} was to be concluded by {due} and is overdue by {late}",
    advice: "resolve it or escalate it to the next stage today, and record the date; if it was done, fill in the date",
    page: include_str!("overdue.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.status() == RowStatus::Open(Status::Overdue)) {
        let Some((deadline, strength, clause)) = conclude(row) else { continue };
        let Some(due) = deadline.due else { continue };
        let late = log.calendars.partnership.working_days_between(due.date, log.as_of);
        // A deadline that passed at a weekend is overdue before any working day has gone by.
        let late = late.filter(|late| *late > 0).map_or_else(|| "less than a working day".to_owned(), working_days);
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("due", due_in_words(due, deadline))
            .with("late", late)
            .as_severe_as(severity_of(strength))
            .resting_on(clause);
    }
}
