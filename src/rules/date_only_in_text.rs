//! A date that an agency wrote under actions or outcome, and that its own column lacks: proposed, never used.

use super::prelude::*;
use super::texts::{tables, text};
use crate::edit;
use crate::log::{Step, Steps};
use crate::policy::Edition;

pub const RULE: Rule = Rule {
    code: "T120",
    name: "date-only-in-text",
    severity: Severity::Information,
    message: "`{column}` is blank, but under `{text}` stands `{written}` beside `{words}`: that may be {day}",
    advice: "if that is the day meant, accept the proposal or write the date into the cell; if not, leave it blank",
    page: include_str!("date_only_in_text.md"),
    by_row: true,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let mut known: Option<(&Edition, Steps)> = None;
    for (table, rows) in tables(log) {
        let texts = [Meaning::Actions, Meaning::Outcome].map(|text| table.place(&text));
        let columns = table.columns.iter().enumerate();
        let dates: Vec<usize> =
            columns.filter(|(_, column)| matches!(column.meaning, Meaning::Event(_))).map(|(place, _)| place).collect();
        for row in rows {
            // Without the day of the concern a date without a year could be of any year.
            let from = row.case.recorded(EventId::CONCERN).map(|day| day.date).filter(|day| *day <= log.as_of);
            let Some(from) = from.filter(|_| dates.iter().any(|place| is_blank(row.row, *place))) else { continue };
            let steps = match &known {
                Some((edition, steps)) if std::ptr::eq(*edition, row.edition) => steps,
                _ => &known.insert((row.edition, Steps::of(row.edition))).1,
            };
            let mut proposed: Vec<usize> = Vec::new();
            for (place, text) in texts.into_iter().flatten().filter_map(|place| Some((place, text(row.row, place)?))) {
                for step in steps.read(text, from, log.as_of) {
                    let cell = empty_cell(row, step.event).filter(|cell| !proposed.contains(cell));
                    let Some(cell) = cell.filter(|_| fits(row, &step)) else { continue };
                    proposed.push(cell);
                    propose(row, &step, cell, place, found);
                }
            }
        }
    }
}

fn propose(row: &CheckedRow<'_>, step: &Step, place: usize, text: usize, found: &mut Findings) {
    let Some(cell) = row.table.cell(row.row, place) else { return };
    found
        .in_row(&RULE, row, Some(cell))
        .with("column", heading(row.table, place))
        .with("text", heading(row.table, text))
        .with("day", day_in_words(step.day))
        .with("words", &step.shown_by)
        .with("written", &step.written)
        .proposing(cell, String::new(), edit::Value::date(step.day));
}

/// The place of the blank cell that would record an event.
fn empty_cell(row: &CheckedRow<'_>, event: EventId) -> Option<usize> {
    let same = row.edition.discuss.filter(|_| event == EventId::DISCUSSION);
    let place = [Some(event), same].into_iter().flatten().find_map(|event| row.place_of(event))?;
    is_blank(row.row, place).then_some(place)
}

fn is_blank(row: &Row, place: usize) -> bool {
    row.value(place).is_none_or(|value| value.text().is_some_and(|text| text.trim().is_empty()))
}

/// Whether a day agrees with what the row records: a step towards the resolution comes no later, and a stage begins
/// no earlier than those before it and no later than those after.
fn fits(row: &CheckedRow<'_>, step: &Step) -> bool {
    let recorded = |event| row.case.recorded(event).map(|moment| moment.date);
    let stages = 2..=row.edition.last_stage();
    if step.event == EventId::RESOLVED {
        return stages.map(EventId::began).filter_map(recorded).all(|began| began <= step.day);
    }
    if step.event != EventId::CONFIRMED && recorded(EventId::RESOLVED).is_some_and(|resolved| resolved < step.day) {
        return false;
    }
    let Some(of) = stages.clone().find(|stage| EventId::began(*stage) == step.event) else { return true };
    stages
        .filter_map(|stage| Some((stage, recorded(EventId::began(stage))?)))
        .all(|(stage, began)| if stage < of { began <= step.day } else { step.day <= began })
}
