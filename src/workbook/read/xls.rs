//! An xls file of Excel 95 to 2003 → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`]. The file is a list of records; each is read where it stands,
//! so that nothing in it makes room for more than it holds. Formulas keep their results, not their text.
//! The records are those of \[MS-XLS\], Excel Binary File Format Structure.

use std::collections::HashMap;

use super::formats::{Formats, error, packed};
use super::limits::{Budget, merged};
use super::ole::{Ole, SIGN, u16_at, u32_at};
use super::{damaged, marks, put_in_order, unreadable};
use crate::error::{Error, Result};
use crate::grid::{Address, Cell, DateSystem, Note, Range, Sheet, Value, Workbook};

mod text;

use text::{Pieces, Texts};

/// The most texts that cells may share.
const SHARED_TEXTS: usize = 1_000_000;

/// Reads an xls file, in its OLE wrapping or without.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let unwrapped;
    let stream = if bytes.starts_with(&SIGN) {
        let ole = Ole::open(bytes)?;
        let found = match ole.stream("Workbook")? {
            None => ole.stream("Book")?,
            found => found,
        };
        unwrapped = found.ok_or_else(|| damaged("it has no workbook in it"))?;
        unwrapped.as_slice()
    } else {
        bytes
    };
    let globals = Globals::read(stream, budget)?;
    let mut sheets = Vec::new();
    budget.sheets(globals.sheets.len())?;
    for listed in &globals.sheets {
        let mut sheet = Sheet { name: listed.name.clone(), hidden: listed.hidden, ..Sheet::default() };
        if listed.has_cells {
            let records = stream.get(listed.at..).ok_or_else(|| damaged("a sheet stands beyond its end"))?;
            SheetReader::new(&globals, &mut sheet, budget).read(records)?;
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system: globals.system })
}

/// A record: its kind, and its bytes.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    /// How many bytes it takes with its head.
    length: usize,
}

/// The kinds of record that are read.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000A;
    pub const NOTE: u16 = 0x001C;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const OBJECT: u16 = 0x005D;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_PACKED: u16 = 0x00BD;
    pub const RICH_LABEL: u16 = 0x00D6;
    pub const STYLE: u16 = 0x00E0;
    pub const MERGED: u16 = 0x00E5;
    pub const SHARED_TEXTS: u16 = 0x00FC;
    pub const SHARED_LABEL: u16 = 0x00FD;
    pub const OBJECT_TEXT: u16 = 0x01B6;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOLEAN_OR_ERROR: u16 = 0x0205;
    pub const RESULT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const PACKED: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

fn record(stream: &[u8], at: usize) -> Result<Option<Record<'_>>> {
    let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) else { return Ok(None) };
    let length = usize::from(length);
    let data = stream.get(at + 4..at + 4 + length).ok_or_else(|| damaged("it breaks off"))?;
    Ok(Some(Record { kind, data, length: 4 + length }))
}

/// The record at this place and those that continue it.
fn pieces(stream: &[u8], mut at: usize) -> Result<Pieces<'_>> {
    let mut pieces = Vec::new();
    while let Some(record) = record(stream, at)? {
        if !pieces.is_empty() && record.kind != kind::CONTINUE {
            break;
        }
        at += record.length;
        pieces.push(record.data);
    }
    Ok(Pieces::new(pieces))
}

fn short() -> Error {
    damaged("one of its records is too short")
}

fn two(data: &[u8], at: usize) -> Result<u16> {
    u16_at(data, at).ok_or_else(short)
}

fn four(data: &[u8], at: usize) -> Result<u32> {
    u32_at(data, at).ok_or_else(short)
}

fn number(data: &[u8], at: usize) -> Result<f64> {
    let eight = data.get(at..at + 8).and_then(|eight| eight.try_into().ok()).ok_or_else(short)?;
    Ok(f64::from_le_bytes(eight))
}

fn place(data: &[u8]) -> Result<Address> {
    Ok(Address::new(two(data, 0)?.into(), two(data, 2)?.into()))
}

/// What holds for the whole workbook.
struct Globals {
    system: DateSystem,
    texts: Texts,
    formats: Formats,
    shared: Vec<String>,
    sheets: Vec<Listed>,
}

