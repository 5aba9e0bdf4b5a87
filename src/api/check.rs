//! `check`: logs → findings, and each row's stage, status and next step.

use chrono::NaiveDate;
use serde::Serialize;

use super::{FORMAT, File, Heading, Settings, version};
use crate::calendar::Moment;
use crate::error::{Code, Error, Result};
use crate::finding::Finding;
use crate::grid::Workbook;
use crate::log::{Log, Meaning, Table};
use crate::policy::Policy;
use crate::timeline::{self, CheckedRow, RowStatus};
use crate::{log, rules, workbook};

/// What `check` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The log tables that were found.
    pub logs: Vec<CheckedLog>,
    /// Every row: stage, status, next step.
    pub rows: Vec<RowAnswer>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// A log table that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedLog {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Whether the sheet is hidden; it is read all the same.
    pub hidden_sheet: bool,
    /// The agency named above the table.
    pub agency: Option<String>,
    /// How many rows hold a case.
    pub rows: usize,
    /// The rows that are hidden, by the sheet's own numbers; they are read all the same.
    pub hidden_rows: Vec<u32>,
    /// The columns that are hidden, by their headings; they are read all the same.
    pub hidden_columns: Vec<String>,
    /// The columns that are not known, by their headings; they are left as they are.
    pub unknown_columns: Vec<String>,
}

/// How a row stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowAnswer {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The sheet's own number of the row.
    pub row: u32,
    /// The agency, where the row or the table names it.
    pub agency: Option<String>,
    /// The escalation number.
    pub number: Option<String>,
    /// The stage reached.
    pub stage: u8,
    /// How it stands.
    pub status: RowStatus,
    /// What is to be done next.
    pub next: Option<NextAnswer>,
}

/// What is to be done next in a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextAnswer {
    /// The duty.
    pub duty: String,
    /// What is to be done.
    pub does: String,
    /// Who acts.
    pub who: String,
    /// By when.
    pub due: Option<Moment>,
    /// The last working day for it.
    pub act_by: Option<NaiveDate>,
    /// Where the document says so.
    pub clause: String,
}

/// Checks logs. `progress` is told of each file before it is read.
///
/// # Errors
/// No day, or a procedure or closures that can't be used. A file that can't be read does not stop the
/// others: it is listed under `errors`.
pub fn check(settings: &Settings, files: &[File], progress: &mut dyn FnMut(&str)) -> Result<CheckAnswer> {
    let policy = settings.policy()?;
    let calendars = settings.calendars()?;
    let as_of = settings.as_of.ok_or_else(|| {
        Error::new(Code::BadRequest, "it is not said as of which day to check").help("give `as_of`, such as 2025-06-30")
    })?;
    let heading = Heading::new(&policy, settings, as_of);
    let mut answer =
        CheckAnswer { heading, logs: Vec::new(), rows: Vec::new(), findings: Vec::new(), errors: Vec::new() };
    for file in files {
        progress(&file.name);
        let log = match read(file, &policy, as_of) {
            Ok(log) => log,
            Err(error) => {
                answer.errors.push(error);
                continue;
            }
        };
        let checked = timeline::check(&log, &policy, &calendars, as_of, settings.due_soon());
        answer.logs.extend(log.tables.iter().map(|table| CheckedLog::new(&log, table)));
        answer.rows.extend(checked.rows.iter().map(|row| RowAnswer::new(&log.file, row)));
        answer.findings.extend(rules::check(&checked));
    }
    Ok(answer)
}

/// Reads the log of one file.
///
/// # Errors
/// A file that can't be read, and one in which no log stands.
fn read(file: &File, policy: &Policy, as_of: NaiveDate) -> Result<Log> {
    log_in(&file.name, workbook::read(&file.name, &file.bytes)?, policy, as_of)
}

/// The log that stands in a workbook.
///
/// # Errors
/// A workbook without one.
pub(super) fn log_in(name: &str, grid: Workbook, policy: &Policy, as_of: NaiveDate) -> Result<Log> {
    let log = log::take(name, grid, policy, as_of);
    if log.tables.is_empty() {
        return Err(Error::new(Code::NoLog, "no escalation log stands in this file").at(name).help(
            "a log has headings such as `Escalation Number`, `Child Name`, `Concern` and `Level of Need` in one row",
        ));
    }
    Ok(log)
}

impl Heading {
    pub(super) fn new(policy: &Policy, settings: &Settings, as_of: NaiveDate) -> Heading {
        Heading {
            format: FORMAT,
            version: version(),
            policy: policy.id().to_owned(),
            readings: settings.readings.clone(),
            as_of,
        }
    }
}

impl CheckedLog {
    fn new(log: &Log, table: &Table) -> CheckedLog {
        let headings = |wanted: &dyn Fn(&log::Column) -> bool| -> Vec<String> {
            table.columns.iter().filter(|column| wanted(column)).map(|column| column.heading.clone()).collect()
        };
        CheckedLog {
            file: log.file.clone(),
            sheet: table.sheet.clone(),
            hidden_sheet: table.hidden_sheet,
            agency: table.agency.as_ref().map(|(name, _)| name.clone()),
            rows: table.rows.len(),
            hidden_rows: table.rows.iter().filter(|row| row.hidden).map(|row| row.row + 1).collect(),
            hidden_columns: headings(&|column| column.hidden),
            unknown_columns: headings(&|column| column.meaning == Meaning::Unknown),
        }
    }
}

impl RowAnswer {
    fn new(file: &str, row: &CheckedRow<'_>) -> RowAnswer {
        let next = row.next_step().and_then(|next| {
            let duty = row.edition.duties.get(next.duty.index())?;
            let deadline = row.timeline.deadline(next.duty)?;
            Some(NextAnswer {
                duty: duty.id.clone(),
                does: duty.does.clone(),
                who: row.who_acts(duty).to_owned(),
                due: next.due,
                act_by: next.act_by,
                clause: deadline.clause(duty).to_owned(),
            })
        });
        RowAnswer {
            file: file.to_owned(),
            sheet: row.table.sheet.clone(),
            row: row.row.row + 1,
            agency: row.row.agency_in(row.table).map(str::to_owned),
            number: row.row.number.known().cloned(),
            stage: row.timeline.stage,
            status: row.status(),
            next,
        }
    }
}
