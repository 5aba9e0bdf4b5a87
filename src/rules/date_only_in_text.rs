//! A date that an agency wrote under actions or outcome, and that its own column lacks: proposed, never used.

use super::prelude::*;
use super::texts::tables;
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
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    let mut known: Option<(&Edition, Steps)> = None;
    for (row, texts) in tables(log).flat_map(with_texts) {
        // Without the day of the concern a date without a year could be of any year.
        let Some(from) = row.case.recorded(EventId::CONCERN).map(|day| day.date).filter(|day| *day <= log.as_of) else {
            continue;
        };
        if !has_an_empty_date(row) {
            continue;
        }
        let steps = match &known {
            Some((edition, steps)) if std::ptr::eq(*edition, row.edition) => steps,
            _ => &known.insert((row.edition, Steps::of(row.edition))).1,
        };
        let mut proposed: Vec<usize> = Vec::new();
        for place in texts.into_iter().flatten() {
            let Some(Some(Value::Text(text))) = row.row.cells.get(place) else { continue };
            for step in steps.read(text, from, log.as_of) {
                let Some(cell) = empty_cell(row, step.event).filter(|cell| !proposed.contains(cell)) else { continue };
                if fits(row, &step) {
                    proposed.push(cell);
                    propose(row, &step, cell, place, found);
                }
            }
        }
    }
}

/// The rows of a table, with the places of the columns whose text may tell of steps.
fn with_texts<'c, 'a>(
    (table, rows): (&'a Table, &'c [CheckedRow<'a>]),
) -> impl Iterator<Item = (&'c CheckedRow<'a>, [Option<usize>; 2])> {
    let texts = [Meaning::Actions, Meaning::Outcome].map(|text| table.place(&text));
    rows.iter().map(move |row| (row, texts))
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

/// Whether any cell for a date is blank: of most rows that are at work, one is.
fn has_an_empty_date(row: &CheckedRow<'_>) -> bool {
    let mut columns = row.table.columns.iter().zip(&row.row.cells);
    columns.any(|(column, cell)| matches!(column.meaning, Meaning::Event(_)) && is_blank(cell.as_ref()))
}

/// The place of the blank cell that would record an event.
fn empty_cell(row: &CheckedRow<'_>, event: EventId) -> Option<usize> {
    let same = row.edition.discuss.filter(|_| event == EventId::DISCUSSION);
    let place = [Some(event), same].into_iter().flatten().find_map(|event| row.place_of(event))?;
    is_blank(row.row.cells.get(place)?.as_ref()).then_some(place)
}

fn is_blank(cell: Option<&Value>) -> bool {
    cell.is_none_or(|value| matches!(value, Value::Text(text) if text.trim().is_empty()))
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
