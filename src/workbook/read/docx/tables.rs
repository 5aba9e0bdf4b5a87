//! The tables of a docx file being read: where the next cell stands, and what has been found.
//!
//! In: tables, rows, cells and paragraphs, as they come. Out: the [`Sheet`]s. A table within a cell is text of that
//! cell, but in a table of one column, which only lays out the page, it is a table as any other. A table goes on
//! in the sheet of the one before it only where nothing but a page's end parts them and its first row has its cells in
//! the same columns.

use std::collections::BTreeMap;

use super::columns::Grid;
use super::lines::is_of_page;
use super::text::Text;
use crate::error::Result;
use crate::grid::{Address, COLUMNS, Cell, Range, Sheet, Value};
use crate::workbook::read::limits::{Budget, beyond_sheet, merged};

/// What has been read so far.
pub(super) struct Tables<'a> {
    budget: &'a mut Budget,
    sheets: Vec<Sheet>,
    /// The next row of the last sheet.
    row: u32,
    /// The columns in which cells begin, in the row that has most of them: of the last table, and of the one being read.
    columns_before: Vec<u32>,
    columns: Vec<u32>,
    /// How many tables are open, and how many of them, from the outermost on, only lay out the page: the next within is
    /// the one that is read.
    depth: u32,
    layouts: u32,
    /// The columns that the table being read says that it has.
    grid: Grid,
    /// What stands between two tables.
    above: Vec<String>,
    /// Whether the table being read has a sheet already.
    begun: bool,
    open: OpenRow,
    /// The cells that may go on in the row below, by their column: where each began, and over how many columns.
    going_on: BTreeMap<u32, (u32, u32)>,
    /// What is being read of a cell, or of a line between tables.
    text: Text,
}

/// A row being read.
#[derive(Default)]
struct OpenRow {
    column: u32,
    cells: Vec<(u32, OpenCell)>,
    cell: OpenCell,
    deleted: bool,
    /// Whether it is marked as headings.
    is_heading: bool,
}

/// A cell being read: over how many columns, whether it goes on from above or may go on below, its text.
#[derive(Default)]
struct OpenCell {
    span: u32,
    merge: Option<bool>,
    text: String,
}

impl<'a> Tables<'a> {
    pub fn new(budget: &'a mut Budget) -> Tables<'a> {
        Tables {
            budget,
            sheets: Vec::new(),
            row: 0,
            columns_before: Vec::new(),
            columns: Vec::new(),
            depth: 0,
            layouts: 0,
            grid: Grid::default(),
            above: Vec::new(),
            begun: false,
            open: OpenRow::default(),
            going_on: BTreeMap::new(),
            text: Text::default(),
        }
    }

    /// Whether the innermost open table is the one that is read.
    fn is_table(&self) -> bool {
        self.depth == self.layouts + 1
    }

    /// Whether what comes stands between the tables that are read.
    fn is_between(&self) -> bool {
        self.depth == self.layouts
    }

    pub fn begin_table(&mut self) -> Result<()> {
        if self.is_table() && self.grid.len() == 1 {
            self.lay_out()?;
        }
        self.depth += 1;
        if self.is_table() {
            (self.begun, self.grid) = (false, Grid::default());
        }
        Ok(())
    }

    /// The table being read only lays out the page: what its cell holds so far are lines above the next table.
    fn lay_out(&mut self) -> Result<()> {
        self.finish_table()?;
        let text = self.text.end();
        self.above.extend(text.lines().filter(|line| !line.is_empty()).map(str::to_owned));
        self.layouts += 1;
        Ok(())
    }

    pub fn end_table(&mut self) -> Result<()> {
        if self.is_table() {
            self.finish_table()?;
        } else if self.is_between() {
            self.layouts -= 1;
        }
        self.depth -= 1;
        Ok(())
    }

    fn finish_table(&mut self) -> Result<()> {
        if self.begun {
            self.columns_before = std::mem::take(&mut self.columns);
            self.close_merges()?;
        }
        Ok(())
    }

    pub fn add_grid_column(&mut self, width: Option<u32>) {
        if self.is_table() {
            self.grid.add(width.unwrap_or(1));
        }
    }

    /// The table's place is known with its first row.
    fn begin_sheet(&mut self, columns: &[u32], is_heading: bool) -> Result<()> {
        self.begun = true;
        let same = columns == self.columns_before && self.above.iter().all(|line| is_of_page(line));
        // Headings of its own may be others than those above.
        if same && !is_heading && !self.sheets.is_empty() {
            // The gap between the two.
            self.row += 1;
            self.above.clear();
            return Ok(());
        }
        let number = self.sheets.len() + 1;
        self.budget.sheets(number)?;
        self.budget.sheet();
        self.sheets.push(Sheet { name: format!("Table {number}"), later_table: number > 1, ..Sheet::default() });
        self.row = 0;
        for text in std::mem::take(&mut self.above) {
            self.keep(0, text)?;
            self.row += 1;
        }
        Ok(())
    }

    pub fn begin_row(&mut self) {
        if self.is_table() {
            self.open = OpenRow::default();
        }
    }

    pub fn delete_row(&mut self) {
        self.open.deleted |= self.is_table();
    }

    pub fn mark_headings(&mut self, are_headings: bool) {
        if self.is_table() {
            self.open.is_heading = are_headings;
        }
    }

    pub fn pass_over(&mut self, columns: u32) {
        if self.is_table() {
            self.open.column = columns.min(COLUMNS);
        }
    }

    pub fn end_row(&mut self) -> Result<()> {
        if !self.is_table() {
            return Ok(());
        }
        let mut row = std::mem::take(&mut self.open);
        if row.deleted {
            return Ok(());
        }
        let places: Vec<(u32, u32)> = row.cells.iter().map(|(column, cell)| (*column, cell.span)).collect();
        let columns = self.grid.placed(&places, &self.columns);
        for (place, (column, cell)) in row.cells.iter_mut().enumerate() {
            *column = columns.get(place).copied().unwrap_or(*column);
            let room = columns.get(place + 1).map_or(COLUMNS, |next| next - *column);
            cell.span = cell.span.min(room);
        }
        if !self.begun {
            self.begin_sheet(&columns, row.is_heading)?;
        }
        if columns.len() > self.columns.len() {
            self.columns = columns;
        }
        let mut still: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (column, cell) in row.cells {
            let goes_on = cell.merge == Some(false);
            let began = if goes_on { self.going_on.remove(&column) } else { None };
            let (from, span) = began.unwrap_or((self.row, cell.span));
            if cell.merge.is_some() {
                still.insert(column, (from, span));
            } else if span > 1 {
                self.merge(Range {
                    from: Address::new(self.row, column),
                    to: Address::new(self.row, column + span - 1),
                })?;
            }
            if began.is_none() {
                self.keep(column, cell.text)?;
            }
        }
        self.close_merges()?;
        self.going_on = still;
        self.row += 1;
        Ok(())
    }

    /// The cells that went on up to the row above and no further.
    fn close_merges(&mut self) -> Result<()> {
        for (column, (from, span)) in std::mem::take(&mut self.going_on) {
            let to = Address::new(self.row.saturating_sub(1), column + span - 1);
            let range = Range { from: Address::new(from, column), to };
            if range.from != range.to {
                self.merge(range)?;
            }
        }
        Ok(())
    }

    fn merge(&mut self, range: Range) -> Result<()> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        sheet.merged.push(range);
        merged(sheet.merged.len())
    }

