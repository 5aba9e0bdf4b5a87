//! Files in, and progress on long work.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::io::{IsTerminal, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use escalog::api::{File, LIST_OF_RETURNS, ProcedureFile, Settings};
use escalog::calendar::Closure;
use escalog::edit::Script;
use escalog::error::{Code, Error};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::output::is_stdout;
use super::print;

/// The endings of the files that are taken from a folder.
const LOG_ENDINGS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "docx"];

/// The logs that were named, read.
pub struct Inputs {
    pub files: Vec<File>,
    /// Those that could not be read at all.
    pub errors: Vec<Error>,
    /// All that were named.
    pub paths: Vec<PathBuf>,
}

/// Reads logs: files, folders of files (not the folders in them), or `-` for standard input. Of a folder the list of
/// dates of returns is left alone.
pub fn logs(paths: &[PathBuf], settings: &Settings) -> Result<Inputs, Error> {
    let is_log = |name: &str| !name.eq_ignore_ascii_case(LIST_OF_RETURNS);
    read(paths, settings, is_log, |found| found.iter().map(|path| path.display().to_string()).collect())
}

/// The same, each file called as a workbook calls it that is handed on: without its folders on this machine, but for
/// those that tell two apart. Dates of returns that are given by a path are given by that name.
pub fn returns(paths: &[PathBuf], settings: &mut Settings) -> Result<Inputs, Error> {
    let mut called = Vec::new();
    let inputs = read(
        paths,
        settings,
        |_| true,
        |found| {
            called = handed_on(found);
            called.clone()
        },
    )?;
    for (path, name) in inputs.paths.iter().zip(called) {
        let path = path.display().to_string();
        // Where the name has another date, both stay, and are found to be of one file.
        let has_other = settings.returned.get(&name).is_some_and(|date| settings.returned.get(&path) != Some(date));
        if !has_other && let Some(date) = settings.returned.remove(&path) {
            settings.returned.insert(name, date);
        }
    }
    Ok(inputs)
}

fn read(
    paths: &[PathBuf],
    settings: &Settings,
    wanted: impl Fn(&str) -> bool,
    names: impl FnOnce(&[PathBuf]) -> Vec<String>,
) -> Result<Inputs, Error> {
    let mut inputs = Inputs { files: Vec::new(), errors: Vec::new(), paths: Vec::new() };
    for path in paths {
        if path.is_dir() {
            let (found, left_out) = in_folder(path, &wanted)?;
            if !left_out.is_empty() {
                let names = left_out.join(", ");
                let note = format!("not read in {}, as they are no logs by their names: {names}", path.display());
                print::note(&note);
            }
            if found.is_empty() {
                inputs.paths.push(path.clone());
            }
            inputs.paths.extend(found);
        } else {
            inputs.paths.push(path.clone());
        }
    }
    // What stands in a folder and is named besides is one file.
    let mut known = HashSet::new();
    inputs.paths.retain(|path| known.insert(place_of(path)));
    let most = most(settings);
    for (path, name) in inputs.paths.iter().zip(names(&inputs.paths)) {
        if path.is_dir() {
            let what = format!("no logs stand in this folder: {} files are looked for", LOG_ENDINGS.join(", "));
            inputs.errors.push(Error::new(Code::UnreadableFile, what).at(name).help("name another folder"));
            continue;
        }
        match bytes(path, most) {
            Ok(bytes) => inputs.files.push(File { name, bytes }),
            Err(error) => inputs.errors.push(unreadable(&name, &error)),
        }
    }
    Ok(inputs)
}

/// So many bytes of a file are read: one more than is allowed shows that it is too many.
fn most(settings: &Settings) -> u64 {
    (u64::from(settings.alone().limits.unwrap_or_default().file_mb) << 20).saturating_add(1)
}

/// A file's place, by whichever path it is given. Only of the folder: a file keeps the name by which it was given.
pub fn place_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).ok();
    folder.zip(path.file_name()).map_or_else(|| path.to_owned(), |(folder, name)| folder.join(name))
}

