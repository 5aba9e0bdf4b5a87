//! Reading a workbook file: bytes of xlsx, xlsm, xlsb, xls, ods, csv or docx, or the cells of an open workbook
//! → [`Workbook`].
//!
//! In: a file's name, for its ending and for messages, its bytes, and what a file may hold at most. Out: its
//! cells, or an [`Error`] that says what the file looks like and what to do. Which kind it is is decided from
//! the bytes; the name's ending only tells that a text is meant to be a table. No bytes whatever take more
//! memory than the limits say, or make it panic where panics can be caught, which WebAssembly can't.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Code, Error, Result};
use crate::grid::{Sheet, Workbook};

mod bytes;
mod cells;
mod docx;
mod extents;
mod formats;
mod limits;
mod marks;
mod modified;
mod notes;
mod ods;
mod ole;
mod open;
mod parts;
mod password;
mod text;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

#[cfg(test)]
mod tests;

use limits::Budget;
pub use limits::Limits;
pub(super) use limits::megabytes;
pub use modified::modified;
pub(super) use parts::{relations_of, resolved, same_name};
pub(super) use xml::{attribute, attributes};

/// How a file is read: its password, and what it may hold at most.
#[derive(Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The password, used where the file has one.
    pub password: Option<&'a str>,
    /// What a file may hold before it is refused.
    pub limits: Limits,
}

/// Reads a workbook file that has no password, within the usual limits.
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
/// As [`read_with`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook> {
    read_with(name, bytes, &Reading::default())
}

/// Reads a workbook file with its password and within limits of one's own.
///
/// # Errors
/// [`Code::UnreadableFile`] where the bytes are not a workbook, are damaged, or hold more than the limits
/// allow; [`Code::NeedsPassword`] and [`Code::WrongPassword`] where the file has a password.
pub fn read_with(name: &str, bytes: &[u8], reading: &Reading<'_>) -> Result<Workbook> {
    caught(name, || read_any(name, bytes, reading))
}

/// The workbook in a protected file, as it is without its password; any other file as it is.
///
/// ```
/// use escalog::workbook::{Reading, protect, unprotected};
///
/// # let mut workbook = rust_xlsxwriter::Workbook::new();
/// # workbook.add_worksheet().write(0, 0, "Escalation No").unwrap();
/// # let plain = workbook.save_to_buffer().unwrap();
/// let protected = protect(&plain, "larch 7 bridge").unwrap();
/// let reading = Reading { password: Some("larch 7 bridge"), ..Reading::default() };
/// assert_eq!(unprotected("log.xlsx", &protected, &reading).unwrap(), plain);
/// assert_eq!(unprotected("log.xlsx", &plain, &reading).unwrap(), plain);
/// ```
///
/// # Errors
/// [`Code::UnreadableFile`] where what the password protects is damaged or larger than the limits allow;
/// [`Code::NeedsPassword`] and [`Code::WrongPassword`].
pub fn unprotected<'a>(name: &str, bytes: &'a [u8], reading: &Reading<'_>) -> Result<Cow<'a, [u8]>> {
    caught(name, || without_password(bytes, reading))
}

fn caught<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    // The file libraries promise no freedom from panics; a file that makes one panic is a damaged file.
    let outcome = catch_unwind(AssertUnwindSafe(work));
    outcome.unwrap_or_else(|_| Err(damaged("its parts contradict each other"))).map_err(|error| error.at(name))
}

/// Whether it is no file but the cells of a workbook that stands open in a spreadsheet program.
pub fn is_open(bytes: &[u8]) -> bool {
    bytes.starts_with(open::SIGN)
}

/// Whether a file is protected with a password, as far as its first look shows.
pub fn is_protected(bytes: &[u8]) -> bool {
    bytes.starts_with(&ole::SIGN) && holds_part(bytes, "EncryptedPackage")
}

/// Whether it is a workbook that may hold macros, an xlsm, as its content type says, whatever it is called.
pub fn has_macros(bytes: &[u8]) -> bool {
    let types = parts::Parts::open(bytes, &Limits::default()).and_then(|mut parts| parts.part("[Content_Types].xml"));
    let is_xlsm = |types: Vec<u8>| memchr::memmem::find(&types, b"sheet.macroEnabled").is_some();
    types.is_ok_and(|types| types.is_some_and(is_xlsm))
}

