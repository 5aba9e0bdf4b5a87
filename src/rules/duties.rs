//! Which duties of a row fell due and stand without a record: what the rules on duties share.

use super::prelude::*;
use crate::policy::{Duty, Purpose};

/// The duties of a row with their deadlines, except the deadlines of stages, which the rules on timescales judge,
/// what may be done or not, and rights that lapse.
pub(super) fn owed<'r>(row: &'r CheckedRow<'_>) -> impl Iterator<Item = (&'r Duty, &'r Deadline)> {
    let duties = row.edition.duties.iter().zip(&row.timeline.deadlines);
    duties.filter(|(duty, _)| !duty.is_conclude && !duty.lapses && duty.strength != Strength::May)
}

/// Whether anything of a row has come to its date, or has none, and is not recorded.
pub(super) fn has_fallen_due(row: &CheckedRow<'_>) -> bool {
    row.timeline.has(Status::Overdue) || row.timeline.has(Status::Outstanding)
}

/// Whether a duty applies, is not recorded, and should be recorded by now.
pub(super) fn is_unrecorded(row: &CheckedRow<'_>, duty: &Duty, deadline: &Deadline, log: &Checked<'_>) -> bool {
    let has_fallen_due = matches!(deadline.status, Status::Overdue | Status::Outstanding);
    if !has_fallen_due || deadline.applies != Some(true) || was_skipped(row, duty.stage) {
        return false;
    }
    let resolved = row.timeline.resolved;
    let conclude = row.timeline.conclude(row.edition, duty.stage.max(1));
    if concludes_its_stage(row, duty) {
        // A stage that goes on, or went on to the next, is for the rules on timescales; one at which the case was
        // resolved has its record missing.
        return resolved.is_some() && row.timeline.stage == duty.stage;
    }
    let happened = |day: &chrono::NaiveDate| *day <= log.as_of;
    let ended = conclude.and_then(|conclude| conclude.done).map(|done| done.date).filter(happened);
    let left = if duty.stage == 0 { resolved } else { ended.or(resolved) };
    let is_step = duty.purpose == Purpose::Step;
    match deadline.due {
        None => {
            let has_ended = ended.or(resolved).is_some() || row.timeline.stage > duty.stage.max(1);
            let due = conclude.and_then(|conclude| conclude.due);
            (has_ended || due.is_some_and(|due| due.date < log.as_of)) && !is_past_asking(row, duty)
        }
        // A step falls away when its stage is over before it was due.
        Some(due) if is_step && left.is_some_and(|left| left <= due.date) => false,
        // With the stage itself overdue by the same day, that is said of the stage.
        Some(due) if is_step && left.is_none() && duty.stage > 0 => {
            conclude.is_none_or(|conclude| conclude.due != Some(due) || conclude.status != Status::Overdue)
        }
        Some(_) => !is_past_asking(row, duty),
    }
}

/// Whether a record of this duty also concludes its stage, as an agreed plan does.
pub(super) fn concludes_its_stage(row: &CheckedRow<'_>, duty: &Duty) -> bool {
    let conclude = row.edition.conclude(duty.stage).and_then(|ix| row.edition.duties.get(ix.index()));
    conclude.is_some_and(|conclude| duty.recorded_by.iter().any(|event| conclude.recorded_by.contains(event)))
}

/// Whether a step that was expected, and no more, belongs to a case that is resolved: nobody would ask for it now.
fn is_past_asking(row: &CheckedRow<'_>, duty: &Duty) -> bool {
    let is_expected_step = duty.purpose == Purpose::Step && duty.strength != Strength::Must && duty.stage > 0;
    is_expected_step && row.timeline.resolved.is_some()
}

/// Whether the dates go past a stage as if it had not been: that it was skipped is one finding, and not one for each
/// of its duties.
fn was_skipped(row: &CheckedRow<'_>, stage: u8) -> bool {
    let is_recorded = |event| row.case.recorded(event).is_some();
    stage > 1
        && ![EventId::began(stage), EventId::ended(stage), EventId::ended(stage - 1)].into_iter().any(is_recorded)
        && (stage + 1..=row.edition.last_stage()).any(|later| is_recorded(EventId::began(later)))
}

/// `at stage 2 the procedure says` or, for a duty of the case as a whole, `the procedure says`.
pub(super) fn the_procedure_says(duty: &Duty) -> String {
    match duty.stage {
        0 => "the procedure says".to_owned(),
        stage => format!("at stage {stage} the procedure says"),
    }
}
