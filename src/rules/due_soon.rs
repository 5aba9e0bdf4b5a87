//! A stage that is to be concluded within the next working days.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T103",
    name: "due-soon",
    severity: Severity::Information,
    message: "stage {stage} is to be concluded by {due}, {left}",
    advice: "arrange now who meets and when; if it can't be resolved by then, escalate it to the next stage",
    page: include_str!("due_soon.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.status() == RowStatus::Open(Status::DueSoon)) {
        let Some((deadline, _, clause)) = conclude(row) else { continue };
        let Some(due) = deadline.due else { continue };
        let left = log.calendars.partnership.working_days_between(log.as_of, due.date);
        // One that falls on the weekend just ahead leaves no working day.
        let left = left
            .filter(|left| *left > 0)
            .map_or_else(|| "before the next working day".to_owned(), |left| format!("in {}", working_days(left)));
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("due", due_in_words(due, deadline))
            .with("left", left)
            .resting_on(clause);
    }
}
