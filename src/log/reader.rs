//! Workbooks → their logs, for one procedure and one day.
//!
//! In: a grid. Out: a [`Log`] of every log table in it. What the procedure's headings and words are is worked out once
//! for all the workbooks that are read.

use chrono::NaiveDate;

use super::headings::Headings;
use super::levels::Levels;
use super::nearest::Nearest;
use super::rows::{self, RowReader};
use super::{Log, Table, find};
use crate::grid::{Cell, DateSystem, Value, Workbook};
use crate::policy::Policy;

/// Reads the logs of many workbooks, all kept under one procedure.
pub struct Reader<'p> {
    policy: &'p Policy,
    pub(super) headings: Headings,
    levels: Levels,
    as_of: NaiveDate,
}

impl<'p> Reader<'p> {
    /// One for the logs of this procedure. `as_of` gives dates without a year their year where the weekday settles it.
    pub fn new(policy: &'p Policy, as_of: NaiveDate) -> Reader<'p> {
        Reader { policy, headings: Headings::of(policy), levels: Levels::of(policy), as_of }
    }

    /// As [`read`](super::read) does.
    pub fn read(&self, file: &str, workbook: &Workbook) -> Log {
        let found = find::tables(workbook, self);
        let log = kept(file, found, &workbook.sheets, |tables, sheet| {
            rows::keep_cells(tables, sheet.cells.iter(), |cell| cell.at, |cell| cell.value.clone());
        });
        self.with_nearest(log, workbook)
    }

    /// As [`draw`](super::draw) does.
    pub fn draw(&self, file: &str, workbook: &mut Workbook) -> Log {
        let found = find::tables(workbook, self);
        let empty = || Value::Text(String::new());
        let log = kept(file, found, &mut workbook.sheets, |tables, sheet| {
            let take = |cell: &mut Cell| std::mem::replace(&mut cell.value, empty());
            rows::keep_cells(tables, sheet.cells.iter_mut(), |cell| cell.at, take);
        });
        self.with_nearest(log, workbook)
    }

    /// Reads the rows of a workbook with this date system.
    pub(super) fn rows(&self, system: DateSystem) -> RowReader<'_> {
        RowReader::new(self.policy, &self.levels, system, self.as_of)
    }

    /// Of a file without a log nothing was taken, and what comes nearest to one is looked for.
    fn with_nearest(&self, log: Log, workbook: &Workbook) -> Log {
        let nearest = if log.tables.is_empty() { Nearest::of(workbook, &self.headings) } else { None };
        Log { nearest, ..log }
    }
}

/// The log of these tables of each sheet, once their raw cells are kept.
fn kept<S>(
    file: &str,
    mut found: Vec<Vec<Table>>,
    sheets: impl IntoIterator<Item = S>,
    keep: impl Fn(&mut [Table], S),
) -> Log {
    for (tables, sheet) in found.iter_mut().zip(sheets) {
        keep(tables, sheet);
    }
    Log { file: file.to_owned(), tables: found.into_iter().flatten().collect(), nearest: None }
}
