//! `fix`: logs → what would put their findings right, before and after, and the edit script that does it.

use serde::Serialize;

use super::each::each;
use super::{File, Heading, Settings};
use crate::edit::Script;
use crate::error::{Error, Result};
use crate::finding::{self, Finding, Fix};

/// What `fix` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FixAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// What says the same in a better form.
    pub fixes: Vec<FixedCell>,
    /// What a person would have to accept.
    pub proposals: Vec<FixedCell>,
    /// The script of the fixes for each log that has some; a proposal is in none.
    pub edits: Vec<FileEdits>,
    /// The files that could not be read.
    pub errors: Vec<Error>,
}

/// A cell as it is and as it would be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FixedCell {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell, what stands there, and what would.
    #[serde(flatten)]
    pub fix: Fix,
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub rule: &'static str,
    /// Why.
    pub message: String,
}

/// The edits of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FileEdits {
    /// The file.
    pub file: String,
    /// Its edit script.
    pub script: Script,
}

/// Says what would put right what was found and is not accepted. `progress` is told of each file before it is
/// read.
///
/// # Errors
/// No day; a procedure, closures or rules that can't be used.
pub fn fix(settings: &Settings, files: &[File], progress: &mut dyn FnMut(&str)) -> Result<FixAnswer> {
    let (mut cells, mut edits) = (Vec::new(), Vec::new());
    let selection = settings.alone().selection()?;
    let (heading, errors) = each(settings, files, progress, |checked, _| {
        let findings = [selection.check(checked), selection.tidy(checked)].concat();
        let script = finding::script(&findings);
        if !script.sheets.is_empty() {
            edits.push(FileEdits { file: checked.log.file.clone(), script });
        }
        cells.extend(findings.into_iter().filter(|finding| finding.accepted.is_none()).filter_map(fixed_cell));
    })?;
    let (fixes, proposals) = cells.into_iter().partition(|cell| cell.fix.certain);
    Ok(FixAnswer { heading, fixes, proposals, edits, errors })
}

fn fixed_cell(finding: Finding) -> Option<FixedCell> {
    Some(FixedCell {
        fix: finding.fix?,
        file: finding.file,
        sheet: finding.sheet,
        code: finding.rule.code,
        rule: finding.rule.name,
        message: finding.message,
    })
}
