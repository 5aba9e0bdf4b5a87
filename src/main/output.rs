//! Files out: under a name that fits, whole or not at all, and over nothing that was given.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use escalog::api::{self, File, Settings};
use escalog::error::{Code, Error};
use escalog::workbook;

use super::{files, finished};

/// Whether standard output is meant.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses a name that says that another kind of file is written: a workbook that is edited stays what it is, and of
/// any other an xlsx is made. What a workbook is its content says: a spreadsheet program opens no other.
pub fn must_end_as(log: &File, output: &Path) -> Result<(), Error> {
    if workbook::has_macros(&log.bytes) {
        must_be(output, "xlsm", "a workbook with macros")
    } else {
        must_be_xlsx(output)
    }
}

/// Refuses a name that says that another kind of file than a workbook is to be written.
pub fn must_be_xlsx(output: &Path) -> Result<(), Error> {
    must_be(output, "xlsx", "the workbook")
}

/// Refuses a name that says that another kind of file than this one is to be written.
pub fn must_be(output: &Path, wanted: &str, what: &str) -> Result<(), Error> {
    if is_stdout(output) || files::ending(output) == wanted {
        return Ok(());
    }
    let error = Error::new(Code::BadRequest, format!("{what} is written as .{wanted}"));
    Err(error.at(output.display()).help("end its name so"))
}

/// Refuses an answer in JSON beside a file on standard output.
pub fn no_json_beside(output: Option<&PathBuf>, wants_json: bool) -> Result<(), Error> {
    if wants_json && output.is_some_and(|output| is_stdout(output)) {
        return Err(Error::new(Code::BadRequest, "standard output can't hold both a file and the answer")
            .at("--format")
            .help("write the file under a name, or leave the format out"));
    }
    Ok(())
}

/// Writes a workbook over no register that holds what was corrected, chosen or noted and is not in it.
pub fn write_register(path: &Path, bytes: Vec<u8>, settings: &Settings, as_of: NaiveDate) -> Result<(), Error> {
    let new = File { name: path.display().to_string(), bytes };
    if let Some(there) = at(path)
        && api::would_be_lost(settings, as_of, &there, &new)?
    {
        return Err(Error::new(Code::NotWritten, "it is there already, and holds what was corrected or noted in it")
            .at(path.display())
            .help("give it with `--previous` or among the logs, or choose another name after `-o`"));
    }
    write(path, &new.bytes)
}

/// Writes a blank log over no log that holds cases.
pub fn write_blank(path: &Path, bytes: &[u8], settings: &Settings) -> Result<(), Error> {
    if let Some(there) = at(path)
        && api::holds_cases(settings, &there)?
    {
        return Err(Error::new(Code::NotWritten, "it is there already, and holds cases")
            .at(path.display())
            .help("choose another name after `-o`"));
    }
    write(path, bytes)
}

/// Refuses the place of anything but a form or a note as escalog wrote it: what was put in by hand can't be made again.
pub fn must_not_be_by_hand(path: &Path, new: &[u8], settings: &Settings) -> Result<(), Error> {
    if at(path).is_some_and(|there| api::may_be_by_hand(settings, &there, new)) {
        return Err(Error::new(Code::NotWritten, "it is there already, and may hold what was put in by hand")
            .at(path.display())
            .help("choose another place after `-o`, or put that file elsewhere first"));
    }
    Ok(())
}

/// The file that stands where another is to be written.
fn at(path: &Path) -> Option<File> {
    let bytes = if is_stream(path) { None } else { std::fs::read(path).ok() };
    bytes.map(|bytes| File { name: path.display().to_string(), bytes })
}

/// Writes a file whole or not at all; `-` is standard output.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_all(&[(path, bytes)])
}

/// Writes files, all of them whole or none at all: beside their places first, then under their names, as private as
/// what they replace.
pub fn write_all(all: &[(&Path, &[u8])]) -> Result<(), Error> {
    for (place, (path, _)) in all.iter().enumerate() {
        let is_same = |(other, _): &(&Path, &[u8])| files::place_of(other) == files::place_of(path);
        if all.iter().take(place).any(is_same) {
            return Err(Error::new(Code::BadRequest, "two things would be written there")
                .at(path.display())
                .help("give each a place of its own"));
        }
        may_be_written(path)?;
    }
    let mut beside = Vec::new();
    let written = put(all, &mut beside);
    if written.is_err() {
        // Nothing half-written is left; that it can't be removed either changes nothing about the error.
        beside.iter().for_each(|part| drop(std::fs::remove_file(part)));
    }
    written
}

fn put(all: &[(&Path, &[u8])], beside: &mut Vec<PathBuf>) -> Result<(), Error> {
    let (streams, named): (Vec<_>, Vec<_>) = all.iter().partition(|(path, _)| is_stream(path));
    for (number, (path, bytes)) in named.iter().enumerate() {
        // Short, since a name may be as long as the system allows.
        let part = path.with_file_name(format!(".escalog-{}-{number}.part", std::process::id()));
        beside.push(part.clone());
        write_part(path, &part, bytes).map_err(|error| cannot(path, &error))?;
    }
    for (path, bytes) in streams {
        if is_stdout(path) {
            let mut out = std::io::stdout().lock();
            finished(out.write_all(bytes).and_then(|()| out.flush()))?;
        } else {
            std::fs::write(path, bytes).map_err(|error| cannot(path, &error))?;
        }
    }
    for ((path, _), part) in named.iter().zip(beside) {
        std::fs::rename(part, path).map_err(|error| cannot(path, &error))?;
    }
    Ok(())
}

/// Whether what is written goes on from there, as to standard output or a device: nothing can be put in its place.
fn is_stream(path: &Path) -> bool {
    is_stdout(path) || std::fs::metadata(path).is_ok_and(|there| !there.is_file())
}

fn write_part(path: &Path, part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(part)?;
    if let Ok(replaced) = std::fs::metadata(path) {
        file.set_permissions(replaced.permissions())?;
    }
    file.write_all(bytes)
}

fn may_be_written(path: &Path) -> Result<(), Error> {
    if files::was_given(path) {
        return Err(Error::new(Code::NotWritten, "this is one of the files given; an input is never overwritten")
            .at(path.display())
            .help("choose another name after `-o`"));
    }
    if std::fs::metadata(path).is_ok_and(|there| there.is_file() && there.permissions().readonly()) {
        return Err(Error::new(Code::NotWritten, "it is write-protected")
            .at(path.display())
            .help("choose another name, or take the protection away"));
    }
    if path.is_dir() {
        return Err(cannot(path, &std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(())
}

fn cannot(path: &Path, error: &std::io::Error) -> Error {
    Error::new(Code::NotWritten, format!("it can't be written: {error}"))
        .at(path.display())
        .help("check the folder, the room on the disk, and that the file is not open in another program")
}
