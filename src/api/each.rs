//! One log after another → each judged by what is in force for it.
//!
//! In: the settings of a request, and files. Out: each log with its deadlines, handed on as soon as it is worked out;
//! the heading of an answer, and the files that can't be read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;

use super::settings::no_policy;
use super::{FORMAT, File, Heading, Settings, version};
use crate::calendar::Calendars;
use crate::error::{Code, Error, Result};
use crate::grid::{Note, Workbook};
use crate::log::{self, Log, Nearest};
use crate::merge;
use crate::policy::Policy;
use crate::timeline::{self, Checked};
use crate::workbook::{self, Reading};

/// What a log is judged by, once settled.
struct Judged {
    settings: Settings,
    policy: Policy,
    calendars: Calendars,
}

impl Judged {
    fn of(settings: Settings) -> Result<Judged> {
        Ok(Judged { policy: settings.policy()?, calendars: settings.calendars()?, settings })
    }
}

/// Works out one log after the other, each by what its workbook says of itself where the settings do not say
/// otherwise; gives the heading of an answer and the files that can't be read.
pub(super) fn each(
    settings: &Settings,
    files: &[File],
    progress: &mut dyn FnMut(&str),
    mut take: impl FnMut(&Checked<'_>, &Notes),
) -> Result<(Heading, Vec<Error>)> {
    let alone = settings.alone();
    let as_of = alone.day()?;
    let heading = |judged: &Judged| Heading::new(&judged.policy, &judged.settings, as_of);
    let mut judged = if alone.names_policy() { Some(Judged::of(alone.clone())?) } else { None };
    let mut of_all = judged.as_ref().map(heading);
    let mut errors = Vec::new();
    for file in files {
        progress(&file.name);
        let last = judged.take();
        let done = apart(&file.name, || {
            let (grid, notes) = grid_with_notes(file, &alone.reading(&file.name))?;
            merge::must_be_no_copy(&grid).map_err(|error| error.at(&file.name))?;
            let own = settings.in_workbook(&grid).map_err(|error| error.at(&file.name))?;
            let judged = match last.filter(|last| last.settings == own) {
                Some(same) => same,
                None => Judged::of(own).map_err(|error| error.at(&file.name))?,
            };
            // The other sheets of a register show the same cases again.
            let is_register = merge::is_register(&grid);
            let mut log = log::take(&file.name, grid, &judged.policy, as_of);
            log.tables.retain(|table| !is_register || table.sheet == merge::ESCALATIONS);
            let log = found(log)?;
            let due_soon = judged.settings.due_soon();
            let checked = timeline::check(&log, &judged.policy, &judged.calendars, as_of, due_soon);
            take(&checked, &notes);
            Ok(judged)
        });
        match done {
            Ok(settled) => {
                // What is in force for one log alone is what its own workbook may say.
                if files.len() == 1 || of_all.is_none() {
                    of_all = Some(heading(&settled));
                }
                judged = Some(settled);
            }
            Err(error) => errors.push(error),
        }
    }
    match of_all {
        Some(heading) => Ok((heading, errors)),
        // No procedure is named anywhere, or no file could be read: that is what there is to say.
        None => Err(Error::all(errors).unwrap_or_else(no_policy)),
    }
}

/// Work on one file: a mistake of the engine's own in it does not stop the other files.
pub(super) fn apart<T>(file: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::new(Code::Fault, "escalog stopped at this file by a mistake of its own")
            .at(file)
            .help("the other files were read; please report what is special about this one"))
    })
}

/// The notes of a sheet, by its name.
pub(super) type Notes = Vec<(String, Vec<Note>)>;

fn grid_with_notes(file: &File, reading: &Reading<'_>) -> Result<(Workbook, Notes)> {
    let mut grid = workbook::read_with(&file.name, &file.bytes, reading)?;
    let notes = grid.sheets.iter_mut().map(|sheet| (sheet.name.clone(), std::mem::take(&mut sheet.notes))).collect();
    Ok((grid, notes))
}

/// A log that was looked for in a file.
///
/// # Errors
/// No table of a log stands in it.
pub(super) fn found(log: Log) -> Result<Log> {
    if !log.tables.is_empty() {
        return Ok(log);
    }
    let help = log.nearest.as_ref().map_or_else(
        || {
            "a log has headings such as `Escalation Number`, `Child Name`, `Concern` and `Level of Need` in one row"
                .to_owned()
        },
        what_is_lacking,
    );
    Err(Error::new(Code::NoLog, "no escalation log stands in this file")
        .at(&log.file)
        .help(format!("{help}; `escalog template` makes a blank log")))
}

/// What the row that comes nearest to a log's headings has of them, and what to do about the rest.
fn what_is_lacking(Nearest { sheet, row, known, others, lacks }: &Nearest) -> String {
    let quoted = |headings: &mut dyn Iterator<Item = &str>| {
        headings.map(|heading| format!("`{heading}`")).collect::<Vec<_>>().join(", ")
    };
    let is = if known.len() == 1 { "is" } else { "are" };
    let others = if *others == 0 { String::new() } else { format!(" and {others} more not") };
    format!(
        "row {} of `{sheet}` comes nearest: {} {is} known{others}; add or rename columns such as {}",
        row + 1,
        quoted(&mut known.iter().map(String::as_str)),
        quoted(&mut lacks.iter().copied()),
    )
}

impl Heading {
    pub(super) fn new(policy: &Policy, settings: &Settings, as_of: NaiveDate) -> Heading {
        Heading {
            format: FORMAT,
            version: version(),
            policy: policy.id().to_owned(),
            readings: settings.readings().to_vec(),
            as_of,
        }
    }
}
