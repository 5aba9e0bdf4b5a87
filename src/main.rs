//! The program: arguments, files, progress, exit codes; no logic.
//!
//! Exit codes of `check` and `policy check`: 0, nothing of error severity; 1, findings of error severity;
//! 2, could not do it. What is not selected, and what a row accepts, does not count. Of what writes: 0 written;
//! 1 written, but an input could not be read; 2 nothing written.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use clap::Parser;
use escalog::api::{self, AnnotateRequest, ApplyRequest, Settings};
use escalog::error::{Code, Error};
use escalog::policy::Policy;

use args::{Arguments, Command, Format, PolicyCommand};
use output::is_stdout;

#[path = "main/args.rs"]
mod args;
#[path = "main/check.rs"]
mod check;
#[path = "main/choice.rs"]
mod choice;
#[path = "main/files.rs"]
mod files;
#[path = "main/findings.rs"]
mod findings;
#[path = "main/forms.rs"]
mod forms;
#[path = "main/output.rs"]
mod output;
#[path = "main/password.rs"]
mod password;
#[path = "main/print.rs"]
mod print;
#[path = "main/register.rs"]
mod register;

const FOUND: u8 = 1;
const UNREAD: u8 = 1;
const NOT_DONE: u8 = 2;

/// Where the last panic happened. What it says is not kept: it could hold the text of a cell.
static PANICKED_AT: Mutex<Option<String>> = Mutex::new(None);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.command.wants_json();
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut at) = PANICKED_AT.lock() {
            *at = panic.location().map(ToString::to_string);
        }
    }));
    let done = std::panic::catch_unwind(|| run(arguments)).unwrap_or_else(|_| {
        let at = PANICKED_AT.lock().ok().and_then(|mut at| at.take()).unwrap_or_default();
        Err(Error::new(Code::Fault, format!("escalog stopped by a mistake of its own at {at}"))
            .help("no file was half-written; please report what you did and this place"))
    });
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            if json {
                // The error itself is what the exit code tells.
                let _ = say(&nothing_judged([&error]).to_string());
            }
            print::error(&error);
            ExitCode::from(NOT_DONE)
        }
    }
}

fn run(arguments: Arguments) -> Result<u8, Error> {
    match arguments.command {
        Command::Check(asked) => check::run(asked),
        Command::Merge { logs, output, returns, choice, no_password, format } => {
            let to = register::To { path: output, no_password, format };
            register::merge(&logs, returns, choice.for_workbooks()?.alone(), &to)
        }
        Command::Quarter { logs, quarter, previous, returns, copy, output, no_password, choice, format } => {
            let settings = choice.for_quarter(quarter.parse()?)?;
            let asked = register::Quarter { quarter, previous, copy: copy.wanted()? };
            let to = register::To { path: output, no_password, format };
            register::quarter(&logs, asked, returns, settings, &to)
        }
        Command::Template { output, judged } => forms::template(&output, &judged.for_workbooks()?),
        Command::Report { log, number, row, output, no_password, choice } => {
            forms::report(&log, number, row, &output, no_password, choice.for_workbooks()?)
        }
        Command::Calendar { logs, output, choice } => forms::calendar(&logs, &output, &choice.for_workbooks()?),
        Command::Annotate { log, output, edits, prepare, clear, force, no_password, choice } => {
            let request = AnnotateRequest { settings: choice.for_workbooks()?, prepare, force };
            let given = files::workbook(&log, &request.settings)?;
            let opened = password::opened(&given, &request.settings, no_password)?;
            let file = &opened.file;
            output.as_deref().map_or(Ok(()), |output| output::must_end_as(file, output))?;
            let answer = if clear { api::clear(&request, file)? } else { api::annotate(&request, file)? };
            let script = to_json(&answer.edits)?;
            let mut all: Vec<(&Path, &[u8])> = Vec::new();
            all.extend(edits.as_deref().map(|edits| (edits, script.as_bytes())));
            let marked;
            if let Some(output) = &output {
                let write = if clear { api::write_cleared } else { api::write };
                marked = opened.protected(write(&answer.edits, file, request.patching())?)?;
                all.push((output, &marked));
            }
            output::write_all(&all)?;
            match &output {
                Some(output) if !all.iter().any(|(path, _)| is_stdout(path)) => {
                    show(&print::annotate(&answer, clear, output))?;
                }
                _ => {}
            }
            Ok(0)
        }
        Command::Apply { edits, workbook, output, force, no_password, password } => {
            let edits = files::script(&edits)?;
            let settings = password.for_any_workbook()?;
            let given = files::workbook(&workbook, &settings)?;
            let opened = password::opened(&given, &settings, no_password)?;
            output::must_end_as(&opened.file, &output)?;
            let (applied, bytes) = api::apply(&ApplyRequest { edits, force, limits: settings.limits }, &opened.file)?;
            output::write(&output, &opened.protected(bytes)?)?;
            if applied.rewritten && !is_stdout(&output) {
                show(&print::written(true, &output))?;
            }
            Ok(0)
        }
        Command::Deadlines { cases, policy } => deadlines(&cases, policy.as_deref()),
        Command::Policy { command } => policy(command),
        Command::Rules { format } => {
            let answer = api::call("rules", serde_json::json!({}), Vec::new())?.json;
            match format {
                Format::Json => say(&to_json(&answer)?)?,
                Format::Text => say(&print::rules())?,
            }
            Ok(0)
        }
        Command::Explain { code } => {
            say(api::explain(&code)?.page)?;
            Ok(0)
        }
    }
}

