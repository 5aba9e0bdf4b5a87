//! A docx file → its tables as sheets.
//!
//! In: the file's bytes. Out: a [`Workbook`] with a sheet for each table, `Table 1` and so on; what stands above a
//! table, such as the agency's name, are rows above it. A table that goes on after a page's end is one sheet.
//! Tracked changes are read as accepted: what is deleted is left out, what is inserted is kept.

use quick_xml::events::BytesStart;

use super::damaged;
use super::limits::{Budget, texts_within};
use super::parts::Parts;
use super::xml::{Walk, attribute, walk};
use crate::error::Result;
use crate::grid::{DateSystem, Workbook};

mod columns;
mod fields;
mod lines;
mod numbering;
mod symbols;
mod tables;
mod text;

use fields::{FormField, OpenField, is_on};
use numbering::{Numbered, Numbering};
use tables::Tables;

/// Reads the tables of a docx file.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let path = main_part(&mut parts)?;
    let content = parts.part(&path)?.ok_or_else(|| damaged("its text is missing"))?;
    budget.unpack(content.len() as u64)?;
    texts_within(&content)?;
    let numbering = numbering(&mut parts, &path, budget)?;
    let mut reading = Reading {
        tables: Tables::new(budget),
        numbering,
        numbered: Numbered::default(),
        open: Vec::new(),
        asides: 0,
        controls: Vec::new(),
        fields: Vec::new(),
        is_hidden: false,
    };
    walk(&content, "text", &mut reading)?;
    Ok(Workbook { sheets: reading.tables.finish(), date_system: DateSystem::From1900 })
}

