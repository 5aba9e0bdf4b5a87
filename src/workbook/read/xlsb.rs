//! An xlsb file → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`]. Its parts are lists of records; each is read where it stands, so
//! that nothing in it makes room for more than it holds. Formulas keep their results, not their text. The
//! records are those of \[MS-XLSB\], Excel Binary File Format (.xlsb) Structure.

use std::collections::HashMap;

use super::bytes::{breaks_off, four, fraction, short, two, utf16};
use super::formats::{Formats, error, packed};
use super::limits::{Budget, SHARED_TEXTS, merged, too_many};
use super::parts::Parts;
use super::{marks, notes, put_in_order};
use crate::error::Result;
use crate::grid::{Address, Cell, DateSystem, Note, ROWS, Range, Sheet, Value, Workbook};

/// Reads an xlsb file.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let mut parts = Parts::open(bytes, &budget.limits)?;
    let mut targets = HashMap::new();
    parts.each_relation("xl/workbook.bin", |relation| {
        targets.insert(relation.id, relation.target);
    })?;
    let mut part = |name: &str, budget: &mut Budget| -> Result<Vec<u8>> {
        let part = parts.part(name)?.unwrap_or_default();
        budget.unpack(part.len() as u64)?;
        Ok(part)
    };
    let (listed, system) = listed(&part("xl/workbook.bin", budget)?, budget)?;
    let formats = formats(&part("xl/styles.bin", budget)?)?;
    let shared = shared_texts(&part("xl/sharedStrings.bin", budget)?, budget)?;
    let mut sheets = Vec::new();
    for Listed { name, hidden, relation } in listed {
        let mut sheet = Sheet { name, hidden, ..Sheet::default() };
        // Charts and dialogs have no cells.
        if let Some(path) = targets.get(&relation).filter(|path| path.contains("worksheets/")) {
            let records = parts.part(path)?.unwrap_or_default();
            budget.unpack(records.len() as u64)?;
            budget.sheet();
            let mut reader = SheetReader {
                formats: &formats,
                shared: &shared,
                system,
                row: 0,
                hidden: Vec::new(),
                sheet: &mut sheet,
            };
            each(&records, |kind, data| reader.record(kind, data, budget))?;
            let hidden = reader.hidden;
            put_in_order(&mut sheet);
            marks::hide_columns(&mut sheet, hidden);
            sheet.notes = notes::of_sheet(&mut parts, path, budget, comments)?;
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system: system })
}

/// The kinds of record that are read.
mod kind {
    pub const ROW: u32 = 0;
    pub const PACKED: u32 = 2;
    pub const ERROR: u32 = 3;
    pub const BOOLEAN: u32 = 4;
    pub const NUMBER: u32 = 5;
    pub const TEXT: u32 = 6;
    pub const SHARED: u32 = 7;
    pub const FORMULA_TEXT: u32 = 8;
    pub const FORMULA_NUMBER: u32 = 9;
    pub const FORMULA_BOOLEAN: u32 = 10;
    pub const FORMULA_ERROR: u32 = 11;
    pub const SHARED_TEXT: u32 = 19;
    pub const FORMAT: u32 = 44;
    pub const STYLE: u32 = 47;
    pub const COLUMNS: u32 = 60;
    pub const WORKBOOK: u32 = 153;
    pub const SHEET: u32 = 156;
    pub const MERGED: u32 = 176;
    pub const STYLES_BEGIN: u32 = 617;
    pub const STYLES_END: u32 = 618;
    pub const AUTHOR: u32 = 632;
    pub const COMMENT: u32 = 635;
    pub const COMMENT_TEXT: u32 = 637;
}

/// Calls for each record of a part.
fn each(part: &[u8], mut found: impl FnMut(u32, &[u8]) -> Result<()>) -> Result<()> {
    let mut at = 0;
    while at < part.len() {
        let kind = variable(part, &mut at, 2)?;
        let length = variable(part, &mut at, 4)? as usize;
        let data = part.get(at..at + length).ok_or_else(breaks_off)?;
        at += length;
        found(kind, data)?;
    }
    Ok(())
}

