//! An escalation log: a grid of cells → [`Table`]s of [`Row`]s whose fields are understood, or say why not.
//!
//! In: a [`Workbook`] and the [`Policy`] whose events, facts and duties may have columns. Out: every log
//! table in it, wherever it stands, with each field's raw cell and address kept. Reading cannot fail on
//! content: what can't be understood becomes a [`Field::Unclear`], which a rule reports.

use chrono::NaiveDate;

use crate::calendar::Moment;
use crate::grid::{Address, Range, Value, Workbook};
use crate::policy::Policy;
use crate::tokens;

mod agencies;
mod answers;
mod child;
mod contents;
mod dates;
mod fields;
mod find;
mod headings;
mod levels;
mod marks;
mod nearest;
mod nothing;
mod number;
mod reader;
mod reread;
mod rows;
mod stage;
mod steps;
mod ticks;
mod words;

#[cfg(test)]
mod tests;

pub use crate::headings::{Engine, Meaning};
pub use dates::DateProblem;
pub(crate) use dates::{is_date, is_date_alone};
pub(crate) use headings::means_agency;
pub(crate) use levels::Levels;
pub use marks::{Mark, Marks};
pub use nearest::Nearest;
pub(crate) use nothing::{says, says_not_known, says_nothing, says_open};
pub(crate) use number::is_label;
pub use reader::Reader;
pub use reread::reread;
pub use steps::{Step, Steps};

/// A field of a row: what its cell says, once understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// The cell is empty, or the log has no such column.
    #[default]
    Blank,
    /// Understood.
    Known(T),
    /// Something stands there that can't be understood.
    Unclear(Unclear),
}

impl<T> Field<T> {
    /// What it says, where it is understood.
    pub fn known(&self) -> Option<&T> {
        match self {
            Field::Known(value) => Some(value),
            Field::Blank | Field::Unclear(_) => None,
        }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        matches!(self, Field::Blank)
    }

    /// Why it can't be understood.
    pub fn unclear(&self) -> Option<Unclear> {
        match self {
            Field::Unclear(why) => Some(*why),
            Field::Blank | Field::Known(_) => None,
        }
    }
}

/// Why a cell can't be understood. Its text is in [`Row::shown`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// A date that is none, or not one date.
    Date(DateProblem),
    /// No stage of the procedure.
    Stage,
    /// No level of need that is known.
    Level,
    /// Neither yes nor no, or none of the answers the column takes.
    Answer,
    /// No age.
    Age,
    /// A formula without a result, or an error such as `#REF!`.
    Formula,
}

/// A column of a log table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place in the sheet, counted from 0.
    pub column: u32,
    /// The heading as it stands there, line breaks as spaces.
    pub heading: String,
    /// The cell of the heading.
    pub at: Address,
    /// What it means.
    pub meaning: Meaning,
    /// Whether the column is hidden.
    pub hidden: bool,
}

/// What the agencies in a column are, where another is named above the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agencies {
    /// Who raised each concern.
    Raising,
    /// With whom it was raised.
    Receiving,
    /// It can't be told: the column is kept as it stands.
    Unsettled,
}

/// One log table of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The sheet's name.
    pub sheet: String,
    /// Whether the whole sheet is hidden.
    pub hidden_sheet: bool,
    /// The agency named above the table ("Agency / School: …"), with its cell; blank for the placeholder. In a text
    /// document it may stand above an earlier table, and the cell is of that one's sheet.
    pub agency: Option<(String, Address)>,
    /// The cell that still holds the placeholder "(INSERT)", if one does.
    pub placeholder: Option<Address>,
    /// Rows above the headings that read as cases, counted from 0: they belong to no table, and are not among its rows.
    pub above: Vec<u32>,
    /// Later tables of its document that have no headings and hold rows like its cases, which are not read: the sheet of
    /// each, and the first such row, counted from 0.
    pub headless: Vec<(String, u32)>,
    /// The first row below the headings that closes the form, such as "Completed by", counted from 0.
    pub closed: Option<u32>,
    /// The place among the columns of the one that names other agencies than the one above the table, and what they are
    /// read as.
    pub agencies: Option<(usize, Agencies)>,
    /// Rows among the cases that hold words and are read as none, counted from 0.
    pub notes: Vec<u32>,
    /// The heading with which another log begins beside this one, which is not read.
    pub beside: Option<Address>,
    /// Merged cells below the headings.
    pub merged: Vec<Range>,
    /// The last row of the headings, counted from 0.
    pub heading_row: u32,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows that hold something, top to bottom.
    pub rows: Vec<Row>,
    /// Where each row of a register was returned, in words; of a log as it was returned, empty.
    pub returned_in: Vec<String>,
}

impl Table {
    /// Which row that is, in words: `row 7`, and of a register the row that was returned.
    pub fn row_in_words(&self, row: &Row) -> String {
        let place = self.rows.iter().position(|own| std::ptr::eq(own, row));
        let returned = place.and_then(|place| self.returned_in.get(place));
        returned.cloned().unwrap_or_else(|| format!("row {}", row.row + 1))
    }

