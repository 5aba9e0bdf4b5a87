//! An open case at a stage for which the procedure states no time limit.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T110",
    name: "no-limit-stated",
    severity: Severity::Information,
    message: "the procedure states no time limit for stage {stage}, so no date is counted and nothing will show as overdue",
    advice: "agree with the other agency a day by which the child must be protected, and record it under `Resolve sooner by`",
    page: include_str!("no_limit_stated.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.status() == RowStatus::Open(Status::NoLimit)) {
        // A day that protects the child stands in for a limit, whether or not the stage has a duty that it caps.
        if row.row.protect_by.known().is_some() {
            continue;
        }
        found
            .in_row(&RULE, row, stage_cell(row))
            .with("stage", row.timeline.stage)
            .resting_on(clause_of_stage(row, row.timeline.stage));
    }
}