fn read_any(name: &str, bytes: &[u8], reading: &Reading<'_>) -> Result<Workbook> {
    let mut workbook = read_kind(name, &without_password(bytes, reading)?, &mut Budget::new(reading.limits))?;
    workbook.sheets.iter_mut().for_each(|sheet| sheet.notes.sort_by_key(|note| note.at));
    Ok(workbook)
}

fn without_password<'a>(bytes: &'a [u8], reading: &Reading<'_>) -> Result<Cow<'a, [u8]>> {
    Budget::new(reading.limits).file(bytes)?;
    if !is_protected(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    password::open(bytes, reading.password).map(Cow::Owned)
}

/// What the first bytes show a file to be.
pub(super) enum Kind {
    /// An xlsx or xlsm.
    Xlsx,
    /// An xlsb.
    Xlsb,
    /// An ods.
    Ods,
    /// An xls.
    Xls,
    /// A Word document, for its tables.
    Docx,
    /// A table in plain text.
    Text,
    /// The cells of an open workbook.
    Open,
}

fn read_kind(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Workbook> {
    match kind(name, bytes, &budget.limits)? {
        Kind::Xlsx => xlsx::read(bytes, budget),
        Kind::Xlsb => xlsb::read(bytes, budget),
        Kind::Ods => ods::read(bytes, budget),
        Kind::Xls => xls::read(bytes, budget),
        Kind::Docx => docx::read(bytes, budget),
        Kind::Text => text::read(bytes, budget),
        Kind::Open => open::read(bytes, budget),
    }
}

/// What a file is, by its first bytes and its name's ending.
pub(super) fn kind(name: &str, bytes: &[u8], limits: &Limits) -> Result<Kind> {
    if bytes.is_empty() {
        return Err(unreadable("the file is empty").help("save the log again and send the new file"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return parts::kind(bytes, limits);
    }
    if bytes.starts_with(&ole::SIGN) {
        return ole_kind(bytes);
    }
    if is_open(bytes) {
        return Ok(Kind::Open);
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
        Some(named @ ("xlsx" | "xlsm" | "xlsb" | "xls" | "ods" | "docx")) => {
            Err(damaged(format_args!("its name ends in .{named}, but its content is not that of such a file")))
        }
        _ => Err(unknown_kind()),
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

/// Whether an OLE file has a part of this name. The names stand in its directory, which may stand anywhere.
fn holds_part(bytes: &[u8], name: &str) -> bool {
    let utf16: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &utf16).is_some()
}

/// An OLE file: an old workbook, one with a password, or an old Word document.
fn ole_kind(bytes: &[u8]) -> Result<Kind> {
    let has = |part: &str| holds_part(bytes, part);
    if has("EncryptedPackage") {
        return Err(password::needed());
    }
    // Some programs write the names in capitals.
    if ["Workbook", "Book", "WORKBOOK", "BOOK"].into_iter().any(has) {
        return Ok(Kind::Xls);
    }
    if has("WordDocument") {
        return Err(no_workbook("an old Word document").help("open it in Word and save it as .docx"));
    }
    if has("PowerPoint Document") {
        return Err(no_workbook("a presentation"));
    }
    if has("__properties_version1.0") {
        return Err(no_workbook("an e-mail"));
    }
    Err(unknown_kind())
}

fn unreadable(message: impl Into<String>) -> Error {
    Error::new(Code::UnreadableFile, message)
}

fn no_workbook(looks: &str) -> Error {
    of_another_kind(format!("this is not a workbook: it looks like {looks}"))
}

fn unknown_kind() -> Error {
    of_another_kind("this is not a workbook, and what it is can't be told".to_owned())
}

fn of_another_kind(message: String) -> Error {
    unreadable(message).help("give an xlsx, xlsm, xlsb, xls, ods, csv or docx file")
}

pub(super) fn damaged(why: impl std::fmt::Display) -> Error {
    unreadable(format!("this file is damaged: {why}")).help(
        "open it in the program that it was made with and save it again; if it does not open there, ask for a new copy",
    )
}

fn cut_off() -> Error {
    damaged("its parts can't be found; it may be cut off")
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