fn deadlines(cases: &Path, policy: Option<&Path>) -> Result<u8, Error> {
    let lines = files::lines(cases)?;
    let own = policy.map(files::procedure).transpose()?;
    let own = own.map(|file| Policy::from_files([(file.name.as_str(), file.text.as_str())])).transpose()?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut is_empty, mut is_answered) = (true, false);
    let written = api::deadlines_of_each(&lines, own.as_ref()).try_for_each(|answer| {
        is_empty = false;
        is_answered = is_answered || is_answer(&answer);
        writeln!(out, "{answer}")
    });
    finished(written.and_then(|()| out.flush()))?;
    if is_empty || is_answered {
        return Ok(0);
    }
    print::error(
        &Error::new(Code::BadRequest, "not one line of it could be answered")
            .at(cases.display())
            .help("`escalog deadlines --help` shows how a case is written"),
    );
    Ok(NOT_DONE)
}

fn policy(command: PolicyCommand) -> Result<u8, Error> {
    match command {
        PolicyCommand::List { format } => match format {
            Format::Json => say(&to_json(&api::call("policies", serde_json::json!({}), Vec::new())?.json)?)?,
            Format::Text => say(&print::policies(&api::policies()?))?,
        },
        PolicyCommand::Show { id, readings } => {
            let mut settings = Settings { readings: Some(readings), ..Settings::default() };
            files::choose_policy(&mut settings, &id)?;
            show(&api::show(&settings)?.editions.join("\n"))?;
        }
        PolicyCommand::Check { file, format } => {
            let file = files::procedure(&file)?;
            let checked = Policy::from_files([(file.name.as_str(), file.text.as_str())]);
            let mistakes: Vec<&Error> = match &checked {
                Ok(_) => Vec::new(),
                Err(error) => std::iter::once(error).chain(error.also()).collect(),
            };
            match format {
                Format::Json => {
                    let errors = mistakes.iter().map(|error| {
                        serde_json::json!({ "code": error.code(), "at": error.place(), "message": error.message(), "help": error.advice() })
                    });
                    let errors: Vec<_> = errors.collect();
                    say(&to_json(&nothing_judged(errors))?)?;
                }
                Format::Text => show(&print::policy_check(&file.name, &checked, &mistakes))?,
            }
            return Ok(u8::from(!mistakes.is_empty()) * FOUND);
        }
        PolicyCommand::Schema => say(&to_json(escalog::policy::json_schema())?)?,
    }
    Ok(0)
}

/// What a program is answered where no log was judged: the keys of every answer, and what is wrong.
fn nothing_judged(errors: impl serde::Serialize) -> serde_json::Value {
    serde_json::json!({
        "format": api::FORMAT, "version": api::version(), "policy": null, "readings": [], "as_of": null, "errors": errors
    })
}

/// Whether a line of `deadlines` is an answer, not an error.
fn is_answer(line: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(line).is_ok_and(|answer| answer.get("error").is_none())
}

fn to_json(answer: &impl serde::Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(answer);
    text.map(|text| text + "\n").map_err(|error| Error::new(Code::NotWritten, error.to_string()))
}

/// Writes for people, who may have a terminal that obeys control characters; those of a log are left out.
fn show(text: &str) -> Result<(), Error> {
    say(&print::harmless(text))
}

/// Writes an answer as JSON, piece by piece: as one text it could be the largest thing in memory.
fn say_json(answer: &impl serde::Serialize) -> Result<(), Error> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, answer).map_err(std::io::Error::from);
    finished(written.and_then(|()| writeln!(out)).and_then(|()| out.flush()))
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> Result<(), Error> {
    said(text, &mut std::io::stdout().lock())
}

/// The same, with colours where standard output shows them and `NO_COLOR` is not set.
fn say_in_colour(text: &str) -> Result<(), Error> {
    said(text, &mut anstream::stdout().lock())
}

fn said(text: &str, out: &mut impl Write) -> Result<(), Error> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    finished(write!(out, "{text}{end}").and_then(|()| out.flush()))
}

fn finished(written: std::io::Result<()>) -> Result<(), Error> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Code::NotWritten, format!("standard output can't be written: {error}")))
        }
        _ => Ok(()),
    }
}
