//! A named table of a sheet: columns and rows → cells that formulas of other sheets refer to by name.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::{Formula, Table, TableColumn, TableStyle, Worksheet, XlsxError};

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
    /// A key by which a list of another sheet finds the row.
    Key(f64),
    /// A formula, without the equals sign, and what it comes to.
    Formula(String, Box<Cell>),
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
        words_of(&match self.value() {
            Cell::Text(text) => Value::Text(paper::fitted(text)),
            Cell::Day(day) => Value::Date(*day),
            other => return other.shown(),
        })
    }

    /// The same with this formula behind it.
    pub fn by(self, formula: String) -> Cell {
        Cell::Formula(formula, Box::new(self))
    }

    /// What stands there.
    pub fn value(&self) -> &Cell {
        match self {
            Cell::Formula(_, value) => value.value(),
            other => other,
        }
    }

    /// Its number, or that of its day.
    pub fn number(&self) -> Option<f64> {
        match self.value() {
            Cell::Number(number) => Some(*number as f64),
            Cell::Key(key) => Some(*key),
            Cell::Day(day) => paper::serial(*day),
            _ => None,
        }
    }

    /// Whether it says this word; capitals make no difference, as in a formula.
    pub fn says(&self, word: &str) -> bool {
        let lower =
            |text: &str| text.chars().flat_map(char::to_lowercase).eq(word.chars().flat_map(char::to_lowercase));
        match self.value() {
            Cell::Text(text) => lower(text),
            other => lower(&other.shown()),
        }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        match self.value() {
            Cell::Text(text) => text.is_empty(),
            other => matches!(other, Cell::Blank),
        }
    }

    /// Its text.
    pub fn shown(&self) -> String {
        match self.value() {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Key(key) => key.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Blank | Cell::Formula(..) => String::new(),
        }
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
    /// A key that nobody need see.
    Hidden,
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

    pub fn hidden(heading: &str) -> Column {
        Column { heading: heading.to_owned(), width: 10.0, kind: Kind::Hidden }
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

/// A table: its name in formulas, its columns and its rows.
pub(super) struct Grid {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    places: HashMap<String, usize>,
}

impl Grid {
    pub fn new(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Grid {
        let places = columns.iter().enumerate().map(|(place, column)| (column.heading.clone(), place)).collect();
        Grid { name, columns, rows, places }
    }

    pub fn empty() -> Grid {
        Grid::new("", Vec::new(), Vec::new())
    }

    /// The cell of a row under this heading; blank where there is none.
    pub fn cell<'r>(&self, row: &'r [Cell], heading: &str) -> &'r Cell {
        self.places.get(heading).and_then(|place| row.get(*place)).unwrap_or(&Cell::Blank)
    }

    /// The column of this heading, counted from 0.
    pub fn place(&self, heading: &str) -> Option<u16> {
        self.places.get(heading).and_then(|place| u16::try_from(*place).ok())
    }
}

/// Writes a table that is a sheet's own, with its heading row, which stays in sight and is printed on every page.
pub(super) fn write(sheet: &mut Worksheet, paper: &Paper, grid: &Grid) -> Result<(), XlsxError> {
    for (at, column) in (0u16..).zip(&grid.columns) {
        sheet.set_column_width(at, column.width)?;
        if matches!(column.kind, Kind::Hidden | Kind::Kept) {
            sheet.set_column_hidden(at)?;
        }
    }
    let widths: Vec<f64> = grid.columns.iter().map(|column| column.width).collect();
    write_at(sheet, paper, grid, HEADING_ROW, &widths)?;
    sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    Ok(())
}

/// Writes a table whose headings stand in this row, in columns of these widths. Answers the row below it.
pub(super) fn write_at(
    sheet: &mut Worksheet,
    paper: &Paper,
    grid: &Grid,
    heading_row: u32,
    widths: &[f64],
) -> Result<u32, XlsxError> {
    let Grid { name, columns, rows, .. } = grid;
    let first = heading_row + 1;
    let past_end = first.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    // A table has at least one row.
    let last = past_end.max(first + 1) - 1;
    let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);

    let headings: Vec<_> =
        columns.iter().map(|c| TableColumn::new().set_header(&c.heading).set_header_format(&paper.heading)).collect();
    let table = Table::new().set_name(*name).set_style(TableStyle::Light1).set_columns(&headings);
    sheet.add_table(heading_row, 0, last, last_column, &table)?;

    for (at, column) in (0u16..).zip(columns) {
        if column.kind == Kind::Timeliness {
            paper::colour_timeliness(sheet, (first, last), at)?;
        }
    }
    let width = |at: usize| widths.get(at).copied().unwrap_or(10.0);
    let seen = || columns.iter().enumerate().filter(|(_, column)| !matches!(column.kind, Kind::Hidden | Kind::Kept));
    let highest = seen().map(|(at, column)| paper::lines(&column.heading, width(at) - 3.0)).max();
    paper::set_height(sheet, heading_row, highest.unwrap_or(1) + 1)?;
    for (row, cells) in (first..).zip(rows) {
        let mut lines = 1;
        for (at, (cell, column)) in cells.iter().zip(columns).enumerate() {
            let place = (row, u16::try_from(at).unwrap_or(u16::MAX));
            lines = lines.max(write_cell(sheet, paper, place, cell, column, width(at))?);
        }
        paper::set_height(sheet, row, lines)?;
    }
    Ok(past_end.max(first + 1))
}

/// How many lines the cell takes.
fn write_cell(
    sheet: &mut Worksheet,
    paper: &Paper,
    (row, at): (u32, u16),
    cell: &Cell,
    column: &Column,
    width: f64,
) -> Result<u32, XlsxError> {
    match cell {
        Cell::Text(text) if column.kind == Kind::Kept => {
            paper.put(sheet, row, at, text, &paper.kept)?;
        }
        Cell::Text(text) => {
            paper.put(sheet, row, at, text, &paper.text)?;
            return Ok(paper::lines(text, width));
        }
        Cell::Day(day) => {
            paper.put_day(sheet, row, at, *day)?;
            return Ok(if day.time().is_some() { 2 } else { 1 });
        }
        Cell::Number(number) => {
            // A count of rows or days is far below what a number of a sheet can hold.
            sheet.write_number_with_format(row, at, *number as f64, &paper.number)?;
        }
        Cell::Key(key) => {
            sheet.write_number_with_format(row, at, *key, &paper.number)?;
        }
        Cell::Formula(formula, value) => {
            let (stored, format) = match value.value() {
                Cell::Day(day) if day.time().is_some() => (number_of(value), &paper.time),
                Cell::Day(_) => (number_of(value), &paper.day),
                Cell::Number(_) | Cell::Key(_) => (number_of(value), &paper.number),
                _ if column.kind == Kind::Day => (value.shown(), &paper.day),
                _ if column.kind == Kind::Number => (value.shown(), &paper.number),
                _ => (value.shown(), &paper.text),
            };
            let formula = Formula::new(format!("={formula}")).set_result(paper::fitted(&stored));
            sheet.write_formula_with_format(row, at, formula, format)?;
            return Ok(if value.number().is_some() { 1 } else { paper::lines(&value.shown(), width) });
        }
        Cell::Blank => {
            let format = if column.kind == Kind::Day { &paper.day } else { &paper.text };
            sheet.write_blank(row, at, format)?;
        }
    }
    Ok(1)
}

fn number_of(cell: &Cell) -> String {
    cell.number().unwrap_or_default().to_string()
}
