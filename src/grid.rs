//! Cells without a file format: what a workbook reader, or Office itself, hands to the engine.
//!
//! In: nothing but the types. Out: [`Workbook`] → [`Sheet`] → [`Cell`], sparse and in reading order, with
//! hidden rows and columns and merged ranges. It is the contract with Office too, so it is plain serde data.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::calendar::Moment;

/// The rows of the largest sheet that a spreadsheet program can show.
pub const ROWS: u32 = 1_048_576;

/// Its columns.
pub const COLUMNS: u32 = 16_384;

/// A workbook's sheets in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workbook {
    /// The sheets in order.
    pub sheets: Vec<Sheet>,
    /// The day that serial number 0 stands for.
    #[serde(default)]
    pub date_system: DateSystem,
}

/// The day from which a workbook counts its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DateSystem {
    /// Counting from 1900, as Excel on Windows does.
    #[default]
    #[serde(rename = "1900")]
    From1900,
    /// Counting from 1904, as Excel on older Macs did.
    #[serde(rename = "1904")]
    From1904,
}

impl DateSystem {
    /// The moment that a serial number stands for, to the minute; a whole number is a date alone.
    ///
    /// `None` for a time without a day (below 1) and for what lies beyond the year 9999.
    ///
    /// ```
    /// use escalog::grid::DateSystem;
    ///
    /// assert_eq!(DateSystem::From1900.moment(45719.0).unwrap().to_string(), "2025-03-03");
    /// assert_eq!(DateSystem::From1904.moment(44257.4270833).unwrap().to_string(), "2025-03-03T10:15");
    /// ```
    pub fn moment(self, serial: f64) -> Option<Moment> {
        const MINUTES: u32 = 24 * 60;
        const LAST: f64 = 2_958_466.0;
        if !(1.0..LAST).contains(&serial) {
            return None;
        }
        // The range above makes both casts exact. A number is not exact to the second; to the nearest minute the last
        // half of one before midnight would be the next day.
        let minutes = (serial * f64::from(MINUTES) * 60.0).round() as u64 / 60;
        let (days, minute) = (minutes / u64::from(MINUTES), (minutes % u64::from(MINUTES)) as u32);
        let first = match self {
            // Counting from 1900 takes 1900 for a leap year, so day 1 is one day later than day 61 implies.
            DateSystem::From1900 if days < 60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
            DateSystem::From1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
            DateSystem::From1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        };
        let time = if minute == 0 { None } else { NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0) };
        Some(Moment::new(first.checked_add_days(Days::new(days))?, time))
    }

    /// The serial number that stands for a day; `None` before the first and after the year 9999.
    ///
    /// ```
    /// use escalog::grid::DateSystem;
    ///
    /// assert_eq!(DateSystem::From1900.serial("2025-03-03".parse().unwrap()), Some(45719));
    /// assert_eq!(DateSystem::From1904.serial("2025-03-03".parse().unwrap()), Some(44257));
    /// ```
    pub fn serial(self, day: NaiveDate) -> Option<i64> {
        self.days_to(day).filter(|serial| (1..2_958_466).contains(serial))
    }

    /// The days that are counted up to a day, whether a cell can hold their number or not.
    pub(crate) fn days_to(self, day: NaiveDate) -> Option<i64> {
        let since = |year, month, first| {
            let first = NaiveDate::from_ymd_opt(year, month, first)?;
            Some(day.signed_duration_since(first).num_days())
        };
        match self {
            // Counting from 1900 takes 1900 for a leap year.
            DateSystem::From1900 => since(1899, 12, 30).map(|days| if days <= 60 { days - 1 } else { days }),
            DateSystem::From1904 => since(1904, 1, 1),
        }
    }
}

/// One sheet's cells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// Whether the whole sheet is hidden.
    #[serde(default)]
    pub hidden: bool,
    /// The cells that hold something, row by row and left to right.
    pub cells: Vec<Cell>,
    /// Rows that are hidden, counted from 0.
    #[serde(default)]
    pub hidden_rows: BTreeSet<u32>,
    /// Columns that are hidden, counted from 0.
    #[serde(default)]
    pub hidden_columns: BTreeSet<u32>,
    /// Merged ranges; the value stands in the top left cell.
    #[serde(default)]
    pub merged: Vec<Range>,
    /// How many columns from the left tables, pivots, notes and pictures reach into, which are no cells.
    #[serde(default)]
    pub taken_columns: u32,
    /// Whether rows or columns of it are frozen, or its window is split.
    #[serde(default)]
    pub frozen: bool,
    /// Whether it is a table of a text document that stands below that of the sheet before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub later_table: bool,
    /// What is noted beside cells, in reading order; of one cell in the order of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A note or a comment on a cell, an answer to a comment too; who wrote it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The cell.
    pub at: Address,
    /// What it says.
    pub text: String,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Where it stands.
    pub at: Address,
    /// What it shows.
    pub value: Value,
    /// The formula behind it, without the equals sign; empty where the file does not hold it as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Text.
    Text(String),
    /// A number that is not formatted as a date.
    Number(f64),
    /// A number formatted as a date, with its time where it has one.
    Date(Moment),
    /// True or false.
    Boolean(bool),
    /// An error such as `#REF!`.
    Error(String),
    /// A formula whose result was not stored: unknown, not empty.
    NotCalculated,
}

