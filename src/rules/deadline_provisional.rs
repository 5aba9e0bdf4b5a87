//! A deadline counted over bank holidays that are not published yet.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T109",
    name: "deadline-provisional",
    severity: Severity::Information,
    message: "stage {stage} is to be concluded by {due}, but the bank holidays after {known} are not published yet: the date may move",
    advice: "go by the date given, and check the log again with a newer version of escalog",
    page: include_str!("deadline_provisional.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    // A concern dated ahead is no case yet; its date is another rule's.
    let has_come = |row: &CheckedRow<'_>| row.case.recorded(EventId::CONCERN).is_none_or(|day| day.date <= log.as_of);
    for row in log.rows.iter().filter(|row| matches!(row.status(), RowStatus::Open(_)) && has_come(row)) {
        let Some((deadline, _, clause)) = conclude(row).filter(|(deadline, _, _)| deadline.provisional) else {
            continue;
        };
        let Some(due) = deadline.due else { continue };
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("due", due_in_words(due, deadline))
            .with("known", day_in_words(log.calendars.partnership.known_to()))
            .resting_on(clause);
    }
}
