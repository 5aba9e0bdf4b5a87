//! `merge` and `quarter`: returned logs put together into a register, or a quarter's workbook.

use std::path::PathBuf;

use chrono::NaiveDate;
use escalog::api::{self, CopyFor, File, Given, Settings};
use escalog::error::Error;
use serde::Serialize;

use super::args::Format;
use super::choice::Returns;
use super::output::{self, is_stdout};
use super::{UNREAD, files, password, print, say, show, to_json};

/// Where the workbook is written, and how the answer is printed.
pub struct To {
    pub path: PathBuf,
    pub no_password: bool,
    pub format: Format,
}

/// Puts returned logs together and writes the register; the exit code.
pub fn merge(logs: &[PathBuf], returns: Returns, mut settings: Settings, to: &To) -> Result<u8, Error> {
    returns.add_to(&mut settings)?;
    to.check()?;
    let inputs = files::returns(logs, &mut settings)?;
    let given = Given { files: &inputs.files, previous: None, unread: inputs.errors };
    let (answer, register) = files::with_progress(inputs.files.len(), |step| api::merge(&settings, given, step))?;
    to.write(&inputs.files, register, &settings, answer.heading.as_of)?;
    to.say(&answer, || print::merge(&answer, &to.path))?;
    Ok(unread(&answer.errors))
}

/// Which quarter is asked for.
pub struct Quarter {
    pub quarter: String,
    /// The register or workbook of before.
    pub previous: Option<PathBuf>,
    pub copy: CopyFor,
}

/// Puts returned logs together and writes the quarter's workbook; the exit code.
pub fn quarter(
    logs: &[PathBuf],
    asked: Quarter,
    returns: Returns,
    mut settings: Settings,
    to: &To,
) -> Result<u8, Error> {
    returns.add_to(&mut settings)?;
    to.check()?;
    let inputs = files::returns(logs, &mut settings)?;
    let previous = asked.previous.as_deref().map(|path| files::previous(path, &settings)).transpose()?;
    let given = Given { files: &inputs.files, previous: previous.as_ref(), unread: inputs.errors };
    let (answer, workbook) = files::with_progress(inputs.files.len(), |step| {
        api::quarter_for(asked.copy, &settings, &asked.quarter, given, step)
    })?;
    let given: Vec<File> = inputs.files.into_iter().chain(previous).collect();
    to.write(&given, workbook, &settings, answer.heading.as_of)?;
    to.say(&answer, || print::quarter(&answer, &to.path))?;
    Ok(unread(&answer.errors))
}

impl To {
    /// Refuses what can't be written, or not together, before work is done.
    fn check(&self) -> Result<(), Error> {
        output::must_be_xlsx(&self.path)?;
        output::no_json_beside(Some(&self.path), self.format == Format::Json)
    }

    /// Writes the workbook, protected as what was given is.
    fn write(&self, given: &[File], bytes: Vec<u8>, settings: &Settings, as_of: NaiveDate) -> Result<(), Error> {
        let bytes = if self.no_password { bytes } else { password::protect_like(given, bytes, settings)? };
        output::write_register(&self.path, bytes, settings, as_of)
    }

    /// Prints the answer, but not among the workbook's bytes.
    fn say(&self, answer: &impl Serialize, in_words: impl FnOnce() -> String) -> Result<(), Error> {
        match self.format {
            _ if is_stdout(&self.path) => Ok(()),
            Format::Json => say(&to_json(answer)?),
            Format::Text => show(&in_words()),
        }
    }
}

/// Says what could not be read; the exit code.
fn unread(errors: &[Error]) -> u8 {
    errors.iter().for_each(print::error);
    u8::from(!errors.is_empty()) * UNREAD
}
