//! Rows that are only added to: a log of ten thousand rows is marked behind its last column, and taking each of
//! its cells apart would need half the time.
//!
//! In: the text of a sheet's rows. Out: where a row ends, if the cells wanted stand behind those it has; nothing
//! where that can't be told from the text alone.

use std::ops::Range;

use memchr::memchr_iter;
use memchr::memmem::Finder;

use super::plan::Planned;
use super::rows::column;
use super::xml::Scan;

/// Finds the ends of rows by their text alone.
pub(super) struct Plain {
    /// How a cell begins, up to where it says its place.
    cell: Finder<'static>,
    /// How one with something in it ends.
    cell_close: String,
    close: Finder<'static>,
}

impl Plain {
    /// `None` where a row's text may hold what looks like its end, formulas that lean on each other, or cells
    /// that do not say where they stand.
    pub(super) fn of(scan: &Scan<'_>) -> Option<Plain> {
        let prefix = scan.prefix;
        let rest = scan.slice(scan.end..scan.text.len()).as_bytes();
        // Where one does not close as it opens, a reader takes what comes next for its text.
        let mut left_open = [("v", 0i64), ("is", 0), ("t", 0), ("f", 0)];
        let mut formulas_have_attributes = false;
        for place in memchr_iter(b'<', rest) {
            let tag = rest.get(place + 1..)?;
            let (tag, step) = tag.strip_prefix(b"/").map_or((tag, 1), |tag| (tag, -1));
            if step > 0 && matches!(tag.first(), Some(b'!' | b'?')) {
                return None;
            }
            let Some(name) = tag.strip_prefix(prefix.as_bytes()) else { continue };
            let behind = |word: &str| name.strip_prefix(word.as_bytes())?.first();
            let is_odd = if step > 0 {
                matches!(behind("c"), Some(b'>' | b'/'))
            } else {
                behind("row").is_some_and(|next| *next != b'>')
            };
            if is_odd {
                return None;
            }
            for (word, open) in &mut left_open {
                let counts = |next: &u8| *next == b'>' || step > 0 && *next == b' ';
                *open += if behind(word).is_some_and(counts) { step } else { 0 };
            }
            formulas_have_attributes |= step > 0 && behind("f").is_some_and(|next| *next != b'>');
        }
        let has = |word: &&str| Finder::new(*word).find(rest).is_some();
        let is_plain = left_open.iter().all(|(_, open)| *open == 0)
            && !(formulas_have_attributes && ["shared", "array", "dataTable"].iter().any(has));
        is_plain.then(|| Plain {
            cell: Finder::new(&format!("<{prefix}c ")).into_owned(),
            cell_close: format!("</{prefix}c>"),
            close: Finder::new(&format!("</{prefix}row>")).into_owned(),
        })
    }

    /// The close of the row just opened, if all cells of the plan stand behind the cells it has.
    pub(super) fn end(&self, scan: &Scan<'_>, row: u32, cells: &[Planned<'_>]) -> Option<Range<usize>> {
        let rest = scan.slice(scan.end..scan.text.len());
        let length = self.close.find(rest.as_bytes())?;
        let close = scan.end + length..scan.end + length + self.close.needle().len();
        let inside = rest.get(..length)?;
        let mut next = 0;
        for place in self.cell.find_iter(inside.as_bytes()) {
            let (at, _) = inside.get(place + self.cell.needle().len()..)?.strip_prefix("r=\"")?.split_once('"')?;
            let column = column(at, row).ok().filter(|column| *column >= next)?;
            next = column + 1;
        }
        let is_whole = inside.trim_end().ends_with(&self.cell_close) || inside.trim_end().ends_with("/>");
        let is_free = |first: &Planned<'_>| (is_whole || next == 0) && next <= first.at.column;
        cells.first().is_none_or(is_free).then_some(close)
    }
}
