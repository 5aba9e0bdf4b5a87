//! What every rule needs.

pub(super) use crate::finding::{Findings, Rule, Severity};
pub(super) use crate::log::{Field, Meaning, Unclear};
pub(super) use crate::policy::{Edition, EventId, Strength};
pub(super) use crate::timeline::{Checked, CheckedRow, Deadline, RowStatus, Status, day_in_words};

/// The `conclude` of the stage a row is at, with its duty's strength and clause.
pub(super) fn conclude<'r>(row: &'r CheckedRow<'_>) -> Option<(&'r Deadline, Strength, &'r str)> {
    of_stage(row, row.timeline.stage)
}

/// The `conclude` of a stage, with its duty's strength and clause.
pub(super) fn of_stage<'r>(row: &'r CheckedRow<'_>, stage: u8) -> Option<(&'r Deadline, Strength, &'r str)> {
    let ix = row.edition.conclude(stage)?;
    let duty = row.edition.duties.get(ix.index())?;
    let deadline = row.timeline.deadline(ix)?;
    Some((deadline, duty.strength, deadline.clause(duty)))
}

/// How much breaking a duty of this strength matters.
pub(super) fn severity_of(strength: Strength) -> Severity {
    match strength {
        Strength::Must => Severity::Error,
        Strength::Should | Strength::Guide | Strength::May => Severity::Warning,
    }
}

/// `1 working day`, `3 working days`.
pub(super) fn working_days(n: i32) -> String {
    if n == 1 { "1 working day".to_owned() } else { format!("{n} working days") }
}
