//! What calamine does not say of a sheet: hidden rows and columns, and merged ranges.
//!
//! In: the text of a workbook's parts. Out: the marks set on a [`Sheet`]. The text of an xlsx sheet is long
//! and its marks are few, so it is searched for the words, not parsed.

use std::collections::HashMap;

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::Parts;
use super::{ROWS, damaged};
use crate::error::Result;
use crate::grid::{Address, Range, Sheet};

/// The part of each sheet of an xlsx, by the sheet's name.
pub(super) fn sheet_paths(parts: &mut Parts<'_>) -> Result<HashMap<String, String>> {
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    let (Some(workbook), Some(relations)) = (parts.part("xl/workbook.xml")?, parts.part(RELATIONS)?) else {
        return Ok(HashMap::new());
    };
    let mut targets = HashMap::new();
    each_element(&relations, b"Relationship", |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, path);
        }
    });
    let mut paths = HashMap::new();
    each_element(&workbook, b"sheet", |element| {
        let id = attribute(element, "id").and_then(|id| targets.remove(&id));
        if let (Some(name), Some(path)) = (attribute(element, "name"), id) {
            paths.insert(name, path);
        }
    });
    Ok(paths)
}

/// Calls for each element of this name; stops where the text is not well formed.
pub(super) fn each_element(text: &[u8], name: &[u8], mut found: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref().as_bytes() == name => {
                found(&element);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// An attribute's text by its name, whatever stands before a colon.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Whether an xlsx sheet has formulas, as far as its text shows without being parsed: rather yes than no.
pub(super) fn has_formulas(text: &[u8]) -> bool {
    let ends = |place: usize| matches!(text.get(place + 2), Some(b'>' | b' ' | b'/' | b'\t' | b'\r' | b'\n'));
    [b"<f", b":f"].iter().any(|begin| Finder::new(begin).find_iter(text).any(ends))
}

/// Sets the hidden rows and columns and the merged ranges that the text of an xlsx sheet tells of.
pub(super) fn of_xlsx(text: &[u8], sheet: &mut Sheet) {
    let mut columns = Vec::new();
    for place in Finder::new("hidden=").find_iter(text) {
        let Some(tag) = Tag::around(text, place) else { continue };
        if !matches!(tag.attribute("hidden"), Some("1" | "true")) {
            continue;
        }
        let number = |name| tag.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
        match tag.name() {
            "row" => sheet.hidden_rows.extend(number("r").filter(|row| *row < ROWS)),
            "col" => columns.extend(number("min").zip(number("max"))),
            _ => {}
        }
    }
    hide_columns(sheet, &columns);
    for place in Finder::new("mergeCell ").find_iter(text) {
        let Some(tag) = Tag::around(text, place) else { continue };
        let range = tag.attribute("ref").and_then(|range| {
            let (from, to) = range.split_once(':')?;
            let address = |text: &str| Address::try_from(text.to_owned()).ok();
            Some(Range { from: address(from)?, to: address(to)? })
        });
        sheet.merged.extend(range);
    }
}

/// Hides columns; beyond the last one that holds something there is nothing to hide.
fn hide_columns(sheet: &mut Sheet, ranges: &[(u32, u32)]) {
    if ranges.is_empty() {
        return;
    }
    let last = sheet.cells.iter().map(|cell| cell.at.column).max().unwrap_or_default();
    for (from, to) in ranges {
        sheet.hidden_columns.extend(*from..=last.min(*to));
    }
}

fn hide_rows(sheet: &mut Sheet, from: u32, to: u32) {
    let last = sheet.cells.last().map(|cell| cell.at.row).unwrap_or_default();
    sheet.hidden_rows.extend(from..=to.min(last));
}

/// What the text of an ods file says of one sheet.
pub(super) struct OdsMarks {
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
    merged: Vec<Range>,
    /// Where the next cell stands.
    next: Address,
    /// How many rows the row being read stands for.
    repeated: u32,
    next_column: u32,
}

/// The marks of every sheet of an ods file, in order.
///
/// # Errors
/// The text is not well formed. That is found out here because calamine waits for the end of an element
/// for ever.
pub(super) fn of_ods(text: &[u8]) -> Result<Vec<OdsMarks>> {
    let mut reader = Reader::from_reader(text);
    let mut sheets: Vec<OdsMarks> = Vec::new();
    let mut open = 0usize;
    let mut tables = 0usize;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(element) => {
                open += 1;
                if element.name().as_ref() == "table:table" {
                    tables += 1;
                    // A table within a cell is no sheet.
                    if tables == 1 {
                        sheets.push(OdsMarks::new());
                    }
                }
                if let Some(sheet) = sheets.last_mut().filter(|_| tables == 1) {
                    sheet.begin(&element);
                }
            }
            Event::Empty(element) => {
                if let Some(sheet) = sheets.last_mut().filter(|_| tables == 1) {
                    sheet.begin(&element);
                    sheet.end(element.name().as_ref());
                }
            }
            Event::End(element) => {
                open = open.saturating_sub(1);
                if let Some(sheet) = sheets.last_mut().filter(|_| tables == 1) {
                    sheet.end(element.name().as_ref());
                }
                if element.name().as_ref() == "table:table" {
                    tables = tables.saturating_sub(1);
                }
            }
            Event::Eof if open > 0 => return Err(damaged("its content breaks off")),
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl OdsMarks {
    fn new() -> OdsMarks {
        let (rows, columns, merged) = (Vec::new(), Vec::new(), Vec::new());
        OdsMarks { rows, columns, merged, next: Address::new(0, 0), repeated: 1, next_column: 0 }
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.name();
        let count = |of: &str| attribute(element, of).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).clamp(1, ROWS);
        let hidden = || attribute(element, "visibility").is_some_and(|is| is == "collapse" || is == "filter");
        match name.as_ref() {
            "table:table-column" => {
                let from = self.next_column;
                self.next_column = from.saturating_add(count("number-columns-repeated"));
                if hidden() {
                    self.columns.push((from, self.next_column - 1));
                }
            }
            "table:table-row" => {
                let from = self.next.row;
                // The row's own number stays until its cells are read.
                self.repeated = count("number-rows-repeated");
                if hidden() {
                    self.rows.push((from, from.saturating_add(self.repeated - 1)));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let (rows, columns) = (count("number-rows-spanned"), count("number-columns-spanned"));
                if rows > 1 || columns > 1 {
                    let Address { row, column } = self.next;
                    let to = Address::new(row.saturating_add(rows - 1), column.saturating_add(columns - 1));
                    self.merged.push(Range { from: self.next, to });
                }
                self.next.column = self.next.column.saturating_add(count("number-columns-repeated"));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "table:table-row" {
            self.next = Address::new(self.next.row.saturating_add(self.repeated), 0);
        }
    }

    /// Sets the marks on the sheet.
    pub(super) fn set(self, sheet: &mut Sheet) {
        for (from, to) in self.rows {
            hide_rows(sheet, from, to);
        }
        hide_columns(sheet, &self.columns);
        sheet.merged = self.merged;
    }
}

/// A tag of XML: what stands between `<` and `>`.
struct Tag<'a>(&'a str);

impl<'a> Tag<'a> {
    /// The tag within which this place lies; `None` where it lies in a text.
    fn around(text: &'a [u8], place: usize) -> Option<Tag<'a>> {
        // No tag of a sheet is longer, and looking further for each word would take for ever in a hostile file.
        const LONGEST: usize = 4096;
        let first = place.saturating_sub(LONGEST);
        let (before, after) = (text.get(first..place)?, text.get(place..)?);
        let start = first + memrchr(b'<', before)?;
        let end = place + memchr(b'>', after.get(..LONGEST.min(after.len()))?)?;
        let inside = text.get(start + 1..end)?;
        // A `>` before the place closes the tag: the place lies in the text after it.
        let in_text = memrchr(b'>', before).is_some_and(|close| first + close > start);
        if in_text { None } else { std::str::from_utf8(inside).ok().map(Tag) }
    }

    fn name(&self) -> &'a str {
        let name = self.0.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once('=') {
            let key = before.split_ascii_whitespace().next_back().unwrap_or_default();
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after.strip_prefix(quote)?.split_once(quote)?;
            if key == name {
                return Some(value);
            }
            rest = next;
        }
        None
    }
}
