//! `quarter`: returned logs → the quarter's figures, and the monitoring workbook.

use serde::Serialize;

use super::check::read;
use super::{File, Heading, Settings};
use crate::error::{Code, Error, Result};
use crate::log::Log;
use crate::merge::{self, Counts};
use crate::quarter::{Basis, Figures, Quarter, Report};
use crate::{rules, timeline, workbook};

/// What `quarter` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The quarter, as a calendar year's.
    pub quarter: String,
    /// How many rows came in, and what became of them.
    #[serde(flatten)]
    pub counts: Counts,
    /// The quarter's figures.
    pub figures: Figures,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// Puts returned logs together and writes the quarterly workbook, as of the quarter's last day unless the
/// settings name another. `unread` are files that could not be opened at all; `progress` is told of each
/// file before it is read.
///
/// # Errors
/// A quarter that is none; a procedure or closures that can't be used; no file that could be read.
pub fn quarter(
    settings: &Settings,
    quarter: &str,
    files: &[File],
    mut unread: Vec<Error>,
    progress: &mut dyn FnMut(&str),
) -> Result<(QuarterAnswer, Vec<u8>)> {
    let quarter: Quarter = quarter.parse()?;
    let policy = settings.policy()?;
    let calendars = settings.calendars()?;
    let as_of = settings.as_of.unwrap_or_else(|| quarter.last());
    let mut logs: Vec<Log> = Vec::new();
    for file in files {
        progress(&file.name);
        match read(settings, file, &policy, as_of) {
            Ok(log) => logs.push(log),
            Err(error) => unread.push(error),
        }
    }
    if logs.is_empty() {
        let error = Error::all(unread);
        return Err(
            error.unwrap_or_else(|| Error::new(Code::BadRequest, "no logs were given").help("name at least one"))
        );
    }
    let register = merge::merge(&logs)?;
    let due_soon = settings.due_soon();
    let checked: Vec<_> = logs.iter().map(|log| timeline::check(log, &policy, &calendars, as_of, due_soon)).collect();
    let findings: Vec<_> = checked.iter().flat_map(rules::check).collect();
    let basis = Basis { policy: &policy, calendars: &calendars, quarter, as_of };
    let report = Report::new(basis, &register, &checked, &findings, &unread)?;
    let bytes = workbook::write::quarter(&report)?;
    let answer = QuarterAnswer {
        heading: Heading::new(&policy, settings, as_of),
        quarter: quarter.to_string(),
        counts: register.counts(&logs),
        figures: report.figures.clone(),
        errors: unread,
    };
    Ok((answer, bytes))
}
