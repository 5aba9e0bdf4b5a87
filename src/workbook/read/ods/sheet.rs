//! A sheet of an ods file being read: where the next cell stands, and what has been found.
//!
//! In: the elements of columns, rows and cells, as they come. Out: the [`Sheet`].

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::grid::{Address, COLUMNS, Cell, Note, ROWS, Range, Sheet, Value};
use crate::workbook::read::limits::{Budget, merged};
use crate::workbook::read::xml::{attribute, attributes};
use crate::workbook::read::{cells, marks};

/// A sheet being read.
#[derive(Default)]
pub(super) struct OpenSheet {
    sheet: Sheet,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    /// The next column that a column element describes.
    described: u32,
    row: u32,
    column: u32,
    /// How many rows the row being read stands for, and where its cells begin.
    row_repeated: u32,
    row_began: usize,
}

/// A cell being read.
#[derive(Default)]
pub(super) struct OpenCell {
    /// What the cell's attributes say; `None` where its paragraphs do.
    value: Option<Value>,
    is_text: bool,
    is_error: bool,
    formula: Option<String>,
    repeated: u32,
    pub text: Paragraphs,
    pub note: Paragraphs,
}

/// Paragraphs as lines of one text.
#[derive(Default)]
pub(super) struct Paragraphs {
    pub text: String,
    number: usize,
}

impl Paragraphs {
    pub fn begin(&mut self) {
        if self.number > 0 {
            self.text.push('\n');
        }
        self.number += 1;
    }
}

impl OpenSheet {
    pub fn new(name: String, hidden: bool) -> OpenSheet {
        OpenSheet { sheet: Sheet { name, hidden, ..Sheet::default() }, ..OpenSheet::default() }
    }

    pub fn begin_row(&mut self, element: &BytesStart<'_>) {
        self.row_repeated = attribute(element, "number-rows-repeated").map_or(1, |number| count(&number, ROWS));
        self.row_began = self.sheet.cells.len();
        self.column = 0;
        if is_hidden(element) {
            self.hidden_rows.push((self.row, self.row.saturating_add(self.row_repeated - 1)));
        }
    }

    /// A cell begins: what its attributes say of it.
    pub fn begin_cell(&mut self, element: &BytesStart<'_>) -> Result<OpenCell> {
        let mut cell = OpenCell { repeated: 1, ..OpenCell::default() };
        let (mut rows, mut columns) = (1, 1);
        for attribute in attributes(element) {
            let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else { continue };
            match attribute.key.as_ref() {
                "office:value" => cell.value = value.trim().parse().ok().map(Value::Number),
                "office:date-value" => cell.value = Some(cells::iso_date(value.into_owned())),
                "office:time-value" => cell.value = Some(cells::duration(value.into_owned())),
                "office:boolean-value" => cell.value = Some(Value::Boolean(value.eq_ignore_ascii_case("true"))),
                "office:string-value" => cell.value = Some(Value::Text(value.into_owned())),
                "office:value-type" => cell.is_text = value == "string",
                "calcext:value-type" => cell.is_error = value == "error",
                // Before the formula stands the name of its language: `of:=`.
                "table:formula" => {
                    cell.formula = Some(value.split_once('=').map_or(&*value, |(_, formula)| formula).to_owned());
                }
                "table:number-columns-repeated" => cell.repeated = count(&value, COLUMNS),
                "table:number-rows-spanned" => rows = count(&value, ROWS),
                "table:number-columns-spanned" => columns = count(&value, COLUMNS),
                _ => {}
            }
        }
        if rows > 1 || columns > 1 {
            let from = Address::new(self.row, self.column);
            let to = Address::new(from.row.saturating_add(rows - 1), from.column.saturating_add(columns - 1));
            self.sheet.merged.push(Range { from, to });
            merged(self.sheet.merged.len())?;
        }
        Ok(cell)
    }

    pub fn column_described(&mut self, element: &BytesStart<'_>) {
        let from = self.described;
        let number = attribute(element, "number-columns-repeated").map_or(1, |number| count(&number, COLUMNS));
        self.described = from.saturating_add(number);
        if is_hidden(element) {
            self.hidden_columns.push((from, self.described - 1));
        }
    }

    /// A cell ends: it is kept as often as it stands there.
    pub fn add(&mut self, cell: OpenCell, budget: &mut Budget) -> Result<()> {
        let at = Address::new(self.row, self.column);
        let note = cell.note.text.trim();
        if !note.is_empty() {
            self.sheet.notes.push(Note { at, text: note.to_owned() });
        }
        let value = match cell.value {
            _ if cell.is_error => Some(Value::Error(cell.text.text)),
            None if cell.is_text => Some(Value::Text(cell.text.text)),
            value => value,
        };
        if let Some(found) = cells::cell(at, value, cell.formula) {
            for more in 0..cell.repeated {
                self.keep(Cell { at: Address::new(at.row, at.column.saturating_add(more)), ..found.clone() }, budget)?;
            }
        }
        self.column = self.column.saturating_add(cell.repeated);
        Ok(())
    }

    fn keep(&mut self, cell: Cell, budget: &mut Budget) -> Result<()> {
        budget.cell(cell.at.row, cell.at.column)?;
        budget.text(cells::text_in(&cell))?;
        self.sheet.cells.push(cell);
        Ok(())
    }

    /// A row ends: it is kept as often as it stands there.
    pub fn end_row(&mut self, budget: &mut Budget) -> Result<()> {
        let ends = self.sheet.cells.len();
        if ends > self.row_began {
            for more in 1..self.row_repeated {
                for place in self.row_began..ends {
                    let Some(cell) = self.sheet.cells.get(place).cloned() else { continue };
                    let at = Address::new(cell.at.row.saturating_add(more), cell.at.column);
                    self.keep(Cell { at, ..cell }, budget)?;
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }

    pub fn finish(mut self) -> Sheet {
        marks::hide_rows(&mut self.sheet, self.hidden_rows);
        marks::hide_columns(&mut self.sheet, self.hidden_columns);
        self.sheet
    }
}

pub(super) fn count(text: &str, most: u32) -> u32 {
    text.trim().parse::<u64>().map_or(1, |number| u32::try_from(number).unwrap_or(most).clamp(1, most))
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "visibility").is_some_and(|is| is == "collapse" || is == "filter")
}