    fn keep(&mut self, column: u32, text: String) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.budget.cell(self.row, column)?;
        let cell = Cell { at: Address::new(self.row, column), value: Value::Text(text), formula: None };
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.cells.push(cell);
        }
        Ok(())
    }

    pub fn begin_cell(&mut self) {
        if self.is_table() {
            self.open.cell = OpenCell { span: 1, ..OpenCell::default() };
            self.text.begin();
        }
    }

    pub fn span(&mut self, columns: u32) {
        if self.is_table() {
            self.open.cell.span = columns.clamp(1, COLUMNS);
        }
    }

    pub fn merge_down(&mut self, begins: bool) {
        if self.is_table() {
            self.open.cell.merge = Some(begins);
        }
    }

    pub fn end_cell(&mut self) -> Result<()> {
        if !self.is_table() {
            return Ok(());
        }
        let mut cell = std::mem::take(&mut self.open.cell);
        cell.text = self.text.end();
        let column = self.open.column;
        if column >= COLUMNS {
            return Err(beyond_sheet());
        }
        self.open.column = column.saturating_add(cell.span).min(COLUMNS);
        self.open.cells.push((column, cell));
        Ok(())
    }

    pub fn begin_paragraph(&mut self) {
        // Between tables each is a line, but where the end of the one before is deleted.
        if self.is_between() && !self.text.goes_on() {
            self.text.begin();
        }
        self.text.begin_paragraph();
    }

    pub fn delete_paragraph_end(&mut self) {
        self.text.delete_paragraph_end();
    }

    pub fn end_paragraph(&mut self) {
        if self.is_between() && !self.text.goes_on() {
            let text = self.text.end();
            if !text.is_empty() {
                self.above.push(text);
            }
        }
    }

    pub fn text(&mut self, piece: &str) -> Result<()> {
        self.budget.text(piece.len())?;
        self.text.push(piece);
        Ok(())
    }

    /// The number of a paragraph. Above a table it is no part of what a line says.
    pub fn number(&mut self, number: &str) -> Result<()> {
        if self.is_between() { Ok(()) } else { self.text(number) }
    }

    /// Whether the row being read, or the end of the paragraph, is deleted.
    pub fn is_deleted(&self) -> bool {
        self.text.goes_on() || self.open.deleted
    }

    /// How long the text is that is being read.
    pub fn text_length(&self) -> usize {
        self.text.len()
    }

    pub fn finish(self) -> Vec<Sheet> {
        self.sheets
    }
}
