//! What calamine does not say of an xlsx sheet: hidden rows and columns, merged ranges, frozen panes.
//!
//! In: the text of a sheet. Out: the marks set on a [`Sheet`]. The text is long and its marks are few, so it
//! is searched for the words, not parsed.

use std::collections::BTreeSet;

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use super::limits::merged;
use crate::error::Result;
use crate::grid::{Address, ROWS, Range, Sheet};

/// Whether an xlsx sheet has formulas, as far as its text shows without being parsed: rather yes than no.
pub(super) fn has_formulas(text: &[u8]) -> bool {
    let ends = |place: usize| matches!(text.get(place + 2), Some(b'>' | b' ' | b'/' | b'\t' | b'\r' | b'\n'));
    [b"<f", b":f"].iter().any(|begin| Finder::new(begin).find_iter(text).any(ends))
}

/// What the text of an xlsx sheet says of it besides its cells.
#[derive(Default)]
pub(super) struct Marks {
    frozen: bool,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Range>,
}

impl Marks {
    /// The hidden rows and columns, the merged ranges and the frozen panes that a text tells of.
    ///
    /// # Errors
    /// More merged ranges than a sheet can mean.
    pub(super) fn of_xlsx(text: &[u8]) -> Result<Marks> {
        let mut marks = Marks::default();
        // Views stand before the cells, where a long text need not be searched.
        let views = text.get(..Finder::new(b"sheetData").find(text).unwrap_or(text.len())).unwrap_or_default();
        each_tag_with(views, b"pane ", |tag| marks.frozen |= tag.name() == "pane");
        let mut rows = Rows::default();
        each_tag_with(text, b"hidden=", |tag| {
            if !matches!(tag.attribute("hidden"), Some("1" | "true")) {
                return;
            }
            match tag.name() {
                "row" => marks
                    .hidden_rows
                    .extend(tag.number("r").or_else(|| rows.up_to(text, tag.end)).filter(|row| *row < ROWS)),
                "col" => marks.hidden_columns.extend(tag.number("min").zip(tag.number("max"))),
                _ => {}
            }
        });
        each_tag_with(text, b"mergeCell ", |tag| {
            let range = tag.attribute("ref").and_then(|range| {
                let (from, to) = range.split_once(':')?;
                let address = |text: &str| Address::try_from(text.to_owned()).ok();
                Some(Range { from: address(from)?, to: address(to)? })
            });
            marks.merged.extend(range);
        });
        merged(marks.merged.len())?;
        Ok(marks)
    }

    /// Puts them on the sheet, whose cells are there.
    pub(super) fn put_on(self, sheet: &mut Sheet) {
        (sheet.frozen, sheet.hidden_rows, sheet.merged) = (self.frozen, self.hidden_rows, self.merged);
        hide_columns(sheet, self.hidden_columns);
    }
}

/// The rows of a sheet counted so far: one that does not say its number comes after the one before it.
#[derive(Default)]
struct Rows {
    next: u32,
    /// Where in the text the rows end that are counted.
    done: usize,
}

impl Rows {
    /// The number of the row whose tag ends here.
    fn up_to(&mut self, text: &[u8], end: usize) -> Option<u32> {
        each_tag_with(text.get(self.done..=end)?, b"row", |tag| {
            if tag.name() == "row" {
                self.next = tag.number("r").unwrap_or(self.next).saturating_add(1);
            }
        });
        self.done = end + 1;
        self.next.checked_sub(1)
    }
}

/// Calls once for each tag in which the word stands.
fn each_tag_with<'a>(text: &'a [u8], word: &[u8], mut found: impl FnMut(&Tag<'a>)) {
    let mut done = 0;
    for place in Finder::new(word).find_iter(text) {
        // A tag with the word in it a thousand times is looked at once.
        if place < done {
            continue;
        }
        if let Some(tag) = Tag::around(text, place) {
            done = tag.end;
            found(&tag);
        }
    }
}