/// Where the text stands; programs give it other names than the usual one too.
fn main_part(parts: &mut Parts<'_>) -> Result<String> {
    let mut path = None;
    parts.each_relation("", |relation| {
        if relation.kind == "officeDocument" {
            path.get_or_insert(relation.target);
        }
    })?;
    Ok(path.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The lists of the document and the styles that number paragraphs.
fn numbering(parts: &mut Parts<'_>, path: &str, budget: &mut Budget) -> Result<Numbering> {
    let mut numbering = Numbering::default();
    let (mut lists, mut styles) = (None, None);
    parts.each_relation(path, |relation| match relation.kind.as_str() {
        "numbering" => lists = Some(relation.target),
        "styles" => styles = Some(relation.target),
        _ => {}
    })?;
    let mut part = |path: Option<String>| -> Result<Option<Vec<u8>>> {
        let part = path.map(|path| parts.part(&path)).transpose()?.flatten();
        budget.unpack(part.as_ref().map_or(0, Vec::len) as u64)?;
        part.as_deref().map_or(Ok(()), texts_within)?;
        Ok(part)
    };
    // Styles say nothing of numbers where no list is defined.
    if let Some(lists) = part(lists)? {
        numbering.add_lists(&lists)?;
        part(styles)?.map_or(Ok(()), |styles| numbering.add_styles(&styles))?;
    }
    Ok(numbering)
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
    /// Which list a paragraph belongs to.
    Numbers,
    Run,
    RunProperties,
    Text,
    /// A field of a form.
    Control,
    /// A list or a box of a form of the old kind.
    FormField,
    /// What is no text of the document: deleted, moved away, pictures, the second copy of a text box.
    Aside,
    Other,
}

/// Which elements are open.
struct Reading<'a> {
    tables: Tables<'a>,
    numbering: Numbering,
    /// What the paragraph says of its number.
    numbered: Numbered,
    open: Vec<Kind>,
    asides: usize,
    /// For each open field of a form, whether it shows what it does until something is put in.
    controls: Vec<bool>,
    /// The fields of the old kind that are open.
    fields: Vec<OpenField>,
    /// Whether the run is hidden text.
    is_hidden: bool,
}

impl Reading<'_> {
    /// Text of a run. Hidden text is none, nor is what a field of a form shows until something is put in; the cells and
    /// rows that stand in such a field stay.
    fn run_text(&mut self, piece: &str) -> Result<()> {
        if self.is_hidden || self.controls.last() == Some(&true) { Ok(()) } else { self.tables.text(piece) }
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
            "rPr" if parent == Some(&Kind::Run) => Kind::RunProperties,
            "numPr" if parent == Some(&Kind::ParagraphProperties) => Kind::Numbers,
            "ddList" | "checkBox" => Kind::FormField,
            "r" => Kind::Run,
            "t" if parent == Some(&Kind::Run) => Kind::Text,
            "sdt" => Kind::Control,
            // Of a row or of a paragraph's end this says that it is deleted or moved away itself.
            "del" | "moveFrom" if matches!(parent, Some(Kind::RowProperties | Kind::Mark)) => Kind::Other,
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
            ("del" | "moveFrom", Some(Kind::Mark)) => self.tables.delete_paragraph_end(),
            ("tblHeader", Some(Kind::RowProperties)) => {
                self.tables.mark_headings(is_on(attribute(element, "val").as_deref()));
            }
            ("gridCol", _) => self.tables.add_grid_column(attribute(element, "w").and_then(|width| width.parse().ok())),
            ("gridBefore", _) => self.tables.pass_over(number()),
            ("gridSpan", _) => self.tables.span(number()),
            ("vMerge", _) => self.tables.merge_down(attribute(element, "val").as_deref() == Some("restart")),
            ("showingPlcHdr", _) => {
                if let Some(control) = self.controls.last_mut() {
                    *control = true;
                }
            }
            ("pStyle", Some(Kind::ParagraphProperties)) => self.numbered.style = attribute(element, "val"),
            ("numId", Some(Kind::Numbers)) => self.numbered.list = Some(number()),
            ("ilvl", Some(Kind::Numbers)) => self.numbered.level = usize::try_from(number()).ok(),
            ("vanish", Some(Kind::RunProperties)) => self.is_hidden = is_on(attribute(element, "val").as_deref()),
            ("fldChar", Some(Kind::Run)) => self.field(attribute(element, "fldCharType").as_deref())?,
            (name, Some(Kind::FormField)) => {
                if let Some(form) = self.fields.last_mut().and_then(|field| field.form.as_mut()) {
                    form.take(name, element);
                }
            }
            ("sym", Some(Kind::Run)) => {
                let value = |name| attribute(element, name).unwrap_or_default();
                let shown = symbols::shown(&value("font"), &value("char"));
                self.run_text(shown.encode_utf8(&mut [0; 4]))?;
            }
            ("br" | "cr", Some(Kind::Run)) => self.run_text("\n")?,
            ("tab", Some(Kind::Run)) => self.run_text(" ")?,
            ("noBreakHyphen", Some(Kind::Run)) => self.run_text("-")?,
            _ => {}
        }
        Ok(())
    }

    /// A field of the old kind begins or ends. What it is in a form is said where no program wrote what it shows.
    fn field(&mut self, what: Option<&str>) -> Result<()> {
        match what {
            Some("begin") => self.fields.push(OpenField { from: self.tables.text_length(), form: None }),
            Some("end") => {
                let field = self.fields.pop().filter(|field| field.from == self.tables.text_length());
                if let Some(form) = field.and_then(|field| field.form) {
                    self.run_text(&form.shown())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The number that Word writes before the paragraph, once all is known of it.
    fn number(&mut self) -> Result<()> {
        let numbered = std::mem::take(&mut self.numbered);
        if !self.tables.is_deleted() {
            let number = self.numbering.next(&numbered);
            number.map_or(Ok(()), |number| self.tables.number(&number))?;
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
            Kind::Table => self.tables.begin_table()?,
            Kind::Row => self.tables.begin_row(),
            Kind::Cell => self.tables.begin_cell(),
            Kind::Paragraph => self.tables.begin_paragraph(),
            Kind::Run => self.is_hidden = false,
            Kind::Control => self.controls.push(false),
            Kind::FormField => {
                if let Some(field) = self.fields.last_mut() {
                    field.form = Some(Box::new(FormField::new(name == "checkBox")));
                }
            }
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
            Some(Kind::ParagraphProperties) => self.number()?,
            Some(Kind::Control) => self.controls.truncate(self.controls.len().saturating_sub(1)),
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
