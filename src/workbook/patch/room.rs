//! Where a sheet has room: the columns right of everything it holds.
//!
//! In: a file's bytes and a sheet's name. Out: the first column of which nothing stands in it or right of it:
//! no cell, however empty, no merged range, table, pivot table or note.

use super::book::Book;
use super::package::Package;
use super::sheet::range;
use super::xml::{self, Scan};
use super::{no_such_sheet, patchable};
use crate::error::Result;
use crate::grid::Address;
use crate::workbook::read::{Limits, same_name};

/// The first free column of a sheet, counted from 0: nothing stands in it or right of it.
///
/// Cells that hold nothing but a format count too, as do merged ranges, tables, pivot tables and notes. A sheet
/// whose last column is used has no free one, and the answer is then 16,384.
///
/// # Errors
/// A file that is no xlsx or xlsm or is damaged; a sheet that is not there.
pub fn free_column(name: &str, bytes: &[u8], sheet: &str) -> Result<u32> {
    find(bytes, sheet).map_err(|error| error.at(name))
}

fn find(bytes: &[u8], sheet: &str) -> Result<u32> {
    let limits = Limits::default();
    patchable(bytes, &limits)?;
    let mut package = Package::open(bytes, limits)?;
    let book = Book::read(&mut package)?;
    let place = book.find(sheet).ok_or_else(|| no_such_sheet(&book).at(format_args!("sheet `{sheet}`")))?;
    let Some(part) = book.sheets.get(place).and_then(|sheet| sheet.part.clone()) else { return Ok(0) };
    let mut free = of_cells(&package.text(&part)?.unwrap_or_default())?;
    for relation in package.relations(&part)? {
        let element = match relation.kind.as_str() {
            "table" => "table",
            "pivotTable" => "location",
            "comments" => "comment",
            "threadedComment" => "threadedComment",
            _ => continue,
        };
        let text = package.text(&same_name(&relation.target))?.unwrap_or_default();
        let (mut scan, root) = Scan::with_root(&text)?;
        let mut take = |name: Option<&str>, tag: &_| {
            if name == Some(element)
                && let Some(area) = xml::raw(tag, "ref").and_then(|text| range(&text))
            {
                free = free.max(area.to.column + 1);
            }
        };
        take(scan.own(&root), &root);
        while let Some((tag, _)) = scan.tag()? {
            take(scan.own(&tag), &tag);
        }
    }
    Ok(free)
}

/// The first column right of a sheet's own cells and merged ranges.
fn of_cells(text: &str) -> Result<u32> {
    let mut scan = Scan::new(text)?;
    let (mut free, mut next) = (0, 0);
    while let Some((tag, _)) = scan.tag()? {
        match scan.own(&tag) {
            Some("row") => next = 0,
            Some("c") => {
                let at = xml::raw(&tag, "r").and_then(|place| column(&place));
                next = at.unwrap_or(next) + 1;
                free = free.max(next);
            }
            Some("mergeCell") => {
                let merged = xml::raw(&tag, "ref").and_then(|text| range(&text));
                free = free.max(merged.map_or(0, |merged| merged.to.column + 1));
            }
            _ => {}
        }
    }
    Ok(free)
}

fn column(place: &str) -> Option<u32> {
    Address::try_from(place.to_owned()).ok().map(|at| at.column)
}
