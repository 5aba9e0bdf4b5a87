//! `calendar`: logs → the deadlines of their open cases as a calendar file.

use serde::Serialize;

use super::each::each;
use super::{File, Heading, Settings};
use crate::error::{Error, Result};
use crate::forms::calendar::Entries;
use crate::workbook;

/// What `calendar` answers, beside the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CalendarAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// How many logs were read.
    pub read: usize,
    /// How many entries the file has.
    pub entries: usize,
    /// How many open cases have no entry, because nothing in them has a date.
    pub undated: usize,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// Writes the next step and the stage's deadline of every open case as a calendar file, and gives its bytes. No
/// person and no agency is named in it. `progress` is told of each file before it is read.
///
/// # Errors
/// No day, or a procedure or closures that can't be used.
pub fn calendar(
    settings: &Settings,
    files: &[File],
    progress: &mut dyn FnMut(&str),
) -> Result<(CalendarAnswer, Vec<u8>)> {
    let mut entries = Entries::default();
    let (heading, errors) = each(settings, files, progress, |checked, _| entries.add(checked))?;
    let read = files.len() - errors.len();
    let bytes = workbook::write::calendar(&entries.all, heading.as_of);
    let answer = CalendarAnswer { heading, read, entries: entries.all.len(), undated: entries.undated, errors };
    Ok((answer, bytes))
}
