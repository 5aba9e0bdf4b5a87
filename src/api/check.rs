//! `check`: logs → findings, and each row's stage, status and next step.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use serde::Serialize;

use super::settings::no_policy;
use super::{FORMAT, File, Heading, Settings, version};
use crate::calendar::{Calendars, Moment};
use crate::error::{Code, Error, Result};
use crate::finding::{Finding, Totals};
use crate::grid::{Address, Note, Workbook};
use crate::log::{self, Log, Meaning, Nearest, Table};
use crate::merge;
use crate::parallel;
use crate::policy::{Policy, Strength};
use crate::timeline::{self, Checked, CheckedRow, Deadline, RowStatus};
use crate::workbook::{self, Reading};

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
type Notes = Vec<(String, Vec<Note>)>;

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
