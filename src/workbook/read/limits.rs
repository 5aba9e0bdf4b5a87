//! How much a workbook may hold, and the count of what has been read of one.
//!
//! In: [`Limits`], as the settings give them. Out: a [`Budget`], which every reader charges before it keeps
//! anything, and which ends the reading with an error that names the setting.

use serde::{Deserialize, Serialize};

use super::{damaged, unreadable};
use crate::error::{Error, Result};
use crate::grid::{COLUMNS, ROWS};

/// The most ranges of merged cells in one sheet.
const MERGED: usize = 10_000;

/// The most texts that cells may share. Excel itself can hold a few more.
pub(super) const SHARED_TEXTS: usize = 1_000_000;

/// The longest part of an XML file without a tag, in bytes: more than thirty times the longest text of a cell.
const TEXT_WITHOUT_TAG: usize = 1 << 20;

/// How much a workbook may hold before it is refused; a log is far smaller than each of these.
///
/// The limits are counted while reading, not after it: with the usual ones no file takes 200 MB of memory.
///
/// ```
/// use escalog::workbook::Limits;
///
/// assert_eq!(Limits::default().cells, 500_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The file itself, in megabytes (of 1,048,576 bytes).
    #[serde(alias = "file-mb")]
    pub file_mb: u32,
    /// All the parts that the file unpacks to, in megabytes.
    #[serde(alias = "unpacked-mb")]
    pub unpacked_mb: u32,
    /// One part of it, in megabytes.
    #[serde(alias = "part-mb")]
    pub part_mb: u32,
    /// All texts, formulas and notes of the cells, in megabytes.
    #[serde(alias = "text-mb")]
    pub text_mb: u32,
    /// Sheets.
    pub sheets: u32,
    /// Rows that hold something, of all sheets together.
    pub rows: u32,
    /// Cells that hold something, of all sheets together.
    pub cells: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { file_mb: 32, unpacked_mb: 128, part_mb: 32, text_mb: 24, sheets: 500, rows: 25_000, cells: 500_000 }
    }
}

/// So many megabytes in bytes.
pub(in crate::workbook) fn megabytes(number: u32) -> u64 {
    u64::from(number) << 20
}

/// What may still be read of one workbook.
pub(super) struct Budget {
    pub limits: Limits,
    unpacked: u64,
    text: u64,
    rows: u32,
    cells: u32,
    last_row: Option<u32>,
}

impl Budget {
    pub fn new(limits: Limits) -> Budget {
        Budget { limits, unpacked: 0, text: 0, rows: 0, cells: 0, last_row: None }
    }

    /// Refuses a file that is too large to be looked at.
    pub fn file(&self, bytes: &[u8]) -> Result<()> {
        let most = megabytes(self.limits.file_mb);
        if bytes.len() as u64 > most {
            Err(over("it is larger than", self.limits.file_mb, "MB", "file-mb"))
        } else {
            Ok(())
        }
    }

    /// Refuses sheets beyond the most.
    pub fn sheets(&self, number: usize) -> Result<()> {
        if number > self.limits.sheets as usize {
            return Err(over("it has more than", self.limits.sheets, "sheets", "sheets"));
        }
        Ok(())
    }

    /// A sheet begins: its first row is a new one.
    pub fn sheet(&mut self) {
        self.last_row = None;
    }

    /// The bytes that a part is about to unpack to.
    pub fn unpack(&mut self, bytes: u64) -> Result<()> {
        if bytes > megabytes(self.limits.part_mb) {
            return Err(over("one of its parts would unpack to more than", self.limits.part_mb, "MB", "part-mb"));
        }
        self.unpacked = self.unpacked.saturating_add(bytes);
        if self.unpacked > megabytes(self.limits.unpacked_mb) {
            return Err(over("it would unpack to more than", self.limits.unpacked_mb, "MB", "unpacked-mb"));
        }
        Ok(())
    }

    /// A cell that is about to be kept; places beyond any sheet are refused.
    pub fn cell(&mut self, row: u32, column: u32) -> Result<()> {
        if row >= ROWS || column >= COLUMNS {
            return Err(beyond_sheet());
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(over("it has more than", self.limits.cells, "cells", "cells"));
        }
        if self.last_row != Some(row) {
            self.last_row = Some(row);
            self.rows += 1;
            if self.rows > self.limits.rows {
                return Err(over("it has more than", self.limits.rows, "rows", "rows"));
            }
        }
        Ok(())
    }

    /// A text that is about to be kept.
    pub fn text(&mut self, bytes: usize) -> Result<()> {
        self.text = self.text.saturating_add(bytes as u64);
        if self.text > megabytes(self.limits.text_mb) {
            return Err(over("its cells hold more than", self.limits.text_mb, "MB of text", "text-mb"));
        }
        Ok(())
    }
}

/// That a cell stands where no sheet has any.
pub(super) fn beyond_sheet() -> Error {
    damaged("a cell stands beyond the last row or column a sheet can have")
}

/// Refuses more merged ranges than a sheet can mean.
pub(super) fn merged(number: usize) -> Result<()> {
    if number > MERGED {
        return Err(unreadable("a sheet has more than 10,000 ranges of merged cells")
            .help("a log needs few: unmerge its cells and save it again"));
    }
    Ok(())
}

/// Refuses an XML part with a text longer than any cell can hold: reading it would copy it several times.
pub(super) fn texts_within(xml: &[u8]) -> Result<()> {
    let mut from = 0;
    while xml.len() - from > TEXT_WITHOUT_TAG {
        let window = xml.get(from + 1..=from + TEXT_WITHOUT_TAG).unwrap_or_default();
        match memchr::memrchr(b'<', window) {
            Some(place) => from += 1 + place,
            None => {
                return Err(unreadable("a text in it is longer than a cell can hold")
                    .help("save the log alone in a new workbook"));
            }
        }
    }
    Ok(())
}

/// More than any workbook has.
pub(super) fn too_many(what: &str) -> Error {
    unreadable(format!("it has more {what} than a workbook can have")).help("save the log alone in a new workbook")
}

/// More than is read: what, how much, and the setting that allows more.
pub(super) fn over(what: &str, most: u32, of: &str, setting: &str) -> Error {
    let most = with_commas(most);
    unreadable(format!("{what} {most} {of}")).help(format!(
        "a log is far smaller: save the log alone in a new workbook, or raise `{setting}` under `[limits]` in escalog.toml"
    ))
}

fn with_commas(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
