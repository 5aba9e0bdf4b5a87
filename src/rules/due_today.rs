//! A stage that is to be concluded today.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T102",
    name: "due-today",
    severity: Severity::Warning,
    message: "stage {stage} is to be concluded today, {due}",
    advice: "resolve it or escalate it to the next stage today, and record the date",
    page: include_str!("due_today.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.status() == RowStatus::Open(Status::DueToday)) {
        let Some((deadline, _, clause)) = conclude(row) else { continue };
        let Some(due) = deadline.due else { continue };
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("due", due_in_words(due, deadline))
            .resting_on(clause);
    }
}
