//! A duty of the procedure that was done after its date.

use super::duties::{concludes_its_stage, owed, the_procedure_says};
use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "D102",
    name: "duty-done-late",
    severity: Severity::Warning,
    message: "`{column}` says {done}, {late} late; {procedure} to {does}, by {due}",
    advice: "check the dates; if they are right, record why it took longer",
    page: include_str!("duty_done_late.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.timeline.has(Status::Late)) {
        for (duty, deadline) in owed(row).filter(|(_, deadline)| deadline.status == Status::Late) {
            let (Some(due), Some(done)) = (deadline.due, deadline.done) else { continue };
            // That a stage was concluded late is said of the stage.
            if concludes_its_stage(row, duty) {
                continue;
            }
            let mut records = duty.recorded_by.iter().filter(|event| row.case.recorded(**event) == Some(done));
            let Some(cell) = records.find_map(|event| row.recorded_in(*event)) else { continue };
            let Some(place) = row.table.columns.iter().position(|column| column.column == cell.column) else {
                continue;
            };
            found
                .in_row(&RULE, row, Some(cell))
                .with("done", day_in_words(done))
                .with("late", how_late(due, done, &log.calendars.partnership))
                .with("procedure", the_procedure_says(duty))
                .with("does", &duty.does)
                .with("due", due_in_words(due, deadline))
                .with("column", heading(row.table, place))
                .resting_on(deadline.clause(duty));
        }
    }
}
