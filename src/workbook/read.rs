//! Reading a workbook file: bytes of xlsx, xlsm, xlsb, xls, ods or csv → [`Workbook`].
//!
//! In: a file's name, for its ending and for messages, and its bytes. Out: its cells, or an [`Error`] that
//! says what the file looks like and what to do. Which kind it is is decided from the bytes; the name's
//! ending only tells that a text is meant to be a table. No bytes whatever make it panic where panics can be
//! caught, which WebAssembly can't.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Code, Error, Result};
use crate::grid::{Sheet, Workbook};

mod cells;
mod marks;
mod modified;
mod others;
mod parts;
mod text;
mod xlsx;

#[cfg(test)]
mod tests;

pub use modified::modified;

/// The largest file that is read, in bytes.
const LARGEST_FILE: usize = 50 * 1024 * 1024;

/// The most that a zipped workbook may unpack to, in bytes.
const LARGEST_UNPACKED: u64 = 1024 * 1024 * 1024;

/// The rows and columns of the largest sheet that a spreadsheet program can show.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// The most cells that are read from one workbook.
const MOST_CELLS: usize = 5_000_000;

/// Reads a workbook file.
///
/// Formulas keep their stored results; one without a result is [`crate::grid::Value::NotCalculated`].
/// Dates come out as moments, whichever day the workbook counts from.
///
/// ```
/// let workbook = escalog::workbook::read("log.csv", b"Escalation No;Concern\n1;Threshold\n").unwrap();
/// assert_eq!(workbook.sheets[0].cells.len(), 4);
/// ```
///
/// # Errors
/// [`Code::UnreadableFile`] where the bytes are not a workbook, need a password, are damaged, or are more
/// than a log can be: over 50 MB, over 1 GiB unpacked, or over 5,000,000 cells.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    // The file libraries promise no freedom from panics; a file that makes one panic is a damaged file.
    let outcome = catch_unwind(AssertUnwindSafe(|| read_kind(name, bytes)));
    outcome.unwrap_or_else(|_| Err(damaged("its parts contradict each other"))).map_err(|error| error.at(name))
}

/// What the first bytes show a file to be.
enum Kind {
    /// An xlsx or xlsm.
    Xlsx,
    /// An xlsb.
    Xlsb,
    /// An ods.
    Ods,
    /// An xls.
    Xls,
    /// A table in plain text.
    Text,
}

fn read_kind(name: &str, bytes: &[u8]) -> Result<Workbook> {
    if bytes.len() > LARGEST_FILE {
        return Err(unreadable("it is larger than 50 MB")
            .help("a log is far smaller: delete pictures and empty rows from the file"));
    }
    match kind(name, bytes)? {
        Kind::Xlsx => xlsx::read(bytes),
        Kind::Xlsb => others::xlsb(bytes),
        Kind::Ods => others::ods(bytes),
        Kind::Xls => others::xls(bytes),
        Kind::Text => text::read(bytes),
    }
}

fn kind(name: &str, bytes: &[u8]) -> Result<Kind> {
    if bytes.is_empty() {
        return Err(unreadable("the file is empty").help("save the log again and send the new file"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return parts::kind(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return ole_kind(bytes);
    }
    if let Some(looks) = looks_like(bytes) {
        return Err(no_workbook(looks));
    }
    // A workbook of Excel before 5.0 or one without its OLE wrapping begins with a BOF record.
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) {
        return Ok(Kind::Xls);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        // What comes from standard input has no ending.
        None | Some("csv" | "txt" | "tsv") if text::is_text(bytes) => Ok(Kind::Text),
        Some("xlsx" | "xlsm" | "xlsb" | "xls" | "ods") => Err(damaged("it does not begin as such a file does")),
        _ => Err(no_workbook("something else")),
    }
}

/// What a file that is no workbook looks like, from its first bytes.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: &[(&[u8], &str)] = &[
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"BM", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
        (b"{\\rtf", "a text document (RTF)"),
        (b"Rar!", "an archive"),
        (b"7z\xBC\xAF", "an archive"),
        (b"\x1F\x8B", "an archive"),
        (b"MZ", "a program"),
        (b"\x7FELF", "a program"),
    ];
    // Short letters can begin a csv too, so those signs count only where the bytes are no text.
    let found = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign));
    if let Some((sign, looks)) = found
        && (sign.len() > 2 || !text::is_text(bytes))
    {
        return Some(looks);
    }
    let start = bytes.trim_ascii_start();
    let begins = |sign: &[u8]| start.get(..sign.len()).is_some_and(|head| head.eq_ignore_ascii_case(sign));
    let marked_up = [(b"<!doctype html".as_slice(), "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML file")];
    marked_up.into_iter().find(|(sign, _)| begins(sign)).map(|(_, looks)| looks)
}

/// An OLE file: an old workbook, one with a password, or an old Word document.
fn ole_kind(bytes: &[u8]) -> Result<Kind> {
    // The names of the parts stand in the directory as UTF-16; parts and directory may stand anywhere.
    let has = |part: &str| {
        let utf16: Vec<u8> = part.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &utf16).is_some()
    };
    if has("EncryptedPackage") {
        return Err(needs_password());
    }
    if has("Workbook") || has("Book") {
        return Ok(Kind::Xls);
    }
    if has("WordDocument") {
        return Err(no_workbook("a Word document"));
    }
    if has("PowerPoint Document") {
        return Err(no_workbook("a presentation"));
    }
    if has("__properties_version1.0") {
        return Err(no_workbook("an e-mail"));
    }
    Err(no_workbook("something else"))
}

fn unreadable(message: impl Into<String>) -> Error {
    Error::new(Code::UnreadableFile, message)
}

fn no_workbook(looks: &str) -> Error {
    unreadable(format!("this is not a workbook: it looks like {looks}"))
        .help("give an xlsx, xlsm, xlsb, xls, ods or csv file")
}

fn needs_password() -> Error {
    unreadable("this file needs a password").help("open it, take the password off, and save it again")
}

fn damaged(why: impl std::fmt::Display) -> Error {
    unreadable(format!("this file is damaged: {why}")).help("open it in a spreadsheet program and save it again")
}

fn too_many_cells() -> Error {
    unreadable("it has more than 5,000,000 cells")
        .help("a log is far smaller: delete the sheets and rows that are not the log")
}

/// Counts cells and refuses more than can be meant, and places beyond any sheet.
#[derive(Default)]
struct Bounds {
    cells: usize,
}

impl Bounds {
    fn check(&mut self, row: u32, column: u32) -> Result<()> {
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(too_many_cells());
        }
        if row >= ROWS || column >= COLUMNS {
            return Err(damaged("a cell stands beyond the last row or column a sheet can have"));
        }
        Ok(())
    }
}

/// Puts cells in reading order; of two in one place the later stays, as in a spreadsheet program.
fn put_in_order(sheet: &mut Sheet) {
    if sheet.cells.is_sorted_by(|a, b| a.at < b.at) {
        return;
    }
    sheet.cells.sort_by_key(|cell| cell.at);
    sheet.cells.reverse();
    sheet.cells.dedup_by_key(|cell| cell.at);
    sheet.cells.reverse();
}
