//! An ods file → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`], read in one pass over the content. A cell or row that says it
//! stands for many is written out only where it holds something, and every copy counts.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::limits::{Budget, COLUMNS, ROWS, merged, texts_within};
use super::parts::Parts;
use super::xml::{attribute, attributes, character, first_element};
use super::{cells, damaged, marks};
use crate::error::{Code, Error, Result};
use crate::grid::{Address, Cell, DateSystem, Note, Range, Sheet, Value, Workbook};

/// Reads an ods file. Its dates are written out, so the day it counts from does not matter.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let manifest = parts.part("META-INF/manifest.xml")?.unwrap_or_default();
    if first_element(&manifest, "encryption-data").is_some() {
        return Err(Error::new(
            Code::NeedsPassword,
            "this ods file has a password, and such files can't be opened here",
        )
        .help("open it in a spreadsheet program and save it as xlsx; that may have a password"));
    }
    drop(manifest);
    let content = parts.part("content.xml")?.ok_or_else(|| damaged("it has no content"))?;
    budget.unpack(content.len() as u64)?;
    texts_within(&content)?;
    let mut reading = Reading::new(budget);
    let mut reader = Reader::from_reader(content.as_slice());
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => reading.begin(&element)?,
            Event::Empty(element) => {
                reading.begin(&element)?;
                reading.end()?;
            }
            Event::End(_) => reading.end()?,
            Event::Text(piece) => reading.text(&piece.xml10_content())?,
            Event::CData(piece) => reading.text(&piece.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = character(&reference).unwrap_or(char::REPLACEMENT_CHARACTER);
                reading.text(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::Eof if !reading.open.is_empty() => return Err(damaged("its content breaks off")),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(Workbook { sheets: reading.finish(), date_system: DateSystem::From1900 })
}

/// What an open element is to the reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Style,
    Table,
    Row,
    Cell,
    Note,
    Paragraph,
    /// What is no cell's own text: who wrote a note and when, shapes, a table within a cell.
    Aside,
    Other,
}

/// What has been read so far, and which elements are open.
struct Reading<'a> {
    budget: &'a mut Budget,
    sheets: Vec<OpenSheet>,
    /// The styles of hidden sheets, and the style being read.
    hidden_styles: BTreeSet<String>,
    style: Option<String>,
    cell: Option<OpenCell>,
    open: Vec<Kind>,
    in_table: bool,
    in_note: bool,
    in_paragraph: bool,
    asides: usize,
}