    /// The place of the first column with this meaning among [`Table::columns`].
    pub fn place(&self, meaning: &Meaning) -> Option<usize> {
        self.columns.iter().position(|column| column.meaning == *meaning)
    }

    /// Whether what stands under the column at this place of a row is covered by a merged cell that begins elsewhere.
    pub fn is_covered(&self, row: &Row, place: usize) -> bool {
        let at = self.cell(row, place).filter(|_| !self.merged.is_empty());
        at.is_some_and(|at| self.merged.iter().any(|range| range.contains(at) && range.from != at))
    }

    /// The cell of a row under the column at this place among [`Table::columns`].
    pub fn cell(&self, row: &Row, place: usize) -> Option<Address> {
        self.columns.get(place).map(|column| Address::new(row.row, column.column))
    }
}

/// One case: a row of a log table, its fields understood and its raw cells kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its row in the sheet, counted from 0.
    pub row: u32,
    /// Whether the row is hidden.
    pub hidden: bool,
    /// The raw cells, one for each of [`Table::columns`].
    pub cells: Vec<Option<Value>>,
    /// The places among [`Table::columns`] of the cells that are formulas, in order.
    pub(crate) formulas: Vec<u16>,
    /// The agency that raised it, where the row itself names it.
    pub agency: Option<String>,
    /// The escalation number.
    pub number: Field<String>,
    /// The child's name, initials or case number; siblings stay in one text.
    pub name: Field<String>,
    /// The date of birth; for an unborn child the date expected.
    pub born: Field<Moment>,
    /// Whether the child was not born yet when the row was written.
    pub unborn: bool,
    /// The age in years that the row states.
    pub age: Field<u8>,
    /// The level of need in its standard word.
    pub level: Field<String>,
    /// The stage that the row states.
    pub stage: Field<u8>,
    /// The date that protects the child ("Resolve sooner by").
    pub protect_by: Field<Moment>,
    /// What the row records of events and duties: place among [`Table::columns`], and when. Blank ones are left out.
    pub events: Vec<(usize, Field<Moment>)>,
    /// What the row records of facts: place among [`Table::columns`], and the answer. Blank ones are left out.
    pub facts: Vec<(usize, Field<Answer>)>,
}

/// What a row says about a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Another word, such as the kind of agency.
    Word(String),
    /// A number agreed for the case.
    Number(u16),
}

impl Row {
    /// Whether the cell at this place among [`Table::columns`] is a formula.
    pub fn is_formula(&self, place: usize) -> bool {
        u16::try_from(place).is_ok_and(|place| self.formulas.binary_search(&place).is_ok())
    }

    /// When the event under the column at this place happened, where that is understood.
    pub fn event(&self, place: usize) -> Option<Moment> {
        let (_, field) = self.events.iter().find(|(at, _)| *at == place)?;
        field.known().copied()
    }

    /// The agency that raised it: named in the row, or above its table.
    pub fn agency_in<'a>(&'a self, table: &'a Table) -> Option<&'a str> {
        self.agency.as_deref().or_else(|| table.agency.as_ref().map(|(name, _)| name.as_str()))
    }

    /// The cell's raw value at this place among [`Table::columns`]; `None` where it is blank or there is no such column.
    pub fn value(&self, place: usize) -> Option<&Value> {
        self.cells.get(place)?.as_ref()
    }

    /// The cell's text at this place among [`Table::columns`], as a reader would say it; empty if blank.
    pub fn shown(&self, place: usize) -> String {
        self.value(place).map(Value::shown).unwrap_or_default()
    }
}

/// An agency's returned log: every log table of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// The file's name, for messages.
    pub file: String,
    /// The log tables, sheet by sheet, top to bottom.
    pub tables: Vec<Table>,
    /// Of a file without a log, the row that comes nearest to one's headings.
    pub nearest: Option<Nearest>,
}

impl Log {
    /// Every row with its table.
    pub fn rows(&self) -> impl Iterator<Item = (&Table, &Row)> {
        self.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)))
    }
}

/// Reads every log table of a workbook.
///
/// `as_of` gives dates without a year their year where the weekday settles it. A workbook without a log
/// gives a [`Log`] without tables.
pub fn read(file: &str, workbook: &Workbook, policy: &Policy, as_of: NaiveDate) -> Log {
    Reader::new(policy, as_of).read(file, workbook)
}

/// The same as [`read`], taking the workbook's cells instead of copying them: for a workbook that is not
/// needed afterwards.
pub fn take(file: &str, mut workbook: Workbook, policy: &Policy, as_of: NaiveDate) -> Log {
    draw(file, &mut workbook, policy, as_of)
}

/// The same as [`read`], taking what the log's cells hold and leaving empty texts in their places: for a workbook
/// of which only the places are needed afterwards.
pub fn draw(file: &str, workbook: &mut Workbook, policy: &Policy, as_of: NaiveDate) -> Log {
    Reader::new(policy, as_of).draw(file, workbook)
}

/// The text with every run of white space as one space.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
