//! A table in plain text → one sheet of texts.
//!
//! In: the bytes of a csv file in UTF-8, UTF-16 or Windows-1252, its values apart by commas, semicolons or
//! tabs. Out: a [`Workbook`] of one sheet. Every value stays text; what it means is the log's business.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::damaged;
use super::limits::{Budget, beyond_sheet};
use crate::error::{Error, Result};
use crate::grid::{Address, COLUMNS, Cell, DateSystem, Sheet, Value, Workbook};

/// Whether the bytes can be a text at all: of control characters, which old programs leave, there are few.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let text = decode(bytes);
    let controls = text.chars().filter(|character| is_stray(*character)).count();
    !text.contains('\0') && controls <= text.len() / 100
}

/// Whether a character means nothing in a table.
fn is_stray(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{80}'..='\u{9f}')
}

/// UTF-8 or UTF-16 where the bytes say so, UTF-8 where they are valid, else what Excel on Windows writes.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        // Without a sign, every second byte of ordinary words is empty.
        [1..=u8::MAX, 0, 1..=u8::MAX, 0, ..] => UTF_16LE,
        [0, 1..=u8::MAX, 0, 1..=u8::MAX, ..] => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// Reads a csv file.
pub(super) fn read(bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    let decoded = decode(bytes);
    let (text, named) = named_delimiter(&decoded);
    let mut records = Records::new(text, named.unwrap_or_else(|| delimiter(text)));
    records.line += usize::from(named.is_some());
    budget.sheet();
    let mut cells = Vec::new();
    while let Some(row) = records.next_row() {
        records.read(|column, value| {
            if value.is_empty() {
                return Ok(());
            }
            let value = String::from_utf8_lossy(value);
            let value = if value.contains(is_stray) { value.replace(is_stray, "") } else { value.into_owned() };
            budget.cell(row, column)?;
            budget.text(value.len())?;
            cells.push(Cell { at: Address::new(row, column), value: Value::Text(value), formula: None });
            Ok(())
        })?;
    }
    let sheet = Sheet { name: "csv".to_owned(), cells, ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], date_system: DateSystem::From1900 })
}

/// The records of a table, value by value, so that no line is ever held as a whole.
struct Records<'a> {
    reader: Reader,
    rest: &'a [u8],
    /// The row that comes next.
    row: u32,
    /// The line of the file, counted from 1, in which the rest begins; a value may hold several.
    line: usize,
    value: Vec<u8>,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: u8) -> Records<'a> {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Records { reader, rest: text.as_bytes(), row: 0, line: 1, value: Vec::new() }
    }

    /// The number of the next row that is not empty. In a spreadsheet program empty lines are rows too.
    fn next_row(&mut self) -> Option<u32> {
        loop {
            self.rest = match self.rest {
                [] => return None,
                [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
                _ => break,
            };
            self.row = self.row.saturating_add(1);
            self.line += 1;
        }
        let row = self.row;
        self.row = self.row.saturating_add(1);
        Some(row)
    }

    /// Reads one record; says how many values it has.
    fn read(&mut self, mut found: impl FnMut(u32, &[u8]) -> Result<()>) -> Result<u32> {
        let mut piece = [0; 1024];
        let mut column = 0;
        let mut begins = self.line;
        loop {
            // A last line ends here, whether the file says so or not.
            let is_over = self.rest.is_empty();
            let (outcome, taken, written) = self.reader.read_field(if is_over { b"\n" } else { self.rest }, &mut piece);
            let (done, rest) = self.rest.split_at(taken.min(self.rest.len()));
            let ends_in_return = done.last() == Some(&b'\r');
            self.line += memchr::memchr_iter(b'\n', done).count();
            self.rest = rest;
            self.value.extend_from_slice(piece.get(..written).unwrap_or_default());
            match outcome {
                ReadFieldResult::InputEmpty if is_over => return Err(never_closed(begins)),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    if column >= COLUMNS {
                        return Err(beyond_sheet());
                    }
                    found(column, &self.value)?;
                    self.value.clear();
                    begins = self.line;
                    column += 1;
                    if record_end {
                        if let (true, [b'\n', rest @ ..]) = (ends_in_return, self.rest) {
                            self.rest = rest;
                            self.line += 1;
                        }
                        return Ok(column);
                    }
                }
                ReadFieldResult::End => return Ok(column),
            }
        }
    }
}

/// All that comes after it would be one value.
fn never_closed(line: usize) -> Error {
    damaged(format_args!("a quotation mark that opens in line {line} is never closed"))
        .help("open it in a text editor, and close the quotation mark or take it out")
}

/// A first line `sep=;`, with which Excel names the delimiter.
fn named_delimiter(text: &str) -> (&str, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (rest, Some(*delimiter)),
        _ => (text, None),
    }
}

/// The delimiter by which most of the first lines fall into equally many values.
fn delimiter(text: &str) -> u8 {
    const LINES: usize = 50;
    let agreement = |delimiter: u8| {
        let mut records = Records::new(text, delimiter);
        let mut widths = Vec::new();
        while widths.len() < LINES && records.next_row().is_some() {
            let Ok(width) = records.read(|_, _| Ok(())) else { break };
            widths.push(width);
        }
        widths.sort_unstable();
        // Commas within sentences give lines of many different widths.
        let runs = widths.chunk_by(|a, b| a == b).filter(|run| run.first().is_some_and(|width| *width > 1));
        runs.map(|run| (run.len(), run.first().copied().unwrap_or_default())).max().unwrap_or_default()
    };
    // Of equals the last, the comma, is chosen.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| agreement(*delimiter)).unwrap_or(b',')
}