/// A sheet being read.
#[derive(Default)]
struct OpenSheet {
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
struct OpenCell {
    /// What the cell's attributes say; `None` where its paragraphs do.
    value: Option<Value>,
    is_text: bool,
    is_error: bool,
    formula: Option<String>,
    repeated: u32,
    text: Paragraphs,
    note: Paragraphs,
}

/// Paragraphs as lines of one text.
#[derive(Default)]
struct Paragraphs {
    text: String,
    number: usize,
}

impl Paragraphs {
    fn begin(&mut self) {
        if self.number > 0 {
            self.text.push('\n');
        }
        self.number += 1;
    }
}

impl<'a> Reading<'a> {
    fn new(budget: &'a mut Budget) -> Reading<'a> {
        Reading {
            budget,
            sheets: Vec::new(),
            hidden_styles: BTreeSet::new(),
            style: None,
            cell: None,
            open: Vec::new(),
            in_table: false,
            in_note: false,
            in_paragraph: false,
            asides: 0,
        }
    }

    /// What an element of this name is, where it stands.
    fn kind(&self, name: &str) -> Kind {
        let in_cell = self.cell.is_some();
        match name {
            _ if self.asides > 0 => Kind::Other,
            "style:style" if !self.in_table => Kind::Style,
            "table:table" if !self.in_table => Kind::Table,
            "table:table-row" if self.in_table && !in_cell => Kind::Row,
            "table:table-cell" | "table:covered-table-cell" if self.open.last() == Some(&Kind::Row) => Kind::Cell,
            "office:annotation" if in_cell && !self.in_paragraph => Kind::Note,
            "text:p" | "text:h" if in_cell && !self.in_paragraph => Kind::Paragraph,
            "table:table" | "table:shapes" | "dc:creator" | "dc:date" | "meta:date-string" => Kind::Aside,
            _ if name.starts_with("draw:") => Kind::Aside,
            _ => Kind::Other,
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let name = element.name();
        let kind = self.kind(name.as_ref());
        self.open.push(kind);
        match kind {
            Kind::Style => self.style = attribute(element, "name"),
            Kind::Table => self.begin_table(element)?,
            Kind::Row => {
                if let Some(open) = self.sheets.last_mut() {
                    open.begin_row(element);
                }
            }
            Kind::Cell => self.begin_cell(element)?,
            Kind::Note => self.in_note = true,
            Kind::Paragraph => {
                self.in_paragraph = true;
                if let Some(paragraphs) = self.paragraphs() {
                    paragraphs.begin();
                }
            }
            Kind::Aside => self.asides += 1,
            Kind::Other if self.asides == 0 => self.other(name.as_ref(), element)?,
            Kind::Other => {}
        }
        Ok(())
    }

    fn begin_table(&mut self, element: &BytesStart<'_>) -> Result<()> {
        self.in_table = true;
        self.budget.sheets(self.sheets.len() + 1)?;
        self.budget.sheet();
        let name = attribute(element, "name").unwrap_or_default();
        self.budget.text(name.len())?;
        let hidden = attribute(element, "style-name").is_some_and(|style| self.hidden_styles.contains(&style));
        self.sheets.push(OpenSheet { sheet: Sheet { name, hidden, ..Sheet::default() }, ..OpenSheet::default() });
        Ok(())
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>) -> Result<()> {
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
        if let Some(open) = self.sheets.last_mut().filter(|_| rows > 1 || columns > 1) {
            let from = Address::new(open.row, open.column);
            let to = Address::new(from.row.saturating_add(rows - 1), from.column.saturating_add(columns - 1));
            open.sheet.merged.push(Range { from, to });
            merged(open.sheet.merged.len())?;
        }
        self.cell = Some(cell);
        Ok(())
    }

    /// Columns, what hides a sheet, and what stands for characters within a paragraph.
    fn other(&mut self, name: &str, element: &BytesStart<'_>) -> Result<()> {
        match name {
            "table:table-column" => {
                if let Some(open) = self.sheets.last_mut().filter(|_| self.in_table) {
                    open.column_described(element);
                }
            }
            "style:table-properties" if attribute(element, "display").is_some_and(|shown| shown == "false") => {
                self.hidden_styles.extend(self.style.clone());
            }
            "text:s" => {
                let number = attribute(element, "c").map_or(1, |number| count(&number, 1024));
                self.text(&" ".repeat(number as usize))?;
            }
            "text:tab" => self.text("\t")?,
            "text:line-break" => self.text("\n")?,
            _ => {}
        }
        Ok(())
    }

    fn paragraphs(&mut self) -> Option<&mut Paragraphs> {
        let in_note = self.in_note;
        self.cell.as_mut().map(|cell| if in_note { &mut cell.note } else { &mut cell.text })
    }

    /// Text within a paragraph; all other is left out.
    fn text(&mut self, piece: &str) -> Result<()> {
        if self.in_paragraph && self.asides == 0 {
            self.budget.text(piece.len())?;
            if let Some(paragraphs) = self.paragraphs() {
                paragraphs.text.push_str(piece);
            }
        }
        Ok(())
    }

    /// The element opened last ends.
    fn end(&mut self) -> Result<()> {
        match self.open.pop() {
            Some(Kind::Style) => self.style = None,
            Some(Kind::Table) => self.in_table = false,
            Some(Kind::Row) => {
                if let Some(open) = self.sheets.last_mut() {
                    open.end_row(self.budget)?;
                }
            }
            Some(Kind::Cell) => {
                if let (Some(open), Some(cell)) = (self.sheets.last_mut(), self.cell.take()) {
                    open.add(cell, self.budget)?;
                }
            }
            Some(Kind::Note) => self.in_note = false,
            Some(Kind::Paragraph) => self.in_paragraph = false,
            Some(Kind::Aside) => self.asides -= 1,
            Some(Kind::Other) | None => {}
        }
        Ok(())
    }

    fn finish(self) -> Vec<Sheet> {
        let finished = self.sheets.into_iter().map(|open| {
            let mut sheet = open.sheet;
            marks::hide_rows(&mut sheet, open.hidden_rows);
            marks::hide_columns(&mut sheet, open.hidden_columns);
            sheet
        });
        finished.collect()
    }
}

impl OpenSheet {
    fn begin_row(&mut self, element: &BytesStart<'_>) {
        self.row_repeated = attribute(element, "number-rows-repeated").map_or(1, |number| count(&number, ROWS));
        self.row_began = self.sheet.cells.len();
        self.column = 0;
        if is_hidden(element) {
            self.hidden_rows.push((self.row, self.row.saturating_add(self.row_repeated - 1)));
        }
    }

    fn column_described(&mut self, element: &BytesStart<'_>) {
        let from = self.described;
        let number = attribute(element, "number-columns-repeated").map_or(1, |number| count(&number, COLUMNS));
        self.described = from.saturating_add(number);
        if is_hidden(element) {
            self.hidden_columns.push((from, self.described - 1));
        }
    }

    fn add(&mut self, cell: OpenCell, budget: &mut Budget) -> Result<()> {
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

    fn end_row(&mut self, budget: &mut Budget) -> Result<()> {
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
}

fn count(text: &str, most: u32) -> u32 {
    text.trim().parse::<u64>().map_or(1, |number| u32::try_from(number).unwrap_or(most).clamp(1, most))
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "visibility").is_some_and(|is| is == "collapse" || is == "filter")
}
