//! Something recorded as done on a day that has not come.

use super::prelude::*;

pub const RULE: Rule = Rule {
    code: "R123",
    name: "date-in-future",
    severity: Severity::Warning,
    message: "`{column}` holds {day}, a day that has not come as of {as-of}",
    advice: "correct the date; if it is only planned, leave the cell blank until it has happened",
    page: include_str!("date_in_future.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for row in &log.rows {
        for (place, field) in &row.row.events {
            let Some(moment) = field.known().filter(|moment| moment.date > log.as_of) else { continue };
            if may_be_planned(row, *place) {
                continue;
            }
            found
                .in_row(&RULE, row, row.table.cell(row.row, *place))
                .with("day", day_in_words(*moment))
                .with("as-of", day_in_words(log.as_of))
                .with("column", heading(row.table, *place));
        }
    }
}

/// Whether the column can hold an appointment: an event of the procedure's own that records no duty, such
/// as the next meeting of a group.
fn may_be_planned(row: &CheckedRow<'_>, place: usize) -> bool {
    let Some(Meaning::Event(id)) = row.table.columns.get(place).map(|column| &column.meaning) else { return true };
    let Some(event) = row.edition.event(id) else { return true };
    let is_common = event < EventId::began(row.edition.last_stage() + 1);
    !is_common && !row.edition.duties.iter().any(|duty| duty.recorded_by.contains(&event))
}
