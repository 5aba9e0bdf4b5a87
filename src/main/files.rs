//! Files in and out, and progress on long work.

use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use escalog::api::{File, ProcedureFile, Settings};
use escalog::error::{Code, Error};
use indicatif::{ProgressBar, ProgressStyle};

/// The endings of the files that are taken from a folder.
const LOG_ENDINGS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"];

/// The logs that were named, read.
pub struct Inputs {
    pub files: Vec<File>,
    /// Those that could not be read at all.
    pub errors: Vec<Error>,
}

/// Reads logs: files, folders of files (not the folders in them), or `-` for standard input.
pub fn logs(paths: &[PathBuf]) -> Result<Inputs, Error> {
    let mut inputs = Inputs { files: Vec::new(), errors: Vec::new() };
    for path in paths {
        if path.is_dir() {
            let found = in_folder(path)?;
            if found.is_empty() {
                let what = format!("no logs stand in this folder: {} files are looked for", LOG_ENDINGS.join(", "));
                inputs
                    .errors
                    .push(Error::new(Code::UnreadableFile, what).at(path.display()).help("name another folder"));
            }
            for path in found {
                inputs.add(&path);
            }
        } else {
            inputs.add(path);
        }
    }
    Ok(inputs)
}

impl Inputs {
    fn add(&mut self, path: &Path) {
        match bytes(path) {
            Ok(bytes) => self.files.push(File { name: path.display().to_string(), bytes }),
            Err(error) => self.errors.push(error),
        }
    }
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let cannot = |error: std::io::Error| unreadable(folder, &error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        // A spreadsheet program keeps `~$name.xlsx` beside a file that is open.
        let lock = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
        if LOG_ENDINGS.contains(&ending.as_str()) && !lock && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// One file that is no log.
pub fn one(path: &Path) -> Result<File, Error> {
    Ok(File { name: path.display().to_string(), bytes: bytes(path)? })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        return read.map(|_| bytes).map_err(|error| unreadable(Path::new("standard input"), &error));
    }
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let (what, help) = match error.kind() {
        std::io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check its name and folder"),
        std::io::ErrorKind::PermissionDenied => ("it may not be read".to_owned(), "ask for the right to read it"),
        _ => (error.to_string(), "try again, or copy the file to this machine first"),
    };
    Error::new(Code::UnreadableFile, what).at(path.display()).help(help)
}

/// The text of a file, or of standard input for `-`.
pub fn text(path: &Path) -> Result<String, Error> {
    String::from_utf8(bytes(path)?).map_err(|_| {
        Error::new(Code::UnreadableFile, "it is not text in UTF-8").at(path.display()).help("save it as UTF-8")
    })
}

/// A procedure file.
pub fn procedure(path: &Path) -> Result<ProcedureFile, Error> {
    Ok(ProcedureFile { name: path.display().to_string(), text: text(path)? })
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

/// The settings in a TOML file.
pub fn settings(path: &Path) -> Result<Settings, Error> {
    let text = text(path)?;
    let mut settings: Settings = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        Error::new(Code::BadRequest, error.message().to_owned()).at(format!("{}:{line}", path.display())).help(
            "it may hold `policy`, `readings`, `due-soon`, `[[closure]]` with `from`, `to`, `why`, `agency`, \
                 and `[[agency]]` with `name`, `kind`, `spellings`, `contacts`",
        )
    })?;
    if let Some(id) = settings.policy.clone() {
        choose_policy(&mut settings, &id)?;
    }
    Ok(settings)
}

/// Writes a file whole or not at all: beside it first, then under its name. `-` is standard output.
pub fn write(path: &Path, bytes: &[u8], inputs: &[File]) -> Result<(), Error> {
    let cannot = |error: std::io::Error| {
        Error::new(Code::NotWritten, format!("it can't be written: {error}"))
            .at(path.display())
            .help("check the folder, the room on the disk, and that the file is not open in another program")
    };
    if path == Path::new("-") {
        return std::io::stdout().lock().write_all(bytes).map_err(cannot);
    }
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if real(path).is_some_and(|own| inputs.iter().any(|input| real(Path::new(&input.name)) == Some(own.clone()))) {
        return Err(Error::new(Code::NotWritten, "this is one of the logs given; an input is never overwritten")
            .at(path.display())
            .help("choose another name after `-o`"));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        // Nothing half-written is left; that it can't be removed either changes nothing about the error.
        let _ = std::fs::remove_file(&beside);
        cannot(error)
    })
}

/// Progress over so many files; shown on a terminal, and only when it takes long.
pub fn progress(files: usize) -> ProgressBar {
    if files < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("{pos} of {len} {bar:30} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// One file further.
pub fn step(bar: &ProgressBar, name: &str) {
    bar.set_message(name.to_owned());
    bar.inc(1);
}