impl Value {
    /// The value as a reader of the sheet would say it.
    pub fn shown(&self) -> String {
        match self {
            Value::Text(text) | Value::Error(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Date(moment) => moment.to_string(),
            Value::Boolean(true) => "TRUE".to_owned(),
            Value::Boolean(false) => "FALSE".to_owned(),
            Value::NotCalculated => "(not calculated)".to_owned(),
        }
    }

    /// The text, where it is one; an error is none.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

/// Where a cell stands, both counted from 0; shown as `J5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl Address {
    /// The cell in this row and column, both counted from 0.
    pub fn new(row: u32, column: u32) -> Address {
        Address { row, column }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl From<Address> for String {
    fn from(at: Address) -> String {
        at.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Address, String> {
        let wrong = || format!("`{text}` is not a cell such as J5");
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let (letters, row) = text.split_at_checked(letters).ok_or_else(wrong)?;
        // A sign before the number, or a nought, makes it no cell.
        let row = row.starts_with(|digit| ('1'..='9').contains(&digit)).then(|| row.parse::<u32>());
        let row = row.and_then(|row| row.ok()?.checked_sub(1)).ok_or_else(wrong)?;
        if letters.is_empty() || letters.len() > 3 {
            return Err(wrong());
        }
        let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
        Ok(Address { row, column })
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Top left.
    pub from: Address,
    /// Bottom right.
    pub to: Address,
}

/// One cell.
impl From<Address> for Range {
    fn from(at: Address) -> Range {
        Range { from: at, to: at }
    }
}

impl TryFrom<String> for Range {
    type Error = String;

    /// A range as `K5:K20`; one cell may stand alone.
    fn try_from(text: String) -> Result<Range, String> {
        let (from, to) = text.split_once(':').unwrap_or((&text, &text));
        let range = Range { from: Address::try_from(from.to_owned())?, to: Address::try_from(to.to_owned())? };
        if range.from.row > range.to.row || range.from.column > range.to.column {
            return Err(format!("`{text}` does not go from top left to bottom right"));
        }
        Ok(range)
    }
}

impl Range {
    /// How many cells it has. Its corners may be the wrong way round in a file; it then counts as one row or column.
    pub fn size(&self) -> u64 {
        let side = |from: u32, to: u32| u64::from(to.saturating_sub(from)) + 1;
        side(self.from.row, self.to.row).saturating_mul(side(self.from.column, self.to.column))
    }

    /// Whether the cell stands in the range.
    pub fn contains(&self, at: Address) -> bool {
        (self.from.row..=self.to.row).contains(&at.row) && (self.from.column..=self.to.column).contains(&at.column)
    }
}

impl Sheet {
    /// The cells row by row, rows without cells left out.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|a, b| a.at.row == b.at.row)
    }

    /// The cell at this place, if it holds something.
    pub fn cell(&self, at: Address) -> Option<&Cell> {
        let place = self.cells.binary_search_by_key(&at, |cell| cell.at).ok()?;
        self.cells.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_seconds_of_a_day_belong_to_it() {
        let at = |seconds: f64| DateSystem::From1900.moment(45719.0 + seconds / 86_400.0).unwrap().to_string();
        assert_eq!(at(86_369.0), "2025-03-03T23:59");
        assert_eq!(at(86_371.0), "2025-03-03T23:59");
        assert_eq!(at(36_900.0), "2025-03-03T10:15");
        assert_eq!(at(36_899.6), "2025-03-03T10:15");
        assert_eq!(at(86_399.6), "2025-03-04");
    }

    #[test]
    fn addresses_are_written_as_a_spreadsheet_writes_them() {
        for (row, column, text) in
            [(0, 0, "A1"), (4, 9, "J5"), (0, 25, "Z1"), (0, 26, "AA1"), (ROWS - 1, COLUMNS - 1, "XFD1048576")]
        {
            let at = Address::new(row, column);
            assert_eq!(at.to_string(), text);
            assert_eq!(Address::try_from(text.to_owned()), Ok(at));
        }
        for wrong in ["", "5", "J", "J0", "j5", "ABCD1", "J-1", "M+5", "M007"] {
            assert!(Address::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
