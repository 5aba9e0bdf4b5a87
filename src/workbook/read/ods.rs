//! An ods file → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`], read in one pass over the content. A cell or row that says it
//! stands for many is written out only where it holds something, and every copy counts.

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::damaged;
use super::limits::{Budget, texts_within};
use super::parts::Parts;
use super::xml::{Walk, attribute, first_element, walk};
use crate::error::{Code, Error, Result};
use crate::grid::{DateSystem, Sheet, Workbook};

mod sheet;

use sheet::{OpenCell, OpenSheet, Paragraphs, count};

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
    let content = parts.part("content.xml")?.ok_or_else(|| damaged("its sheets are missing"))?;
    budget.unpack(content.len() as u64)?;
    texts_within(&content)?;
    let mut reading = Reading::new(budget);
    walk(&content, "content", &mut reading)?;
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
    /// What is no cell's own text: who wrote a note and when, shapes, a table within a cell; a sheet of another file.
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
    fn kind(&self, name: &str, element: &BytesStart<'_>) -> Kind {
        let in_cell = self.cell.is_some();
        match name {
            _ if self.asides > 0 => Kind::Other,
            "style:style" if !self.in_table => Kind::Style,
            "table:table" if !self.in_table && !is_of_another_file(element) => Kind::Table,
            "table:table-row" if self.in_table && !in_cell => Kind::Row,
            "table:table-cell" | "table:covered-table-cell" if self.open.last() == Some(&Kind::Row) => Kind::Cell,
            "office:annotation" if in_cell && !self.in_paragraph => Kind::Note,
            "text:p" | "text:h" if in_cell && !self.in_paragraph => Kind::Paragraph,
            "table:table" | "table:shapes" | "dc:creator" | "dc:date" | "meta:date-string" => Kind::Aside,
            _ if name.starts_with("draw:") => Kind::Aside,
            _ => Kind::Other,
        }
    }

    fn begin_table(&mut self, element: &BytesStart<'_>) -> Result<()> {
        self.in_table = true;
        self.budget.sheets(self.sheets.len() + 1)?;
        self.budget.sheet();
        let name = attribute(element, "name").unwrap_or_default();
        self.budget.text(name.len())?;
        let hidden = attribute(element, "style-name").is_some_and(|style| self.hidden_styles.contains(&style));
        self.sheets.push(OpenSheet::new(name, hidden));
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

    fn finish(self) -> Vec<Sheet> {
        self.sheets.into_iter().map(OpenSheet::finish).collect()
    }
}

/// Whether a table is what LibreOffice keeps of a sheet of another workbook, to which a formula refers:
/// `'file:///C:/old.ods'#Log`.
fn is_of_another_file(table: &BytesStart<'_>) -> bool {
    attribute(table, "name").is_some_and(|name| name.strip_prefix('\'').is_some_and(|rest| rest.contains("'#")))
}

impl Walk for Reading<'_> {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let name = element.name();
        let kind = self.kind(name.as_ref(), element);
        self.open.push(kind);
        match kind {
            Kind::Style => self.style = attribute(element, "name"),
            Kind::Table => self.begin_table(element)?,
            Kind::Row => {
                if let Some(open) = self.sheets.last_mut() {
                    open.begin_row(element);
                }
            }
            Kind::Cell => {
                if let Some(open) = self.sheets.last_mut() {
                    self.cell = Some(open.begin_cell(element)?);
                }
            }
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

    fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}
