//! The columns of a sheet: their widths, and the format of cells that are not there.
//!
//! In: a sheet's `cols` and the widths wanted. Out: the same with columns split where a width begins or ends.

use std::fmt::Write;

use super::sheet::Out;
use super::values::push_number;
use super::xml::{self, Scan};
use crate::edit;
use crate::error::Result;

/// A width wanted for some columns; `None` for the sheet's usual one.
#[derive(Clone, Copy)]
pub(super) struct Width {
    pub columns: edit::Columns,
    pub characters: Option<f64>,
}

/// The formats that a sheet gives to whole columns.
#[derive(Default)]
pub(super) struct Columns {
    /// The first and last column, counted from 0, and the format.
    formats: Vec<(u32, u32, u32)>,
}

impl Columns {
    /// The format of a cell in this column that is not there.
    pub(super) fn format(&self, column: u32) -> u32 {
        let found = self.formats.iter().find(|(from, to, _)| (*from..=*to).contains(&column));
        found.map_or(0, |(_, _, format)| *format)
    }
}

/// The columns of a sheet that has none; nothing where none is to be of another width than the usual.
pub(super) fn new(widths: &[Width], prefix: &str) -> String {
    if widths.iter().all(|width| width.characters.is_none()) {
        return String::new();
    }
    let mut out = format!("<{prefix}cols>");
    let mut at = 0;
    let end = widths.iter().map(|width| width.columns.to + 1).max().unwrap_or(0);
    push_gap(&mut out, prefix, widths, &mut at, end);
    let _ = write!(out, "</{prefix}cols>");
    out
}

/// The width wanted for a column: the last that names it.
fn wanted(widths: &[Width], column: u32) -> Option<Option<f64>> {
    let found = widths.iter().rev().find(|width| (width.columns.from..=width.columns.to).contains(&column));
    found.map(|width| width.characters)
}

/// Where, after this column, a width wanted begins or ends.
fn next_edge(widths: &[Width], column: u32) -> u32 {
    let edges = widths.iter().flat_map(|width| [width.columns.from, width.columns.to + 1]);
    edges.filter(|edge| *edge > column).min().unwrap_or(u32::MAX)
}

/// Writes the widths wanted of columns that the sheet says nothing of.
fn push_gap(out: &mut String, prefix: &str, widths: &[Width], at: &mut u32, end: u32) {
    while *at < end {
        let next = next_edge(widths, *at).min(end);
        if let Some(Some(width)) = wanted(widths, *at) {
            let _ = write!(out, "<{prefix}col min=\"{}\" max=\"{next}\" width=\"", *at + 1);
            push_number(out, width);
            out.push_str(if width == 0.0 { "\" hidden=\"1\" customWidth=\"1\"/>" } else { "\" customWidth=\"1\"/>" });
        }
        *at = next;
    }
}

/// Reads the columns, and writes them with the widths wanted.
pub(super) fn read(scan: &mut Scan<'_>, is_open: bool, widths: &[Width], out: &mut Out<'_>) -> Result<Columns> {
    let mut columns = Columns::default();
    let element = scan.start;
    let end = widths.iter().map(|width| width.columns.to + 1).max().unwrap_or(0);
    let mut at = 0;
    if !is_open {
        if !widths.is_empty() {
            out.copy_to(scan.start);
            out.text.push_str(&new(widths, scan.prefix));
            out.skip_to(scan.end);
        }
        return Ok(columns);
    }
    let mut begun = None;
    let mut is_empty = true;
    while let Some((tag, is_open)) = scan.child(is_open)? {
        let start = scan.start;
        scan.inside(is_open)?;
        let bounds = xml::number(&tag, "min").zip(xml::number(&tag, "max"));
        let Some((min, max)) = bounds.filter(|(min, max)| *min >= 1 && min <= max) else { continue };
        if let Some(format) = xml::number(&tag, "style") {
            columns.formats.push((min - 1, max - 1, format));
        }
        if widths.is_empty() {
            continue;
        }
        begun.get_or_insert_with(|| {
            out.copy_to(element);
            out.text.len()
        });
        out.copy_to(start);
        push_gap(&mut out.text, scan.prefix, widths, &mut at, (min - 1).min(end));
        let mut from = min - 1;
        while from < max {
            let next = next_edge(widths, from).min(max);
            let (first, last) = ((from + 1).to_string(), next.to_string());
            let mut width = String::new();
            let mut changes = vec![("min", Some(first.as_str())), ("max", Some(last.as_str()))];
            match wanted(widths, from) {
                None => {}
                Some(None) if xml::raw(&tag, "style").is_none() => {
                    from = next;
                    continue;
                }
                // A column that has a format keeps its place for it.
                Some(None) => {
                    changes.extend(["width", "customWidth", "hidden", "bestFit"].map(|name| (name, None)));
                }
                Some(Some(wanted)) => {
                    push_number(&mut width, wanted);
                    changes.extend([("width", Some(width.as_str())), ("customWidth", Some("1")), ("bestFit", None)]);
                    // A column of a width is seen, also where those that nobody used were hidden.
                    changes.push(("hidden", Some("1").filter(|_| wanted == 0.0)));
                }
            }
            is_empty = false;
            xml::with_attributes(&tag, &changes, false, &mut out.text);
            from = next;
        }
        out.skip_to(scan.end);
        at = at.max(max);
    }
    if !widths.is_empty() {
        out.copy_to(scan.start);
        let length = out.text.len();
        push_gap(&mut out.text, scan.prefix, widths, &mut at, end);
        // A sheet may not have an empty list of columns.
        if let Some(begun) = begun.filter(|_| is_empty && out.text.len() == length) {
            out.text.truncate(begun);
            out.skip_to(scan.end);
        }
    }
    Ok(columns)
}
