//! Validations: lists to choose from, and first and last days.
//!
//! In: what stands behind a sheet's cells, and the validations wanted and unwanted. Out: the validations
//! written, ours known by their title. Cells that have a validation of their own keep it, and only it.

use std::fmt::Write;

use quick_xml::events::BytesStart;

use super::bad_request;
use super::plan::Plan;
use super::sheet::{Out, in_sheet, ranges};
use super::values::serial;
use super::xml::{self, Scan};
use crate::edit::Validation;
use crate::error::Result;
use crate::grid::{Address, DateSystem, Range};

/// The title of the message of a validation that a script made. Spreadsheet programs keep it.
const TITLE: &str = "escalog";

/// A validation as it is written, but for the prefix.
pub(super) struct Wanted {
    attributes: String,
    cells: Vec<Range>,
    formulas: Vec<String>,
}

/// The validations wanted, on the cells that have none of their own.
///
/// # Errors
/// A list that a validation can't hold, a day that a workbook can't.
pub(super) fn wanted(rest: &Scan<'_>, plan: &Plan<'_>, system: DateSystem) -> Result<Vec<Wanted>> {
    if plan.validations.is_empty() {
        return Ok(Vec::new());
    }
    let mut taken = validated(rest, &plan.removed_validations)?;
    let mut found = Vec::new();
    for validation in &plan.validations {
        let range = validation.range;
        let at = |error: crate::error::Error| error.at(format_args!("validation of {}", in_sheet(range)));
        let (kind, formulas) = formulas(validation, system).map_err(at)?;
        let mut cells = vec![range];
        for other in &taken {
            cells = cells.into_iter().flat_map(|cells| without(cells, *other)).collect();
        }
        if cells.is_empty() {
            continue;
        }
        taken.extend(&cells);
        found.push(Wanted { attributes: attributes(validation, kind).map_err(at)?, cells, formulas });
    }
    Ok(found)
}

/// The cells that have a validation which stays.
fn validated(rest: &Scan<'_>, gone: &[Range]) -> Result<Vec<Range>> {
    let mut found = Vec::new();
    let mut scan = rest.clone();
    while let Some((tag, is_open)) = scan.tag()? {
        if scan.own(&tag) == Some("dataValidation") {
            let own = ranges(&xml::raw(&tag, "sqref").unwrap_or_default());
            let ours = is_ours(&tag);
            found.extend(own.into_iter().filter(|cells| !(ours && is_within_any(*cells, gone))));
        } else if tag.local_name().as_ref() == "dataValidation" {
            // One of a later version of the format says its cells in an element.
            let inside = scan.inside(is_open)?;
            let cells = scan.slice(inside).split_once("sqref>").and_then(|(_, after)| after.split_once('<'));
            found.extend(cells.map(|(cells, _)| ranges(cells)).unwrap_or_default());
        }
    }
    Ok(found)
}

fn is_ours(tag: &BytesStart<'_>) -> bool {
    xml::raw(tag, "errorTitle").as_deref() == Some(TITLE)
}

fn is_within_any(cells: Range, areas: &[Range]) -> bool {
    areas.iter().any(|area| area.contains(cells.from) && area.contains(cells.to))
}

/// What remains of some cells without others: what is above, below, left and right.
fn without(cells: Range, other: Range) -> Vec<Range> {
    let top = cells.from.row.max(other.from.row);
    let bottom = cells.to.row.min(other.to.row);
    let left = cells.from.column.max(other.from.column);
    let right = cells.to.column.min(other.to.column);
    if top > bottom || left > right {
        return vec![cells];
    }
    let mut rest = Vec::new();
    let mut part = |from: (u32, u32), to: (u32, u32)| {
        rest.push(Range { from: Address::new(from.0, from.1), to: Address::new(to.0, to.1) });
    };
    if top > cells.from.row {
        part((cells.from.row, cells.from.column), (top - 1, cells.to.column));
    }
    if bottom < cells.to.row {
        part((bottom + 1, cells.from.column), (cells.to.row, cells.to.column));
    }
    if left > cells.from.column {
        part((top, cells.from.column), (bottom, left - 1));
    }
    if right < cells.to.column {
        part((top, right + 1), (bottom, cells.to.column));
    }
    rest
}

