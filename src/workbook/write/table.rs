//! A named table of a sheet: columns and rows → cells that formulas of other sheets refer to by name.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::{Formula, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::paper::{self, Paper};

mod cell;

pub(super) use cell::Cell;

/// The row in which the headings of a sheet's table stand, counted from 0: below the title and a line.
pub(super) const HEADING_ROW: u32 = 3;

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

/// The width of a column of dates: this one, or wider where a day stands with its time. A program shows no part of a
/// date that finds no room.
pub(super) fn wide_enough<'c>(width: f64, mut cells: impl Iterator<Item = &'c Cell>) -> f64 {
    const WITH_TIME: f64 = 18.0;
    let with_time = |cell: &Cell| matches!(cell.value(), Cell::Day(day) if day.time().is_some());
    if cells.any(with_time) { width.max(WITH_TIME) } else { width }
}

/// A table: its name in formulas, its columns and its rows.
pub(super) struct Grid {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    places: HashMap<String, usize>,
}

impl Grid {
    pub fn new(name: &'static str, mut columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Grid {
        for (place, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.kind == Kind::Day) {
            column.width = wide_enough(column.width, rows.iter().filter_map(|row| row.get(place)));
        }
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

    /// What each row says under this heading.
    pub fn shown(&self, heading: &str) -> impl Iterator<Item = String> {
        self.rows.iter().map(move |row| self.cell(row, heading).shown())
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
        sheet.set_column_format(at, paper.plain(column.kind.look()))?;
        if matches!(column.kind, Kind::Hidden | Kind::Kept) {
            sheet.set_column_hidden(at)?;
        }
    }
    let widths: Vec<f64> = grid.columns.iter().map(|column| column.width).collect();
    let past = Writer { sheet, paper, grid, widths: &widths, own: true }.write(HEADING_ROW)?;
    let last = u16::try_from(grid.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    paper::rule(sheet, (HEADING_ROW + 1, past - 1), last)?;
    sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    Ok(())
}

/// Keeps the first so many columns of a sheet's own table in sight too, on the screen and on paper.
pub(super) fn keep_in_sight(sheet: &mut Worksheet, columns: u16) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(HEADING_ROW + 1, columns)?;
    sheet.set_repeat_columns(0, columns.saturating_sub(1))?;
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
    Writer { sheet, paper, grid, widths, own: false }.write(heading_row)
}

/// A table as it is written.
struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: &'w Paper,
    grid: &'w Grid,
    widths: &'w [f64],
    /// Whether the sheet is the table's own: its columns have their looks, and cells that look like their column
    /// need none of their own.
    own: bool,
}

impl Writer<'_> {
    fn write(&mut self, heading_row: u32) -> Result<u32, XlsxError> {
        let (paper, Grid { name, columns, rows, .. }) = (self.paper, self.grid);
        let first = heading_row + 1;
        let past_end = first.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        // A table has at least one row.
        let last = past_end.max(first + 1) - 1;
        let last_column = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);

        let heading =
            |column: &Column| TableColumn::new().set_header(&column.heading).set_header_format(&paper.heading);
        let headings: Vec<_> = columns.iter().map(heading).collect();
        let table = Table::new().set_name(*name).set_style(TableStyle::Light1).set_columns(&headings);
        self.sheet.add_table(heading_row, 0, last, last_column, &table)?;

        for (at, column) in (0u16..).zip(columns) {
            if column.kind == Kind::Timeliness {
                paper::colour_timeliness(self.sheet, (first, last), at)?;
            }
        }
        let seen = columns.iter().enumerate().filter(|(_, column)| !matches!(column.kind, Kind::Hidden | Kind::Kept));
        let highest = seen.map(|(at, column)| paper::lines(&column.heading, self.width(at) - 3.0)).max();
        paper::set_height(self.sheet, heading_row, highest.unwrap_or(1) + 1)?;
        for (row, cells) in (first..).zip(rows) {
            let mut lines = 1;
            for (at, (cell, column)) in (0u16..).zip(cells.iter().zip(columns)) {
                lines = lines.max(self.cell((row, at), cell, column)?);
            }
            paper::set_height(self.sheet, row, lines)?;
        }
        Ok(past_end.max(first + 1))
    }

    fn width(&self, at: usize) -> f64 {
        self.widths.get(at).copied().unwrap_or(10.0)
    }

    /// Writes a cell. Answers how many lines it takes.
    fn cell(&mut self, (row, at): (u32, u16), cell: &Cell, column: &Column) -> Result<u32, XlsxError> {
        let look = cell.look(column);
        let format = Some(self.paper.look(look)).filter(|_| !self.own || look != column.kind.look());
        let sheet = &mut *self.sheet;
        match (cell, format) {
            (Cell::Text(text), None) => sheet.write_string(row, at, paper::fitted(text))?,
            (Cell::Text(text), Some(format)) => sheet.write_string_with_format(row, at, paper::fitted(text), format)?,
            (Cell::Day(day), _) if paper::serial(*day).is_none() => {
                sheet.write_string_with_format(row, at, day.to_string(), &self.paper.text)?
            }
            (Cell::Day(_) | Cell::Number(_) | Cell::Key(_), format) => {
                let number = cell.number().unwrap_or_default();
                match format {
                    None => sheet.write_number(row, at, number)?,
                    Some(format) => sheet.write_number_with_format(row, at, number, format)?,
                }
            }
            (Cell::Formula(formula, value), format) => {
                let stored = match value.number() {
                    Some(number) => number.to_string(),
                    None => paper::fitted(&value.shown()).into_owned(),
                };
                let formula = Formula::new(format!("={formula}")).set_result(stored);
                match format {
                    None => sheet.write_formula(row, at, formula)?,
                    Some(format) => sheet.write_formula_with_format(row, at, formula, format)?,
                }
            }
            (Cell::Blank, None) => sheet,
            (Cell::Blank, Some(format)) => sheet.write_blank(row, at, format)?,
        };
        Ok(match cell.value() {
            Cell::Text(_) if look == Look::Kept => 1,
            Cell::Text(text) => paper::lines(text, self.width(usize::from(at))),
            _ => 1,
        })
    }
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Text,
    Day,
    /// A day with its time.
    Time,
    Number,
    Kept,
}

impl Kind {
    /// How the cells of such a column look, as a rule.
    pub fn look(self) -> Look {
        match self {
            Kind::Text | Kind::Timeliness => Look::Text,
            Kind::Day => Look::Day,
            Kind::Number | Kind::Hidden => Look::Number,
            Kind::Kept => Look::Kept,
        }
    }
}

impl Cell {
    /// How it looks in this column.
    fn look(&self, column: &Column) -> Look {
        match self.value() {
            Cell::Day(day) if day.time().is_some() => Look::Time,
            Cell::Day(_) => Look::Day,
            Cell::Number(_) | Cell::Key(_) => Look::Number,
            Cell::Text(_) if column.kind == Kind::Kept => Look::Kept,
            Cell::Text(_) if !matches!(self, Cell::Formula(..)) => Look::Text,
            // What is blank now, or comes to words, may come to a day or a number later.
            _ => column.kind.look(),
        }
    }
}