/// A number of seven bits a byte, lowest first.
fn variable(part: &[u8], at: &mut usize, most: u32) -> Result<u32> {
    let mut number = 0;
    for place in 0..most {
        let byte = *part.get(*at).ok_or_else(breaks_off)?;
        *at += 1;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}

/// A text at a place, and where it ends.
fn text(data: &[u8], at: usize) -> Result<(String, usize)> {
    let length = four(data, at)? as usize;
    let end = length.checked_mul(2).and_then(|bytes| (at + 4).checked_add(bytes)).ok_or_else(short)?;
    Ok((utf16(data.get(at + 4..end).ok_or_else(short)?), end))
}

struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

fn listed(part: &[u8], budget: &Budget) -> Result<(Vec<Listed>, DateSystem)> {
    let (mut listed, mut system) = (Vec::new(), DateSystem::From1900);
    each(part, |kind, data| {
        match kind {
            kind::WORKBOOK if four(data, 0)? & 1 != 0 => system = DateSystem::From1904,
            kind::SHEET if four(data, 8)? != u32::MAX => {
                let (relation, end) = text(data, 8)?;
                let (name, _) = text(data, end)?;
                listed.push(Listed { name, hidden: four(data, 0)? != 0, relation });
                budget.sheets(listed.len())?;
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((listed, system))
}

fn formats(part: &[u8]) -> Result<Formats> {
    let (mut formats, mut of_cells) = (Formats::default(), false);
    each(part, |kind, data| {
        match kind {
            kind::FORMAT => formats.format(two(data, 0)?, &text(data, 2)?.0),
            kind::STYLES_BEGIN => of_cells = true,
            kind::STYLES_END => of_cells = false,
            kind::STYLE if of_cells => formats.style(two(data, 2)?),
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

fn shared_texts(part: &[u8], budget: &mut Budget) -> Result<Vec<String>> {
    let mut shared = Vec::new();
    each(part, |kind, data| {
        if kind == kind::SHARED_TEXT {
            let (text, _) = text(data, 1)?;
            budget.text(text.len())?;
            shared.push(text);
            if shared.len() > SHARED_TEXTS {
                return Err(too_many("texts"));
            }
        }
        Ok(())
    })?;
    Ok(shared)
}

/// Reads the records of one sheet.
struct SheetReader<'a> {
    formats: &'a Formats,
    shared: &'a [String],
    system: DateSystem,
    row: u32,
    hidden: Vec<(u32, u32)>,
    sheet: &'a mut Sheet,
}

impl SheetReader<'_> {
    fn record(&mut self, kind: u32, data: &[u8], budget: &mut Budget) -> Result<()> {
        let byte = |at: usize| data.get(at).copied().ok_or_else(short);
        let value = match kind {
            kind::ROW => {
                self.row = four(data, 0)?;
                if byte(11)? & 0x10 != 0 && self.row < ROWS {
                    self.sheet.hidden_rows.insert(self.row);
                }
                return Ok(());
            }
            kind::COLUMNS => {
                if byte(16)? & 1 != 0 {
                    self.hidden.push((four(data, 0)?, four(data, 4)?));
                }
                return Ok(());
            }
            kind::MERGED => {
                let from = Address::new(four(data, 0)?, four(data, 8)?);
                self.sheet.merged.push(Range { from, to: Address::new(four(data, 4)?, four(data, 12)?) });
                return merged(self.sheet.merged.len());
            }
            kind::PACKED => self.number(data, packed(four(data, 8)?))?,
            kind::NUMBER | kind::FORMULA_NUMBER => self.number(data, fraction(data, 8)?)?,
            kind::BOOLEAN | kind::FORMULA_BOOLEAN => Value::Boolean(byte(8)? != 0),
            kind::ERROR | kind::FORMULA_ERROR => error(byte(8)?),
            kind::TEXT | kind::FORMULA_TEXT => Value::Text(text(data, 8)?.0),
            kind::SHARED => {
                let number = four(data, 8)? as usize;
                Value::Text(self.shared.get(number).cloned().unwrap_or_default())
            }
            _ => return Ok(()),
        };
        let is_formula = (kind::FORMULA_TEXT..=kind::FORMULA_ERROR).contains(&kind);
        if let Value::Text(text) = &value {
            if text.is_empty() && !is_formula {
                return Ok(());
            }
            budget.text(text.len())?;
        }
        let at = Address::new(self.row, four(data, 0)?);
        budget.cell(at.row, at.column)?;
        self.sheet.cells.push(Cell { at, value, formula: is_formula.then(String::new) });
        Ok(())
    }

    fn number(&self, data: &[u8], number: f64) -> Result<Value> {
        // The style takes three bytes.
        let style = four(data, 4)? & 0x00FF_FFFF;
        Ok(self.formats.value(number, style as usize, self.system))
    }
}

/// The notes in a part of notes.
fn comments(part: &[u8], budget: &mut Budget) -> Result<Vec<Note>> {
    let (mut authors, mut found, mut open) = (Vec::new(), Vec::new(), None);
    each(part, |kind, data| {
        match kind {
            kind::AUTHOR => authors.push(text(data, 0)?.0),
            kind::COMMENT => open = Some((four(data, 0)? as usize, Address::new(four(data, 4)?, four(data, 12)?))),
            kind::COMMENT_TEXT => {
                if let Some((author, at)) = open.take() {
                    let (text, _) = text(data, 1)?;
                    let author = authors.get(author).map(String::as_str);
                    found.extend(notes::note(at, &text, author, budget)?);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}
