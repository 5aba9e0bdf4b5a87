//! An xls file of Excel 95 to 2003 → its cells, hidden rows and columns, merged ranges and notes.
//!
//! In: the file's bytes. Out: a [`Workbook`]. The file is a list of records; each is read where it stands,
//! so that nothing in it makes room for more than it holds. Formulas keep their results, not their text.
//! The records are those of \[MS-XLS\], Excel Binary File Format Structure.

use super::bytes::{four, short, two};
use super::formats::Formats;
use super::limits::{Budget, SHARED_TEXTS, too_many};
use super::ole::{Ole, SIGN};
use super::{damaged, unreadable};
use crate::error::{Code, Error, Result};
use crate::grid::{DateSystem, Sheet, Workbook};

mod records;
mod sheet;
mod text;

use records::{Record, kind, pieces, record};
use sheet::SheetReader;
use text::{Pieces, Texts};

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
            let records = stream
                .get(listed.at..)
                .ok_or_else(|| damaged("one of its sheets can't be found; it may be cut off"))?;
            SheetReader::new(&globals, &mut sheet, budget).read(records)?;
        }
        sheets.push(sheet);
    }
    Ok(Workbook { sheets, date_system: globals.system })
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
    Error::new(Code::NeedsPassword, "this xls file has a password, and such files can't be opened here")
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
            return Err(too_many("texts"));
        }
    }
    Ok(shared)
}
