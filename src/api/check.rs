//! `check`: logs → findings, and each row's stage, status and next step.

use chrono::NaiveDate;
use serde::Serialize;

use super::each::{Notes, each};
use super::{File, Heading, Settings};
use crate::calendar::Moment;
use crate::error::{Error, Result};
use crate::finding::{Finding, Totals};
use crate::grid::Address;
use crate::log::{self, Log, Meaning, Table};
use crate::parallel;
use crate::policy::Strength;
use crate::timeline::{CheckedRow, Deadline, RowStatus};

/// What `check` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
    /// How many findings there are of each severity.
    pub totals: Totals,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// A log table that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CheckedLog {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Whether the sheet is hidden; it is read all the same.
    pub hidden_sheet: bool,
    /// The row of the table's headings, from 0.
    #[serde(skip)]
    pub heading_row: u32,
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
    /// Notes and comments on the table's cells, without who wrote them.
    pub notes: Vec<NoteAnswer>,
}

/// A note or comment on a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NoteAnswer {
    /// The cell.
    pub cell: Address,
    /// What it says.
    pub text: String,
}

/// How a row stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Next"))]
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
    /// What the procedure asks besides at this stage, and the log has no column for.
    pub guidance: Vec<GuidanceAnswer>,
}

/// A duty that the log can't record: advice, never a finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Guidance"))]
pub struct GuidanceAnswer {
    /// The duty.
    pub duty: String,
    /// What is to be done.
    pub does: String,
    /// Who acts.
    pub who: String,
    /// By when.
    pub due: Option<Moment>,
    /// How strongly the document puts it: must, should or guide.
    pub strength: Strength,
    /// Where the document says so.
    pub clause: String,
}

/// Checks logs. `progress` is told of each file before it is read.
///
/// # Errors
/// No day, or a procedure or closures that can't be used. A file that can't be read does not stop the
/// others: it is listed under `errors`.
pub fn check(settings: &Settings, files: &[File], progress: &mut dyn FnMut(&str)) -> Result<CheckAnswer> {
    let (mut logs, mut rows, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let selection = settings.alone().selection()?;
    let (heading, errors) = each(settings, files, progress, |checked, notes| {
        logs.extend(checked.log.tables.iter().map(|table| CheckedLog::new(checked.log, table, notes)));
        let answer = |row| RowAnswer::new(&checked.log.file, row);
        parallel::in_parts(&checked.rows, &mut rows, |part, rows| rows.extend(part.iter().map(answer)));
        findings.extend(selection.check(checked));
    })?;
    let totals = Totals::of(&findings);
    Ok(CheckAnswer { heading, logs, rows, findings, totals, errors })
}

impl CheckedLog {
    fn new(log: &Log, table: &Table, notes: &Notes) -> CheckedLog {
        let last = table.rows.last().map_or(table.heading_row, |row| row.row);
        let in_table = |at: Address| {
            (table.heading_row..=last).contains(&at.row)
                && table.columns.iter().any(|column| column.column == at.column)
        };
        let of_sheet = notes.iter().filter(|(sheet, _)| *sheet == table.sheet).flat_map(|(_, notes)| notes);
        let of_table = of_sheet.filter(|note| in_table(note.at));
        let headings = |wanted: &dyn Fn(&log::Column) -> bool| -> Vec<String> {
            table.columns.iter().filter(|column| wanted(column)).map(|column| column.heading.clone()).collect()
        };
        CheckedLog {
            file: log.file.clone(),
            sheet: table.sheet.clone(),
            hidden_sheet: table.hidden_sheet,
            heading_row: table.heading_row,
            agency: table.agency.as_ref().map(|(name, _)| name.clone()),
            rows: table.rows.len(),
            hidden_rows: table.rows.iter().filter(|row| row.hidden).map(|row| row.row + 1).collect(),
            hidden_columns: headings(&|column| column.hidden),
            unknown_columns: headings(&|column| column.meaning == Meaning::Unknown),
            notes: of_table.map(|note| NoteAnswer { cell: note.at, text: note.text.clone() }).collect(),
        }
    }
}

impl GuidanceAnswer {
    fn new(row: &CheckedRow<'_>, deadline: &Deadline) -> Option<GuidanceAnswer> {
        let duty = row.edition.duties.get(deadline.duty.index())?;
        Some(GuidanceAnswer {
            duty: duty.id.clone(),
            does: duty.does.clone(),
            who: row.who_acts(duty).to_owned(),
            due: deadline.due,
            strength: duty.strength,
            clause: deadline.clause(duty).to_owned(),
        })
    }
}

impl RowAnswer {
    pub(super) fn new(file: &str, row: &CheckedRow<'_>) -> RowAnswer {
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
                guidance: row
                    .guidance()
                    .filter(|other| other.duty != next.duty)
                    .filter_map(|other| GuidanceAnswer::new(row, other))
                    .collect(),
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
