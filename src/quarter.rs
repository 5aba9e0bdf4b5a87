//! The quarter: a register with its timelines and findings → a [`Report`] with the quarter's [`Figures`].
//!
//! In: the register of all returned logs, each log with its deadlines, what the rules found, and the
//! quarter. Out: a line for every row of the register, the returns, and the figures. The quarterly
//! workbook shows the same, with formulas that come to the same figures.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::calendar::Calendars;
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::grid::Value;
use crate::merge::{self, AgencyLine, Entry, Register, Returned};
use crate::policy::{Edition, Policy, Stage};
use crate::timeline::Checked;

mod asked;
mod line;
mod period;
mod returns;
pub(crate) mod said;
mod theme;

#[cfg(test)]
mod tests;

use asked::Asked;
pub use line::{Level, Line, Next, StageLine, Standing};
pub use period::Quarter;
pub use returns::Return;
pub use theme::ThemeLine;

/// What a report rests on.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The procedure with the readings in force.
    pub policy: &'a Policy,
    /// The working days.
    pub calendars: &'a Calendars,
    /// The quarter.
    pub quarter: Quarter,
    /// The day as of which it is judged. What is dated later has not happened.
    pub as_of: NaiveDate,
}

/// A quarter's report: every row of the register with how it stands, and the figures over them.
#[derive(Debug)]
pub struct Report<'a> {
    /// What it rests on.
    pub basis: Basis<'a>,
    /// The register.
    pub register: &'a Register,
    /// The rows, in the register's order.
    pub lines: Vec<Line<'a>>,
    /// What the rules found, each once, by file, sheet and row.
    pub findings: Vec<&'a Found>,
    /// The returned logs, by file.
    pub returns: Vec<Return>,
    /// The files that could not be read.
    pub unread: &'a [Error],
    /// The figures.
    pub figures: Figures,
}

/// What the rules found, at its place in the returned logs, and what it is about: two files may have one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// What it is about.
    pub about: About,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The case at this place of the register.
    Case(usize),
    /// A return as a whole, by the hash of its file's bytes.
    Return(String),
}

impl Found {
    /// The name of the file that it was found in, and the hash of its bytes.
    pub fn file<'f>(&'f self, register: &'f Register) -> (&'f str, &'f str) {
        let content = match &self.about {
            About::Case(place) => register.entries.get(*place).map_or("", |entry| entry.at.content.as_str()),
            About::Return(content) => content,
        };
        (&self.finding.file, content)
    }
}

/// The quarter's figures, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Figures {
    /// Rows whose concern arose in the quarter.
    pub raised: usize,
    /// Rows of any quarter that are not resolved.
    pub open: usize,
    /// Open rows whose stage is past the day by which it was to be concluded.
    pub overdue: usize,
    /// Open rows of which that can't be told, for want of what that day is counted from.
    pub not_known: usize,
    /// Rows of any quarter that were resolved in the quarter.
    pub resolved: usize,
    /// Rows raised in the quarter, by the agency that raised them.
    pub by_agency: BTreeMap<String, usize>,
    /// Rows raised in the quarter, by the highest stage reached.
    #[serde(serialize_with = "by_number")]
    pub by_stage: BTreeMap<u8, usize>,
    /// Rows raised in the quarter, by level of need: `not stated` where the cell is blank, `not recognised`
    /// where it holds no level that is known.
    pub by_level: BTreeMap<String, usize>,
    /// For each stage with a limit, the rows of any quarter in which it ended within the quarter.
    #[serde(serialize_with = "by_number")]
    pub in_time: BTreeMap<u8, InTime>,
}

/// An object's keys are texts: in JavaScript they are nothing else.
fn by_number<T: Serialize, S: Serializer>(map: &BTreeMap<u8, T>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(map.iter().map(|(number, of_it)| (number.to_string(), of_it)))
}

/// How many stages ended by the day by which they were to be concluded, and how many after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InTime {
    /// By that day.
    pub in_time: usize,
    /// After it.
    pub late: usize,
}

impl<'a> Report<'a> {
    /// Puts a quarter's report together. `checked` is the register's log with its deadlines; `findings` what
    /// the rules found, at their places in the returned logs ([`in_returns`]); `unread` the files that could
    /// not be read.
    ///
    /// # Errors
    /// Another log than the register's: a row of it would be lost.
    pub fn new(
        basis: Basis<'a>,
        register: &'a Register,
        checked: &'a Checked<'a>,
        findings: &'a [Found],
        unread: &'a [Error],
    ) -> Result<Report<'a>> {
        if !std::ptr::eq(checked.log, &register.log) || checked.rows.len() != register.entries.len() {
            return Err(Error::new(Code::BadRequest, "the log that was checked is not the register's")
                .help("check the log of the register that is reported"));
        }
        let findings = each_once(findings);
        let mut open = vec![0; register.entries.len()];
        for found in findings.iter().filter(|found| found.finding.accepted.is_none()) {
            if let About::Case(place) = &found.about
                && let Some(count) = open.get_mut(*place)
            {
                *count += 1;
            }
        }
        let rows = register.entries.iter().zip(&checked.rows).zip(open);
        let lines: Vec<_> = rows.map(|((entry, row), open)| Line::new(entry, row, open, basis.as_of)).collect();
        let figures = Figures::of(&lines, &basis);
        let returns = returns::of(register, checked, &findings);
        Ok(Report { basis, register, lines, findings, returns, unread, figures })
    }

    /// The edition whose stages the report shows: the latest.
    pub fn edition(&self) -> &'a Edition {
        self.basis.policy.edition_for(None)
    }

    /// The agencies, those on the list and those that returned a log for this quarter.
    pub fn agencies(&self) -> Vec<AgencyLine> {
        self.register.agencies(|content| self.register.pool.is_new(content))
    }

    /// The stages with a limit, of that edition.
    pub fn limited_stages(&self) -> impl Iterator<Item = &'a Stage> {
        limited_stages(self.edition())
    }

    /// The last day on which what happened counts: the quarter's, or the day of the report where that is earlier.
    pub fn through(&self) -> NaiveDate {
        self.basis.through()
    }
}