/// The kind of a validation, and its formulas.
fn formulas(validation: &Validation, system: DateSystem) -> Result<(&'static str, Vec<String>)> {
    const LONGEST_LIST: usize = 255;
    match (validation.list.as_slice(), validation.dates) {
        (list @ [_, ..], None) => {
            let unfit = |value: &&String| {
                value.contains([',', '\n', '\r']) || value.trim() != value.as_str() || value.is_empty()
            };
            if let Some(value) = list.iter().find(unfit) {
                return Err(bad_request(format!("`{value}` can't be a value of a list"))
                    .help("take values without commas and line breaks, and without spaces at either end"));
            }
            let joined = list.join(",");
            let count = joined.encode_utf16().count();
            if count > LONGEST_LIST {
                return Err(bad_request(format!("its values have {count} characters together, and 255 are the most"))
                    .help("leave some out or shorten them"));
            }
            Ok(("list", vec![format!("\"{}\"", joined.replace('"', "\"\""))]))
        }
        ([], Some((first, last))) => {
            Ok(("date", vec![serial(first, system)?.to_string(), serial(last, system)?.to_string()]))
        }
        _ => Err(bad_request("a validation has either a list or dates").help("give one of the two")),
    }
}

fn attributes(validation: &Validation, kind: &str) -> Result<String> {
    const LONGEST_MESSAGE: usize = 255;
    let mut out = format!(" type=\"{kind}\"");
    if !validation.strict {
        out += " errorStyle=\"warning\"";
    }
    out += &format!(" allowBlank=\"1\" showErrorMessage=\"1\" errorTitle=\"{TITLE}\"");
    if let Some(message) = &validation.message {
        if message.encode_utf16().count() > LONGEST_MESSAGE {
            return Err(bad_request("its message has more than 255 characters").help("shorten it"));
        }
        out += &format!(" error=\"{}\"", xml::escaped(message).replace('\n', "&#10;"));
    }
    Ok(out)
}

/// The validations of a sheet that has none.
pub(super) fn new(wanted: &[Wanted], prefix: &str) -> String {
    let count = wanted.len();
    let mut out = format!("<{prefix}dataValidations count=\"{count}\">");
    wanted.iter().for_each(|wanted| push(&mut out, wanted, prefix));
    out + &format!("</{prefix}dataValidations>")
}

fn push(out: &mut String, wanted: &Wanted, prefix: &str) {
    let cells: Vec<String> = wanted.cells.iter().map(|cells| in_sheet(*cells)).collect();
    let _ = write!(out, "<{prefix}dataValidation{} sqref=\"{}\">", wanted.attributes, cells.join(" "));
    for (n, formula) in (1..).zip(&wanted.formulas) {
        let _ = write!(out, "<{prefix}formula{n}>{}</{prefix}formula{n}>", xml::escaped(formula));
    }
    let _ = write!(out, "</{prefix}dataValidation>");
}

/// Adds validations to those that are there, and takes ours off some cells.
pub(super) fn merge(
    scan: &mut Scan<'_>,
    tag: &BytesStart<'_>,
    is_open: bool,
    gone: &[Range],
    wanted: &[Wanted],
    out: &mut Out<'_>,
) -> Result<()> {
    let element = scan.start..scan.end;
    let mut kept = 0;
    let mut inside = String::new();
    let mut changed = !wanted.is_empty();
    while let Some((tag, is_open)) = scan.child(is_open)? {
        let at = scan.start..scan.end;
        let within = scan.inside(is_open)?;
        let cells = ranges(&xml::raw(&tag, "sqref").unwrap_or_default());
        let left: Vec<String> =
            cells.iter().filter(|cells| !is_within_any(**cells, gone)).map(|cells| in_sheet(*cells)).collect();
        if !is_ours(&tag) || left.len() == cells.len() {
            kept += 1;
            inside.push_str(scan.slice(at.start..scan.end));
            continue;
        }
        changed = true;
        if !left.is_empty() {
            kept += 1;
            xml::with_attributes(&tag, &[("sqref", Some(&left.join(" ")))], is_open, &mut inside);
            inside.push_str(scan.slice(within.start..scan.end));
        }
    }
    if !changed {
        return Ok(());
    }
    out.copy_to(element.start);
    out.skip_to(scan.end);
    let count = kept + wanted.len();
    if count == 0 {
        return Ok(());
    }
    let prefix = scan.prefix;
    xml::with_attributes(tag, &[("count", Some(&count.to_string()))], true, &mut out.text);
    out.text.push_str(&inside);
    wanted.iter().for_each(|wanted| push(&mut out.text, wanted, prefix));
    out.text.push_str(&format!("</{prefix}dataValidations>"));
    Ok(())
}
