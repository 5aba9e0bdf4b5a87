//! A stage that the dates beside it contradict.

use super::prelude::*;
use super::texts::tables;

pub const RULE: Rule = Rule {
    code: "R132",
    name: "stage-contradicts-dates",
    severity: Severity::Warning,
    message: "{what}",
    advice: "write the highest stage that has begun under the stage, and the day it began under its date",
    page: include_str!("stage_contradicts_dates.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        let Some(place) = table.place(&Meaning::Stage) else { continue };
        for row in rows {
            let Some(stated) = row.row.stage.known().copied().filter(|stage| *stage <= row.edition.last_stage()) else {
                continue;
            };
            let began = |stage: u8| row.case.recorded(EventId::began(stage)).filter(|moment| moment.date <= log.as_of);
            let begun = (2..=row.edition.last_stage()).rev().find_map(|stage| Some((stage, began(stage)?)));
            let (cell, what) = match begun {
                Some((stage, day)) if stage > stated => {
                    let what = format!("the row says stage {stated}, but stage {stage} began on {}", day_in_words(day));
                    (table.cell(row.row, place), what)
                }
                Some((stage, _)) if stage == stated => continue,
                _ => {
                    // A date that can't be read, or has not come, has a finding already.
                    let event = EventId::began(stated);
                    let Some(date) = row.place_of(event).filter(|_| row.field(event).is_none()) else { continue };
                    let ended = row.case.recorded(EventId::ended(stated.saturating_sub(1)));
                    if stated < 2 || ended.is_some() {
                        continue;
                    }
                    let what = format!("the row says stage {stated}, but `{}` is blank", heading(table, date));
                    (table.cell(row.row, date), what)
                }
            };
            found.in_row(&RULE, row, cell).with("what", what).resting_on(clause_of_stage(row, stated));
        }
    }
}