/// Hides columns; beyond the last one that holds something there is nothing to hide.
pub(super) fn hide_columns(sheet: &mut Sheet, ranges: Vec<(u32, u32)>) {
    if ranges.is_empty() {
        return;
    }
    let last = sheet.cells.iter().map(|cell| cell.at.column).max().unwrap_or_default();
    each_once(ranges, last, |column| {
        sheet.hidden_columns.insert(column);
    });
}

/// Hides rows; beyond the last one that holds something there is nothing to hide.
pub(super) fn hide_rows(sheet: &mut Sheet, ranges: Vec<(u32, u32)>) {
    let last = sheet.cells.last().map(|cell| cell.at.row).unwrap_or_default();
    each_once(ranges, last, |row| {
        sheet.hidden_rows.insert(row);
    });
}

/// Calls once for each number up to the last in any of the ranges, however often they overlap.
fn each_once(mut ranges: Vec<(u32, u32)>, last: u32, mut found: impl FnMut(u32)) {
    ranges.sort_unstable();
    let mut next = 0;
    for (from, to) in ranges {
        for number in from.max(next)..=to.min(last) {
            found(number);
        }
        next = next.max(to.min(last).saturating_add(1));
    }
}

/// A tag of XML: what stands between `<` and `>`, and where it ends.
struct Tag<'a> {
    inside: &'a str,
    end: usize,
}

impl<'a> Tag<'a> {
    /// The tag within which this place lies; `None` where it lies in a text.
    fn around(text: &'a [u8], place: usize) -> Option<Tag<'a>> {
        // No tag of a sheet is longer, and looking further for each word would take for ever in a hostile file.
        const LONGEST: usize = 1024;
        let first = place.saturating_sub(LONGEST);
        let (before, after) = (text.get(first..place)?, text.get(place..)?);
        let start = first + memrchr(b'<', before)?;
        let end = place + memchr(b'>', after.get(..LONGEST.min(after.len()))?)?;
        let inside = text.get(start + 1..end)?;
        // A `>` before the place closes the tag: the place lies in the text after it.
        let in_text = memrchr(b'>', before).is_some_and(|close| first + close > start);
        if in_text { None } else { std::str::from_utf8(inside).ok().map(|inside| Tag { inside, end }) }
    }

    fn name(&self) -> &'a str {
        let name = self.inside.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }

    /// A number that is counted from 1 in the file, counted from 0.
    fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse::<u32>().ok()?.checked_sub(1)
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.inside;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::{Cell, Value};

    fn marked(text: &str) -> Sheet {
        let cell = Cell { at: Address::new(9, 5), value: Value::Number(1.0), formula: None };
        let mut sheet = Sheet { cells: vec![cell], ..Sheet::default() };
        Marks::of_xlsx(text.as_bytes()).unwrap().put_on(&mut sheet);
        sheet
    }

    #[test]
    fn each_tag_counts_once_and_none_is_passed_over() {
        let sheet = marked("<row hidden='1' r='2' x='hidden='/><row r=\"3\" hidden=\"true\"/><row r='4' hidden='0'/>");
        assert_eq!(sheet.hidden_rows.into_iter().collect::<Vec<_>>(), [1, 2]);
        let sheet = marked(
            "<c><v>row hidden='1' r='7'</v></c><cols><col min='2' max='3' hidden='1'/><x:col hidden='1' min='3' max='99999'/></cols>",
        );
        assert!(sheet.hidden_rows.is_empty());
        assert_eq!(sheet.hidden_columns.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert!(marked("<sheetView><x:pane ySplit='3'/></sheetView><sheetData/>").frozen);
        assert!(!marked("<sheetView><selection pane ='x'/></sheetView><sheetData/><pane ySplit='3'/>").frozen);
        assert_eq!(marked("<mergeCell ref='A1:B2'/><mergeCell  ref=\"C3:D4\"/>").merged.len(), 2);
    }
}
