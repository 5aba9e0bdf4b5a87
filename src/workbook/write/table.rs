//! A named table of a sheet: columns and rows → cells that formulas of other sheets refer to by name.

use std::collections::HashSet;

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::paper::{self, Paper};
use crate::calendar::Moment;
use crate::grid::Value;
use crate::merge::words_of;

/// The row in which the headings of a sheet's table stand, counted from 0: below the title and a line.
pub(super) const HEADING_ROW: u32 = 3;

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Blank,
    Text(String),
    Day(Moment),
    Number(i64),
}

impl Cell {
    /// What stands in a cell of a log, as far as a table can hold it as what it is.
    pub fn of(value: &Value) -> Cell {
        match value {
            Value::Date(day) => Cell::Day(*day),
            // The range makes the cast exact.
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Cell::Number(*number as i64),
            other => other.shown().into(),
        }
    }

    /// The same as words, as they are read back from a file.
    pub fn words(&self) -> String {
        words_of(&match self {
            Cell::Blank => return String::new(),
            Cell::Text(text) => Value::Text(paper::fitted(text)),
            Cell::Day(day) => Value::Date(*day),
            Cell::Number(number) => return number.to_string(),
        })
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text) }
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Moment>> From<Option<T>> for Cell {
    fn from(day: Option<T>) -> Cell {
        day.map_or(Cell::Blank, |day| Cell::Day(day.into()))
    }
}

/// What a column is for, which gives its cells their look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Day,
    Number,
    /// A word that says how timely something is.
    Timeliness,
    /// Text for the engine to read back: in one line, whatever its length, and hidden.
    Kept,
}

/// A column of a table.
pub(super) struct Column {
    pub heading: String,
    pub width: f64,
    pub kind: Kind,
}

impl Column {
    pub fn text(heading: &str, width: f64) -> Column {
        Column { heading: heading.to_owned(), width, kind: Kind::Text }
    }

    pub fn day(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), width: 12.5, kind: Kind::Day }
    }

    pub fn number(heading: &str, width: f64) -> Column {
        Column { heading: heading.to_owned(), width, kind: Kind::Number }
    }

    pub fn kept(heading: &str, width: f64) -> Column {
        Column { heading: heading.to_owned(), width, kind: Kind::Kept }
    }

    pub fn timeliness(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), width: 12.0, kind: Kind::Timeliness }
    }
}

/// Headings that differ in more than capitals, as a table needs them.
pub(super) fn make_unique(columns: &mut [Column]) {
    let mut known = HashSet::new();
    for column in columns {
        let (bare, mut number) = (column.heading.clone(), 1);
        while !known.insert(column.heading.to_lowercase()) {
            number += 1;
            column.heading = format!("{bare} ({number})");
        }
    }
}

/// Writes a table with its heading row, which stays in sight and is printed on every page.
pub(super) fn write(
    sheet: &mut Worksheet,
    paper: &Paper,
    name: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<(), XlsxError> {
    let first = HEADING_ROW + 1;
    let past_end = first.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    // A table has at least one row.
    let last = past_end.max(first + 1) - 1;
    let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);

    let headings: Vec<_> =
        columns.iter().map(|c| TableColumn::new().set_header(&c.heading).set_header_format(&paper.heading)).collect();
    let table = Table::new().set_name(name).set_style(TableStyle::Light1).set_columns(&headings);
    sheet.add_table(HEADING_ROW, 0, last, last_column, &table)?;

    for (at, column) in (0u16..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        if column.kind == Kind::Kept {
            sheet.set_column_hidden(at)?;
        }
        if column.kind == Kind::Timeliness {
            paper::colour_timeliness(sheet, (first, last), at)?;
        }
    }
    let highest = columns.iter().map(|column| paper::lines(&column.heading, column.width - 3.0)).max();
    paper::set_height(sheet, HEADING_ROW, highest.unwrap_or(1) + 1)?;
    for (row, cells) in (first..).zip(rows) {
        let mut lines = 1;
        for (at, (cell, column)) in (0u16..).zip(cells.iter().zip(columns)) {
            lines = lines.max(write_cell(sheet, paper, (row, at), cell, column)?);
        }
        paper::set_height(sheet, row, lines)?;
    }
    sheet.set_freeze_panes(first, 0)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    Ok(())
}

/// How many lines the cell takes.
fn write_cell(
    sheet: &mut Worksheet,
    paper: &Paper,
    (row, at): (u32, u16),
    cell: &Cell,
    column: &Column,
) -> Result<u32, XlsxError> {
    match cell {
        Cell::Text(text) if column.kind == Kind::Kept => {
            paper.put(sheet, row, at, text, &paper.kept)?;
        }
        Cell::Text(text) => {
            paper.put(sheet, row, at, text, &paper.text)?;
            return Ok(paper::lines(text, column.width));
        }
        Cell::Day(day) => {
            paper.put_day(sheet, row, at, *day)?;
            return Ok(if day.time().is_some() { 2 } else { 1 });
        }
        Cell::Number(number) => {
            // A count of rows or days is far below what a number of a sheet can hold.
            sheet.write_number_with_format(row, at, *number as f64, &paper.number)?;
        }
        Cell::Blank => {
            let format = if column.kind == Kind::Day { &paper.day } else { &paper.text };
            sheet.write_blank(row, at, format)?;
        }
    }
    Ok(1)
}
