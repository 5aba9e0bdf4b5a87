//! What every rule needs.

use crate::calendar::{Calendar, Moment};
use crate::finding::text_of;
pub(super) use crate::finding::{Findings, Rule, Severity};
pub(super) use crate::grid::{Address, Value};
use crate::log::{self, one_line};
pub(super) use crate::log::{Field, Meaning, Row, Table, Unclear};
pub(super) use crate::policy::{EventId, Strength};
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

/// The clause by which a stage is to be concluded: what a row's dates are needed for.
pub(super) fn clause_of_stage<'r>(row: &'r CheckedRow<'_>, stage: u8) -> &'r str {
    let of_stage = || row.edition.stage(stage).map_or("", |stage| stage.clause.as_str());
    self::of_stage(row, stage).map_or_else(of_stage, |(_, _, clause)| clause)
}

/// The cell that shows the stage a row is at, or else that of the concern, or else its first.
pub(super) fn stage_cell(row: &CheckedRow<'_>) -> Option<Address> {
    let stage = row.cell(&Meaning::Stage).or_else(|| row.cell_of(EventId::began(row.timeline.stage)));
    stage.or_else(|| row.cell_of(EventId::CONCERN)).or_else(|| row.table.cell(row.row, 0))
}

/// The heading of the column at this place.
pub(super) fn heading(table: &Table, place: usize) -> &str {
    table.columns.get(place).map_or("", |column| column.heading.as_str())
}

/// By when something is due, in words; where it rests on a day that nobody recorded, that too.
pub(super) fn due_in_words(due: Moment, deadline: &Deadline) -> String {
    let day = day_in_words(due);
    if deadline.projected { format!("{day} (projected: a day that it counts from is not recorded)") } else { day }
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

/// How long after its date something was done: in working days, or in days where there was no working day between.
pub(super) fn how_late(due: Moment, done: Moment, calendar: &Calendar) -> String {
    if let Some(late) = calendar.working_days_between(due.date, done.date).filter(|late| *late > 0) {
        return working_days(late);
    }
    match done.date.signed_duration_since(due.date).num_days() {
        0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        late => format!("{late} days"),
    }
}

/// What a cell says, on one line and no longer than a message bears.
pub(super) fn quoted(row: &Row, place: usize) -> String {
    const LONGEST: usize = 60;
    let line = one_line(&text_of(row, place));
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Whether a cell is blank or holds only marks, such as a dash.
pub(super) fn is_wordless(cell: Option<&Value>) -> bool {
    cell.is_none_or(|value| value.text().is_some_and(|text| !text.contains(char::is_alphanumeric)))
}

/// Whether a cell is blank, or holds words that say nothing.
pub(super) fn says_nothing(cell: Option<&Value>) -> bool {
    /// Words for what stands elsewhere, or will.
    const ELSEWHERE: &[&str] = &[
        "as above",
        "see above",
        "as below",
        "see below",
        "ditto",
        "same",
        "same as above",
        "no change",
        "to follow",
        "see file",
        "see notes",
        "see log",
        "not completed",
    ];
    let says_none = |text: &str| {
        log::says_nothing(text) || log::says_not_known(text) || log::says_open(text) || log::says(text, ELSEWHERE)
    };
    is_wordless(cell) || cell.and_then(Value::text).is_some_and(says_none)
}
