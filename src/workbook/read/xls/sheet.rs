//! The records of one sheet of an xls file → its cells, marks and notes.
//!
//! In: what holds for the whole workbook, and the stream from where the sheet begins. Out: the [`Sheet`].

use std::collections::HashMap;

use super::Globals;
use super::records::{Record, kind, pieces, place, record};
use super::text::Pieces;
use crate::error::Result;
use crate::grid::{Address, Cell, Note, Range, Sheet, Value};
use crate::workbook::read::bytes::{four, fraction, short, two, u16_at};
use crate::workbook::read::formats::{error, packed};
use crate::workbook::read::limits::{Budget, merged};
use crate::workbook::read::{marks, notes, put_in_order};

/// Reads the records of one sheet.
pub(super) struct SheetReader<'a> {
    globals: &'a Globals,
    sheet: &'a mut Sheet,
    budget: &'a mut Budget,
    hidden_columns: Vec<(u32, u32)>,
    /// The formula whose result is a text, which comes in a record of its own.
    waiting: Option<Address>,
    /// The object being described, the texts of objects, and the notes by their objects.
    object: u16,
    object_texts: HashMap<u16, String>,
    notes: Vec<(Address, u16, String)>,
}

impl<'a> SheetReader<'a> {
    pub fn new(globals: &'a Globals, sheet: &'a mut Sheet, budget: &'a mut Budget) -> SheetReader<'a> {
        let (hidden_columns, object_texts, notes) = (Vec::new(), HashMap::new(), Vec::new());
        SheetReader { globals, sheet, budget, hidden_columns, waiting: None, object: 0, object_texts, notes }
    }

    pub fn read(mut self, stream: &[u8]) -> Result<()> {
        self.budget.sheet();
        let (mut at, mut depth) = (0, 0usize);
        while let Some(Record { kind, data, length }) = record(stream, at)? {
            match kind {
                kind::BEGIN => depth += 1,
                kind::EOF if depth <= 1 => break,
                kind::EOF => depth -= 1,
                // A chart within the sheet has cells of its own, which are not the sheet's.
                _ if depth > 1 => {}
                kind::OBJECT_TEXT => self.object_text(stream, at, length)?,
                _ => self.record(kind, data)?,
            }
            at += length;
        }
        // Sheets may share their records, so what each looks through counts.
        self.budget.unpack(at as u64)?;
        self.finish();
        Ok(())
    }

    fn record(&mut self, kind: u16, data: &[u8]) -> Result<()> {
        match kind {
            kind::NUMBER => self.number(place(data)?, two(data, 4)?, fraction(data, 6)?),
            kind::PACKED => self.number(place(data)?, two(data, 4)?, packed(four(data, 6)?)),
            kind::MANY_PACKED => {
                let first = place(data)?;
                let each = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                for (column, one) in (first.column..).zip(each) {
                    self.number(Address::new(first.row, column), two(one, 0)?, packed(four(one, 2)?))?;
                }
                Ok(())
            }
            kind::LABEL | kind::RICH_LABEL => {
                let text = self.globals.texts.long(data.get(6..).unwrap_or_default()).ok_or_else(short)?;
                self.keep(place(data)?, Value::Text(text), false)
            }
            kind::SHARED_LABEL => {
                let number = usize::try_from(four(data, 6)?).unwrap_or(usize::MAX);
                let text = self.globals.shared.get(number).cloned();
                self.keep(place(data)?, Value::Text(text.unwrap_or_default()), false)
            }
            kind::BOOLEAN_OR_ERROR => {
                let [value, is_error] =
                    data.get(6..8).and_then(|two| <[u8; 2]>::try_from(two).ok()).ok_or_else(short)?;
                self.keep(place(data)?, if is_error == 0 { Value::Boolean(value != 0) } else { error(value) }, false)
            }
            kind::FORMULA => self.formula(data),
            kind::RESULT => {
                let text = self.globals.texts.long(data).unwrap_or_default();
                if let Some(at) = self.waiting.take() {
                    // The cell was kept without a result.
                    self.sheet.cells.pop_if(|cell| cell.at == at);
                    self.keep(at, Value::Text(text), true)?;
                }
                Ok(())
            }
            kind::ROW => {
                if two(data, 12)? & 0x20 != 0 {
                    self.sheet.hidden_rows.insert(two(data, 0)?.into());
                }
                Ok(())
            }
            kind::COLUMNS => {
                if two(data, 8)? & 1 != 0 {
                    self.hidden_columns.push((two(data, 0)?.into(), two(data, 2)?.into()));
                }
                Ok(())
            }
            kind::MERGED => {
                for one in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let from = Address::new(two(one, 0)?.into(), two(one, 4)?.into());
                    let to = Address::new(two(one, 2)?.into(), two(one, 6)?.into());
                    self.sheet.merged.push(Range { from, to });
                }
                merged(self.sheet.merged.len())
            }
            kind::OBJECT => {
                // Before Excel 97 the text of a note stood in the note.
                self.object = u16_at(data, 6).unwrap_or_default();
                Ok(())
            }
            kind::NOTE => self.note(data),
            _ => Ok(()),
        }
    }

