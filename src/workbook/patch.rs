//! Editing a workbook file without loss: an edit script → the same xlsx or xlsm, changed where the script says.
//!
//! In: a file's bytes and a [`Script`]. Out: the file's bytes. The file is edited by its parts: every part that
//! the script does not touch goes out with the very bytes it came in with, and of a sheet that is touched only
//! the cells, formats and lists that the script names are another. Texts go into the cells themselves, never
//! into the table of shared ones. Protection, tables, charts, macros, comments and names stay.

use crate::edit::{Script, SheetEdits};
use crate::error::{Code, Error, Result};
use crate::parallel;

use super::read::{Kind, Limits, kind};

mod before;
mod book;
mod chain;
mod columns;
mod conditionals;
mod formats;
mod formulas;
mod package;
mod plain;
mod plan;
mod rows;
mod shared;
mod sheet;
mod styles;
mod tables;
mod validations;
mod values;
mod view;
mod xml;

use book::Book;
use package::Package;
use plain::Plain;
use plan::Plan;
use styles::Styles;

/// How a day is shown in a cell whose own format shows no days.
const DATE_CODE: &str = "dd mmm yyyy";

/// Applies an edit script to an xlsx or xlsm.
///
/// Sheets are found by their exact name, else without regard to case. A cell keeps its format; a day in a cell
/// that shows no days is given a format that does. A new cell takes the format of its row or column.
///
/// ```
/// use escalog::edit::Script;
/// use escalog::workbook;
///
/// let mut log = rust_xlsxwriter::Workbook::new();
/// log.add_worksheet().set_name("Log")?.write(0, 0, "Escalation No")?;
/// let script: Script =
///     serde_json::from_str(r#"{"sheet": "log", "edits": [{"set": {"cell": "B1", "value": "Status"}}]}"#)?;
/// let marked = workbook::patch("log.xlsx", &log.save_to_buffer()?, &script)?;
/// assert_eq!(workbook::read("log.xlsx", &marked)?.sheets[0].cells.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A file that is no xlsx or xlsm, is damaged, or is digitally signed ([`patch_with`] can edit it all the same);
/// a sheet that is not there; an edit that no cell can hold, or that would break a table's headings or part of
/// an array formula; a sheet to be removed that something else refers to.
pub fn patch(name: &str, bytes: &[u8], script: &Script) -> Result<Vec<u8>> {
    patch_with(name, bytes, script, Patching::default())
}

/// The same for a workbook that may be digitally signed, or is larger than is usual.
///
/// # Errors
/// Those of [`patch`] but for the signature where one is allowed.
pub fn patch_with(name: &str, bytes: &[u8], script: &Script, patching: Patching) -> Result<Vec<u8>> {
    apply(bytes, script, patching, Memory::None).map(|(bytes, _)| bytes).map_err(|error| error.at(name))
}

/// The same, and the workbook remembers how it was before, so that [`unmarked`] gives it back byte for byte.
///
/// A workbook that was marked already keeps the memory of how it was before it was first marked; without that memory
/// it gets none, as it is not known how it was. The memory is a part of its own that nothing refers to; a spreadsheet
/// program leaves it out when it saves. A script that makes no sheet marks what was marked already.
///
/// # Errors
/// Those of [`patch_with`].
pub fn mark(name: &str, bytes: &[u8], script: &Script, patching: Patching) -> Result<Vec<u8>> {
    let known = before::recalled(bytes);
    let memory = if known.is_some() { Memory::Kept } else { Memory::New };
    let marked = apply(bytes, script, patching, memory);
    let remembered = marked.and_then(|(marked, remembers)| match remembers {
        true => before::remember(known.as_deref().unwrap_or(bytes), marked),
        false => Ok(marked),
    });
    remembered.map_err(|error| error.at(name))
}

/// The workbook as it was before it was marked, byte for byte; `None` where it was not marked or something has
/// saved it since.
///
/// ```
/// use escalog::edit::Script;
/// use escalog::workbook;
///
/// let mut log = rust_xlsxwriter::Workbook::new();
/// log.add_worksheet().set_name("Log")?.write(0, 0, "Escalation No")?;
/// let log = log.save_to_buffer()?;
/// let script: Script =
///     serde_json::from_str(r#"{"sheet": "Marks", "create": true, "edits": [{"set": {"cell": "A1", "value": "Marked"}}]}"#)?;
/// let marked = workbook::mark("log.xlsx", &log, &script, workbook::Patching::default())?;
/// assert_eq!(workbook::unmarked(&marked), Some(log));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unmarked(bytes: &[u8]) -> Option<Vec<u8>> {
    before::recalled(bytes)
}

