//! `annotate` and `clear`: an agency's workbook → the same with its log marked, or with the marks taken off.

use serde::{Deserialize, Serialize};

use super::each::found;
use super::{File, Heading, Settings, version};
use crate::annotate::{self, Basis};
use crate::edit::Script;
use crate::error::{Code, Error, Result};
use crate::grid::{Value, Workbook};
use crate::log;
use crate::merge;
use crate::policy::Policy;
use crate::workbook::{Patching, Reading};
use crate::{timeline, workbook};

/// What `annotate` and `clear` are asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AnnotateRequest {
    /// Procedure, readings, closures, the day.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub settings: Settings,
    /// Whether the date columns that the log lacks are added first.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub prepare: bool,
    /// Whether a digitally signed workbook is changed too; its signature is then no longer valid.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub force: bool,
}

impl AnnotateRequest {
    /// How the workbook is changed.
    pub fn patching(&self) -> Patching {
        Patching { signed: self.force, limits: self.settings.alone().limits.unwrap_or_default() }
    }
}

/// What `annotate` and `clear` answer, beside the workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AnnotateAnswer {
    /// Format, version, procedure, readings, as-of date; the first two alone of `clear`.
    #[serde(flatten)]
    #[cfg_attr(feature = "types", ts(skip))]
    pub heading: Option<Heading>,
    /// What is changed in the workbook.
    pub edits: Script,
    /// How many rows hold a case.
    pub rows: usize,
    /// Whether the cells go into a new xlsx, since the file is of a kind that can't be marked in place.
    pub rewritten: bool,
}

