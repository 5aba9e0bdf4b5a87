//! Where the engine's columns stand in a table.
//!
//! In: a table, its sheet and the marks found in the workbook. Out: [`Places`]: a column marked before is found
//! again by its mark or its heading; any other gets the next column that is free in the whole sheet.

use std::collections::BTreeSet;

use super::stretches;
use crate::edit::Columns;
use crate::error::{Code, Error, Result};
use crate::grid::{Address, COLUMNS, Cell, Sheet};
use crate::log::{Column, Engine, Marks, Meaning, Table};

/// The engine's columns of one table, each with its place in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Places(Vec<(Engine, u32)>);

impl Places {
    /// Those that the table has already.
    pub(super) fn marked(table: &Table, marks: &Marks) -> Places {
        let marked = |column: &Column| {
            let mark = marks.columns.iter().find(|mark| mark.at == column.at && mark.sheet == table.sheet);
            mark.map(|mark| mark.column)
        };
        let mut found: Vec<(Engine, u32)> = Vec::new();
        let engine = || table.columns.iter().filter(|column| column.meaning == Meaning::Engine);
        let by_mark = engine().filter_map(|column| Some((marked(column)?, column.column)));
        let by_heading = engine().filter(|column| marked(column).is_none());
        let by_heading = by_heading.filter_map(|column| Some((Engine::with_heading(&column.heading)?, column.column)));
        for (column, place) in by_mark.chain(by_heading) {
            if !found.iter().any(|(known, _)| *known == column) {
                found.push((column, place));
            }
        }
        found.sort_unstable();
        Places(found)
    }

    /// Those that a sheet's table has, and a place for each of the others.
    ///
    /// # Errors
    /// No room in the sheet.
    pub(super) fn of(table: &Table, sheet: &Sheet, tables: &[&Table], marks: &Marks) -> Result<Places> {
        let mut places = Places::marked(table, marks);
        let others: Vec<Engine> = Engine::ALL.into_iter().filter(|column| places.get(*column).is_none()).collect();
        let free = free(sheet, tables, others.len())?;
        places.0.extend(others.into_iter().zip(free..));
        places.0.sort_unstable();
        Ok(places)
    }

    /// The place of a column.
    pub(super) fn get(&self, column: Engine) -> Option<u32> {
        self.0.iter().find(|(known, _)| *known == column).map(|(_, place)| *place)
    }

    /// The columns in their order, each with its place.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Engine, u32)> + '_ {
        self.0.iter().copied()
    }

    /// The cells in the engine's columns below the headings, but never below the next table's: some may stand
    /// beside rows that are no cases any more.
    pub(super) fn below_headings<'s>(
        &self,
        table: &Table,
        sheet: &'s Sheet,
        next: Option<&Table>,
    ) -> impl Iterator<Item = &'s Cell> {
        // In a column that the table did not have before nothing stands.
        let is_there = |column: &u32| table.columns.iter().any(|there| there.column == *column);
        let there: Vec<u32> = self.0.iter().map(|(_, column)| *column).filter(is_there).collect();
        let end = if there.is_empty() { 0 } else { next.map_or(u32::MAX, heading_row) };
        let first = there.iter().copied().min().unwrap_or(u32::MAX);
        let from = sheet.cells.partition_point(|cell| cell.at.row <= table.heading_row);
        let below = sheet.cells.iter().skip(from).take_while(move |cell| cell.at.row < end);
        // Most stand left of them all.
        below.filter(move |cell| cell.at.column >= first && there.contains(&cell.at.column))
    }

    /// The rows that were marked, of these cells: in each stands what the row said then. What stands in others is a
    /// person's.
    pub(super) fn stamped(&self, cells: impl Iterator<Item = Address>) -> BTreeSet<u32> {
        let stamp = self.get(Engine::AsMarked);
        cells.filter(|at| Some(at.column) == stamp).map(|at| at.row).collect()
    }

    /// From which rows to which the engine's columns hold what is its own, the heading's row first.
    pub(super) fn own_rows(&self, table: &Table, sheet: &Sheet, next: Option<&Table>) -> Vec<(u32, u32)> {
        let held = || self.below_headings(table, sheet, next).map(|cell| cell.at);
        let mut own = self.stamped(held());
        own.extend(table.rows.iter().map(|row| row.row));
        let others: BTreeSet<u32> = held().map(|at| at.row).filter(|row| !own.contains(row)).collect();
        stretches::of(heading_row(table), own, &others)
    }
}

/// The row in which the headings' words stand, where the engine's stand too.
pub(super) fn heading_row(table: &Table) -> u32 {
    let worded = table.columns.iter().filter(|column| !column.heading.is_empty());
    worded.map(|column| column.at.row).max().unwrap_or(table.heading_row)
}

/// The first of so many columns that are free in the whole sheet: nothing stands in them or to their right, no cell, merged
/// range, table, pivot, note or picture. A title that is merged over more columns than the log has takes none of them.
///
/// # Errors
/// What stands so far to the right that there is no room.
pub(super) fn free(sheet: &Sheet, tables: &[&Table], wanted: usize) -> Result<u32> {
    let first = tables.iter().map(|table| table.heading_row).min().unwrap_or(0);
    let cell = sheet.cells.iter().map(|cell| cell.at).max_by_key(|at| at.column);
    let below_title = sheet.merged.iter().filter(|range| range.to.row >= first);
    let merged = below_title.max_by_key(|range| range.to.column);
    let of_cell = cell.map_or(0, |at| at.column + 1);
    let of_merged = merged.map_or(0, |range| range.to.column + 1);
    let free = of_cell.max(of_merged).max(sheet.taken_columns);
    if wanted == 0 || free as usize + wanted <= COLUMNS as usize {
        return Ok(free);
    }
    let (what, help) = match (cell, merged) {
        (_, Some(range)) if of_merged == free => (format!("the merged cell {}:{}", range.from, range.to), "unmerge it"),
        (Some(at), _) if of_cell == free => (format!("cell {at}"), "empty it"),
        _ => ("a table, note or picture in one of the last columns".to_owned(), "move it to the left"),
    };
    Err(Error::new(Code::BadRequest, format!("{what} leaves no room for more columns to its right"))
        .at(format_args!("sheet `{}`", sheet.name))
        .help(format!("{help} in a spreadsheet program")))
}

/// The agency's own columns of a table, the engine's left out between them.
pub(super) fn own(table: &Table, places: &Places) -> Vec<Columns> {
    let ours = |column: u32| places.0.iter().any(|(_, place)| *place == column);
    let own = || table.columns.iter().map(|column| column.column).filter(|column| !ours(*column));
    let (Some(first), Some(last)) = (own().min(), own().max()) else { return Vec::new() };
    let mut ranges: Vec<Columns> = Vec::new();
    for column in (first..=last).filter(|column| !ours(*column)) {
        match ranges.last_mut() {
            Some(range) if range.to + 1 == column => range.to = column,
            _ => ranges.push(Columns::one(column)),
        }
    }
    ranges
}
