//! A case that is more than one stage behind the procedure's timescales.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T106",
    name: "far-behind",
    severity: Severity::Error,
    message: "the case is at stage {stage}, but stage {passed} was to be concluded by {due}: by now {should}",
    advice: "take it to a manager of that stage today and say how it fell behind; if it went further, record the stages",
    page: include_str!("far_behind.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.status() == RowStatus::Open(Status::Overdue)) {
        let Some(own) = conclude(row).and_then(|(deadline, _, _)| deadline.due) else { continue };
        let mut latest = own.date;
        let mut passed = None;
        for stage in row.timeline.stage + 1..=row.edition.last_stage() {
            let Some((deadline, strength, clause)) = of_stage(row, stage) else { continue };
            // Stages that share one limit are not behind one another.
            if let Some(due) = deadline.due.filter(|due| latest < due.date && due.date < log.as_of) {
                latest = due.date;
                passed = Some((stage, due, strength, clause));
            }
        }
        let Some((stage, due, strength, clause)) = passed else { continue };
        let should = match row.edition.stage(stage + 1).filter(|next| !next.exceptional) {
            Some(next) => format!("it should be resolved or at stage {}", next.number),
            None => "it should be resolved".to_owned(),
        };
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .with("passed", stage)
            .with("due", day_in_words(due))
            .with("should", should)
            .as_severe_as(severity_of(strength))
            .resting_on(clause);
    }
}
