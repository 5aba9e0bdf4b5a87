//! `report`: a log and an escalation number → the procedure's report form, filled in from the row.

use serde::{Deserialize, Serialize};

use super::view::of_one;
use super::{File, Heading, Settings};
use crate::error::Result;
use crate::forms::appendix2;
use crate::workbook;

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ReportAs {
    /// A word-processor document.
    #[default]
    Docx,
    /// A sheet.
    Xlsx,
}

impl ReportAs {
    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            ReportAs::Docx => "docx",
            ReportAs::Xlsx => "xlsx",
        }
    }
}

/// What `report` is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// The escalation number, as it stands in the log.
    pub number: String,
    /// Which of several rows with that number: `7`, or `Log!7`.
    #[serde(default)]
    pub row: Option<String>,
    /// What it is written as.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub form: ReportAs,
    /// The settings.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(as = "Option<_>", optional))]
    pub settings: Settings,
}

/// What `report` answers, beside the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReportAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// What is left to be filled in by hand, in the form's words.
    pub blanks: Vec<String>,
}

/// Fills in the report form of the procedure from the row with a number, and gives the bytes of its file.
///
/// # Errors
/// No day; a procedure or closures that can't be used; a file that is no log; no such row, or several; a row at a
/// stage at which it is not sent; a procedure without such a form.
pub fn report(request: &ReportRequest, log: &File) -> Result<(ReportAnswer, Vec<u8>)> {
    let (heading, report) =
        of_one(&request.settings, log, |checked| appendix2::fill(checked, &request.number, request.row.as_deref()))?;
    let bytes = match request.form {
        ReportAs::Docx => workbook::write::report_document(&report)?,
        ReportAs::Xlsx => workbook::write::report_sheet(&report)?,
    };
    let blanks = report.blanks().map(str::to_owned).collect();
    Ok((ReportAnswer { heading, blanks }, bytes))
}
