//! A stage that began although the one before it did not.

use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "R131",
    name: "stage-skipped",
    severity: Severity::Warning,
    message: "stage {later} began on {day}, but `{column}` is blank",
    advice: "fill in when the stage began; if it was passed over, say why under the actions",
    page: include_str!("stage_skipped.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        for row in rows {
            let Some((skipped, later)) = skipped(row, log) else { continue };
            let Some(place) = row.place_of(EventId::began(skipped)) else { continue };
            let day = row.case.recorded(EventId::began(later)).map(day_in_words).unwrap_or_default();
            found
                .in_row(&RULE, row, table.cell(row.row, place))
                .with("later", later)
                .with("day", day)
                .with("column", heading(table, place))
                .resting_on(clause_of_stage(row, skipped));
        }
    }
}

/// The first stage that is not recorded, with the next that is.
fn skipped(row: &CheckedRow<'_>, log: &Checked<'_>) -> Option<(u8, u8)> {
    let began = |stage: u8| row.case.recorded(EventId::began(stage)).filter(|moment| moment.date <= log.as_of);
    let stages = &row.edition.stages;
    let last = stages.iter().rev().map(|stage| stage.number).find(|stage| began(*stage).is_some())?;
    // A column with words that are no date has a finding already, and the end of a stage begins the next.
    let is_blank = |stage: u8| {
        let ended = row.case.recorded(EventId::ended(stage - 1));
        row.place_of(EventId::began(stage)).is_some() && row.field(EventId::began(stage)).is_none() && ended.is_none()
    };
    let passed_over = |stage: u8| row.timeline.conclude(row.edition, stage).is_some_and(|d| d.applies == Some(false));
    let skipped = stages.iter().filter(|stage| !stage.may_be_skipped && (2..last).contains(&stage.number));
    let skipped = skipped.map(|stage| stage.number).find(|stage| is_blank(*stage) && !passed_over(*stage))?;
    (skipped + 1..=last).find(|stage| began(*stage).is_some()).map(|later| (skipped, later))
}
