//! `template`: a procedure → a blank log, ready to be filled in.

use serde::Serialize;

use super::annotate::{AnnotateRequest, annotate};
use super::{File, Heading, Settings};
use crate::error::Result;
use crate::forms;
use crate::workbook;

/// What `template` answers, beside the workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TemplateAnswer {
    /// Format, version, procedure, readings, as-of date.
    #[serde(flatten)]
    pub heading: Heading,
    /// The headings of the log, left to right, without the engine's own.
    pub columns: Vec<String>,
}

/// Makes a blank log of a procedure, and gives its bytes. It is marked the way that any other log is: with the
/// lists, the engine's columns and the sheet that keeps the settings.
///
/// # Errors
/// No day; no procedure, or one that can't be used.
pub fn template(settings: &Settings) -> Result<(TemplateAnswer, Vec<u8>)> {
    let alone = settings.alone();
    let (policy, as_of) = (alone.policy()?, alone.day()?);
    let template = forms::template::of(&policy, &alone.calendars()?.partnership, as_of);
    let bytes = workbook::write::template(&template, as_of)?;
    let file = File { name: "log.xlsx".to_owned(), bytes };
    let request = AnnotateRequest { settings: settings.clone(), ..AnnotateRequest::default() };
    let bytes = workbook::patch(&file.name, &file.bytes, &annotate(&request, &file)?.edits)?;
    let columns = template.columns.into_iter().map(|column| column.heading).collect();
    Ok((TemplateAnswer { heading: Heading::new(&policy, &alone, as_of), columns }, bytes))
}
