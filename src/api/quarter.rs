//! `quarter`: returned logs → the quarter's figures, and the monitoring workbook.

use std::collections::HashSet;

use serde::Serialize;

use super::merge::{Merged, together};
use super::{CopyFor, Given, Heading, Settings};
use crate::error::{Code, Error, Result};
use crate::merge::{AgencyLine, Counts, Listed, Returned, ReturnedFile};
use crate::quarter::said::said_of;
use crate::quarter::{About, Basis, Figures, Found, Quarter, Report, in_returns};
use crate::timeline::day_in_words;
use crate::{timeline, workbook};

/// What `quarter` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
    /// What is to be looked at: conflicts, pairs, rows set aside, superseded values, corrections.
    pub listed: Vec<Listed>,
    /// The agencies of the list that returned nothing for the quarter.
    pub missing: Vec<String>,
    /// The agencies, and how they are spelled among them.
    pub agencies: Vec<AgencyLine>,
    /// The files that were returned for the quarter.
    pub returns: Vec<ReturnedFile>,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// Puts returned logs together, with the register carried forward, and writes the quarterly workbook, as of
/// the quarter's last day unless the settings name another. `progress` is told of each file before it is read.
///
/// # Errors
/// A quarter that is none; a procedure or closures that can't be used; a previous workbook that is no
/// register; no file that could be read.
pub fn quarter(
    settings: &Settings,
    quarter: &str,
    given: Given<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<(QuarterAnswer, Vec<u8>)> {
    quarter_for(CopyFor::default(), settings, quarter, given, progress)
}

/// The same for others than the officer: a copy of the workbook that names no child.
///
/// # Errors
/// The same, wishes that don't go together, and a copy in which a child could be known: nothing is written then.
pub fn quarter_for(
    copy: CopyFor,
    settings: &Settings,
    quarter: &str,
    given: Given<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<(QuarterAnswer, Vec<u8>)> {
    let quarter: Quarter = quarter.parse()?;
    let copy = copy.copy()?;
    let policy = settings.policy()?;
    let as_of = settings.as_of.map_or_else(|| Ok(quarter.last()), |_| settings.day())?;
    if as_of < quarter.first() {
        let what = format!("as of {}, the quarter {quarter} has not begun", day_in_words(as_of));
        return Err(Error::new(Code::BadRequest, what).help("give a day in the quarter or after it"));
    }
    let Merged { mut register, returns, quality, errors } = together(settings, &policy, as_of, given, progress)?;
    register.pool.receive(&quarter.to_string());
    let calendars = settings.calendars_among(&register.pool.agencies)?;
    let (due_soon, selection) = (settings.due_soon(), settings.selection()?);
    let checked = timeline::check(&register.log, &policy, &calendars, as_of, due_soon);
    let mut findings = in_returns(&register, &returns, selection.check(&checked));
    // What is wrong with a return as a whole can't be seen in the register's rows.
    // The same bytes under two names are one return, known by one of them.
    let known = register.returns(|_| true);
    let known: HashSet<(&str, &str)> = known.iter().map(|one| (one.file.as_str(), one.content.as_str())).collect();
    for Returned { log, content, .. } in returns.iter().filter(|one| known.contains(&(&one.log.file, &one.content))) {
        let own = selection.check(&timeline::check(log, &policy, &calendars, as_of, due_soon));
        let whole = own.into_iter().filter(|finding| finding.row.is_none());
        findings.extend(whole.map(|finding| Found { finding, about: About::Return(content.clone()) }));
    }
    // Nor what an earlier workbook of this quarter said of a return whose log is not given again.
    let returned = register.returns(|content| register.pool.is_new(content));
    let at_hand: HashSet<&str> = returns.iter().map(|returned| returned.content.as_str()).collect();
    let before: Vec<_> = returned.iter().filter(|file| !at_hand.contains(file.content.as_str())).collect();
    let said = quality.iter().flat_map(|sheet| said_of(sheet, &before));
    findings.extend(said.filter(|found| selection.wants(&found.finding)));
    let basis = Basis { policy: &policy, calendars: &calendars, quarter, as_of };
    let report = Report::new(basis, &register, &checked, &findings, &errors)?;
    let bytes = match &copy {
        None => workbook::write::quarter(&report)?,
        Some(copy) => workbook::write::copy(&report, copy)?,
    };
    let (figures, agencies) = (report.figures.clone(), report.agencies());
    let answer = QuarterAnswer {
        heading: Heading::new(&policy, settings, as_of),
        quarter: quarter.to_string(),
        counts: register.counts(),
        figures,
        listed: register.listed,
        missing: agencies.iter().filter(|agency| agency.missing).map(|agency| agency.name.clone()).collect(),
        agencies,
        returns: returned,
        errors,
    };
    Ok((answer, bytes))
}
