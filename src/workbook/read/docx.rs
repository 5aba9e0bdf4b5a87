//! A docx file → its tables as sheets.
//!
//! In: the file's bytes. Out: a [`Workbook`] with a sheet for each table, `Table 1` and so on; what stands above a
//! table, such as the agency's name, are rows above it. A table that goes on after a page's end is one sheet. Tracked changes are read as accepted: what is deleted is left out, what is inserted is kept.

use quick_xml::events::BytesStart;

use super::damaged;
use super::limits::{Budget, texts_within};
use super::parts::Parts;
use super::xml::{Walk, attribute, each_element, walk};
use crate::error::Result;
use crate::grid::{DateSystem, Workbook};

mod lines;
mod tables;

use tables::Tables;

/// Reads the tables of a docx file.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let path = main_part(&mut parts)?;
    let content = parts.part(&path)?.ok_or_else(|| damaged("it has no text"))?;
    budget.unpack(content.len() as u64)?;
    texts_within(&content)?;
    let mut reading = Reading { tables: Tables::new(budget), open: Vec::new(), asides: 0, fields: Vec::new() };
    walk(&content, "text", &mut reading)?;
    Ok(Workbook { sheets: reading.tables.finish(), date_system: DateSystem::From1900 })
}

/// Where the text stands; programs give it other names than the usual one too.
fn main_part(parts: &mut Parts<'_>) -> Result<String> {
    let mut path = None;
    if let Some(relations) = parts.part("_rels/.rels")? {
        each_element(&relations, "Relationship", |element| {
            let kind = attribute(element, "Type").unwrap_or_default();
            if kind.ends_with("/officeDocument") {
                path = path.take().or_else(|| attribute(element, "Target"));
            }
        });
    }
    Ok(path.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// What an open element is to the reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Row,
    RowProperties,
    Cell,
    Paragraph,
    ParagraphProperties,
    /// The properties of a paragraph's end.
    Mark,
    Run,
    Text,
    /// A field of a form.
    Control,
    /// What is no text of the document: deleted, moved away, pictures, the second copy of a text box.
    Aside,
    Other,
}

/// Which elements are open.
struct Reading<'a> {
    tables: Tables<'a>,
    open: Vec<Kind>,
    asides: usize,
    /// For each open field of a form, whether it shows what it does until something is put in.
    fields: Vec<bool>,
}

impl Reading<'_> {
    /// Text of a run. What a field of a form shows until something is put in is none; the cells and rows that stand in
    /// such a field stay.
    fn run_text(&mut self, piece: &str) -> Result<()> {
        if self.fields.last() == Some(&true) { Ok(()) } else { self.tables.text(piece) }
    }

    fn kind(&self, name: &str) -> Kind {
        let parent = self.open.last();
        match name {
            _ if self.asides > 0 => Kind::Other,
            "tbl" => Kind::Table,
            "tr" => Kind::Row,
            "trPr" => Kind::RowProperties,
            "tc" => Kind::Cell,
            "p" => Kind::Paragraph,
            "pPr" => Kind::ParagraphProperties,
            "rPr" if parent == Some(&Kind::ParagraphProperties) => Kind::Mark,
            "r" => Kind::Run,
            "t" if parent == Some(&Kind::Run) => Kind::Text,
            "sdt" => Kind::Control,
            // Of a row or of a paragraph's end this says that it is deleted itself.
            "del" if matches!(parent, Some(Kind::RowProperties | Kind::Mark)) => Kind::Other,
            "del" | "moveFrom" | "drawing" | "pict" | "object" | "Fallback" => Kind::Aside,
            // The properties as they were before a tracked change.
            "pPrChange" | "rPrChange" | "trPrChange" | "tcPrChange" | "tblPrChange" | "tblGridChange" => Kind::Aside,
            _ => Kind::Other,
        }
    }

    /// What an element without text of its own says of what it stands in.
    fn other(&mut self, name: &str, element: &BytesStart<'_>, parent: Option<Kind>) -> Result<()> {
        let number = || attribute(element, "val").and_then(|value| value.trim().parse().ok()).unwrap_or(0);
        match (name, parent) {
            ("del", Some(Kind::RowProperties)) => self.tables.delete_row(),
            ("del", Some(Kind::Mark)) => self.tables.delete_paragraph_end(),
            ("gridBefore", _) => self.tables.pass_over(number()),
            ("gridSpan", _) => self.tables.span(number()),
            ("vMerge", _) => self.tables.merge_down(attribute(element, "val").as_deref() == Some("restart")),
            ("showingPlcHdr", _) => {
                if let Some(field) = self.fields.last_mut() {
                    *field = true;
                }
            }
            ("br" | "cr", Some(Kind::Run)) => self.run_text("\n")?,
            ("tab", Some(Kind::Run)) => self.run_text(" ")?,
            ("noBreakHyphen", Some(Kind::Run)) => self.run_text("-")?,
            _ => {}
        }
        Ok(())
    }
}

impl Walk for Reading<'_> {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<()> {
        let local = element.local_name();
        let name = local.as_ref();
        let kind = self.kind(name);
        let parent = self.open.last().copied();
        self.open.push(kind);
        match kind {
            Kind::Table => self.tables.begin_table(),
            Kind::Row => self.tables.begin_row(),
            Kind::Cell => self.tables.begin_cell(),
            Kind::Paragraph => self.tables.begin_paragraph(),
            Kind::Control => self.fields.push(false),
            Kind::Aside => self.asides += 1,
            Kind::Other if self.asides == 0 => self.other(name, element, parent)?,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        match self.open.pop() {
            Some(Kind::Table) => self.tables.end_table()?,
            Some(Kind::Row) => self.tables.end_row()?,
            Some(Kind::Cell) => self.tables.end_cell()?,
            Some(Kind::Paragraph) => self.tables.end_paragraph(),
            Some(Kind::Control) => self.fields.truncate(self.fields.len().saturating_sub(1)),
            Some(Kind::Aside) => self.asides -= 1,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, piece: &str) -> Result<()> {
        if self.open.last() == Some(&Kind::Text) { self.run_text(piece) } else { Ok(()) }
    }

    fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}
