//! A table in plain text → one sheet of texts.
//!
//! In: the bytes of a csv file in UTF-8, UTF-16 or Windows-1252, its values apart by commas, semicolons or
//! tabs. Out: a [`Workbook`] of one sheet. Every value stays text; what it means is the log's business.

use std::borrow::Cow;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Bounds, damaged};
use crate::error::Result;
use crate::grid::{Address, Cell, DateSystem, Sheet, Value, Workbook};

/// Whether the bytes can be a text at all.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let text = decode(bytes);
    !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{80}'..='\u{9f}'))
}

/// UTF-8 or UTF-16 where the bytes say so, UTF-8 where they are valid, else what Excel on Windows writes.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    encoding.decode(bytes).0
}

/// Reads a csv file.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook> {
    let mut text = decode(bytes).into_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let (text, named) = named_delimiter(&text);
    let delimiter = named.unwrap_or_else(|| delimiter(text));
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut bounds = Bounds::default();
    let mut cells = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut row = 0u32;
    let mut lines = reader.position().line();
    while reader.read_record(&mut record).map_err(damaged)? {
        // The reader passes over empty lines; in a spreadsheet program they are rows.
        let own = 1 + record.iter().flat_map(str::bytes).filter(|byte| *byte == b'\n').count();
        let taken = usize::try_from(reader.position().line() - lines).unwrap_or(usize::MAX);
        lines = reader.position().line();
        row = row.saturating_add(u32::try_from(taken.saturating_sub(own)).unwrap_or(u32::MAX));
        for (column, value) in (0u32..).zip(&record) {
            if !value.is_empty() {
                bounds.check(row, column)?;
                let value = Value::Text(value.to_owned());
                cells.push(Cell { at: Address::new(row, column), value, formula: None });
            }
        }
        row = row.saturating_add(1);
    }
    let sheet = Sheet { name: "csv".to_owned(), cells, ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], date_system: DateSystem::From1900 })
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
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut widths: Vec<usize> = reader.records().take(LINES).flatten().map(|record| record.len()).collect();
        widths.sort_unstable();
        // Commas within sentences give lines of many different widths.
        let runs = widths.chunk_by(|a, b| a == b).filter(|run| run.first().is_some_and(|width| *width > 1));
        runs.map(|run| (run.len(), run.first().copied().unwrap_or_default())).max().unwrap_or_default()
    };
    // Of equals the last, the comma, is chosen.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| agreement(*delimiter)).unwrap_or(b',')
}