/// What to call a workbook that was written from a file.
pub(super) fn name(file: &File, rewritten: bool) -> String {
    if rewritten { format!("{}.xlsx", stem(&file.name)) } else { file.name.clone() }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Works out how a log is marked.
///
/// # Errors
/// No day; a procedure or closures that can't be used; a file that can't be read, in which no log stands, or in which
/// there is no room for the marks.
pub fn annotate(request: &AnnotateRequest, file: &File) -> Result<AnnotateAnswer> {
    let mut grid = read(&request.settings, file)?;
    merge::must_be_no_copy(&grid).map_err(|error| error.at(&file.name))?;
    if merge::is_register(&grid) {
        return Err(Error::new(
            Code::BadRequest,
            "this is a register or quarterly workbook of escalog, not an agency's log",
        )
        .at(&file.name)
        .help("mark the agencies' own logs; `escalog quarter` writes the register with how each row stands"));
    }
    let settings = request.settings.in_workbook(&grid).map_err(|error| error.at(&file.name))?;
    let policy = settings.policy()?;
    let calendars = settings.calendars()?;
    let as_of = settings.day()?;
    if is_rewritten(file) {
        as_rewritten(&mut grid);
    }
    let mut script = Script::default();
    if request.prepare {
        let log = found(log::read(&file.name, &grid, &policy, as_of))?;
        let prepared = annotate::prepare(grid, &log, &policy).map_err(|error| error.at(&file.name))?;
        (script, grid) = (prepared.script, prepared.workbook);
    }
    let log = found(log::draw(&file.name, &mut grid, &policy, as_of))?;
    let checked = timeline::check(&log, &policy, &calendars, as_of, settings.due_soon());
    let findings = settings.selection()?.check(&checked);
    let basis = Basis {
        workbook: &grid,
        checked: &checked,
        findings: &findings,
        readings: settings.readings(),
        due_soon: settings.due_soon(),
        closures: &settings.closures,
        version: version(),
    };
    script.sheets.extend(annotate::edits(&basis).map_err(|error| error.at(&file.name))?.sheets);
    Ok(AnnotateAnswer {
        heading: Some(Heading::new(&policy, &settings, as_of)),
        edits: script,
        rows: checked.rows.len(),
        rewritten: is_rewritten(file),
    })
}

/// Lets go of the formulas that are written as their values into a new xlsx: nothing is said of them there. Those of the
/// sheet of marks say where the columns stand.
fn as_rewritten(grid: &mut Workbook) {
    let marks = log::Marks::of(grid).sheet;
    let sheets = grid.sheets.iter_mut().filter(|sheet| Some(&sheet.name) != marks.as_ref());
    for cell in sheets.flat_map(|sheet| &mut sheet.cells).filter(|cell| cell.value != Value::NotCalculated) {
        cell.formula = None;
    }
}

/// An open workbook is marked where it stands, by whoever handed over its cells.
pub(super) fn is_rewritten(file: &File) -> bool {
    !workbook::is_open(&file.bytes) && !workbook::is_editable(&file.name, &file.bytes)
}

/// Works out how the marks are taken off a log.
///
/// # Errors
/// A file that can't be read, one without marks, and one with marks in no log that can be found any more.
pub fn clear(request: &AnnotateRequest, file: &File) -> Result<AnnotateAnswer> {
    let grid = read(&request.settings, file)?;
    // Which columns are the engine's does not depend on the procedure.
    let settings = request.settings.in_workbook(&grid).unwrap_or_else(|_| request.settings.alone());
    let policy = settings.policy().or_else(|_| any_policy())?;
    let log = log::read(&file.name, &grid, &policy, settings.as_of.unwrap_or_default());
    let Some(edits) = annotate::clear(&grid, &log).map_err(|error| error.at(&file.name))? else {
        return Err(Error::new(Code::BadRequest, "this workbook has no marks of escalog's")
            .at(&file.name)
            .help("`escalog annotate LOG -o OUT` marks it"));
    };
    let rows = log.rows().count();
    Ok(AnnotateAnswer { heading: None, edits, rows, rewritten: is_rewritten(file) })
}

fn any_policy() -> Result<Policy> {
    Policy::built_in(Policy::built_in_ids().next().unwrap_or_default())
}

fn read(settings: &Settings, file: &File) -> Result<Workbook> {
    let settings = settings.alone();
    workbook::read_with(&file.name, &file.bytes, &settings.reading(&file.name))
}

/// Writes the marked workbook: the file itself edited, or its cells in a new xlsx. A workbook edited in place
/// remembers how it was.
///
/// # Errors
/// Those of [`workbook::patch`]; a file with a password, which [`workbook::unprotected`] opens first.
pub fn write(script: &Script, file: &File, patching: Patching) -> Result<Vec<u8>> {
    without_password(file)?;
    if workbook::is_editable(&file.name, &file.bytes) {
        return workbook::mark(&file.name, &file.bytes, script, patching);
    }
    write_edited(script, file, patching)
}

/// Writes the workbook edited, and remembers nothing: the file itself, or its cells in a new xlsx.
///
/// # Errors
/// Those of [`write()`].
pub(super) fn write_edited(script: &Script, file: &File, patching: Patching) -> Result<Vec<u8>> {
    without_password(file)?;
    if workbook::is_editable(&file.name, &file.bytes) {
        return workbook::patch_with(&file.name, &file.bytes, script, patching);
    }
    let reading = Reading { password: None, limits: patching.limits };
    let grid = workbook::read_with(&file.name, &file.bytes, &reading)?;
    let bare = workbook::write::bare(&grid).map_err(|error| error.at(&file.name))?;
    workbook::patch_with(&file.name, &bare, script, patching)
}

/// Writes the workbook without the marks: byte for byte as it was before, where nothing has saved it since.
///
/// # Errors
/// Those of [`write()`].
pub fn write_cleared(script: &Script, file: &File, patching: Patching) -> Result<Vec<u8>> {
    if let Some(before) = workbook::unmarked(&file.bytes) {
        return Ok(before);
    }
    write_edited(script, file, patching)
}

/// Refuses to write a workbook that has a password: what protects it again asks the clock.
pub(super) fn without_password(file: &File) -> Result<()> {
    if workbook::is_protected(&file.bytes) {
        return Err(Error::new(Code::BadRequest, "a workbook with a password can't be written here")
            .at(&file.name)
            .help(
                "take the password off a copy of it; or use the program, which protects it again: `--password-file`",
            ));
    }
    Ok(())
}
