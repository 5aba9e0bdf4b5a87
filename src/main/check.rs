//! `check`: findings, the note to each agency, or what would put findings right.

use std::path::{Path, PathBuf};

use escalog::api::{self, ApplyRequest, File, NoteForm, Settings};
use escalog::error::{Code, Error};

use super::args::{Check, CheckFormat};
use super::files::{self, Inputs};
use super::output::{self, is_stdout};
use super::{FOUND, NOT_DONE, UNREAD, findings, password, print, say, say_in_colour, say_json, show, to_json};

/// Answers what was asked; the exit code.
pub fn run(asked: Check) -> Result<u8, Error> {
    let Check { logs, choice, rules, format, accepted, note, output, fix, edits, no_password } = asked;
    let settings = rules.over(choice.for_workbooks()?);
    let inputs = files::logs(&logs, &settings)?;
    match output {
        Some(output) if note => write_notes(&settings, inputs, &output, format),
        output if fix => list_fixes(&settings, inputs, &Made { edits, output, no_password }, format),
        _ => list_findings(&settings, inputs, format, accepted),
    }
}

fn list_findings(settings: &Settings, inputs: Inputs, format: CheckFormat, accepted: bool) -> Result<u8, Error> {
    let mut answer = files::with_progress(inputs.files.len(), |step| api::check(settings, &inputs.files, step))?;
    answer.errors.extend(inputs.errors);
    match format {
        CheckFormat::Json => say_json(&answer)?,
        CheckFormat::Csv => say(&api::csv(&answer)?)?,
        CheckFormat::Text => say_in_colour(&findings::text(&answer, accepted))?,
    }
    answer.errors.iter().for_each(print::error);
    Ok(if !answer.errors.is_empty() { NOT_DONE } else { u8::from(answer.totals.error > 0) * FOUND })
}

/// What is made of the certain fixes.
struct Made {
    edits: Option<PathBuf>,
    output: Option<PathBuf>,
    no_password: bool,
}

fn list_fixes(settings: &Settings, inputs: Inputs, made: &Made, format: CheckFormat) -> Result<u8, Error> {
    let makes = made.edits.is_some() || made.output.is_some();
    if format == CheckFormat::Csv {
        return Err(no_csv("--fix"));
    }
    for to in [&made.edits, &made.output] {
        output::no_json_beside(to.as_ref(), format == CheckFormat::Json)?;
    }
    if makes && inputs.files.len() + inputs.errors.len() != 1 {
        return Err(Error::new(Code::BadRequest, "fixes are made in one workbook")
            .help("name one log with --edits and --output"));
    }
    let mut answer = files::with_progress(inputs.files.len(), |step| api::fix(settings, &inputs.files, step))?;
    answer.errors.extend(inputs.errors);
    answer.errors.iter().for_each(print::error);
    if !answer.errors.is_empty() && makes {
        return Ok(NOT_DONE);
    }
    let script = answer.edits.first().map(|edits| edits.script.clone()).unwrap_or_default();
    let text = to_json(&script)?;
    let mut all: Vec<(&Path, &[u8])> = Vec::new();
    all.extend(made.edits.as_deref().map(|path| (path, text.as_bytes())));
    let (mut written, fixed);
    written = None;
    if let (Some(path), Some(file)) = (&made.output, inputs.files.first()) {
        let opened = password::opened(file, settings, made.no_password)?;
        output::must_end_as(&opened.file, path)?;
        let request = ApplyRequest { edits: script, force: false, limits: settings.alone().limits };
        let (applied, bytes) = api::apply(&request, &opened.file)?;
        fixed = opened.protected(bytes)?;
        all.push((path, &fixed));
        written = Some(print::written(applied.rewritten, path));
    }
    output::write_all(&all)?;
    // Where something made goes to standard output, nothing else may stand there.
    let to_stdout = all.iter().any(|(path, _)| is_stdout(path));
    if !to_stdout && format == CheckFormat::Json {
        say(&to_json(&answer)?)?;
    } else if !to_stdout {
        say_in_colour(&findings::fixes(&answer, written.is_some()))?;
        written.iter().try_for_each(|written| show(written))?;
    }
    Ok(if answer.errors.is_empty() { 0 } else { NOT_DONE })
}

fn write_notes(settings: &Settings, inputs: Inputs, output: &Path, format: CheckFormat) -> Result<u8, Error> {
    if format == CheckFormat::Csv {
        return Err(no_csv("--note"));
    }
    output::no_json_beside(Some(&output.to_owned()), format == CheckFormat::Json)?;
    let to_stdout = is_stdout(output);
    let folder = output.is_dir();
    let form = match files::ending(output).as_str() {
        _ if folder => NoteForm::Docx,
        _ if to_stdout => NoteForm::Text,
        "docx" => NoteForm::Docx,
        "txt" => NoteForm::Text,
        _ => {
            return Err(Error::new(Code::BadRequest, "a note is written as .docx or .txt")
                .at(output.display())
                .help("end its name so, or name a folder that is there"));
        }
    };
    let (mut answer, notes) =
        files::with_progress(inputs.files.len(), |step| api::note(settings, &inputs.files, form, !folder, step))?;
    answer.errors.extend(inputs.errors);
    let path = |note: &File| if folder { output.join(&note.name) } else { output.to_owned() };
    let all: Vec<(PathBuf, &[u8])> = notes.iter().map(|note| (path(note), note.bytes.as_slice())).collect();
    all.iter().try_for_each(|(path, bytes)| output::must_not_be_by_hand(path, bytes, settings))?;
    output::write_all(&all.iter().map(|(path, bytes)| (path.as_path(), *bytes)).collect::<Vec<_>>())?;
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
