//! `check`: findings, the note to each agency, or what would put findings right.

use std::path::Path;

use escalog::api::{self, NoteForm, Settings};
use escalog::error::{Code, Error};

use super::args::{Check, CheckFormat};
use super::files::{self, Inputs};
use super::{FOUND, NOT_DONE, UNREAD, findings, print, say, say_in_colour, say_json, to_json};

/// Answers what was asked; the exit code.
pub fn run(asked: Check) -> Result<u8, Error> {
    let Check { logs, choice, rules, format, accepted, note, output, fix, edits } = asked;
    let settings = rules.over(choice.for_workbooks()?);
    let inputs = files::logs(&logs, &settings)?;
    match output.filter(|_| note) {
        Some(output) => write_notes(&settings, inputs, &output, format),
        None if fix => list_fixes(&settings, inputs, edits.as_deref(), format),
        None => list_findings(&settings, inputs, format, accepted),
    }
}

fn list_findings(settings: &Settings, inputs: Inputs, format: CheckFormat, accepted: bool) -> Result<u8, Error> {
    let progress = files::progress(inputs.files.len());
    let mut answer = api::check(settings, &inputs.files, &mut |name| files::step(&progress, name))?;
    progress.finish_and_clear();
    answer.errors.extend(inputs.errors);
    match format {
        CheckFormat::Json => say_json(&answer)?,
        CheckFormat::Csv => say(&api::csv(&answer)?)?,
        CheckFormat::Text => say_in_colour(&findings::text(&answer, accepted))?,
    }
    answer.errors.iter().for_each(print::error);
    Ok(if !answer.errors.is_empty() { NOT_DONE } else { u8::from(answer.totals.error > 0) * FOUND })
}

fn list_fixes(settings: &Settings, inputs: Inputs, edits: Option<&Path>, format: CheckFormat) -> Result<u8, Error> {
    if edits.is_some() && inputs.files.len() + inputs.errors.len() != 1 {
        return Err(Error::new(Code::BadRequest, "an edit script is of one workbook").help("name one log with --edits"));
    }
    let progress = files::progress(inputs.files.len());
    let mut answer = api::fix(settings, &inputs.files, &mut |name| files::step(&progress, name))?;
    progress.finish_and_clear();
    answer.errors.extend(inputs.errors);
    answer.errors.iter().for_each(print::error);
    if !answer.errors.is_empty() && edits.is_some() {
        return Ok(NOT_DONE);
    }
    if let Some(path) = edits {
        let script = answer.edits.first().map(|edits| edits.script.clone()).unwrap_or_default();
        files::write(path, to_json(&script)?.as_bytes(), &inputs.files)?;
    }
    // Where the script goes to standard output, nothing else may stand there.
    match format {
        _ if edits == Some(Path::new("-")) => {}
        CheckFormat::Json => say(&to_json(&answer)?)?,
        CheckFormat::Text => say_in_colour(&findings::fixes(&answer))?,
        CheckFormat::Csv => return Err(no_csv("--fix")),
    }
    Ok(if answer.errors.is_empty() { 0 } else { NOT_DONE })
}

fn write_notes(settings: &Settings, inputs: Inputs, output: &Path, format: CheckFormat) -> Result<u8, Error> {
    if format == CheckFormat::Csv {
        return Err(no_csv("--note"));
    }
    let to_stdout = output == Path::new("-");
    let folder = output.is_dir();
    let ending = output.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    let form = match ending.as_deref() {
        _ if folder => NoteForm::Docx,
        _ if to_stdout => NoteForm::Text,
        Some("docx") => NoteForm::Docx,
        Some("txt") => NoteForm::Text,
        _ => {
            return Err(Error::new(Code::BadRequest, "a note is written as .docx or .txt")
                .at(output.display())
                .help("end its name so, or name a folder that is there"));
        }
    };
    let progress = files::progress(inputs.files.len());
    let step = &mut |name: &str| files::step(&progress, name);
    let (mut answer, notes) = api::note(settings, &inputs.files, form, !folder, step)?;
    progress.finish_and_clear();
    answer.errors.extend(inputs.errors);
    for note in &notes {
        let path = if folder { output.join(&note.name) } else { output.to_owned() };
        files::write(&path, &note.bytes, &inputs.files)?;
    }
    if !to_stdout && format == CheckFormat::Json {
        say(&to_json(&answer)?)?;
    } else if !to_stdout && !notes.is_empty() {
        say_in_colour(&findings::notes(&answer, output, folder))?;
    }
    answer.errors.iter().for_each(print::error);
    Ok(if notes.is_empty() { NOT_DONE } else { u8::from(!answer.errors.is_empty()) * UNREAD })
}

fn no_csv(option: &str) -> Error {
    Error::new(Code::BadRequest, format!("{option} is not written as csv"))
        .at("--format")
        .help("leave the format out, or ask for json")
}
