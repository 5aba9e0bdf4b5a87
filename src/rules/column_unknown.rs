//! Columns that are not known: said once, and kept.

use super::prelude::*;
use super::texts::listed;
use crate::grid::column_letters;
use crate::log::{Column, is_date, is_date_alone};

pub const RULE: Rule = Rule {
    code: "F103",
    name: "column-unknown",
    severity: Severity::Information,
    message: "what stands under {columns} is kept, but not read: no such heading is known",
    advice: "if it is one of the log's columns under another name, use the name of the form; otherwise leave it as it is",
    page: include_str!("column_unknown.md"),
    by_row: false,
    check,
};

fn check(log: &Checked<'_>, found: &mut Findings) {
    for table in &log.log.tables {
        // Those of another log beside this one are known all too well.
        let own = |column: &&Column| table.beside.is_none_or(|other| column.column < other.column);
        // Nor is a column of agencies unknown of which another rule speaks.
        let agencies = table.agencies.and_then(|(place, _)| table.columns.get(place));
        let is_of_agencies = |column: &Column| agencies.is_some_and(|known| std::ptr::eq(known, column));
        let is_unknown = |column: &&Column| column.meaning == Meaning::Unknown && !is_of_agencies(column);
        let unknown = table.columns.iter().filter(is_unknown).filter(own);
        let unknown: Vec<&Column> = unknown.collect();
        let names: Vec<String> = unknown.iter().map(|column| name(column)).collect();
        if let Some(first) = unknown.first() {
            let finding = found.in_table(&RULE, table, Some(first.at)).with("columns", listed(&names));
            if unknown.iter().any(|column| holds_dates(table, column)) {
                finding.as_severe_as(Severity::Warning);
            }
        }
    }
}

/// Whether most of what stands under a heading is dates: without them a case may seem late that is not.
fn holds_dates(table: &Table, column: &Column) -> bool {
    let Some(place) = table.columns.iter().position(|other| other.column == column.column) else { return false };
    let filled = || table.rows.iter().filter_map(|row| row.value(place)).filter(|value| !says_nothing(Some(value)));
    let dates = filled().filter(|value| match value {
        Value::Date(_) => true,
        Value::Text(text) => is_date(text) && is_date_alone(text),
        _ => false,
    });
    let dates = dates.count();
    dates > 0 && dates * 2 > filled().count()
}

fn name(column: &Column) -> String {
    match column.heading.as_str() {
        "" => format!("column {}, which has no heading", column_letters(column.column)),
        heading => format!("`{heading}`"),
    }
}
