//! What calamine stops at, though spreadsheet programs write it.
//!
//! In: a file's bytes. Out: the same file without sheets of an odd kind, or with errors that calamine does not know
//! as texts, to be read in its stead.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::ops::Range;

use calamine::CellErrorType;
use memchr::memmem::find;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Package;
use crate::error::Result;
use crate::grid::{Value, Workbook};
use crate::workbook::read::damaged;
use crate::workbook::read::limits::too_many;
use crate::workbook::read::parts::{Parts, same_name};
use crate::workbook::read::xml::{attribute, without};

/// The most different errors of one sheet. There are some twenty.
const ERRORS: usize = 1_000;

/// The type of a cell that holds an error, as it may be written.
const IS_ERROR: [&[u8]; 2] = [b"\"e\"", b"'e'"];

/// The file without the sheets at which calamine stops: those of Excel 4 macros, and those that name no part, which
/// Excel keeps of old modules. `None` where there are none.
pub(super) fn without_odd_sheets(bytes: &[u8], package: &Package, parts: &mut Parts<'_>) -> Result<Option<Vec<u8>>> {
    let name = package.part();
    let Some(workbook) = parts.part(&name)? else { return Ok(None) };
    let macros = package.targets(parts, |kind| kind.to_ascii_lowercase().ends_with("macrosheet"))?;
    let is_odd = |id: String| id.is_empty() || macros.contains_key(&id);
    let kept = without(&workbook, "sheet", |sheet| attribute(sheet, "id").is_some_and(is_odd));
    if kept.len() == workbook.len() {
        return Ok(None);
    }
    rewritten(bytes, parts, &BTreeSet::from([same_name(&name)]), |_| kept.clone()).map(Some)
}

/// The file with the parts of these sheets changed: an error that calamine does not know is a text.
pub(super) fn with_texts_for_errors(bytes: &[u8], sheets: &[String], parts: &mut Parts<'_>) -> Result<Vec<u8>> {
    let names = sheets.iter().map(|name| same_name(name)).collect();
    rewritten(bytes, parts, &names, |text| {
        let (mut mended, mut done) = (Vec::with_capacity(text.len()), 0);
        each_unknown_error(text, |tag, _| {
            let within = text.get(tag.clone()).unwrap_or_default();
            if let Some(place) = IS_ERROR.iter().find_map(|is_error| find(within, is_error)) {
                mended.extend(text.get(done..tag.start + place).unwrap_or_default());
                mended.extend(b"\"str\"");
                done = tag.start + place + 3;
            }
        });
        mended.extend(text.get(done..).unwrap_or_default());
        mended
    })
}

/// The errors of a sheet that calamine does not know, such as `#SPILL!`.
pub(super) fn unknown_errors(text: &[u8]) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    each_unknown_error(text, |_, error| {
        if found.len() <= ERRORS {
            found.insert(error.to_owned());
        }
    });
    if found.len() > ERRORS { Err(too_many("kinds of errors")) } else { Ok(found) }
}

/// Makes errors of the texts that were put in their place.
pub(super) fn put_back(workbook: &mut Workbook, errors: &BTreeSet<String>) {
    for cell in workbook.sheets.iter_mut().flat_map(|sheet| &mut sheet.cells) {
        if let Value::Text(text) = &mut cell.value
            && errors.contains(text)
        {
            cell.value = Value::Error(std::mem::take(text));
        }
    }
}

/// Calls for each cell with such an error: where its tag stands, and the error.
fn each_unknown_error(text: &[u8], mut found: impl FnMut(Range<usize>, &str)) {
    // A sheet without any error, as most are, is not parsed.
    if IS_ERROR.iter().all(|is_error| find(text, is_error).is_none()) {
        return;
    }
    let mut reader = Reader::from_reader(text);
    let at = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    let (mut cell, mut in_value) = (None, false);
    loop {
        let from = at(&reader);
        match reader.read_event() {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "c" => cell = (attribute(&element, "t").as_deref() == Some("e")).then(|| from..at(&reader)),
                name => in_value = name == "v",
            },
            Ok(Event::Text(error)) if in_value => {
                if let Some(tag) = cell.take()
                    && error.parse::<CellErrorType>().is_err()
                {
                    found(tag, &error);
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => in_value = false,
        }
    }
}

/// The file with these parts changed.
fn rewritten(
    bytes: &[u8],
    parts: &mut Parts<'_>,
    names: &BTreeSet<String>,
    change: impl Fn(&[u8]) -> Vec<u8>,
) -> Result<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut mended = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..zip.len() {
        let part = zip.by_index_raw(place).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        if names.contains(&same_name(&name)) {
            mended.start_file(&*name, SimpleFileOptions::default()).map_err(damaged)?;
            mended.write_all(&change(&parts.part(&name)?.unwrap_or_default())).map_err(damaged)?;
        } else {
            mended.raw_copy_file(part).map_err(damaged)?;
        }
    }
    Ok(mended.finish().map_err(damaged)?.into_inner())
}