/// How a script is applied.
#[derive(Debug, Default, Clone, Copy)]
pub struct Patching {
    /// Whether a signed workbook is changed too. Its signature stays, and is shown as not valid: the workbook is no longer
    /// what was signed.
    pub signed: bool,
    /// What a file may unpack to before it is refused.
    pub limits: Limits,
}

/// Whether a workbook is to remember how it was.
#[derive(Clone, Copy, PartialEq)]
enum Memory {
    None,
    /// Where it is marked for the first time.
    New,
    /// It knows how it was.
    Kept,
}

/// The workbook with the script applied, and whether it is to remember how it was.
fn apply(bytes: &[u8], script: &Script, patching: Patching, memory: Memory) -> Result<(Vec<u8>, bool)> {
    patchable(bytes, &patching.limits)?;
    let mut package = Package::open(bytes, patching.limits)?;
    let is_signed = package.relations("")?.iter().any(|relation| relation.kind == "origin");
    if is_signed && !patching.signed {
        return Err(Error::new(
            Code::BadRequest,
            "it is digitally signed, and the signature is not valid for a workbook that was changed",
        )
        .help("use --force to change it all the same, or ask for a copy without a signature"));
    }
    // What it remembered is not how it was before this.
    if package.has(before::PART) {
        package.remove(before::PART)?;
    }
    let mut book = Book::read(&mut package)?;
    let makes_sheet = script.sheets.iter().any(|edits| edits.create && book.find(&edits.sheet).is_none());
    let remembers = memory == Memory::Kept || (memory == Memory::New && makes_sheet);
    let mut styles = Styles::read(&mut package, &book)?;
    let (gone, kept): (Vec<&SheetEdits>, Vec<&SheetEdits>) = script.sheets.iter().partition(|sheet| sheet.remove);
    if let Some(both) =
        gone.iter().find(|gone| kept.iter().any(|kept| kept.sheet.to_lowercase() == gone.sheet.to_lowercase()))
    {
        return Err(bad_request("it is removed and edited in one script")
            .at(format_args!("sheet `{}`", both.sheet))
            .help("remove it with one script, and make it anew with another"));
    }
    for edits in kept {
        let at = |error: Error| error.at(format_args!("sheet `{}`", edits.sheet));
        edit(&mut package, &mut book, &mut styles, edits).map_err(at)?;
    }
    // A sheet goes last, when what the script clears no longer refers to it.
    for edits in gone {
        if !edits.edits.is_empty() {
            return Err(bad_request("a sheet that is removed has no edits").at(format_args!("sheet `{}`", edits.sheet)));
        }
        if let Some(place) = book.find(&edits.sheet) {
            book.remove(&mut package, place)?;
        }
    }
    styles.save(&mut package, &book)?;
    // Behind the sheets that were added, where it stands again when the workbook is marked again.
    if remembers {
        package.declare(before::PART, before::PART_TYPE)?;
    }
    Ok((package.save()?, remembers))
}

fn edit<'s>(package: &mut Package<'_>, book: &mut Book, styles: &mut Styles<'s>, edits: &'s SheetEdits) -> Result<()> {
    let place = match book.find(&edits.sheet) {
        Some(place) => place,
        None if edits.create => book.create(package, &edits.sheet)?,
        None => return Err(no_such_sheet(book)),
    };
    let Some(sheet) = book.sheets.get(place) else { return Ok(()) };
    let Some(part) = sheet.part.clone() else {
        return Err(bad_request("it is a chart or a dialogue, and has no cells").help("name a worksheet"));
    };
    let read = || {
        let text =
            package.text(&part)?.ok_or_else(|| super::read::damaged(format_args!("part `{part}` is missing")))?;
        let plain = Plain::of_part(&text);
        Ok((text, plain))
    };
    let (read, plan) = parallel::both(read, || Plan::of(edits));
    let plan = plan?;
    tables::check(package, &part, &plan)?;
    let (text, plain) = read?;
    let system = book.date_system;
    let splice =
        |hand_over: &mut dyn FnMut(String)| sheet::patch(&text, plain.as_ref(), &plan, styles, system, hand_over);
    let lost = package.rewrite(&part, &text, splice)?;
    chain::forget(package, book, sheet.id, &lost)
}

/// Refuses a file of another kind.
fn patchable(bytes: &[u8], limits: &Limits) -> Result<()> {
    match kind("", bytes, limits)? {
        Kind::Xlsx => Ok(()),
        _ => {
            Err(bad_request("only xlsx and xlsm files can be edited").help("save it as xlsx in a spreadsheet program"))
        }
    }
}

fn no_such_sheet(book: &Book) -> Error {
    let names: Vec<String> = book.sheets.iter().map(|sheet| format!("`{}`", sheet.name)).collect();
    bad_request("there is no such sheet").help(format!("the sheets are {}", names.join(", ")))
}

fn bad_request(message: impl Into<String>) -> Error {
    Error::new(Code::BadRequest, message)
}