    fn number(&mut self, at: Address, style: u16, number: f64) -> Result<()> {
        let value = self.globals.formats.value(number, style.into(), self.globals.system);
        self.keep(at, value, false)
    }

    fn formula(&mut self, data: &[u8]) -> Result<()> {
        let at = place(data)?;
        let result = data.get(6..14).ok_or_else(short)?;
        self.waiting = None;
        let value = match *result {
            [0, _, _, _, _, _, 0xFF, 0xFF] => {
                self.waiting = Some(at);
                Value::NotCalculated
            }
            [1, _, value, _, _, _, 0xFF, 0xFF] => Value::Boolean(value != 0),
            [2, _, value, _, _, _, 0xFF, 0xFF] => error(value),
            [3, _, _, _, _, _, 0xFF, 0xFF] => Value::Text(String::new()),
            _ => self.globals.formats.value(fraction(data, 6)?, two(data, 4)?.into(), self.globals.system),
        };
        self.keep(at, value, true)
    }

    fn keep(&mut self, at: Address, value: Value, is_formula: bool) -> Result<()> {
        if let Value::Text(text) = &value {
            if text.is_empty() && !is_formula {
                return Ok(());
            }
            self.budget.text(text.len())?;
        }
        self.budget.cell(at.row, at.column)?;
        self.sheet.cells.push(Cell { at, value, formula: is_formula.then(String::new) });
        Ok(())
    }

    /// The text of the object described before: its first piece tells its length, the second is the text.
    fn object_text(&mut self, stream: &[u8], at: usize, length: usize) -> Result<()> {
        let count = record(stream, at)?.and_then(|record| u16_at(record.data, 10)).unwrap_or_default();
        let mut text = pieces(stream, at + length).unwrap_or_else(|_| Pieces::new(Vec::new()));
        let is_continued = record(stream, at + length)?.is_some_and(|next| next.kind == kind::CONTINUE);
        if count > 0 && is_continued {
            let text = text.characters_flagged(count.into()).unwrap_or_default();
            self.budget.text(text.len() + 64)?;
            self.object_texts.insert(self.object, text);
        }
        Ok(())
    }

    fn note(&mut self, data: &[u8]) -> Result<()> {
        let at = place(data)?;
        if self.globals.texts.is_97() {
            let author = self.globals.texts.long(data.get(8..).unwrap_or_default()).unwrap_or_default();
            self.budget.text(author.len() + 64)?;
            self.notes.push((at, two(data, 6)?, author));
        } else if at.row != 0xFFFF {
            // A long text goes on in notes without a place; its beginning is enough.
            let text = self.globals.texts.bytes(data.get(6..).unwrap_or_default());
            self.budget.text(text.len() + 64)?;
            self.sheet.notes.push(Note { at, text });
        }
        Ok(())
    }

    fn finish(mut self) {
        put_in_order(self.sheet);
        marks::hide_columns(self.sheet, self.hidden_columns);
        for (at, object, author) in self.notes {
            let Some(text) = self.object_texts.remove(&object) else { continue };
            let text = notes::without_name(&text, Some(&author)).trim().to_owned();
            if !text.is_empty() {
                self.sheet.notes.push(Note { at, text });
            }
        }
    }
}
