//! A stage that was concluded after its deadline: escalated late, or resolved late.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "T104",
    name: "concluded-late",
    severity: Severity::Warning,
    message: "stage {stage} was to be concluded by {due} and was concluded {late} late",
    advice: "check the dates; if they are right, record why it took longer",
    page: include_str!("concluded_late.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in log.rows.iter().filter(|row| row.timeline.has(Status::Late)) {
        for stage in 1..=row.edition.last_stage() {
            let Some((deadline, _, clause)) = of_stage(row, stage) else { continue };
            let (Status::Late, Some(due), Some(done)) = (deadline.status, deadline.due, deadline.done) else {
                continue;
            };
            found
                .in_row(&RULE, row, concluded_in(row, stage, deadline).or_else(|| stage_cell(row)))
                .with("stage", stage)
                .with("due", due_in_words(due, deadline))
                .with("late", how_late(due, done, &log.calendars.partnership))
                .resting_on(clause);
        }
    }
}

/// The cell that records the conclusion of a stage: of its own, of its end, of the next stage, of the resolution.
fn concluded_in(row: &CheckedRow<'_>, stage: u8, conclude: &Deadline) -> Option<Address> {
    let duty = row.edition.duties.get(conclude.duty.index())?;
    let next = row.edition.stage(stage + 1).map(|next| EventId::began(next.number));
    let boundaries = [Some(EventId::ended(stage)), next, Some(EventId::RESOLVED)].into_iter().flatten();
    let mut records = duty.recorded_by.iter().copied().chain(boundaries);
    let record = records.find(|event| row.case.recorded(*event) == conclude.done)?;
    row.recorded_in(record)
}