impl Basis<'_> {
    fn through(&self) -> NaiveDate {
        self.quarter.last().min(self.as_of)
    }

    /// Whether this day lies in the quarter and has come.
    fn covers(&self, day: NaiveDate) -> bool {
        (self.quarter.first()..=self.through()).contains(&day)
    }
}

impl Figures {
    fn of(lines: &[Line<'_>], basis: &Basis<'_>) -> Figures {
        let mut figures = Figures::default();
        let limited = limited_stages(basis.policy.edition_for(None));
        figures.in_time.extend(limited.map(|stage| (stage.number, InTime::default())));
        for line in lines {
            figures.open += usize::from(line.standing.is_open());
            figures.overdue += usize::from(line.standing.is_overdue());
            figures.not_known += usize::from(line.standing.is_not_known());
            figures.resolved += usize::from(line.resolved().is_some_and(|day| basis.covers(day)));
            if line.concern().is_some_and(|day| basis.covers(day)) {
                figures.raised += 1;
                *figures.by_agency.entry(line.entry.agency.clone()).or_default() += 1;
                *figures.by_stage.entry(line.row.timeline.stage).or_default() += 1;
                *figures.by_level.entry(line.level.counted_as().to_owned()).or_default() += 1;
            }
            for stage in &line.stages {
                let ended = stage.ended.filter(|ended| basis.covers(ended.date));
                let (Some(_), Some(in_time)) = (ended, stage.in_time) else { continue };
                let counts = figures.in_time.entry(stage.number).or_default();
                *(if in_time { &mut counts.in_time } else { &mut counts.late }) += 1;
            }
        }
        figures
    }
}

/// What stands for the file of a finding about what the officer wrote: no return says it.
pub const CORRECTED_HERE: &str = "corrected here";

/// The findings on the rows of a register's log, each at the place in the returned logs that its row is from. What is
/// blank since its log has no such column is none: `returns`, the logs at hand, tell.
pub fn in_returns(register: &Register, returns: &[Returned], findings: Vec<Finding>) -> Vec<Found> {
    let asked = Asked::of(register, returns);
    let at_source = |mut finding: Finding| {
        let place = finding.row.and_then(|row| usize::try_from(row.checked_sub(merge::FIRST_ROW)?).ok())?;
        let entry = register.entries.get(place)?;
        let column = finding.cell.and_then(|cell| usize::try_from(cell.column).ok());
        let value = column.and_then(|column| said(register, place, column));
        if finding.rule.name == "date-in-future" && had_come(entry, value) {
            return None;
        }
        if column.is_some_and(|column| value.is_none() && !asked.has(entry, column)) {
            return None;
        }
        let cell = column.and_then(|column| entry.cells.get(column)).and_then(Option::as_ref);
        if column.is_some_and(|column| entry.by_officer.contains(&column)) {
            // The row is the register's; its columns are not those of the quarterly workbook.
            CORRECTED_HERE.clone_into(&mut finding.file);
            finding.cell = None;
        } else {
            finding.file.clone_from(&entry.at.source.file);
            finding.sheet.clone_from(&entry.at.source.sheet);
            finding.row = Some(entry.at.source.row);
            finding.cell = cell.filter(|(at, _)| at.is_where(&entry.at)).map(|(_, cell)| *cell);
        }
        // What would put the register's cell right is no edit of the returned log.
        finding.fix = None;
        Some(Found { finding, about: About::Case(place) })
    };
    findings.into_iter().filter_map(at_source).collect()
}

/// What the case at this place of a register says in one of its columns.
fn said(register: &Register, place: usize, column: usize) -> Option<&Value> {
    register.log.tables.first()?.rows.get(place)?.value(column)
}

/// Whether a day that has not come as of the report had come when the log was returned: no fault of the agency's.
fn had_come(entry: &Entry, value: Option<&Value>) -> bool {
    match value {
        Some(Value::Date(day)) => entry.at.returned.is_some_and(|returned| day.date <= returned),
        _ => false,
    }
}

/// The stages for which the document states by when they are to be concluded.
fn limited_stages(edition: &Edition) -> impl Iterator<Item = &Stage> {
    edition.stages.iter().filter(|stage| line::has_limit(edition, stage.number))
}

/// The findings by file, sheet and row; those of a file that was given twice, once.
fn each_once(findings: &[Found]) -> Vec<&Found> {
    let mut all: Vec<&Found> = findings.iter().collect();
    fn key<'f>(Found { finding, about }: &'f Found) -> impl Ord + 'f {
        let place = (&finding.file, &finding.sheet, finding.row);
        (place, finding.severity, finding.cell, finding.rule.code, &finding.message, about)
    }
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all.dedup();
    all
}