/// What files are called in a workbook that is handed on: those of one folder alike, so that a list beside them fits.
fn handed_on(paths: &[PathBuf]) -> Vec<String> {
    let parts = |path: &PathBuf| -> Vec<String> {
        let whole = place_of(path);
        let named = whole.components().filter(|part| matches!(part, Component::Normal(_)));
        named.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let all: Vec<Vec<String>> = paths.iter().map(parts).collect();
    fn end(parts: &[String], count: usize) -> &[String] {
        parts.get(parts.len().saturating_sub(count)..).unwrap_or_default()
    }
    let folder = |parts: &Vec<String>| parts.get(..parts.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let mut needed: HashMap<Vec<String>, usize> = HashMap::new();
    for own in &all {
        let is_of_two = |count: &usize| all.iter().any(|other| other != own && end(other, *count) == end(own, *count));
        let count = (1..own.len()).find(|count| !is_of_two(count)).unwrap_or(own.len());
        let known = needed.entry(folder(own)).or_default();
        *known = count.max(*known);
    }
    let name = |(path, own): (&PathBuf, &Vec<String>)| {
        let count = needed.get(&folder(own)).copied().unwrap_or(1);
        if own.is_empty() { path.display().to_string() } else { end(own, count).join("/") }
    };
    paths.iter().zip(&all).map(name).collect()
}

/// Reads the register that is carried forward, and calls it as it may be handed on.
pub fn previous(path: &Path, settings: &Settings) -> Result<File, Error> {
    let File { name, bytes } = workbook(path, settings)?;
    Ok(File { name: path.file_name().map_or(name, |name| name.to_string_lossy().into_owned()), bytes })
}

/// How a file's name ends, without the dot and in small letters; empty where it has no ending.
pub fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase()
}

/// The logs of a folder that are wanted by their names, and the names of what is no log in it, folders too.
fn in_folder(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<(Vec<PathBuf>, Vec<String>), Error> {
    let cannot = |error: std::io::Error| unreadable(folder.display(), &error);
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A spreadsheet program keeps `~$name.xlsx` beside a file that is open, and systems keep files of their own.
        let is_of_a_program = name.starts_with('.') || ["Thumbs.db", "desktop.ini"].contains(&name.as_str());
        if name.starts_with("~$") {
            continue;
        }
        if LOG_ENDINGS.contains(&ending(&path).as_str()) && path.is_file() {
            found.extend(wanted(&name).then_some(path));
        } else if path.is_dir() {
            left_out.push(format!("the folder {name}"));
        } else if !is_of_a_program {
            left_out.push(name);
        }
    }
    found.sort();
    left_out.sort();
    Ok((found, left_out))
}

/// The files that were given, whatever for: none of them is ever overwritten.
static GIVEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn given() -> MutexGuard<'static, Vec<PathBuf>> {
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a file is one of those that were given.
pub fn was_given(path: &Path) -> bool {
    std::fs::canonicalize(path).is_ok_and(|own| given().contains(&own))
}

/// At most so many bytes of a file, or of standard input for `-`.
fn bytes(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_stdout(path) {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        given().extend(std::fs::canonicalize(path).ok());
        std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn unreadable(name: impl Display, error: &std::io::Error) -> Error {
    let (what, help) = match error.kind() {
        std::io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check its name and folder"),
        std::io::ErrorKind::PermissionDenied => ("it may not be read".to_owned(), "ask for the right to read it"),
        _ => (error.to_string(), "try again, or copy the file to this machine first"),
    };
    Error::new(Code::UnreadableFile, what).at(name).help(help)
}

/// All of a file that is no log.
pub fn whole(path: &Path) -> Result<Vec<u8>, Error> {
    bytes(path, u64::MAX).map_err(|error| unreadable(path.display(), &error))
}

/// The text of a file, or of standard input for `-`, without the mark that some programs begin a text with.
pub fn text(path: &Path) -> Result<String, Error> {
    let text = String::from_utf8(whole(path)?).map_err(|_| not_utf8(path))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The lines of such a text, each to be understood by itself.
pub fn lines(path: &Path) -> Result<Vec<u8>, Error> {
    let lines = whole(path)?;
    // In UTF-16 not one of them could be.
    if lines.starts_with(&[0xff, 0xfe]) || lines.starts_with(&[0xfe, 0xff]) { Err(not_utf8(path)) } else { Ok(lines) }
}

fn not_utf8(path: &Path) -> Error {
    Error::new(Code::UnreadableFile, "it is not text in UTF-8").at(path.display()).help("save it as UTF-8")
}

/// An edit script.
pub fn script(path: &Path) -> Result<Script, Error> {
    serde_json::from_str(&text(path)?).map_err(|error| {
        Error::new(Code::BadRequest, format!("this is no edit script: {error}"))
            .at(path.display())
            .help("`escalog annotate LOG --edits -` prints one")
    })
}

/// A workbook, whatever it holds.
pub fn workbook(path: &Path, settings: &Settings) -> Result<File, Error> {
    let bytes = bytes(path, most(settings)).map_err(|error| unreadable(path.display(), &error))?;
    Ok(File { name: path.display().to_string(), bytes })
}

/// A procedure file.
pub fn procedure(path: &Path) -> Result<ProcedureFile, Error> {
    ProcedureFile::new(path.display().to_string(), whole(path)?)
}

/// Chooses a procedure: a built-in id, or a file where one of that name stands or the name looks like one.
pub fn choose_policy(settings: &mut Settings, id: &str) -> Result<(), Error> {
    let path = Path::new(id);
    if path.is_file() || path.extension().is_some_and(|ending| ending == "toml") {
        settings.procedures = vec![procedure(path)?];
    }
    settings.policy = Some(id.to_owned());
    Ok(())
}

/// What a TOML file holds; `help` says what it may hold.
fn in_toml<T: DeserializeOwned>(path: &Path, help: &str) -> Result<T, Error> {
    let text = text(path)?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        Error::new(Code::BadRequest, error.message().to_owned()).at(format!("{}:{line}", path.display())).help(help)
    })
}

/// The closures in a TOML file of them.
pub fn closures(path: &Path) -> Result<Vec<Closure>, Error> {
    const HELP: &str = "it holds `[[closure]]` with `from`, `why` and, if need be, `to` and `agency`";
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Closures {
        #[serde(default, alias = "closures")]
        closure: Vec<Closure>,
    }
    let Closures { closure } = in_toml(path, HELP)?;
    if closure.is_empty() {
        return Err(Error::new(Code::BadRequest, "no closures stand in this file").at(path.display()).help(HELP));
    }
    Ok(closure)
}

/// The settings in a TOML file.
pub fn settings(path: &Path) -> Result<Settings, Error> {
    let mut settings: Settings = in_toml(
        path,
        "it may hold `policy`, `[[procedures]]` with `name` and `text`, `readings`, `as_of`, `due-soon`, `select`, `ignore`, `severity`, `[limits]`, `[returned]` with the dates of files, `[[closure]]` with `from`, `to`, `why`, `agency`, and `[[agency]]` with `name`, `kind`, `spellings`, `contacts`",
    )?;
    if settings.password.is_some() || !settings.passwords.is_empty() {
        return Err(Error::new(Code::BadRequest, "a password does not belong in this file")
            .at(path.display())
            .help("take it out; give it with `--password-file`, `ESCALOG_PASSWORD` or `--ask-password`"));
    }
    if let Some(id) = settings.policy.clone() {
        choose_policy(&mut settings, &id)?;
    }
    Ok(settings)
}

/// Does work on so many files, which tells the name of each: its progress is shown on a terminal, and only where it
/// takes long.
pub fn with_progress<T>(files: usize, work: impl FnOnce(&mut dyn FnMut(&str)) -> Result<T, Error>) -> Result<T, Error> {
    let bar = progress(files);
    let done = work(&mut |name| {
        bar.set_message(name.to_owned());
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    Ok(done)
}

fn progress(files: usize) -> ProgressBar {
    if files < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("{pos} of {len} {bar:30} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
