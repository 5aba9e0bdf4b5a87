//! Rows that are only added to: a log of ten thousand rows is marked behind its last column, and taking each of
//! its cells apart would need half the time.
//!
//! In: the text of a sheet's rows. Out: where a row ends, if the cells wanted stand behind those it has; nothing
//! where that can't be told from the text alone.

use std::ops::Range;

use memchr::memchr_iter;

use super::plan::Planned;
use super::rows::place_in;
use super::xml::Scan;

/// The ends of rows, found by their text alone.
pub(super) struct Plain {
    ends: Vec<End>,
    /// How a cell with something in it ends.
    cell_close: String,
}

/// Where a row ends, and what its cells say of where they stand.
struct End {
    close: Range<usize>,
    cells: Cells,
}

#[derive(Default)]
struct Cells {
    /// The row that they name.
    row: Option<u32>,
    /// How many columns they take, those before them too.
    columns: u32,
    /// Whether they stand out of order, or in several rows, or do not say where.
    is_odd: bool,
}

impl Plain {
    /// Of the rows of a sheet's part; `None` where it has none, is damaged, or its rows are not plain.
    pub(super) fn of_part(text: &str) -> Option<Plain> {
        let (mut scan, _) = Scan::with_root(text).ok()?;
        while let Some((tag, is_open)) = scan.child(true).ok()? {
            if scan.own(&tag) == Some("sheetData") {
                return Plain::of(&scan);
            }
            scan.inside(is_open).ok()?;
        }
        None
    }

    /// `None` where a row's text may hold what looks like its end, formulas that lean on each other, or cells
    /// that do not say where they stand.
    fn of(scan: &Scan<'_>) -> Option<Plain> {
        let prefix = scan.prefix.as_bytes();
        let rest = scan.slice(scan.end..scan.text.len()).as_bytes();
        let mut ends = Vec::new();
        let mut cells = Cells::default();
        // Of `v`, `is`, `t` and `f`: where one does not close as it opens, a reader takes what comes next for its text.
        let mut left_open = [0i64; 4];
        let mut formulas_have_attributes = false;
        for place in memchr_iter(b'<', rest) {
            let tag = rest.get(place + 1..)?;
            let (tag, opens) = tag.strip_prefix(b"/").map_or((tag, true), |tag| (tag, false));
            if opens && matches!(tag.first(), Some(b'!' | b'?')) {
                return None;
            }
            let Some(name) = (if prefix.is_empty() { Some(tag) } else { tag.strip_prefix(prefix) }) else { continue };
            let (open, next) = match (name, &mut left_open) {
                ([b'c', b' ', tag @ ..], _) if opens => {
                    cells.take(tag);
                    continue;
                }
                ([b'c', b'>' | b'/' | b'\t' | b'\n' | b'\r', ..], _) if opens => return None,
                ([b'r', b'o', b'w', b'>', after @ ..], _) if !opens => {
                    let close = scan.end + place..scan.text.len() - after.len();
                    ends.push(End { close, cells: std::mem::take(&mut cells) });
                    continue;
                }
                ([b'r', b'o', b'w', ..], _) if !opens => return None,
                ([b'v', next, ..], [open, ..])
                | ([b'i', b's', next, ..], [_, open, ..])
                | ([b't', next, ..], [_, _, open, _])
                | ([b'f', next, ..], [.., open]) => (open, next),
                _ => continue,
            };
            match (opens, next) {
                (true, b'>' | b' ') => *open += 1,
                (false, b'>') => *open -= 1,
                _ => {}
            }
            formulas_have_attributes |= opens && name.first() == Some(&b'f') && *next != b'>';
        }
        let has = |word: &&str| memchr::memmem::find(rest, word.as_bytes()).is_some();
        let is_plain =
            left_open == [0; 4] && !(formulas_have_attributes && ["shared", "array", "dataTable"].iter().any(has));
        is_plain.then(|| Plain { ends, cell_close: format!("</{}c>", scan.prefix) })
    }

    /// The close of the row just opened, if all cells of the plan stand behind the cells it has.
    pub(super) fn end(&self, scan: &Scan<'_>, row: u32, planned: &[Planned<'_>]) -> Option<Range<usize>> {
        let place = self.ends.partition_point(|end| end.close.start < scan.end);
        let End { close, cells } = self.ends.get(place)?;
        if cells.is_odd || cells.row.is_some_and(|there| there != row) {
            return None;
        }
        let inside = scan.slice(scan.end..close.start).trim_end();
        let is_whole = cells.columns == 0 || inside.ends_with(&self.cell_close) || inside.ends_with("/>");
        let is_free = |first: &Planned<'_>| is_whole && cells.columns <= first.at.column;
        planned.first().is_none_or(is_free).then(|| close.clone())
    }
}

impl Cells {
    /// Takes note of a cell, of which the attributes are given.
    fn take(&mut self, attributes: &[u8]) {
        let at = attributes.strip_prefix(b"r=\"").and_then(place_in).filter(|(_, rest)| rest.starts_with(b"\""));
        match at {
            Some((at, _)) if at.column >= self.columns && self.row.is_none_or(|row| row == at.row) => {
                (self.row, self.columns) = (Some(at.row), at.column + 1);
            }
            _ => self.is_odd = true,
        }
    }
}
