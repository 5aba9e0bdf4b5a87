//! A stage that is to be concluded on a day that is no working day.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T107",
    name: "due-on-day-off",
    severity: Severity::Information,
    message: "stage {stage} is to be concluded by {due}, which is no working day ({why}): {act}",
    advice: "arrange it for a day on which the people needed can be reached; the date is not moved for a day off",
    page: include_str!("due_on_day_off.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let is_near = |row: &&CheckedRow<'_>| matches!(row.status(), RowStatus::Open(Status::DueToday | Status::DueSoon));
    for row in log.rows.iter().filter(is_near) {
        let Some((deadline, _, clause)) = conclude(row) else { continue };
        // On the days off themselves it is too late to act before them.
        let (Some(due), Some(act_by)) = (deadline.due, deadline.act_by.filter(|act_by| *act_by >= log.as_of)) else {
            continue;
        };
        let Some(why) = log.calendars.partnership.reason(due.date) else { continue };
        let act = if act_by < due.date {
            format!("act by {}, the last working day before it", day_in_words(act_by))
        } else if deadline.agency_is_closed(&log.calendars.partnership) {
            "the agency is closed on every working day before it, so act on the day itself".to_owned()
        } else {
            "no working day lies before it, so act on the day itself".to_owned()
        };
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("due", due_in_words(due, deadline))
            .with("why", why)
            .with("act", act)
            .resting_on(clause);
    }
}
