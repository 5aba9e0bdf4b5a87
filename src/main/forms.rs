//! `template`, `report`, `calendar`: blank logs, and forms made from logs.

use std::path::{Path, PathBuf};

use escalog::api::{self, ReportAs, ReportRequest, Settings};
use escalog::error::{Code, Error};

use super::output::{self, is_stdout};
use super::{NOT_DONE, UNREAD, files, password, print, show};

/// Writes the report form of one row; the exit code.
pub fn report(
    log: &Path,
    number: String,
    row: Option<String>,
    output: &Path,
    no_password: bool,
    settings: Settings,
) -> Result<u8, Error> {
    let form = match files::ending(output).as_str() {
        _ if is_stdout(output) => ReportAs::Docx,
        "docx" => ReportAs::Docx,
        "xlsx" => ReportAs::Xlsx,
        _ => {
            return Err(Error::new(Code::BadRequest, "a report is written as .docx or .xlsx")
                .at(output.display())
                .help("end its name so"));
        }
    };
    let mut inputs = files::logs(&[log.to_owned()], &settings)?;
    if let Some(error) = inputs.errors.pop() {
        return Err(error);
    }
    let [file] = inputs.files.as_slice() else {
        return Err(Error::new(Code::BadRequest, "a report is made from one log")
            .at(log.display())
            .help("name the file in which the row stands"));
    };
    let request = ReportRequest { number, row, form, settings };
    let (answer, bytes) = api::report(&request, file)?;
    output::must_not_be_by_hand(output, &bytes, &request.settings)?;
    let bytes = if no_password { bytes } else { password::protect_like(&inputs.files, bytes, &request.settings)? };
    output::write(output, &bytes)?;
    if is_stdout(output) {
        return Ok(0);
    }
    let mut said = format!("written: {}\n", output.display());
    if !answer.blanks.is_empty() {
        said += "to be filled in by hand:\n";
        answer.blanks.iter().for_each(|asks| said += &format!("  {asks}\n"));
    }
    show(&said)?;
    Ok(0)
}

/// Writes a blank log; the exit code.
pub fn template(output: &Path, settings: &Settings) -> Result<u8, Error> {
    output::must_be_xlsx(output)?;
    let (answer, bytes) = api::template(settings)?;
    output::write_blank(output, &bytes, settings)?;
    if !is_stdout(output) {
        show(&format!("a blank log under {}\nwritten: {}\n", answer.heading.policy, output.display()))?;
    }
    Ok(0)
}

/// Writes the deadlines of open cases as a calendar file; the exit code.
pub fn calendar(logs: &[PathBuf], output: &Path, settings: &Settings) -> Result<u8, Error> {
    output::must_be(output, "ics", "the calendar")?;
    let inputs = files::logs(logs, settings)?;
    let (mut answer, bytes) =
        files::with_progress(inputs.files.len(), |step| api::calendar(settings, &inputs.files, step))?;
    answer.errors.extend(inputs.errors);
    answer.errors.iter().for_each(print::error);
    // An empty calendar would look as if nothing were due.
    if answer.read == 0 {
        return Ok(NOT_DONE);
    }
    output::write(output, &bytes)?;
    if !is_stdout(output) {
        let entries = print::count(answer.entries, "entry", "entries");
        let undated = match answer.undated {
            0 => String::new(),
            one_or_more => format!(" ({} open without a date)", print::rows(one_or_more)),
        };
        show(&format!("{entries}{undated}\nwritten: {}\n", output.display()))?;
    }
    Ok(u8::from(!answer.errors.is_empty()) * UNREAD)
}
