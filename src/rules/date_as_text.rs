//! A date that is understood, but stands as text where a real date could.

use super::date_ambiguous::doubtful;
use super::prelude::*;
use super::texts::{date_field, tables, text};
use crate::calendar::Moment;
use crate::edit;
use crate::log::is_date_alone;

pub const RULE: Rule = Rule {
    code: "F201",
    name: "date-as-text",
    severity: Severity::Information,
    message: "`{text}` under `{column}` is text, and can stand as the date {day}",
    advice: "let it be written as a real date, so that the sheet can be sorted and counted by it",
    page: include_str!("date_as_text.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for (table, rows) in tables(log) {
        // A date that may mean another day is no certain one.
        let doubtful = doubtful(table, rows);
        let is_certain = |place: usize| doubtful.iter().all(|(other, _)| *other != place);
        for (place, column) in table.columns.iter().enumerate().filter(|(place, _)| is_certain(*place)) {
            for row in rows {
                let is_expected = column.meaning == Meaning::Born && row.row.unborn;
                let date = date_field(row, place).and_then(Field::known).filter(|_| !is_expected);
                if let (Some(moment), Some(text)) = (date, text(row.row, place)) {
                    add(found, row, place, *moment, text);
                }
            }
        }
    }
}

fn add(found: &mut Findings, row: &CheckedRow<'_>, place: usize, moment: Moment, text: &str) {
    let Some(cell) = row.table.cell(row.row, place) else { return };
    // A time, or words beside the date, would be lost.
    if moment.time().is_some() || !is_date_alone(text) || row.row.is_formula(place) {
        return;
    }
    found
        .in_row(&RULE, row, Some(cell))
        .with("day", day_in_words(moment.date))
        .with("column", heading(row.table, place))
        .with("text", quoted(row.row, place))
        .fixed_by(cell, text.to_owned(), edit::Value::date(moment.date));
}