struct Listed {
    name: String,
    at: usize,
    hidden: bool,
    has_cells: bool,
}

impl Globals {
    fn read(stream: &[u8], budget: &mut Budget) -> Result<Globals> {
        let mut globals = Globals {
            system: DateSystem::From1900,
            texts: Texts::default(),
            formats: Formats::default(),
            shared: Vec::new(),
            sheets: Vec::new(),
        };
        let (mut at, mut styles) = (0, Vec::new());
        while let Some(Record { kind, data, length }) = record(stream, at)? {
            match kind {
                kind::BEGIN => globals.texts.version(two(data, 0)?),
                // Excel 2 to 4 began with other records, and wrote cells otherwise.
                0x0009 | 0x0209 | 0x0409 if at == 0 => {
                    return Err(unreadable("this is a workbook of Excel 4 or older")
                        .help("open it in a spreadsheet program and save it as xlsx"));
                }
                kind::FILE_PASS => return Err(locked()),
                kind::DATE_MODE if two(data, 0)? == 1 => globals.system = DateSystem::From1904,
                kind::CODE_PAGE => globals.texts.code_page(two(data, 0)?),
                kind::FORMAT => {
                    let code = globals.texts.format(data).ok_or_else(short)?;
                    globals.formats.format(two(data, 0)?, &code);
                }
                kind::STYLE => styles.push(two(data, 2)?),
                kind::SHARED_TEXTS => globals.shared = shared_texts(pieces(stream, at)?, budget)?,
                kind::SHEET => {
                    globals.sheets.push(globals.listed(data)?);
                    budget.sheets(globals.sheets.len())?;
                }
                kind::EOF => break,
                _ => {}
            }
            at += length;
        }
        styles.into_iter().for_each(|format| globals.formats.style(format));
        Ok(globals)
    }

    fn listed(&self, data: &[u8]) -> Result<Listed> {
        let [state, kind] = data.get(4..6).and_then(|two| <[u8; 2]>::try_from(two).ok()).ok_or_else(short)?;
        let name = self.texts.short(data.get(6..).unwrap_or_default()).ok_or_else(short)?;
        let at = usize::try_from(four(data, 0)?).unwrap_or(usize::MAX);
        Ok(Listed { name: name.replace('\0', ""), at, hidden: state & 3 != 0, has_cells: kind == 0 })
    }
}

fn locked() -> Error {
    Error::new(crate::error::Code::NeedsPassword, "this xls file has a password, and such files can't be opened here")
        .help("open it in a spreadsheet program and save it as xlsx; that may have a password")
}

fn shared_texts(mut pieces: Pieces<'_>, budget: &mut Budget) -> Result<Vec<String>> {
    pieces.skip(8).ok_or_else(short)?;
    let mut shared = Vec::new();
    while !pieces.at_end() {
        let text = pieces.rich_text().ok_or_else(short)?;
        budget.text(text.len())?;
        shared.push(text);
        if shared.len() > SHARED_TEXTS {
            return Err(
                unreadable("it has more texts than a workbook can have").help("save the log alone in a new workbook")
            );
        }
    }
    Ok(shared)
}

/// Reads the records of one sheet.
struct SheetReader<'a> {
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
    fn new(globals: &'a Globals, sheet: &'a mut Sheet, budget: &'a mut Budget) -> SheetReader<'a> {
        let (hidden_columns, object_texts, notes) = (Vec::new(), HashMap::new(), Vec::new());
        SheetReader { globals, sheet, budget, hidden_columns, waiting: None, object: 0, object_texts, notes }
    }

    fn read(mut self, stream: &[u8]) -> Result<()> {
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
            kind::NUMBER => self.number(place(data)?, two(data, 4)?, number(data, 6)?),
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
            _ => self.globals.formats.value(number(data, 6)?, two(data, 4)?.into(), self.globals.system),
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
            let text = super::notes::without_name(&text, Some(&author)).trim().to_owned();
            if !text.is_empty() {
                self.sheet.notes.push(Note { at, text });
            }
        }
    }
}
